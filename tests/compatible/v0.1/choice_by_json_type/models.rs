// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `id_or_slug`.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum IdOrSlug {
    /// An integer.
    Integer(i64),

    /// A string.
    String(String),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<i64> for IdOrSlug {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<String> for IdOrSlug {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<&str> for IdOrSlug {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

impl std::fmt::Display for IdOrSlug {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(formatter),
            Self::String(value) => value.fmt(formatter),
            Self::Unrecognized(value) => value.fmt(formatter),
        }
    }
}

/// Schema `flag_or_number`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum FlagOrNumber {
    /// A boolean.
    Boolean(bool),

    /// A number.
    Number(f64),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<bool> for FlagOrNumber {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<f64> for FlagOrNumber {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl std::fmt::Display for FlagOrNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Boolean(value) => value.fmt(formatter),
            Self::Number(value) => value.fmt(formatter),
            Self::Unrecognized(value) => value.fmt(formatter),
        }
    }
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `country_code`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum CountryCode {
    /// `DK`
    Dk,

    /// `NO`
    No,

    /// `SE`
    Se,

    /// `on`
    On,

    /// `off`
    Off,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl CountryCode {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Dk => "DK",
            Self::No => "NO",
            Self::Se => "SE",
            Self::On => "on",
            Self::Off => "off",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for CountryCode {
    fn from(value: &str) -> Self {
        match value {
            "DK" => Self::Dk,
            "NO" => Self::No,
            "SE" => Self::Se,
            "on" => Self::On,
            "off" => Self::Off,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Schema `country`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Country {
    /// `note`
    pub note: Option<i64>,

    /// `largest_number`
    pub largest_number: Option<runtime::BigInteger>,

    /// For people.
    pub more: Option<String>,

    /// `code`
    pub code: Option<String>,

    /// `name`
    pub name: Option<String>,
}

/// Described at `#/paths/~1countries~1{code}/get/responses/404/content/application~1json/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct GetCountry404Response {
    /// `code`
    pub code: String,

    /// For people.
    pub note: String,
}

/// An enum value not listed in the API description.
///
/// To create one, convert a string to the enum: listed strings become their variants.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `owner`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Owner {
    /// `name`
    pub name: runtime::Nullable<String>,
}

impl Owner {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            name: runtime::Nullable::Absent,
        }
    }

    /// Sets `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = runtime::Nullable::Value(name.into());
        self
    }

    /// Sets `name` to null.
    #[must_use]
    pub fn name_null(mut self) -> Self {
        self.name = runtime::Nullable::Null;
        self
    }
}

/// Schema `pet`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Pet {
    /// `name`
    pub name: String,

    /// `owner`
    pub owner: Option<Owner>,

    /// A property may have any name.
    pub r#ref: Option<String>,
}

impl Pet {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            owner: None,
            r#ref: None,
        }
    }

    /// Sets `owner`.
    #[must_use]
    pub fn owner(mut self, owner: Owner) -> Self {
        self.owner = Some(owner);
        self
    }

    /// Sets `$ref`.
    #[must_use]
    pub fn r#ref(mut self, r#ref: impl Into<String>) -> Self {
        self.r#ref = Some(r#ref.into());
        self
    }
}

/// Schema `wanted`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Wanted {
    /// `name`
    pub name: Option<String>,

    /// `owner`
    pub owner: Option<Owner>,
}

impl Wanted {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { name: None, owner: None }
    }

    /// Sets `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `owner`.
    #[must_use]
    pub fn owner(mut self, owner: Owner) -> Self {
        self.owner = Some(owner);
        self
    }
}

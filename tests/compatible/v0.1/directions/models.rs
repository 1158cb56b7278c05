// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `account`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Account {
    /// `id`
    pub id: i64,

    /// `name`
    pub name: String,

    /// `number`
    pub number: Option<Number>,

    /// `owner`
    pub owner: Option<Owner>,

    /// `nested`
    pub nested: Option<Number>,

    /// `none`
    pub none: Option<String>,
}

/// Schema `number`.
pub type Number = i64;

/// Schema `none`.
pub type None = runtime::Value;

/// Schema `base`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Base {
    /// `since`
    pub since: String,
}

/// Schema `middle`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Middle {
    /// `since`
    pub since: String,

    /// `rank`
    pub rank: Option<i64>,
}

/// Schema `owner`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Owner {
    /// `since`
    pub since: String,

    /// `rank`
    pub rank: Option<i64>,

    /// `mail`
    pub mail: String,
}

/// Schema `account`, in requests.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct AccountInput {
    /// `name`
    pub name: String,

    /// `password`
    pub password: String,

    /// `token`
    pub token: Option<String>,

    /// `owner`
    pub owner: Option<OwnerInput>,

    /// `none`
    pub none: runtime::Nullable<String>,
}

impl AccountInput {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(name: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            password: password.into(),
            token: None,
            owner: None,
            none: runtime::Nullable::Absent,
        }
    }

    /// Sets `token`.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets `owner`.
    #[must_use]
    pub fn owner(mut self, owner: OwnerInput) -> Self {
        self.owner = Some(owner);
        self
    }

    /// Sets `none`.
    #[must_use]
    pub fn none(mut self, none: impl Into<String>) -> Self {
        self.none = runtime::Nullable::Value(none.into());
        self
    }

    /// Sets `none` to null.
    #[must_use]
    pub fn none_null(mut self) -> Self {
        self.none = runtime::Nullable::Null;
        self
    }
}

/// Schema `owner`, in requests.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct OwnerInput {
    /// `rank`
    pub rank: Option<i64>,

    /// `mail`
    pub mail: String,
}

impl OwnerInput {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(mail: impl Into<String>) -> Self {
        Self {
            rank: None,
            mail: mail.into(),
        }
    }

    /// Sets `rank`.
    #[must_use]
    pub fn rank(mut self, rank: i64) -> Self {
        self.rank = Some(rank);
        self
    }
}

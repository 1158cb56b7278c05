// Generated from openapi.yaml. Change the description or the settings, not this file.

/// Where the data is.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum ServerRegion {
    /// `eu`
    Eu,

    /// `us-east`
    UsEast,

    /// `local`
    Local,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl ServerRegion {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Eu => "eu",
            Self::UsEast => "us-east",
            Self::Local => "local",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for ServerRegion {
    fn from(value: &str) -> Self {
        match value {
            "eu" => Self::Eu,
            "us-east" => Self::UsEast,
            "local" => Self::Local,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
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

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `part`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// `text`
    pub text: String,
}

impl Part {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into() }
    }
}

/// Described at `#/paths/~1events/get/responses/200/content/text~1event-stream/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Listen200Response {
    /// A variant of the union.
    Added(Box<Listen200ResponseAdded>),

    /// A variant of the union.
    Removed(Box<Listen200ResponseRemoved>),

    /// A value that matches no variant in the API description, preserved.
    Unrecognized(runtime::Value),
}

impl From<Listen200ResponseAdded> for Listen200Response {
    fn from(value: Listen200ResponseAdded) -> Self {
        Self::Added(Box::new(value))
    }
}

impl From<Listen200ResponseRemoved> for Listen200Response {
    fn from(value: Listen200ResponseRemoved) -> Self {
        Self::Removed(Box::new(value))
    }
}

/// Described at `#/paths/~1events/get/responses/200/content/text~1event-stream/schema/oneOf/0`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Listen200ResponseAdded {
    /// `event`
    pub event: Listen200ResponseAddedEvent,

    /// `data`
    pub data: Part,
}

/// Described at `#/paths/~1events/get/responses/200/content/text~1event-stream/schema/oneOf/0/properties/event`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Listen200ResponseAddedEvent {
    /// `added`
    Added,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl Listen200ResponseAddedEvent {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Added => "added",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for Listen200ResponseAddedEvent {
    fn from(value: &str) -> Self {
        match value {
            "added" => Self::Added,
            other => Self::Unrecognized(Unrecognized(other.into())),
        }
    }
}

/// Described at `#/paths/~1events/get/responses/200/content/text~1event-stream/schema/oneOf/1`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Listen200ResponseRemoved {
    /// `event`
    pub event: Listen200ResponseRemovedEvent,

    /// `data`
    pub data: String,
}

/// Described at `#/paths/~1events/get/responses/200/content/text~1event-stream/schema/oneOf/1/properties/event`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub enum Listen200ResponseRemovedEvent {
    /// `removed`
    Removed,

    /// A value not listed in the API description.
    Unrecognized(Unrecognized),
}

impl Listen200ResponseRemovedEvent {
    /// Returns the value as sent on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Removed => "removed",
            Self::Unrecognized(value) => &value.0,
        }
    }
}

impl From<&str> for Listen200ResponseRemovedEvent {
    fn from(value: &str) -> Self {
        match value {
            "removed" => Self::Removed,
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

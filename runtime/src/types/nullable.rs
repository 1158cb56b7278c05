//! A field that is absent, null or a value, for servers that distinguish the three.

use crate::codec::json::{Decode, Encode, Fault, Reader, Writer};
use crate::codec::xml::Shape;

/// A field of a request that is absent, `null` or a value.
///
/// ```
/// # use openapi_client_runtime::Nullable;
/// let changed = Nullable::from(Some("web-1"));
/// let cleared: Nullable<&str> = None.into();
/// assert_eq!((changed, cleared), (Nullable::Value("web-1"), Nullable::Null));
/// assert_eq!(Option::from(changed), Some("web-1"));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The key is absent.
    #[default]
    Absent,
    /// The key has the value `null`.
    Null,
    /// The key has a value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Returns a reference to the value, if there is one.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns the value, if there is one.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Returns whether the key is absent.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns whether the key has the value `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// `None` becomes [`Nullable::Null`]; use [`Nullable::Absent`] to leave the key out.
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

/// [`Nullable::Absent`] and [`Nullable::Null`] become `None`.
impl<T> From<Nullable<T>> for Option<T> {
    fn from(value: Nullable<T>) -> Self {
        value.into_option()
    }
}

impl<T: Decode> Decode for Nullable<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        if reader.null()? { Ok(Self::Null) } else { reader.value().map(Self::Value) }
    }

    fn absent() -> Option<Self> {
        Some(Self::Absent)
    }

    fn xml() -> Shape {
        T::xml()
    }
}

impl<T: Encode> Encode for Nullable<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Value(value) => value.encode(writer),
            Self::Absent | Self::Null => ().encode(writer),
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

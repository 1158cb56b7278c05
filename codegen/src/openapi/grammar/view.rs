//! The objects of OpenAPI, their keys and the types of their values, for tests in other crates.

use serde_json::{Map, Value};

use super::Holds;

/// An object of the specification (OpenAPI 3.0.3, section 4.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Object(super::Object);

impl Object {
    /// The root of a description.
    pub const DOCUMENT: Self = Self(super::Object::Document);

    /// Returns the name in the specification without spaces, such as `PathItem`.
    pub fn name(self) -> String {
        format!("{:?}", self.0)
    }

    /// Returns the fixed keys and the types of their values. An object whose keys are data has no fixed keys.
    pub fn keys(self) -> impl Iterator<Item = (&'static str, ValueType)> {
        super::keys_of(self.0).iter().map(|key| (key.name, key.holds.into()))
    }

    /// Returns the type of the entries of an object whose keys are data: paths, status codes, callback
    /// expressions.
    pub fn entries(self) -> Option<ValueType> {
        super::entries_of(self.0).map(ValueType::from)
    }

    /// Returns whether the specification lists the allowed strings of a key in an object with `fields`.
    pub fn lists_values(self, key: &str, fields: &Map<String, Value>) -> bool {
        super::words_of(self.0, key, fields).is_some()
    }
}

/// The type of a key's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueType {
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// Any value.
    Anything,
    /// An object of the specification.
    Object {
        /// The object.
        object: Object,
        /// Whether a `$ref` may replace it.
        may_be_reference: bool,
    },
    /// A list.
    List(Box<ValueType>),
    /// A map whose keys are data.
    Map(Box<ValueType>),
}

impl From<Holds> for ValueType {
    fn from(holds: Holds) -> Self {
        let object = |object, may_be_reference| Self::Object { object: Object(object), may_be_reference };
        match holds {
            Holds::Text => Self::Text,
            Holds::Flag => Self::Flag,
            Holds::Number | Holds::Count => Self::Number,
            Holds::Anything => Self::Anything,
            Holds::One(held) => object(held, false),
            Holds::Linked(held) => object(held, true),
            Holds::SchemaOrFlag => object(super::Object::Schema, true),
            Holds::List(inner) => Self::List(Box::new((*inner).into())),
            Holds::Map(inner) => Self::Map(Box::new((*inner).into())),
        }
    }
}

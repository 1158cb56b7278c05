//! Changes that make a description valid.

use serde_json::{Map, Value};

use super::Place;

/// A change to one node that makes it valid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fix {
    /// Removes the node.
    Remove(Place),
    /// Replaces the node.
    Replace(Place, Value),
    /// Inserts a required key.
    Insert(Place, &'static str, Value),
    /// Sets keys of an object; the others stay.
    Update(Place, Map<String, Value>),
}

impl Fix {
    /// Returns the node that it changes.
    pub(crate) fn place(&self) -> &Place {
        match self {
            Self::Remove(place)
            | Self::Replace(place, _)
            | Self::Insert(place, ..)
            | Self::Update(place, _) => place,
        }
    }
}

//! Changes that make a description valid.

use serde_json::Value;

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
}

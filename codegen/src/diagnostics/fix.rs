//! Changes that make a description valid.

use serde_json::Value;

use super::Place;

/// What makes a node readable that is not what it should be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fix {
    /// Leaves the node out.
    Remove(Place),
    /// Puts something in its place.
    Replace(Place, Value),
    /// Adds a key that must be there.
    Insert(Place, &'static str, Value),
}

//! What may come back from an operation.

use super::{Docs, HeaderId, Type};
use crate::diagnostics::Place;
use crate::naming::Name;

/// What may come back.
#[derive(Debug)]
pub struct Outcome {
    /// Everything declared, in the order of the description.
    pub responses: Vec<Response>,
    /// What a success is.
    pub success: Bodies,
    /// What the description declares of a failure.
    pub failure: Bodies,
}

impl Outcome {
    /// Returns whether the description declares status 206, by itself or by a range.
    pub fn is_partial(&self) -> bool {
        self.responses.iter().any(|response| matches!(response.status.as_str(), "206" | "2XX"))
    }
}

/// The bodies of several responses, taken together.
#[derive(Debug, Clone, PartialEq)]
pub enum Bodies {
    /// None has one.
    Empty,
    /// All that have one have this one.
    One(Type),
    /// They differ: an enum by status.
    ByStatus {
        /// The enum.
        name: Name,
        /// One for each status, the exact ones first.
        variants: Vec<StatusVariant>,
    },
}

/// The body of one status.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusVariant {
    /// The variant; its wire form is the status as written.
    pub name: Name,
    /// The lowest status that means it.
    pub from: u16,
    /// The highest.
    pub to: u16,
    /// Its body; none where it has none.
    pub ty: Option<Type>,
    /// What the description says of it.
    pub docs: Docs,
}

/// A declared response.
#[derive(Debug)]
pub struct Response {
    /// As `200`, `4XX` or `default`.
    pub status: String,
    /// What the description says of it.
    pub docs: Docs,
    /// The type of its body.
    pub body: Option<Type>,
    /// Its media types.
    pub media: Vec<String>,
    /// Its headers.
    pub headers: Vec<HeaderId>,
}

/// A response header.
#[derive(Debug)]
pub struct Header {
    /// The constant; its wire form is the header's name.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// Where it is described.
    pub origin: Place,
}

//! The responses of an operation.

use super::{Docs, HeaderId, Type};
use crate::diagnostics::Place;
use crate::naming::Name;

/// The responses of an operation.
#[derive(Debug)]
pub struct Outcome {
    /// The declared responses, in the order of the description.
    pub responses: Vec<Response>,
    /// The bodies of successes.
    pub success: Bodies,
    /// The bodies of failures.
    pub failure: Bodies,
}

impl Outcome {
    /// Returns whether the description declares status 206, by itself or by a range.
    pub fn is_partial(&self) -> bool {
        self.responses.iter().any(|response| matches!(response.status.as_str(), "206" | "2XX"))
    }
}

/// The bodies of several responses as one type.
#[derive(Debug, Clone, PartialEq)]
pub enum Bodies {
    /// No response has a body.
    Empty,
    /// All responses that have a body have a body of this type.
    One(Type),
    /// The types differ, so they are variants of an enum by status.
    ByStatus {
        /// The name of the enum.
        name: Name,
        /// The variants, single statuses before ranges.
        variants: Vec<StatusVariant>,
    },
}

/// The body of one status.
#[derive(Debug, Clone, PartialEq)]
pub struct StatusVariant {
    /// The name of the variant; its wire form is the status in the description.
    pub name: Name,
    /// The lowest status of the variant.
    pub from: u16,
    /// The highest status of the variant.
    pub to: u16,
    /// The type of its body; `None` if it has no body.
    pub ty: Option<Type>,
    /// Documentation from the description.
    pub docs: Docs,
}

/// A declared response.
#[derive(Debug)]
pub struct Response {
    /// The status: `200`, `4XX` or `default`.
    pub status: String,
    /// Documentation from the description.
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
    /// The name of the constant; its wire form is the name of the header.
    pub name: Name,
    /// Documentation from the description.
    pub docs: Docs,
    /// Its type.
    pub ty: Type,
    /// The place in the description.
    pub origin: Place,
}

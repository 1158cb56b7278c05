//! Where an API is served.

use super::{Docs, Type};
use crate::diagnostics::Place;
use crate::naming::Name;

/// A place where an API is served.
#[derive(Debug)]
pub struct Server {
    /// The function that gives it.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// As `https://{region}.example.com/v1`.
    pub url: String,
    /// The variables in the URL, with their defaults.
    pub defaults: Vec<(String, String)>,
    /// Where it is described.
    pub origin: Place,
}

/// A part of a server's URL that the caller may choose.
#[derive(Debug)]
pub struct ServerVariable {
    /// The method that sets it.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// A string, or the model of the values that it may have.
    pub ty: Type,
    /// Where it is described.
    pub origin: Place,
}

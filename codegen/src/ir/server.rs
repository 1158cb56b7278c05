//! Servers of an API.

use super::{Docs, Type};
use crate::diagnostics::Place;
use crate::naming::Name;

/// A server of an API.
#[derive(Debug)]
pub struct Server {
    /// The name of the function that returns it.
    pub name: Name,
    /// Documentation from the description.
    pub docs: Docs,
    /// The URL template, such as `https://{region}.example.com/v1`.
    pub url: String,
    /// The variables in the URL, with their defaults.
    pub defaults: Vec<(String, String)>,
    /// The place in the description.
    pub origin: Place,
}

/// A variable part of a server's URL.
#[derive(Debug)]
pub struct ServerVariable {
    /// The name of the setter.
    pub name: Name,
    /// Documentation from the description.
    pub docs: Docs,
    /// A string, or the model of an enum of the allowed values.
    pub ty: Type,
    /// The place in the description.
    pub origin: Place,
}

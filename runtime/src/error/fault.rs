//! The error of a body that does not decode.

use std::fmt;

use crate::codec::json::Fault;

/// An error in a body, with its JSON path.
///
/// ```
/// # use openapi_client_runtime::{Event, Value};
/// # fn example(event: Event<Value>) {
/// if let Err(fault) = event.data() {
///     println!("the data does not match the description: {fault}");
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct BodyFault {
    pub(crate) message: String,
    pub(crate) path: String,
}

impl BodyFault {
    pub(crate) fn new(fault: &Fault, text: &str) -> Self {
        Self { message: fault.message().to_owned(), path: fault.path(text) }
    }

    /// Creates an error that applies to the whole body.
    pub(crate) fn of_body(message: impl Into<String>) -> Self {
        Self { message: message.into(), path: "$".to_owned() }
    }
}

impl fmt::Display for BodyFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}", self.message, self.path)
    }
}

impl std::error::Error for BodyFault {}

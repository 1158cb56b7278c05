//! JSON within a string, preserved as the server wrote it.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::codec::json::{self, Decode, Encode};

/// A JSON value within a string, preserved as the server wrote it: an invalid value is not an error of the
/// response.
///
/// `From` encodes a value; [`Embedded::as_written`] takes its text. Two values are equal if their texts are
/// equal.
///
/// ```
/// use openapi_client_runtime::Embedded;
///
/// let list = Embedded::from(vec![1_i64, 2]);
/// assert_eq!(list.as_str(), "[1,2]");
/// assert_eq!(list.value().unwrap(), [1, 2]);
/// ```
pub struct Embedded<T> {
    text: String,
    /// The type holds no value, only a text that decodes to one.
    of: PhantomData<fn() -> T>,
}

/// The error of a text that is not JSON of the type, with its JSON path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEmbedded(String);

super::kept_text!(Embedded);

impl<T: Decode> Embedded<T> {
    /// Decodes the value.
    ///
    /// # Errors
    /// Fails if the text is not JSON, or not a value of the type.
    pub fn value(&self) -> Result<T, NotEmbedded> {
        json::from_str(&self.text)
            .map_err(|fault| NotEmbedded(format!("{fault} at {}", fault.path(&self.text))))
    }
}

impl<T: Encode> Embedded<T> {
    /// Creates a string from a value.
    pub fn new(value: T) -> Self {
        Self::as_written(json::to_string(&value))
    }
}

impl<T: Encode> From<T> for Embedded<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// Takes any text as sent on the wire, as [`Embedded::as_written`] does.
impl<T> FromStr for Embedded<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::as_written(text))
    }
}

impl fmt::Display for NotEmbedded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NotEmbedded {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_goes_there_and_back() {
        let embedded = Embedded::from(vec![1_i64, 2]);
        assert_eq!(json::to_string(&embedded), "\"[1,2]\"");
        assert_eq!(embedded.value(), Ok(vec![1, 2]));
    }

    #[test]
    fn a_text_that_is_none_is_kept() {
        let embedded: Embedded<Vec<i64>> = json::from_str("\"[1,true]\"").unwrap();
        assert_eq!(embedded.as_str(), "[1,true]");
        assert!(embedded.value().unwrap_err().to_string().ends_with("at $[1]"));
    }
}

//! JSON within a string, kept as it was written.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::json::{self, Decode, Encode};

/// A value that travels as a JSON text within a string, as the server wrote it: a text that is none loses no response.
///
/// It is made of such a value; [`Embedded::as_written`] takes a text. Two of them are equal when they are written alike.
pub struct Embedded<T> {
    text: String,
    /// It holds no value, only a way to one.
    of: PhantomData<fn() -> T>,
}

/// A text that is no JSON of the type, with what is wrong and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEmbedded(String);

super::kept_text!(Embedded);

impl<T: Decode> Embedded<T> {
    /// The value that the text holds.
    ///
    /// # Errors
    /// A text that is no JSON, or another value.
    pub fn value(&self) -> Result<T, NotEmbedded> {
        json::from_str(&self.text)
            .map_err(|fault| NotEmbedded(format!("{fault} at {}", fault.path(&self.text))))
    }
}

impl<T: Encode> Embedded<T> {
    /// A string that holds a value.
    pub fn new(value: T) -> Self {
        Self::as_written(json::to_string(&value))
    }
}

impl<T: Encode> From<T> for Embedded<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// Takes any text as it travels, as [`Embedded::as_written`] does.
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

//! JSON within a string, preserved as the server wrote it.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use crate::codec::json::{self, Decode, Encode, Fault, Findings, Reader, Writer};
use crate::codec::xml::Shape;

/// A JSON value within a string, preserved as the server wrote it. An invalid value is not a decoding error
/// of the response.
///
/// `From` encodes a value; [`JsonString::as_written`] takes its text. Two values are equal if their texts are
/// equal. A request fails before it is sent if JSON cannot represent the value, such as a number that is not
/// finite.
///
/// ```
/// # use openapi_client_runtime::JsonString;
/// let list = JsonString::from(vec![1_i64, 2]);
/// assert_eq!(list.as_str(), "[1,2]");
/// assert_eq!(list.value().unwrap(), [1, 2]);
/// ```
pub struct JsonString<T> {
    text: String,
    /// The writer's findings about the text: its secrets, and the reason why it must not be sent.
    findings: Findings,
    /// The type contains no value, only text that decodes to one.
    of: PhantomData<fn() -> T>,
}

/// The error for text that is not JSON or not a value of the type, with the JSON path of the problem.
///
/// ```
/// # use openapi_client_runtime::{JsonString, NotJsonString};
/// let list = JsonString::<Vec<i64>>::as_written("[1,true]");
/// let error: NotJsonString = list.value().unwrap_err();
/// assert!(error.to_string().ends_with("at $[1]"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotJsonString(String);

super::kept_text!(JsonString, findings);

impl<T: Decode> JsonString<T> {
    /// Decodes the value.
    ///
    /// # Errors
    /// Fails if the text is not JSON, or not a value of the type.
    pub fn value(&self) -> Result<T, NotJsonString> {
        json::from_str(&self.text)
            .map_err(|fault| NotJsonString(format!("{fault} at {}", fault.path(&self.text))))
    }
}

impl<T: Encode> JsonString<T> {
    /// Creates a string from a value.
    pub fn new(value: T) -> Self {
        let (text, findings) = json::embedded(&value);
        Self { text, findings, of: PhantomData }
    }
}

impl<T> Decode for JsonString<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.value::<String>().map(Self::as_written)
    }

    fn xml() -> Shape {
        Shape::Text
    }
}

impl<T> Encode for JsonString<T> {
    fn encode(&self, writer: &mut Writer) {
        writer.embedded(&self.text, &self.findings);
    }
}

impl<T: Encode> From<T> for JsonString<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// Accepts any text, like [`JsonString::as_written`].
impl<T> FromStr for JsonString<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::as_written(text))
    }
}

impl fmt::Display for NotJsonString {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NotJsonString {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_round_trips() {
        let embedded = JsonString::from(vec![1_i64, 2]);
        assert_eq!(json::to_string(&embedded), "\"[1,2]\"");
        assert_eq!(embedded.value(), Ok(vec![1, 2]));
    }

    #[test]
    fn a_value_that_json_cannot_represent_is_refused() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let embedded = JsonString::from(vec![1.5, number]);
            let refused = Err("a number that is not finite cannot be sent");
            assert_eq!(json::sendable(&embedded), refused);
            assert_eq!(json::sendable(&vec![JsonString::new(embedded.clone())]), refused);
        }
        assert_eq!(json::sendable(&JsonString::<f64>::as_written("NaN")), Ok("\"NaN\"".to_owned()));
    }

    #[test]
    fn secrets_within_the_value_are_hidden() {
        let embedded = JsonString::from(vec![json::Secret(&"pw-of-ann")]);
        let mut writer = Writer::default();
        embedded.encode(&mut writer);
        assert_eq!(writer.take_secrets(), ["\"pw-of-ann\""]);
        assert_eq!(writer.into_text(), r#""[\"pw-of-ann\"]""#);
        let mut writer = Writer::for_people();
        embedded.encode(&mut writer);
        assert!(!writer.into_text().contains("ann"));
    }

    #[test]
    fn invalid_text_is_preserved() {
        let embedded: JsonString<Vec<i64>> = json::from_str("\"[1,true]\"").unwrap();
        assert_eq!(embedded.as_str(), "[1,true]");
        assert!(embedded.value().unwrap_err().to_string().ends_with("at $[1]"));
    }
}

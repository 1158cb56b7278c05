//! A text that means a value of some type, kept as it was written.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

/// A value of a type of the program's own choice, as the server wrote it: a text that is none loses no response.
///
/// It is made of such a value; [`Written::as_written`] takes a text. Two of them are equal when they are written alike.
pub struct Written<T> {
    text: String,
    /// It holds no value, only a way to one.
    of: PhantomData<fn() -> T>,
}

impl<T> Written<T> {
    /// Takes a text as it travels.
    pub fn as_written(text: impl Into<String>) -> Self {
        Self { text: text.into(), of: PhantomData }
    }

    /// The text as it travels.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T: FromStr> Written<T> {
    /// The value that the text means.
    ///
    /// # Errors
    /// Those of the type, for a text that is none of its values.
    pub fn value(&self) -> Result<T, T::Err> {
        self.text.parse()
    }
}

impl<T: fmt::Display> From<T> for Written<T> {
    fn from(value: T) -> Self {
        Self::as_written(value.to_string())
    }
}

impl<T> Clone for Written<T> {
    fn clone(&self) -> Self {
        Self::as_written(self.text.clone())
    }
}

impl<T> PartialEq for Written<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Written<T> {}

impl<T> Hash for Written<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Display for Written<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.text)
    }
}

impl<T> fmt::Debug for Written<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Written").field(&self.text).finish()
    }
}

impl<T> serde::Serialize for Written<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> serde::Deserialize<'de> for Written<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::as_written)
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn a_value_goes_there_and_back() {
        let address: IpAddr = "10.0.0.1".parse().unwrap();
        let written = Written::from(address);
        assert_eq!(crate::json::to_string(&written), "\"10.0.0.1\"");
        assert_eq!(written.value(), Ok(address));
    }

    #[test]
    fn a_text_that_is_none_is_kept() {
        let written: Written<IpAddr> = crate::json::from_str("\"localhost\"").unwrap();
        assert!(written.value().is_err());
        assert_eq!(written.to_string(), "localhost");
        assert_eq!(format!("{written:?}"), "Written(\"localhost\")");
    }
}

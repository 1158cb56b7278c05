//! A text that means a value of some type, kept as it was written.

use std::fmt;
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

super::kept_text!(Written);

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

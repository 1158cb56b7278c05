//! Text with a value of a type that the program chooses, preserved as the server wrote it.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// A value of a type that the program chooses, preserved as the server wrote it. Text that is not a value of
/// the type is not a decoding error of the response.
///
/// `From` formats a value; [`Verbatim::as_written`] takes its text. Two values are equal if their texts are
/// equal.
///
/// ```
/// # use openapi_client_runtime::Verbatim;
/// use std::net::IpAddr;
///
/// let address = Verbatim::<IpAddr>::as_written("10.0.0.1");
/// assert!(address.value().unwrap().is_ipv4());
/// ```
pub struct Verbatim<T> {
    text: String,
    /// The type contains no value, only text that parses as one.
    of: PhantomData<fn() -> T>,
}

impl<T: FromStr> Verbatim<T> {
    /// Parses the value.
    ///
    /// # Errors
    /// Fails if the text is not a value of the type.
    pub fn value(&self) -> Result<T, T::Err> {
        self.text.parse()
    }
}

impl<T: fmt::Display> From<T> for Verbatim<T> {
    fn from(value: T) -> Self {
        Self::as_written(value.to_string())
    }
}

super::kept_text!(Verbatim);

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::*;

    #[test]
    fn a_value_round_trips() {
        let address: IpAddr = "10.0.0.1".parse().unwrap();
        let written = Verbatim::from(address);
        assert_eq!(crate::codec::json::to_string(&written), "\"10.0.0.1\"");
        assert_eq!(written.value(), Ok(address));
    }

    #[test]
    fn invalid_text_is_preserved() {
        let written: Verbatim<IpAddr> = crate::codec::json::from_str("\"localhost\"").unwrap();
        assert!(written.value().is_err());
        assert_eq!(written.to_string(), "localhost");
        assert_eq!(format!("{written:?}"), "Verbatim(\"localhost\")");
    }
}

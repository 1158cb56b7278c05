//! Bytes as Base64 (RFC 4648), preserved as the server wrote them.

use std::fmt;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};

/// Bytes as Base64, preserved as the server wrote them. Invalid Base64 is not a decoding error of the
/// response.
///
/// `From` encodes bytes; [`Base64::as_written`] takes text that is already Base64.
///
/// ```
/// # use openapi_client_runtime::Base64;
/// let data = Base64::from(vec![0xde, 0xad]);
/// assert_eq!(data.as_str(), "3q0=");
/// assert_eq!(data.to_bytes().unwrap(), [0xde, 0xad]);
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Base64(String);

/// The error for text that is not valid Base64.
///
/// ```
/// # use openapi_client_runtime::{Base64, NotBase64};
/// let error: NotBase64 = Base64::as_written("%%").to_bytes().unwrap_err();
/// println!("{error}");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotBase64(base64::DecodeError);

/// Padding is optional, because some servers leave it out.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

impl Base64 {
    /// Creates a value from Base64. The text is not checked.
    pub fn as_written(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text as sent on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the bytes, from either alphabet (RFC 4648, sections 4 and 5), with or without padding and line
    /// breaks.
    ///
    /// # Errors
    /// Fails if the text is not valid Base64.
    pub fn to_bytes(&self) -> Result<Vec<u8>, NotBase64> {
        let alphabet =
            if self.0.contains(['-', '_']) { base64::alphabet::URL_SAFE } else { base64::alphabet::STANDARD };
        let text: String = self.0.split_ascii_whitespace().collect();
        GeneralPurpose::new(&alphabet, LENIENT).decode(text).map_err(NotBase64)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(STANDARD.encode(bytes))
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(bytes.as_slice())
    }
}

impl From<crate::Bytes> for Base64 {
    fn from(bytes: crate::Bytes) -> Self {
        Self::from(&*bytes)
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Shows only the length of the text, because it may be long or secret.
impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Base64 ({} characters)", self.0.len())
    }
}

impl fmt::Display for NotBase64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "invalid Base64: {}", self.0)
    }
}

impl std::error::Error for NotBase64 {}

crate::serde_models!(Base64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_round_trip() {
        for bytes in [&b""[..], b"f", b"fo", b"foo", &[0xfb, 0xff, 0xfe]] {
            assert_eq!(Base64::from(bytes).to_bytes().unwrap(), bytes);
        }
        for text in ["-__-", "+//+", "+//\n+", "Zm8", "Zm8="] {
            assert!(Base64::as_written(text).to_bytes().is_ok(), "{text}");
        }
    }

    #[test]
    fn invalid_base64_is_preserved() {
        let text: Base64 = crate::codec::json::from_str("\"no base64!\"").unwrap();
        assert_eq!(text.as_str(), "no base64!");
        assert!(text.to_bytes().unwrap_err().to_string().starts_with("invalid Base64"));
        assert_eq!(format!("{text:?}"), "Base64 (10 characters)");
    }
}

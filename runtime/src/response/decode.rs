//! Decoding of responses into types.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::RawResponse;
use crate::body::stream::ByteStream;
use crate::codec::json::{self, Decode};
use crate::error::BodyFault;

/// A type that can be decoded from a response. Not for programs, like
/// [`Operation`](crate::codegen::Operation).
pub trait FromResponse: Sized {
    /// Whether values of the type may send the request again.
    const KEEPS_CALL: bool = false;

    /// Returns whether the body of a successful response stays a stream. Other bodies are collected first.
    /// Called when status and headers are known, before the body is read.
    fn streams(_: &RawResponse) -> bool {
        false
    }

    /// Decodes a response.
    ///
    /// # Errors
    /// Fails if the body is not a value of the type.
    fn from_response(response: &mut RawResponse) -> Result<Self, BodyFault>;
}

impl<T: Decode> FromResponse for T {
    fn from_response(response: &mut RawResponse) -> Result<Self, BodyFault> {
        let text = response.text().map_err(BodyFault::of_body)?;
        #[cfg(feature = "xml")]
        if is_xml(response.headers()) {
            let text = crate::codec::xml::json_of(&text, T::xml()).map_err(BodyFault::of_body)?;
            return json::from_str(&text).map_err(|fault| BodyFault::new(&fault, &text));
        }
        json::from_str(&text).map_err(|fault| BodyFault::new(&fault, &text))
    }
}

/// Returns whether a response is XML, by its `Content-Type` (RFC 7303).
#[cfg(feature = "xml")]
fn is_xml(headers: &HeaderMap) -> bool {
    let essence = essence(headers);
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Returns the media type of a response in lower case and without parameters; empty if the header is missing.
pub(crate) fn essence(headers: &HeaderMap) -> String {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media.and_then(|media| media.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase()
}

/// Accepts any body, because the description declares none.
impl FromResponse for () {
    fn from_response(_: &mut RawResponse) -> Result<Self, BodyFault> {
        Ok(())
    }
}

/// The collected bytes of the body.
impl FromResponse for Bytes {
    fn from_response(response: &mut RawResponse) -> Result<Self, BodyFault> {
        Ok(response.body().clone())
    }
}

/// The bytes of the body as a stream.
impl FromResponse for ByteStream {
    fn streams(_: &RawResponse) -> bool {
        true
    }

    fn from_response(response: &mut RawResponse) -> Result<Self, BodyFault> {
        Ok(response.take_stream())
    }
}

/// Creates the error for a status that the description does not declare.
pub fn undeclared(response: &RawResponse) -> BodyFault {
    let status = response.status().as_u16();
    BodyFault::of_body(format!("the description declares no response with status {status}"))
}

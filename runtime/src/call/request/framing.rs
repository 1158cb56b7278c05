//! Headers that only the transport may set: they frame the message or belong to one connection.

use http::header::{
    CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use crate::body::Body;

/// Returns the reason why a program cannot set a header; `None` if it can.
///
/// `Content-Length` and `Transfer-Encoding` decide where the body ends (RFC 9112, section 6.3), and the
/// others are about a connection that calls share (RFC 9110, section 7.6.1). HTTP/2 forbids most of them (RFC
/// 9113, section 8.2.2).
pub(crate) fn refused(name: &HeaderName) -> Option<String> {
    let why = match name {
        name if name == CONTENT_LENGTH || name == TRANSFER_ENCODING => "the body determines it",
        name if [CONNECTION, TE, TRAILER, UPGRADE].contains(name)
            || matches!(name.as_str(), "keep-alive" | "proxy-connection") =>
        {
            "the connection determines it"
        }
        _ => return None,
    };
    Some(format!("the header `{name}` cannot be set: {why}"))
}

/// Checks the headers of a finished request, and returns its body. A correct `Content-Length` is removed,
/// because the transport sends it; it gives a stream its length.
///
/// # Errors
/// Fails if a header would change where the body ends, or is reserved for the transport.
pub(super) fn checked(headers: &mut HeaderMap, body: Body) -> Result<Body, String> {
    let declared = headers.remove(CONTENT_LENGTH);
    if let Some(why) = headers.keys().find_map(refused) {
        return Err(why);
    }
    let Some(declared) = declared else { return Ok(body) };
    let length = length(&declared).ok_or("the header `content-length` is not a number of bytes")?;
    match body.length() {
        None => Ok(body.with_length(length)),
        Some(actual) if actual == length => Ok(body),
        Some(actual) => {
            Err(format!("the header `content-length` is {length}, but the body has {actual} bytes"))
        }
    }
}

/// Parses a length, which consists only of digits (RFC 9110, section 8.6).
fn length(value: &HeaderValue) -> Option<u64> {
    let text = value.to_str().ok()?;
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

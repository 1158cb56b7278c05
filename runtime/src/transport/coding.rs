//! Content codings (RFC 9110, section 8.4): compressed responses, decoded chunk by chunk.

#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
mod decoder;

use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH};
use http::{Method, StatusCode};

use crate::body::stream::ByteStream;
use crate::transport::{Phase, TransportError};

/// The largest number of codings of a body. Servers use one; each coding costs memory and time.
const MOST: usize = 4;

/// The value of `Accept-Encoding`: the enabled codings, the most common first. Empty if there are none.
#[cfg(not(target_family = "wasm"))]
pub(crate) const ACCEPTED: &str =
    match (cfg!(feature = "gzip"), cfg!(feature = "brotli"), cfg!(feature = "zstd")) {
        (true, true, true) => "gzip, br, zstd",
        (true, true, false) => "gzip, br",
        (true, false, true) => "gzip, zstd",
        (true, false, false) => "gzip",
        (false, true, true) => "br, zstd",
        (false, true, false) => "br",
        (false, false, true) => "zstd",
        (false, false, false) => "",
    };

/// A content coding whose feature is enabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    #[cfg(feature = "gzip")]
    Gzip,
    #[cfg(feature = "gzip")]
    Deflate,
    #[cfg(feature = "brotli")]
    Brotli,
    #[cfg(feature = "zstd")]
    Zstd,
}

impl Coding {
    /// Returns the coding of a name. Names are case-insensitive, and `x-gzip` is the same as `gzip` (section
    /// 8.4.1).
    ///
    /// # Errors
    /// Fails if there is no such coding, or if its feature is not enabled.
    fn of(name: &str) -> Result<Self, String> {
        let feature = match name.to_ascii_lowercase().as_str() {
            #[cfg(feature = "gzip")]
            "gzip" | "x-gzip" => return Ok(Self::Gzip),
            #[cfg(feature = "gzip")]
            "deflate" => return Ok(Self::Deflate),
            #[cfg(feature = "brotli")]
            "br" => return Ok(Self::Brotli),
            #[cfg(feature = "zstd")]
            "zstd" => return Ok(Self::Zstd),
            #[cfg(not(feature = "gzip"))]
            "gzip" | "x-gzip" | "deflate" => "gzip",
            #[cfg(not(feature = "brotli"))]
            "br" => "brotli",
            #[cfg(not(feature = "zstd"))]
            "zstd" => "zstd",
            _ => "",
        };
        let shown: String = name.chars().take(40).collect();
        Err(match feature {
            "" => format!("the response has the unknown content coding {shown:?}"),
            feature => {
                format!("the response has the content coding {shown:?} — enable the feature `{feature}`")
            }
        })
    }
}

/// Removes the codings of a response: its body is decoded as it is read, and the headers that describe the
/// coding are removed.
///
/// A response without a body and a partial response (status 206) are not changed. An error response with an
/// unknown coding is not changed either, because its status tells more than its body.
///
/// # Errors
/// Fails if a coding is unknown or its feature is not enabled.
pub(crate) fn decoded(
    method: &Method,
    mut response: http::Response<ByteStream>,
) -> Result<http::Response<ByteStream>, TransportError> {
    let status = response.status();
    let is_bare = method == Method::HEAD
        || status.is_informational()
        || matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT);
    if is_bare || !response.headers().contains_key(CONTENT_ENCODING) {
        return Ok(response);
    }
    let codings = match codings(response.headers()) {
        Ok(codings) => codings,
        Err(_) if !status.is_success() => return Ok(response),
        Err(why) => return Err(TransportError::new(Phase::Reading, why).permanent()),
    };
    response.headers_mut().remove(CONTENT_ENCODING);
    if codings.is_empty() {
        return Ok(response);
    }
    response.headers_mut().remove(CONTENT_LENGTH);
    // The last coding in the header was applied last.
    Ok(response.map(|body| codings.into_iter().rev().fold(body, undone)))
}

/// Returns the codings of a body in the order in which they were applied.
fn codings(headers: &HeaderMap) -> Result<Vec<Coding>, String> {
    let mut found = Vec::new();
    for value in headers.get_all(CONTENT_ENCODING) {
        let text = String::from_utf8_lossy(value.as_bytes());
        for name in text.split(',').map(|name| name.trim_matches([' ', '\t'])) {
            if name.is_empty() || name.eq_ignore_ascii_case("identity") {
                continue;
            }
            let coding = Coding::of(name)?;
            if found.len() == MOST {
                return Err(format!("the response has more than {MOST} content codings"));
            }
            found.push(coding);
        }
    }
    Ok(found)
}

#[cfg(any(feature = "gzip", feature = "brotli", feature = "zstd"))]
fn undone(body: ByteStream, coding: Coding) -> ByteStream {
    ByteStream::new(decoder::DecodedStream::new(body, coding))
}

#[cfg(not(any(feature = "gzip", feature = "brotli", feature = "zstd")))]
fn undone(_: ByteStream, coding: Coding) -> ByteStream {
    match coding {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, codings: &[&'static str]) -> http::Response<ByteStream> {
        let mut response = http::Response::builder().status(status).header(CONTENT_LENGTH, 4);
        for coding in codings {
            response = response.header(CONTENT_ENCODING, *coding);
        }
        response.body(ByteStream::from(bytes::Bytes::from_static(b"body"))).unwrap()
    }

    async fn body_of(response: http::Response<ByteStream>) -> Result<String, String> {
        let body = response.into_body().bytes().await.map_err(|error| error.to_string())?;
        Ok(String::from_utf8(body.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn responses_without_a_coding_are_unchanged() {
        for (method, status, codings) in [
            (Method::GET, 200, vec![]),
            (Method::GET, 200, vec!["identity", " Identity , "]),
            (Method::HEAD, 200, vec!["gzip"]),
            (Method::GET, 204, vec!["gzip"]),
            (Method::GET, 304, vec!["gzip"]),
            (Method::GET, 206, vec!["gzip"]),
            (Method::GET, 500, vec!["secret"]),
        ] {
            let response = decoded(&method, response(status, &codings)).unwrap();
            assert!(response.headers().contains_key(CONTENT_LENGTH), "{status} {codings:?}");
            assert_eq!(body_of(response).await.unwrap(), "body", "{status} {codings:?}");
        }
    }

    #[test]
    fn the_error_of_an_unknown_coding_names_it() {
        for (codings, why) in [
            (vec!["compress"], "the response has the unknown content coding \"compress\""),
            (vec!["identity", "aes128gcm"], "the response has the unknown content coding \"aes128gcm\""),
            #[cfg(not(feature = "gzip"))]
            (vec!["X-GZIP"], "the response has the content coding \"X-GZIP\" — enable the feature `gzip`"),
            #[cfg(not(feature = "brotli"))]
            (vec!["br"], "the response has the content coding \"br\" — enable the feature `brotli`"),
            #[cfg(feature = "gzip")]
            (vec!["gzip, deflate, gzip", "gzip, gzip"], "the response has more than 4 content codings"),
        ] {
            let error = decoded(&Method::GET, response(200, &codings)).unwrap_err();
            assert_eq!((error.to_string(), error.is_permanent()), (why.to_owned(), true));
        }
    }
}

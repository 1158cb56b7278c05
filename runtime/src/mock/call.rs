//! A request that a mock received.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Uri};

use crate::codec::json::{self, Decode};
use crate::secret::Secrets;

/// A request as a server would receive it.
///
/// ```
/// # use openapi_client_runtime::{Value, mock::Mock};
/// # fn example(mock: Mock) {
/// for call in mock.calls() {
///     println!("{} {} {:?}", call.method(), call.path(), call.json::<Value>());
/// }
/// # }
/// ```
#[derive(Clone)]
pub struct Call {
    pub(super) operation: &'static str,
    pub(super) template: &'static str,
    pub(super) attempt: u32,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) secrets: Secrets,
}

impl Call {
    /// Returns the ID of the operation in the description.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path, without the query.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the value of a path parameter that is a whole segment.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let variable = format!("{{{name}}}");
        let from_end = self.template.rsplit('/').position(|segment| segment == variable)?;
        let segment = self.path().rsplit('/').nth(from_end)?;
        percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(Into::into)
    }

    /// Returns the first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.uri.query()?.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body byte for byte.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the JSON body decoded as a type; `None` if it is not of that type.
    pub fn json<T: Decode>(&self) -> Option<T> {
        json::from_str(std::str::from_utf8(&self.body).ok()?).ok()
    }
}

/// Shows names of headers and the size of the body; the URL is without its query.
impl fmt::Debug for Call {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("operation", &self.operation)
            .field("attempt", &self.attempt)
            .field("method", &self.method)
            .field("uri", &self.secrets.hide(&self.uri.to_string()))
            .field("headers", &self.headers.keys().map(HeaderName::as_str).collect::<Vec<_>>())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

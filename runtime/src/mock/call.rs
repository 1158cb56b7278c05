//! A request that a mock was asked.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method, Uri};

use crate::json::{self, Decode};
use crate::secret::Secrets;

/// A request as the server would have seen it.
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
    /// The operation, by its name in the description.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Which attempt of its call it was, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// What a variable of the path's template stood for, where it is a segment of its own.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let variable = format!("{{{name}}}");
        let from_end = self.template.rsplit('/').position(|segment| segment == variable)?;
        let segment = self.path().rsplit('/').nth(from_end)?;
        percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(Into::into)
    }

    /// The first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.uri.query()?.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The JSON body as a type; none where it is not of it.
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

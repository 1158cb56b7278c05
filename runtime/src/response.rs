//! Responses: raw, and decoded into the types that the description declares.

mod decode;
pub(crate) mod events;
mod header;
pub(crate) mod lines;
pub(crate) mod operation;
pub(crate) mod rate_limit;
pub(crate) mod retry_after;
pub(crate) mod status;
#[cfg(test)]
pub(crate) mod tests;
mod text;

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::str::FromStr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

pub(crate) use self::decode::essence;
pub use self::decode::{FromResponse, undeclared};
pub use self::header::Header;
use self::rate_limit::RateLimit;
pub use self::text::Text;
use crate::api::{ErrorShape, Meta, RateLimitHeaders};
use crate::body::stream::ByteStream;
use crate::codec::json;
use crate::error::Error;
use crate::secret::{Secrets, Vault};
use crate::transport::TransportError;

/// A function that sends the request of a response again. Its arguments are the last event ID, and a function
/// that returns whether the body of a response stays a stream.
pub(crate) type Resume = Arc<dyn Fn(Option<&str>, fn(&RawResponse) -> bool) -> ResumeFuture + Send + Sync>;

/// The future of the response to a request that is sent again.
pub(crate) type ResumeFuture = Pin<Box<dyn Future<Output = Result<RawResponse, Error>> + Send>>;

/// A response that has not been decoded.
///
/// ```
/// # use openapi_client_runtime::{Response, Value};
/// # fn example(response: Response<Value>) {
/// let (_, raw) = response.into_parts();
/// println!("{} with {} bytes", raw.status(), raw.body().len());
/// # }
/// ```
pub struct RawResponse {
    meta: Meta,
    status: StatusCode,
    headers: HeaderMap,
    rate_limit: Option<RateLimit>,
    body: Bytes,
    stream: Option<ByteStream>,
    /// The reason why the body of an error response could not be read.
    unread: Option<TransportError>,
    resume: Option<Resume>,
    end_of_events: Option<&'static str>,
    attempts: u32,
    vault: Vault,
}

impl RawResponse {
    pub(crate) fn new(meta: Meta, head: http::response::Parts, names: &RateLimitHeaders) -> Self {
        Self {
            meta,
            status: head.status,
            rate_limit: RateLimit::of(&head.headers, names),
            headers: head.headers,
            body: Bytes::new(),
            stream: None,
            unread: None,
            resume: None,
            end_of_events: None,
            attempts: 0,
            vault: Vault::default(),
        }
    }

    pub(crate) fn with_body(self, body: Bytes) -> Self {
        Self { body, ..self }
    }

    pub(crate) fn with_stream(self, stream: ByteStream) -> Self {
        Self { stream: Some(stream), ..self }
    }

    pub(crate) fn with_unread(self, error: TransportError) -> Self {
        Self { unread: Some(error), ..self }
    }

    /// Takes the reason why the body could not be read; `None` after the first call.
    pub(crate) fn take_unread(&mut self) -> Option<TransportError> {
        self.unread.take()
    }

    pub(crate) fn with_resume(self, resume: Resume) -> Self {
        Self { resume: Some(resume), ..self }
    }

    /// Takes the function that sends the request again; `None` after the first call.
    pub(crate) fn take_resume(&mut self) -> Option<Resume> {
        self.resume.take()
    }

    pub(crate) fn with_end_of_events(self, data: Option<&'static str>) -> Self {
        Self { end_of_events: data, ..self }
    }

    /// Returns the data of the event that ends a stream of events.
    pub(crate) fn end_of_events(&self) -> Option<&'static str> {
        self.end_of_events
    }

    pub(crate) fn with_attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    pub(crate) fn with_vault(self, vault: Vault) -> Self {
        Self { vault, ..self }
    }

    /// Returns the secrets that the client knows.
    pub(crate) fn secrets(&self) -> Secrets {
        self.vault.secrets()
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn meta(&self) -> Meta {
        self.meta
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the bytes of the body; empty if the body is a stream.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns a value of the body by its JSON pointer (RFC 6901), whether or not the description declares
    /// it; `None` if the body is not JSON or has no value there. Each call parses the body.
    pub fn json_at(&self, pointer: &str) -> Option<Value> {
        json::from_str(json::find(&self.text().ok()?, pointer)?).ok()
    }

    /// Returns the body as text, for JSON and XML. The text is UTF-8 (RFC 8259, section 8.1), even if the
    /// header names another charset. That charset applies only if the body is not valid UTF-8.
    ///
    /// # Errors
    /// Fails if the body is not valid UTF-8, and the header names no other supported charset.
    pub(crate) fn text(&self) -> Result<Cow<'_, str>, String> {
        std::str::from_utf8(&self.body).map(Cow::Borrowed).or_else(|error| {
            let named = text::charset(&self.headers).filter(|charset| !text::is_utf_8(charset));
            let decoded = named.map(|charset| text::decoded(&self.body, &charset));
            let why = format!("the body is not valid UTF-8: {error}");
            decoded.unwrap_or(Err(why)).map(Cow::Owned)
        })
    }

    /// Takes the body as a stream. A streamed body is empty after the first call; a collected body is one
    /// chunk.
    pub fn take_stream(&mut self) -> ByteStream {
        self.stream.take().unwrap_or_else(|| self.body.clone().into())
    }

    /// Returns the rate limit that the server reported.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    pub(crate) fn request_id(&self, shape: ErrorShape) -> Option<String> {
        let value = self.headers.get(shape.request_id_header?)?;
        value.to_str().ok().map(str::to_owned)
    }
}

/// The clone has no stream, because a stream cannot be cloned.
impl Clone for RawResponse {
    fn clone(&self) -> Self {
        let (headers, body) = (self.headers.clone(), self.body.clone());
        Self {
            meta: self.meta,
            status: self.status,
            headers,
            rate_limit: self.rate_limit,
            body,
            stream: None,
            unread: None,
            resume: None,
            end_of_events: self.end_of_events,
            attempts: self.attempts,
            vault: self.vault.clone(),
        }
    }
}

/// Shows only the sizes of headers and body, because they may contain secrets.
impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("operation", &self.meta.id)
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// A decoded body with the status, headers and bytes of its response. It dereferences to the body.
///
/// ```
/// # use openapi_client_runtime::{Response, Value};
/// # fn example(image: Response<Value>) {
/// println!("{}: {}", image.status(), image["name"]);
/// let image: Value = image.into_inner();
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
    shape: ErrorShape,
    total: Option<u64>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, raw: RawResponse, shape: ErrorShape) -> Self {
        Self { value, raw, shape, total: None }
    }

    pub(crate) fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// Returns the decoded body, and drops the rest of the response.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the decoded body and the rest of the response. The caller can then move parts out of the body.
    ///
    /// ```
    /// # use openapi_client_runtime::{Response, Value};
    /// # fn example(page: Response<Vec<Value>>) {
    /// let (items, response) = page.into_parts();
    /// for item in items {
    ///     println!("{item} of {:?}", response.json_at("/meta/total"));
    /// }
    /// # }
    /// ```
    pub fn into_parts(self) -> (T, RawResponse) {
        (self.value, self.raw)
    }

    /// Returns the response with its decoded body replaced by the result of a function.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: change(self.value), raw: self.raw, shape: self.shape, total: self.total }
    }

    /// Returns a value of the body by its JSON pointer (RFC 6901), whether or not the description declares
    /// it. See [`RawResponse::json_at`].
    pub fn json_at(&self, pointer: &str) -> Option<Value> {
        self.raw.json_at(pointer)
    }

    /// Returns the number of items in the whole list, if this is a page that reports it: see
    /// [`Pages::total`](crate::Pages::total).
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    pub(crate) fn set_total(&mut self, total: Option<u64>) {
        self.total = total;
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.raw.status()
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        self.raw.headers()
    }

    /// Returns the value of a header; `None` if it is missing or cannot be parsed.
    pub fn header<H: FromStr>(&self, header: &Header<H>) -> Option<H> {
        header.of(self.headers())
    }

    /// Returns the ID that identifies the request to the operators of the server.
    pub fn request_id(&self) -> Option<String> {
        self.raw.request_id(self.shape)
    }

    /// Returns the rate limit that the server reported.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.raw.rate_limit()
    }

    /// Returns the number of attempts that the call took.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// Returns the bytes of the body; empty if the body is a stream.
    pub fn body(&self) -> &Bytes {
        self.raw.body()
    }
}

/// Shows the body with its own `Debug`. Hides the client's credentials and texts that look like secrets.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value =
            if formatter.alternate() { format!("{:#?}", self.value) } else { format!("{:?}", self.value) };
        formatter
            .debug_struct("Response")
            .field("value", &format_args!("{}", self.raw.secrets().hide(&value)))
            .field("raw", &self.raw)
            .finish_non_exhaustive()
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

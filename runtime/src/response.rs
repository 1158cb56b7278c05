//! What came back: as it came, and as the types that the description declares.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::api::{ErrorShape, Meta, RateLimitHeaders};
use crate::client::Client;
use crate::error::BodyFault;
use crate::json::{self, Decode};
use crate::limit::RateLimit;
use crate::request::Draft;
use crate::secret::{Secrets, Vault};
use crate::stream::ByteStream;

/// An answer as it came.
pub struct Reply {
    meta: Meta,
    status: StatusCode,
    headers: HeaderMap,
    rate_limit: Option<RateLimit>,
    body: Bytes,
    stream: Option<ByteStream>,
    call: Option<Box<(Client, Draft)>>,
    attempts: u32,
    vault: Vault,
}

impl Reply {
    pub(crate) fn new(meta: Meta, head: http::response::Parts, names: &RateLimitHeaders) -> Self {
        Self {
            meta,
            status: head.status,
            rate_limit: RateLimit::of(&head.headers, names),
            headers: head.headers,
            body: Bytes::new(),
            stream: None,
            call: None,
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

    pub(crate) fn with_call(self, client: Client, draft: Draft) -> Self {
        Self { call: Some(Box::new((client, draft))), ..self }
    }

    /// The call that it answers, once.
    pub(crate) fn take_call(&mut self) -> Option<(Client, Draft)> {
        self.call.take().map(|call| *call)
    }

    pub(crate) fn with_attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    pub(crate) fn with_vault(self, vault: Vault) -> Self {
        Self { vault, ..self }
    }

    /// What the client knows to be secret.
    pub(crate) fn secrets(&self) -> Secrets {
        self.vault.secrets()
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn meta(&self) -> Meta {
        self.meta
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, byte for byte; empty where it streams.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns a value of the body by its JSON pointer (RFC 6901), whether the description knows it or not; none where the
    /// body is not JSON or holds nothing there. It reads the body anew each time.
    pub fn json_at(&self, pointer: &str) -> Option<Value> {
        json::from_str(json::find(std::str::from_utf8(&self.body).ok()?, pointer)?).ok()
    }

    /// The body as it comes, once. One that has been read in full comes in one piece.
    pub fn take_stream(&mut self) -> ByteStream {
        self.stream.take().unwrap_or_else(|| self.body.clone().into())
    }

    /// What the server said of its limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.rate_limit
    }

    pub(crate) fn request_id(&self, shape: ErrorShape) -> Option<String> {
        let value = self.headers.get(shape.request_id_header?)?;
        value.to_str().ok().map(str::to_owned)
    }
}

/// A copy has no stream: there is one.
impl Clone for Reply {
    fn clone(&self) -> Self {
        let (headers, body) = (self.headers.clone(), self.body.clone());
        Self {
            meta: self.meta,
            status: self.status,
            headers,
            rate_limit: self.rate_limit,
            body,
            stream: None,
            call: None,
            attempts: self.attempts,
            vault: self.vault.clone(),
        }
    }
}

/// Bodies and headers may hold secrets: their sizes are shown, not what they say.
impl fmt::Debug for Reply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reply")
            .field("operation", &self.meta.id)
            .field("status", &self.status)
            .field("headers", &self.headers.len())
            .field("body_bytes", &self.body.len())
            .finish()
    }
}

/// A decoded body with everything that came around it. It can be used as the body itself.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    reply: Reply,
    shape: ErrorShape,
    total: Option<u64>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, reply: Reply, shape: ErrorShape) -> Self {
        Self { value, reply, shape, total: None }
    }

    pub(crate) fn reply(&self) -> &Reply {
        &self.reply
    }

    /// Returns the decoded body, and drops everything around it.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// Returns the decoded body and everything around it, so that parts of the body can be moved out of it.
    ///
    /// ```
    /// # use openapi_client_runtime::{Response, Value};
    /// # fn example(page: Response<Vec<Value>>) {
    /// let (items, reply) = page.into_parts();
    /// for item in items {
    ///     println!("{item} of {:?}", reply.json_at("/meta/total"));
    /// }
    /// # }
    /// ```
    pub fn into_parts(self) -> (T, Reply) {
        (self.value, self.reply)
    }

    /// Returns the response with another value in place of its decoded body.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response { value: change(self.value), reply: self.reply, shape: self.shape, total: self.total }
    }

    /// Returns a value of the body by its JSON pointer (RFC 6901), also where the description does not know it. See
    /// [`Reply::json_at`].
    pub fn json_at(&self, pointer: &str) -> Option<Value> {
        self.reply.json_at(pointer)
    }

    /// Returns how many items the whole list has, if this is a page whose API tells it: see
    /// [`Pages::total`](crate::Pages::total).
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    pub(crate) fn set_total(&mut self, total: Option<u64>) {
        self.total = total;
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.reply.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.reply.headers()
    }

    /// A declared header; none where it is missing or is not of its type.
    pub fn header<H: FromStr>(&self, header: &Header<H>) -> Option<H> {
        header.of(self.headers())
    }

    /// What to name to the people behind the server.
    pub fn request_id(&self) -> Option<String> {
        self.reply.request_id(self.shape)
    }

    /// What the server said of its limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.reply.rate_limit()
    }

    /// How many attempts the call took.
    pub fn attempts(&self) -> u32 {
        self.reply.attempts
    }

    /// The body as it came, byte for byte; empty where it streams.
    pub fn body(&self) -> &Bytes {
        self.reply.body()
    }
}

/// Shows the body as its own `Debug` does, without credentials of the client and what looks like a secret.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value =
            if formatter.alternate() { format!("{:#?}", self.value) } else { format!("{:?}", self.value) };
        formatter
            .debug_struct("Response")
            .field("value", &format_args!("{}", self.reply.secrets().hide(&value)))
            .field("reply", &self.reply)
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

/// A response header and its type.
pub struct Header<T> {
    name: &'static str,
    ty: PhantomData<fn() -> T>,
}

impl<T> Header<T> {
    /// Names a header.
    pub const fn new(name: &'static str) -> Self {
        Self { name, ty: PhantomData }
    }

    /// The header's name, in small letters.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: FromStr> Header<T> {
    /// The value among some headers; none where it is missing or is not of its type.
    pub fn of(&self, headers: &HeaderMap) -> Option<T> {
        headers.get(self.name)?.to_str().ok()?.trim().parse().ok()
    }
}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Header").field(&self.name).finish()
    }
}

/// A type that an answer can become.
pub trait FromReply: Sized {
    /// Whether the type may make the call again, and so is given it.
    const KEEPS_CALL: bool = false;

    /// Whether the body of this success is handed on as it comes. It is asked before the body is read: status
    /// and headers are there. What does not stream is read in full first.
    fn streams(_: &Reply) -> bool {
        false
    }

    /// Decodes an answer.
    ///
    /// # Errors
    /// A body that is not the type's.
    fn from_reply(reply: &mut Reply) -> Result<Self, BodyFault>;
}

impl<T: Decode> FromReply for T {
    fn from_reply(reply: &mut Reply) -> Result<Self, BodyFault> {
        let body = reply.body();
        let text = std::str::from_utf8(body).map_err(|error| BodyFault {
            message: format!("the body is no UTF-8: {error}"),
            path: "$".to_owned(),
        })?;
        #[cfg(feature = "xml")]
        if is_xml(reply.headers()) {
            let fault = |message| BodyFault { message, path: "$".to_owned() };
            let text = crate::xml::json_of(text, T::xml()).map_err(fault)?;
            return json::from_str(&text).map_err(|fault| BodyFault::new(&fault, &text));
        }
        json::from_str(text).map_err(|fault| BodyFault::new(&fault, text))
    }
}

/// Whether an answer says that it is XML (RFC 7303).
#[cfg(feature = "xml")]
fn is_xml(headers: &HeaderMap) -> bool {
    let media = headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media.and_then(|media| media.split(';').next()).unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    matches!(essence.as_str(), "application/xml" | "text/xml") || essence.ends_with("+xml")
}

/// Nothing is declared, so whatever came is fine.
impl FromReply for () {
    fn from_reply(_: &mut Reply) -> Result<Self, BodyFault> {
        Ok(())
    }
}

/// Bytes, as they came.
impl FromReply for Bytes {
    fn from_reply(reply: &mut Reply) -> Result<Self, BodyFault> {
        Ok(reply.body().clone())
    }
}

/// Bytes, as they come.
impl FromReply for ByteStream {
    fn streams(_: &Reply) -> bool {
        true
    }

    fn from_reply(reply: &mut Reply) -> Result<Self, BodyFault> {
        Ok(reply.take_stream())
    }
}

/// A body that is text and not JSON.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Text(pub String);

/// Shows the text without what looks like a secret in it.
impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Text").field(&Secrets::default().hide(&self.0)).finish()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// Bytes that are no UTF-8 are replaced.
impl FromReply for Text {
    fn from_reply(reply: &mut Reply) -> Result<Self, BodyFault> {
        Ok(Self(String::from_utf8_lossy(reply.body()).into_owned()))
    }
}

impl BodyFault {
    /// The fault of a status for which nothing is declared.
    pub fn undeclared(reply: &Reply) -> Self {
        Self {
            message: format!("nothing is declared for status {}", reply.status().as_u16()),
            path: "$".to_owned(),
        }
    }
}

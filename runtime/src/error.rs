//! The one error of a client: everything about a failure, and nothing secret.

mod shown;

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::api::{ErrorShape, Meta, Operation};
use crate::credentials::FetchError;
use crate::json::Fault;
use crate::limit::{self, RateLimit};
use crate::response::{FromReply, Header, Reply};
use crate::retry::status;
use crate::secret::{self, Secrets};
use crate::transport::{Phase, TransportError};

/// Why a call failed.
///
/// Its `Display` is one line: operation, status, what the server says, when to try again, request id, attempts. None of its
/// texts shows headers or the body; [`headers`](Self::headers) and [`raw_body`](Self::raw_body) return them.
///
/// Secrets are hidden in all of its texts, those of its sources and `Debug` included: credentials of the client, values
/// of the call that are named like secrets, and users, passwords and queries of URLs, also where the server repeats them.
/// A credential of fewer than eight characters is hidden only where it is the whole text, for it may be part of any word.
///
/// ```no_run
/// # use openapi_client_runtime::{Error, Response, Value};
/// # fn example(outcome: Result<Response<Value>, Error>) {
/// if let Err(error) = outcome {
///     match error.retry_after() {
///         Some(wait) if error.is_rate_limited() => println!("again in {wait:?}"),
///         _ => println!("{error}"),
///     }
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<&'static str>,
    detail: String,
    json_path: Option<String>,
    reply: Option<Reply>,
    shape: ErrorShape,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    attempts: u32,
    is_unknown: bool,
    is_suppressed: bool,
    retry_at: Option<SystemTime>,
    retry_after: Option<Duration>,
    /// What no text of it may show.
    secrets: Secrets,
}

/// What kind of failure it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from what it was given.
    Configuration,
    /// An argument cannot be sent; nothing was.
    Request,
    /// The operation needs a credential that the client was not given, or that could not be fetched; nothing was
    /// sent.
    Credentials,
    /// No connection could be made, or not in time, TLS included; nothing was sent.
    Connect,
    /// The time for the call ran out; the server may have acted on it, unless no attempt was made, because a token was
    /// not fetched in time.
    Timeout,
    /// The connection failed after the request was sent; the server may have acted on it.
    Transport,
    /// The client's own rate limit, or the server's that it knows of, leaves no place before the deadline; nothing
    /// was sent.
    RateLimited,
    /// The server answered with a status that is no success.
    Status,
    /// The server answered with a body that is not what the description says.
    Decode,
    /// A page says of the next one what cannot be: a link without its number, or a page that has been read.
    Paging,
    /// What was waited for did not come, or never will.
    Wait,
}

impl Error {
    fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            detail: detail.into(),
            json_path: None,
            reply: None,
            shape: ErrorShape::default(),
            source: None,
            attempts: 0,
            is_unknown: false,
            is_suppressed: false,
            retry_at: None,
            retry_after: None,
            secrets: Secrets::default(),
        }))
    }

    pub(crate) fn configuration(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, detail)
    }

    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn driver(error: &std::io::Error) -> Self {
        Self::configuration(format!("the thread for connections and timers cannot be started: {error}"))
    }

    pub(crate) fn request(meta: &Meta, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Request, detail).of(meta)
    }

    pub(crate) fn credentials(meta: &Meta) -> Self {
        let alternatives: Vec<_> = meta.security.iter().map(|needed| needed.join(" and ")).collect();
        Self::new(
            ErrorKind::Credentials,
            format!("no credentials for this call: it requires {}", alternatives.join(", or ")),
        )
        .of(meta)
    }

    pub(crate) fn fetch(meta: &Meta, source: FetchError) -> Self {
        let mut this =
            Self::new(ErrorKind::Credentials, format!("no token could be fetched: {source}")).of(meta);
        this.0.source = Some(source);
        this
    }

    pub(crate) fn fetch_timeout(meta: &Meta, is_over: bool, limit: Duration) -> Self {
        let what = if is_over {
            "no token before the deadline of the call".to_owned()
        } else {
            format!("no token within {} s", limit.as_secs_f64())
        };
        Self::new(ErrorKind::Timeout, what).of(meta)
    }

    pub(crate) fn rate_limited(meta: &Meta, wait: Duration) -> Self {
        let what = format!("rate limited for another {} s, past the deadline of the call", wait.as_secs());
        let mut this = Self::new(ErrorKind::RateLimited, what).of(meta);
        this.retry_in(Some(wait));
        this
    }

    pub(crate) fn paging(meta: &Meta, detail: String) -> Self {
        Self::new(ErrorKind::Paging, detail).of(meta)
    }

    pub(crate) fn wait(detail: String) -> Self {
        Self::new(ErrorKind::Wait, detail)
    }

    /// Whether the same call may end otherwise a little later.
    pub(crate) fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::RateLimited => {
                !self.transport_error().is_some_and(TransportError::is_permanent)
            }
            ErrorKind::Status => self.status_code().is_some_and(status::is_transient),
            _ => false,
        }
    }

    fn transport_error(&self) -> Option<&TransportError> {
        self.0.source.as_ref().and_then(|source| source.downcast_ref::<TransportError>())
    }

    /// Adds how the call went until it was given up.
    pub(crate) fn after(mut self, attempts: u32, is_unknown: bool) -> Self {
        self.0.attempts = attempts;
        self.0.is_unknown = is_unknown;
        self
    }

    fn retry_in(&mut self, wait: Option<Duration>) {
        self.0.retry_after = wait;
        self.0.retry_at = wait.and_then(|wait| SystemTime::now().checked_add(wait));
    }

    /// Leaves out what is secret, in all of its texts and those of its sources.
    pub(crate) fn hiding(mut self, secrets: Secrets) -> Self {
        self.0.detail = secrets.hide(&self.0.detail);
        self.0.json_path = self.0.json_path.take().map(|path| secrets.hide_known(&path));
        self.0.source = self.0.source.take().map(|source| secret::hide_error(source, &secrets));
        self.0.secrets.extend(&secrets);
        self
    }

    /// Marks that it was not tried again because too much has been lately.
    pub(crate) fn suppressed(mut self) -> Self {
        self.0.is_suppressed = true;
        self
    }

    pub(crate) fn transport(meta: Option<&Meta>, error: TransportError) -> Self {
        let kind = match error.phase() {
            Phase::Connect => ErrorKind::Connect,
            _ if error.is_timeout() => ErrorKind::Timeout,
            Phase::Sent | Phase::Reading => ErrorKind::Transport,
        };
        let mut this = Self::new(kind, error.to_string());
        this.0.operation = meta.map(|meta| meta.id);
        this.0.source = Some(Box::new(error));
        this
    }

    pub(crate) fn status(reply: Reply, shape: ErrorShape) -> Self {
        let mut this = Self::new(ErrorKind::Status, "").of(&reply.meta());
        let hint = limit::hint(&reply);
        this.retry_in(hint);
        this.0.reply = Some(reply);
        this.0.shape = shape;
        this
    }

    pub(crate) fn decode(reply: Reply, shape: ErrorShape, fault: BodyFault) -> Self {
        let secrets = reply.secrets();
        let mut this = Self::new(ErrorKind::Decode, fault.message).of(&reply.meta());
        this.0.json_path = Some(fault.path);
        this.0.attempts = reply.attempts();
        this.0.reply = Some(reply);
        this.0.shape = shape;
        this.hiding(secrets)
    }

    fn of(mut self, meta: &Meta) -> Self {
        self.0.operation = Some(meta.id);
        self
    }

    /// What kind of failure it was.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The operation, by its name in the description; none where no call was made.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The status of the answer, if there was one.
    pub fn status_code(&self) -> Option<StatusCode> {
        self.0.reply.as_ref().map(Reply::status)
    }

    /// The headers of the answer, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.reply.as_ref().map(Reply::headers)
    }

    /// A declared header of the answer; none where it is missing or is not of its type.
    pub fn header<T: std::str::FromStr>(&self, header: &Header<T>) -> Option<T> {
        header.of(self.headers()?)
    }

    /// Returns the body of the response byte for byte, if there was a response. It may hold secrets, such as a password that
    /// the server repeats; no text of the error does.
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.0.reply.as_ref().map(Reply::body)
    }

    /// Returns the body of the response byte for byte.
    #[deprecated(note = "its name does not tell that it may hold secrets: use `raw_body`")]
    pub fn body(&self) -> Option<&Bytes> {
        self.raw_body()
    }

    /// The failure that the description declares for an operation, decoded from the body.
    ///
    /// `None` where the server did not answer with a failure, or not with a body of that type: a proxy's
    /// HTML, for instance. [`raw_body`](Self::raw_body) returns it.
    pub fn declared<O: Operation>(&self) -> Option<O::Failure> {
        let reply = self.0.reply.as_ref().filter(|_| self.0.kind == ErrorKind::Status)?;
        O::Failure::from_reply(&mut reply.clone()).ok()
    }

    /// Where in the body the fault is, as `$.images[3].id`, when the body did not decode.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Whether the server has no such thing: status 404 or 410.
    pub fn is_not_found(&self) -> bool {
        matches!(self.status_code(), Some(StatusCode::NOT_FOUND | StatusCode::GONE))
    }

    /// Whether the server did not accept who calls: status 401.
    pub fn is_unauthorized(&self) -> bool {
        self.status_code() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Whether the server has had too many calls (status 429), or would have: see [`ErrorKind::RateLimited`].
    pub fn is_rate_limited(&self) -> bool {
        let is_throttled = self.status_code() == Some(StatusCode::TOO_MANY_REQUESTS);
        is_throttled || self.0.kind == ErrorKind::RateLimited
    }

    /// Returns when the server will take the call, if it said so, or when the client's own limit will.
    pub fn retry_at(&self) -> Option<SystemTime> {
        self.0.retry_at
    }

    /// Returns where the server redirects to (RFC 9110, section 10.2.2): origin and path, or the path alone where the
    /// server gives no more. Redirects are not followed, for they could carry a credential elsewhere. The query is left
    /// out, for it may be secret; the header `Location` has it.
    pub fn redirects_to(&self) -> Option<String> {
        self.status_code().filter(StatusCode::is_redirection)?;
        let location = self.headers()?.get(http::header::LOCATION)?.to_str().ok()?;
        let shown = match url::Url::parse(location) {
            Ok(url) if url.has_host() => format!("{}{}", url.origin().ascii_serialization(), url.path()),
            Ok(url) => format!("{}:", url.scheme()),
            Err(_) => without_query(location).to_owned(),
        };
        Some(self.line(&shown))
    }

    /// Returns how long to wait from now until [`retry_at`](Self::retry_at); zero if that has passed.
    pub fn retry_after(&self) -> Option<Duration> {
        Some(self.0.retry_at?.duration_since(SystemTime::now()).unwrap_or_default())
    }

    /// What the server said of its limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.reply.as_ref()?.rate_limit()
    }

    /// How many attempts were made; 0 where nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the call was not tried again only because the client has tried too much again lately.
    pub fn retries_suppressed(&self) -> bool {
        self.0.is_suppressed
    }

    /// Whether the server may have carried the call out although no answer says so: look before you make it again.
    pub fn outcome_unknown(&self) -> bool {
        self.0.is_unknown
    }

    /// Whether time ran out, also that for making a connection.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout || self.transport_error().is_some_and(TransportError::is_timeout)
    }

    /// Whether no connection could be made, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether the server answered with a body that is not what the description says.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
}

/// A body that is not what it should be, with its JSON path.
#[derive(Debug)]
pub struct BodyFault {
    pub(crate) message: String,
    pub(crate) path: String,
}

impl BodyFault {
    pub(crate) fn new(fault: &Fault, text: &str) -> Self {
        Self { message: fault.message().to_owned(), path: fault.path(text) }
    }
}

impl fmt::Display for BodyFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}", self.message, self.path)
    }
}

impl std::error::Error for BodyFault {}

/// A reference to a path, which may begin with `//` and an authority that holds a password.
fn without_query(reference: &str) -> &str {
    let path = reference.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('@').map_or(path, |(_, rest)| rest)
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_goes_wherever_errors_go() {
        fn assert_goes<T: std::error::Error + Send + Sync + 'static>() {}
        assert_goes::<Error>();
        assert_goes::<TransportError>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}

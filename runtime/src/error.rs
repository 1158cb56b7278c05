//! The error of a client: everything about a failure, without secrets.

mod fault;
mod shown;

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use self::fault::BodyFault;
use self::shown::Texts;
use crate::api::{ErrorShape, Meta};
use crate::response::operation::Operation;
use crate::response::rate_limit::RateLimit;
use crate::response::retry_after::retry_delay;
use crate::response::status;
use crate::response::{FromResponse, Header, RawResponse};
use crate::secret::Secrets;
use crate::transport::{Phase, TransportError, hide_error};

/// An error of a call.
///
/// Its `Display` is one line: operation, status, message of the server, retry delay, request ID, attempts. It
/// never shows headers or the body; [`headers`](Self::headers) and [`raw_body`](Self::raw_body) return them.
///
/// All texts of the error hide secrets, including those of its sources and `Debug`: credentials of the
/// client, values of the call whose names mark them as secret, and users, passwords and queries of URLs, even
/// if the server repeats them. A credential of fewer than eight characters is hidden only where it is the
/// whole text, because it may be part of any word.
///
/// ```no_run
/// # use openapi_client_runtime::{Error, Response, Value};
/// # fn example(result: Result<Response<Value>, Error>) {
/// if let Err(error) = result {
///     match error.retry_after() {
///         Some(delay) if error.is_rate_limited() => println!("retry in {delay:?}"),
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
    response: Option<RawResponse>,
    shape: ErrorShape,
    texts: OnceLock<Texts>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    attempts: u32,
    is_unknown: bool,
    is_suppressed: bool,
    retry_at: Option<SystemTime>,
    retry_after: Option<Duration>,
    /// The secrets that no text of the error may show.
    secrets: Secrets,
}

/// The category of a failure.
///
/// ```
/// # use openapi_client_runtime::{Error, ErrorKind};
/// # fn example(error: Error) {
/// match error.kind() {
///     ErrorKind::Configuration | ErrorKind::Credentials => println!("check the settings: {error}"),
///     ErrorKind::Connect | ErrorKind::Timeout => println!("the server cannot be reached: {error}"),
///     _ => println!("{error}"),
/// }
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built from its settings.
    Configuration,
    /// An argument cannot be sent. Nothing was sent.
    Request,
    /// The operation needs a credential that the client does not have or that could not be fetched. Nothing
    /// was sent.
    Credentials,
    /// The connection, including TLS, failed or was not opened in time. Nothing was sent.
    Connect,
    /// The call timed out. The server may have processed the request, unless there was no attempt because a
    /// token was not fetched in time.
    Timeout,
    /// The connection failed after the request was sent. The server may have processed it.
    Transport,
    /// The client's own rate limit, or the server's limit as last reported, does not permit the call before
    /// its deadline. Nothing was sent.
    RateLimited,
    /// The status of the response is not a success. If its body is missing, the source is the reason.
    Status,
    /// The body of the response does not match the description.
    Decode,
    /// The next page cannot be requested: its link has no page number or cursor, or it leads to a page that
    /// was already returned.
    Paging,
    /// The awaited state was not reached, or never will be.
    Wait,
}

impl Error {
    fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            detail: detail.into(),
            json_path: None,
            response: None,
            shape: ErrorShape::default(),
            texts: OnceLock::new(),
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
        Self::configuration(format!("the thread for connections and timers could not be started: {error}"))
    }

    pub(crate) fn request(meta: &Meta, detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Request, detail).of(meta)
    }

    pub(crate) fn credentials(meta: &Meta) -> Self {
        let alternatives: Vec<_> = meta.security.iter().map(|needed| needed.join(" and ")).collect();
        Self::new(
            ErrorKind::Credentials,
            format!("missing credentials: this call requires {}", alternatives.join(", or ")),
        )
        .of(meta)
    }

    pub(crate) fn fetch(meta: &Meta, source: Box<dyn std::error::Error + Send + Sync>) -> Self {
        let mut this =
            Self::new(ErrorKind::Credentials, format!("fetching a token failed: {source}")).of(meta);
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

    /// Returns whether the same call may succeed a little later.
    pub(crate) fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::RateLimited => {
                !self.transport_error().is_some_and(TransportError::is_permanent)
            }
            ErrorKind::Status => self.status().is_some_and(status::is_transient),
            _ => false,
        }
    }

    /// Returns the error of an attempt without a status.
    fn transport_error(&self) -> Option<&TransportError> {
        let source = self.0.source.as_ref().filter(|_| self.0.kind != ErrorKind::Status);
        source.and_then(|source| source.downcast_ref::<TransportError>())
    }

    /// Adds the number of attempts, and whether the server may have processed one of them.
    pub(crate) fn after(mut self, attempts: u32, is_unknown: bool) -> Self {
        self.0.attempts = attempts;
        self.0.is_unknown = is_unknown;
        self
    }

    fn retry_in(&mut self, wait: Option<Duration>) {
        self.0.retry_after = wait;
        self.0.retry_at = wait.and_then(|wait| SystemTime::now().checked_add(wait));
    }

    /// Hides secrets in all texts of the error and of its sources.
    pub(crate) fn hiding(mut self, secrets: Secrets) -> Self {
        self.0.detail = secrets.hide(&self.0.detail);
        self.0.json_path = self.0.json_path.take().map(|path| secrets.hide_known(&path));
        self.0.source = self.0.source.take().map(|source| hide_error(source, &secrets));
        self.0.secrets.extend(&secrets);
        self
    }

    /// Records that the retry budget of the client prevented a retry.
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

    pub(crate) fn unsuccessful(mut response: RawResponse, shape: ErrorShape) -> Self {
        let mut this = Self::new(ErrorKind::Status, "").of(&response.meta());
        if let Some(error) = response.take_unread() {
            this.0.detail = format!("the body cannot be read: {error}");
            this.0.source = Some(Box::new(error));
        }
        let delay = retry_delay(&response);
        this.retry_in(delay);
        this.0.response = Some(response);
        this.0.shape = shape;
        this
    }

    pub(crate) fn decode(response: RawResponse, shape: ErrorShape, fault: BodyFault) -> Self {
        let secrets = response.secrets();
        let mut this = Self::new(ErrorKind::Decode, fault.message).of(&response.meta());
        this.0.json_path = Some(fault.path);
        this.0.attempts = response.attempts();
        this.0.response = Some(response);
        this.0.shape = shape;
        this.hiding(secrets)
    }

    /// Creates the error of status 206 in response to a request for the whole resource (RFC 9110, section
    /// 15.3.7).
    pub(crate) fn partial(response: RawResponse, shape: ErrorShape) -> Self {
        let what = "it is partial content, but the request has no `Range` header";
        Self::decode(response, shape, BodyFault::of_body(what))
    }

    fn of(mut self, meta: &Meta) -> Self {
        self.0.operation = Some(meta.id);
        self
    }

    /// Returns the category of the failure.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the ID of the operation in the description; `None` if there was no call.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns the status of the response, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(RawResponse::status)
    }

    /// Returns the headers of the response, if there was a response.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(RawResponse::headers)
    }

    /// Returns a declared header of the response; `None` if it is missing or not of its type.
    pub fn header<T: std::str::FromStr>(&self, header: &Header<T>) -> Option<T> {
        header.of(self.headers()?)
    }

    /// Returns the body of the response byte for byte, if there was a response; empty if it could not be
    /// read. It may contain secrets, such as a password that the server repeats; the error's texts never do.
    pub fn raw_body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(RawResponse::body)
    }

    /// Returns the error response that the description declares for an operation, decoded from the body.
    ///
    /// `None` if the server did not respond with an error, or if the body is not of that type, for example
    /// the HTML page of a proxy. [`raw_body`](Self::raw_body) returns it.
    pub fn declared<O: Operation>(&self) -> Option<O::Failure> {
        let response = self.0.response.as_ref().filter(|_| self.0.kind == ErrorKind::Status)?;
        O::Failure::from_response(&mut response.clone()).ok()
    }

    /// Returns the path of the value that did not decode, such as `$.images[3].id`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// Returns whether the resource does not exist: status 404 or 410.
    pub fn is_not_found(&self) -> bool {
        matches!(self.status(), Some(StatusCode::NOT_FOUND | StatusCode::GONE))
    }

    /// Returns whether the server rejected the credentials: status 401.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether a rate limit was exceeded: the server's (status 429), or one that the client applies:
    /// see [`ErrorKind::RateLimited`].
    pub fn is_rate_limited(&self) -> bool {
        let is_throttled = self.status() == Some(StatusCode::TOO_MANY_REQUESTS);
        is_throttled || self.0.kind == ErrorKind::RateLimited
    }

    /// Returns the time to retry, if the server reported it, or the time when the client's own limit permits
    /// the call.
    pub fn retry_at(&self) -> Option<SystemTime> {
        self.0.retry_at
    }

    /// Returns the delay from now until [`retry_at`](Self::retry_at); zero if that time has passed.
    pub fn retry_after(&self) -> Option<Duration> {
        Some(self.0.retry_at?.duration_since(SystemTime::now()).unwrap_or_default())
    }

    /// Returns the rate limit that the server reported.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.response.as_ref()?.rate_limit()
    }

    /// Returns the number of attempts; 0 if nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns whether the retry budget of the client prevented a retry.
    pub fn retries_suppressed(&self) -> bool {
        self.0.is_suppressed
    }

    /// Returns whether the server may have processed the request without a response. If so, check before you
    /// send it again.
    pub fn outcome_unknown(&self) -> bool {
        self.0.is_unknown
    }

    /// Returns whether the call timed out, including a timeout while the connection was opened.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout || self.transport_error().is_some_and(TransportError::is_timeout)
    }

    /// Returns whether no connection could be opened, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Returns whether the body of the response does not match the description.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }
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
    fn errors_are_send_sync_static_and_small() {
        fn assert_goes<T: std::error::Error + Send + Sync + 'static>() {}
        assert_goes::<Error>();
        assert_goes::<TransportError>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}

//! What carries a request to a server: one object-safe trait, and the default behind it.

#[cfg(not(target_family = "wasm"))]
mod failure;
mod intercept;
#[cfg(not(target_family = "wasm"))]
mod progress;
#[cfg(not(target_family = "wasm"))]
mod proxy;
#[cfg(not(target_family = "wasm"))]
mod received;
#[cfg(not(target_family = "wasm"))]
mod reqwest;
#[cfg(all(feature = "tower", not(target_family = "wasm")))]
mod service;
#[cfg(feature = "rustls-no-provider")]
mod tls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::body::Body;
use crate::error::Error;
use crate::secret::{self, Secrets};
use crate::stream::ByteStream;

pub use self::intercept::{Attempt, Interceptor, Next};
#[cfg(not(target_family = "wasm"))]
pub(crate) use self::progress::Progress;
#[cfg(all(feature = "tower", not(target_family = "wasm")))]
pub(crate) use self::service::ServiceTransport;

/// Whether the default transport can call servers over TLS.
pub(crate) const HAS_TLS: bool = cfg!(any(feature = "rustls-no-provider", feature = "native-tls"));

/// The default transport.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn default(options: &TransportOptions) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(self::reqwest::ReqwestTransport::new(options)?))
}

/// A transport over the program's own client.
#[cfg(all(feature = "reqwest-client", not(target_family = "wasm")))]
pub(crate) fn over(client: ::reqwest::Client) -> Arc<dyn Transport> {
    Arc::new(self::reqwest::ReqwestTransport::over(client))
}

/// There is none.
#[cfg(target_family = "wasm")]
pub(crate) fn default(_: &TransportOptions) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration("there is no default transport on this target: set one"))
}

/// An answer, or why there is none.
pub type Answer = Pin<Box<dyn Future<Output = Result<http::Response<ByteStream>, TransportError>> + Send>>;

/// Carries one request to a server and its answer back: once, without following redirects. The answer's body
/// is handed on as it comes: with its content codings, or decoded and without the header `Content-Encoding`.
pub trait Transport: Send + Sync + 'static {
    /// Begins to send; nothing happens before the answer is polled.
    fn send(&self, request: http::Request<Body>) -> Answer;
}

/// How far a request had come when it failed. It decides whether sending it again is safe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// No connection was made: the server has seen nothing.
    Connect,
    /// The request was being sent, or had been: the server may have acted on it.
    Sent,
    /// The answer had begun.
    Reading,
}

impl Phase {
    /// For `error.type` in spans.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Sent => "send",
            Self::Reading => "read",
        }
    }
}

/// Why no answer came.
#[derive(Debug)]
pub struct TransportError {
    phase: Phase,
    is_timeout: bool,
    is_permanent: bool,
    is_unprocessed: bool,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// A failure at some point of the way. `message` must hold no secret: it is shown.
    pub fn new(phase: Phase, message: impl Into<String>) -> Self {
        let (is_timeout, is_permanent, is_unprocessed) = (false, false, phase == Phase::Connect);
        Self { phase, is_timeout, is_permanent, is_unprocessed, message: message.into(), source: None }
    }

    /// Marks that time ran out.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.is_timeout = true;
        self
    }

    /// Marks that trying again is of no use.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }

    /// Marks that the server has not processed the request, although it may have seen it: every method is retried.
    #[must_use]
    pub fn unprocessed(mut self) -> Self {
        self.is_unprocessed = true;
        self
    }

    /// Adds what caused it.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Leaves out what is secret, also of what caused it.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        self.message = secrets.hide(&self.message);
        self.source = self.source.take().map(|source| secret::hide_error(source, secrets));
    }

    /// The same failure of a request that was still waiting for a connection.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn before_it_left(self) -> Self {
        let message = format!("no connection: {}", self.message);
        Self { phase: Phase::Connect, is_unprocessed: true, message, ..self }
    }

    /// How far the request had come.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether time ran out.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// Whether trying again is of no use.
    pub fn is_permanent(&self) -> bool {
        self.is_permanent
    }

    /// Whether the server has not processed the request. Where no connection was made it never has.
    pub fn is_unprocessed(&self) -> bool {
        self.is_unprocessed
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// What the default transport can be told.
#[derive(Debug, Clone)]
pub(crate) struct TransportOptions {
    pub(crate) connect_timeout: Duration,
    pub(crate) idle_timeout: Duration,
    pub(crate) idle_connections: usize,
    pub(crate) proxy: Proxy,
    /// PEM texts.
    pub(crate) roots: Vec<Vec<u8>>,
    pub(crate) identity: Option<Identity>,
    #[cfg(unix)]
    pub(crate) unix_socket: Option<std::path::PathBuf>,
}

/// By what the client authenticates within TLS: PEM texts of its certificate, with those that vouch for it, and of the
/// private key.
#[derive(Clone)]
#[cfg_attr(
    not(any(feature = "rustls-no-provider", feature = "native-tls")),
    expect(dead_code, reason = "without TLS it is refused when the client is built")
)]
pub(crate) struct Identity {
    pub(crate) chain: Vec<u8>,
    pub(crate) key: Vec<u8>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// By which way requests leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proxy {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    Environment,
    None,
    Url(String),
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(90),
            idle_connections: 32,
            proxy: Proxy::Environment,
            roots: Vec::new(),
            identity: None,
            #[cfg(unix)]
            unix_socket: None,
        }
    }
}

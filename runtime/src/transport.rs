//! The object-safe trait that sends requests, and its default implementation.

mod coding;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod driver;
#[cfg(not(target_family = "wasm"))]
mod failure;
mod hide_error;
mod intercept;
mod loopback;
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
pub(crate) mod timer;
#[cfg(feature = "rustls-no-provider")]
mod tls;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::body::Body;
use crate::body::stream::ByteStream;
use crate::error::Error;
use crate::secret::Secrets;

pub(crate) use self::hide_error::hide_error;
pub use self::intercept::{Attempt, Interceptor, Next};
pub(crate) use self::loopback::is_loopback;
#[cfg(not(target_family = "wasm"))]
pub(crate) use self::progress::Progress;
#[cfg(all(feature = "tower", not(target_family = "wasm")))]
pub(crate) use self::service::ServiceTransport;

/// Whether the default transport supports TLS.
pub(crate) const HAS_TLS: bool = cfg!(any(feature = "rustls-no-provider", feature = "native-tls"));

/// Creates the default transport.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn default(options: &TransportOptions) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(self::reqwest::ReqwestTransport::new(options)?))
}

/// Creates a transport from the program's own client.
#[cfg(all(feature = "reqwest-client", not(target_family = "wasm")))]
pub(crate) fn over(client: ::reqwest::Client) -> Arc<dyn Transport> {
    Arc::new(self::reqwest::ReqwestTransport::over(client))
}

/// Fails, because this target has no default transport.
#[cfg(target_family = "wasm")]
pub(crate) fn default(_: &TransportOptions) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::configuration("this target has no default transport — set one with `transport()`"))
}

/// The future of a response.
///
/// ```
/// # use openapi_client_runtime::Body;
/// # use openapi_client_runtime::transport::{Phase, TransportError, TransportFuture};
/// fn refused(_: http::Request<Body>) -> TransportFuture {
///     Box::pin(async { Err(TransportError::new(Phase::Connect, "the server is in maintenance")) })
/// }
/// ```
pub type TransportFuture =
    Pin<Box<dyn Future<Output = Result<http::Response<ByteStream>, TransportError>> + Send>>;

/// Sends a request to a server and returns its response: once, without following redirects. The body of the
/// response is a stream, either still encoded with its content codings, or decoded and without the header
/// `Content-Encoding`.
///
/// ```
/// # use openapi_client_runtime::transport::{Transport, TransportFuture};
/// # use openapi_client_runtime::{Body, Bytes};
/// struct Offline;
///
/// impl Transport for Offline {
///     fn send(&self, _: http::Request<Body>) -> TransportFuture {
///         let body = Bytes::from_static(br#"{"images": []}"#);
///         Box::pin(async { Ok(http::Response::new(body.into())) })
///     }
/// }
/// ```
pub trait Transport: Send + Sync + 'static {
    /// Returns the future of the response. Nothing is sent before it is first polled.
    fn send(&self, request: http::Request<Body>) -> TransportFuture;
}

/// How far a request was sent when it failed, which decides whether a retry is safe.
///
/// ```
/// # use openapi_client_runtime::transport::{Phase, TransportError};
/// // The server has received nothing, so every method is retried.
/// assert!(TransportError::new(Phase::Connect, "no route").is_unprocessed());
/// assert!(!TransportError::new(Phase::Sent, "connection reset").is_unprocessed());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// No connection was opened: the server has received nothing.
    Connect,
    /// The request was being sent, or had been sent: the server may have processed it.
    Sent,
    /// The response had begun to arrive.
    Reading,
}

impl Phase {
    /// Returns the value of `error.type` in spans.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Sent => "send",
            Self::Reading => "read",
        }
    }
}

/// The error of a request without a complete response.
///
/// ```
/// # use openapi_client_runtime::transport::{Phase, TransportError};
/// fn broken(error: std::io::Error) -> TransportError {
///     let is_timeout = error.kind() == std::io::ErrorKind::TimedOut;
///     let broken = TransportError::new(Phase::Reading, "the tunnel is broken").caused_by(error);
///     if is_timeout { broken.timed_out() } else { broken }
/// }
/// ```
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
    /// Creates an error. `message` must not contain a secret, because errors show it.
    pub fn new(phase: Phase, message: impl Into<String>) -> Self {
        let (is_timeout, is_permanent, is_unprocessed) = (false, false, phase == Phase::Connect);
        Self { phase, is_timeout, is_permanent, is_unprocessed, message: message.into(), source: None }
    }

    /// Marks the error as a timeout.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.is_timeout = true;
        self
    }

    /// Marks the error as permanent: a retry cannot succeed.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }

    /// Marks that the server has not processed the request, although it may have received it. Such requests
    /// are retried regardless of their method.
    #[must_use]
    pub fn unprocessed(mut self) -> Self {
        self.is_unprocessed = true;
        self
    }

    /// Adds the source of the error.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Hides secrets in the message and in the source.
    pub(crate) fn hide(&mut self, secrets: &Secrets) {
        self.message = secrets.hide(&self.message);
        self.source = self.source.take().map(|source| hide_error(source, secrets));
    }

    /// Returns the same error for a request that was still waiting for a connection.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn before_it_left(self) -> Self {
        let message = format!("no connection: {}", self.message);
        Self { phase: Phase::Connect, is_unprocessed: true, message, ..self }
    }

    /// Returns how far the request was sent.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Returns whether the error is a timeout.
    pub fn is_timeout(&self) -> bool {
        self.is_timeout
    }

    /// Returns whether a retry cannot succeed.
    pub fn is_permanent(&self) -> bool {
        self.is_permanent
    }

    /// Returns whether the server has not processed the request; always `true` if no connection was opened.
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

/// The options of the default transport.
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

/// The TLS client certificate: PEM texts of the certificate with its intermediate certificates, and of the
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

/// The proxy of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Proxy {
    /// The proxy of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`.
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

//! How a client reaches its servers: origin, TLS identity, default headers and transports.

use http::header::{HeaderName, HeaderValue};

use super::ClientBuilder;
use crate::call::request::framing;
use crate::error::Error;
use crate::transport::Identity;

impl<C> ClientBuilder<C> {
    /// Sets the scheme, host and port of every call, such as `http://localhost:2375`.
    ///
    /// The paths of the description's servers stay: `https://api.example.com/v1` becomes
    /// `http://localhost:2375/v1`, including operations for which the description declares another server.
    /// [`base_url`](Self::base_url) replaces the path too; building fails if both are set.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.target.origin = Some(origin.into());
        self
    }

    /// Allows plain HTTP to other machines, for servers in a trusted network: a device on the LAN, or a
    /// service behind a mesh that encrypts.
    ///
    /// Everybody on the network path can read and change the traffic, **credentials included**. Plain HTTP to
    /// loopback addresses is always allowed.
    #[must_use]
    pub fn allow_plain_http(mut self) -> Self {
        self.target.allows_plain_http = true;
        self
    }

    /// Connects to a Unix socket, regardless of the host in the URL, and without a proxy. The URL still
    /// decides the path and the `Host` header: set [`origin`](Self::origin) to `http://localhost` if the
    /// server behind the socket uses plain HTTP.
    #[cfg(unix)]
    #[must_use]
    pub fn unix_socket(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.transport_options.unix_socket = Some(path.into());
        self
    }

    /// Authenticates with a TLS client certificate (the scheme `mutualTLS`). `chain` is the certificate in
    /// PEM, followed by its intermediate certificates; `key` is its private key in PEM: PKCS #8, which every
    /// TLS feature reads.
    #[must_use]
    pub fn client_certificate(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        self.transport_options.identity = Some(Identity { chain: chain.into(), key: key.into() });
        self
    }

    /// Sends a header with every request. Credentials, and headers that a call sets itself, replace it.
    ///
    /// Building fails if the name or value is not a valid header, or if the body or the connection
    /// determines the header (`Content-Length` and `Transfer-Encoding`, `Connection` and `Upgrade`).
    #[must_use]
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) => {
                if let Some(why) = framing::refused(&name) {
                    self.fault = Some(Error::configuration(why));
                }
                // Only the program knows whether the value is secret.
                value.set_sensitive(true);
                self.default_headers.insert(name, value);
            }
            _ => {
                self.fault =
                    Some(Error::configuration(format!("the header {name:?} or its value is not valid")))
            }
        }
        self
    }

    /// Sends requests with a `reqwest::Client` that the program has configured itself.
    ///
    /// Its own settings apply to proxies, certificates, timeouts, decompression and redirects. A client that
    /// follows redirects may send the request's content to another server, and one that retries does so in
    /// addition to this client's attempts: turn both off with `redirect(Policy::none())` and
    /// `retry(retry::never())`.
    #[cfg(all(feature = "reqwest-client", not(target_family = "wasm")))]
    #[must_use]
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(crate::transport::over(client));
        self
    }

    /// Sends requests with a `tower` service, which is cloned for each request. If the service fails before
    /// it is ready, nothing was sent, and every method is retried. If it fails later, it can report details
    /// by failing with a [`TransportError`](crate::transport::TransportError).
    #[cfg(all(feature = "tower", not(target_family = "wasm")))]
    #[must_use]
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: tower_service::Service<http::Request<crate::body::Body>, Response = http::Response<B>>
            + Clone
            + Send
            + 'static,
        S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
        S::Future: Send,
        B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.transport = Some(std::sync::Arc::new(crate::transport::ServiceTransport::new(service)));
        self
    }
}

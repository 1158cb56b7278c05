//! How a client in the making reaches its servers.

use http::header::{CONTENT_LENGTH, HeaderName, HeaderValue, TRANSFER_ENCODING};

use super::ClientBuilder;
use crate::error::Error;
use crate::transport::Identity;

impl<C> ClientBuilder<C> {
    /// Sets the scheme, host and port that every call goes to, as `http://localhost:2375`.
    ///
    /// The paths of the description's servers stay: `https://api.example.com/v1` becomes `http://localhost:2375/v1`,
    /// also for operations that the description gives a server of their own.
    /// [`base_url`](Self::base_url) replaces the path too; building fails if both are set.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.target.origin = Some(origin.into());
        self
    }

    /// Allows plain HTTP to other machines, for servers within a network that is trusted: a daemon of a LAN device, a
    /// service behind a mesh that encrypts.
    ///
    /// Everybody on the way can read and change what is sent and received, **credentials included**. Plain HTTP to
    /// loopback addresses is always allowed.
    #[must_use]
    pub fn allow_plain_http(mut self) -> Self {
        self.target.allows_plain_http = true;
        self
    }

    /// Connects to a Unix socket, whatever host the URL names, and by no proxy. The URL still decides the path and the
    /// `Host` header: set [`origin`](Self::origin) to `http://localhost` where the server behind the socket speaks
    /// plain HTTP.
    #[cfg(unix)]
    #[must_use]
    pub fn unix_socket(mut self, path: impl Into<std::path::PathBuf>) -> Self {
        self.transport_options.unix_socket = Some(path.into());
        self
    }

    /// Authenticates within TLS by a certificate (the scheme `mutualTLS`). `chain` is the certificate as PEM text, with
    /// those that vouch for it behind it; `key` is its private key as PEM text: PKCS #8, which every TLS feature reads.
    #[must_use]
    pub fn client_certificate(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        self.transport_options.identity = Some(Identity { chain: chain.into(), key: key.into() });
        self
    }

    /// Sends a header with every request. Credentials and headers that a call sets itself take its place.
    ///
    /// Building fails if the name or value cannot be sent, or if the header is one that the body decides
    /// (`Content-Length`, `Transfer-Encoding`).
    #[must_use]
    pub fn default_header(mut self, name: &str, value: &str) -> Self {
        let framing = [CONTENT_LENGTH, TRANSFER_ENCODING];
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(mut value)) if !framing.contains(&name) => {
                // Nobody but the program knows what it holds.
                value.set_sensitive(true);
                self.default_headers.insert(name, value);
            }
            _ => {
                self.fault =
                    Some(Error::configuration(format!("the header {name:?} or its value cannot be sent")))
            }
        }
        self
    }

    /// Sends requests by a client of reqwest that the program has set up itself.
    ///
    /// Its own settings hold: for proxies, certificates, timeouts, decompression, and for redirects. One that follows
    /// redirects may send what the request carries to another server, and one that retries does so beyond
    /// what this client counts: turn both off by `redirect(Policy::none())` and `retry(retry::never())`.
    #[cfg(all(feature = "reqwest-client", not(target_family = "wasm")))]
    #[must_use]
    pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
        self.transport = Some(crate::transport::over(client));
        self
    }

    /// Sends requests by a `tower` service, which is cloned for each. A service that fails before it is ready
    /// has sent nothing, and every method is retried; one that fails later may tell more by failing with a
    /// [`TransportError`](crate::transport::TransportError).
    #[cfg(all(feature = "tower", not(target_family = "wasm")))]
    #[must_use]
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: tower_service::Service<http::Request<crate::Body>, Response = http::Response<B>>
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

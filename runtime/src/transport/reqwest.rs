//! The default transport, with `reqwest`.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderValue;
use http::header::{ACCEPT_ENCODING, RANGE};

use super::failure::failed;
use super::progress::Progress;
use super::proxy::{self, Environment};
use super::received::received;
use super::{Phase, Proxy, Transport, TransportError, TransportFuture, TransportOptions};
use crate::body::Body;
use crate::error::Error;
use crate::transport::coding::ACCEPTED;
use crate::transport::driver::OnDriver;

/// The longest time for which an idle connection is kept; a longer setting has no effect.
const LONGEST_IDLE: Duration = Duration::from_secs(365 * 24 * 3600);

/// The largest number of headers of a response over HTTP/1.
const MOST_HEADERS: usize = 1024;

/// The largest size of the headers of a response over HTTP/2, in bytes.
#[cfg(feature = "http2")]
const LONGEST_HEADERS: u32 = 256 * 1024;

#[derive(Debug)]
pub(super) struct ReqwestTransport {
    client: reqwest::Client,
    /// The options of the client; `None` if the program created it.
    options: Option<TransportOptions>,
    /// The process that created it, and the client of a fork: the thread that drives connections does not
    /// exist in a fork.
    process: u32,
    forked: Mutex<Option<(u32, reqwest::Client)>>,
}

impl ReqwestTransport {
    pub(super) fn new(options: &TransportOptions) -> Result<Self, Error> {
        Ok(Self { options: Some(options.clone()), ..Self::of(client(options, &variable)?) })
    }

    #[cfg(feature = "reqwest-client")]
    pub(super) fn over(client: reqwest::Client) -> Self {
        Self::of(client)
    }

    fn of(client: reqwest::Client) -> Self {
        Self { client, options: None, process: std::process::id(), forked: Mutex::new(None) }
    }

    /// Returns the client of this process.
    fn client(&self) -> Result<reqwest::Client, Error> {
        let process = std::process::id();
        let Some(options) = self.options.as_ref().filter(|_| process != self.process) else {
            return Ok(self.client.clone());
        };
        let mut forked = self.forked.lock().unwrap_or_else(PoisonError::into_inner);
        match &*forked {
            Some((known, client)) if *known == process => Ok(client.clone()),
            _ => Ok(forked.insert((process, client(options, &variable)?)).1.clone()),
        }
    }
}

/// Returns an environment variable.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Creates a client with the options of a builder. `variable` returns environment variables.
fn client(
    options: &TransportOptions,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<reqwest::Client, Error> {
    let builder = reqwest::Client::builder()
        // A redirect could carry a credential to another host.
        .redirect(reqwest::redirect::Policy::none())
        // The runtime counts, limits and intercepts attempts, so it sends each of them itself.
        .retry(reqwest::retry::never())
        // Another crate of the program may have enabled these features of reqwest; the runtime decodes bodies
        // itself.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .pool_idle_timeout(options.idle_timeout.min(LONGEST_IDLE))
        .pool_max_idle_per_host(options.idle_connections)
        .connect_timeout(options.connect_timeout)
        .http1_max_headers(MOST_HEADERS);
    #[cfg(feature = "http2")]
    let builder = over_http2(builder);
    let builder = leaving(builder, options, variable)?;
    let builder = trusting(builder, options)?;
    builder.build().map_err(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        Error::configuration(format!("setting up HTTP failed: {cause}"))
    })
}

#[cfg(feature = "http2")]
fn over_http2(builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
    builder
        // A body that nobody reads fills only its own window, and leaves that of the connection to others.
        .http2_initial_stream_window_size(2 << 20)
        .http2_initial_connection_window_size(1 << 30)
        .http2_max_header_list_size(LONGEST_HEADERS)
        // A dead connection is noticed before the attempt ends, so that the next attempt opens another
        // connection.
        .http2_keep_alive_interval(Duration::from_secs(10))
        .http2_keep_alive_timeout(Duration::from_secs(5))
}

/// Sets the proxy of requests.
fn leaving(
    builder: reqwest::ClientBuilder,
    options: &TransportOptions,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<reqwest::ClientBuilder, Error> {
    #[cfg(unix)]
    if let Some(path) = &options.unix_socket {
        return Ok(builder.no_proxy().unix_socket(path.as_path()));
    }
    match &options.proxy {
        Proxy::None => Ok(builder.no_proxy()),
        Proxy::Environment => {
            let environment = Environment::read(variable)?;
            let builder = builder.no_proxy();
            Ok(match environment.proxy() {
                Some(proxy) => builder.proxy(proxy),
                None => builder,
            })
        }
        // The URL may contain a password, so the message does not show it.
        Proxy::Url(url) => {
            let refused = |why: &str| Error::configuration(format!("the URL of the proxy {why}"));
            let url = proxy::checked(url).map_err(refused)?;
            Ok(builder.proxy(reqwest::Proxy::all(url).map_err(|_| refused("is not supported"))?))
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, mut request: http::Request<Body>) -> TransportFuture {
        let headers = request.headers_mut();
        // A part of a coded body cannot be decoded.
        let may_be_coded = !headers.contains_key(ACCEPT_ENCODING) && !headers.contains_key(RANGE);
        if may_be_coded && !ACCEPTED.is_empty() {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(ACCEPTED));
        }
        let client = self.client();
        Box::pin(OnDriver::new(async move {
            let client = client.map_err(|error| {
                TransportError::new(Phase::Connect, "a forked process could not open its own connections")
                    .caused_by(error)
            })?;
            let request = reqwest::Request::try_from(Progress::watch(request).map(reqwest::Body::wrap))
                .map_err(|error| failed(Phase::Connect, error))?;
            let response = client.execute(request).await.map_err(|error| {
                let phase =
                    if error.is_connect() || error.is_builder() { Phase::Connect } else { Phase::Sent };
                failed(phase, error)
            })?;
            let failed = |error| failed(Phase::Reading, error);
            let response = http::Response::<reqwest::Body>::from(response);
            Ok(response.map(|body| received(OnDriver::new(body), failed)))
        }))
    }
}

/// Sets the trusted certificates of the platform and of the program, and the client's own.
#[cfg(feature = "rustls-no-provider")]
fn trusting(
    builder: reqwest::ClientBuilder,
    options: &TransportOptions,
) -> Result<reqwest::ClientBuilder, Error> {
    let configuration = super::tls::configuration(&options.roots, options.identity.as_ref())?;
    Ok(builder.tls_backend_preconfigured(configuration))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
fn trusting(
    builder: reqwest::ClientBuilder,
    options: &TransportOptions,
) -> Result<reqwest::ClientBuilder, Error> {
    let mut certificates = Vec::new();
    for pem in &options.roots {
        let found = reqwest::Certificate::from_pem_bundle(pem)
            .map_err(|_| Error::configuration("a root certificate is not valid"))?;
        if found.is_empty() {
            return Err(Error::configuration("a root certificate is not a PEM text — convert it to PEM"));
        }
        certificates.extend(found);
    }
    let builder = builder.tls_certs_merge(certificates);
    let Some(identity) = &options.identity else { return Ok(builder) };
    let identity = reqwest::Identity::from_pkcs8_pem(&identity.chain, &identity.key)
        .map_err(|_| Error::configuration("invalid client certificate or key — use PEM, and PKCS #8"))?;
    Ok(builder.identity(identity))
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-no-provider")))]
fn trusting(
    builder: reqwest::ClientBuilder,
    options: &TransportOptions,
) -> Result<reqwest::ClientBuilder, Error> {
    if options.roots.is_empty() && options.identity.is_none() {
        return Ok(builder);
    }
    Err(Error::configuration("certificates need a TLS feature — enable `rustls`, for instance"))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// Starts a server that is also a proxy, and returns its URL and the first lines of its requests.
    async fn start() -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let lines = Arc::new(Mutex::new(Vec::new()));
        let seen = lines.clone();
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut head = vec![0; 4096];
                let length = socket.read(&mut head).await.unwrap();
                let head = String::from_utf8_lossy(&head[..length]).into_owned();
                seen.lock().unwrap().push(head.lines().next().unwrap_or_default().to_owned());
                socket.write_all(b"HTTP/1.1 204 X\r\n\r\n").await.unwrap();
            }
        });
        (url, lines)
    }

    /// Sends a request in an environment without other variables.
    async fn sent(url: &str, variables: &[(&str, &str)]) -> Result<reqwest::StatusCode, Error> {
        let variable = |wanted: &str| {
            let found = variables.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| (*value).to_owned())
        };
        let client = client(&TransportOptions::default(), &variable)?;
        Ok(client
            .post(url)
            .send()
            .await
            .map_or(reqwest::StatusCode::BAD_GATEWAY, |response| response.status()))
    }

    #[tokio::test]
    async fn the_proxy_is_read_from_the_environment() {
        let ((server, received), (proxy, proxied)) = (start().await, start().await);
        // Requests to loopback addresses use no proxy.
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
            assert_eq!(sent(&server, &[(name, &proxy)]).await.unwrap(), 204);
        }
        assert_eq!((received.lock().unwrap().len(), proxied.lock().unwrap().len()), (3, 0));
        // Requests to other hosts use the proxy, except those of `NO_PROXY`, which then fail to connect.
        let url = "http://api.invalid/things";
        for (except, status) in [("other.invalid", 204), ("other.invalid, .invalid", 502)] {
            let variables = [("HTTP_PROXY", proxy.as_str()), ("NO_PROXY", except)];
            assert_eq!(sent(url, &variables).await.unwrap(), status, "{except}");
        }
        assert_eq!(*proxied.lock().unwrap(), ["POST http://api.invalid/things HTTP/1.1"]);
    }

    #[tokio::test]
    async fn an_unsupported_proxy_is_an_error_unless_proxies_are_off() {
        let variable = |name: &str| (name == "HTTPS_PROXY").then(|| "socks5://localhost:1".to_owned());
        let error = client(&TransportOptions::default(), &variable).unwrap_err();
        assert!(error.to_string().contains("the proxy in `HTTPS_PROXY` is a SOCKS proxy"), "{error}");
        let without = TransportOptions { proxy: Proxy::None, ..TransportOptions::default() };
        assert!(client(&without, &variable).is_ok());
    }
}

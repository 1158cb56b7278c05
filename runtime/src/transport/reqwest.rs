//! The default transport, over `reqwest`, which appears in no public signature.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
#[cfg(feature = "http2")]
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Answer, Phase, Proxy, Transport, TransportError, TransportOptions};
use crate::body::Body;
use crate::error::Error;
use crate::stream::ByteStream;

#[derive(Debug)]
pub(super) struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    pub(super) fn new(options: &TransportOptions) -> Result<Self, Error> {
        let builder = reqwest::Client::builder()
            // A redirect could carry a credential to another host.
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(options.idle_timeout)
            .pool_max_idle_per_host(options.idle_connections)
            .connect_timeout(options.connect_timeout);
        let builder = match &options.proxy {
            Proxy::Environment => builder,
            Proxy::None => builder.no_proxy(),
            // The URL may hold a password, so nothing is said of it.
            Proxy::Url(url) => {
                let proxy = reqwest::Proxy::all(url.as_str());
                builder.proxy(proxy.map_err(|_| Error::configuration("the proxy's URL cannot be read"))?)
            }
        };
        // A connection that is dead is noticed although requests wait on it.
        #[cfg(feature = "http2")]
        let builder = builder
            .http2_keep_alive_interval(Duration::from_secs(30))
            .http2_keep_alive_timeout(Duration::from_secs(10));
        let builder = trusting(builder, &options.roots)?;
        let client = builder
            .build()
            .map_err(|error| Error::configuration(format!("HTTP cannot be set up: {}", cause(&error))))?;
        Ok(Self { client })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Body>) -> Answer {
        let client = self.client.clone();
        Box::pin(async move {
            let request = reqwest::Request::try_from(request.map(outgoing))
                .map_err(|error| failed(Phase::Connect, error))?;
            let response = client.execute(request).await.map_err(|error| {
                let phase =
                    if error.is_connect() || error.is_builder() { Phase::Connect } else { Phase::Sent };
                failed(phase, error)
            })?;
            Ok(http::Response::<reqwest::Body>::from(response).map(incoming))
        })
    }
}

/// With the certificates that the platform trusts, and those of `roots`.
#[cfg(feature = "rustls-no-provider")]
fn trusting(builder: reqwest::ClientBuilder, roots: &[Vec<u8>]) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder.tls_backend_preconfigured(super::tls::configuration(roots)?))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
fn trusting(builder: reqwest::ClientBuilder, roots: &[Vec<u8>]) -> Result<reqwest::ClientBuilder, Error> {
    let mut certificates = Vec::new();
    for pem in roots {
        let found = reqwest::Certificate::from_pem_bundle(pem);
        certificates.extend(found.map_err(|_| Error::configuration("a root certificate cannot be read"))?);
    }
    Ok(builder.tls_certs_merge(certificates))
}

#[cfg(not(any(feature = "native-tls", feature = "rustls-no-provider")))]
fn trusting(builder: reqwest::ClientBuilder, roots: &[Vec<u8>]) -> Result<reqwest::ClientBuilder, Error> {
    if roots.is_empty() {
        return Ok(builder);
    }
    Err(Error::configuration("root certificates need a feature for TLS: `rustls`, for instance"))
}

fn outgoing(body: Body) -> reqwest::Body {
    match body.as_bytes() {
        Some(bytes) => bytes.clone().into(),
        None => {
            let length = body.length();
            reqwest::Body::wrap(Outgoing { stream: body.into_stream(), length })
        }
    }
}

fn incoming(body: reqwest::Body) -> ByteStream {
    let length = body.size_hint().exact();
    let stream = ByteStream::new(Incoming(body));
    match length {
        Some(length) => stream.with_length(length),
        None => stream,
    }
}

/// A body on its way out.
struct Outgoing {
    stream: ByteStream,
    length: Option<u64>,
}

impl HttpBody for Outgoing {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let chunk = ready!(self.stream.poll_chunk(context));
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A body on its way in; trailers are passed over.
struct Incoming(reqwest::Body);

impl Stream for Incoming {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.0).poll_frame(context)) {
                None => None,
                Some(Err(error)) => Some(Err(failed(Phase::Reading, error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    Err(_) => continue,
                },
            });
        }
    }
}

/// reqwest's errors name the URL, whose query may be secret; without it they are kept as the cause.
fn failed(phase: Phase, error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let what = match phase {
        Phase::Connect => "no connection",
        Phase::Sent => "the connection failed before an answer came",
        Phase::Reading => "the connection failed within the answer",
    };
    let (is_timeout, is_refused) = (error.is_timeout(), is_refused(&error));
    let mut failed = TransportError::new(phase, format!("{what}: {}", cause(&error))).caused_by(error);
    if is_timeout {
        failed = failed.timed_out();
    }
    if is_refused { failed.permanent() } else { failed }
}

/// Whether the server's certificate is not trusted, which it will not be a second later either.
#[cfg(feature = "rustls-no-provider")]
fn is_refused(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        // An I/O error is its own cause's wrapper: what it holds is not among its sources.
        let held = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
        let found = match held {
            Some(held) => held.downcast_ref::<rustls::Error>(),
            None => error.downcast_ref::<rustls::Error>(),
        };
        if matches!(found, Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        next = held.map_or_else(|| error.source(), |held| Some(held as _));
    }
    false
}

#[cfg(not(feature = "rustls-no-provider"))]
fn is_refused(_: &dyn std::error::Error) -> bool {
    false
}

/// The innermost cause, which says most: "connection refused" rather than "error sending request".
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

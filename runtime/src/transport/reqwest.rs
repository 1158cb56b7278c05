//! The default transport, over `reqwest`, which appears in no public signature.

use bytes::{Bytes, BytesMut};

use super::{Answer, Phase, Transport, TransportError, TransportOptions};
use crate::error::Error;

#[derive(Debug)]
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
    response_limit: usize,
}

impl ReqwestTransport {
    pub(crate) fn new(options: &TransportOptions) -> Result<Self, Error> {
        let builder = reqwest::Client::builder()
            // A redirect could carry a credential to another host.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(options.connect_timeout);
        #[cfg(feature = "rustls-no-provider")]
        let builder = builder.tls_backend_preconfigured(super::tls::configuration()?);
        let client = builder
            .build()
            .map_err(|error| Error::configuration(format!("HTTP cannot be set up: {}", cause(&error))))?;
        Ok(Self { client, response_limit: options.response_limit })
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> Answer {
        let (client, limit) = (self.client.clone(), self.response_limit);
        Box::pin(async move {
            let request =
                reqwest::Request::try_from(request).map_err(|error| failed(Phase::Connect, error))?;
            let mut response = client.execute(request).await.map_err(|error| {
                let phase =
                    if error.is_connect() || error.is_builder() { Phase::Connect } else { Phase::Sent };
                failed(phase, error)
            })?;
            let mut answer = http::Response::builder().status(response.status()).version(response.version());
            if let Some(headers) = answer.headers_mut() {
                *headers = std::mem::take(response.headers_mut());
            }
            let mut body = BytesMut::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| failed(Phase::Reading, error))? {
                if body.len() + chunk.len() > limit {
                    let what = format!("the body is longer than the limit of {limit} bytes");
                    return Err(TransportError::new(Phase::Reading, what));
                }
                body.extend_from_slice(&chunk);
            }
            answer.body(body.freeze()).map_err(|error| TransportError::new(Phase::Reading, error.to_string()))
        })
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
    let is_timeout = error.is_timeout();
    let failed = TransportError::new(phase, format!("{what}: {}", cause(&error))).caused_by(error);
    if is_timeout { failed.timed_out() } else { failed }
}

/// The innermost cause, which says most: "connection refused" rather than "error sending request".
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

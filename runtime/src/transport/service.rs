//! Any `tower` service as a transport.

use std::error::Error as StdError;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use tower_service::Service;

use super::received::received;
use super::{Phase, Transport, TransportError, TransportFuture};
use crate::body::Body;

type BoxError = Box<dyn StdError + Send + Sync>;

/// A service that is cloned for each request.
pub(crate) struct ServiceTransport<S>(Mutex<S>);

impl<S> ServiceTransport<S> {
    pub(crate) fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for ServiceTransport<S>
where
    S: Service<http::Request<Body>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let ready = std::future::poll_fn(|context| service.poll_ready(context)).await;
            // A service that is not ready has sent nothing.
            ready.map_err(|error| failed(Phase::Connect, error.into()))?;
            let sent = service.call(request).await;
            let response = sent.map_err(|error| failed(Phase::Sent, error.into()))?;
            let failed = |error: B::Error| failed(Phase::Reading, error.into());
            Ok(response.map(|body| received(Box::pin(body), failed)))
        })
    }
}

/// Converts an error. A service can report details by failing with a [`TransportError`].
fn failed(phase: Phase, error: BoxError) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        // Its text may contain anything, so it is only the source.
        Err(error) => TransportError::new(phase, "the transport failed").caused_by(error),
    }
}

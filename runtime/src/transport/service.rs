//! Any `tower` service as a transport.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tower_service::Service;

use super::{Answer, Phase, Transport, TransportError};
use crate::body::Body;
use crate::stream::ByteStream;

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
    fn send(&self, request: http::Request<Body>) -> Answer {
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            let ready = std::future::poll_fn(|context| service.poll_ready(context)).await;
            // What is not ready has sent nothing.
            ready.map_err(|error| failed(Phase::Connect, error.into()))?;
            let sent = service.call(request).await;
            let response = sent.map_err(|error| failed(Phase::Sent, error.into()))?;
            Ok(response.map(|body| {
                let length = body.size_hint().exact();
                let stream = ByteStream::new(Incoming(Box::pin(body)));
                match length {
                    Some(length) => stream.with_length(length),
                    None => stream,
                }
            }))
        })
    }
}

/// A service may tell more by a [`TransportError`] of its own.
fn failed(phase: Phase, error: BoxError) -> TransportError {
    match error.downcast::<TransportError>() {
        Ok(error) => *error,
        // Its text may hold anything, so it is the cause alone.
        Err(error) => TransportError::new(phase, "the transport failed").caused_by(error),
    }
}

/// The body of a response; trailers are passed over.
struct Incoming<B>(Pin<Box<B>>);

impl<B> Stream for Incoming<B>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(self.0.as_mut().poll_frame(context)) {
                None => None,
                Some(Err(error)) => Some(Err(failed(Phase::Reading, error.into()))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    Err(_) => continue,
                },
            });
        }
    }
}

//! The progress of a request, shared by its sender and the code that cancels it.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::{Phase, TransportError};
use crate::body::Body;

/// No body reports progress, so the request may have been sent.
const UNKNOWN: u8 = 0;
const WAITING: u8 = 1;
const LEFT: u8 = 2;
const GIVEN_UP: u8 = 3;

/// The progress of a request, in its extensions.
///
/// A request that is cancelled while it waits for a connection is certain never to be sent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<AtomicU8>);

impl Progress {
    /// Cancels the request. Returns whether it is certain not to have been sent.
    pub(crate) fn give_up(&self) -> bool {
        self.change(WAITING, GIVEN_UP).is_ok()
    }

    /// Marks that the request is about to be sent. Returns whether it may still be sent.
    fn leave(&self) -> bool {
        !matches!(self.change(WAITING, LEFT), Err(GIVEN_UP))
    }

    fn change(&self, from: u8, to: u8) -> Result<u8, u8> {
        self.0.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire)
    }

    /// Watches a request through its body: hyper requests the end of the body when it writes the request, and
    /// not before.
    ///
    /// A request that is cancelled at that moment fails through its body, so that the server never receives
    /// all of it. An empty body cannot fail: it is watched only if the method is safe, so that sending the
    /// request is harmless.
    pub(super) fn watch(request: http::Request<Body>) -> http::Request<TrackedBody> {
        let is_empty = request.body().as_bytes().is_some_and(Bytes::is_empty);
        let progress = request.extensions().get::<Self>().filter(|_| !is_empty || request.method().is_safe());
        let progress = progress.cloned().unwrap_or_default();
        // An interceptor may send a request twice: it counts as sent from the first time on.
        progress.change(UNKNOWN, WAITING).ok();
        request.map(|body| TrackedBody { body, progress })
    }
}

/// A body that reports when its request is sent.
pub(super) struct TrackedBody {
    body: Body,
    progress: Progress,
}

impl http_body::Body for TrackedBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        if !self.progress.leave() {
            let given_up = TransportError::new(Phase::Connect, "the request was cancelled");
            return Poll::Ready(Some(Err(given_up)));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.progress.leave();
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use http_body::Body as _;

    use super::*;

    fn request(method: &str, body: &'static str) -> (Progress, http::Request<TrackedBody>) {
        let progress = Progress::default();
        let request = http::Request::builder().method(method).extension(progress.clone());
        (progress, Progress::watch(request.body(Body::from(body)).unwrap()))
    }

    #[test]
    fn a_request_is_either_sent_or_abandoned() {
        let mut context = Context::from_waker(std::task::Waker::noop());
        let (progress, mut sent) = request("POST", "body");
        assert!(!sent.body().is_end_stream() && !progress.give_up());
        let frame = Pin::new(sent.body_mut()).poll_frame(&mut context);
        assert!(matches!(frame, Poll::Ready(Some(Ok(_)))));

        let (progress, mut waiting) = request("POST", "body");
        assert!(progress.give_up() && !waiting.body().is_end_stream());
        let frame = Pin::new(waiting.body_mut()).poll_frame(&mut context);
        assert!(matches!(frame, Poll::Ready(Some(Err(_)))));
    }

    #[test]
    fn requests_that_cannot_be_stopped_are_not_tracked() {
        assert!(!Progress::default().give_up());
        for (method, is_watched) in [("POST", false), ("DELETE", false), ("GET", true)] {
            assert_eq!(request(method, "").0.give_up(), is_watched, "{method}");
        }
    }
}

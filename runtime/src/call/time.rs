//! The time limits of an attempt.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;

use crate::body::Body;
use crate::body::stream::ByteStream;
use crate::transport::{Phase, TransportError};

/// The time limits of a call and of each of its attempts.
pub(super) struct TimeLimits {
    /// The deadline of the call.
    pub(super) deadline: Option<Instant>,
    /// The time limit of an attempt.
    pub(super) timeout: Duration,
}

/// The start of an attempt's time limit: the start of the attempt, or the last progress of a streamed body.
#[derive(Clone)]
pub(super) struct ProgressClock(Arc<Mutex<Instant>>);

impl ProgressClock {
    pub(super) fn now() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    fn moment(&self) -> Instant {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn restart(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

/// Limits the time of an attempt: since its start, or since a chunk of a streamed body was last requested or
/// produced, and until the deadline of the call.
pub(super) async fn within<T>(
    limits: &TimeLimits,
    progressed: &ProgressClock,
    sent: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, TransportError> {
    let mut sent = std::pin::pin!(sent);
    loop {
        let end = progressed.moment().checked_add(limits.timeout);
        let until = [end, limits.deadline].into_iter().flatten().min();
        let Some(until) = until else { return sent.await };
        if let Ok(outcome) = crate::transport::timer::timeout_at(until, sent.as_mut()).await {
            return outcome;
        }
        let now = Instant::now();
        let is_over = limits.deadline.is_some_and(|deadline| deadline <= now);
        if is_over || progressed.moment().checked_add(limits.timeout).is_some_and(|end| end <= now) {
            let what = if is_over {
                "no complete response before the deadline of the call".to_owned()
            } else {
                format!("no complete response within {} s", limits.timeout.as_secs_f64())
            };
            return Err(TransportError::new(Phase::Sent, what).timed_out());
        }
    }
}

/// Wraps a body so that each of its chunks restarts the time limit of the attempt: when it is requested, and
/// when it is produced.
pub(super) fn watched(body: Body, progressed: ProgressClock) -> Body {
    let length = body.length();
    let mut stream = body.into_stream();
    let mut is_requested = false;
    let watched = ByteStream::new(crate::body::stream::poll_fn(move |context| {
        // The body is polled whenever the connection is, for example at each interim response of the server.
        // Only the first poll requests a chunk.
        if !is_requested {
            progressed.restart();
        }
        let next = stream.poll_chunk(context);
        is_requested = !matches!(next, Poll::Ready(Some(Ok(_))));
        if !is_requested {
            progressed.restart();
        }
        next
    }));
    let body = Body::from(watched);
    match length {
        Some(length) => body.with_length(length),
        None => body,
    }
}

//! Policies that decide whether and when a failed call is retried.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use crate::response::status;
use crate::transport::{Phase, TransportError};

/// A policy that decides whether and when a failed call is retried. [`Retry`] is the default.
///
/// Regardless of the policy, there is no retry after the deadline of the call, with a body that can be sent
/// only once, or when the client's retry budget is exhausted.
///
/// ```
/// # use openapi_client_runtime::{FailedAttempt, Retry, RetryPolicy};
/// use std::time::Duration;
///
/// /// Also retries status 409, which this API sends while another change is in progress.
/// struct Busy(Retry);
///
/// impl RetryPolicy for Busy {
///     fn next_delay(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
///         if failure.status().is_some_and(|status| status == 409) && failure.attempt() < 5 {
///             return Some(Duration::from_secs(2));
///         }
///         self.0.next_delay(failure)
///     }
/// }
/// ```
pub trait RetryPolicy: Send + Sync + 'static {
    /// Returns the delay before the next attempt; `None` to give up.
    fn next_delay(&self, failure: &FailedAttempt<'_>) -> Option<Duration>;
}

/// An attempt that failed.
///
/// ```
/// # use openapi_client_runtime::FailedAttempt;
/// /// Returns whether a retry cannot send the request twice.
/// fn is_safe(failure: &FailedAttempt<'_>) -> bool {
///     failure.is_idempotent() || failure.is_unprocessed()
/// }
/// ```
#[derive(Debug)]
pub struct FailedAttempt<'a> {
    pub(crate) operation: &'static str,
    pub(crate) attempt: u32,
    pub(crate) is_idempotent: bool,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) cause: Cause<'a>,
}

#[derive(Debug)]
pub(crate) enum Cause<'a> {
    Status(StatusCode),
    Transport(&'a TransportError),
}

impl FailedAttempt<'_> {
    /// Returns the ID of the operation in the description.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the number of attempts, including this one.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns whether the call is idempotent: by its method (RFC 9110, section 9.2.2), because it has an
    /// idempotency key, or because the caller declares it.
    pub fn is_idempotent(&self) -> bool {
        self.is_idempotent
    }

    /// Returns the status, if there was a response.
    pub fn status(&self) -> Option<StatusCode> {
        match self.cause {
            Cause::Status(status) => Some(status),
            Cause::Transport(_) => None,
        }
    }

    /// Returns how far the request was sent, if there was no response.
    pub fn phase(&self) -> Option<Phase> {
        match self.cause {
            Cause::Status(_) => None,
            Cause::Transport(error) => Some(error.phase()),
        }
    }

    /// Returns whether a retry cannot succeed, for example because a certificate is not trusted.
    pub fn is_permanent(&self) -> bool {
        matches!(self.cause, Cause::Transport(error) if error.is_permanent())
    }

    /// Returns the delay that the server asks for: by `Retry-After` (RFC 9110, section 10.2.3) or, for status
    /// 429, until its limit is reset. `None` for a status after which the same request cannot succeed.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Returns whether the server asks for a lower rate of calls.
    pub(crate) fn is_throttle(&self) -> bool {
        matches!(self.status(), Some(StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE))
    }

    /// Returns whether the server cannot have processed the request: no connection was opened, an HTTP/2
    /// server refused the stream (RFC 9113, section 8.7), or the status is 425 or 429.
    pub fn is_unprocessed(&self) -> bool {
        match &self.cause {
            Cause::Status(status) => status::is_unprocessed(*status),
            Cause::Transport(error) => error.is_unprocessed(),
        }
    }

    /// Returns whether the next attempt may succeed.
    fn is_transient(&self) -> bool {
        match self.status() {
            Some(status) => status::is_transient(status),
            None => !self.is_permanent(),
        }
    }
}

/// The default policy: three attempts, with full jitter.
///
/// Idempotent calls are retried on 408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529 and when the
/// connection fails. Other calls are retried only if the server cannot have processed them: see
/// [`FailedAttempt::is_unprocessed`]. The policy respects a delay that the server asks for, up to
/// [`longest_retry_after`](Self::longest_retry_after).
///
/// ```
/// # use openapi_client_runtime::Retry;
/// use std::time::Duration;
///
/// let patient = Retry::new().attempts(6).backoff(Duration::from_millis(500), Duration::from_secs(30));
/// let never = Retry::never();
/// # _ = (patient, never);
/// ```
#[derive(Debug, Clone)]
pub struct Retry {
    attempts: u32,
    base: Duration,
    throttled_base: Duration,
    cap: Duration,
    longest_retry_after: Duration,
}

impl Retry {
    /// Creates the default policy: three attempts; a backoff of 200 ms, or 1 s after status 429, doubled for
    /// each attempt up to 20 s; delays that the server asks for up to a minute.
    pub const fn new() -> Self {
        Self {
            attempts: 3,
            base: Duration::from_millis(200),
            throttled_base: Duration::from_secs(1),
            cap: Duration::from_secs(20),
            longest_retry_after: Duration::from_secs(60),
        }
    }

    /// Creates a policy without retries.
    pub const fn never() -> Self {
        Self::new().attempts(1)
    }

    /// Sets the number of attempts in total.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the backoff: a random delay of up to `base` before the second attempt. The bound doubles with
    /// each attempt, up to `cap`.
    #[must_use]
    pub const fn backoff(mut self, base: Duration, cap: Duration) -> Self {
        self.base = base;
        self.throttled_base = base;
        self.cap = cap;
        self
    }

    /// Sets the longest delay that the policy accepts from the server. If the server asks for a longer one,
    /// the call fails, and the error reports when to retry.
    #[must_use]
    pub const fn longest_retry_after(mut self, limit: Duration) -> Self {
        self.longest_retry_after = limit;
        self
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::new()
    }
}

impl RetryPolicy for Retry {
    fn next_delay(&self, failure: &FailedAttempt<'_>) -> Option<Duration> {
        let may_run_twice = failure.is_idempotent() || failure.is_unprocessed();
        if failure.attempt() >= self.attempts || !may_run_twice || !failure.is_transient() {
            return None;
        }
        if let Some(delay) = failure.retry_after() {
            // Never before the time that the server asks for, with jitter so that not all clients retry at
            // once.
            return (delay <= self.longest_retry_after)
                .then(|| delay.saturating_add(jitter(Duration::from_secs(1))));
        }
        let base = if failure.is_throttle() { self.throttled_base } else { self.base };
        let doubled = base.saturating_mul(1 << (failure.attempt() - 1).min(16));
        Some(jitter(doubled.min(self.cap)))
    }
}

/// Returns a random time between zero and `most`.
pub(crate) fn jitter(most: Duration) -> Duration {
    most.mul_f64(fastrand::f64())
}

/// A policy that clones share.
#[derive(Clone)]
pub(crate) struct Policy(pub(crate) std::sync::Arc<dyn RetryPolicy>);

impl fmt::Debug for Policy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RetryPolicy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next_delay(cause: Cause<'_>, is_idempotent: bool, retry_after: Option<u64>) -> Option<Duration> {
        let retry_after = retry_after.map(Duration::from_secs);
        Retry::new().next_delay(&FailedAttempt {
            operation: "o",
            attempt: 1,
            is_idempotent,
            retry_after,
            cause,
        })
    }

    #[test]
    fn attempts_are_retried_by_status_and_cause() {
        let status = |code| Cause::Status(StatusCode::from_u16(code).unwrap());
        for code in [408, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529] {
            assert!(next_delay(status(code), true, None).is_some(), "{code}");
            assert_eq!(next_delay(status(code), false, None).is_some(), matches!(code, 425 | 429), "{code}");
        }
        for code in [302, 400, 401, 404, 407, 409, 422, 501, 505, 511, 521] {
            assert_eq!(next_delay(status(code), true, None), None, "{code}");
        }
        for (phase, unsafe_too) in [(Phase::Connect, true), (Phase::Sent, false), (Phase::Reading, false)] {
            let error = TransportError::new(phase, "");
            assert!(next_delay(Cause::Transport(&error), true, None).is_some());
            assert_eq!(next_delay(Cause::Transport(&error), false, None).is_some(), unsafe_too, "{phase:?}");
            let error = error.unprocessed();
            assert!(next_delay(Cause::Transport(&error), false, None).is_some(), "{phase:?}");
            let error = error.permanent();
            assert_eq!(next_delay(Cause::Transport(&error), true, None), None);
        }
    }

    #[test]
    fn delays_are_within_their_bounds() {
        let status = || Cause::Status(StatusCode::TOO_MANY_REQUESTS);
        for _ in 0..200 {
            let delay = next_delay(status(), false, Some(29)).unwrap();
            assert!(delay >= Duration::from_secs(29) && delay <= Duration::from_secs(30));
            assert!(next_delay(status(), false, None).unwrap() <= Duration::from_secs(1));
        }
        assert_eq!(next_delay(status(), true, Some(61)), None);
        let late = FailedAttempt {
            operation: "o",
            attempt: 40,
            is_idempotent: true,
            retry_after: None,
            cause: status(),
        };
        assert!(Retry::new().attempts(50).next_delay(&late).unwrap() <= Duration::from_secs(20));
        assert_eq!(Retry::never().next_delay(&FailedAttempt { attempt: 1, ..late }), None);
    }
}

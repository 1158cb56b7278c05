//! The rate limits and the retry budget that all calls of a client share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::response::Reply;
use crate::response::rate_limit::{RateLimit, hint};

/// A rate of calls: a number of calls in a time.
///
/// ```
/// # use openapi_client_runtime::Rate;
/// let rate = Rate::per_minute(60).burst(5);
/// # _ = rate;
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    interval: Duration,
    burst: u32,
}

impl Rate {
    /// Creates a rate of calls a minute, evenly spread.
    pub fn per_minute(calls: u32) -> Self {
        Self { interval: Duration::from_secs(60) / calls.max(1), burst: 1 }
    }

    /// Sets how many calls may be made at once after a pause.
    #[must_use]
    pub fn burst(self, calls: u32) -> Self {
        Self { burst: calls.max(1), ..self }
    }

    /// Reserves the next slot, and returns its time. The previous reservations extend to `reaches` (GCRA).
    fn take(self, reaches: &mut Instant, now: Instant) -> Instant {
        let taken = (*reaches).max(now);
        *reaches = taken + self.interval;
        let tolerance = self.interval * (self.burst - 1);
        taken.checked_sub(tolerance).unwrap_or(now).max(now)
    }
}

/// How long calls are slowed down after status 429.
const SLOW: Duration = Duration::from_secs(60);

/// The longest delay of a server that stops all calls. A longer one concerns a larger window, and few calls.
const LONGEST_CLOSED: Duration = Duration::from_secs(60);

/// The units that a retry withdraws from the budget, by its cause, and the capacity of the budget (numbers:
/// AWS SDKs, "retry behavior 2.1").
const BUDGET: u32 = 500;
const TRANSIENT: u32 = 14;
const THROTTLED: u32 = 5;

/// The limits that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Limits {
    rates: Rates,
    state: Mutex<State>,
}

/// The rates that apply to calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Whatever the server reports; opt-in.
    pub(crate) always: Option<Rate>,
    /// While the server reports that few calls remain; opt-in.
    pub(crate) scarce: Option<Rate>,
    /// After status 429.
    pub(crate) slow: Rate,
}

#[derive(Debug)]
struct State {
    budget: u32,
    last: Option<RateLimit>,
    closed_until: Instant,
    slow_until: Instant,
    /// The time up to which calls are reserved, for each rate.
    reaches: Reaches,
}

#[derive(Debug, Clone, Copy)]
struct Reaches {
    always: Instant,
    scarce: Instant,
    slow: Instant,
}

impl Limits {
    pub(crate) fn new(rates: Rates) -> Self {
        // Limits may be created outside a runtime; they have no past then.
        let now = Instant::now();
        let state = State {
            budget: BUDGET,
            last: None,
            closed_until: now,
            slow_until: now,
            reaches: Reaches { always: now, scarce: now, slow: now },
        };
        Self { rates, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves a slot for a call that can wait for `at_most`, and returns the wait.
    ///
    /// # Errors
    /// Fails with the necessary wait if it is longer; no slot is reserved then.
    pub(crate) fn enter(&self, at_most: Duration) -> Result<Duration, Duration> {
        let now = Instant::now();
        let mut state = self.state();
        let mut at = state.closed_until.max(now);
        let mut reaches = state.reaches;
        if state.slow_until > now {
            reaches.slow = reaches.slow.max(at);
            at = at.max(self.rates.slow.take(&mut reaches.slow, now));
        }
        if let Some(rate) = self.rates.scarce.filter(|_| state.last.is_some_and(|last| last.is_scarce())) {
            at = at.max(rate.take(&mut reaches.scarce, now));
        }
        if let Some(rate) = self.rates.always {
            at = at.max(rate.take(&mut reaches.always, now));
        }
        let wait = at - now;
        if wait > at_most {
            return Err(wait);
        }
        state.reaches = reaches;
        Ok(wait)
    }

    /// Returns whether the gate has closed while a call waited.
    pub(crate) fn is_closed(&self) -> bool {
        self.state().closed_until > Instant::now()
    }

    /// Records the limit that a response reports.
    pub(crate) fn heard(&self, reply: &Reply) {
        let (status, limit) = (reply.status(), reply.rate_limit());
        if limit.is_none() && status != StatusCode::TOO_MANY_REQUESTS {
            return;
        }
        let mut state = self.state();
        state.last = limit.or(state.last);
        if status == StatusCode::TOO_MANY_REQUESTS {
            let now = Instant::now();
            let closed = hint(reply).filter(|hint| *hint <= LONGEST_CLOSED).unwrap_or_default();
            state.closed_until = state.closed_until.max(now + closed);
            state.slow_until = state.closed_until + SLOW;
        }
    }

    pub(crate) fn last(&self) -> Option<RateLimit> {
        self.state().last
    }

    /// Withdraws a retry from the budget, and returns the units; `None` if the budget holds too few.
    pub(crate) fn spend(&self, is_throttle: bool) -> Option<u32> {
        let cost = if is_throttle { THROTTLED } else { TRANSIENT };
        let mut state = self.state();
        state.budget = state.budget.checked_sub(cost)?;
        Some(cost)
    }

    /// Refunds the units of the last retry after a success, or one unit if there was no retry.
    pub(crate) fn earn(&self, spent: Option<u32>) {
        let mut state = self.state();
        state.budget = (state.budget + spent.unwrap_or(1)).min(BUDGET);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::tests::reply;

    /// Creates limits whose only rule is the rate after status 429.
    fn limits(always: Option<Rate>, scarce: Option<Rate>) -> Limits {
        Limits::new(Rates { always, scarce, slow: Rate::per_minute(240) })
    }

    #[tokio::test(start_paused = true)]
    async fn a_rate_allows_a_burst_and_then_its_pace() {
        let limits = limits(Some(Rate::per_minute(240).burst(40)), None);
        let waits: Vec<_> = (0..42).map(|_| limits.enter(Duration::MAX).unwrap().as_millis()).collect();
        assert!(waits[..40].iter().all(|wait| *wait == 0));
        assert_eq!(waits[40..], [250, 500]);
        assert_eq!(limits.enter(Duration::from_millis(700)), Err(Duration::from_millis(750)));
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn after_429_the_gate_is_closed_and_then_narrow() {
        let limits = limits(None, None);
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
        limits.heard(&reply(429, &[("retry-after", "29")]));
        let waits: Vec<_> = (0..3).map(|_| limits.enter(Duration::MAX).unwrap().as_millis()).collect();
        assert_eq!(waits, [29_000, 29_250, 29_500]);
        assert!(limits.enter(Duration::from_secs(20)).is_err() && limits.is_closed());
        tokio::time::advance(Duration::from_secs(90)).await;
        assert_eq!((0..9).map(|_| limits.enter(Duration::ZERO)).find(Result::is_err), None);
        // A delay of an hour does not stop all calls.
        limits.heard(&reply(429, &[("retry-after", "3600")]));
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
    }

    #[tokio::test(start_paused = true)]
    async fn few_calls_that_are_left_are_made_to_last() {
        let left = |left| reply(200, &[("ratelimit-limit", "5000"), ("ratelimit-remaining", left)]);
        let (free, limits) = (limits(None, None), limits(None, Some(Rate::per_minute(60))));
        for limits in [&free, &limits] {
            limits.heard(&left("500"));
            assert_eq!((0..9).map(|_| limits.enter(Duration::ZERO)).find(Result::is_err), None);
            limits.heard(&left("499"));
        }
        assert_eq!((0..9).map(|_| free.enter(Duration::ZERO)).find(Result::is_err), None);
        let waits: Vec<_> = (0..3).map(|_| limits.enter(Duration::MAX).unwrap().as_secs()).collect();
        assert_eq!(waits, [0, 1, 2]);
        // A response without a limit changes nothing; a response with a higher one does.
        limits.heard(&reply(200, &[]));
        assert!(limits.enter(Duration::ZERO).is_err());
        limits.heard(&left("4999"));
        assert_eq!(limits.enter(Duration::ZERO), Ok(Duration::ZERO));
    }

    #[tokio::test]
    async fn the_budget_ends_and_is_earned_again() {
        let limits = limits(None, None);
        assert_eq!((0..100).filter(|_| limits.spend(false).is_some()).count(), 35);
        assert_eq!(limits.spend(true), Some(5));
        assert_eq!(limits.spend(true), Some(5));
        assert_eq!(limits.spend(true), None);
        (0..5).for_each(|_| limits.earn(None));
        assert_eq!(limits.spend(true), Some(5));
        limits.earn(Some(5));
        assert_eq!(limits.spend(true), Some(5));
    }
}

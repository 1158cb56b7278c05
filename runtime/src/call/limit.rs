//! The rate limits and the retry budget that all calls of a client share.

mod slots;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

pub use self::slots::Rate;
use self::slots::Slots;
use crate::response::RawResponse;
use crate::response::rate_limit::RateLimit;
use crate::response::retry_after::retry_delay;

/// The time for which calls are slowed down after status 429.
const SLOW: Duration = Duration::from_secs(60);

/// The longest delay requested by a server that stops all calls. A longer delay concerns a larger window and
/// only few calls.
const LONGEST_CLOSED: Duration = Duration::from_secs(60);

/// The units that a retry withdraws from the budget, by its cause, and the capacity of the budget (numbers:
/// AWS SDKs, "retry behavior 2.1").
const BUDGET: u32 = 500;
const TRANSIENT: u32 = 14;
const THROTTLED: u32 = 5;

/// The limits that all calls of a client share.
#[derive(Debug)]
pub(crate) struct Limits(Mutex<State>);

/// The rates that apply to calls.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rates {
    /// Always applies; opt-in.
    pub(crate) always: Option<Rate>,
    /// Applies while the server reports that few calls remain; opt-in.
    pub(crate) scarce: Option<Rate>,
    /// Applies after status 429.
    pub(crate) slow: Rate,
}

#[derive(Debug)]
struct State {
    budget: u32,
    last: Option<RateLimit>,
    closed_until: Instant,
    slow_until: Instant,
    always: Option<Slots>,
    scarce: Option<Slots>,
    slow: Slots,
}

/// The slots of a waiting call. They are released if the reservation is dropped before
/// [`consume`](Self::consume).
#[derive(Debug)]
pub(crate) struct Reservation<'a> {
    limits: &'a Limits,
    wait: Duration,
    /// Whether the call needs another reservation after the wait.
    is_tentative: bool,
    always: Option<Instant>,
    scarce: Option<Instant>,
    slow: Option<Instant>,
}

impl Reservation<'_> {
    /// Returns the time until the call may be sent.
    pub(crate) fn wait(&self) -> Duration {
        self.wait
    }

    /// Consumes the slots after the wait. Returns whether the call may be sent; if not, it needs another
    /// reservation.
    pub(crate) fn consume(mut self) -> bool {
        let may_be_sent = !self.is_tentative && self.limits.state().closed_until <= Instant::now();
        if may_be_sent {
            (self.always, self.scarce, self.slow) = (None, None, None);
        }
        may_be_sent
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let slots = [self.always, self.scarce, self.slow];
        if slots == [None; 3] {
            return;
        }
        let now = Instant::now();
        let mut state = self.limits.state();
        let state = &mut *state;
        let rates = [state.always.as_mut(), state.scarce.as_mut(), Some(&mut state.slow)];
        for (rate, slot) in rates.into_iter().zip(slots) {
            if let (Some(rate), Some(slot)) = (rate, slot) {
                rate.release(slot, now);
            }
        }
    }
}

impl Limits {
    pub(crate) fn new(rates: Rates) -> Self {
        // Limits may be created outside a runtime, so `now` is the start of their history.
        let now = Instant::now();
        let slots = |rate| Slots::new(rate, now);
        Self(Mutex::new(State {
            budget: BUDGET,
            last: None,
            closed_until: now,
            slow_until: now,
            always: rates.always.map(slots),
            scarce: rates.scarce.map(slots),
            slow: slots(rates.slow),
        }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reserves the slots of a call that can wait for `at_most`.
    ///
    /// # Errors
    /// Fails with the necessary wait if it is longer; nothing is reserved then.
    pub(crate) fn acquire(&self, at_most: Duration) -> Result<Reservation<'_>, Duration> {
        let now = Instant::now();
        let mut state = self.state();
        let open = state.closed_until.max(now);
        let slot = |rate: Option<&Slots>, from: Instant| {
            let rate = rate?;
            let slot = rate.next(from);
            Some((slot, rate.due(slot, now)))
        };
        let is_scarce = state.last.is_some_and(|last| last.is_scarce());
        let always = slot(state.always.as_ref(), now);
        let scarce = slot(state.scarce.as_ref().filter(|_| is_scarce), now);
        let slow = slot(Some(&state.slow).filter(|_| state.slow_until > now), open);
        // There are no slots after the slow period. The call waits for its end, and then reserves again.
        let is_tentative = slow.is_some_and(|(slot, _)| slot >= state.slow_until);
        let slow = slow.filter(|_| !is_tentative);
        let dues = [always, scarce, slow].into_iter().flatten().map(|(_, due)| due);
        let at = dues.fold(if is_tentative { state.slow_until } else { open }, Instant::max);
        let wait = at - now;
        if wait > at_most {
            return Err(wait);
        }
        let mut reservation =
            Reservation { limits: self, wait, is_tentative, always: None, scarce: None, slow: None };
        if is_tentative {
            reservation.wait = state.slow_until - now;
            return Ok(reservation);
        }
        let state = &mut *state;
        let reserve = |rate: Option<&mut Slots>, slot: Option<(Instant, Instant)>| {
            let (rate, (slot, _)) = (rate?, slot?);
            rate.reserve(slot);
            Some(slot)
        };
        reservation.always = reserve(state.always.as_mut(), always);
        reservation.scarce = reserve(state.scarce.as_mut(), scarce);
        reservation.slow = reserve(Some(&mut state.slow), slow);
        Ok(reservation)
    }

    /// Records the limit that a response reports.
    pub(crate) fn observe(&self, response: &RawResponse) {
        let (status, limit) = (response.status(), response.rate_limit());
        if limit.is_none() && status != StatusCode::TOO_MANY_REQUESTS {
            return;
        }
        let mut state = self.state();
        state.last = limit.or(state.last);
        if status == StatusCode::TOO_MANY_REQUESTS {
            let now = Instant::now();
            let closed = retry_delay(response).filter(|delay| *delay <= LONGEST_CLOSED).unwrap_or_default();
            state.closed_until = state.closed_until.max(now + closed);
            state.slow_until = state.closed_until + SLOW;
        }
    }

    pub(crate) fn last(&self) -> Option<RateLimit> {
        self.state().last
    }

    /// Withdraws a retry from the budget, and returns the units; `None` if the budget holds too few.
    pub(crate) fn withdraw(&self, is_throttle: bool) -> Option<u32> {
        let cost = if is_throttle { THROTTLED } else { TRANSIENT };
        let mut state = self.state();
        state.budget = state.budget.checked_sub(cost)?;
        Some(cost)
    }

    /// Refunds the units of the last retry after a success, or one unit if there was no retry.
    pub(crate) fn refund(&self, withdrawn: Option<u32>) {
        let mut state = self.state();
        state.budget = (state.budget + withdrawn.unwrap_or(1)).min(BUDGET);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::response::tests::response;

    /// Creates limits whose only rule is the rate after status 429.
    fn limits(always: Option<Rate>, scarce: Option<Rate>) -> Limits {
        Limits::new(Rates { always, scarce, slow: Rate::per_minute(240) })
    }

    /// Reserves slots for calls that can wait indefinitely.
    fn reserved(limits: &Limits, calls: usize) -> Vec<Reservation<'_>> {
        (0..calls).map(|_| limits.acquire(Duration::MAX).unwrap()).collect()
    }

    fn waits(reserved: &[Reservation<'_>]) -> Vec<u128> {
        reserved.iter().map(|reserved| reserved.wait().as_millis()).collect()
    }

    /// Reserves slots for calls that cannot wait, and returns how many may be sent.
    fn sent(limits: &Limits, calls: usize) -> usize {
        (0..calls)
            .map_while(|_| limits.acquire(Duration::ZERO).ok())
            .map(Reservation::consume)
            .filter(|sent| *sent)
            .count()
    }

    #[tokio::test(start_paused = true)]
    async fn a_rate_allows_a_burst_and_then_spaces_calls() {
        let limits = limits(Some(Rate::per_minute(240).burst(40)), None);
        let reserved = reserved(&limits, 42);
        let waits = waits(&reserved);
        assert!(waits[..40].iter().all(|wait| *wait == 0));
        assert_eq!(waits[40..], [250, 500]);
        assert_eq!(limits.acquire(Duration::from_millis(700)).unwrap_err(), Duration::from_millis(750));
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(sent(&limits, 1), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn calls_wait_and_are_spaced_after_a_429() {
        let limits = limits(None, None);
        assert_eq!(sent(&limits, 9), 9);
        limits.observe(&response(429, &[("retry-after", "29")]));
        let early = reserved(&limits, 3);
        assert_eq!(waits(&early), [29_000, 29_250, 29_500]);
        assert!(limits.acquire(Duration::from_secs(20)).is_err());
        // The gate closes again while the calls wait.
        tokio::time::advance(Duration::from_secs(29)).await;
        limits.observe(&response(429, &[("retry-after", "1")]));
        assert_eq!(early.into_iter().map(Reservation::consume).collect::<Vec<_>>(), [false; 3]);
        assert_eq!(waits(&reserved(&limits, 1)), [1_000]);
        tokio::time::advance(Duration::from_secs(61)).await;
        assert_eq!(sent(&limits, 9), 9);
        // A delay of an hour does not stop all calls.
        limits.observe(&response(429, &[("retry-after", "3600")]));
        assert_eq!(sent(&limits, 9), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn abandoned_calls_release_their_slots() {
        let limits = limits(Some(Rate::per_minute(480)), None);
        limits.observe(&response(429, &[]));
        let mut held = reserved(&limits, 200);
        assert_eq!(waits(&held)[197..], [49_250, 49_500, 49_750]);
        // The slots of the last ones, and of one in the middle, are reserved again.
        held.truncate(5);
        drop(held.remove(2));
        let next = reserved(&limits, 3);
        assert_eq!((waits(&held), waits(&next)), (vec![0, 250, 750, 1_000], vec![500, 1_250, 1_500]));
        drop((held, next));
        assert_eq!(waits(&reserved(&limits, 3)), [0, 250, 500]);
        // A slot that has passed is not reserved again.
        let mut held = reserved(&limits, 3);
        tokio::time::advance(Duration::from_millis(100)).await;
        drop(held.remove(0));
        assert_eq!(waits(&reserved(&limits, 1)), [650]);
    }

    #[tokio::test(start_paused = true)]
    async fn calls_are_spaced_for_a_limited_time_after_a_429() {
        let limits = limits(None, None);
        limits.observe(&response(429, &[]));
        let held = reserved(&limits, 300);
        assert_eq!(waits(&held)[238..242], [59_500, 59_750, 60_000, 60_000]);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(sent(&limits, 9), 9);
        // Calls that wait for the end reserve again: the period may have been extended.
        assert_eq!(held.into_iter().map(Reservation::consume).filter(|sent| *sent).count(), 240);
    }

    #[tokio::test(start_paused = true)]
    async fn calls_are_spaced_if_few_remain() {
        let left = |left| response(200, &[("ratelimit-limit", "5000"), ("ratelimit-remaining", left)]);
        let (free, limits) = (limits(None, None), limits(None, Some(Rate::per_minute(60))));
        for limits in [&free, &limits] {
            limits.observe(&left("500"));
            assert_eq!(sent(limits, 9), 9);
            limits.observe(&left("499"));
        }
        assert_eq!(sent(&free, 9), 9);
        let held = reserved(&limits, 3);
        assert_eq!(waits(&held), [0, 1_000, 2_000]);
        // A response without a limit changes nothing; a response with a higher one does.
        limits.observe(&response(200, &[]));
        assert_eq!(sent(&limits, 9), 0);
        limits.observe(&left("4999"));
        assert_eq!(sent(&limits, 9), 9);
    }

    #[tokio::test]
    async fn the_retry_budget_is_limited_and_refunded() {
        let limits = limits(None, None);
        assert_eq!((0..100).filter(|_| limits.withdraw(false).is_some()).count(), 35);
        assert_eq!(limits.withdraw(true), Some(5));
        assert_eq!(limits.withdraw(true), Some(5));
        assert_eq!(limits.withdraw(true), None);
        (0..5).for_each(|_| limits.refund(None));
        assert_eq!(limits.withdraw(true), Some(5));
        limits.refund(Some(5));
        assert_eq!(limits.withdraw(true), Some(5));
    }
}

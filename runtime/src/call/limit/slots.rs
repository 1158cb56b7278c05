//! The slots of a rate: the times at which calls may be sent, reserved and released.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

/// A rate of calls: a number of calls per unit of time.
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
    /// Creates a rate of `calls` per minute, evenly spread.
    pub fn per_minute(calls: u32) -> Self {
        Self { interval: Duration::from_secs(60) / calls.max(1), burst: 1 }
    }

    /// Sets how many calls may be sent at once after a pause.
    #[must_use]
    pub fn burst(self, calls: u32) -> Self {
        Self { burst: calls.max(1), ..self }
    }
}

/// The reserved slots of a rate (GCRA). A slot is a point in time; consecutive slots are one interval apart.
#[derive(Debug)]
pub(super) struct Slots {
    rate: Rate,
    /// The earliest time of the slot after the last one.
    reaches: Instant,
    /// The released slots before it.
    free: BTreeSet<Instant>,
}

impl Slots {
    pub(super) fn new(rate: Rate, now: Instant) -> Self {
        Self { rate, reaches: now, free: BTreeSet::new() }
    }

    /// Returns the first free slot that is not before `from`.
    pub(super) fn next(&self, from: Instant) -> Instant {
        self.free.range(from..).next().copied().unwrap_or(self.reaches.max(from))
    }

    /// Returns when the call of a slot may be sent: earlier than the slot if the rate allows a burst.
    pub(super) fn due(&self, slot: Instant, now: Instant) -> Instant {
        let tolerance = self.rate.interval * (self.rate.burst - 1);
        slot.checked_sub(tolerance).unwrap_or(now).max(now)
    }

    /// Reserves a free slot.
    pub(super) fn reserve(&mut self, slot: Instant) {
        if !self.free.remove(&slot) {
            self.reaches = slot + self.rate.interval;
        }
    }

    /// Releases a slot. A slot whose time has passed is lost, as is a slot that nobody reserved.
    pub(super) fn release(&mut self, slot: Instant, now: Instant) {
        self.free.insert(slot);
        while self.free.last().is_some_and(|last| *last + self.rate.interval == self.reaches) {
            self.reaches = self.free.pop_last().unwrap_or(self.reaches);
        }
        self.free = self.free.split_off(&now);
    }
}

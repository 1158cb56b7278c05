//! A fetch that several calls share: each of them drives it, so it proceeds as long as any of them is polled.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use tokio::time::Instant;

use super::credentials::{FetchError, Token, TokenFuture};

/// The time without a poll after which a fetch is abandoned, because its connection is closed by then.
pub(super) const ABANDONED: Duration = Duration::from_secs(10);

/// The duration after which a fetch is abandoned if the call that began it no longer waits. No other call
/// waits that long.
const LONGEST: Duration = Duration::from_secs(120);

/// The fetch in progress.
///
/// No lock is held while it is polled, because it may run code of the program, which may use the same client.
#[derive(Default)]
pub(super) struct SharedFetch {
    slot: Mutex<Slot>,
    waiting: Arc<WaitingCalls>,
}

#[derive(Default)]
enum Slot {
    #[default]
    Empty,
    Idle(Fetch),
    /// A call is polling it.
    Polled,
}

struct Fetch {
    future: TokenFuture,
    began: Instant,
    polled: Instant,
    /// The number of the call that began it.
    by: u64,
}

/// The waiting calls. Each has a waker, unless it has been woken since its last poll.
#[derive(Default)]
struct WaitingCalls(Mutex<Calls>);

#[derive(Default)]
struct Calls {
    wakers: BTreeMap<u64, Option<Waker>>,
    next: u64,
    /// The time at which the fetch was woken after its last poll.
    woken: Option<Instant>,
}

/// A waiting call.
pub(super) struct Waiter<'a> {
    shared: &'a SharedFetch,
    number: u64,
    is_new: bool,
}

/// Discards the fetch if its poll panics, so that the next call starts another one.
struct PollGuard<'a>(&'a SharedFetch);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SharedFetch {
    /// Adds a call that waits for the fetch, until the waiter is dropped.
    pub(super) fn waiter(&self) -> Waiter<'_> {
        let mut calls = locked(&self.waiting.0);
        calls.next += 1;
        let number = calls.next;
        calls.wakers.insert(number, None);
        Waiter { shared: self, number, is_new: true }
    }
}

impl Waiter<'_> {
    /// Polls the fetch, or begins one with `begin`.
    ///
    /// `ended` returns the result of a fetch that has ended in the meantime. `complete` is called with the
    /// result of the fetch before the other calls are woken.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        ended: impl FnOnce() -> Option<Result<(), FetchError>>,
        begin: impl FnOnce() -> TokenFuture,
        complete: impl FnOnce(Result<Token, FetchError>) -> Result<(), FetchError>,
    ) -> Poll<Result<(), FetchError>> {
        let shared = self.shared;
        // Registers before the slot is read, so that a call that finds the slot in use is woken with the
        // others.
        shared.waiting.register(self.number, context.waker());
        let fetch = {
            let mut slot = locked(&shared.slot);
            if let Some(outcome) = ended() {
                return Poll::Ready(outcome);
            }
            match std::mem::replace(&mut *slot, Slot::Polled) {
                Slot::Polled => return Poll::Pending,
                Slot::Empty => None,
                Slot::Idle(fetch) => Some(fetch),
            }
        };
        let polling = PollGuard(shared);
        let is_new = std::mem::take(&mut self.is_new);
        let fetch = fetch.filter(|fetch| !(is_new && shared.waiting.has_abandoned(fetch, self.number)));
        let mut fetch = fetch.unwrap_or_else(|| Fetch::new(begin(), self.number));
        shared.waiting.calls().woken = None;
        let waker = Waker::from(shared.waiting.clone());
        match fetch.future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(outcome) => {
                let outcome = complete(outcome);
                drop(polling);
                Poll::Ready(outcome)
            }
            Poll::Pending => {
                fetch.polled = Instant::now();
                *locked(&shared.slot) = Slot::Idle(fetch);
                std::mem::forget(polling);
                // Calls that were woken during this poll could not poll the fetch.
                if shared.waiting.calls().woken.is_some() {
                    shared.waiting.wake_all();
                }
                Poll::Pending
            }
        }
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        let removed = self.shared.waiting.calls().wakers.remove(&self.number);
        drop(removed);
    }
}

impl Drop for PollGuard<'_> {
    fn drop(&mut self) {
        *locked(&self.0.slot) = Slot::Empty;
        self.0.waiting.wake_all();
    }
}

impl WaitingCalls {
    fn calls(&self) -> MutexGuard<'_, Calls> {
        locked(&self.0)
    }

    fn register(&self, number: u64, waker: &Waker) {
        let replaced = self.calls().wakers.insert(number, Some(waker.clone()));
        drop(replaced);
    }

    fn wake_all(&self) {
        let woken: Vec<Waker> = self.calls().wakers.values_mut().filter_map(Option::take).collect();
        woken.into_iter().for_each(Waker::wake);
    }

    /// Returns whether a new call should not continue a fetch.
    fn has_abandoned(&self, fetch: &Fetch, new: u64) -> bool {
        let calls = self.calls();
        let is_alone = calls.wakers.keys().all(|number| *number == new);
        let since = if is_alone { Some(fetch.polled) } else { calls.woken };
        let is_unpolled = since.is_some_and(|since| since.elapsed() > ABANDONED);
        is_unpolled || fetch.began.elapsed() > LONGEST && !calls.wakers.contains_key(&fetch.by)
    }
}

impl Wake for WaitingCalls {
    fn wake(self: Arc<Self>) {
        self.calls().woken.get_or_insert_with(Instant::now);
        self.wake_all();
    }
}

impl Fetch {
    fn new(future: TokenFuture, by: u64) -> Self {
        let now = Instant::now();
        Self { future, began: now, polled: now, by }
    }
}

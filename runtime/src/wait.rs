//! Waiting until a thing is as it should be, by asking again and again.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::error::Error;
use crate::retry::jitter;

type Asked<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// How far a thing has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Not far enough: it is asked for again.
    Pending,
    /// As far as it should.
    Done,
    /// It will never get there, and why.
    Failed(String),
}

/// How many calls in a row may fail before waiting is given up, where another may end otherwise.
const FAILURES: u32 = 3;

/// A wait that has not begun: await it. Dropping it ends the asking, and nothing else.
#[must_use = "waiting begins when it is awaited"]
pub struct Waiter<T> {
    ask: Box<dyn FnMut() -> Asked<T> + Send>,
    judge: fn(&T) -> Progress,
    on_poll: Box<dyn FnMut(&T) + Send>,
    at_most: Duration,
    first: Duration,
    longest: Duration,
    absent: Duration,
}

impl<T: Send + 'static> Waiter<T> {
    /// Asks at once, after 5 seconds, and then each time after half as long again, up to 30 seconds: an hour costs
    /// about 120 calls. Times vary by a fifth, so that many waits do not ask together.
    pub fn new<F, A>(mut ask: F, judge: fn(&T) -> Progress) -> Self
    where
        F: FnMut() -> A + Send + 'static,
        A: Future<Output = Result<T, Error>> + Send + 'static,
    {
        Self {
            ask: Box::new(move || Box::pin(ask())),
            judge,
            on_poll: Box::new(|_| {}),
            at_most: Duration::from_secs(3600),
            first: Duration::from_secs(5),
            longest: Duration::from_secs(30),
            absent: Duration::ZERO,
        }
    }

    /// How long to wait in all, an hour unless said otherwise.
    pub fn at_most(mut self, limit: Duration) -> Self {
        self.at_most = limit;
        self
    }

    /// How long to wait between two calls: first, and at most.
    pub fn every(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// How long the thing may be absent (status 404): servers forget for a moment what they have just made.
    pub fn absent_for(mut self, limit: Duration) -> Self {
        self.absent = limit;
        self
    }

    /// Calls a function with each state of the thing.
    pub fn on_poll(mut self, look: impl FnMut(&T) + Send + 'static) -> Self {
        self.on_poll = Box::new(look);
        self
    }

    async fn run(mut self) -> Result<T, WaitError<T>> {
        let began = Instant::now();
        let end = began.checked_add(self.at_most);
        let mut pause = self.first;
        let (mut last, mut polls, mut failures) = (None, 0, 0);
        loop {
            polls += 1;
            let asked = (self.ask)();
            let answer = match end {
                Some(end) => crate::timer::timeout_at(end, asked).await.ok(),
                None => Some(asked.await),
            };
            match answer {
                None => return Err(WaitError::TimedOut { last, polls, elapsed: began.elapsed() }),
                Some(Ok(thing)) => {
                    failures = 0;
                    (self.on_poll)(&thing);
                    match (self.judge)(&thing) {
                        Progress::Done => return Ok(thing),
                        Progress::Failed(reason) => return Err(WaitError::Failed { last: thing, reason }),
                        Progress::Pending => last = Some(thing),
                    }
                }
                Some(Err(error)) if error.is_not_found() && began.elapsed() < self.absent => {}
                Some(Err(error)) => {
                    failures += 1;
                    if !error.is_transient() || failures >= FAILURES {
                        return Err(WaitError::Call(error));
                    }
                }
            }
            let wait = (pause / 5).saturating_mul(4).saturating_add(jitter(pause / 5 * 2));
            pause = pause.saturating_add(pause / 2).min(self.longest);
            let next = Instant::now().checked_add(wait);
            if end.is_some_and(|end| next.is_none_or(|next| next >= end)) {
                // There is no time for another call, so there is none to wait for either.
                return Err(WaitError::TimedOut { last, polls, elapsed: began.elapsed() });
            }
            crate::timer::sleep(wait).await;
        }
    }
}

impl<T: Send + 'static> IntoFuture for Waiter<T> {
    type Output = Result<T, WaitError<T>>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<T> fmt::Debug for Waiter<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Waiter").field("at_most", &self.at_most).finish_non_exhaustive()
    }
}

/// Why waiting ended without the thing being as it should.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T> {
    /// It will never get there.
    #[non_exhaustive]
    Failed {
        /// How it was last.
        last: T,
        /// Why, as far as the server says.
        reason: String,
    },
    /// It did not get there in time.
    #[non_exhaustive]
    TimedOut {
        /// How it was last; none if it was never seen.
        last: Option<T>,
        /// How often it was asked for.
        polls: u32,
        /// How long that took.
        elapsed: Duration,
    },
    /// It could not be asked for.
    Call(Error),
}

impl<T> fmt::Display for WaitError<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { reason, .. } => write!(formatter, "waiting is of no use: {reason}"),
            Self::TimedOut { polls, elapsed, .. } => {
                write!(formatter, "not there after {} s and {polls} calls", elapsed.as_secs())
            }
            // It is the source, so its words are not said twice.
            Self::Call(_) => formatter.write_str("the call that asks failed"),
        }
    }
}

impl<T: fmt::Debug> std::error::Error for WaitError<T> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            _ => None,
        }
    }
}

/// What was last seen is lost.
impl<T> From<WaitError<T>> for Error {
    fn from(error: WaitError<T>) -> Self {
        match error {
            WaitError::Call(error) => error,
            other => Self::wait(other.to_string()),
        }
    }
}

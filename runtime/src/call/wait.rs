//! Waits for a state: a resource is fetched repeatedly until it has the state.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::call::retry::jitter;
use crate::error::Error;

type PollFuture<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// The progress of a resource towards the awaited state.
///
/// ```
/// # use openapi_client_runtime::{Progress, Value};
/// fn progress(image: &Value) -> Progress {
///     match image["status"].as_str() {
///         Some("available") => Progress::Done,
///         Some("deleted") => Progress::Failed("the image is deleted".to_owned()),
///         _ => Progress::Pending,
///     }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The resource does not have the state yet; it is fetched again.
    Pending,
    /// The resource has the state.
    Done,
    /// The resource will never have the state, for this reason.
    Failed(String),
}

/// The number of consecutive failed calls that end the wait, even if another call may succeed.
const FAILURES: u32 = 3;

/// A wait for a state of a resource. It begins when it is awaited. Dropping it stops the wait and has no
/// other effect.
///
/// ```no_run
/// # use openapi_client_runtime::{Client, Error, Progress, Value, Waiter, http::Method};
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let fetch = move || client.request(Method::GET, "/v2/images/7938291").send_as::<Value>();
/// let waiter = Waiter::new(fetch, |image| match image["status"].as_str() {
///     Some("available") => Progress::Done,
///     Some("deleted") => Progress::Failed("the image is deleted".to_owned()),
///     _ => Progress::Pending,
/// });
/// let image = waiter.at_most(std::time::Duration::from_secs(600)).await?;
/// # _ = image;
/// # Ok(())
/// # }
/// ```
#[must_use = "waiting begins when it is awaited"]
pub struct Waiter<T> {
    ask: Box<dyn FnMut() -> PollFuture<T> + Send>,
    judge: fn(&T) -> Progress,
    on_poll: Box<dyn FnMut(&T) + Send>,
    at_most: Duration,
    first: Duration,
    longest: Duration,
    absent: Duration,
}

impl<T: Send + 'static> Waiter<T> {
    /// Creates a wait that fetches the resource at once, after 5 seconds, and then at intervals that grow by
    /// half, up to 30 seconds: about 120 calls an hour. Intervals vary by a fifth, so that parallel waits do
    /// not send their requests together.
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

    /// Limits the time of the wait. The default is an hour.
    pub fn at_most(mut self, limit: Duration) -> Self {
        self.at_most = limit;
        self
    }

    /// Sets the interval between two calls: the first, and the longest.
    pub fn every(mut self, first: Duration, longest: Duration) -> Self {
        (self.first, self.longest) = (first, longest);
        self
    }

    /// Sets how long the resource may be missing (status 404), because servers may not find a new resource
    /// for a moment.
    pub fn absent_for(mut self, limit: Duration) -> Self {
        self.absent = limit;
        self
    }

    /// Calls a function with each state of the resource.
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
                Some(end) => crate::transport::timer::timeout_at(end, asked).await.ok(),
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
                // The time limit permits no further call, so waiting would be useless.
                return Err(WaitError::TimedOut { last, polls, elapsed: began.elapsed() });
            }
            crate::transport::timer::sleep(wait).await;
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

/// The reason why a wait ended without the awaited state.
///
/// ```
/// # use openapi_client_runtime::{Value, WaitError, Waiter};
/// # async fn example(waiter: Waiter<Value>) {
/// match waiter.await {
///     Err(WaitError::Failed { reason, .. }) => println!("it will not be available: {reason}"),
///     Err(WaitError::TimedOut { polls, .. }) => println!("not available after {polls} calls"),
///     Err(error) => println!("{error}"),
///     Ok(image) => println!("{image}"),
/// }
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T> {
    /// The resource will never have the state.
    #[non_exhaustive]
    Failed {
        /// The last state of the resource.
        last: T,
        /// The reason, as far as the server reports it.
        reason: String,
    },
    /// The resource did not have the state in time.
    #[non_exhaustive]
    TimedOut {
        /// The last state of the resource; `None` if no call returned it.
        last: Option<T>,
        /// The number of calls.
        polls: u32,
        /// The time that passed.
        elapsed: Duration,
    },
    /// A call to fetch the resource failed.
    Call(Error),
}

impl<T> fmt::Display for WaitError<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { reason, .. } => write!(formatter, "the awaited state cannot be reached: {reason}"),
            Self::TimedOut { polls, elapsed, .. } => {
                write!(formatter, "state not reached after {} s and {polls} calls", elapsed.as_secs())
            }
            // The error is the source, so the message does not repeat it.
            Self::Call(_) => formatter.write_str("the state could not be fetched"),
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

/// The last state of the resource is lost.
impl<T> From<WaitError<T>> for Error {
    fn from(error: WaitError<T>) -> Self {
        match error {
            WaitError::Call(error) => error,
            other => Self::wait(other.to_string()),
        }
    }
}

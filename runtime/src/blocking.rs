//! Calls from programs without async.

use std::future::IntoFuture;

use crate::error::Error;
use crate::events::{Event, EventStream};
use crate::lines::JsonLines;
use crate::page::{Items, Pages};
use crate::pending::Pending;
use crate::response::{FromReply, Response};
use crate::stream::ByteStream;
use crate::wait::{WaitError, Waiter};

/// Runs a future to completion on this thread.
///
/// Connections and timers are driven by a thread of the client's own, also between calls. So this works on any thread
/// that may be blocked: those of a program without async, `spawn_blocking`, `block_in_place`, and where the program has
/// merely entered a runtime.
///
/// # Errors
/// Fails within a task of tokio, or within its `block_on`, which would stand still: await the future there. Other
/// executors cannot be told from plain threads; on them this blocks the executor's thread.
#[cfg(not(target_family = "wasm"))]
pub fn block<F: IntoFuture>(future: F) -> Result<F::Output, Error> {
    if thread::is_async() {
        return Err(Error::configuration("a call that blocks was made within async code: await it there"));
    }
    let driver = crate::driver::start().map_err(|error| Error::driver(&error))?;
    // What providers, interceptors and other transports make of tokio belongs to a runtime that is driven.
    let _guard = driver.enter();
    Ok(thread::run(future.into_future()))
}

/// Runs a future to completion on this thread.
///
/// # Errors
/// Always fails: there are no threads on this target.
#[cfg(target_family = "wasm")]
pub fn block<F: IntoFuture>(_: F) -> Result<F::Output, Error> {
    Err(Error::configuration("there are no threads on this target: await the call"))
}

#[cfg(not(target_family = "wasm"))]
mod thread {
    //! The smallest executor: the thread sleeps until the future can go on.

    use std::future::Future;
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake, Waker};
    use std::thread::Thread;

    use tokio::runtime::Handle;
    use tokio::task::coop::poll_proceed;

    /// More than what tokio lets a task do before it must yield.
    const BUDGET: usize = 1024;

    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    pub(super) fn run<F: Future>(future: F) -> F::Output {
        let mut future = pin!(future);
        let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(output) => return output,
                Poll::Pending => std::thread::park(),
            }
        }
    }

    /// Returns whether tokio is polling a future on this thread: only then does it limit what may be done.
    pub(super) fn is_async() -> bool {
        if Handle::try_current().is_err() {
            return false;
        }
        let mut context = Context::from_waker(Waker::noop());
        let mut taken = Vec::new();
        let is_limited = (0..BUDGET).any(|_| match poll_proceed(&mut context) {
            Poll::Ready(unit) => {
                taken.push(unit);
                false
            }
            Poll::Pending => true,
        });
        // Each gives back what was left before it.
        while taken.pop().is_some() {}
        is_limited
    }
}

impl<T> Pending<T> {
    /// Makes the call and blocks the thread until it is over.
    ///
    /// # Errors
    /// As when it is awaited, and as for [`block`].
    pub fn block(self) -> Result<T, Error> {
        block(self)?
    }
}

impl<T: Send + 'static> Waiter<T> {
    /// Waits, and blocks the thread until it is over.
    ///
    /// # Errors
    /// As when it is awaited, and as for [`block`].
    pub fn block(self) -> Result<T, WaitError<T>> {
        block(self).map_err(WaitError::Call)?
    }
}

impl<T: FromReply> Pages<T> {
    /// Returns an iterator over the pages that blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<Response<T>, Error>> {
        fused(move || block(self.try_next()))
    }
}

impl<T: FromReply, I> Items<T, I> {
    /// Returns an iterator over the items that blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<I, Error>> {
        fused(move || block(self.try_next()))
    }
}

impl<T> EventStream<T> {
    /// Returns an iterator over the events that blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<Event<T>, Error>> {
        fused(move || block(self.try_next()))
    }
}

impl<T: FromReply> JsonLines<T> {
    /// Returns an iterator over the values that blocks the thread. A line that does not decode is an error of its own,
    /// and the next one follows.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<T, Error>> {
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            let item = block(self.try_next()).and_then(|item| item).transpose();
            is_over = item.as_ref().is_none_or(|item| item.as_ref().is_err_and(|error| !error.is_decode()));
            item
        })
    }
}

impl ByteStream {
    /// Returns an iterator over the pieces that blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<bytes::Bytes, Error>> {
        fused(move || block(self.try_next()))
    }
}

/// An iterator that ends with the first error.
fn fused<T>(
    mut next: impl FnMut() -> Result<Result<Option<T>, Error>, Error>,
) -> impl Iterator<Item = Result<T, Error>> {
    let mut is_over = false;
    std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let item = next().and_then(|item| item).transpose();
        is_over = !matches!(item, Some(Ok(_)));
        item
    })
}

//! Blocking calls, for programs without async.

use std::future::IntoFuture;

use crate::body::stream::ByteStream;
use crate::call::future::ResponseFuture;
use crate::call::wait::{WaitError, Waiter};
use crate::error::Error;
use crate::paging::{Items, Pages};
use crate::response::events::{Event, EventStream};
use crate::response::lines::JsonLines;
use crate::response::{FromResponse, Response};

/// Runs a future to completion on this thread.
///
/// A thread of this crate drives connections and timers, also between calls. Therefore this works on any
/// thread that may be blocked: the threads of a program without async, `spawn_blocking`, `block_in_place`,
/// and threads that have only entered a runtime.
///
/// ```no_run
/// # use openapi_client_runtime::{Client, Error, Value, blocking::block, http::Method};
/// # fn example(client: Client) -> Result<(), Error> {
/// let account = block(client.request(Method::GET, "/v2/account").send_as::<Value>())??;
/// # _ = account;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Fails within a tokio task or within its `block_on`, which it would block: await the future there. Other
/// executors cannot be distinguished from plain threads; there it blocks the executor's thread.
#[cfg(not(target_family = "wasm"))]
pub fn block<F: IntoFuture>(future: F) -> Result<F::Output, Error> {
    if thread::is_async() {
        return Err(Error::configuration("a blocking call was made in async code — await it instead"));
    }
    let driver = crate::transport::driver::start().map_err(|error| Error::driver(&error))?;
    // Providers, interceptors and transports may spawn tasks, which need a runtime that is driven.
    let _guard = driver.enter();
    Ok(thread::run(future.into_future()))
}

/// Runs a future to completion on this thread.
///
/// # Errors
/// Always fails, because this target has no threads.
#[cfg(target_family = "wasm")]
pub fn block<F: IntoFuture>(_: F) -> Result<F::Output, Error> {
    Err(Error::configuration("this target has no threads — await the call instead"))
}

#[cfg(not(target_family = "wasm"))]
mod thread {
    //! A minimal executor: the thread sleeps until the future is woken.

    use std::future::Future;
    use std::pin::pin;
    use std::sync::Arc;
    use std::task::{Context, Poll, Wake, Waker};
    use std::thread::Thread;

    use tokio::runtime::Handle;
    use tokio::task::coop::poll_proceed;

    /// A number greater than the budget that tokio gives a task before the task must yield.
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

    /// Returns whether tokio is polling a future on this thread: it applies a budget only then.
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
        // Each one returns the budget that was left before it.
        while taken.pop().is_some() {}
        is_limited
    }
}

impl<T> ResponseFuture<T> {
    /// Sends the request and blocks the thread until the call ends.
    ///
    /// # Errors
    /// Fails if the call fails, and as [`block`] does.
    pub fn block(self) -> Result<T, Error> {
        block(self)?
    }
}

impl<T: Send + 'static> Waiter<T> {
    /// Waits, and blocks the thread until the wait ends.
    ///
    /// # Errors
    /// Fails if the wait fails, and as [`block`] does.
    pub fn block(self) -> Result<T, WaitError<T>> {
        block(self).map_err(WaitError::Call)?
    }
}

impl<T: FromResponse> Pages<T> {
    /// Returns an iterator over the pages, which blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<Response<T>, Error>> {
        fused(move || block(self.try_next()))
    }
}

impl<T: FromResponse, I> Items<T, I> {
    /// Returns an iterator over the items, which blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<I, Error>> {
        fused(move || block(self.try_next()))
    }
}

impl<T> EventStream<T> {
    /// Returns an iterator over the events, which blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<Event<T>, Error>> {
        fused(move || block(self.try_next()))
    }
}

impl<T: FromResponse> JsonLines<T> {
    /// Returns an iterator over the values, which blocks the thread. A line that does not decode is an error;
    /// the iterator continues with the next line.
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
    /// Returns an iterator over the chunks, which blocks the thread. It ends after the first error.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<bytes::Bytes, Error>> {
        fused(move || block(self.try_next()))
    }
}

/// An iterator that ends after the first error.
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

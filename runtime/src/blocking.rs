//! Calls from programs without async.

use std::future::IntoFuture;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;
use crate::page::{Items, Pages};
use crate::pending::Pending;
use crate::response::{FromReply, Response};
use crate::wait::{WaitError, Waiter};

/// Where every blocking call runs: connections belong to the runtime in which they were made.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Option<Runtime>> = OnceLock::new();
    let runtime = RUNTIME.get_or_init(|| Builder::new_current_thread().enable_all().build().ok());
    runtime.as_ref().ok_or_else(|| Error::configuration("the runtime for blocking calls cannot be started"))
}

/// Runs a future to its end on this thread.
///
/// # Errors
/// The thread runs async code, which would stand still: await the future there.
pub fn block<F: IntoFuture>(future: F) -> Result<F::Output, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::configuration("a call that blocks was made within async code: await it there"));
    }
    Ok(runtime()?.block_on(future.into_future()))
}

impl<T> Pending<T> {
    /// Makes the call and blocks the thread until it is over.
    ///
    /// # Errors
    /// As when it is awaited, or within async code.
    pub fn block(self) -> Result<T, Error> {
        block(self)?
    }
}

impl<T: Send + 'static> Waiter<T> {
    /// Waits, and blocks the thread until it is over.
    ///
    /// # Errors
    /// As when it is awaited, or within async code.
    pub fn block(self) -> Result<T, WaitError<T>> {
        block(self).map_err(WaitError::Call)?
    }
}

impl<T: FromReply> Pages<T> {
    /// The pages as an iterator that blocks the thread.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<Response<T>, Error>> {
        ended(move || block(self.try_next()))
    }
}

impl<T: FromReply, I> Items<T, I> {
    /// The items as an iterator that blocks the thread.
    pub fn blocking(mut self) -> impl Iterator<Item = Result<I, Error>> {
        ended(move || block(self.try_next()))
    }
}

/// An iterator that ends with the first error.
fn ended<T>(
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

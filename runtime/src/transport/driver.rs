//! The thread that drives connections and timers, whichever executor polls a call.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::runtime::{Builder, EnterGuard, Handle};

/// A runtime with a thread of its own, which runs until the process ends.
///
/// A connection is a task of the runtime that opened it. It notices that the server has closed it, or has
/// sent an unsolicited response (RFC 9112, section 9.2), only while that runtime is driven. A program may
/// drive its own runtime for one call at a time, drop it, or have none at all; this one is always driven.
#[derive(Debug)]
pub(crate) struct Driver {
    handle: Handle,
    /// The process in which the thread runs: a fork has none.
    process: u32,
}

/// Returns the driver, and starts it at the first call.
///
/// # Errors
/// Fails if the operating system refuses a thread or an event queue.
pub(crate) fn start() -> io::Result<&'static Driver> {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    static FORKED: Mutex<Option<&'static Driver>> = Mutex::new(None);
    let process = std::process::id();
    match DRIVER.get() {
        Some(driver) if driver.process == process => return Ok(driver),
        Some(_) => {}
        None => {
            // If another thread was faster, this driver is dropped.
            let made = Driver::new(process)?;
            return Ok(DRIVER.get_or_init(|| made));
        }
    }
    let mut forked = FORKED.lock().unwrap_or_else(PoisonError::into_inner);
    match *forked {
        Some(driver) if driver.process == process => Ok(driver),
        _ => Ok(*forked.insert(Box::leak(Box::new(Driver::new(process)?)))),
    }
}

/// Makes the driver's runtime the current one until the guard is dropped.
///
/// Returns `None` if the clock of the current runtime is paused, as in tests: timers must follow that clock.
pub(crate) fn enter() -> Option<EnterGuard<'static>> {
    if is_clock_virtual() {
        return None;
    }
    start().ok().map(Driver::enter)
}

/// Returns whether the clock of the current runtime is not the machine's.
///
/// It is paused or was paused: then its time is not between two readings of the machine's clock.
fn is_clock_virtual() -> bool {
    let before = std::time::Instant::now();
    let shown = tokio::time::Instant::now().into_std();
    shown < before || shown > std::time::Instant::now()
}

impl Driver {
    fn new(process: u32) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        std::thread::Builder::new()
            .name("openapi-client".to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
        Ok(Self { handle, process })
    }

    pub(crate) fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }
}

/// A future, reader or body that is polled and dropped with the driver's runtime as the current one.
pub(crate) struct Driven<T>(Option<Pin<Box<T>>>);

impl<T> Driven<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self(Some(Box::pin(inner)))
    }

    fn poll<O>(&mut self, poll: impl FnOnce(Pin<&mut T>) -> Poll<O>) -> Poll<O> {
        let _guard = enter();
        self.0.as_mut().map_or(Poll::Pending, |inner| poll(inner.as_mut()))
    }
}

impl<T> Drop for Driven<T> {
    fn drop(&mut self) {
        let _guard = enter();
        self.0 = None;
    }
}

impl<F: Future> Future for Driven<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        Self::poll(&mut self, |future| future.poll(context))
    }
}

impl<R: AsyncRead> AsyncRead for Driven<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Self::poll(&mut self, |reader| reader.poll_read(context, buffer))
    }
}

impl<B: Body> Body for Driven<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Self::poll(&mut self, |body| body.poll_frame(context))
    }

    fn size_hint(&self) -> SizeHint {
        self.0.as_ref().map(|body| body.size_hint()).unwrap_or_default()
    }
}

//! The threads that drive connections and timers, regardless of the executor that polls a call.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::runtime::{Builder, EnterGuard, Handle};

/// A runtime with its own thread, which runs until the process ends.
///
/// A connection is a task of the runtime that opened it. It notices that the server has closed it, or has
/// sent an unsolicited response (RFC 9112, section 9.2), only while that runtime is driven. A program may
/// drive its runtime for one call at a time, drop it, or have no runtime; this one is always driven.
#[derive(Debug)]
pub(crate) struct Driver {
    handle: Handle,
    /// The process in which the thread runs; the thread does not exist in a fork of it.
    process: u32,
}

/// The driver of this process for one purpose.
struct Purpose {
    /// The name of its thread.
    thread: &'static str,
    first: OnceLock<Driver>,
    forked: Mutex<Option<&'static Driver>>,
}

static CONNECTIONS: Purpose = Purpose::new("openapi-client");

/// A connection whose server keeps it busy delays other connections. Timers have their own thread, so that
/// time limits hold even then.
static TIMERS: Purpose = Purpose::new("openapi-timers");

impl Purpose {
    const fn new(thread: &'static str) -> Self {
        Self { thread, first: OnceLock::new(), forked: Mutex::new(None) }
    }

    /// Returns the driver, and starts it at the first call.
    fn start(&self) -> io::Result<&Driver> {
        let process = std::process::id();
        match self.first.get() {
            Some(driver) if driver.process == process => return Ok(driver),
            Some(_) => {}
            None => {
                // If another thread has set one in the meantime, this driver is dropped.
                let made = Driver::new(self.thread, process)?;
                return Ok(self.first.get_or_init(|| made));
            }
        }
        let mut forked = self.forked.lock().unwrap_or_else(PoisonError::into_inner);
        match *forked {
            Some(driver) if driver.process == process => Ok(driver),
            _ => Ok(*forked.insert(Box::leak(Box::new(Driver::new(self.thread, process)?)))),
        }
    }
}

/// Starts the threads at the first call, and returns the driver of connections.
///
/// # Errors
/// Fails if the operating system refuses a thread or an event queue.
pub(crate) fn start() -> io::Result<&'static Driver> {
    TIMERS.start()?;
    CONNECTIONS.start()
}

/// Makes the runtime of connections the current one until the guard is dropped.
///
/// Returns `None` if the clock of the current runtime is paused, as in tests: timers must follow that clock.
pub(crate) fn enter() -> Option<EnterGuard<'static>> {
    enter_for(&CONNECTIONS)
}

/// Makes the runtime of timers the current one, as [`enter`] does for connections.
pub(crate) fn enter_timers() -> Option<EnterGuard<'static>> {
    enter_for(&TIMERS)
}

fn enter_for(purpose: &'static Purpose) -> Option<EnterGuard<'static>> {
    if is_clock_virtual() {
        return None;
    }
    purpose.start().ok().map(Driver::enter)
}

/// Returns whether the clock of the current runtime differs from the machine's.
///
/// If the clock is or was paused, its time is not between two readings of the machine's clock.
fn is_clock_virtual() -> bool {
    let before = std::time::Instant::now();
    let shown = tokio::time::Instant::now().into_std();
    shown < before || shown > std::time::Instant::now()
}

impl Driver {
    fn new(thread: &str, process: u32) -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        std::thread::Builder::new()
            .name(thread.to_owned())
            .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
        Ok(Self { handle, process })
    }

    pub(crate) fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }
}

/// A future, reader or body that is polled and dropped with the driver's runtime as the current one.
pub(crate) struct OnDriver<T>(Option<Pin<Box<T>>>);

impl<T> OnDriver<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self(Some(Box::pin(inner)))
    }

    fn poll<O>(&mut self, poll: impl FnOnce(Pin<&mut T>) -> Poll<O>) -> Poll<O> {
        let _guard = enter();
        self.0.as_mut().map_or(Poll::Pending, |inner| poll(inner.as_mut()))
    }
}

impl<T> Drop for OnDriver<T> {
    fn drop(&mut self) {
        let _guard = enter();
        self.0 = None;
    }
}

impl<F: Future> Future for OnDriver<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        Self::poll(&mut self, |future| future.poll(context))
    }
}

impl<R: AsyncRead> AsyncRead for OnDriver<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Self::poll(&mut self, |reader| reader.poll_read(context, buffer))
    }
}

impl<B: Body> Body for OnDriver<B> {
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

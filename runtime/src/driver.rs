//! The thread that drives connections and timers, whichever executor polls a call.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::runtime::{Builder, EnterGuard, Handle};

/// A runtime with a thread of its own, which runs until the process ends.
///
/// A connection is a task of the runtime that made it, and notices that the server has closed it, or has sent what
/// nobody asked for (RFC 9112, section 9.2), only while that runtime is driven. A program may drive its own runtime
/// for one call at a time, drop it, or have none at all; this one is always driven.
#[derive(Debug)]
pub(crate) struct Driver {
    handle: Handle,
    /// The process in which the thread runs: a fork has none.
    process: u32,
}

/// Returns the driver, and starts it when it is first needed.
///
/// # Errors
/// The operating system refuses a thread or an event queue.
pub(crate) fn start() -> io::Result<&'static Driver> {
    static DRIVER: OnceLock<Driver> = OnceLock::new();
    static FORKED: Mutex<Option<&'static Driver>> = Mutex::new(None);
    let process = std::process::id();
    match DRIVER.get() {
        Some(driver) if driver.process == process => return Ok(driver),
        Some(_) => {}
        None => {
            // Whoever comes second gives its own up again.
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
/// Returns `None` where the clock of the current runtime is paused, as in tests: timers must follow that clock.
pub(crate) fn enter() -> Option<EnterGuard<'static>> {
    if is_clock_virtual() {
        return None;
    }
    start().ok().map(Driver::enter)
}

/// Whether the clock of the current runtime is not the machine's.
///
/// It is paused or has been; whatever it shows then, it is not between two readings of the machine's.
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

/// A future that is polled and dropped with the driver's runtime as the current one.
pub(crate) struct Driven<F>(Option<Pin<Box<F>>>);

impl<F: Future> Driven<F> {
    pub(crate) fn new(future: F) -> Self {
        Self(Some(Box::pin(future)))
    }
}

impl<F: Future> Future for Driven<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let _guard = enter();
        match &mut self.0 {
            Some(future) => future.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

impl<F> Drop for Driven<F> {
    fn drop(&mut self) {
        let _guard = enter();
        self.0 = None;
    }
}

/// A reader that is polled with the driver's runtime as the current one.
pub(crate) struct DrivenReader<R>(pub(crate) R);

impl<R: AsyncRead + Unpin> AsyncRead for DrivenReader<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let _guard = enter();
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

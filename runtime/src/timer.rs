//! Timers that need no runtime of the caller.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, Sleep, error::Elapsed};

/// A context in which timers can be made.
#[cfg(not(target_family = "wasm"))]
fn enter() -> Option<impl Sized> {
    crate::driver::enter()
}

/// Threads are missing there: timers are those of the caller's runtime.
#[cfg(target_family = "wasm")]
fn enter() -> Option<()> {
    None
}

/// Waits for a time.
pub(crate) fn sleep(time: Duration) -> Sleep {
    let _guard = enter();
    tokio::time::sleep(time)
}

/// Polls a future until a moment.
///
/// # Errors
/// The moment came first.
pub(crate) async fn timeout_at<F: Future>(moment: Instant, future: F) -> Result<F::Output, Elapsed> {
    let limited = {
        let _guard = enter();
        tokio::time::timeout_at(moment, future)
    };
    limited.await
}

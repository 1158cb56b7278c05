//! Timers that do not need a runtime of the program.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, Sleep, error::Elapsed};

/// Enters a runtime in which timers can be created.
#[cfg(not(target_family = "wasm"))]
fn enter() -> Option<impl Sized> {
    crate::transport::driver::enter_timers()
}

/// Does nothing: this target has no threads, so timers are those of the caller's runtime.
#[cfg(target_family = "wasm")]
fn enter() -> Option<()> {
    None
}

/// Waits for a duration.
pub(crate) fn sleep(time: Duration) -> Sleep {
    let _guard = enter();
    tokio::time::sleep(time)
}

/// Polls a future until an instant.
///
/// # Errors
/// Fails if the future is not ready by then.
pub(crate) async fn timeout_at<F: Future>(moment: Instant, future: F) -> Result<F::Output, Elapsed> {
    let limited = {
        let _guard = enter();
        tokio::time::timeout_at(moment, future)
    };
    limited.await
}

//! One call from its request to its result: parts of the request, attempts, retries, limits, waits.

mod define;
mod execute;
pub(crate) mod future;
pub(crate) mod limit;
pub(crate) mod raw;
pub(crate) mod request;
pub(crate) mod retry;
pub(crate) mod server;
mod time;
pub(crate) mod wait;

//! Tools for maintainers that inspect a description and its client. Build scripts do not need them.

pub mod coverage;
pub(crate) mod diff;
pub mod listing;
pub(crate) mod paging;

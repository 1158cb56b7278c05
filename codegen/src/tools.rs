//! What maintainers ask about a description and its client; build scripts do without it.

pub mod coverage;
pub(crate) mod diff;
pub mod listing;

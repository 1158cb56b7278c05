//! Code that the tests of several crates share: servers, a small API, and texts.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "it is part of tests, which fail by panicking"
)]

pub mod api;
pub mod images;
pub mod mutation;
pub mod page;
pub mod server;

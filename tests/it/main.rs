//! The tests of the workspace as a whole: what is generated, what is said, and how the client behaves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod api;
mod cases;
mod coverage;
mod decode;
mod diagnostics;
mod dialects;
mod edits;
mod fixtures;
mod images;
mod laws;
mod layers;
mod listing;
mod mutations;
mod requests;
mod server;
mod settings;
mod stability;
mod tidy;

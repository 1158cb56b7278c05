//! Integration tests of the workspace: generated code, findings and the behaviour of the client.

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
mod proposals;
mod requests;
mod server;
mod settings;
mod stability;
mod tidy;
mod unmatched;
mod wire;

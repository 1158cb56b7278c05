//! Compiles the examples in the documentation of the fixtures' operations: in the crate of a client, each is
//! a test.

// The operations of a tag exist only with its feature.
#![cfg(all(feature = "cats", feature = "guard-dogs", feature = "default-api", feature = "other-models"))]
#![allow(
    unused,
    deprecated,
    clippy::all,
    clippy::panic,
    clippy::print_stdout,
    reason = "Rust does not warn about examples"
)]

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

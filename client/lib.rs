//! A client of DigitalOcean's Images API: lists, imports, retrieves, renames and deletes images.
//!
//! # First call
//!
//! ```no_run
//! use digitalocean_images::{Client, Error};
//!
//! # async fn example() -> Result<(), Error> {
//! let client = Client::from_env()?; // DIGITALOCEAN_TOKEN
//! let mut images = client.images().get_images_list().private(true).items();
//! while let Some(image) = images.try_next().await? {
//!     println!("{} {} {}", image.id, image.status, image.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Authentication
//!
//! All operations need a token: [`Client::from_env`] reads it from the environment, [`Client::new`] takes it as
//! an argument, and [`ClientBuilder::credentials`] fetches tokens that expire. [`Client::builder`] has all other
//! settings.
//!
//! # Features
//!
//! | feature | effect |
//! |---|---|
//! | `rustls` (default), `rustls-no-provider`, `native-tls` | the library for TLS |
//! | `http2` | HTTP/2, if the server supports it |
//! | `gzip`, `brotli`, `zstd` | compressed responses |
//! | `blocking` | calls from programs without async |
//! | `reqwest-client`, `tower` | the program's own HTTP client |
//! | `chrono`, `jiff`, `time` | conversions between dates and the types of these crates |
//! | `test-util` | a mock, a recorder and a replayer, for the tests of programs |
//!
//! # Modules
//!
//! | module | content |
//! |---|---|
//! | [`resources`] | the five operations as methods, each with its reference page |
//! | [`models`] | the types of requests and responses |
//! | [`headers`] | response headers with their types |
//! | [`operations`] | the operations as types, and [`Request`](operations::Request), a request that has not been sent |
//!
//! All of them are generated from `spec/images.yaml` when the crate is built; this file includes the
//! generated modules.

/// The types of requests and responses.
pub mod models {
    include!(concat!(env!("OUT_DIR"), "/models.rs"));

    mod wire {
        include!(concat!(env!("OUT_DIR"), "/wire.rs"));
    }
}

/// The operations as types, and a request that has not been sent.
pub mod operations {
    include!(concat!(env!("OUT_DIR"), "/operations.rs"));
}

/// The operations as methods, by tag.
pub mod resources {
    include!(concat!(env!("OUT_DIR"), "/resources.rs"));
}

/// Response headers with their types, for reading them from a response or an error.
pub mod headers {
    include!(concat!(env!("OUT_DIR"), "/headers.rs"));
}

mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

mod environment;
mod waiter;

/// The Rust blocks of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use client::Client;
#[cfg(feature = "blocking")]
pub use openapi_client_runtime::blocking;
#[cfg(feature = "test-util")]
pub use openapi_client_runtime::mock;
pub use openapi_client_runtime::{
    Body, ByteStream, Bytes, ClientAuthentication, ClientBuilder, CredentialProvider, DateTime, Error,
    ErrorKind, FailedAttempt, HeaderMap, Items, Nullable, OAuth2, Pages, Progress, Rate, RateLimit,
    RawRequest, RawResponse, Response, ResponseFuture, Retry, RetryPolicy, StatusCode, Token, TokenFuture,
    TokenResponse, WaitError, Waiter, http::Method, transport,
};

//! The runtime against a scripted server over real sockets; and, where time matters, against a transport
//! without sockets on a paused clock.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod around;
#[cfg(feature = "blocking")]
mod blocking;
mod chaos;
mod features;
#[cfg(all(feature = "http2", feature = "rustls"))]
mod http2;
mod oauth2;
mod outcomes;
mod paging;
#[cfg(feature = "test-util")]
mod recording;
mod requests;
mod servers;
mod streams;
#[cfg(feature = "test-util")]
mod surface;
mod timing;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod tls;
mod transports;

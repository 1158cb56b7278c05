//! The client of the guide's examples. The Rust blocks of the pages are doc tests of this crate.

/// The types of requests and responses.
pub mod models {
    include!(concat!(env!("OUT_DIR"), "/models.rs"));

    mod wire {
        include!(concat!(env!("OUT_DIR"), "/wire.rs"));
    }
}

/// The operations as types, and requests that are not sent yet.
pub mod operations {
    include!(concat!(env!("OUT_DIR"), "/operations.rs"));
}

/// The operations as methods, by tag.
pub mod resources {
    include!(concat!(env!("OUT_DIR"), "/resources.rs"));
}

/// Typed response headers.
pub mod headers {
    include!(concat!(env!("OUT_DIR"), "/headers.rs"));
}

mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

pub use client::Client;
pub use openapi_client_runtime::{Body, ClientBuilder, Error, Event, EventStream, File, JsonLines};

/// Every page with a Rust block; `cli/tests/guide` checks that none is missing.
#[cfg(doctest)]
macro_rules! pages {
    ($($name:ident: $file:literal,)*) => {
        $(
            #[doc = include_str!(concat!("src/", $file))]
            mod $name {}
        )*
    };
}

#[cfg(doctest)]
pages! {
    authenticate: "authenticate.md",
    blocking: "blocking.md",
    calls: "calls.md",
    errors: "errors.md",
    files: "files.md",
    from_openapi_generator: "from-openapi-generator.md",
    from_progenitor: "from-progenitor.md",
    http_client: "http-client.md",
    pages: "pages.md",
    retries: "retries.md",
    start: "start.md",
    streams: "streams.md",
    telemetry: "telemetry.md",
    testing: "testing.md",
    tls: "tls.md",
    waiting: "waiting.md",
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use super::resources;

/// The properties of the API that every call needs.
const API: codegen::Api = codegen::Api::new(
        concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
    )
    .base_url("https://api.example.com");

/// A client of the Fixture.
///
/// Cloning is cheap: clones share connections and rate limits.
#[derive(Debug, Clone)]
pub struct Client {
    inner: runtime::Client,
}

impl Client {
    /// Returns a builder, to set the base URL, timeouts, retries or the transport.
    pub fn builder() -> runtime::ClientBuilder<Self> {
        runtime::ClientBuilder::new(API)
    }

    /// Creates a request for an operation that the API description does not declare. It is authenticated, retried and
    /// limited like every other request. The path is appended to the base URL and must be percent-encoded.
    pub fn request(
        &self,
        method: runtime::http::Method,
        path: impl Into<String>,
    ) -> runtime::RawRequest {
        self.inner.request(method, path)
    }

    /// Returns the base URL.
    pub fn base_url(&self) -> &str {
        self.inner.base_url()
    }

    /// Operations without a tag.
    pub fn untagged(&self) -> resources::Untagged {
        resources::Untagged::new(&self.inner)
    }
}

impl From<runtime::Client> for Client {
    fn from(inner: runtime::Client) -> Self {
        Self { inner }
    }
}

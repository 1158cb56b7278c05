//! Calls that the description does not declare, with the same credentials, retries, limits and spans as other
//! calls.

use std::fmt::{self, Display};
use std::time::Duration;

use http::Method;

use crate::api::Meta;
use crate::auth::security::EVERY;
use crate::body::Body;
use crate::body::stream::ByteStream;
use crate::call::future::ResponseFuture;
use crate::call::request::RequestParts;
use crate::call::retry::RetryPolicy;
use crate::client::Client;
use crate::codec::json::Encode;
use crate::response::{FromResponse, Response};

/// A request by method and path, for operations that the description does not declare.
///
/// ```no_run
/// # use openapi_client_runtime::{Client, Error, Value, http::Method};
/// # async fn example(client: Client, action: Value) -> Result<(), Error> {
/// let request = client.request(Method::POST, "/v2/images/7938291/actions").json(&action);
/// let action = request.send_as::<Value>().await?.into_inner();
/// # Ok(())
/// # }
/// ```
#[must_use = "a request is sent only when it is awaited"]
#[derive(Clone)]
pub struct RawRequest {
    client: Client,
    parts: RequestParts,
}

impl Client {
    /// Creates a request that the description does not declare. Its path begins with `/`, is appended to the
    /// base URL, and must be percent-encoded. The request carries every credential of the client that fits a
    /// security scheme of the API.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        let known = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH"];
        let known = known.into_iter().find(|known| *known == method.as_str());
        let method = known.unwrap_or_default();
        let mut parts = RequestParts::new(Meta::new("request", method, "").security(EVERY));
        parts.target(path.into());
        RawRequest { client: self.clone(), parts }
    }
}

impl RawRequest {
    fn with(mut self, change: impl FnOnce(&mut RequestParts)) -> Self {
        change(&mut self.parts);
        self
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: impl Display) -> Self {
        self.with(|parts| parts.query(name, &value))
    }

    /// Sets a header, and replaces the client's value for it.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(|parts| parts.header(name, value))
    }

    /// Sets a JSON body: a model, or a `Value`.
    pub fn json(self, body: &dyn Encode) -> Self {
        self.with(|parts| parts.json("application/json", body))
    }

    /// Sets a body as given.
    pub fn body(self, media: &'static str, body: impl Into<Body>) -> Self {
        self.with(|parts| parts.body(media, body.into()))
    }

    /// Limits the time of each attempt. Replaces the client's limit.
    pub fn timeout(self, limit: Duration) -> Self {
        self.with(|parts| parts.timeout(limit))
    }

    /// Limits the time of the whole call, with all its attempts and the waits between them. Replaces the
    /// client's limit.
    pub fn deadline(self, limit: Duration) -> Self {
        self.with(|parts| parts.deadline(limit))
    }

    /// Limits the pause between two chunks of the response body. Replaces the client's limit.
    pub fn read_timeout(self, limit: Duration) -> Self {
        self.with(|parts| parts.read_timeout(limit))
    }

    /// Sets whether and when this call is retried. Replaces the client's policy.
    pub fn retry(self, policy: impl RetryPolicy) -> Self {
        self.with(|parts| parts.retry(policy))
    }

    /// Sets whether this call is idempotent, regardless of its method.
    pub fn idempotent(self, is_idempotent: bool) -> Self {
        self.with(|parts| parts.idempotent(is_idempotent))
    }

    /// Sends the request and decodes the body as a type: a model, `Value`, `Bytes`, or `()`.
    pub fn send_as<T: FromResponse>(self) -> ResponseFuture<Response<T>> {
        ResponseFuture::response(self.client, self.parts)
    }

    /// Sends the request and returns the body of a successful response as a stream.
    pub fn stream(self) -> ResponseFuture<Response<ByteStream>> {
        self.send_as()
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(formatter)
    }
}

//! A call that no description knows, made as every other: with credentials, retries, limits and spans.

use std::fmt::{self, Display};
use std::time::Duration;

use http::Method;

use crate::api::Meta;
use crate::body::Body;
use crate::client::Client;
use crate::json::Encode;
use crate::pending::Pending;
use crate::request::Draft;
use crate::response::{FromReply, Response};
use crate::retry::RetryPolicy;
use crate::security::EVERY;
use crate::stream::ByteStream;

/// A call by method and path, for what the description lacks.
///
/// ```no_run
/// # use openapi_client_runtime::{Client, Error, Value, http::Method};
/// # async fn example(client: Client, action: Value) -> Result<(), Error> {
/// let call = client.request(Method::POST, "/v2/images/7938291/actions").json(&action);
/// let answer = call.send_as::<Value>().await?.into_inner();
/// # Ok(())
/// # }
/// ```
#[must_use = "a request is sent only when it is awaited"]
#[derive(Clone)]
pub struct RawRequest {
    client: Client,
    draft: Draft,
}

impl Client {
    /// A call that the description does not know: its path begins with `/`, goes behind the base URL, and is
    /// percent-encoded already. It carries every credential of the client that a scheme of the API takes.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawRequest {
        let known = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "POST", "PATCH"];
        let known = known.into_iter().find(|known| *known == method.as_str());
        let method = known.unwrap_or_default();
        let mut draft = Draft::new(Meta { id: "request", method, path: "", accept: "", security: EVERY });
        draft.target(path.into());
        RawRequest { client: self.clone(), draft }
    }
}

impl RawRequest {
    fn with(mut self, change: impl FnOnce(&mut Draft)) -> Self {
        change(&mut self.draft);
        self
    }

    /// Adds a query parameter.
    pub fn query(self, name: &str, value: impl Display) -> Self {
        self.with(|draft| draft.query(name, &value))
    }

    /// Sets a header, in place of what the client would send.
    pub fn header(self, name: &str, value: &str) -> Self {
        self.with(|draft| draft.header(name, value))
    }

    /// Sets a JSON body: a model, or a `Value`.
    pub fn json(self, body: &dyn Encode) -> Self {
        self.with(|draft| draft.json("application/json", body))
    }

    /// Sets a body as it is.
    pub fn body(self, media: &'static str, body: impl Into<Body>) -> Self {
        self.with(|draft| draft.body(media, body.into()))
    }

    /// Limits the time of each attempt.
    pub fn timeout(self, limit: Duration) -> Self {
        self.with(|draft| draft.timeout(limit))
    }

    /// Limits the time of the call, with all its attempts.
    pub fn deadline(self, limit: Duration) -> Self {
        self.with(|draft| draft.deadline(limit))
    }

    /// Limits the time for which the body of the answer may give nothing.
    pub fn read_timeout(self, limit: Duration) -> Self {
        self.with(|draft| draft.read_timeout(limit))
    }

    /// Says whether the call is tried again when it fails.
    pub fn retry(self, policy: impl RetryPolicy) -> Self {
        self.with(|draft| draft.retry(policy))
    }

    /// Says that carrying the call out twice is the same as once.
    pub fn idempotent(self, is_idempotent: bool) -> Self {
        self.with(|draft| draft.idempotent(is_idempotent))
    }

    /// Makes the call, for a body of a type: a model, `Value`, `Bytes`, or nothing.
    pub fn send_as<T: FromReply>(self) -> Pending<Response<T>> {
        Pending::response(self.client, self.draft)
    }

    /// Makes the call, for the body as it comes.
    pub fn stream(self) -> Pending<Response<ByteStream>> {
        self.send_as()
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.draft.fmt(formatter)
    }
}

//! The client: the state that all calls share.

#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod builder;
pub(crate) mod oauth2;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};

use crate::api::{Api, Meta};
use crate::auth::security::{self, AppliedCredentials, Credential};
use crate::body::Body;
use crate::body::stream::ByteStream;
use crate::call::future::ResponseFuture;
use crate::call::limit::Limits;
use crate::call::request::RequestParts;
use crate::call::retry::RetryPolicy;
use crate::call::server::Base;
use crate::error::Error;
use crate::paging::{Items, Paged, Pages};
use crate::response::Response;
use crate::response::operation::Operation;
use crate::response::rate_limit::RateLimit;
use crate::secret::{Secrets, Vault};
use crate::transport::Next;

/// A client of any API. Cloning is cheap; clones share connections and rate limits.
///
/// Calls can be awaited on any executor, including a tokio runtime without I/O or timers, and a runtime that
/// runs only while a call is awaited: a thread of this crate (`openapi-client`, one per process) drives
/// connections and timers. It starts with the first client and ends with the process. The exception is tests
/// on a paused tokio clock, where everything runs on the test's runtime.
///
/// ```
/// # use openapi_client_runtime::{Client, Error, Value, http::Method};
/// # async fn example(client: Client) -> Result<(), Error> {
/// println!("{}", client.base_url());
/// let account = client.request(Method::GET, "/v2/account").send_as::<Value>().await?;
/// println!("{}", account["name"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(pub(crate) Arc<ClientInner>);

pub(crate) struct ClientInner {
    pub(crate) api: Api,
    pub(crate) base: Base,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) default_headers: HeaderMap,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) response_limit: usize,
    pub(crate) retry: Arc<dyn RetryPolicy>,
    pub(crate) limits: Limits,
    pub(crate) shows_queries: bool,
    pub(crate) vault: Vault,
    pub(crate) next: Next,
}

impl Client {
    /// Returns the API that the client calls.
    #[doc(hidden)]
    pub fn api(&self) -> &Api {
        &self.0.api
    }

    /// Returns the base URL of all operations without a server of their own.
    pub fn base_url(&self) -> &str {
        self.0.base.url.as_str()
    }

    /// Returns the HTTP request of its parts, without sending it.
    ///
    /// # Errors
    /// Fails if an argument cannot be sent, or if the client has no credential for the operation.
    #[doc(hidden)]
    pub fn build(&self, parts: &RequestParts) -> Result<http::Request<Body>, Error> {
        self.unchecked(parts).map_err(|error| error.hiding(self.secrets(parts)))
    }

    /// Returns every secret that a call involves.
    pub(crate) fn secrets(&self, parts: &RequestParts) -> Secrets {
        self.secrets_beside(self.0.vault.secrets(), parts)
    }

    /// Adds the secrets of the default headers and of a call.
    pub(crate) fn secrets_beside(&self, mut secrets: Secrets, parts: &RequestParts) -> Secrets {
        secrets.learn_headers(&self.0.default_headers);
        parts.learn_secrets(&mut secrets);
        secrets
    }

    fn unchecked(&self, parts: &RequestParts) -> Result<http::Request<Body>, Error> {
        let meta = parts.meta();
        let mut applied = AppliedCredentials::default();
        applied.headers.insert(USER_AGENT, self.0.user_agent.clone());
        applied.headers.extend(self.0.default_headers.clone());
        let credentials = security::scoped(&self.0.api, &meta, &self.0.credentials);
        security::apply(&self.0.api, &meta, &credentials, &mut applied)?;
        let base_url = self.0.base.below(parts.named_server(), parts.described_server())?;
        parts.build(&base_url, &applied)
    }

    /// Sends a request and returns the decoded body.
    #[doc(hidden)]
    pub fn send<O: Operation>(self, parts: RequestParts) -> ResponseFuture<O::Output> {
        ResponseFuture::value(self, parts)
    }

    /// Sends a request and returns the decoded body with the response.
    #[doc(hidden)]
    pub fn send_with_response<O: Operation>(
        self,
        parts: RequestParts,
    ) -> ResponseFuture<Response<O::Output>> {
        ResponseFuture::response(self, parts)
    }

    /// Sends a request and returns the body of a successful response as a stream.
    #[doc(hidden)]
    pub fn send_for_stream(self, parts: RequestParts) -> ResponseFuture<Response<ByteStream>> {
        ResponseFuture::response(self, parts)
    }

    /// Returns the pages of a list.
    #[doc(hidden)]
    pub fn pages<O: Paged>(self, parts: RequestParts) -> Pages<O::Output> {
        Pages::new(self, parts, O::PAGING)
    }

    /// Returns the items of a list.
    #[doc(hidden)]
    pub fn items<O: Paged>(self, parts: RequestParts) -> Items<O::Output, O::Item> {
        Items::new(self.pages::<O>(parts), O::items)
    }

    /// Returns the rate limit that the server last reported.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.limits.last()
    }

    /// Fetches the tokens that an operation needs and that have not been fetched yet.
    pub(crate) async fn fetch_credentials(&self, meta: &Meta) -> Result<(), Error> {
        if meta.security.is_empty() && !self.0.api.schemes.is_empty() {
            return Ok(());
        }
        for credential in security::scoped(&self.0.api, meta, &self.0.credentials).iter() {
            if let Credential::Source(source) = credential {
                source.ready().await.map_err(|error| Error::fetch(meta, error))?;
            }
        }
        Ok(())
    }

    /// Returns whether a credential comes from a provider, which can replace one that the server rejects.
    pub(crate) fn has_source(&self) -> bool {
        let is_source =
            |credential: &Credential| matches!(credential, Credential::Source(_) | Credential::Scoped(_));
        self.0.credentials.iter().any(is_source)
    }

    /// Returns the token of a request, if it may come from a provider.
    pub(crate) fn fetched_token(&self, request: &http::Request<Body>) -> Option<String> {
        bearer(request).filter(|_| self.has_source()).map(str::to_owned)
    }

    /// Discards the token of a request that the server rejected.
    pub(crate) fn refuse_credentials(&self, request: &http::Request<Body>) {
        let Some(token) = bearer(request) else { return };
        for source in self.0.credentials.iter().flat_map(Credential::sources) {
            source.refuse(token);
        }
    }

    /// Returns a URL for spans. The values of its query may be secret and are shown only if the program
    /// allows it. The client's credentials are never shown.
    pub(crate) fn shown_url(&self, uri: &http::Uri) -> String {
        let secrets = self.0.vault.secrets();
        let Some((path, query)) = uri.path_and_query().and_then(|path| path.as_str().split_once('?')) else {
            return secrets.hide_known(&uri.to_string());
        };
        if self.0.shows_queries {
            return secrets.hide_known(&uri.to_string());
        }
        // A part without `=` is a value too.
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) => format!("{name}=REDACTED"),
            None => "REDACTED".to_owned(),
        });
        let pairs: Vec<_> = pairs.collect();
        let scheme = uri.scheme_str().unwrap_or_default();
        let authority = uri.authority().map(http::uri::Authority::as_str).unwrap_or_default();
        secrets.hide_known(&format!("{scheme}://{authority}{path}?{}", pairs.join("&")))
    }
}

/// Returns the bearer token of a request.
fn bearer(request: &http::Request<Body>) -> Option<&str> {
    request.headers().get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// Shows only parts that cannot be secret.
impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.0.base.url.as_str())
            .field("timeout", &self.0.timeout)
            .field("deadline", &self.0.deadline)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

//! The client: what every call shares.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{AUTHORIZATION, HeaderMap, HeaderValue, USER_AGENT};

use crate::api::{Api, Meta, Operation};
use crate::body::Body;
use crate::error::Error;
use crate::limit::{Limits, RateLimit};
use crate::page::{Items, Paged, Pages};
use crate::pending::Pending;
use crate::request::Draft;
use crate::response::Response;
use crate::retry::RetryPolicy;
use crate::secret::{Secrets, Vault};
use crate::security::{self, Carried, Credential};
use crate::server::Base;
use crate::stream::ByteStream;
use crate::transport::Next;

/// A client of any API. It is cheap to clone; clones share connections and limits.
///
/// Calls can be awaited on any executor, also on a runtime of tokio without I/O or timers, or one that is driven for
/// one call at a time: connections and timers are driven by a thread of the client's own (`openapi-client`), of which a
/// process has one. It starts with the first client and ends with the process. The exception are tests
/// on a clock that tokio has paused: there, everything runs on the test's runtime.
#[derive(Clone)]
pub struct Client(pub(crate) Arc<Shared>);

pub(crate) struct Shared {
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
    /// The API that it calls.
    pub fn api(&self) -> &Api {
        &self.0.api
    }

    /// The base URL that it calls, unless an operation has its own.
    pub fn base_url(&self) -> &str {
        self.0.base.url.as_str()
    }

    /// A draft as it would be sent.
    ///
    /// # Errors
    /// An argument that cannot be sent, or a credential that the client was not given.
    pub fn build(&self, draft: &Draft) -> Result<http::Request<Body>, Error> {
        self.unchecked(draft).map_err(|error| error.hiding(self.secrets(draft)))
    }

    /// All that is secret in a call.
    pub(crate) fn secrets(&self, draft: &Draft) -> Secrets {
        let mut secrets = self.0.vault.secrets();
        secrets.learn_headers(&self.0.default_headers);
        draft.learn_secrets(&mut secrets);
        secrets
    }

    fn unchecked(&self, draft: &Draft) -> Result<http::Request<Body>, Error> {
        let meta = draft.meta();
        let mut carried = Carried::default();
        carried.headers.insert(USER_AGENT, self.0.user_agent.clone());
        carried.headers.extend(self.0.default_headers.clone());
        security::carry(&self.0.api, &meta, &self.0.credentials, &mut carried)?;
        let base_url = self.0.base.below(draft.named_server(), draft.described_server())?;
        draft.build(&base_url, &carried)
    }

    /// Makes a call.
    pub fn send<O: Operation>(self, draft: Draft) -> Pending<O::Output> {
        Pending::value(self, draft)
    }

    /// Makes a call, for everything that comes back.
    pub fn send_with_response<O: Operation>(self, draft: Draft) -> Pending<Response<O::Output>> {
        Pending::response(self, draft)
    }

    /// Makes a call, for the body of a success as it comes.
    pub fn send_for_stream(self, draft: Draft) -> Pending<Response<ByteStream>> {
        Pending::response(self, draft)
    }

    /// The pages of a list.
    pub fn pages<O: Paged>(self, draft: Draft) -> Pages<O::Output> {
        Pages::new(self, draft, O::PAGING)
    }

    /// The items of a list.
    pub fn items<O: Paged>(self, draft: Draft) -> Items<O::Output, O::Item> {
        Items::new(self.pages::<O>(draft), O::items)
    }

    /// What the server last said of its limit.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.limits.last()
    }

    /// Sees to it that the providers of an operation's credentials have given one.
    pub(crate) async fn fetch_credentials(&self, meta: &Meta) -> Result<(), Error> {
        if meta.security.is_empty() && !self.0.api.schemes.is_empty() {
            return Ok(());
        }
        for credential in &self.0.credentials {
            if let Credential::Source(source) = credential {
                source.ready().await.map_err(|error| Error::fetch(meta, error))?;
            }
        }
        Ok(())
    }

    /// Whether another credential can be fetched when the server does not accept one.
    pub(crate) fn has_source(&self) -> bool {
        self.0.credentials.iter().any(|credential| matches!(credential, Credential::Source(_)))
    }

    /// Forgets the token that a request carried.
    pub(crate) fn refuse_credentials(&self, request: &http::Request<Body>) {
        let value = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(token) = value.and_then(|value| value.strip_prefix("Bearer ")) else { return };
        for credential in &self.0.credentials {
            if let Credential::Source(source) = credential {
                source.refuse(token);
            }
        }
    }

    /// Returns a URL for spans. Values of its query may be secret and are shown only if the program says so; what the
    /// client knows as a credential is never shown.
    pub(crate) fn shown_url(&self, uri: &http::Uri) -> String {
        let secrets = self.0.vault.secrets();
        let Some((path, query)) = uri.path_and_query().and_then(|path| path.as_str().split_once('?')) else {
            return secrets.hide_known(&uri.to_string());
        };
        if self.0.shows_queries {
            return secrets.hide_known(&uri.to_string());
        }
        // What has no `=` is a value too.
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

/// Only what cannot be secret.
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

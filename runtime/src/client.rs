//! The client: what every call shares, and the one way through which every call goes.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{HeaderValue, USER_AGENT};
use tracing::Instrument;
use url::{Host, Url};

use crate::api::{Api, Meta, Operation};
use crate::body::Body;
use crate::error::Error;
use crate::pending::Pending;
use crate::request::Draft;
use crate::response::{Reply, Response};
use crate::security::{self, Carried, Credential};
use crate::stream::ByteStream;
use crate::transport::{ReqwestTransport, Transport, TransportError, TransportOptions};

/// How long a call may take unless the caller says otherwise (research: AWS, Azure and Google allow
/// 30 to 60 seconds).
const TIMEOUT: Duration = Duration::from_secs(30);

/// How long the next piece of a body may take.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a body may be that is read in full.
const RESPONSE_LIMIT: usize = 32 * 1024 * 1024;

/// A client of any API. It is cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client(Arc<Shared>);

struct Shared {
    api: Api,
    base_url: Url,
    credentials: Vec<Credential>,
    user_agent: HeaderValue,
    timeout: Duration,
    read_timeout: Duration,
    response_limit: usize,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// The API that it calls.
    pub fn api(&self) -> &Api {
        &self.0.api
    }

    /// The base URL that it calls.
    pub fn base_url(&self) -> &str {
        self.0.base_url.as_str()
    }

    /// A draft as it would be sent.
    ///
    /// # Errors
    /// An argument that cannot be sent, or a credential that the client was not given.
    pub fn build(&self, draft: &Draft) -> Result<http::Request<Body>, Error> {
        let meta = draft.meta();
        let mut carried = Carried::default();
        carried.headers.insert(USER_AGENT, self.0.user_agent.clone());
        security::carry(&self.0.api, &meta, &self.0.credentials, &mut carried)?;
        draft.build(&self.0.base_url, &carried)
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

    /// The one way of every call. It is not generic, so it is compiled once.
    pub(crate) async fn execute(&self, draft: Draft, streams: fn(&Reply) -> bool) -> Result<Reply, Error> {
        let meta = draft.meta();
        let request = self.build(&draft)?;
        // Names as OpenTelemetry has them for HTTP clients; the URL's query is in none of them.
        let span = tracing::debug_span!(
            "http_request",
            otel.name = %format_args!("{} {}", meta.method, meta.path),
            otel.kind = "client",
            operation = meta.id,
            http.request.method = meta.method,
            url.template = meta.path,
            server.address = self.0.base_url.host_str(),
            server.port = self.0.base_url.port_or_known_default(),
            http.response.status_code = tracing::field::Empty,
        );
        let limit = draft.time_limit().unwrap_or(self.0.timeout);
        let answer = tokio::time::timeout(limit, self.attempt(meta, request, streams));
        let reply = answer.instrument(span.clone()).await.map_err(|_| Error::timeout(&meta, limit))?;
        let reply = reply.map_err(|error| Error::transport(Some(&meta), error))?;
        span.record("http.response.status_code", reply.status().as_u16());
        if reply.status().is_success() { Ok(reply) } else { Err(Error::status(reply, self.0.api.errors)) }
    }

    /// Sends a request once. The body of the answer is read in full, unless it is to stream.
    async fn attempt(
        &self,
        meta: Meta,
        request: http::Request<Body>,
        streams: fn(&Reply) -> bool,
    ) -> Result<Reply, TransportError> {
        let (head, body) = self.0.transport.send(request).await?.into_parts();
        let reply = Reply::new(meta, head);
        let mut body = body.of(meta, self.0.read_timeout);
        if reply.status().is_success() && streams(&reply) {
            return Ok(reply.with_stream(body));
        }
        let bytes = body.collect(self.0.response_limit).await?;
        Ok(reply.with_body(bytes))
    }
}

/// Only what cannot be secret.
impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.0.base_url.as_str())
            .field("timeout", &self.0.timeout)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// A client in the making.
pub struct ClientBuilder<C> {
    api: Api,
    base_url: Option<String>,
    credentials: Vec<Credential>,
    user_agent_prefix: Option<String>,
    timeout: Duration,
    read_timeout: Duration,
    response_limit: usize,
    transport_options: TransportOptions,
    transport: Option<Arc<dyn Transport>>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins with what the description says.
    pub fn new(api: Api) -> Self {
        Self {
            api,
            base_url: None,
            credentials: Vec::new(),
            user_agent_prefix: None,
            timeout: TIMEOUT,
            read_timeout: READ_TIMEOUT,
            response_limit: RESPONSE_LIMIT,
            transport_options: TransportOptions::default(),
            transport: None,
            client: PhantomData,
        }
    }

    /// Proves who calls by a bearer token (RFC 6750). White space and quotes around it are dropped.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials.push(Credential::Token(token.into()));
        self
    }

    /// Proves who calls by user name and password (RFC 7617).
    #[must_use]
    pub fn basic(mut self, user: &str, password: &str) -> Self {
        self.credentials.push(Credential::Basic(BASE64_STANDARD.encode(format!("{user}:{password}"))));
        self
    }

    /// Proves who calls by a key, for the scheme of that name in the description.
    #[must_use]
    pub fn api_key(mut self, scheme: impl Into<String>, key: impl Into<String>) -> Self {
        self.credentials.push(Credential::Key(scheme.into(), key.into()));
        self
    }

    /// Where the API is served. A path in it is kept in front of every operation's.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long a call may take, 30 seconds unless said otherwise.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How long a connection may take to be made, 5 seconds unless said otherwise.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.transport_options.connect_timeout = limit;
        self
    }

    /// How long a body may give nothing before it is given up, 30 seconds unless said otherwise.
    #[must_use]
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.read_timeout = limit;
        self
    }

    /// How many bytes a body may have that is read in full, 32 MiB unless said otherwise; a longer one is an
    /// error. One that streams is not limited.
    #[must_use]
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Names the program in front of the client's own `User-Agent`, as `my-program/1.2`.
    #[must_use]
    pub fn user_agent_prefix(mut self, product: impl Into<String>) -> Self {
        self.user_agent_prefix = Some(product.into());
        self
    }

    /// Sends requests another way: a proxy of one's own, a mock, a recording.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// A base URL that is none, or that is plain HTTP to another machine; a token or product name that
    /// cannot be a header's value; TLS that cannot be set up.
    pub fn build(self) -> Result<C, Error> {
        let base_url = self.base_url.as_deref().or(self.api.base_url);
        let base_url =
            base_url.ok_or_else(|| Error::configuration("the description names no server: set base_url"))?;
        let base_url = parse_base_url(base_url)?;
        let user_agent = match &self.user_agent_prefix {
            Some(product) => format!("{product} {}", self.api.user_agent),
            None => self.api.user_agent.to_owned(),
        };
        let user_agent = HeaderValue::try_from(user_agent)
            .map_err(|_| Error::configuration("the product name cannot be part of a header"))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(ReqwestTransport::new(&self.transport_options)?),
        };
        Ok(C::from(Client(Arc::new(Shared {
            credentials: self.credentials.into_iter().map(checked).collect::<Result<_, _>>()?,
            api: self.api,
            base_url,
            user_agent,
            timeout: self.timeout,
            read_timeout: self.read_timeout,
            response_limit: self.response_limit,
            transport,
        }))))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("timeout", &self.timeout)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// A credential that can be sent.
fn checked(credential: Credential) -> Result<Credential, Error> {
    Ok(match credential {
        Credential::Token(token) => Credential::Token(security::trimmed(&token)?),
        Credential::Basic(encoded) => Credential::Basic(encoded),
        Credential::Key(scheme, key) => Credential::Key(scheme, security::trimmed(&key)?),
    })
}

/// A credential must not travel in the clear, except within this machine.
fn parse_base_url(text: &str) -> Result<Url, Error> {
    let refused = |why: &str| Error::configuration(format!("the base URL {why}"));
    let url = Url::parse(text).map_err(|error| refused(&format!("cannot be read: {error}")))?;
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => return Err(refused("names no host")),
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("holds a user name or password: give a credential to the client instead"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("has a query or fragment"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback => Ok(url),
        "http" => Err(refused("is plain http to another machine: use https")),
        other => Err(refused(&format!("has the scheme {other}: use https"))),
    }
}

//! A client in the making.

mod connections;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{HeaderMap, HeaderValue};

use crate::api::Api;
use crate::client::{Client, Shared};
use crate::credentials::{CredentialProvider, Source};
use crate::error::Error;
use crate::limit::{Limits, Rate, Rates};
use crate::retry::{Retry, RetryPolicy};
use crate::secret::{Secrets, Vault};
use crate::security::{self, Credential};
use crate::server::{Base, Server, Target};
use crate::transport::{self, Interceptor, Next, Proxy, Transport, TransportOptions};

/// Where the environment names proxies.
const PROXIES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// A client in the making.
pub struct ClientBuilder<C> {
    api: Api,
    target: Target,
    default_headers: HeaderMap,
    fault: Option<Error>,
    credentials: Vec<Credential>,
    user_agent_prefix: Option<String>,
    timeout: Duration,
    deadline: Duration,
    read_timeout: Duration,
    response_limit: usize,
    retry: Arc<dyn RetryPolicy>,
    rates: Rates,
    shows_queries: bool,
    interceptors: Vec<Arc<dyn Interceptor>>,
    transport_options: TransportOptions,
    transport: Option<Arc<dyn Transport>>,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins with what the description says.
    pub fn new(api: Api) -> Self {
        Self {
            api,
            target: Target::default(),
            default_headers: HeaderMap::new(),
            fault: None,
            credentials: Vec::new(),
            user_agent_prefix: None,
            // AWS, Azure and Google allow an attempt 30 to 60 seconds, and a call 60 to 120.
            timeout: Duration::from_secs(30),
            deadline: Duration::from_secs(120),
            read_timeout: Duration::from_secs(30),
            response_limit: 32 * 1024 * 1024,
            retry: Arc::new(Retry::new()),
            rates: Rates { always: None, scarce: None, slow: Rate::per_minute(240) },
            shows_queries: false,
            interceptors: Vec::new(),
            transport_options: TransportOptions::default(),
            transport: None,
            client: PhantomData,
        }
    }

    /// Proves who calls by a bearer token (RFC 6750). White space and quotes around it are dropped, and the word
    /// `Bearer` in front of it.
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

    /// Proves who calls by bearer tokens that are fetched when they are needed. When the server does not accept one
    /// (status 401), another is fetched and the call is made once more.
    #[must_use]
    pub fn credentials(mut self, provider: impl CredentialProvider) -> Self {
        self.credentials.push(Credential::Source(Source::new(provider)));
        self
    }

    /// Sets the URL below which every call is made, also calls of operations that the description gives a server of
    /// their own.
    ///
    /// It replaces the description's servers as a whole: scheme, host, port *and path*. Where the description has
    /// `https://api.example.com/v1`, set `http://localhost:8080/v1` to keep the `/v1`, or
    /// [`origin`](Self::origin).
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.target.base_url = Some(url.into());
        self
    }

    /// Which of the description's servers is called. Operations that the description gives a server of their own go
    /// there, with the credentials that they need.
    #[must_use]
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.target.server = Some(server.into());
        self
    }

    /// How long an attempt may take, to the last byte of the answer: 30 seconds unless said otherwise. Where the
    /// request streams it is the time since its last piece; where the answer does, the time to its head.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// How long a call may take with all its attempts and the waits between them: 120 seconds unless said
    /// otherwise. It does not hold for a request that streams, unless the call itself says so.
    #[must_use]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// Whether calls that failed are tried again, and when: [`Retry::new`] unless said otherwise.
    #[must_use]
    pub fn retry(mut self, policy: impl RetryPolicy) -> Self {
        self.retry = Arc::new(policy);
        self
    }

    /// Lets no more calls through than this, whatever the server says. Clones of the client share it.
    #[must_use]
    pub fn rate(mut self, rate: Rate) -> Self {
        self.rates.always = Some(rate);
        self
    }

    /// How many calls are let through in the minute after the server has asked for fewer (status 429), 240 unless
    /// said otherwise.
    #[must_use]
    pub fn rate_after_429(mut self, rate: Rate) -> Self {
        self.rates.slow = rate;
        self
    }

    /// Lets no more calls through than this while the server says that less than a tenth of its limit is left. As
    /// many as the limit spread over its window never run out: 80 a minute of 5,000 an hour.
    #[must_use]
    pub fn rate_when_scarce(mut self, rate: Rate) -> Self {
        self.rates.scarce = Some(rate);
        self
    }

    /// Whether spans show what the query of a URL says. It may hold secrets; only its names are shown otherwise.
    #[must_use]
    pub fn show_queries(mut self, shows: bool) -> Self {
        self.shows_queries = shows;
        self
    }

    /// Puts something around every attempt; what is added first is outermost.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(Arc::new(interceptor));
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
    /// error. One that streams is not limited, but each event or line of it is.
    #[must_use]
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// How many connections are kept that nobody uses, 32 unless said otherwise, and for how long, 90 seconds.
    #[must_use]
    pub fn idle_connections(mut self, most: usize, limit: Duration) -> Self {
        self.transport_options.idle_connections = most;
        self.transport_options.idle_timeout = limit;
        self
    }

    /// Sends every request by way of a proxy, whatever the environment says.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.transport_options.proxy = Proxy::Url(url.into());
        self
    }

    /// Sends requests by no proxy.
    ///
    /// Without this, and without [`proxy`](Self::proxy), the environment decides: `HTTPS_PROXY`, `HTTP_PROXY` and
    /// `ALL_PROXY`, in capitals or small letters, with the exceptions of `NO_PROXY`. Loopback addresses never go
    /// by a proxy of the environment. A proxy that cannot be used, such as a SOCKS proxy, is an error when the
    /// client is built.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.transport_options.proxy = Proxy::None;
        self
    }

    /// Trusts the certificates in a PEM text, beside those that the platform trusts.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.transport_options.roots.push(pem.into());
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
    /// A base URL that is none, or that is plain HTTP to another machine; a credential of which the API knows nothing, where
    /// it says what it knows; a token or product name that
    /// cannot be a header's value; TLS that cannot be set up.
    pub fn build(self) -> Result<C, Error> {
        let vault = self.vault();
        self.unchecked(vault.clone()).map_err(|error| error.hiding(vault.secrets()))
    }

    /// What is secret of what the client was given.
    fn vault(&self) -> Vault {
        let proxies = match &self.transport_options.proxy {
            Proxy::Url(url) => vec![url.clone()],
            Proxy::None => Vec::new(),
            Proxy::Environment => PROXIES.iter().filter_map(|name| std::env::var(name).ok()).collect(),
        };
        let server = self.target.server.as_ref().and_then(|server| server.url().ok());
        let urls = proxies.iter().chain(&self.target.base_url).chain(&self.target.origin).chain(&server);
        Vault::new(&self.credentials, urls.map(String::as_str))
    }

    fn unchecked(self, vault: Vault) -> Result<C, Error> {
        #[cfg(not(target_family = "wasm"))]
        crate::driver::start().map_err(|error| Error::driver(&error))?;
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let base = Base::of(&self.target, self.api.base_url)?;
        let user_agent = match &self.user_agent_prefix {
            Some(product) => format!("{product} {}", self.api.user_agent),
            None => self.api.user_agent.to_owned(),
        };
        let user_agent = HeaderValue::try_from(user_agent)
            .map_err(|_| Error::configuration("the product name cannot be part of a header"))?;
        let transport = match self.transport {
            Some(transport) => transport,
            None if base.url.scheme() == "https" && !transport::HAS_TLS => {
                return Err(Error::configuration(
                    "the base URL is https, and no feature for TLS is on: `rustls`, for instance",
                ));
            }
            None => transport::default(&self.transport_options)?,
        };
        self.credentials.iter().try_for_each(|credential| security::fits_some(&self.api, credential))?;
        Ok(C::from(Client(Arc::new(Shared {
            credentials: self.credentials.into_iter().map(checked).collect::<Result<_, _>>()?,
            api: self.api,
            base,
            user_agent,
            default_headers: self.default_headers,
            timeout: self.timeout,
            deadline: self.deadline,
            read_timeout: self.read_timeout,
            response_limit: self.response_limit,
            retry: self.retry,
            limits: Limits::new(self.rates),
            shows_queries: self.shows_queries,
            vault,
            next: Next::new(self.interceptors.into(), transport),
        }))))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("base_url", &self.target.base_url.as_deref().map(|url| Secrets::default().hide_url(url)))
            .field("timeout", &self.timeout)
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}

/// A credential that can be sent.
fn checked(credential: Credential) -> Result<Credential, Error> {
    Ok(match credential {
        Credential::Token(token) => Credential::Token(security::bearer(&token)?),
        Credential::Basic(_) | Credential::Source(_) => credential,
        Credential::Key(scheme, key) => Credential::Key(scheme, security::trimmed(&key)?),
    })
}

//! The builder of a client: credentials, limits, policies and transport.

mod connections;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{HeaderMap, HeaderValue};

use crate::api::Api;
use crate::auth;
use crate::auth::credentials::{CredentialProvider, Source};
use crate::auth::security::{self, Credential};
use crate::call::limit::{Limits, Rate, Rates};
use crate::call::retry::{Retry, RetryPolicy};
use crate::call::server::{Base, Server, Target};
use crate::client::oauth2::{Endpoint, OAuth2};
use crate::client::{Client, ClientInner};
use crate::error::Error;
use crate::secret::{Secrets, Vault};
use crate::transport::{self, Interceptor, Next, Proxy, Transport, TransportOptions};

/// The environment variables that hold URLs of proxies.
const PROXIES: [&str; 6] =
    ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// A builder for a client.
///
/// ```
/// # use openapi_client_runtime::codegen::Api;
/// # use openapi_client_runtime::{Client, ClientBuilder};
/// # fn example() -> Result<(), openapi_client_runtime::Error> {
/// # let builder = ClientBuilder::<Client>::new(Api::new("example/1.0"));
/// use std::time::Duration;
///
/// let client = builder
///     .base_url("https://api.example.com/v1")
///     .token("secret")
///     .timeout(Duration::from_secs(10))
///     .build()?;
/// # _ = client;
/// # Ok(())
/// # }
/// ```
pub struct ClientBuilder<C> {
    api: Api,
    target: Target,
    default_headers: HeaderMap,
    fault: Option<Error>,
    credentials: Vec<Credential>,
    /// The token endpoints, which get their clients when this one is built.
    endpoints: Vec<Arc<Endpoint>>,
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
    /// Creates a builder with the defaults of an API.
    #[doc(hidden)]
    pub fn new(api: Api) -> Self {
        Self {
            api,
            target: Target::default(),
            default_headers: HeaderMap::new(),
            fault: None,
            credentials: Vec::new(),
            endpoints: Vec::new(),
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

    /// Authenticates with a bearer token (RFC 6750). White space and quotes around it, and the prefix
    /// `Bearer`, are removed.
    #[must_use]
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credentials.push(Credential::Token(token.into()));
        self
    }

    /// Authenticates with a user name and a password (RFC 7617).
    ///
    /// Building fails if the user name contains a colon, or if either contains a control character (RFC 7617,
    /// section 2).
    #[must_use]
    pub fn basic(mut self, user: &str, password: &str) -> Self {
        let is_control = |text: &str| text.contains(|c: char| c.is_ascii_control());
        // The server would read the text after the colon as the password.
        if user.contains(':') || is_control(user) || is_control(password) {
            self.fault = Some(Error::configuration(
                "the user name contains a colon, or the credentials contain a control character",
            ));
        }
        self.credentials.push(Credential::Basic(BASE64_STANDARD.encode(format!("{user}:{password}"))));
        self
    }

    /// Authenticates with a key, for the security scheme of that name in the description.
    #[must_use]
    pub fn api_key(mut self, scheme: impl Into<String>, key: impl Into<String>) -> Self {
        self.credentials.push(Credential::Key(scheme.into(), key.into()));
        self
    }

    /// Authenticates with bearer tokens that a provider returns when they are needed. If the server rejects a
    /// token (status 401), the client fetches another one and sends the request once more.
    #[must_use]
    pub fn credentials(mut self, provider: impl CredentialProvider) -> Self {
        self.credentials.push(Credential::Source(Source::new(provider)));
        self
    }

    /// Authenticates with OAuth 2 tokens that the client requests by its own credentials (RFC 6749, section
    /// 4.4), at the token endpoint and with the scopes that the description declares.
    ///
    /// Building fails if the description has no token endpoint for it. [`oauth2`](Self::oauth2) has more settings.
    #[must_use]
    pub fn client_credentials(self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.oauth2(OAuth2::client_credentials(id, secret))
    }

    /// Authenticates with OAuth 2 tokens that the client requests itself.
    #[must_use]
    pub fn oauth2(mut self, grant: OAuth2) -> Self {
        let endpoint = Arc::new(Endpoint::new(grant));
        self.credentials.push(Credential::Scoped(endpoint.scoped()));
        self.endpoints.push(endpoint);
        self
    }

    /// Sets the base URL of every call, including operations for which the description declares another
    /// server.
    ///
    /// It replaces the servers of the description as a whole: scheme, host, port *and path*. If the
    /// description has `https://api.example.com/v1`, set `http://localhost:8080/v1` to keep the `/v1`, or
    /// call [`origin`](Self::origin).
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.target.base_url = Some(url.into());
        self
    }

    /// Selects one of the description's servers. Operations for which the description declares another server
    /// are still sent there, with the credentials that they need.
    #[must_use]
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.target.server = Some(server.into());
        self
    }

    /// Limits the time of an attempt, up to the last byte of the response. The default is 30 seconds. If the
    /// request body is a stream, the limit applies to the time since its last chunk. If the response body is
    /// a stream, the limit applies to the time until its headers.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Limits the time of a call, with all its attempts and the waits between them. The default is 120
    /// seconds. It does not apply to a request whose body is a stream, unless the call sets its own deadline.
    /// In a paginated list, each page is a separate call.
    #[must_use]
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// Sets whether and when failed calls are retried. The default is [`Retry::new`].
    #[must_use]
    pub fn retry(mut self, policy: impl RetryPolicy) -> Self {
        self.retry = Arc::new(policy);
        self
    }

    /// Limits the rate of calls, regardless of the limit that the server reports. Clones of the client share
    /// it.
    #[must_use]
    pub fn rate(mut self, rate: Rate) -> Self {
        self.rates.always = Some(rate);
        self
    }

    /// Limits the rate of calls in the minute after the server has responded with status 429. The default is
    /// 240 calls a minute.
    #[must_use]
    pub fn rate_after_429(mut self, rate: Rate) -> Self {
        self.rates.slow = rate;
        self
    }

    /// Limits the rate of calls while the server reports that less than a tenth of its limit remains. A rate
    /// that spreads the server's limit over its window never exhausts it: 80 a minute for 5,000 an hour.
    #[must_use]
    pub fn rate_when_scarce(mut self, rate: Rate) -> Self {
        self.rates.scarce = Some(rate);
        self
    }

    /// Sets whether spans show the values in the query of a URL, which may be secret. By default they show
    /// only the names.
    #[must_use]
    pub fn show_queries(mut self, shows: bool) -> Self {
        self.shows_queries = shows;
        self
    }

    /// Adds an interceptor around every attempt. The first interceptor that is added is the outermost.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Limits the time to open a connection. The default is 5 seconds.
    #[must_use]
    pub fn connect_timeout(mut self, limit: Duration) -> Self {
        self.transport_options.connect_timeout = limit;
        self
    }

    /// Limits the pause between two chunks of a response body. The default is 30 seconds.
    #[must_use]
    pub fn read_timeout(mut self, limit: Duration) -> Self {
        self.read_timeout = limit;
        self
    }

    /// Limits the size in bytes of a response body that is collected in memory. The default is 32 MiB; a
    /// longer body is an error. A streamed body has no limit, but each event or line of it has this one.
    #[must_use]
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Sets how many idle connections are kept, and for how long. The defaults are 32 and 90 seconds.
    #[must_use]
    pub fn idle_connections(mut self, most: usize, limit: Duration) -> Self {
        self.transport_options.idle_connections = most;
        self.transport_options.idle_timeout = limit;
        self
    }

    /// Sends every request through a proxy, regardless of the environment variables.
    #[must_use]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.transport_options.proxy = Proxy::Url(url.into());
        self
    }

    /// Sends requests without a proxy.
    ///
    /// By default, unless [`proxy`](Self::proxy) is set, the environment variables decide: `HTTPS_PROXY`,
    /// `HTTP_PROXY` and `ALL_PROXY`, in uppercase or lowercase, with the exceptions of `NO_PROXY`. Loopback
    /// addresses never use a proxy of the environment. A proxy that is not supported, such as a SOCKS proxy,
    /// is an error when the client is built.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.transport_options.proxy = Proxy::None;
        self
    }

    /// Trusts the certificates in a PEM text, in addition to those that the platform trusts.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.transport_options.roots.push(pem.into());
        self
    }

    /// Adds the program's name and version in front of the client's `User-Agent`, such as `my-program/1.2`.
    #[must_use]
    pub fn user_agent_prefix(mut self, product: impl Into<String>) -> Self {
        self.user_agent_prefix = Some(product.into());
        self
    }

    /// Sends requests through the program's own transport, for example a proxy, a mock or a recorder.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Creates the client.
    ///
    /// # Errors
    /// Fails if the base URL is not a URL, or is plain HTTP to another machine; if the API declares security
    /// schemes and a credential fits none of them; if a token or product name cannot be a header value; or if
    /// TLS cannot be set up.
    pub fn build(self) -> Result<C, Error> {
        let vault = self.vault();
        self.unchecked(vault.clone()).map_err(|error| error.hiding(vault.secrets()))
    }

    /// Returns the secrets among the settings.
    fn vault(&self) -> Vault {
        let proxies = match &self.transport_options.proxy {
            Proxy::Url(url) => vec![url.clone()],
            Proxy::None => Vec::new(),
            Proxy::Environment => PROXIES.iter().filter_map(|name| std::env::var(name).ok()).collect(),
        };
        let server = self.target.server.as_ref().and_then(|server| server.url().ok());
        let urls = proxies.iter().chain(&self.target.base_url).chain(&self.target.origin).chain(&server);
        auth::vault(&self.credentials, urls.map(String::as_str))
    }

    fn unchecked(self, vault: Vault) -> Result<C, Error> {
        #[cfg(not(target_family = "wasm"))]
        crate::transport::driver::start().map_err(|error| Error::driver(&error))?;
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let base = Base::of(&self.target, self.api.base_url)?;
        let user_agent = match &self.user_agent_prefix {
            Some(product) => format!("{product} {}", self.api.user_agent),
            None => self.api.user_agent.to_owned(),
        };
        let user_agent = HeaderValue::try_from(user_agent).map_err(|_| {
            Error::configuration(
                "the product name is not a valid header value — use visible ASCII characters",
            )
        })?;
        let transport = match self.transport {
            Some(transport) => transport,
            None if base.url.scheme() == "https" && !transport::HAS_TLS => {
                return Err(Error::configuration(
                    "the base URL is https, but no TLS feature is enabled — enable `rustls`, for instance",
                ));
            }
            None => transport::default(&self.transport_options)?,
        };
        self.credentials.iter().try_for_each(|credential| security::fits_some(&self.api, credential))?;
        for endpoint in &self.endpoints {
            let url = endpoint.url(&self.api, &base.url)?;
            let server = url.origin().ascii_serialization();
            let mut builder =
                ClientBuilder::<Client>::new(endpoint.api(self.api.user_agent)).base_url(&server);
            builder.target.allows_plain_http = self.target.allows_plain_http;
            builder.transport = Some(transport.clone());
            if let Some((user, password)) = endpoint.basic() {
                builder = builder.basic(&user, &password);
            }
            let built = builder.build();
            let client = built
                .map_err(|error| Error::configuration(format!("the token endpoint at {server}: {error}")))?;
            endpoint.open(client, url);
        }
        Ok(C::from(Client(Arc::new(ClientInner {
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

/// Checks a credential and normalizes it for sending.
fn checked(credential: Credential) -> Result<Credential, Error> {
    Ok(match credential {
        Credential::Token(token) => Credential::Token(security::bearer(&token)?),
        Credential::Basic(_) | Credential::Source(_) | Credential::Scoped(_) => credential,
        Credential::Key(scheme, key) => Credential::Key(scheme, security::trimmed(&key)?),
    })
}

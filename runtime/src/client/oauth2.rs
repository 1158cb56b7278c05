//! OAuth 2 without a user: tokens by the credentials of the client, or by a refresh token (RFC 6749).

mod endpoint;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use self::endpoint::Endpoint;

/// How a program gets OAuth 2 tokens: by its own credentials, or by a refresh token.
///
/// The client requests a token when a call first needs one, and another before it expires or after the server has
/// rejected it. Calls that wait at the same time share one request and its error. The requests use the transport of
/// the client, but not its interceptors, which may show secrets. They are not sent by plain HTTP, except to this
/// machine.
///
/// ```
/// # use openapi_client_runtime::{ClientBuilder, OAuth2};
/// # fn example<C: From<openapi_client_runtime::Client>>(builder: ClientBuilder<C>) -> ClientBuilder<C> {
/// builder.oauth2(
///     OAuth2::client_credentials("my-program", "secret")
///         .token_url("https://login.example.com/oauth/token")
///         .parameter("audience", "https://api.example.com"),
/// )
/// # }
/// ```
pub struct OAuth2 {
    grant: Grant,
    id: String,
    secret: Option<String>,
    scheme: Option<String>,
    token_url: Option<String>,
    scopes: Option<Vec<String>>,
    parameters: Vec<(String, String)>,
    authentication: ClientAuthentication,
    on_token: Option<Observer>,
}

type Observer = Arc<dyn Fn(&TokenResponse) + Send + Sync>;

enum Grant {
    ClientCredentials,
    /// The first refresh token.
    RefreshToken(String),
}

/// Where a token request has the credentials of the client (RFC 6749, section 2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ClientAuthentication {
    /// In the header `Authorization`, which every server supports. A client without a secret has only its ID, in
    /// the body.
    #[default]
    Header,
    /// In the body.
    Body,
}

impl OAuth2 {
    fn new(grant: Grant, id: impl Into<String>, secret: Option<String>) -> Self {
        Self {
            grant,
            id: id.into(),
            secret,
            scheme: None,
            token_url: None,
            scopes: None,
            parameters: Vec::new(),
            authentication: ClientAuthentication::default(),
            on_token: None,
        }
    }

    /// Requests tokens by the credentials of the client (RFC 6749, section 4.4).
    #[must_use]
    pub fn client_credentials(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self::new(Grant::ClientCredentials, id, Some(secret.into()))
    }

    /// Requests tokens by a refresh token (RFC 6749, section 6). If a response has another refresh token, the next
    /// request uses that one; [`on_token`](Self::on_token) can store it.
    #[must_use]
    pub fn refresh_token(id: impl Into<String>, token: impl Into<String>) -> Self {
        Self::new(Grant::RefreshToken(token.into()), id, None)
    }

    /// Sets the secret of the client, if it uses a refresh token and is not public.
    #[must_use]
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// Uses the tokens for one security scheme of the description. By default, every scheme that accepts a bearer
    /// token gets them, and the first scheme with a suitable flow has the token endpoint.
    #[must_use]
    pub fn scheme(mut self, name: impl Into<String>) -> Self {
        self.scheme = Some(name.into());
        self
    }

    /// Sets the URL of the token endpoint. It replaces that of the description.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sets the scopes of every token. By default, tokens by client credentials have the scopes that the
    /// description requires for the operation, one token for each set of scopes; and tokens by a refresh token have
    /// the scopes that were granted.
    #[must_use]
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Adds the resource that tokens are for, an absolute URI (RFC 8707, section 2). There may be several.
    #[must_use]
    pub fn resource(self, uri: impl Into<String>) -> Self {
        self.parameter("resource", uri)
    }

    /// Adds a parameter to every token request, such as the `audience` that some servers need.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sets where token requests have the credentials of the client.
    #[must_use]
    pub fn authentication(mut self, place: ClientAuthentication) -> Self {
        self.authentication = place;
        self
    }

    /// Calls a function with every token that the client gets, for example to store a new refresh token.
    #[must_use]
    pub fn on_token(mut self, observe: impl Fn(&TokenResponse) + Send + Sync + 'static) -> Self {
        self.on_token = Some(Arc::new(observe));
        self
    }
}

/// Shows nothing secret.
impl fmt::Debug for OAuth2 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OAuth2").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The response of a token endpoint (RFC 6749, section 5.1). Its `Debug` shows no token.
#[derive(Clone)]
#[non_exhaustive]
pub struct TokenResponse {
    /// The token of calls.
    pub access_token: String,
    /// The token of the next token request, if it is a new one.
    pub refresh_token: Option<String>,
    /// The lifetime of the token.
    pub expires_in: Option<Duration>,
    /// The granted scopes, separated by spaces, if the server reports them.
    pub scope: Option<String>,
    /// The resource that the token is for, if the server reports it.
    pub resource: Option<String>,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenResponse")
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .field("resource", &self.resource)
            .finish_non_exhaustive()
    }
}

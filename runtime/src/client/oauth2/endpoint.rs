//! Requests to a token endpoint, and its responses.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use serde_json::Value;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use super::{ClientAuthentication, Grant, OAuth2, TokenResponse};
use crate::api::{self, Api, ErrorShape, Meta};
use crate::auth::credentials::{FetchError, Token, TokenFuture};
use crate::auth::scoped::{Scoped, ScopedProvider};
use crate::body::Body;
use crate::call::future::ResponseFuture;
use crate::call::request::RequestParts;
use crate::client::Client;
use crate::error::Error;
use crate::response::Response;

/// The number of old refresh tokens that errors hide.
const RETIRED: usize = 8;

/// A token endpoint, and the grant that it gets.
pub(crate) struct Endpoint {
    grant: OAuth2,
    /// The refresh tokens so far, the current one last.
    refresh_tokens: Mutex<Vec<String>>,
    /// A client for the server of the endpoint and the URL of the endpoint, once the client of the API is built.
    opened: OnceLock<(Client, Url)>,
}

impl Endpoint {
    pub(crate) fn new(grant: OAuth2) -> Self {
        let first = match &grant.grant {
            Grant::RefreshToken(token) => vec![token.trim().to_owned()],
            Grant::ClientCredentials => Vec::new(),
        };
        Self { grant, refresh_tokens: Mutex::new(first), opened: OnceLock::new() }
    }

    /// Returns the credential that requests its tokens here.
    pub(crate) fn scoped(self: &Arc<Self>) -> Scoped {
        Scoped::new(Arc::new(Tokens(self.clone())), self.grant.scheme.clone())
    }

    /// Returns the metadata of the endpoint. Its errors have their code and message as in RFC 6749, section 5.2.
    pub(crate) fn api(&self, user_agent: &'static str) -> Api {
        Api::new(user_agent).errors(ErrorShape::new().code("/error").message("/error_description"))
    }

    /// Returns the user name and the password of token requests (RFC 6749, section 2.3.1).
    pub(crate) fn basic(&self) -> Option<(String, String)> {
        let secret = self.grant.secret.as_deref()?;
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect();
        (self.grant.authentication == ClientAuthentication::Header)
            .then(|| (encoded(&self.grant.id), encoded(secret)))
    }

    /// Returns the URL of the endpoint.
    ///
    /// # Errors
    /// Fails if neither the program nor the description has one, or if it is not a URL.
    pub(crate) fn url(&self, api: &Api, base: &Url) -> Result<Url, Error> {
        let wanted = match self.grant.grant {
            Grant::ClientCredentials => api::Grant::ClientCredentials,
            Grant::RefreshToken(_) => api::Grant::RefreshToken,
        };
        let fits = |flow: &&api::Flow| {
            flow.grant == wanted && self.grant.scheme.as_ref().is_none_or(|scheme| scheme == flow.scheme)
        };
        let described = || api.flows.iter().find(fits).map(|flow| flow.url);
        let text = self.grant.token_url.as_deref().or_else(described);
        let text = text.ok_or_else(|| {
            Error::configuration(
                "the description has no token endpoint for this grant — set `OAuth2::token_url`",
            )
        })?;
        base.join(text).map_err(|_| Error::configuration("the URL of the token endpoint is not a URL"))
    }

    /// Sets the client that sends the requests, and the URL.
    pub(crate) fn open(&self, client: Client, url: Url) {
        // The builder calls this once.
        let _ = self.opened.set((client, url));
    }

    fn tokens(&self) -> Vec<String> {
        self.refresh_tokens.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns a token request.
    fn request(&self, url: &Url, scopes: &str) -> RequestParts {
        let mut form = Serializer::new(String::new());
        let tokens = self.tokens();
        let is_refresh = matches!(self.grant.grant, Grant::RefreshToken(_));
        match tokens.last() {
            Some(token) if is_refresh => {
                form.append_pair("grant_type", "refresh_token").append_pair("refresh_token", token);
            }
            _ => {
                form.append_pair("grant_type", "client_credentials");
            }
        }
        let scopes = match &self.grant.scopes {
            Some(own) => own.join(" "),
            // The scopes of an operation may be more than were granted (RFC 6749, section 6).
            None if is_refresh => String::new(),
            None => scopes.to_owned(),
        };
        if !scopes.is_empty() {
            form.append_pair("scope", &scopes);
        }
        form.extend_pairs(&self.grant.parameters);
        if self.basic().is_none() {
            form.append_pair("client_id", &self.grant.id);
            self.grant.secret.iter().for_each(|secret| {
                form.append_pair("client_secret", secret);
            });
        }
        let secrets = self.grant.secret.iter().cloned().chain(tokens).collect();
        let mut parts =
            RequestParts::new(Meta::new("OAuth 2 token request", "POST", "").accept("application/json"));
        parts.target(url.path().to_owned());
        url.query_pairs().for_each(|(name, value)| parts.query(&name, &value));
        let body = Body::from(form.finish()).with_secrets(secrets);
        parts.body("application/x-www-form-urlencoded", body);
        // A server may replace a refresh token when it is used, so a second request could fail.
        parts.idempotent(!is_refresh);
        parts
    }

    /// Reads the response, and keeps its refresh token.
    fn complete(&self, response: &Value) -> Result<Token, FetchError> {
        let response = parse(response)?;
        if let Some(next) = &response.refresh_token {
            let mut tokens = self.refresh_tokens.lock().unwrap_or_else(PoisonError::into_inner);
            if tokens.last() != Some(next) {
                tokens.push(next.clone());
                let excess = tokens.len().saturating_sub(RETIRED);
                tokens.drain(..excess);
            }
        }
        if let Some(observe) = &self.grant.on_token {
            observe(&response);
        }
        let token = Token::new(response.access_token);
        Ok(match response.expires_in {
            Some(life) => token.expires_in(life),
            None => token,
        })
    }
}

/// The provider of the tokens of an endpoint.
struct Tokens(Arc<Endpoint>);

impl ScopedProvider for Tokens {
    fn fetch(&self, scopes: &str) -> TokenFuture {
        let (endpoint, scopes) = (self.0.clone(), scopes.to_owned());
        Box::pin(async move {
            let (client, url) = endpoint.opened.get().ok_or("the client is not built")?;
            let parts = endpoint.request(url, &scopes);
            let response: Response<Value> = ResponseFuture::response(client.clone(), parts).await?;
            endpoint.complete(&response)
        })
    }
}

/// Reads a token response (RFC 6749, section 5.1; RFC 8707, section 2.2).
///
/// # Errors
/// Fails if there is no token, if it is not a bearer token, or if the resource is not a text. The error has no
/// text of the response.
fn parse(response: &Value) -> Result<TokenResponse, FetchError> {
    let text = |key: &str| response.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let access_token =
        text("access_token").ok_or("the response of the token endpoint has no `access_token`")?;
    match response.get("token_type") {
        None | Some(Value::Null) => {}
        Some(Value::String(kind)) if kind.eq_ignore_ascii_case("bearer") => {}
        Some(_) => return Err("the token is not a bearer token, so its use is unknown".into()),
    }
    let resource = match response.get("resource") {
        None | Some(Value::Null) => None,
        Some(Value::String(resource)) if !resource.is_empty() => Some(resource.clone()),
        Some(_) => return Err("the `resource` of the token is not a URI".into()),
    };
    Ok(TokenResponse {
        access_token: access_token.to_owned(),
        refresh_token: text("refresh_token").map(str::to_owned),
        expires_in: response.get("expires_in").and_then(seconds),
        scope: text("scope").map(str::to_owned),
        resource,
    })
}

/// Reads a number of seconds, which some servers send as a text. A negative one is none.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::String(text) => text.trim().parse::<f64>().ok()?,
        other => other.as_f64()?,
    };
    Duration::try_from_secs_f64(seconds).ok()
}

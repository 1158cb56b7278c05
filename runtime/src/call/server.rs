//! Servers: URLs with variables.

use std::borrow::Cow;
use std::fmt;

use url::Url;

use crate::error::Error;
use crate::secret::Secrets;
use crate::transport::is_loopback;

/// A server: a URL with variables, written as `{name}` (OpenAPI 3.0.4, "Server Object"). A string converts
/// into a server without variables.
///
/// ```
/// # use openapi_client_runtime::Server;
/// let server = Server::new("https://{region}.example.com/v1", &[("region", "eu")]).variable("region", "us");
/// # _ = server;
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    url: Cow<'static, str>,
    variables: Vec<(&'static str, Cow<'static, str>)>,
    /// A variable that the caller set but the URL does not contain.
    stray: Option<&'static str>,
}

impl Server {
    /// Creates a server with variables and their defaults.
    pub fn new(url: &'static str, defaults: &[(&'static str, &'static str)]) -> Self {
        let variables = defaults.iter().map(|(name, value)| (*name, Cow::Borrowed(*value)));
        Self { url: Cow::Borrowed(url), variables: variables.collect(), stray: None }
    }

    /// Sets a variable.
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: &str) -> Self {
        match self.variables.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = Cow::Owned(value.to_owned()),
            None => self.stray = Some(name),
        }
        self
    }

    /// Returns the URL with the values of its variables.
    ///
    /// # Errors
    /// Fails if the caller set a variable that the URL does not contain.
    pub(crate) fn url(&self) -> Result<String, Error> {
        if let Some(name) = self.stray {
            let url = Secrets::default().hide_url(&self.url);
            return Err(Error::configuration(format!("the server {url} has no variable `{name}`")));
        }
        // Replaces all variables in one pass, so that no value is mistaken for a variable.
        let mut url = String::new();
        let mut rest = &*self.url;
        while let Some((before, after)) = rest.split_once('{') {
            let found = after.split_once('}').and_then(|(name, after)| {
                let (_, value) = self.variables.iter().find(|(known, _)| *known == name)?;
                Some((value, after))
            });
            url.push_str(before);
            match found {
                Some((value, after)) => {
                    url.push_str(value);
                    rest = after;
                }
                None => {
                    url.push('{');
                    rest = after;
                }
            }
        }
        Ok(url + rest)
    }
}

/// Shows the URL and its variables, without user, password and query.
impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secrets = Secrets::default();
        let hide = |text: &str| secrets.hide(text);
        let variables: Vec<_> = self.variables.iter().map(|(name, value)| (*name, hide(value))).collect();
        formatter
            .debug_struct("Server")
            .field("url", &secrets.hide_url(&self.url))
            .field("variables", &variables)
            .finish_non_exhaustive()
    }
}

impl From<String> for Server {
    fn from(url: String) -> Self {
        Self { url: Cow::Owned(url), variables: Vec::new(), stray: None }
    }
}

impl From<&str> for Server {
    fn from(url: &str) -> Self {
        url.to_owned().into()
    }
}

/// The caller's settings for the URL of calls.
#[derive(Debug, Default)]
pub(crate) struct Target {
    /// Replaces every server of the description.
    pub(crate) base_url: Option<String>,
    /// Replaces the origin of every server of the description.
    pub(crate) origin: Option<String>,
    /// Selects one of the description's servers.
    pub(crate) server: Option<Server>,
    pub(crate) allows_plain_http: bool,
}

/// The base URL of a client's calls.
pub(crate) struct Base {
    /// The URL for operations without a server of their own.
    pub(crate) url: Url,
    /// Whether the caller set the URL for all calls, including those of operations with a server of their
    /// own.
    pub(crate) is_for_all: bool,
    /// Replaces the origin of servers.
    origin: Option<Url>,
    allows_plain_http: bool,
}

impl Base {
    /// Returns the base URL that the caller set, or else that of the description.
    ///
    /// # Errors
    /// Fails as [`parse`] does; if there is no URL, or only a path; and if the origin has a path.
    pub(crate) fn of(target: &Target, described: Option<&str>) -> Result<Self, Error> {
        let allows_plain_http = target.allows_plain_http;
        let origin = target.origin.as_deref().map(|text| origin(text, allows_plain_http)).transpose()?;
        if let Some(text) = &target.base_url {
            if origin.is_some() {
                return Err(Error::configuration("both a base URL and an origin are set — set one of them"));
            }
            let url = parse(text, allows_plain_http)?;
            let described = described.and_then(|described| Url::parse(described).ok());
            let is_for_all = described.as_ref() != Some(&url);
            return Ok(Self { url, is_for_all, origin, allows_plain_http });
        }
        let text = match (&target.server, described, &origin) {
            (Some(server), ..) => server.url()?,
            (None, Some(url), _) => url.to_owned(),
            (None, None, Some(origin)) => origin.to_string(),
            (None, None, None) => {
                return Err(Error::configuration("the description declares no server — set `base_url`"));
            }
        };
        if is_relative(&text) && origin.is_none() {
            let path = Secrets::default().hide(&text);
            let what = format!(
                "the description has the server {path:?} without a host — set `base_url` or `origin`"
            );
            return Err(Error::configuration(what));
        }
        let url = moved(&text, origin.as_ref(), allows_plain_http)?;
        Ok(Self { url, is_for_all: false, origin, allows_plain_http })
    }

    /// Returns the URL of a call: the server of the call itself, or else that of its operation.
    ///
    /// # Errors
    /// Fails as [`parse`] does.
    pub(crate) fn below(
        &self,
        named: Option<&Server>,
        described: Option<&'static str>,
    ) -> Result<Cow<'_, Url>, Error> {
        let (text, origin) = match (named, described) {
            // The caller set this server for this call only.
            (Some(server), _) => (server.url()?, None),
            (None, Some(url)) if !self.is_for_all => (url.to_owned(), self.origin.as_ref()),
            _ => return Ok(Cow::Borrowed(&self.url)),
        };
        // A path is relative to the host of the client.
        if is_relative(&text)
            && let Ok(joined) = self.url.join(&text)
        {
            return parse(joined.as_str(), self.allows_plain_http).map(Cow::Owned);
        }
        moved(&text, origin, self.allows_plain_http).map(Cow::Owned)
    }
}

/// Returns the URL of a server, moved to an origin.
///
/// # Errors
/// Fails as [`parse`] does.
fn moved(text: &str, origin: Option<&Url>, allows_plain_http: bool) -> Result<Url, Error> {
    let Some(origin) = origin else { return parse(text, allows_plain_http) };
    let cannot = |error| Error::configuration(format!("invalid server URL {text:?}: {error}"));
    let described = origin.join(text).map_err(cannot)?;
    parse(&format!("{}{}", origin.origin().ascii_serialization(), described.path()), allows_plain_http)
}

/// Parses an origin.
///
/// # Errors
/// Fails as [`parse`] does, and if the text has a path.
fn origin(text: &str, allows_plain_http: bool) -> Result<Url, Error> {
    let url = parse(text, allows_plain_http)?;
    if url.path() != "/" {
        return Err(Error::configuration(
            "the origin has a path — set `base_url` to replace the path of the description",
        ));
    }
    Ok(url)
}

fn is_relative(text: &str) -> bool {
    Url::parse(text) == Err(url::ParseError::RelativeUrlWithoutBase)
        && (text.is_empty() || text.starts_with(['/', '.']))
}

/// Returns whether the text has a host: URL parsers repair `https:///x` and `https:x`, and take the path as
/// the host.
fn names_host(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(_, rest)| !rest.starts_with(['/', '\\', '?', '#']) && !rest.is_empty())
}

/// Parses a base URL. Credentials must not be sent unencrypted, except within this machine or where the
/// program allows it.
///
/// # Errors
/// Fails if the text is not a URL, or if credentials must not be sent to it.
fn parse(text: &str, allows_plain_http: bool) -> Result<Url, Error> {
    let refused = |why: &str| Error::configuration(format!("the base URL {why}"));
    let url = Url::parse(text).map_err(|error| refused(&format!("is invalid: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        // The text before `:` may be anything, such as a key in the wrong place, so the message does not show
        // it.
        return Err(refused("has a scheme other than https — use https"));
    }
    let host = url
        .host()
        .filter(|_| names_host(text))
        .ok_or_else(|| refused("has no host — write it as `https://host/path`"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("contains a user name or password — give the client a credential instead"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("has a query or fragment — remove it"));
    }
    if url.scheme() == "http" && !allows_plain_http && !is_loopback(&host) {
        return Err(refused(
            "is plain http to another machine — use https, or `allow_plain_http()` in a trusted network",
        ));
    }
    Ok(url)
}

//! Servers: URLs whose variables are still open.

use std::borrow::Cow;
use std::fmt;

use url::{Host, Url};

use crate::error::Error;
use crate::secret::Secrets;

/// A server: a URL in which `{name}` stands for a variable (OpenAPI 3.0.4, "Server Object"). A text is one
/// without variables.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    url: Cow<'static, str>,
    variables: Vec<(&'static str, Cow<'static, str>)>,
    /// A variable that was set and is none of the URL's.
    stray: Option<&'static str>,
}

impl Server {
    /// A server with variables and their defaults.
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

    /// The URL, with the values of its variables.
    ///
    /// # Errors
    /// A variable that was set and that this server does not have.
    pub(crate) fn url(&self) -> Result<String, Error> {
        if let Some(name) = self.stray {
            let url = Secrets::default().hide_url(&self.url);
            return Err(Error::configuration(format!("the server {url} has no variable `{name}`")));
        }
        // One pass, so that no value is taken for a variable.
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

/// Shows the URL and its variables, without users, passwords and queries.
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

/// What the caller sets of where calls go.
#[derive(Debug, Default)]
pub(crate) struct Target {
    /// In place of every server of the description.
    pub(crate) base_url: Option<String>,
    /// In place of the origin of every server of the description.
    pub(crate) origin: Option<String>,
    /// One of the servers of the description.
    pub(crate) server: Option<Server>,
    pub(crate) allows_plain_http: bool,
}

/// Where a client's calls go.
pub(crate) struct Base {
    /// Where those go whose operation names no server of its own.
    pub(crate) url: Url,
    /// Whether the caller said so for all calls, also for those of operations with a server of their own.
    pub(crate) is_for_all: bool,
    /// Takes the place of the origin of servers.
    origin: Option<Url>,
    allows_plain_http: bool,
}

impl Base {
    /// What the caller said, else what the description says.
    ///
    /// # Errors
    /// As for [`parse`]; or nobody says, or the description says only a path; or the origin has a path.
    pub(crate) fn of(target: &Target, described: Option<&str>) -> Result<Self, Error> {
        let allows_plain_http = target.allows_plain_http;
        let origin = target.origin.as_deref().map(|text| origin(text, allows_plain_http)).transpose()?;
        if let Some(text) = &target.base_url {
            if origin.is_some() {
                return Err(Error::configuration(
                    "a base URL and an origin were given: one replaces the other",
                ));
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
                return Err(Error::configuration("the description names no server: set base_url"));
            }
        };
        if is_relative(&text) && origin.is_none() {
            let path = Secrets::default().hide(&text);
            let what = format!("the description says {path:?} and not on which host: set base_url or origin");
            return Err(Error::configuration(what));
        }
        let url = moved(&text, origin.as_ref(), allows_plain_http)?;
        Ok(Self { url, is_for_all: false, origin, allows_plain_http })
    }

    /// Where a call goes: to the server that it names itself, else to that of its operation.
    ///
    /// # Errors
    /// As for [`parse`].
    pub(crate) fn below(
        &self,
        named: Option<&Server>,
        described: Option<&'static str>,
    ) -> Result<Cow<'_, Url>, Error> {
        let (text, origin) = match (named, described) {
            // The caller says so for this call alone.
            (Some(server), _) => (server.url()?, None),
            (None, Some(url)) if !self.is_for_all => (url.to_owned(), self.origin.as_ref()),
            _ => return Ok(Cow::Borrowed(&self.url)),
        };
        // A path is on the host of the client.
        if is_relative(&text)
            && let Ok(joined) = self.url.join(&text)
        {
            return parse(joined.as_str(), self.allows_plain_http).map(Cow::Owned);
        }
        moved(&text, origin, self.allows_plain_http).map(Cow::Owned)
    }
}

/// The URL of a server, moved to an origin.
///
/// # Errors
/// As for [`parse`].
fn moved(text: &str, origin: Option<&Url>, allows_plain_http: bool) -> Result<Url, Error> {
    let Some(origin) = origin else { return parse(text, allows_plain_http) };
    let cannot = |error| Error::configuration(format!("the server {text:?} cannot be read: {error}"));
    let described = origin.join(text).map_err(cannot)?;
    parse(&format!("{}{}", origin.origin().ascii_serialization(), described.path()), allows_plain_http)
}

/// # Errors
/// As for [`parse`], or there is a path.
fn origin(text: &str, allows_plain_http: bool) -> Result<Url, Error> {
    let url = parse(text, allows_plain_http)?;
    if url.path() != "/" {
        return Err(Error::configuration(
            "the origin has a path: set base_url to replace that of the description",
        ));
    }
    Ok(url)
}

fn is_relative(text: &str) -> bool {
    Url::parse(text) == Err(url::ParseError::RelativeUrlWithoutBase)
        && (text.is_empty() || text.starts_with(['/', '.']))
}

/// Whether a host is this machine: the whole of 127.0.0.0/8 and `::1` (RFC 5735, RFC 4291), also as an IPv4 address
/// within IPv6, and `localhost` with all below it (RFC 6761, section 6.3).
pub(crate) fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|address| address.is_loopback())
        }
    }
}

/// Whether the text names a host itself: `https:///x` and `https:x` are repaired by URL parsers, which take the path for
/// the host.
fn names_host(text: &str) -> bool {
    text.split_once("://")
        .is_some_and(|(_, rest)| !rest.starts_with(['/', '\\', '?', '#']) && !rest.is_empty())
}

/// Reads a base URL. A credential must not travel in the clear, except within this machine or where the program
/// allows it.
///
/// # Errors
/// A text that is no URL, and one that is not fit to be given credentials.
fn parse(text: &str, allows_plain_http: bool) -> Result<Url, Error> {
    let refused = |why: &str| Error::configuration(format!("the base URL {why}"));
    let url = Url::parse(text).map_err(|error| refused(&format!("cannot be read: {error}")))?;
    if !matches!(url.scheme(), "http" | "https") {
        // What stands for a scheme may be anything, such as a key in the wrong place.
        return Err(refused("has another scheme than https: use https"));
    }
    let host = url.host().filter(|_| names_host(text)).ok_or_else(|| refused("names no host"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refused("holds a user name or password: give a credential to the client instead"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("has a query or fragment"));
    }
    if url.scheme() == "http" && !allows_plain_http && !is_loopback(&host) {
        return Err(refused(
            "is plain http to another machine: use https, or allow_plain_http() if you must",
        ));
    }
    Ok(url)
}

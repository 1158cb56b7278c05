//! Servers: URLs whose variables are still open.

use std::borrow::Cow;

use url::{Host, Url};

use crate::error::Error;

/// A server: a URL in which `{name}` stands for a variable (OpenAPI 3.0.4, "Server Object"). A text is one
/// without variables.
#[derive(Debug, Clone, PartialEq, Eq)]
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
            return Err(Error::configuration(format!("the server {} has no variable `{name}`", self.url)));
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

/// Where a client's calls go.
pub(crate) struct Base {
    /// Where those go whose operation names no server of its own.
    pub(crate) url: Url,
    /// Whether the caller said so for all calls, also for those of operations with a server of their own.
    pub(crate) is_for_all: bool,
}

impl Base {
    /// What the caller said, else what the description says.
    ///
    /// # Errors
    /// As for [`parse`]; or nobody says, or the description says only a path.
    pub(crate) fn of(
        said: Option<&str>,
        server: Option<&Server>,
        described: Option<&str>,
    ) -> Result<Self, Error> {
        if let Some(text) = said {
            let url = parse(text)?;
            let described = described.and_then(|described| Url::parse(described).ok());
            return Ok(Self { is_for_all: described.as_ref() != Some(&url), url });
        }
        let text = match (server, described) {
            (Some(server), _) => server.url()?,
            (None, Some(url)) => url.to_owned(),
            (None, None) => {
                return Err(Error::configuration("the description names no server: set base_url"));
            }
        };
        if is_relative(&text) {
            let what = format!("the description says {text:?} and not on which host: set base_url");
            return Err(Error::configuration(what));
        }
        Ok(Self { url: parse(&text)?, is_for_all: false })
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
        let text = match (named, described) {
            (Some(server), _) => server.url()?,
            (None, Some(url)) if !self.is_for_all => url.to_owned(),
            _ => return Ok(Cow::Borrowed(&self.url)),
        };
        // A path is on the host of the client.
        if is_relative(&text)
            && let Ok(joined) = self.url.join(&text)
        {
            return parse(joined.as_str()).map(Cow::Owned);
        }
        parse(&text).map(Cow::Owned)
    }
}

fn is_relative(text: &str) -> bool {
    Url::parse(text) == Err(url::ParseError::RelativeUrlWithoutBase)
        && (text.is_empty() || text.starts_with(['/', '.']))
}

/// Reads a base URL. A credential must not travel in the clear, except within this machine.
///
/// # Errors
/// A text that is no URL, and one that is not fit to be given credentials.
fn parse(text: &str) -> Result<Url, Error> {
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

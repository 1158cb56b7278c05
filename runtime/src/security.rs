//! Ways to prove who calls, and which of them a call carries (OpenAPI 3.0.3, section 4.7.27).

use std::borrow::Cow;
use std::fmt;

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::api::{Api, Meta};
use crate::credentials::Source;
use crate::error::Error;
use crate::path::encoded;

/// A way to prove who calls.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// Its name in the description.
    pub name: &'static str,
    /// How the proof travels.
    pub kind: SchemeKind,
}

/// How a proof of who calls travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750), also for tokens from OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617)
    Basic,
    /// `Authorization: … …`, with the word of another scheme (RFC 9110, section 11.4).
    Http(&'static str),
    /// A header of that name.
    Header(&'static str),
    /// A part of the query of that name.
    Query(&'static str),
    /// A cookie of that name.
    Cookie(&'static str),
    /// Nothing that a request carries: the connection itself proves it.
    Connection,
}

/// What the client was given, for one scheme or for all of a kind.
#[derive(Clone)]
pub(crate) enum Credential {
    /// A token for every scheme that takes one.
    Token(String),
    /// User name and password, encoded, for every scheme that takes them.
    Basic(String),
    /// A key for one scheme.
    Key(String, String),
    /// Tokens that are fetched, for every scheme that takes one.
    Source(Source),
}

impl Credential {
    fn fits(&self, scheme: &Scheme) -> bool {
        match self {
            Self::Token(_) | Self::Source(_) => scheme.kind == SchemeKind::Bearer,
            Self::Basic(_) => scheme.kind == SchemeKind::Basic,
            Self::Key(name, _) => scheme.name == name,
        }
    }

    /// None where it has not been fetched yet.
    fn secret(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Token(secret) | Self::Basic(secret) | Self::Key(_, secret) => Some(secret.into()),
            Self::Source(source) => source.secret().map(Cow::Owned),
        }
    }
}

/// Only which kind it is.
impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// What a request carries beside what its caller says.
#[derive(Default)]
pub(crate) struct Carried {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) cookies: Vec<String>,
}

/// The security of a call that no description knows: every scheme for which there is a credential.
pub(crate) const EVERY: &[&[&str]] = &[&["*"]];

/// Adds the credentials that an operation needs: of the first alternative that the client can satisfy.
///
/// # Errors
/// There is none; nothing has been sent.
pub(crate) fn carry(
    api: &Api,
    meta: &Meta,
    given: &[Credential],
    carried: &mut Carried,
) -> Result<(), Error> {
    let scheme = |name: &str| api.schemes.iter().find(|scheme| scheme.name == name);
    let satisfied = |name: &&str| {
        scheme(name).is_none_or(|scheme| {
            scheme.kind == SchemeKind::Connection || given.iter().any(|credential| credential.fits(scheme))
        })
    };
    if meta.security.is_empty() {
        return Ok(());
    }
    let needed: Vec<&Scheme> = if meta.security == EVERY {
        let fits = |scheme: &&Scheme| given.iter().any(|credential| credential.fits(scheme));
        api.schemes.iter().filter(fits).collect()
    } else {
        // An alternative that needs nothing is taken only when none that proves something can be.
        let mut alternatives: Vec<_> =
            meta.security.iter().filter(|needed| needed.iter().all(satisfied)).collect();
        alternatives.sort_by_key(|needed| needed.is_empty());
        let needed = alternatives.first().ok_or_else(|| Error::credentials(meta))?;
        needed.iter().filter_map(|name| scheme(name)).collect()
    };
    for scheme in needed {
        let credential = given.iter().rev().find(|credential| credential.fits(scheme));
        let Some(secret) = credential.and_then(Credential::secret) else { continue };
        match scheme.kind {
            SchemeKind::Bearer => {
                drop(carried.headers.insert(AUTHORIZATION, sensitive(&format!("Bearer {secret}"))?))
            }
            SchemeKind::Basic => {
                drop(carried.headers.insert(AUTHORIZATION, sensitive(&format!("Basic {secret}"))?))
            }
            SchemeKind::Http(word) => {
                // The word may come along with the secret.
                let prefix = format!("{word} ");
                let secret = secret.strip_prefix(&prefix).unwrap_or(&secret);
                drop(carried.headers.insert(AUTHORIZATION, sensitive(&format!("{prefix}{secret}"))?))
            }
            SchemeKind::Header(name) => {
                let name = HeaderName::try_from(name)
                    .map_err(|_| Error::configuration(format!("{name:?} cannot be a header's name")))?;
                carried.headers.insert(name, sensitive(&secret)?);
            }
            SchemeKind::Query(name) => carried.query.push((encoded(name), encoded(&secret))),
            SchemeKind::Cookie(name) => carried.cookies.push(format!("{name}={}", encoded(&secret))),
            SchemeKind::Connection => {}
        }
    }
    Ok(())
}

/// A header's value that no `Debug` shows. The secret is not in the message of the error either.
pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| Error::configuration("the token holds characters that a header cannot"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// White space and quotes come along when a secret is copied; they are never part of it.
pub(crate) fn trimmed(secret: &str) -> Result<String, Error> {
    let secret = secret.trim().trim_matches(['"', '\'']);
    if secret.is_empty() {
        return Err(Error::configuration("the token is empty"));
    }
    sensitive(secret)?;
    Ok(secret.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_http_scheme_has_its_own_word() {
        const SCHEMES: &[Scheme] = &[Scheme { name: "shared", kind: SchemeKind::Http("SharedAccessKey") }];
        const META: Meta = Meta { id: "x", method: "GET", path: "/", accept: "", security: &[&["shared"]] };
        let api = Api { schemes: SCHEMES, ..Api::new("test/1") };
        for key in ["valid-key", "SharedAccessKey valid-key"] {
            let given = [Credential::Key("shared".to_owned(), key.to_owned())];
            let mut carried = Carried::default();
            carry(&api, &META, &given, &mut carried).unwrap();
            assert_eq!(carried.headers[AUTHORIZATION], "SharedAccessKey valid-key");
        }
        assert!(carry(&api, &META, &[], &mut Carried::default()).is_err());
    }
}

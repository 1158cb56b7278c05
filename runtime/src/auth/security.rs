//! Security schemes, and the credentials that a request carries (OpenAPI 3.0.3, section 4.7.27).

use std::borrow::Cow;
use std::fmt;

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::api::{Api, Meta, Scheme, SchemeKind};
use crate::auth::credentials::Source;
use crate::auth::scoped::Scoped;
use crate::codec::path::encoded;
use crate::error::Error;

/// A credential of the client, for one scheme or for all that accept it.
#[derive(Clone)]
pub(crate) enum Credential {
    /// A token, for every scheme that accepts one.
    Token(String),
    /// A user name and password, encoded, for every scheme that accepts them.
    Basic(String),
    /// The name of one scheme, and its key.
    Key(String, String),
    /// A provider of tokens, for every scheme that accepts one.
    Source(Source),
    /// A provider of tokens with the scopes of each operation.
    Scoped(Scoped),
}

impl Credential {
    fn fits(&self, scheme: &Scheme) -> bool {
        match self {
            Self::Token(_) | Self::Source(_) => scheme.kind == SchemeKind::Bearer,
            Self::Scoped(scoped) => scheme.kind == SchemeKind::Bearer && scoped.is_for(scheme.name),
            Self::Basic(_) => scheme.kind == SchemeKind::Basic,
            Self::Key(name, _) => scheme.name == name,
        }
    }

    /// Returns every provider of the credential, with its last token.
    pub(crate) fn sources(&self) -> Vec<Source> {
        match self {
            Self::Source(source) => vec![source.clone()],
            Self::Scoped(scoped) => scoped.sources(),
            _ => Vec::new(),
        }
    }

    /// Returns the secret; `None` if it has not been fetched yet, or if it depends on scopes.
    pub(crate) fn secret(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Token(secret) | Self::Basic(secret) | Self::Key(_, secret) => Some(secret.into()),
            // The call has checked that the token is valid, or is the best that the provider has.
            Self::Source(source) => source.latest().map(Cow::Owned),
            Self::Scoped(_) => None,
        }
    }
}

/// Shows only the variant.
impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// The credentials of a request.
#[derive(Default)]
pub(crate) struct AppliedCredentials {
    pub(crate) headers: HeaderMap,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) cookies: Vec<String>,
}

/// The security of a call that the description does not declare: every scheme for which the client has a
/// credential.
pub(crate) const EVERY: &[&[&str]] = &[&["*"]];

/// Adds the credentials of an operation: those of the first alternative that the client can satisfy, or of
/// another one that includes them. If the description has no security schemes, adds all of the client's.
///
/// # Errors
/// Fails if the client has no credential that satisfies an alternative.
pub(crate) fn apply(
    api: &Api,
    meta: &Meta,
    given: &[Credential],
    applied: &mut AppliedCredentials,
) -> Result<(), Error> {
    let scheme = |name: &str| api.schemes.iter().find(|scheme| scheme.name == name);
    if api.schemes.is_empty() {
        // The description declares no security schemes, but the program sets credentials.
        for credential in given {
            match credential {
                Credential::Token(_) | Credential::Source(_) | Credential::Scoped(_) => {
                    applied.add(SchemeKind::Bearer, credential)?
                }
                Credential::Basic(_) => applied.add(SchemeKind::Basic, credential)?,
                Credential::Key(..) => {}
            }
        }
        return Ok(());
    }
    if meta.security.is_empty() {
        return Ok(());
    }
    let needed: Vec<&Scheme> = if meta.security == EVERY {
        let fits = |scheme: &&Scheme| given.iter().any(|credential| credential.fits(scheme));
        api.schemes.iter().filter(fits).collect()
    } else {
        let index = alternative(api, meta, given).ok_or_else(|| Error::credentials(meta))?;
        let needed = meta.security.get(index).copied().unwrap_or_default();
        needed.iter().filter_map(|name| scheme(name)).collect()
    };
    for scheme in needed {
        if let Some(credential) = given.iter().rev().find(|credential| credential.fits(scheme)) {
            applied.add(scheme.kind, credential)?;
        }
    }
    Ok(())
}

/// Returns the index of the first alternative that the client can satisfy, or of another one that includes it.
fn alternative(api: &Api, meta: &Meta, given: &[Credential]) -> Option<usize> {
    let satisfies = |name: &str| {
        let scheme = api.schemes.iter().find(|scheme| scheme.name == name);
        scheme.is_none_or(|scheme| {
            scheme.kind == SchemeKind::Connection || given.iter().any(|credential| credential.fits(scheme))
        })
    };
    let satisfied: Vec<(usize, &[&str])> = meta
        .security
        .iter()
        .enumerate()
        .filter(|(_, needed)| needed.iter().all(|name| satisfies(name)))
        .map(|(index, needed)| (index, *needed))
        .collect();
    // Takes the first alternative that is not a part of another one; an empty alternative is a part of all.
    let is_less =
        |one: &[&str], other: &[&str]| one.len() < other.len() && one.iter().all(|name| other.contains(name));
    let best = satisfied.iter().find(|(_, one)| !satisfied.iter().any(|(_, other)| is_less(one, other)));
    best.map(|(index, _)| *index)
}

/// Returns the credentials for an operation: providers whose tokens depend on scopes are replaced by those of
/// the scopes that the operation needs.
pub(crate) fn scoped<'a>(api: &Api, meta: &Meta, given: &'a [Credential]) -> Cow<'a, [Credential]> {
    if !given.iter().any(|credential| matches!(credential, Credential::Scoped(_))) {
        return Cow::Borrowed(given);
    }
    let scopes = alternative(api, meta, given).and_then(|index| meta.scopes.get(index));
    let scopes = scopes.copied().unwrap_or_default();
    let credentials = given.iter().map(|credential| match credential {
        Credential::Scoped(scoped) => Credential::Source(scoped.source(scopes)),
        other => other.clone(),
    });
    Cow::Owned(credentials.collect())
}

/// Checks that a credential fits a scheme of the API.
///
/// # Errors
/// Fails if it fits no scheme, because calls would be sent without it.
pub(crate) fn fits_some(api: &Api, credential: &Credential) -> Result<(), Error> {
    let is_of_use = match credential {
        Credential::Key(..) => api.schemes.iter().any(|scheme| credential.fits(scheme)),
        _ => api.schemes.is_empty() || api.schemes.iter().any(|scheme| credential.fits(scheme)),
    };
    if is_of_use {
        return fits_cookies(api, credential);
    }
    let given = match credential {
        Credential::Token(_) | Credential::Source(_) | Credential::Scoped(_) => "a token".to_owned(),
        Credential::Basic(_) => "a user name and password".to_owned(),
        Credential::Key(name, _) => format!("a key with the name {name:?}"),
    };
    let known: Vec<String> = api.schemes.iter().map(|scheme| format!("{:?}", scheme.name)).collect();
    Err(Error::configuration(format!(
        "no security scheme of the API accepts {given} — it has {}",
        known.join(", ")
    )))
}

/// Checks that a key is a valid cookie value, if its scheme is a cookie.
fn fits_cookies(api: &Api, credential: &Credential) -> Result<(), Error> {
    let Credential::Key(_, key) = credential else { return Ok(()) };
    let key = trimmed(key)?;
    let schemes = api.schemes.iter().filter(|scheme| credential.fits(scheme));
    schemes.map(|scheme| scheme.kind).try_for_each(|kind| match kind {
        SchemeKind::Cookie(name) => cookie(name, &key).map(drop),
        _ => Ok(()),
    })
}

impl AppliedCredentials {
    /// Adds a credential, unless it has not been fetched yet.
    fn add(&mut self, kind: SchemeKind, credential: &Credential) -> Result<(), Error> {
        let Some(secret) = credential.secret() else { return Ok(()) };
        match kind {
            SchemeKind::Bearer => self.authorize("Bearer", &secret)?,
            SchemeKind::Basic => self.authorize("Basic", &secret)?,
            SchemeKind::Http(word) => self.authorize(word, &secret)?,
            SchemeKind::Header(name) => {
                let name = HeaderName::try_from(name)
                    .map_err(|_| Error::configuration(format!("{name:?} is not a valid header name")))?;
                self.headers.insert(name, sensitive(&secret)?);
            }
            SchemeKind::Query(name) => self.query.push((encoded(name), encoded(&secret))),
            SchemeKind::Cookie(name) => self.cookies.push(cookie(name, &secret)?),
            SchemeKind::Connection => {}
        }
        Ok(())
    }

    fn authorize(&mut self, word: &str, secret: &str) -> Result<(), Error> {
        let secret = without_word(secret, word);
        self.headers.insert(AUTHORIZATION, sensitive(&format!("{word} {secret}"))?);
        Ok(())
    }
}

/// Removes the name of a scheme (in any letter case; RFC 9110, section 11.1) before a secret, because it is
/// often copied with the secret.
fn without_word<'a>(secret: &'a str, word: &str) -> &'a str {
    match secret.split_at_checked(word.len()) {
        Some((first, rest)) if first.eq_ignore_ascii_case(word) && rest.starts_with(' ') => rest.trim_start(),
        _ => secret,
    }
}

/// Returns a bearer token without its prefix.
///
/// # Errors
/// Fails as [`trimmed`] does.
pub(crate) fn bearer(secret: &str) -> Result<String, Error> {
    trimmed(without_word(&trimmed(secret)?, "Bearer"))
}

/// Returns a cookie without escapes (RFC 6265, section 4.1.1), because servers differ in how they read them.
fn cookie(name: &str, secret: &str) -> Result<String, Error> {
    let is_octet = |byte: u8| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
    if HeaderName::try_from(name).is_err() {
        return Err(Error::configuration(format!("{name:?} is not a valid cookie name")));
    }
    if !secret.bytes().all(is_octet) {
        return Err(Error::configuration(
            "the key contains characters that are not valid in a cookie (RFC 6265, section 4.1.1)",
        ));
    }
    Ok(format!("{name}={secret}"))
}

/// Returns a header value that no `Debug` shows. The message of the error does not contain the secret either.
pub(crate) fn sensitive(text: &str) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(text)
        .map_err(|_| Error::configuration("the token contains characters that are not valid in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Removes white space and a pair of quotes, which are copied with a secret but never part of it. A single
/// quote may be part of a secret.
pub(crate) fn unquoted(secret: &str) -> &str {
    let secret = secret.trim();
    let within = |quote: char| secret.strip_prefix(quote)?.strip_suffix(quote);
    within('"').or_else(|| within('\'')).unwrap_or(secret)
}

/// Returns a secret without white space and quotes around it.
///
/// # Errors
/// Fails if nothing remains, or if it is not a valid header value.
pub(crate) fn trimmed(secret: &str) -> Result<String, Error> {
    let secret = unquoted(secret);
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
    fn only_pairs_of_quotes_are_removed() {
        for (given, sent) in [
            (" \"key\" ", "key"),
            ("'key'", "key"),
            ("a=\"b\"", "a=\"b\""),
            ("\"key", "\"key"),
            ("'key\"", "'key\""),
            ("\"", "\""),
        ] {
            assert_eq!(trimmed(given).unwrap(), sent, "{given}");
        }
        assert!(trimmed("\"\"").is_err());
    }

    #[test]
    fn the_alternative_with_the_most_credentials_is_used() {
        const SCHEMES: &[Scheme] = &[
            Scheme { name: "login", kind: SchemeKind::Basic },
            Scheme { name: "second", kind: SchemeKind::Cookie("second") },
        ];
        const META: Meta = Meta {
            id: "x",
            method: "GET",
            path: "/",
            accept: "",
            security: &[&[], &["login"], &["login", "second"]],
            scopes: &[],
        };
        let api = Api { schemes: SCHEMES, ..Api::new("test/1") };
        let login = Credential::Basic("dTpw".to_owned());
        let second = Credential::Key("second".to_owned(), "2".to_owned());
        for (given, headers, cookies) in [
            (vec![login.clone(), second.clone()], 1, 1),
            (vec![login], 1, 0),
            (vec![second], 0, 0),
            (Vec::new(), 0, 0),
        ] {
            let mut applied = AppliedCredentials::default();
            apply(&api, &META, &given, &mut applied).unwrap();
            assert_eq!((applied.headers.len(), applied.cookies.len()), (headers, cookies));
        }
    }

    #[test]
    fn credentials_are_sent_if_the_description_declares_no_security() {
        const META: Meta = Meta { id: "x", method: "GET", path: "/", accept: "", security: &[], scopes: &[] };
        let api = Api::new("test/1");
        let mut applied = AppliedCredentials::default();
        apply(&api, &META, &[Credential::Token("t".to_owned())], &mut applied).unwrap();
        assert_eq!(applied.headers[AUTHORIZATION], "Bearer t");
        let api = Api { schemes: &[Scheme { name: "key", kind: SchemeKind::Query("key") }], ..api };
        for useless in [Credential::Token("t".to_owned()), Credential::Key("kye".to_owned(), "k".to_owned())]
        {
            assert!(fits_some(&api, &useless).unwrap_err().to_string().contains(r#"it has "key""#));
        }
    }

    #[test]
    fn the_name_of_the_scheme_is_sent_once() {
        for token in ["t", " t\n", "Bearer t", "bearer  t", "\"BEARER t\""] {
            assert_eq!(bearer(token).unwrap(), "t", "{token:?}");
        }
        assert_eq!(bearer("Bearer").unwrap(), "Bearer");
        assert_eq!(bearer("bearer-token").unwrap(), "bearer-token");
        assert!(bearer("Bearer \"\"").is_err());
        let mut applied = AppliedCredentials::default();
        let key = Credential::Key("oauth".to_owned(), "Bearer t".to_owned());
        applied.add(SchemeKind::Bearer, &key).unwrap();
        assert_eq!(applied.headers[AUTHORIZATION], "Bearer t");
    }

    #[test]
    fn a_cookie_is_sent_unchanged_or_refused() {
        const SCHEMES: &[Scheme] = &[Scheme { name: "session", kind: SchemeKind::Cookie("sid") }];
        const META: Meta =
            Meta { id: "x", method: "GET", path: "/", accept: "", security: &[&["session"]], scopes: &[] };
        let api = Api { schemes: SCHEMES, ..Api::new("test/1") };
        let key = |key: &str| Credential::Key("session".to_owned(), key.to_owned());
        for good in ["a+b/c==", "%2B", "!#$&'()*-.:<=>?@[]^_`{|}~"] {
            let mut applied = AppliedCredentials::default();
            fits_some(&api, &key(good)).unwrap();
            apply(&api, &META, &[key(good)], &mut applied).unwrap();
            assert_eq!(applied.cookies, [format!("sid={good}")]);
        }
        for wrong in ["a b", "a;b", "a,b", "a\"b", "a\\b", "é", "a\tb"] {
            assert!(fits_some(&api, &key(wrong)).is_err(), "{wrong}");
            let error = apply(&api, &META, &[key(wrong)], &mut AppliedCredentials::default()).unwrap_err();
            assert!(!error.to_string().contains(wrong));
        }
    }

    #[test]
    fn other_http_schemes_are_sent_with_their_names() {
        const SCHEMES: &[Scheme] = &[Scheme { name: "shared", kind: SchemeKind::Http("SharedAccessKey") }];
        const META: Meta =
            Meta { id: "x", method: "GET", path: "/", accept: "", security: &[&["shared"]], scopes: &[] };
        let api = Api { schemes: SCHEMES, ..Api::new("test/1") };
        for key in ["valid-key", "SharedAccessKey valid-key", "sharedaccesskey  valid-key"] {
            let given = [Credential::Key("shared".to_owned(), key.to_owned())];
            let mut applied = AppliedCredentials::default();
            apply(&api, &META, &given, &mut applied).unwrap();
            assert_eq!(applied.headers[AUTHORIZATION], "SharedAccessKey valid-key");
        }
        assert!(apply(&api, &META, &[], &mut AppliedCredentials::default()).is_err());
    }
}

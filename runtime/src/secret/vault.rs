//! The secrets of a client, for every place that makes texts.

use std::fmt;
use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine};

use super::Secrets;
use crate::security::Credential;

/// The secrets of a client. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Vault(Option<Arc<Contents>>);

struct Contents {
    /// The secrets that do not change.
    fixed: Secrets,
    /// The credentials whose secrets are fetched, and change.
    fetched: Vec<Credential>,
}

impl Vault {
    /// Creates a vault of credentials, and of the users and passwords of URLs.
    pub(crate) fn new<'a>(credentials: &[Credential], urls: impl Iterator<Item = &'a str>) -> Self {
        let mut fixed = Secrets::default();
        urls.for_each(|url| learn_user(&mut fixed, url));
        let (fetched, given): (Vec<_>, Vec<_>) =
            credentials.iter().cloned().partition(|credential| matches!(credential, Credential::Source(_)));
        given.iter().for_each(|credential| learn_credential(&mut fixed, credential));
        Self(Some(Arc::new(Contents { fixed, fetched })))
    }

    /// Returns all secrets of this moment: fetched tokens change.
    pub(crate) fn secrets(&self) -> Secrets {
        let Some(contents) = &self.0 else { return Secrets::default() };
        let mut secrets = contents.fixed.clone();
        contents.fetched.iter().for_each(|credential| learn_credential(&mut secrets, credential));
        secrets
    }
}

fn learn_credential(secrets: &mut Secrets, credential: &Credential) {
    let Some(secret) = credential.secret() else { return };
    // As given, and as sent: without white space and quotes, and without the name of its scheme.
    let sent = secret.trim().trim_matches(['"', '\'']);
    for text in [&*secret, sent, sent.rsplit(' ').next().unwrap_or_default()] {
        secrets.learn(text);
    }
    if let Credential::Basic(encoded) = credential {
        let pair = BASE64_STANDARD.decode(encoded).unwrap_or_default();
        learn_pair(secrets, &String::from_utf8_lossy(&pair));
    }
}

/// Learns the password of `user:password`; without a password the user is the secret, as with an API key.
fn learn_pair(secrets: &mut Secrets, pair: &str) {
    match pair.split_once(':') {
        Some((_, password)) if !password.is_empty() => secrets.learn(password),
        Some((user, _)) => secrets.learn(user),
        None => secrets.learn(pair),
    };
}

fn learn_user(secrets: &mut Secrets, url: &str) {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    if let Some((pair, _)) = authority.rsplit_once('@') {
        let plain = percent_encoding::percent_decode_str(pair).decode_utf8_lossy();
        learn_pair(secrets, &plain);
        // The form in which a proxy gets it.
        secrets.learn(&BASE64_STANDARD.encode(&*plain));
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Vault").finish_non_exhaustive()
    }
}

//! The secrets of a client: its credentials, and the users and passwords of its URLs.

use base64::prelude::{BASE64_STANDARD, Engine};

use super::security::{Credential, unquoted};
use crate::secret::{Learn, Secrets, Vault};

/// Creates a vault of credentials, and of the users and passwords of URLs.
pub(crate) fn vault<'a>(credentials: &[Credential], urls: impl Iterator<Item = &'a str>) -> Vault {
    let mut fixed = Secrets::default();
    urls.for_each(|url| learn_user(&mut fixed, url));
    let mut fetched = Vec::new();
    for credential in credentials {
        if matches!(credential, Credential::Source(_) | Credential::Scoped(_)) {
            let credential = credential.clone();
            fetched.push(Box::new(move |secrets: &mut Secrets| {
                for source in credential.sources() {
                    learn_credential(secrets, &Credential::Source(source.clone()));
                    source.retired().iter().for_each(|token| secrets.learn(token));
                }
            }) as Learn);
        } else {
            learn_credential(&mut fixed, credential);
        }
    }
    Vault::new(fixed, fetched)
}

fn learn_credential(secrets: &mut Secrets, credential: &Credential) {
    let Some(secret) = credential.secret() else { return };
    // As given, and as sent: without white space and quotes, and without the name of its scheme.
    let sent = unquoted(&secret);
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

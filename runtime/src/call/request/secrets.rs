//! The secrets of a call.

use serde_json::Value;

use super::{CONTENT_TYPE, RequestParts};
#[cfg(feature = "test-util")]
use crate::auth::security::AppliedCredentials;
use crate::body::Body;
use crate::codec::json;
use crate::secret::{Secrets, is_secret_name};

impl RequestParts {
    /// Adds the secrets of the call: headers and parameters whose names mark them as secret, cookies, and
    /// fields of the body whose name or description marks them as secret.
    pub(crate) fn learn_secrets(&self, secrets: &mut Secrets) {
        secrets.learn_headers(&self.headers);
        let query = self.query.iter().filter(|(_, name, _)| is_secret_name(name));
        query.for_each(|(_, _, value)| learn_encoded(secrets, value));
        let cookies = self.cookies.iter().filter_map(|(_, cookie)| cookie.split_once('='));
        cookies.for_each(|(_, value)| learn_encoded(secrets, value));
        if let Some((_, query)) = self.target.as_ref().and_then(|target| target.split_once('?')) {
            learn_pairs(secrets, query);
        }
        self.learn_described(secrets);
        let bytes = self.body.as_ref().and_then(Body::as_bytes);
        if let Some(body) = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()) {
            self.learn_body(secrets, body);
        }
    }

    /// Adds the secrets that were collected while the body was written.
    fn learn_described(&self, secrets: &mut Secrets) {
        let texts = self.body.iter().flat_map(Body::secrets);
        texts.filter_map(|text| json::from_str(text).ok()).for_each(|value| learn_texts(secrets, &value));
    }

    fn learn_body(&self, secrets: &mut Secrets, body: &str) {
        let media = self.headers.get(CONTENT_TYPE).and_then(|media| media.to_str().ok());
        if media.is_some_and(|media| media.starts_with("application/x-www-form-urlencoded")) {
            return learn_pairs(secrets, body);
        }
        match json::from_str(body) {
            Ok(value) => learn_named(secrets, &value),
            // The body may be one value on each line.
            Err(_) => {
                let lines = body.lines().map(|line| line.trim_start_matches('\u{1e}'));
                let lines = lines.filter(|line| line.starts_with(['{', '[']));
                lines
                    .filter_map(|line| json::from_str(line).ok())
                    .for_each(|line| learn_named(secrets, &line));
            }
        }
    }

    /// Returns the secrets of the finished request: its credentials, and those of its body.
    #[cfg(feature = "test-util")]
    pub(super) fn sent_secrets(&self, credentials: &AppliedCredentials) -> Secrets {
        let mut secrets = Secrets::default();
        // The text before a credential is the name of its scheme.
        let headers = credentials.headers.values().filter(|value| value.is_sensitive());
        let headers = headers.filter_map(|value| value.to_str().ok()?.split(' ').next_back());
        headers.for_each(|value| secrets.learn(value));
        credentials.query.iter().for_each(|(_, value)| learn_encoded(&mut secrets, value));
        let cookies = credentials.cookies.iter().filter_map(|cookie| cookie.split_once('='));
        cookies.for_each(|(_, value)| secrets.learn(value));
        self.learn_described(&mut secrets);
        secrets
    }
}

/// Adds a percent-encoded value.
fn learn_encoded(secrets: &mut Secrets, value: &str) {
    secrets.learn(&percent_encoding::percent_decode_str(value).decode_utf8_lossy());
}

/// Adds every text within a value.
fn learn_texts(secrets: &mut Secrets, value: &Value) {
    match value {
        Value::String(text) => secrets.learn(text),
        Value::Array(elements) => elements.iter().for_each(|element| learn_texts(secrets, element)),
        Value::Object(entries) => entries.values().for_each(|entry| learn_texts(secrets, entry)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Adds every text below a key whose name marks it as secret.
fn learn_named(secrets: &mut Secrets, value: &Value) {
    match value {
        Value::Array(elements) => elements.iter().for_each(|element| learn_named(secrets, element)),
        Value::Object(entries) => {
            for (key, entry) in entries {
                if is_secret_name(key) { learn_texts(secrets, entry) } else { learn_named(secrets, entry) }
            }
        }
        _ => {}
    }
}

/// Adds the values of a query or form whose names mark them as secret.
fn learn_pairs(secrets: &mut Secrets, query: &str) {
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        // A part without `=` is a value that the caller wrote.
        match value.is_empty() {
            true => secrets.learn(&name),
            false if is_secret_name(&name) => secrets.learn(&value),
            false => {}
        }
    }
}

//! Secrets in texts: the names that mark them, and the functions that hide them wherever a text is shown or
//! recorded.
//!
//! Every text about a request or response is made here: the texts of errors, spans, `Debug` of models and
//! builders, and recordings.

mod known;
mod suspected;
mod vault;

use serde_json::Value;

pub(crate) use self::known::Secrets;
#[cfg(feature = "test-util")]
pub(crate) use self::suspected::hide_plain_text;
pub(crate) use self::suspected::{Hider, hide_text};
pub(crate) use self::vault::{Learn, Vault};

/// The replacement of a secret in texts for people.
pub(crate) const HIDDEN: &str = "…";

/// Parts of names that mark any name as secret, in lowercase and without separators.
const SECRET_PARTS: &[&str] = &[
    "token",
    "secret",
    "passw",
    "passphrase",
    "passcode",
    "credential",
    "authorization",
    "privatekey",
    "apikey",
    "accesskey",
    "authkey",
    "accountkey",
    "signature",
    "cookie",
    "bearer",
    "session",
];

/// Words that mark a name as secret only as a separate word: `auth` does, `author` does not.
const SECRET_WORDS: &[&str] = &["pwd", "pass", "jwt", "auth", "sig", "sas", "pin", "otp", "totp", "sid"];

/// Returns whether a key, header or parameter of this name holds a secret, regardless of how its words are
/// separated.
pub(crate) fn is_secret_name(name: &str) -> bool {
    let joined: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let joined = joined.to_ascii_lowercase();
    SECRET_PARTS.iter().any(|part| joined.contains(part)) || words(name).any(|word| is_secret_word(&word))
}

fn is_secret_word(word: &str) -> bool {
    SECRET_WORDS.contains(&word)
}

/// Splits a name at separators and where a capital letter follows a small one, and returns its words in
/// lowercase.
fn words(name: &str) -> impl Iterator<Item = String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for character in name.chars() {
        let is_break = !character.is_ascii_alphanumeric();
        if is_break || was_small && character.is_ascii_uppercase() {
            words.push(String::new());
        }
        was_small = character.is_ascii_lowercase() || character.is_ascii_digit();
        if let Some(word) = words.last_mut().filter(|_| !is_break) {
            word.push(character.to_ascii_lowercase());
        }
    }
    words.into_iter()
}

/// Hides the secrets of a JSON value: everything below keys that mark secrets, and secrets within its texts.
pub(crate) fn hide_value(value: &mut Value) {
    hide_value_with(value, &mut &Secrets::default());
}

fn hide_value_with(value: &mut Value, hider: &mut dyn Hider) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let may_be_secret = !matches!(value, Value::Null | Value::Bool(_));
                if hider.is_secret_name(key) && may_be_secret {
                    hider.replace_value(value);
                } else {
                    hide_value_with(value, hider);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| hide_value_with(element, hider)),
        Value::String(text) => *text = hide_text(text, hider),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_recognized() {
        for name in [
            "token",
            "next_page_token",
            "apiKey",
            "X-Api-Key",
            "db_password",
            "passwd",
            "pwd",
            "userPwd",
            "jwt",
            "session",
            "session_id",
            "Set-Cookie",
            "x-auth",
            "proxyAuth",
            "X-Amz-Signature",
            "sig",
            "pin",
            "Authorization",
            "private key",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in
            ["author", "name", "spin", "key", "shipping", "signed_up", "passenger", "design", "", "id"]
        {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn secrets_are_redacted_at_any_depth() {
        let mut tree = serde_json::json!({
            "name": "db", "apiKey": "a", "db_password": {"now": "b"}, "nested": [{"Access-Token": "c"}],
            "url": "https://example.com/image?signature=d", "tokens": null, "private_key": 7, "has_token": true,
            "uri": "postgresql://admin:e@db.example:5432/x?sslmode=require", "mail": "see://a?b@c",
            "note": "https://h/?a=1 and postgres://u:q@h/db", "sas": "?sv=1&sig=x",
            "text": "{\"jwt\": \"f\", \"n\": [1, {\"cookie\": \"g\"}]}",
        });
        hide_value(&mut tree);
        let expected = serde_json::json!({
            "name": "db", "apiKey": "…", "db_password": "…", "nested": [{"Access-Token": "…"}],
            "url": "https://example.com/image?…", "tokens": null, "private_key": "…", "has_token": true,
            "uri": "postgresql://…@db.example:5432/x?…", "mail": "see://a?…",
            "note": "https://h/?… and postgres://…@h/db", "sas": "…",
            "text": "{\"jwt\":\"…\",\"n\":[1,{\"cookie\":\"…\"}]}",
        });
        assert_eq!(tree, expected);
    }
}

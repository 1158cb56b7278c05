//! How models show themselves to people: as they travel, with what may be a secret left out.

use std::fmt;

use serde_json::Value;

use super::value::write_lines;
use super::{Encode, Writer};

/// What stands for a secret.
const HIDDEN: &str = "…";

/// Words in a key that say that its value is a secret.
const SECRET_WORDS: &[&str] = &[
    "token",
    "secret",
    "password",
    "passphrase",
    "credential",
    "authorization",
    "privatekey",
    "apikey",
    "accesskey",
    "signature",
];

/// Shows a model: the last word of its type, then its JSON, on several lines for `{:#?}`.
///
/// Fields that the description says are only sent, or are passwords, keys that are named like secrets, and the
/// users, passwords and queries of URLs, which may carry a signature, are left out.
///
/// # Errors
/// Those of the formatter.
pub fn debug<T: Encode>(value: &T, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = Writer::for_people();
    value.encode(&mut writer);
    let path = std::any::type_name::<T>();
    formatter.write_str(path.rsplit("::").next().unwrap_or(path))?;
    formatter.write_str(" ")?;
    show(&writer.into_text(), formatter)
}

/// Not generic, so it is compiled once.
fn show(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Ok(mut tree) = super::from_str(text) else { return formatter.write_str(HIDDEN) };
    hide(&mut tree);
    if formatter.alternate() {
        write_lines(&tree, 0, formatter)
    } else {
        formatter.write_str(&super::to_string(&tree))
    }
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                if is_secret(key) && !value.is_null() { *value = Value::from(HIDDEN) } else { hide(value) }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(hide),
        Value::String(text) if text.contains("://") => hide_in_url(text),
        _ => {}
    }
}

/// Leaves out user and password, and the query.
fn hide_in_url(text: &mut String) {
    if let Some((address, _)) = text.split_once('?') {
        *text = format!("{address}?{HIDDEN}");
    }
    let Some((scheme, rest)) = text.split_once("://") else { return };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    if let Some((user, _)) = rest.get(..end).and_then(|authority| authority.rsplit_once('@')) {
        *text = format!("{scheme}://{HIDDEN}{}", rest.get(user.len()..).unwrap_or_default());
    }
}

/// Whether a key is named like a secret, however its author writes words.
pub(crate) fn is_secret(key: &str) -> bool {
    let key: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| key.contains(word))
}

/// A secret of a model that is written for people.
pub(super) fn hidden() -> &'static str {
    HIDDEN
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_left_out_wherever_they_are() {
        let mut tree = serde_json::json!({
            "name": "db", "apiKey": "a", "db_password": {"now": "b"}, "nested": [{"Access-Token": "c"}],
            "url": "https://example.com/image?signature=d", "tokens": null, "private_key": 7,
            "uri": "postgresql://admin:e@db.example:5432/x?sslmode=require", "mail": "see://a?b@c",
        });
        hide(&mut tree);
        let expected = serde_json::json!({
            "name": "db", "apiKey": "…", "db_password": "…", "nested": [{"Access-Token": "…"}],
            "url": "https://example.com/image?…", "tokens": null, "private_key": "…",
            "uri": "postgresql://…@db.example:5432/x?…", "mail": "see://a?…",
        });
        assert_eq!(tree, expected);
    }
}

//! Replacement of secrets in recordings: credentials, and values that are named or used like secrets.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};

use crate::Value;
use crate::codec::path::encoded;
use crate::secret::{HIDDEN, Hider, Secrets, hide_plain_text, is_secret_name};

/// The prefix of a replacement, which is followed by a number; header values have another replacement. Equal
/// secrets have equal replacements, so that a cursor that is mistaken for a secret still leads from page to
/// page.
const STAND_IN: &str = "secret-";

/// Replaces secrets.
#[derive(Default)]
pub(super) struct Scrubber {
    /// Names that mark secrets, in addition to the built-in ones.
    names: Vec<String>,
    known: Secrets,
}

impl Scrubber {
    pub(super) fn new(names: &[String]) -> Self {
        Self { names: names.to_vec(), known: Secrets::default() }
    }

    /// Adds secrets, wherever they occur.
    pub(super) fn learn(&mut self, secrets: &Secrets) {
        self.known.extend(secrets);
    }

    /// Scrubs a text that is JSON, or whose lines or events are JSON, and preserves its formatting.
    pub(super) fn lines(&mut self, text: &str) -> String {
        let lines = text.lines().map(|line| line.strip_prefix("data:").unwrap_or(line));
        for part in std::iter::once(text).chain(lines) {
            if let Ok(mut value) = serde_json::from_str(part) {
                self.json(&mut value);
            }
        }
        let mut text = text.to_owned();
        for (position, secret) in self.known.plain().enumerate() {
            let quoted = Value::from(secret).to_string();
            text = text.replace(&quoted, &format!("\"{}\"", stand_in(position)));
        }
        hide_plain_text(&text, self)
    }

    /// Scrubs strings below keys that mark secrets, URLs, and texts with known secrets. Numbers are not
    /// changed: a number of tokens is not a secret.
    pub(super) fn json(&mut self, value: &mut Value) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries.iter_mut() {
                    if self.is_secret_name(key) { self.replace_value(value) } else { self.json(value) }
                }
                // A key may be a known secret, too.
                if entries.keys().any(|key| self.replace_known(key) != *key) {
                    let renamed = std::mem::take(entries).into_iter();
                    *entries = renamed.map(|(key, value)| (self.replace_known(&key), value)).collect();
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.json(element)),
            Value::String(text) => *text = self.text(text),
            _ => {}
        }
    }

    /// Scrubs a text: known secrets, and text that looks like a secret.
    pub(super) fn text(&mut self, text: &str) -> String {
        let is_json =
            text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<Value>(text).is_ok();
        if is_json { self.lines(text) } else { hide_plain_text(text, self) }
    }

    /// Scrubs the path and the query of a request.
    pub(super) fn target(&mut self, target: &str) -> String {
        match target.split_once('?') {
            Some((path, query)) => format!("{}?{}", self.replace_known(path), self.pairs(query)),
            None => self.replace_known(target),
        }
    }

    /// Scrubs a query, or the body of a form. In a signed query, every value is part of the secret; a part
    /// without `=` may be one.
    pub(super) fn pairs(&mut self, text: &str) -> String {
        let pairs: Vec<_> = text.split('&').map(|pair| (pair, pair.split_once('='))).collect();
        let is_signed = pairs.iter().filter_map(|(_, pair)| *pair).any(|(name, _)| {
            let name = name.to_ascii_lowercase();
            name == "sig" || name.contains("signature")
        });
        let scrubbed = pairs.into_iter().map(|(all, pair)| {
            let Some((name, value)) = pair else { return self.replace(&decoded(all)) };
            let plain = decoded(value);
            let is_secret = is_signed || self.is_secret_name(name);
            let shown = if is_secret { self.replace(&plain) } else { self.text(&plain) };
            if shown == plain { all.to_owned() } else { format!("{name}={}", encoded(&shown)) }
        });
        scrubbed.collect::<Vec<_>>().join("&")
    }

    /// Scrubs a header's value.
    pub(super) fn header(&mut self, name: &str, value: &HeaderValue) -> String {
        let is_credential =
            [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE].iter().any(|known| known == name);
        if value.is_sensitive() || is_credential || self.is_secret_name(name) {
            return HIDDEN.to_owned();
        }
        self.text(&String::from_utf8_lossy(value.as_bytes()))
    }
}

fn stand_in(position: usize) -> String {
    format!("{STAND_IN}{}", position.saturating_add(1))
}

fn decoded(value: &str) -> Cow<'_, str> {
    let plain = value.replace('+', " ");
    match percent_encoding::percent_decode_str(&plain).decode_utf8_lossy() {
        plain if plain == value => Cow::Borrowed(value),
        plain => Cow::Owned(plain.into_owned()),
    }
}

impl Hider for Scrubber {
    fn is_secret_name(&self, name: &str) -> bool {
        is_secret_name(name) || self.names.iter().any(|known| known == name)
    }

    fn replace(&mut self, secret: &str) -> String {
        if secret.is_empty() {
            return String::new();
        }
        stand_in(self.known.position_of(secret))
    }

    fn replace_value(&mut self, value: &mut Value) {
        match value {
            Value::Object(entries) => entries.values_mut().for_each(|value| self.replace_value(value)),
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.replace_value(element)),
            Value::String(text) => *text = self.replace(text),
            _ => {}
        }
    }

    fn replace_query(&mut self, query: &str) -> String {
        self.pairs(query)
    }

    fn is_stand_in(&self, text: &str) -> bool {
        text == HIDDEN || pieces(text).iter().all(|piece| piece.is_empty())
    }

    fn replace_known(&mut self, text: &str) -> String {
        self.known.replace_known(text, stand_in)
    }
}

/// Returns whether a text matches a recorded text, in which a replaced secret matches any text.
pub(super) fn fits(recorded: &str, text: &str) -> bool {
    let mut pieces = pieces(recorded).into_iter();
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    for piece in pieces {
        match rest.split_once(piece) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Returns the texts between the secrets of a recorded text.
fn pieces(recorded: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut piece, mut rest) = (0, 0);
    while let Some(at) = recorded.get(rest..).and_then(|text| text.find(STAND_IN)) {
        let (begin, number) = (rest + at, rest + at + STAND_IN.len());
        let digits = recorded.bytes().skip(number).take_while(u8::is_ascii_digit).count();
        rest = number + digits;
        if digits > 0 {
            pieces.extend(recorded.get(piece..begin));
            piece = rest;
        }
    }
    pieces.extend(recorded.get(piece..));
    pieces
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_secret_has_the_same_replacement_everywhere() {
        let mut scrubber = Scrubber::new(&["user_data".to_owned()]);
        let mut known = Secrets::default();
        known.learn("swordfish");
        scrubber.learn(&known);
        let mut value = json!({
            "password": "swordfish", "max_tokens": 7, "next_token": "abc", "user_data": ["x", 1, ""],
            "said": "the swordfish said abc", "other": "abc",
            "uri": "postgresql://admin:hunter2@db.example:5432/x?sslmode=require",
            "next": "https://example.com/list?page=2&page_token=abc#top",
            "file": "https://example.com/a.img?X-Amz-Expires=60&X-Amz-Signature=ff",
            "text": "{\"jwt\": \"abc\", \"n\":  1.50}", "swordfish": "two a://b c://d:e@f",
        });
        scrubber.json(&mut value);
        let expected = json!({
            "password": "secret-1", "max_tokens": 7, "next_token": "secret-2", "user_data": ["secret-3", 1, ""],
            "said": "the secret-1 said abc", "other": "secret-2",
            "uri": "postgresql://secret-4@db.example:5432/x?sslmode=require",
            "next": "https://example.com/list?page=2&page_token=secret-2#top",
            "file": "https://example.com/a.img?X-Amz-Expires=secret-5&X-Amz-Signature=secret-6",
            "text": "{\"jwt\": \"secret-2\", \"n\":  1.50}", "secret-1": "two a://b c://secret-7@f",
        });
        assert_eq!(value, expected);
        assert_eq!(
            scrubber.target("/a/swordfish?bare&c=&q=d%20e&key=swordfish"),
            "/a/secret-1?secret-8&c=&q=d%20e&key=secret-1"
        );
        let link = HeaderValue::from_static("<https://example.com/?token=abc&page=2>; rel=\"next\"");
        assert_eq!(
            scrubber.header("link", &link),
            "<https://example.com/?token=secret-2&page=2>; rel=\"next\""
        );
        assert_eq!(scrubber.header("set-cookie", &link), "…");
        let events = "id: 1\ndata: {\"token\": \"xyz\",  \"n\": 1.0}\n\ndata: {\"said\":\"xyz\"}\n";
        let expected =
            "id: 1\ndata: {\"token\": \"secret-9\",  \"n\": 1.0}\n\ndata: {\"said\":\"secret-9\"}\n";
        assert_eq!(scrubber.lines(events), expected);
    }

    #[test]
    fn a_replaced_secret_matches_any_text() {
        for (recorded, text) in [
            ("/a?page=2", "/a?page=2"),
            ("/a?key=secret-1", "/a?key=mine"),
            ("/a?key=secret-1&page=2", "/a?key=&page=2"),
            ("secret-1 and secret-22.", "x and y and z."),
            ("secret-plan", "secret-plan"),
            ("a secret-plan and secret-3", "a secret-plan and x"),
        ] {
            assert!(fits(recorded, text), "{recorded} {text}");
        }
        for (recorded, text) in [
            ("/a", "/b"),
            ("/a", "/ab"),
            ("/a?key=secret-1&page=2", "/a?key=x&page=3"),
            ("a-secret-1-b-secret-2", "a--b"),
        ] {
            assert!(!fits(recorded, text), "{recorded} {text}");
        }
    }
}

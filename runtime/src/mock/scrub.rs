//! What must not get into a recording: credentials, and what is named or used like one.

use std::borrow::Cow;

use http::HeaderValue;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};

use crate::Value;
use crate::json::is_secret;
use crate::path::encoded;

/// What stands for a header's value that is a secret: nobody looks for it.
const HIDDEN: &str = "…";

/// What stands for any other secret begins so, and ends in a number: the same secret is the same everywhere, so that
/// a cursor that is taken for one still leads from page to page.
const STAND_IN: &str = "secret-";

/// A secret that is shorter is left out only where it is all of a text: it may be part of any word.
const SHORTEST_WITHIN: usize = 8;

/// Puts something else in the place of secrets.
#[derive(Default)]
pub(super) struct Scrubber {
    /// Names, beside those that everybody takes for one, of what is a secret.
    names: Vec<String>,
    known: Vec<String>,
}

impl Scrubber {
    pub(super) fn new(names: &[String]) -> Self {
        Self { names: names.to_vec(), known: Vec::new() }
    }

    /// Learns of a secret, wherever it may come up.
    pub(super) fn learn(&mut self, secret: &str) {
        if !secret.is_empty() {
            self.stand_in(secret);
        }
    }

    /// What stands for a secret.
    fn stand_in(&mut self, secret: &str) -> String {
        if secret.is_empty() {
            return String::new();
        }
        let position = self.known.iter().position(|known| known == secret).unwrap_or_else(|| {
            self.known.push(secret.to_owned());
            self.known.len() - 1
        });
        format!("{STAND_IN}{}", position + 1)
    }

    fn is_secret(&self, name: &str) -> bool {
        is_secret(name) || self.names.iter().any(|known| known == name)
    }

    /// A text in which secrets that are known may occur.
    pub(super) fn text(&mut self, text: &str) -> String {
        if self.known.iter().any(|known| known == text) {
            return self.stand_in(text);
        }
        let mut text = text.to_owned();
        let mut known: Vec<_> = self.known.iter().enumerate().collect();
        // One secret may be a part of another.
        known.sort_by_key(|(_, secret)| std::cmp::Reverse(secret.len()));
        for (position, secret) in known {
            if secret.len() >= SHORTEST_WITHIN && text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), &format!("{STAND_IN}{}", position + 1));
            }
        }
        text
    }

    /// A text that is JSON, or whose lines or events are, and that must stay as it is written.
    pub(super) fn lines(&mut self, text: &str) -> String {
        let lines = text.lines().map(|line| line.strip_prefix("data:").unwrap_or(line));
        for part in std::iter::once(text).chain(lines) {
            if let Ok(mut value) = serde_json::from_str(part) {
                self.json(&mut value);
            }
        }
        let mut text = text.to_owned();
        for (position, secret) in self.known.iter().enumerate() {
            let quoted = Value::from(secret.as_str()).to_string();
            text = text.replace(&quoted, &format!("\"{STAND_IN}{}\"", position + 1));
        }
        self.text(&text)
    }

    /// Strings below keys that are named like secrets, URLs, and texts that hold what is known. Numbers stay: a
    /// number of tokens is no secret.
    pub(super) fn json(&mut self, value: &mut Value) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    if self.is_secret(key) { self.all(value) } else { self.json(value) }
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.json(element)),
            Value::String(text) => *text = self.url(text),
            _ => {}
        }
    }

    fn all(&mut self, value: &mut Value) {
        match value {
            Value::Object(entries) => entries.values_mut().for_each(|value| self.all(value)),
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.all(element)),
            Value::String(text) => *text = self.stand_in(text),
            _ => {}
        }
    }

    /// A text that is a URL, or begins or ends with one: without user and password, and without what is secret in
    /// its query. Any other text too.
    pub(super) fn url(&mut self, text: &str) -> String {
        let mut text = Cow::Borrowed(text);
        if let Some((scheme, rest)) = text.split_once("://") {
            let end = rest.find(['/', '?', '#', ' ']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
            if let Some((user, host)) = authority.rsplit_once('@') {
                text = format!("{scheme}://{}@{host}{path}", self.stand_in(user)).into();
            }
            if let Some((before, after)) = text.split_once('?') {
                let end = after.find(['#', '>', ' ']).unwrap_or(after.len());
                let (query, rest) = after.split_at_checked(end).unwrap_or((after, ""));
                text = format!("{before}?{}{rest}", self.pairs(query)).into();
            }
        }
        self.text(&text)
    }

    /// Path and query of a request.
    pub(super) fn target(&mut self, target: &str) -> String {
        match target.split_once('?') {
            Some((path, query)) => format!("{}?{}", self.text(path), self.pairs(query)),
            None => self.text(target),
        }
    }

    /// A query, or the body of a form. In one that is signed everything is part of the secret.
    pub(super) fn pairs(&mut self, text: &str) -> String {
        let pairs: Vec<_> = text.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
        let is_signed = pairs.iter().any(|(name, _)| {
            let name = name.to_ascii_lowercase();
            name == "sig" || name.contains("signature")
        });
        let scrubbed = pairs.into_iter().map(|(name, value)| {
            let plain = url::form_urlencoded::parse(value.as_bytes()).next();
            let plain = plain.map_or(Cow::Borrowed(""), |(plain, _)| plain);
            let is_secret = is_signed || self.is_secret(name);
            let shown = if is_secret { self.stand_in(&plain) } else { self.text(&plain) };
            match () {
                () if shown == plain && value.is_empty() => name.to_owned(),
                () if shown == plain => format!("{name}={value}"),
                () => format!("{name}={}", encoded(&shown)),
            }
        });
        scrubbed.collect::<Vec<_>>().join("&")
    }

    /// A header's value.
    pub(super) fn header(&mut self, name: &str, value: &HeaderValue) -> String {
        let is_credential =
            [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE].iter().any(|known| known == name);
        if value.is_sensitive() || is_credential || self.is_secret(name) {
            return HIDDEN.to_owned();
        }
        self.url(&String::from_utf8_lossy(value.as_bytes()))
    }
}

/// Whether a text is what was recorded, where any text may be in the place of a secret.
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

/// What is between the secrets of a recorded text.
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
    fn secrets_are_the_same_word_wherever_they_are() {
        let mut scrubber = Scrubber::new(&["user_data".to_owned()]);
        scrubber.learn("swordfish");
        let mut value = json!({
            "password": "swordfish", "max_tokens": 7, "next_token": "abc", "user_data": ["x", 1, ""],
            "said": "the swordfish said abc", "other": "abc",
            "uri": "postgresql://admin:hunter2@db.example:5432/x?sslmode=require",
            "next": "https://example.com/list?page=2&page_token=abc#top",
            "file": "https://example.com/a.img?X-Amz-Expires=60&X-Amz-Signature=ff",
        });
        scrubber.json(&mut value);
        let expected = json!({
            "password": "secret-1", "max_tokens": 7, "next_token": "secret-2", "user_data": ["secret-3", 1, ""],
            "said": "the secret-1 said abc", "other": "secret-2",
            "uri": "postgresql://secret-4@db.example:5432/x?sslmode=require",
            "next": "https://example.com/list?page=2&page_token=secret-2#top",
            "file": "https://example.com/a.img?X-Amz-Expires=secret-5&X-Amz-Signature=secret-6",
        });
        assert_eq!(value, expected);
        assert_eq!(
            scrubber.target("/a/swordfish?b&c=&q=d%20e&key=swordfish"),
            "/a/secret-1?b&c&q=d%20e&key=secret-1"
        );
        let link = HeaderValue::from_static("<https://example.com/?token=abc&page=2>; rel=\"next\"");
        assert_eq!(
            scrubber.header("link", &link),
            "<https://example.com/?token=secret-2&page=2>; rel=\"next\""
        );
        assert_eq!(scrubber.header("set-cookie", &link), "…");
        let events = "id: 1\ndata: {\"token\": \"xyz\",  \"n\": 1.0}\n\ndata: {\"said\":\"xyz\"}\n";
        let expected =
            "id: 1\ndata: {\"token\": \"secret-7\",  \"n\": 1.0}\n\ndata: {\"said\":\"secret-7\"}\n";
        assert_eq!(scrubber.lines(events), expected);
    }

    #[test]
    fn any_secret_fits() {
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

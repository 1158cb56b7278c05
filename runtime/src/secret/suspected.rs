//! Texts that look like a secret: in URLs, in JSON, and after a name.

use crate::Value;
use crate::codec::json;

/// The replacements of secrets, which differ between texts for people and recordings.
pub(crate) trait Hider {
    /// Returns whether a value of this name is a secret.
    fn is_secret_name(&self, name: &str) -> bool;
    /// Returns the replacement of a secret.
    fn replace(&mut self, secret: &str) -> String;
    /// Replaces a value that is a secret.
    fn replace_value(&mut self, value: &mut Value);
    /// Returns the replacement of a URL's query, or of a fragment with the form of a query.
    fn replace_query(&mut self, query: &str) -> String;
    /// Returns whether a text is a replacement already.
    fn is_stand_in(&self, text: &str) -> bool;
    /// Returns the text without known secrets.
    fn replace_known(&mut self, text: &str) -> String;
}

/// Returns the text without secrets.
pub(crate) fn hide_text(text: &str, hider: &mut dyn Hider) -> String {
    if text.trim_start().starts_with(['{', '['])
        && let Ok(before) = json::from_str::<Value>(text)
    {
        let mut value = before.clone();
        super::hide_value_with(&mut value, hider);
        // Keys may contain known secrets too.
        return hider.replace_known(&if value == before { text.to_owned() } else { json::to_string(&value) });
    }
    hide_plain_text(text, hider)
}

/// Returns a text that is not JSON as a whole without its secrets. The rest of the text is unchanged.
pub(crate) fn hide_plain_text(text: &str, hider: &mut dyn Hider) -> String {
    let text = hider.replace_known(text);
    hide_urls(&text, hider)
}

/// Hides users, passwords and queries of all URLs in a text. In the rest of the text, it hides values after
/// names that mark secrets.
fn hide_urls(text: &str, hider: &mut dyn Hider) -> String {
    let mut shown = String::with_capacity(text.len());
    // The text between the parts that are replaced.
    let mut plain = String::new();
    let mut rest = text;
    let mut is_in_url = false;
    while let Some(at) = rest.find(['?', ':']) {
        let (before, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let mark = if behind.starts_with("://") { "://" } else { behind.get(..1).unwrap_or_default() };
        plain.push_str(before);
        plain.push_str(mark);
        rest = behind.get(mark.len()..).unwrap_or_default();
        is_in_url &= !before.contains(is_url_end);
        if mark == "://" {
            is_in_url = true;
            if let Some(user) = user(rest).filter(|user| !user.is_empty()) {
                shown.push_str(&hide_named(&std::mem::take(&mut plain), hider));
                shown.push_str(&hider.replace(user));
                rest = rest.get(user.len()..).unwrap_or_default();
            }
        } else if mark == "?" && (is_in_url || is_query(rest)) {
            let (query, after) = rest.split_at_checked(query_end(rest)).unwrap_or((rest, ""));
            shown.push_str(&hide_named(&std::mem::take(&mut plain), hider));
            shown.push_str(&hider.replace_query(query));
            rest = after;
        }
    }
    shown + &hide_named(&(plain + rest), hider)
}

fn is_url_end(character: char) -> bool {
    character.is_whitespace() || character.is_control() || "\"'<>`|\\^".contains(character)
}

fn query_end(text: &str) -> usize {
    text.find(|c| c == '#' || is_url_end(c)).unwrap_or(text.len())
}

/// The number of bytes of a URL that are searched for its user and password.
const LONGEST_USER: usize = 1_024;

/// Returns the user and password of the text after `://`. A password may contain a `/` that its author did
/// not encode.
fn user(url: &str) -> Option<&str> {
    let mut end = url.len().min(LONGEST_USER);
    while !url.is_char_boundary(end) {
        end -= 1;
    }
    let url = url.get(..end)?;
    let url = url.get(..url.find(is_url_end).unwrap_or(url.len()))?;
    let authority = url.get(..url.find(['/', '?', '#']).unwrap_or(url.len()))?;
    if let Some((user, _)) = authority.rsplit_once('@') {
        return Some(user);
    }
    let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
    let is_host =
        authority.starts_with('[') || authority.rsplit_once(':').is_none_or(|(_, port)| is_port(port));
    if is_host { None } else { url.rsplit_once('@').map(|(user, _)| user) }
}

/// Returns whether a text begins like a query: with a name and `=`.
fn is_query(text: &str) -> bool {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "_-.~%[]$".contains(c))).unwrap_or(0);
    end > 0 && text.get(end..).is_some_and(|rest| rest.starts_with('='))
}

/// Hides values after names that mark secrets, in the forms `name=value`, `"name": "value"` and
/// `Header-Name: value`, and after the name of a scheme, as in `Bearer value`.
fn hide_named(text: &str, hider: &mut dyn Hider) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['=', ':', ' ']) {
        let (before, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let (mark, after) = behind.split_at_checked(1).unwrap_or((behind, ""));
        shown.push_str(before);
        shown.push_str(mark);
        let range = match mark {
            "=" => behind_equals(before, after, hider),
            ":" => behind_colon(before, after, hider),
            _ => behind_scheme(before, after),
        };
        rest = after;
        let Some((start, end)) = range else { continue };
        let value = after.get(start..end).unwrap_or_default();
        if !value.is_empty() && !hider.is_stand_in(value) {
            shown.push_str(after.get(..start).unwrap_or_default());
            shown.push_str(&hider.replace(value));
            rest = after.get(end..).unwrap_or_default();
        }
    }
    shown + rest
}

/// Returns the last word of a text, if it marks a secret.
fn secret_name<'a>(before: &'a str, hider: &dyn Hider) -> Option<&'a str> {
    let name = before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c))).next()?;
    hider.is_secret_name(name).then_some(name)
}

fn behind_equals(before: &str, after: &str, hider: &dyn Hider) -> Option<(usize, usize)> {
    secret_name(before, hider)?;
    quoted(after).or_else(|| {
        let end = after.find(|c: char| c.is_whitespace() || "&;,\"'<>)]".contains(c)).unwrap_or(after.len());
        Some((0, end))
    })
}

fn behind_colon(before: &str, after: &str, hider: &dyn Hider) -> Option<(usize, usize)> {
    let name = before.trim_end_matches(['"', '\\']);
    let is_quoted = name.len() < before.len();
    let name = secret_name(name, hider)?;
    let quoted = quoted(after);
    if is_quoted || quoted.is_some() {
        return quoted;
    }
    let is_header = name.contains('-') || {
        let name = name.to_ascii_lowercase();
        // In an escaped text, the `n` or `r` of a line break may precede it.
        name.ends_with("cookie") || name.ends_with("authorization")
    };
    is_header.then(|| {
        (after.len() - after.trim_start_matches(' ').len(), after.find(['\r', '\n']).unwrap_or(after.len()))
    })
}

/// Returns the text between quotes, which may be escaped themselves.
fn quoted(text: &str) -> Option<(usize, usize)> {
    let start = text.len() - text.trim_start_matches(' ').len();
    let text = text.get(start..)?;
    let quote = ["\\\"", "\"", "'"].into_iter().find(|quote| text.starts_with(quote))?;
    let content = text.get(quote.len()..)?;
    let mut is_escaped = false;
    let end = content.bytes().enumerate().find_map(|(at, byte)| {
        let is_end = !is_escaped && content.as_bytes().get(at..)?.starts_with(quote.as_bytes());
        is_escaped = byte == b'\\' && !is_escaped;
        is_end.then_some(at)
    });
    Some((start + quote.len(), start + quote.len() + end.unwrap_or(content.len())))
}

/// The minimum length of a word after `Basic` or `Bearer` that is a credential.
const SHORTEST_CREDENTIAL: usize = 8;

fn behind_scheme(before: &str, after: &str) -> Option<(usize, usize)> {
    let word = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
    if !["bearer", "basic"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme)) {
        return None;
    }
    // A credential is a `token68` (RFC 9110, section 11.2).
    let end =
        after.find(|c: char| !(c.is_ascii_alphanumeric() || "-._~+/=".contains(c))).unwrap_or(after.len());
    let is_word =
        after.get(..end)?.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'.'));
    (end >= SHORTEST_CREDENTIAL && !is_word).then_some((0, end))
}

#[cfg(test)]
mod tests {
    use super::super::Secrets;

    #[test]
    fn text_that_looks_like_a_secret_is_hidden() {
        let secrets = Secrets::default();
        for (text, shown) in [
            ("nothing here: a=b, c; see https://h/p#part", "nothing here: a=b, c; see https://h/p#part"),
            ("from https://a/x?y#z to https://u:p@b:80/y", "from https://a/x?…#z to https://…@b:80/y"),
            ("https://a/x,https://u:p@b and redis://:p@h", "https://a/x,https://…@b and redis://…@h"),
            ("postgres://u:p/q#r@h/db", "postgres://…@h/db"),
            ("http://[::1]:80/a@b <http://h:8080/a@b>", "http://[::1]:80/a@b <http://h:8080/a@b>"),
            ("https://h/#access_token=a&b=c", "https://h/#access_token=…&b=c"),
            ("GET /a?token=b HTTP/1.1, why? no", "GET /a?… HTTP/1.1, why? no"),
            ("password=hunter2&x=1 pwd='a b' sig=", "password=…&x=1 pwd='…' sig="),
            ("got {\"password\": \"a\\\"b\", \"n\": \"c\"}", "got {\"password\": \"…\", \"n\": \"c\"}"),
            ("{\\\"jwt\\\":\\\"a\\\"} left", "{\\\"jwt\\\":\\\"…\\\"} left"),
            ("X-Api-Key: a b\nCookie: c=d\nHost: h", "X-Api-Key: …\nCookie: …\nHost: h"),
            ("token: must be a string", "token: must be a string"),
            ("Login { password: \"a\", n: 1 }", "Login { password: \"…\", n: 1 }"),
            ("Basic authentication, Bearer abc.def.123 x", "Basic authentication, Bearer … x"),
            ("[{\"pin\": \"1\", \"n\": 1.50}]", "[{\"pin\":\"…\",\"n\":1.5}]"),
            ("{ \"n\": 1.50 }", "{ \"n\": 1.50 }"),
            ("://", "://"),
            ("?", "?"),
            ("a://@?=é:\" '", "a://@?…\" '"),
        ] {
            assert_eq!(secrets.hide(text), shown, "{text}");
        }
    }
}

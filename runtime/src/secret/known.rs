//! Secrets whose value is known, found in a text literally, percent-encoded, escaped in JSON, XML or HTML,
//! and in Base64.

use std::ops::Range;

use base64::prelude::{BASE64_STANDARD_NO_PAD, Engine};

use super::suspected::{Hider, hide_text};
use super::{HIDDEN, is_secret_name};

/// The minimum length, in characters, of a secret that is hidden within a text. A shorter one may be part of
/// any word, and is hidden only where it is the whole text.
const SHORTEST_WITHIN: usize = 8;

/// The values of secrets, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    known: Vec<KnownSecret>,
}

#[derive(Clone)]
struct KnownSecret {
    plain: String,
    /// The forms to find within a text, normalized; empty if the secret is too short.
    forms: Vec<Form>,
}

#[derive(Clone)]
struct Form {
    text: String,
    is_base64: bool,
}

impl Secrets {
    /// Adds a secret. An empty secret is ignored.
    pub(crate) fn learn(&mut self, secret: &str) {
        self.position_of(secret);
    }

    /// Adds a secret, and returns its position; `usize::MAX` for an empty one.
    pub(crate) fn position_of(&mut self, secret: &str) -> usize {
        if let Some(position) = self.position(secret) {
            return position;
        }
        // Every text contains the empty string.
        if secret.is_empty() {
            return usize::MAX;
        }
        let is_long = secret.chars().nth(SHORTEST_WITHIN - 1).is_some();
        let forms = if is_long { forms(secret) } else { Vec::new() };
        self.known.push(KnownSecret { plain: secret.to_owned(), forms });
        self.known.len() - 1
    }

    /// Returns the position of the secret that equals the whole text.
    pub(crate) fn position(&self, text: &str) -> Option<usize> {
        self.known.iter().position(|known| known.plain == text)
    }

    /// Returns the secrets in the order in which they were added.
    #[cfg(feature = "test-util")]
    pub(crate) fn plain(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|known| known.plain.as_str())
    }

    /// Adds the values of headers whose names mark them as secret, without a leading scheme name.
    pub(crate) fn learn_headers(&mut self, headers: &http::HeaderMap) {
        let named = headers.iter().filter(|(name, _)| is_secret_name(name.as_str()));
        let values = named.filter_map(|(_, value)| value.to_str().ok()?.split(' ').next_back());
        values.for_each(|value| self.learn(value));
    }

    /// Adds the secrets of another list.
    pub(crate) fn extend(&mut self, others: &Self) {
        others.known.iter().for_each(|known| self.learn(&known.plain));
    }

    /// Hides known secrets and text that looks like a secret: users, passwords and queries of URLs, and
    /// values below names that mark secrets.
    pub(crate) fn hide(&self, text: &str) -> String {
        hide_text(text, &mut &*self)
    }

    /// Hides known secrets, and text that looks like a secret, in a text that should be a URL or a path. The
    /// text before `:` may be anything.
    pub(crate) fn hide_url(&self, url: &str) -> String {
        let scheme = url.split_once("://").map_or("", |(scheme, _)| scheme);
        let is_known = ["", "http", "https", "unix"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        let is_template = scheme.starts_with('{') && scheme.ends_with('}');
        let is_url = is_known && (!scheme.is_empty() || url.starts_with(['/', '.', '{']));
        if is_url || is_template { self.hide(url) } else { HIDDEN.to_owned() }
    }

    /// Hides known secrets, and nothing else.
    pub(crate) fn hide_known(&self, text: &str) -> String {
        self.replace_known(text, |_| HIDDEN.to_owned())
    }

    /// Returns the text on one line of at most `limit` characters, without secrets. A secret that crosses the
    /// end is hidden too.
    pub(crate) fn hide_line(&self, text: &str, limit: usize) -> String {
        // A percent-encoded secret is at most three times as long.
        let longest = self.known.iter().map(|known| known.plain.len()).max().unwrap_or(0);
        let window: String = text.chars().take((limit + longest * 3).max(4_096)).collect();
        let line = self.hide(&window);
        let line = line.chars().map(|c| if c.is_control() { ' ' } else { c }).take(limit).collect::<String>();
        line.trim().to_owned()
    }

    /// Replaces every known secret by the replacement for its position.
    pub(crate) fn replace_known(&self, text: &str, mut stand_in: impl FnMut(usize) -> String) -> String {
        if let Some(position) = self.position(text).filter(|_| !text.is_empty()) {
            return stand_in(position);
        }
        let found = self.find(text);
        let mut shown = String::with_capacity(text.len());
        let mut from = 0;
        for (range, position) in found {
            shown.push_str(text.get(from..range.start).unwrap_or_default());
            shown.push_str(&stand_in(position));
            from = range.end;
        }
        shown.push_str(text.get(from..).unwrap_or_default());
        shown
    }

    /// Returns the ranges of known secrets in a text, in order and without overlap.
    fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        if self.known.iter().all(|known| known.forms.is_empty()) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for view in View::all(text) {
            for (position, known) in self.known.iter().enumerate() {
                for form in &known.forms {
                    found.extend(view.find(text, form).map(|range| (range, position)));
                }
            }
        }
        // If several begin at the same place, the longest comes first: one secret may be part of another.
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let mut merged: Vec<(Range<usize>, usize)> = Vec::new();
        for (range, position) in found {
            match merged.last_mut() {
                Some((last, _)) if range.start < last.end => last.end = last.end.max(range.end),
                _ => merged.push((range, position)),
            }
        }
        merged
    }
}

/// In texts for people, all secrets have the same replacement.
impl Hider for &Secrets {
    fn is_secret_name(&self, name: &str) -> bool {
        is_secret_name(name)
    }

    fn replace(&mut self, _: &str) -> String {
        HIDDEN.to_owned()
    }

    fn replace_value(&mut self, value: &mut serde_json::Value) {
        *value = HIDDEN.into();
    }

    fn replace_query(&mut self, query: &str) -> String {
        if query.is_empty() { String::new() } else { HIDDEN.to_owned() }
    }

    fn is_stand_in(&self, text: &str) -> bool {
        text == HIDDEN
    }

    fn replace_known(&mut self, text: &str) -> String {
        self.hide_known(text)
    }
}

/// Returns the secret itself and, for each of three alignments, the part of it that is the same in any Base64
/// text.
fn forms(secret: &str) -> Vec<Form> {
    let mut forms = vec![Form { text: normal(secret.bytes()), is_base64: false }];
    for before in 0..3_usize {
        let bytes: Vec<u8> = std::iter::repeat_n(0, before).chain(secret.bytes()).collect();
        let encoded = BASE64_STANDARD_NO_PAD.encode(&bytes);
        // A character that shares bits with a neighbour of the secret differs.
        let (first, last) = (if before == 0 { 0 } else { before + 1 }, bytes.len() * 8 / 6);
        let text = normal(encoded.bytes().take(last).skip(first));
        forms.push(Form { text, is_base64: true });
    }
    forms
}

/// Returns bytes as characters, so that any bytes can be searched. Characters that encodings confuse become
/// the same character: `+` may be a space, and there are two alphabets of Base64.
fn normal(bytes: impl Iterator<Item = u8>) -> String {
    bytes.map(normal_character).collect()
}

fn normal_character(byte: u8) -> char {
    match byte {
        b'+' | b' ' | b'-' => '-',
        b'/' | b'_' => '_',
        other => char::from(other),
    }
}

/// A decoder of the start of a text: returns the decoded bytes, and the number of encoded bytes.
type Decoder = fn(&[u8]) -> Option<(Vec<u8>, usize)>;

/// A text with one of its possible encodings decoded, and the position in the text of each decoded byte.
struct View {
    text: String,
    origins: Vec<usize>,
}

impl View {
    /// Returns the text itself, and the text with each of its encodings decoded. Encodings may be nested: the
    /// `Debug` of an error shows the JSON of a body that contains an HTML page.
    fn all(text: &str) -> Vec<Self> {
        let plain = Self { text: normal(text.bytes()), origins: origins(text.bytes().zip(0..)) };
        let mut views = vec![plain];
        let decoders: [Decoder; 4] = [percent, escape, escape, reference];
        for decode in decoders {
            let decoded: Vec<Self> = views.iter().filter_map(|view| view.decoded(decode)).collect();
            views.extend(decoded);
        }
        views
    }

    /// Decodes an encoding; `None` if the text has nothing in this encoding.
    fn decoded(&self, decode: Decoder) -> Option<Self> {
        let bytes: Vec<u8> = self.text.chars().filter_map(|character| u8::try_from(character).ok()).collect();
        let positions: Vec<usize> = self.text.char_indices().map(|(position, _)| position).collect();
        let mut found = Vec::with_capacity(bytes.len());
        let (mut at, mut is_encoded) = (0, false);
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let origin = positions.get(at).and_then(|position| self.origins.get(*position)).copied()?;
            let decoded = decode(rest);
            is_encoded |= decoded.is_some();
            let (here, length) = decoded.unwrap_or_else(|| (rest.iter().take(1).copied().collect(), 1));
            found.extend(here.into_iter().map(|byte| (byte, origin)));
            at += length;
        }
        let text = normal(found.iter().map(|(byte, _)| *byte));
        is_encoded.then(|| Self { text, origins: origins(found.into_iter()) })
    }

    /// Returns the ranges of a form in the text of this view. In Base64, they include the characters around
    /// it.
    fn find<'a>(&'a self, text: &'a str, form: &'a Form) -> impl Iterator<Item = Range<usize>> + 'a {
        self.text.match_indices(&form.text).filter_map(move |(start, found)| {
            let end = start + found.len();
            let (start, end) = if form.is_base64 { self.run(start, end) } else { (start, end) };
            let origin = |at: usize| self.origins.get(at).copied().unwrap_or(text.len());
            Some(origin(start)..origin(end)).filter(|range| text.get(range.clone()).is_some())
        })
    }

    /// Returns the run of Base64 characters around a range.
    fn run(&self, start: usize, end: usize) -> (usize, usize) {
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '=' | '-');
        let before = self.text.get(..start).unwrap_or_default().trim_end_matches(is_base64).len();
        let after = self.text.get(end..).unwrap_or_default();
        (before, end + after.len() - after.trim_start_matches(is_base64).len())
    }
}

/// Repeats the position of each byte for every byte of its character's UTF-8 form.
fn origins(bytes: impl Iterator<Item = (u8, usize)>) -> Vec<usize> {
    bytes.flat_map(|(byte, origin)| std::iter::repeat_n(origin, normal_character(byte).len_utf8())).collect()
}

/// Decodes a triplet such as `%2B`.
fn percent(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    if text.first() != Some(&b'%') {
        return None;
    }
    let byte = u8::try_from(digit(1)? * 16 + digit(2)?).ok()?;
    Some((vec![byte], 3))
}

/// Decodes an escape of JSON or of Rust's `Debug`.
fn escape(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let [b'\\', escaped, rest @ ..] = text else { return None };
    let byte = match escaped {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let (open, digits) = match rest {
                [b'{', rest @ ..] => (1, rest.iter().position(|byte| *byte == b'}').filter(|end| *end <= 6)?),
                _ => (0, 4),
            };
            let digits_text = std::str::from_utf8(rest.get(open..open + digits)?).ok()?;
            let character = char::from_u32(u32::from_str_radix(digits_text, 16).ok()?)?;
            let length = 2 + digits + open * 2;
            return Some((character.to_string().into_bytes(), length));
        }
        other if other.is_ascii() => *other,
        _ => return None,
    };
    Some((vec![byte], 2))
}

/// Decodes a character reference that writers of XML or HTML use for markup, or a numeric one.
fn reference(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    // `&#x10FFFF;` is the longest, but there may be leading zeros.
    const LONGEST: usize = 16;
    let rest = text.strip_prefix(b"&")?;
    let end = rest.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let name = std::str::from_utf8(rest.get(..end)?).ok()?;
    let character = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((character.to_string().into_bytes(), end + 2))
}

#[cfg(test)]
mod tests {
    use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE};

    use super::*;

    fn secrets(known: &[&str]) -> Secrets {
        let mut secrets = Secrets::default();
        known.iter().for_each(|secret| secrets.learn(secret));
        secrets
    }

    #[test]
    fn a_secret_is_hidden_in_every_encoding() {
        let secret = "pw/\"S+c r~é?>";
        let secrets = secrets(&[secret, "short"]);
        let encoded: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        let mut texts = vec![
            secret.to_owned(),
            encoded.to_uppercase(),
            encoded,
            form,
            format!("{secret:?}").trim_matches('"').to_owned(),
            serde_json::Value::from(secret).to_string().trim_matches('"').to_owned(),
            "pw\\/\\\"S+c r~\\u00e9?>".to_owned(),
            "pw/&quot;S+c&nbsp;r~&#xE9;?&gt;".to_owned(),
        ];
        let in_json = texts.iter().map(|text| serde_json::Value::from(text.as_str()).to_string());
        let in_json: Vec<String> = in_json.map(|text| text.trim_matches('"').to_owned()).collect();
        texts.extend(in_json);
        for text in &texts {
            assert_eq!(secrets.hide_known(&format!("it is {text}, yes")), "it is …, yes", "{text}");
        }
        texts.clear();
        for before in ["", "a", "ab", "user:"] {
            for after in ["", "z", "yz"] {
                let bytes = format!("{before}{secret}{after}");
                texts.extend([BASE64_STANDARD.encode(&bytes), BASE64_URL_SAFE.encode(&bytes)]);
            }
        }
        for text in texts {
            assert_eq!(secrets.hide_known(&format!("({text})")), "(…)", "{text}");
            let percent: String = url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
            assert_eq!(secrets.hide_known(&format!("({percent})")), "(…)", "{percent}");
        }
        assert_eq!(secrets.hide_known("short"), "…");
        assert_eq!(secrets.hide_known("shorter"), "shorter");
        assert_eq!(secrets.hide_known("é % \\ \\u00 %4 𝄞"), "é % \\ \\u00 %4 𝄞");
    }

    #[test]
    fn secrets_that_overlap_are_hidden_together() {
        let secrets = secrets(&["abcdefgh", "efghijklmn", "abcdefghijklmnop"]);
        assert_eq!(secrets.hide_known("1 abcdefghijklmn 2 abcdefghijklmnop 3"), "1 … 2 … 3");
    }

    #[test]
    fn a_line_is_cut_after_secrets_are_hidden() {
        let secrets = secrets(&["swordfish-and-more"]);
        assert_eq!(secrets.hide_line("a\nswordfish-and-more b", 300), "a … b");
        let long = format!("{}swordfish-and-more", "x".repeat(295));
        assert_eq!(secrets.hide_line(&long, 300), format!("{}…", "x".repeat(295)));
    }
}

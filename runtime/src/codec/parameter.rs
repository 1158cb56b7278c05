//! Serialization of parameters by place, style and explode (OpenAPI 3.0.4, "Style Values"; RFC 6570).

use percent_encoding::{AsciiSet, utf8_percent_encode};

use crate::codec::form;
use crate::codec::json::{self, Encode, Tree};
use crate::codec::path::{RESERVED, encoded};

/// A parameter of an operation: its name and the form of its value.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) place: Place,
    style: Style,
    explode: bool,
    reserved: bool,
}

/// The place of a parameter in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// A header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// The style of a value, which determines the separators between the members of a list or object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`: in paths and headers.
    Simple,
    /// `.a,b`
    Label,
    /// `;name=a,b`
    Matrix,
    /// `name=a&name=b`: in queries and cookies.
    Form,
    /// `name=a%20b`; in paths and headers only in Swagger 2.0.
    Space,
    /// `name=a%7Cb`; in paths and headers only in Swagger 2.0.
    Pipe,
    /// `name=a%09b`, only in Swagger 2.0.
    Tab,
    /// `name=a; name=b` without percent-encoding: in cookies, since OpenAPI 3.2.
    Cookie,
    /// `name%5Bkey%5D=value`
    DeepObject,
    /// A JSON text: the form of a parameter whose `content` is JSON.
    Json,
    /// The text itself: the form of a parameter whose `content` has another media type.
    Text,
    /// A text of pairs: the form of a parameter whose `content` is `application/x-www-form-urlencoded`.
    Urlencoded,
}

impl Parameter {
    const fn new(name: &'static str, place: Place, style: Style, explode: bool) -> Self {
        Self { name, place, style, explode, reserved: false }
    }

    /// Creates a path parameter.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, Place::Path, Style::Simple, false)
    }

    /// Creates a query parameter.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, Place::Query, Style::Form, true)
    }

    /// Creates a header parameter.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, Place::Header, Style::Simple, false)
    }

    /// Creates a cookie parameter.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, Place::Cookie, Style::Form, true)
    }

    /// Sets the style, if it differs from the default of the place.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// Sets whether each member of a list or object becomes its own pair.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Preserves reserved characters (RFC 3986, section 2.2).
    #[must_use]
    pub const fn reserved(mut self) -> Self {
        self.reserved = true;
        self
    }

    /// Serializes the value for a path or header; `None` for null, which is not sent.
    ///
    /// # Errors
    /// Fails if the value cannot be sent.
    pub(crate) fn text(&self, value: &dyn Encode) -> Result<Option<String>, String> {
        Ok(self.tree(value)?.map(|tree| self.text_of(tree)))
    }

    fn text_of(&self, tree: Tree) -> String {
        // An empty list or object is undefined, and expands to nothing (RFC 6570, sections 2.3 and 3.2.1).
        if matches!(&tree, Tree::List(items) if items.is_empty())
            || matches!(&tree, Tree::Object(entries) if entries.is_empty())
        {
            return String::new();
        }
        let (prefix, between) = match (self.style, self.explode) {
            (Style::Label, false) => (".", ","),
            (Style::Label, true) => (".", "."),
            (Style::Matrix, false) => (";", ","),
            (Style::Matrix, true) => (";", ";"),
            _ => ("", self.between()),
        };
        let name = self.escaped(self.name);
        let named = |value: String| if value.is_empty() { name.clone() } else { format!("{name}={value}") };
        let matrix = self.style == Style::Matrix;
        let body = match tree {
            Tree::List(items) => {
                let items = items.iter().map(|item| self.escaped(&item.text()));
                if matrix && self.explode {
                    items.map(named).collect::<Vec<_>>().join(between)
                } else {
                    let joined = items.collect::<Vec<_>>().join(between);
                    if matrix { named(joined) } else { joined }
                }
            }
            Tree::Object(entries) => {
                let sign = if self.explode { "=" } else { "," };
                let entries = entries.iter().map(|(key, value)| {
                    format!("{}{sign}{}", self.escaped(key), self.escaped(&value.text()))
                });
                let joined = entries.collect::<Vec<_>>().join(between);
                if matrix && !self.explode { named(joined) } else { joined }
            }
            single if matrix => named(self.escaped(&single.text())),
            single => self.escaped(&single.text()),
        };
        format!("{prefix}{body}")
    }

    /// Serializes the value as pairs of name and value, for a query or for cookies.
    ///
    /// # Errors
    /// Fails if the value cannot be sent.
    pub(crate) fn pairs(&self, value: &dyn Encode) -> Result<Vec<(String, String)>, String> {
        let pairs = self.tree(value)?.map(|tree| self.pairs_of(&tree)).unwrap_or_default();
        if self.style == Style::Cookie && !pairs.iter().all(|(key, value)| is_cookie(key, value)) {
            return Err(format!(
                "the cookie {:?} contains white space, `;`, quotes, `\\` or other characters that are not valid in a \
                 cookie, and its style has no escapes — escape the value (RFC 6265, section 4.1.1)",
                self.name
            ));
        }
        Ok(pairs)
    }

    /// Returns the pairs of a value that was already converted to a tree.
    pub(crate) fn pairs_of(&self, tree: &Tree) -> Vec<(String, String)> {
        let name = || self.key(self.name);
        let between = self.between();
        let mut pairs = Vec::new();
        match tree {
            Tree::List(_) | Tree::Object(_) if self.style == Style::DeepObject => {
                self.deep(&name(), tree, &mut pairs)
            }
            Tree::List(items) if self.explode => {
                pairs.extend(items.iter().map(|item| (name(), self.escaped(&item.text()))));
            }
            Tree::List(items) if items.is_empty() => {}
            Tree::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.escaped(&item.text())).collect();
                pairs.push((name(), items.join(between)));
            }
            Tree::Object(entries) if self.explode && matches!(self.style, Style::Form | Style::Cookie) => {
                for (key, value) in entries {
                    self.exploded(&self.key(key), value, &mut pairs);
                }
            }
            Tree::Object(entries) if entries.is_empty() => {}
            Tree::Object(entries) => {
                let flat =
                    entries.iter().flat_map(|(key, value)| [self.escaped(key), self.escaped(&value.text())]);
                pairs.push((name(), flat.collect::<Vec<_>>().join(between)));
            }
            single => pairs.push((name(), self.escaped(&single.text()))),
        }
        pairs
    }

    /// Adds an entry of an exploded object. A list repeats its key; deeper values have bracketed keys.
    fn exploded(&self, key: &str, value: &Tree, pairs: &mut Vec<(String, String)>) {
        match value {
            Tree::Null => {}
            Tree::List(items) => items.iter().for_each(|item| self.exploded(key, item, pairs)),
            Tree::Object(_) => self.deep(key, value, pairs),
            single => pairs.push((key.to_owned(), self.escaped(&single.text()))),
        }
    }

    /// Adds `name[key][inner]=value`, and `name[key][]=value` for lists, as PHP and Rails read them.
    fn deep(&self, name: &str, tree: &Tree, pairs: &mut Vec<(String, String)>) {
        match tree {
            Tree::Null => {}
            Tree::Object(entries) => {
                for (key, value) in entries {
                    self.deep(&format!("{name}%5B{}%5D", self.escaped(key)), value, pairs);
                }
            }
            Tree::List(items) => {
                for item in items {
                    self.deep(&format!("{name}%5B%5D"), item, pairs);
                }
            }
            single => pairs.push((name.to_owned(), self.escaped(&single.text()))),
        }
    }

    /// Returns the separator between members of a list or object. Headers are not percent-encoded.
    fn between(&self) -> &'static str {
        match (self.style, self.place) {
            (Style::Space, Place::Header) => " ",
            (Style::Pipe, Place::Header) => "|",
            (Style::Tab, Place::Header) => "\t",
            (Style::Space, _) => "%20",
            (Style::Pipe, _) => "%7C",
            (Style::Tab, _) => "%09",
            _ => ",",
        }
    }

    fn tree(&self, value: &dyn Encode) -> Result<Option<Tree>, String> {
        let tree = match self.style {
            Style::Json => Tree::Text(json::sendable(value)?),
            _ => Tree::of(value)?,
        };
        match (self.style, tree) {
            (_, Tree::Null) => Ok(None),
            (Style::Text, Tree::List(_) | Tree::Object(_)) => {
                Err("a list or object cannot be sent as text".to_owned())
            }
            (Style::Urlencoded, tree @ Tree::Object(_)) => Ok(Some(Tree::Text(form::form_text(tree, &[])))),
            (Style::Urlencoded, _) => Err("a value without keys cannot be sent as a form".to_owned()),
            (_, tree) => Ok(Some(tree)),
        }
    }

    /// Returns the name of a pair. The name of a cookie is a token, which servers do not decode (RFC 6265,
    /// section 4.1.1).
    fn key(&self, name: &str) -> String {
        let is_literal = self.place == Place::Cookie && http::HeaderName::try_from(name).is_ok();
        if is_literal { name.to_owned() } else { self.escaped(name) }
    }

    fn escaped(&self, text: &str) -> String {
        match self.place {
            Place::Header => text.to_owned(),
            _ if self.style == Style::Cookie => text.to_owned(),
            _ if self.reserved => reserved(text),
            _ => encoded(text),
        }
    }
}

/// Returns whether a pair is valid as a cookie (RFC 6265, section 4.1.1), apart from commas, which separate the
/// members of a list (OpenAPI 3.2.0, "Style Examples").
fn is_cookie(key: &str, value: &str) -> bool {
    let is_octet = |byte: u8| matches!(byte, 0x21 | 0x23..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
    http::HeaderName::try_from(key).is_ok() && value.bytes().all(is_octet)
}

/// Percent-encodes a value by reserved expansion, which preserves reserved characters and percent-encoded
/// triplets (RFC 6570, section 3.2.3; OpenAPI 3.0.4, `allowReserved`).
fn reserved(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        encoded.extend(utf8_percent_encode(before, UNRESERVED_KEPT));
        let is_triplet = after.as_bytes().get(..2).is_some_and(|two| two.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if is_triplet { "%" } else { "%25" });
        rest = after;
    }
    encoded.extend(utf8_percent_encode(rest, UNRESERVED_KEPT));
    encoded
}

/// The characters that are encoded even if reserved characters are allowed, because a query gives them a
/// meaning or a URL must not contain them.
const UNRESERVED_KEPT: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';');

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn query(parameter: Parameter, value: &Value) -> String {
        let pairs = parameter.pairs(value).unwrap();
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    #[test]
    fn paths_are_encoded_in_every_style() {
        let (one, list, object) = (json!("blue"), json!(["a", "b/c"]), json!({"R": 100, "G": 200}));
        for (style, explode, expected) in [
            (Style::Simple, false, ["blue", "a,b%2Fc", "R,100,G,200"]),
            (Style::Simple, true, ["blue", "a,b%2Fc", "R=100,G=200"]),
            (Style::Label, false, [".blue", ".a,b%2Fc", ".R,100,G,200"]),
            (Style::Label, true, [".blue", ".a.b%2Fc", ".R=100.G=200"]),
            (Style::Matrix, false, [";c=blue", ";c=a,b%2Fc", ";c=R,100,G,200"]),
            (Style::Matrix, true, [";c=blue", ";c=a;c=b%2Fc", ";R=100;G=200"]),
        ] {
            let parameter = Parameter::path("c").style(style).explode(explode);
            let written = [&one, &list, &object].map(|value| parameter.text(value).unwrap().unwrap());
            assert_eq!(written, expected, "{style:?} {explode}");
        }
        assert_eq!(Parameter::path("c").style(Style::Matrix).text(&json!("")).unwrap().unwrap(), ";c");
        assert_eq!(Parameter::header("c").text(&json!(["a b", "c"])).unwrap().unwrap(), "a b,c");
        for style in [Style::Simple, Style::Label, Style::Matrix] {
            let parameter = Parameter::path("c").style(style);
            let empty = [json!([]), json!({})].map(|value| parameter.text(&value).unwrap().unwrap());
            assert_eq!(empty, ["", ""], "{style:?}");
        }
    }

    /// Swagger 2.0 also has these styles in paths and headers ("Parameter Object", `collectionFormat`).
    #[test]
    fn lists_are_separated_by_the_character_of_their_style() {
        let list = json!(["a", "b c"]);
        for (style, path, header) in [
            (Style::Space, "a%20b%20c", "a b c"),
            (Style::Tab, "a%09b%20c", "a\tb c"),
            (Style::Pipe, "a%7Cb%20c", "a|b c"),
        ] {
            assert_eq!(Parameter::path("c").style(style).text(&list).unwrap().unwrap(), path);
            assert_eq!(Parameter::header("c").style(style).text(&list).unwrap().unwrap(), header);
        }
    }

    #[test]
    fn queries_are_encoded_in_every_style() {
        let (list, object) = (json!(["a", "b c"]), json!({"R": 100, "n": {"x": [1, 2]}}));
        let parameter = Parameter::query("c");
        assert_eq!(query(parameter, &json!("")), "c=");
        assert_eq!(query(parameter, &list), "c=a&c=b%20c");
        assert_eq!(query(parameter.explode(false), &list), "c=a,b%20c");
        assert_eq!(query(parameter, &object), "R=100&n%5Bx%5D%5B%5D=1&n%5Bx%5D%5B%5D=2");
        assert_eq!(query(parameter.style(Style::Space).explode(false), &list), "c=a%20b%20c");
        assert_eq!(query(parameter.style(Style::Pipe).explode(false), &list), "c=a%7Cb%20c");
        assert_eq!(query(parameter.style(Style::DeepObject), &json!({"k": 1})), "c%5Bk%5D=1");
        assert_eq!(query(parameter.style(Style::Json), &json!({"k": 1})), "c=%7B%22k%22%3A1%7D");
        assert_eq!(query(parameter.reserved(), &json!("a/b?c&d")), "c=a/b?c%26d");
        assert_eq!(
            query(parameter.reserved(), &json!("50%25 of %2F, 100% %zz %é")),
            "c=50%25%20of%20%2F,%20100%25%20%25zz%20%25%C3%A9"
        );
        let urlencoded = parameter.style(Style::Urlencoded);
        assert_eq!(query(urlencoded, &json!({"k": "x y", "l": [1, 2]})), "c=k%3Dx%2520y%26l%3D1%26l%3D2");
        assert!(urlencoded.pairs(&json!([1])).is_err());
        assert_eq!(query(parameter, &json!([])), "");
        assert_eq!(query(parameter, &Value::Null), "");
    }

    #[test]
    fn names_of_cookies_are_literal() {
        assert_eq!(query(Parameter::cookie("it's!"), &json!("a b")), "it's!=a%20b");
        assert_eq!(query(Parameter::cookie("50%"), &json!(["a"])), "50%=a");
        assert_eq!(query(Parameter::cookie("c"), &json!({"x!": "!", "x y": 1})), "x!=%21&x%20y=1");
        assert_eq!(query(Parameter::cookie("a b=c"), &json!(1)), "a%20b%3Dc=1");
        assert_eq!(query(Parameter::query("it's!"), &json!(1)), "it%27s%21=1");
    }

    /// OpenAPI 3.2.0, "Style Examples": `cookie`.
    #[test]
    fn cookies_have_no_escapes_in_their_own_style() {
        let parameter = Parameter::cookie("c").style(Style::Cookie);
        assert_eq!(query(parameter, &json!("a%20b/=+")), "c=a%20b/=+");
        assert_eq!(query(parameter, &json!(["a", "b"])), "c=a&c=b");
        assert_eq!(query(parameter, &json!({"R": 100, "x!": true})), "R=100&x!=true");
        assert_eq!(query(parameter.explode(false), &json!(["a", 1])), "c=a,1");
        assert_eq!(query(parameter.explode(false), &json!({"R": 100})), "c=R,100");
        for refused in ["a b", "a;b", "\"a\"", "é", "a\\b", "\n"] {
            let error = parameter.pairs(&json!(refused)).unwrap_err();
            assert!(error.contains("RFC 6265") && !error.contains(refused), "{error}");
        }
    }

    #[test]
    fn text_is_sent_without_quotes() {
        for (value, expected) in [(json!("a \"b\""), "a%20%22b%22"), (json!(7), "7"), (json!(true), "true")] {
            for parameter in [Parameter::query("c"), Parameter::cookie("c")] {
                assert_eq!(query(parameter.style(Style::Text), &value), format!("c={expected}"));
            }
            let path = Parameter::path("c").style(Style::Text);
            assert_eq!(path.text(&value).unwrap().unwrap(), expected);
        }
        let header = Parameter::header("c").style(Style::Text);
        assert_eq!(header.text(&json!("a \"b\"")).unwrap().unwrap(), "a \"b\"");
        assert_eq!(header.text(&Value::Null).unwrap(), None);
        assert!(header.text(&json!(["a"])).is_err() && header.text(&json!({})).is_err());
    }

    #[test]
    fn values_that_cannot_be_sent_are_refused() {
        let deep = (0..200).fold(json!(1), |inner, _| json!([inner]));
        for style in [Style::Form, Style::Json, Style::DeepObject, Style::Text] {
            assert!(Parameter::query("c").style(style).pairs(&f64::NAN).is_err(), "{style:?}");
            assert!(Parameter::header("c").style(style).text(&vec![f64::INFINITY]).is_err(), "{style:?}");
        }
        assert!(Parameter::query("c").pairs(&deep).is_err());
    }
}

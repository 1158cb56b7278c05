//! A parameter, or a property of a form: how it is described, and the value that is meant.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use super::super::Dialect;
use super::schema::{self, Form, Names};

/// The place of a value in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// A property of a body of the type `application/x-www-form-urlencoded`.
    Urlencoded,
    /// A property of a body of the type `multipart/form-data`.
    Part,
}

impl Place {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Urlencoded | Self::Part => "body",
        }
    }
}

/// A described value.
#[derive(Debug, Clone)]
pub(super) struct Meant {
    pub(super) place: Place,
    pub(super) name: String,
    /// The style, `json` or `text` for a media type, and `file` for bytes.
    pub(super) style: &'static str,
    pub(super) explode: bool,
    pub(super) reserved: bool,
    pub(super) form: Form,
    /// Whether the schema is JSON Schema 2020-12.
    pub(super) is_json_schema: bool,
    pub(super) required: bool,
    pub(super) schema: Value,
    /// The parameter object, or the encoding object of the property.
    pub(super) node: Map<String, Value>,
    /// The literal characters around a path variable, which its value does not contain.
    pub(super) around: String,
    /// The value; `None` if it is not sent.
    pub(super) value: Option<Value>,
}

impl Meant {
    /// Writes a parameter at random. `taken` has the names at its place.
    pub(super) fn parameter(
        rng: &mut StdRng,
        dialect: Dialect,
        place: Place,
        taken: &mut Vec<String>,
    ) -> Self {
        let names = match place {
            Place::Header | Place::Cookie => Names::Tokens,
            Place::Path => Names::Variables,
            _ => Names::Any,
        };
        let name = schema::name(rng, names, taken);
        let mut node = Map::new();
        node.insert("name".to_owned(), json!(name));
        node.insert("in".to_owned(), json!(place.name()));
        let required = place == Place::Path || rng.random_bool(0.5);
        if required || rng.random_bool(0.3) {
            node.insert("required".to_owned(), json!(required));
        }
        let mut meant = Self::new(dialect, place, name, node, required);
        if rng.random_bool(0.12) {
            meant.with_content(rng, dialect);
        } else {
            meant.with_style(rng, dialect, taken);
            let schema = meant.schema.clone();
            meant.node.insert("schema".to_owned(), schema);
        }
        meant
    }

    pub(super) fn new(
        dialect: Dialect,
        place: Place,
        name: String,
        node: Map<String, Value>,
        required: bool,
    ) -> Self {
        Self {
            place,
            name,
            style: "form",
            explode: true,
            reserved: false,
            form: Form::Scalar,
            is_json_schema: dialect.is_json_schema(),
            required,
            schema: Value::Null,
            node,
            around: String::new(),
            value: None,
        }
    }

    /// Describes the value by a media type.
    fn with_content(&mut self, rng: &mut StdRng, dialect: Dialect) {
        let media = if rng.random_bool(0.7) {
            (self.style, self.form) = ("json", Form::Nested);
            self.schema = schema::nested(rng, dialect, 2);
            "application/json"
        } else {
            self.style = "text";
            self.schema = json!({"type": "string", "minLength": 1});
            "text/plain"
        };
        self.node.insert("content".to_owned(), json!({media: {"schema": self.schema}}));
    }

    /// Describes the value by a style. The combinations that OpenAPI leaves undefined are not written
    /// (OpenAPI 3.0.4, "Style Examples": `n/a`).
    pub(super) fn with_style(&mut self, rng: &mut StdRng, dialect: Dialect, taken: &mut Vec<String>) {
        let is_query = matches!(self.place, Place::Query | Place::Urlencoded);
        self.form = *[Form::Scalar, Form::Scalar, Form::List, Form::List, Form::Record]
            .choose(rng)
            .unwrap_or(&Form::Scalar);
        let styles: &[&str] = match (self.place, self.form) {
            (Place::Path, _) => &["simple", "simple", "label", "matrix"],
            (Place::Header, _) => &["simple"],
            (Place::Cookie, _) if dialect == Dialect::V3_2 => &["form", "cookie"],
            (Place::Query | Place::Urlencoded, Form::List) => {
                &["form", "form", "form", "spaceDelimited", "pipeDelimited"]
            }
            (Place::Query | Place::Urlencoded, Form::Record) => {
                &["form", "form", "deepObject", "deepObject", "spaceDelimited", "pipeDelimited"]
            }
            _ => &["form"],
        };
        self.style = styles.choose(rng).copied().unwrap_or("form");
        self.explode = match self.style {
            "spaceDelimited" | "pipeDelimited" => false,
            "deepObject" => true,
            // An exploded list or object is several cookies, which OpenAPI 3.0.4 advises against ("Style
            // Examples").
            _ if self.place == Place::Cookie && self.style == "form" && self.form != Form::Scalar => false,
            _ => rng.random_bool(0.5),
        };
        self.reserved = is_query && rng.random_bool(0.15);
        self.schema = match self.form {
            Form::List => schema::list(rng),
            // The names of an exploded object are names of the query.
            Form::Record if self.style == "form" && self.explode => schema::record(rng, Names::Any, taken),
            Form::Record if self.style == "cookie" && self.explode => {
                schema::record(rng, Names::Tokens, taken)
            }
            Form::Record if self.place == Place::Header || self.style == "cookie" => {
                schema::record(rng, Names::Tokens, &mut Vec::new())
            }
            Form::Record => schema::record(rng, Names::Any, &mut Vec::new()),
            _ => schema::scalar(rng),
        };
        if rng.random_bool(0.08) {
            self.schema = schema::nullable(self.schema.take(), dialect);
        }
        let is_default_explode = self.explode == matches!(self.style, "form" | "cookie");
        let is_default_style = matches!(self.style, "form" | "simple");
        if !is_default_style || rng.random_bool(0.4) {
            self.node.insert("style".to_owned(), json!(self.style));
        }
        if !is_default_explode || rng.random_bool(0.4) {
            self.node.insert("explode".to_owned(), json!(self.explode));
        }
        if self.reserved {
            self.node.insert("allowReserved".to_owned(), json!(true));
        }
        let has_default = !self.required && self.form == Form::Scalar && rng.random_bool(0.2);
        if let (Some(fields), true) = (self.schema.as_object_mut(), has_default) {
            let default = match (
                fields.get("enum").and_then(|words| words.get(0)),
                fields.get("type").and_then(Value::as_str),
            ) {
                (Some(word), _) => word.clone(),
                (None, Some("integer" | "number")) => json!(3),
                (None, Some("boolean")) => json!(true),
                _ => return,
            };
            fields.insert("default".to_owned(), default);
        }
    }

    /// Returns the characters that separate the parts of a list or object.
    pub(super) fn separators(&self) -> &'static [char] {
        match (self.form, self.style, self.explode) {
            (Form::Scalar | Form::Nested | Form::File, ..)
            | (_, "json" | "text" | "file" | "deepObject", _) => &[],
            (Form::List, "form", true) => &[],
            (_, "spaceDelimited", _) => &[' '],
            (_, "pipeDelimited", _) => &['|'],
            (Form::Record, "form", true) => &['=', '&'],
            (Form::Record, "label", true) => &['.', '='],
            (Form::Record, "matrix", true) => &[';', '='],
            (Form::Record, "simple", true) => &[',', '='],
            (_, "label", true) => &['.'],
            (_, "matrix", true) => &[';'],
            _ => &[','],
        }
    }

    /// Returns all texts within the value, and the keys of objects.
    pub(super) fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        if let Some(value) = &self.value {
            collect(value, &mut texts);
        }
        texts
    }
}

/// Collects the keys and scalars of a value.
pub(super) fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(fields) => {
            for (key, field) in fields {
                texts.push(key.clone());
                collect(field, texts);
            }
        }
        other => texts.push(other.to_string()),
    }
}

/// Returns whether the description determines how a value is sent.
pub(super) fn carries(meant: &Meant, value: &Value) -> bool {
    let mut texts = Vec::new();
    collect(value, &mut texts);
    if meant.style == "json" {
        // A JSON text in a header has only visible characters (RFC 9110, section 5.5).
        let text = value.to_string();
        let is_apart = meant.around.is_empty() || !text.contains(&meant.around);
        return !value.is_null()
            && is_apart
            && (meant.place != Place::Header || text.chars().all(is_visible));
    }
    let has_null = match value {
        Value::Array(items) => items.iter().any(Value::is_null),
        Value::Object(fields) => fields.values().any(Value::is_null),
        other => other.is_null(),
    };
    // OpenAPI 3.0.4, "Parameter Object": the serialization of null is undefined; RFC 6570, section 2.3: empty
    // lists and objects are undefined, as is a list of one empty string, which has the same expansion.
    let is_undefined = match value {
        Value::Array(items) => items.is_empty() || items.len() == 1 && items.first() == Some(&json!("")),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    };
    if has_null || is_undefined {
        return false;
    }
    let contains = |characters: &[char]| texts.iter().any(|text| text.contains(characters));
    // OpenAPI 3.0.4, appendix E: "the delimiter must not be in the value", because readers decode it first.
    // A dot is never percent-encoded (RFC 3986, section 2.3).
    let is_raw = matches!(meant.style, "spaceDelimited" | "pipeDelimited")
        || meant.reserved
        || meant.place == Place::Header;
    // Clients differ in whether the text of a number has a dot.
    let has_number = meant.separators().contains(&'.') && meant.schema.to_string().contains("\"number\"");
    if is_raw && contains(meant.separators())
        || meant.separators().contains(&'.') && contains(&['.'])
        || has_number
    {
        return false;
    }
    // RFC 6570, section 3.2.3: reserved expansion preserves percent-encoded triplets.
    let has_triplet = |text: &String| {
        text.split('%')
            .skip(1)
            .any(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
    };
    if meant.reserved && texts.iter().any(has_triplet) {
        return false;
    }
    match meant.place {
        Place::Path => {
            let is_dots = texts.iter().all(|text| text.chars().all(|c| c == '.'));
            // A value of a list or object may not contain the literal after it either.
            !is_dots
                && (meant.around.is_empty()
                    || !texts.iter().any(|text| meant.around.chars().any(|c| text.contains(c))))
        }
        Place::Header => {
            let is_plain = |text: &String| text.chars().all(is_visible) && text.trim() == text;
            // An empty element is not a value of a list (RFC 9110, section 5.6.1.2).
            texts.iter().all(is_plain)
                && (meant.form == Form::Scalar || texts.iter().all(|text| !text.is_empty()))
        }
        // The style `cookie` has no escapes (OpenAPI 3.2.0, "Style Values").
        Place::Cookie if meant.style == "cookie" => {
            let is_octet = |c: char| c.is_ascii_graphic() && !"\",;\\".contains(c);
            texts.iter().all(|text| text.chars().all(is_octet))
        }
        _ => true,
    }
}

fn is_visible(c: char) -> bool {
    c.is_ascii_graphic() || c == ' '
}

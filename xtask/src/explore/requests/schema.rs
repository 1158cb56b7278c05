//! Schemas that a style can serialize, and awkward strings for their values.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use super::super::Dialect;

/// The form of a value, on which a style depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Scalar,
    List,
    Record,
    /// Any JSON value.
    Nested,
    /// The bytes of a file, or a list of them.
    File,
}

/// Strings with characters that a URL, a header, a form or a multipart body treats specially.
const AWKWARD: &[&str] = &[
    "",
    " ",
    "a b",
    "a+b",
    "+",
    "100%",
    "%41",
    "%zz",
    "a&b=c",
    "=",
    "&",
    "a,b",
    ",",
    "a;b",
    "a|b",
    "a/b",
    "/",
    "?q#f",
    "é",
    "中文",
    "😀",
    "[x]",
    "]",
    "{y}",
    "\"q\"",
    "'",
    "\\",
    "a.b",
    "..",
    "-",
    "a-b",
    "~",
    "*",
    "(!$)",
    ":@",
    "true",
    "null",
    "007",
    "1.50",
    "+1",
    "a\tb",
    "line\nbreak",
    "\r\n",
    "\u{7f}",
    "\u{a0}",
    "<x>",
    "^`",
    "--boundary",
];

/// Names that are not identifiers, and common ones.
const NAMES: &[&str] = &[
    "limit",
    "page",
    "q",
    "ids",
    "sort",
    "filter[x]",
    "filter[y][z]",
    "a.b",
    "a-b",
    "X",
    "x",
    "camelCase",
    "snake_case",
    "$top",
    "@type",
    "type",
    "self",
    "größe",
    "名",
    "two words",
    "a:b",
    "a+b",
    "50%",
    "a&b",
    "a=b",
    "1st",
    "#",
    "a/b",
    "list[]",
    "~t",
    "q?",
    "a,b",
    "A-B",
    "_",
    "é",
];

/// Names that are tokens (RFC 9110, section 5.6.2), for headers and cookies.
const TOKENS: &[&str] = &[
    "X-Trace",
    "x-id",
    "X-Many-Words",
    "If-Thing",
    "session",
    "sid",
    "Api.Version",
    "X~t",
    "a!b",
    "X1",
    "Prefer-Not",
    "x-limit",
    "csrftoken",
    "X-50%",
    "it's",
];

/// Names of variables of a path template.
const VARIABLES: &[&str] = &[
    "id",
    "ID",
    "user-id",
    "a.b",
    "größe",
    "filter[x]",
    "camelCase",
    "two words",
    "1st",
    "$x",
    "a,b",
    "x-y",
];

/// The names of parts of a multipart body. How other characters are sent is not standardized (RFC 7578,
/// section 5.1).
const PARTS: &[&str] =
    &["file", "name", "a.b", "a-b", "a[b]", "x[]", "two words", "type", "X", "$top", "a+b", "it's"];

/// The names that are possible at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Names {
    Any,
    Tokens,
    Variables,
    Parts,
}

/// Adds a name that is not taken; names differ not only in case.
pub(super) fn name(rng: &mut StdRng, names: Names, taken: &mut Vec<String>) -> String {
    let pool = match names {
        Names::Any => NAMES,
        Names::Tokens => TOKENS,
        Names::Variables => VARIABLES,
        Names::Parts => PARTS,
    };
    let mut name = pool.choose(rng).copied().unwrap_or("x").to_owned();
    while taken.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
        name.push_str(&rng.random_range(0..100_u8).to_string());
    }
    taken.push(name.clone());
    name
}

/// Returns one of the awkward strings, or two in a row.
pub(super) fn awkward(rng: &mut StdRng) -> String {
    let mut text = AWKWARD.choose(rng).copied().unwrap_or_default().to_owned();
    if rng.random_bool(0.25) {
        text.push_str(AWKWARD.choose(rng).copied().unwrap_or_default());
    }
    text
}

/// Returns the schema of a scalar.
pub(super) fn scalar(rng: &mut StdRng) -> Value {
    match rng.random_range(0..20_u8) {
        0..7 => json!({"type": "string"}),
        7 => {
            let formats = ["date", "date-time", "uuid", "email", "uri", "hostname", "ipv4", "ipv6"];
            json!({"type": "string", "format": formats.choose(rng)})
        }
        8 => {
            let words = ["asc", "desc", "a b", "a/b", "Ö", "1", "+", "x&y", "null"];
            let few: Vec<&&str> = words.sample(rng, 3).collect();
            json!({"type": "string", "enum": few})
        }
        9 => json!({"type": "string", "pattern": "^[a-z]{2,5}$"}),
        10 => json!({"type": "string", "minLength": 1, "maxLength": 6}),
        11 => json!({"type": "integer"}),
        12 => json!({"type": "integer", "format": (["int32", "int64"]).choose(rng)}),
        13 => json!({"type": "integer", "minimum": -5, "maximum": 5}),
        14 => json!({"type": "number"}),
        15 => json!({"type": "number", "format": (["float", "double"]).choose(rng)}),
        16 if rng.random_bool(0.5) => json!({"type": "string", "enum": [AWKWARD.choose(rng)]}),
        16 => json!({"type": "integer", "enum": [1, 2, 30]}),
        17..19 => json!({"type": "boolean"}),
        _ => json!({"type": "string", "minLength": 1}),
    }
}

/// Returns the schema of a list of scalars.
pub(super) fn list(rng: &mut StdRng) -> Value {
    let mut schema = json!({"type": "array", "items": scalar(rng), "minItems": 1});
    if let (Some(fields), true) = (schema.as_object_mut(), rng.random_bool(0.2)) {
        fields.insert("maxItems".to_owned(), json!(4));
    }
    schema
}

/// Returns the schema of an object with scalar properties. Their names are in `taken` afterwards, because an
/// exploded object shares its names with other parameters.
pub(super) fn record(rng: &mut StdRng, names: Names, taken: &mut Vec<String>) -> Value {
    let mut properties = Map::new();
    for _ in 0..rng.random_range(1..=3_u8) {
        properties.insert(name(rng, names, taken), scalar(rng));
    }
    closed(rng, properties)
}

fn closed(rng: &mut StdRng, properties: Map<String, Value>) -> Value {
    // At least one property is required, because an empty object is not sent.
    let required: Vec<&String> = properties
        .keys()
        .enumerate()
        .filter(|(index, _)| *index == 0 || rng.random_bool(0.5))
        .map(|(_, key)| key)
        .collect();
    json!({"type": "object", "required": required, "properties": properties, "additionalProperties": false})
}

/// Returns the schema of any JSON value.
pub(super) fn nested(rng: &mut StdRng, dialect: Dialect, depth: usize) -> Value {
    let schema = match rng.random_range(0..if depth == 0 { 2_u8 } else { 7 }) {
        0..2 => scalar(rng),
        2 => json!({"type": "array", "items": nested(rng, dialect, depth - 1)}),
        3 => json!({"type": "object", "additionalProperties": nested(rng, dialect, depth - 1)}),
        _ => {
            let mut properties = Map::new();
            for _ in 0..rng.random_range(1..=3_u8) {
                let mut taken: Vec<String> = properties.keys().cloned().collect();
                let name = name(rng, Names::Any, &mut taken);
                properties.insert(name, nested(rng, dialect, depth - 1));
            }
            closed(rng, properties)
        }
    };
    if rng.random_bool(0.1) { nullable(schema, dialect) } else { schema }
}

/// Returns a schema that also allows null.
pub(super) fn nullable(mut schema: Value, dialect: Dialect) -> Value {
    let Some(fields) = schema.as_object_mut() else { return schema };
    if let Some(words) = fields.get_mut("enum").and_then(Value::as_array_mut) {
        words.push(Value::Null);
    }
    if !dialect.is_json_schema() {
        fields.insert("nullable".to_owned(), Value::Bool(true));
    } else if let Some(ty) = fields.get("type").cloned() {
        fields.insert("type".to_owned(), json!([ty, "null"]));
    }
    schema
}

/// Replaces some strings of a value, where its schema allows any.
pub(super) fn make_awkward(rng: &mut StdRng, schema: &Value, value: &mut Value) {
    let is_free = ["enum", "format", "pattern"].iter().all(|key| schema.get(*key).is_none());
    match value {
        Value::String(text) if is_free && rng.random_bool(0.8) => *text = awkward(rng),
        Value::Array(items) => {
            let inner = schema.get("items").unwrap_or(&Value::Null);
            items.iter_mut().for_each(|item| make_awkward(rng, inner, item));
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                let declared = schema.get("properties").and_then(|properties| properties.get(key));
                let inner = declared.or_else(|| schema.get("additionalProperties")).unwrap_or(&Value::Null);
                make_awkward(rng, inner, field);
            }
        }
        _ => {}
    }
}

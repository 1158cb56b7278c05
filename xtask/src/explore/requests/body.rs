//! Random bodies of requests.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use super::super::Dialect;
use super::meant::{Meant, Place};
use super::schema::{self, Form, Names};

/// A described body.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) media: &'static str,
    pub(super) required: bool,
    pub(super) schema: Value,
    /// The properties of a form.
    pub(super) parts: Vec<Meant>,
    /// The value of a body that is not a form; bytes are a list of numbers. `None` if it is not sent.
    pub(super) value: Option<Value>,
}

pub(super) const URLENCODED: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/form-data";
pub(super) const BYTES: &str = "application/octet-stream";

impl Body {
    pub(super) fn random(rng: &mut StdRng, dialect: Dialect) -> Self {
        let media = *[
            "application/json",
            "application/json",
            "application/vnd.api+json",
            URLENCODED,
            URLENCODED,
            URLENCODED,
            MULTIPART,
            MULTIPART,
            MULTIPART,
            "text/plain",
            BYTES,
        ]
        .choose(rng)
        .unwrap_or(&"application/json");
        let schema = match media {
            "text/plain" => json!({"type": "string"}),
            // Since 3.1, a binary body has no type (OpenAPI 3.1.1, "Working with Binary Data").
            BYTES if dialect.is_json_schema() => json!({}),
            BYTES => json!({"type": "string", "format": "binary"}),
            _ => schema::nested(rng, dialect, 3),
        };
        let mut body = Self { media, required: rng.random_bool(0.7), schema, parts: Vec::new(), value: None };
        let place = match media {
            URLENCODED => Place::Urlencoded,
            MULTIPART => Place::Part,
            _ => return body,
        };
        let mut taken = Vec::new();
        for index in 0..rng.random_range(1..=4_u8) {
            // A form without a value is empty, which readers do not distinguish from no body.
            let required = index == 0 || rng.random_bool(0.5);
            let names = if place == Place::Part { Names::Parts } else { Names::Any };
            let name = schema::name(rng, names, &mut taken);
            let mut part = Meant::new(dialect, place, name, Map::new(), required);
            if place == Place::Part {
                part.as_part(rng, dialect)
            } else {
                part.as_field(rng, dialect, &mut taken)
            }
            body.parts.push(part);
        }
        body.schema = body.form_schema(|_| true);
        body
    }

    /// Returns the schema of a form with some of its parts.
    pub(super) fn form_schema(&self, keep: impl Fn(&Meant) -> bool) -> Value {
        let kept: Vec<&Meant> = self.parts.iter().filter(|part| keep(part)).collect();
        let properties: Map<String, Value> =
            kept.iter().map(|part| (part.name.clone(), part.schema.clone())).collect();
        let required: Vec<&str> =
            kept.iter().filter(|part| part.required).map(|part| part.name.as_str()).collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if let (Some(fields), false) = (schema.as_object_mut(), required.is_empty()) {
            fields.insert("required".to_owned(), json!(required));
        }
        schema
    }

    /// Returns the request body object. Forms have some of their parts.
    pub(super) fn node(&self, keep: impl Fn(&Meant) -> bool) -> Value {
        let schema = if self.parts.is_empty() { self.schema.clone() } else { self.form_schema(&keep) };
        let mut media = if schema.is_null() { json!({}) } else { json!({"schema": schema}) };
        let encoded = self.parts.iter().filter(|part| keep(part) && !part.node.is_empty());
        let encoding: Map<String, Value> =
            encoded.map(|part| (part.name.clone(), Value::Object(part.node.clone()))).collect();
        if let (Some(fields), false) = (media.as_object_mut(), encoding.is_empty()) {
            fields.insert("encoding".to_owned(), Value::Object(encoding));
        }
        json!({"required": self.required, "content": {self.media: media}})
    }
}

impl Meant {
    /// Describes a property of an urlencoded form.
    fn as_field(&mut self, rng: &mut StdRng, dialect: Dialect, taken: &mut Vec<String>) {
        if rng.random_bool(0.1) {
            (self.style, self.form) = ("json", Form::Nested);
            self.schema = schema::record(rng, Names::Any, &mut Vec::new());
            self.node = json!({"contentType": "application/json"}).as_object().cloned().unwrap_or_default();
            return;
        }
        self.with_style(rng, dialect, taken);
        // Without an encoding, the default of an object is JSON in one version of the text and a style in
        // another (OpenAPI 3.0.4 and 3.0.3, "Encoding Object").
        if self.form == Form::Record && self.node.is_empty() {
            self.node.insert("style".to_owned(), json!(self.style));
            self.node.insert("explode".to_owned(), json!(self.explode));
        }
    }

    /// Describes a part of a multipart body. A list has a part for each item; an object is JSON (OpenAPI
    /// 3.0.4, "Encoding Object", `contentType`).
    fn as_part(&mut self, rng: &mut StdRng, dialect: Dialect) {
        match rng.random_range(0..10_u8) {
            0..3 => {
                (self.style, self.form) = ("file", Form::File);
                self.schema = json!({"type": "string", "format": "binary"});
                if rng.random_bool(0.3) {
                    self.schema = json!({"type": "array", "items": self.schema, "minItems": 1});
                }
                if rng.random_bool(0.3) {
                    self.node.insert("contentType".to_owned(), json!("image/png"));
                }
            }
            3..5 => {
                (self.style, self.form) = ("text", Form::List);
                self.schema = schema::list(rng);
            }
            5..7 => {
                (self.style, self.form) = ("json", Form::Nested);
                let mut schema = schema::nested(rng, dialect, 2);
                while schema.get("type") != Some(&json!("object")) {
                    schema = schema::nested(rng, dialect, 2);
                }
                self.schema = schema;
                if rng.random_bool(0.3) {
                    self.node.insert("contentType".to_owned(), json!("application/json"));
                }
            }
            _ => {
                self.style = "text";
                self.schema = schema::scalar(rng);
                if rng.random_bool(0.2) {
                    self.node.insert("contentType".to_owned(), json!("text/plain"));
                }
            }
        }
    }
}

/// Returns bytes that are not text, or that resemble the syntax of a body.
pub(super) fn bytes(rng: &mut StdRng) -> Vec<u8> {
    let few: &[&[u8]] =
        &[b"bytes", b"\x00\xff\xfe\x80", b"a,b\n", b"\r\n--x\r\n", b"%PDF-1.7", b"{\"a\": 1}", b"\xc3\xa9"];
    few.choose(rng).copied().unwrap_or(b"bytes").to_vec()
}

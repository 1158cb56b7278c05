//! Descriptions with a hole: one for each place where OpenAPI has a string.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use crate::grammar::{Holds, Object, entries_of, keys_of, words_of};

/// What stands where the hostile text will be.
const HOLE: &str = "the-hole";

/// A description for each string that OpenAPI has: values, keys of maps, and whatever may be anything. Each object is
/// tried at each key that can hold it.
pub(crate) fn holes() -> Vec<Value> {
    let mut walk = Walk { seen: HashSet::new(), depth: 0 };
    walk.object(None, Object::Document)
}

/// The description with a text in its hole.
pub(crate) fn filled(value: &Value, text: &str) -> Value {
    match value {
        Value::String(held) if held == HOLE => text.into(),
        Value::Array(items) => items.iter().map(|item| filled(item, text)).collect(),
        Value::Object(fields) => {
            let key = |key: &String| if key == HOLE { text.to_owned() } else { key.clone() };
            fields.iter().map(|(name, value)| (key(name), filled(value, text))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

struct Walk {
    /// Objects that were tried, by the key that holds them.
    seen: HashSet<(Option<(Object, &'static str)>, Object)>,
    depth: usize,
}

impl Walk {
    fn object(&mut self, held_by: Option<(Object, &'static str)>, object: Object) -> Vec<Value> {
        if self.depth > 14 || !self.seen.insert((held_by, object)) {
            return Vec::new();
        }
        self.depth += 1;
        let mut found = Vec::new();
        for key in keys_of(object) {
            let mut fields = least(object);
            beside(object, key.name, &mut fields);
            if words_of(object, key.name, &fields).is_some() {
                continue;
            }
            for value in self.values((object, key.name), key.holds) {
                let mut fields = fields.clone();
                fields.insert(key.name.to_owned(), value);
                found.push(fields.into());
            }
        }
        if let Some(holds) = entries_of(object) {
            found.push(json!({ HOLE: benign(holds) }));
            let values = self.values((object, ""), holds);
            found.extend(values.into_iter().map(|value| json!({ entry(object): value })));
        }
        self.depth -= 1;
        found
    }

    /// Every value with one hole that a key may hold.
    fn values(&mut self, at: (Object, &'static str), holds: Holds) -> Vec<Value> {
        match holds {
            Holds::Text => vec![HOLE.into()],
            Holds::Anything => vec![HOLE.into(), json!({ HOLE: HOLE })],
            Holds::One(object) => self.object(Some(at), object),
            Holds::Linked(object) => {
                let mut found = self.object(Some(at), object);
                found.push(json!({ "$ref": HOLE }));
                found
            }
            Holds::SchemaOrFlag => self.object(Some(at), Object::Schema),
            Holds::List(inner) => self.values(at, *inner).into_iter().map(|value| json!([value])).collect(),
            Holds::Map(inner) => {
                let mut found = vec![json!({ HOLE: benign(*inner) })];
                let key = name(at.1);
                found.extend(self.values(at, *inner).into_iter().map(|value| json!({ key: value })));
                found
            }
            Holds::Flag | Holds::Number | Holds::Count => Vec::new(),
        }
    }
}

/// The key of a map's entry, where there is something that it has to be.
fn name(key: &str) -> &'static str {
    match key {
        "content" => "application/json",
        "security" => "sch",
        "mapping" => "A",
        _ => "a",
    }
}

fn entry(object: Object) -> &'static str {
    match object {
        Object::Paths => "/p",
        Object::Responses => "200",
        _ => "{$request.body#/url}",
    }
}

fn benign(holds: Holds) -> Value {
    match holds {
        Holds::Text | Holds::Anything => "text".into(),
        Holds::Flag | Holds::SchemaOrFlag => true.into(),
        Holds::Number | Holds::Count => 1.into(),
        Holds::One(object) | Holds::Linked(object) => least(object).into(),
        Holds::List(inner) => json!([benign(*inner)]),
        Holds::Map(inner) => json!({ "a": benign(*inner) }),
    }
}

/// The least that an object holds to be of use.
fn least(object: Object) -> Map<String, Value> {
    let value = match object {
        Object::Document => json!({
            "openapi": "3.0.3",
            "info": least(Object::Info),
            "paths": { "/p": least(Object::PathItem) },
            "components": {
                "securitySchemes": { "sch": least(Object::SecurityScheme) },
                "schemas": { "A": least(Object::Schema) },
            },
        }),
        Object::Info => json!({ "title": "T", "version": "1" }),
        Object::License | Object::Tag => json!({ "name": "n" }),
        Object::Server | Object::ExternalDocumentation => json!({ "url": "https://example.com" }),
        Object::ServerVariable => json!({ "default": "d" }),
        Object::PathItem => {
            json!({ "delete": { "operationId": "other", "responses": { "200": least(Object::Response) } } })
        }
        Object::Operation => json!({ "operationId": "op", "responses": { "200": least(Object::Response) } }),
        Object::Parameter => json!({ "name": "q", "in": "query", "schema": { "type": "string" } }),
        Object::RequestBody => json!({ "content": { "application/json": least(Object::MediaType) } }),
        Object::MediaType => json!({ "schema": least(Object::Schema) }),
        Object::Response => json!({ "description": "ok" }),
        Object::Header => json!({ "schema": { "type": "string" } }),
        Object::Schema => json!({ "type": "object", "properties": { "a": { "type": "string" } } }),
        Object::Discriminator => json!({ "propertyName": "a" }),
        Object::SecurityScheme => json!({ "type": "http", "scheme": "bearer" }),
        Object::OAuthFlow => json!({
            "authorizationUrl": "https://example.com", "tokenUrl": "https://example.com", "scopes": {},
        }),
        _ => json!({}),
    };
    value.as_object().cloned().unwrap()
}

/// What a key needs beside it, or must not have.
fn beside(object: Object, key: &str, fields: &mut Map<String, Value>) {
    let is_text = ["pattern", "enum", "format", "default", "contentMediaType"].contains(&key);
    match (object, key) {
        (Object::Schema, _) if is_text => {
            fields.clear();
            fields.insert("type".to_owned(), "string".into());
        }
        (Object::Schema, "items") => *fields = json!({ "type": "array" }).as_object().cloned().unwrap(),
        (Object::Schema, "allOf" | "oneOf" | "anyOf" | "not") => fields.clear(),
        (Object::Schema, "type") | (Object::Parameter | Object::Header, "content") => {
            fields.shift_remove("schema");
            fields.shift_remove("properties");
        }
        (Object::Server, "variables") => drop(fields.insert("url".to_owned(), "https://{a}.example".into())),
        (Object::SecurityScheme, "name") => {
            *fields = json!({ "type": "apiKey", "in": "header" }).as_object().cloned().unwrap();
        }
        (Object::SecurityScheme, "flows") => drop(fields.insert("type".to_owned(), "oauth2".into())),
        _ => {}
    }
}

/// A description in which the text stands wherever a name or words may be, each name where it is used, too.
pub(crate) fn everywhere(text: &str) -> Value {
    let description = json!({
        "openapi": "3.0.3",
        "info": { "title": HOLE, "version": HOLE, "description": HOLE },
        "servers": [
            { "url": "https://one.example/v1", "description": HOLE },
            { "url": "https://{a}.example", "description": HOLE,
              "variables": { "a": { "default": "d", "enum": ["d", HOLE], "description": HOLE } } },
        ],
        "tags": [{ "name": HOLE, "description": HOLE }, { "name": "plain", "description": HOLE }],
        "paths": { "/p": {
            "get": {
                "operationId": HOLE, "tags": [HOLE], "summary": HOLE, "description": HOLE,
                "parameters": [
                    { "name": HOLE, "in": "query", "description": HOLE,
                      "schema": { "type": "string", "default": HOLE, "enum": [HOLE, "b"] } },
                    { "name": "text", "in": "query", "required": true, "example": HOLE, "description": HOLE,
                      "schema": { "type": "string", "pattern": HOLE, "example": HOLE } },
                ],
                "security": [{ HOLE: [HOLE] }],
                "responses": {
                    "200": { "description": HOLE, "content": {
                        "application/json": { "schema": { "$ref": "#/components/schemas/M" }, "example": HOLE },
                        "text/plain": { "schema": { "type": "string" } },
                    } },
                    "400": { "description": HOLE, "content": {
                        "application/json": { "schema": { "$ref": "#/components/schemas/M" } } } },
                },
            },
            "post": {
                "operationId": "send", "tags": ["plain"], "summary": HOLE, "deprecated": true,
                "requestBody": { "description": HOLE, "required": true, "content": {
                    "application/json": { "schema": { "$ref": "#/components/schemas/M" }, "example": { "a": HOLE } } } },
                "responses": { "2XX": { "description": HOLE } },
            },
        } },
        "components": {
            "securitySchemes": { HOLE: { "type": "apiKey", "in": "query", "name": HOLE, "description": HOLE } },
            "schemas": {
                HOLE: { "type": "string", "enum": [HOLE, "c"], "description": HOLE },
                "M": {
                    "type": "object", "title": HOLE, "description": HOLE, "required": ["a", "w"],
                    "externalDocs": { "url": HOLE, "description": HOLE },
                    "properties": {
                        "a": { "type": "string", "default": HOLE, "example": HOLE, "description": HOLE },
                        HOLE: { "type": "string", "enum": [HOLE], "default": HOLE },
                        "c": { "type": "string", "format": HOLE, "pattern": HOLE },
                        "w": { "type": "string", "enum": [HOLE, "x"] },
                        "k": { "type": "array", "items": { "$ref": "#/components/schemas/K" } },
                    },
                },
                "K": {
                    "oneOf": [{ "$ref": "#/components/schemas/L" }, { "type": "string", "enum": [HOLE] }],
                    "description": HOLE,
                },
                "L": { "type": "object", "required": [HOLE], "properties": { HOLE: { "type": "integer", "enum": [1, 2] } } },
            },
        },
    });
    filled(&description, text)
}

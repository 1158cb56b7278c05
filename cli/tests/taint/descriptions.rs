//! Descriptions with a hole, one for each string of OpenAPI.

use std::collections::HashSet;

use openapi_client_codegen::grammar_view::{Object, ValueType};
use serde_json::{Map, Value, json};

/// The placeholder of the hostile text.
const HOLE: &str = "the-hole";

/// Returns a description for each string of OpenAPI: values, keys of maps, and values of any type. Each
/// object is used at each key that can hold it.
pub(crate) fn holes() -> Vec<Value> {
    let mut walk = Walk { seen: HashSet::new(), depth: 0 };
    walk.object(None, Object::DOCUMENT)
}

/// Replaces the hole of a description by a text.
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
    /// The objects that were used, by the key that holds them.
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
        let name = object.name();
        for (key, held) in object.keys() {
            let mut fields = least(&name);
            beside(&name, key, &mut fields);
            if object.lists_values(key, &fields) {
                continue;
            }
            for value in self.values((object, key), &held) {
                let mut fields = fields.clone();
                fields.insert(key.to_owned(), value);
                found.push(fields.into());
            }
        }
        if let Some(held) = object.entries() {
            found.push(json!({ HOLE: benign(&held) }));
            let values = self.values((object, ""), &held);
            found.extend(values.into_iter().map(|value| json!({ entry(&name): value })));
        }
        self.depth -= 1;
        found
    }

    /// Returns every value of a key, each with one hole.
    fn values(&mut self, at: (Object, &'static str), held: &ValueType) -> Vec<Value> {
        match held {
            ValueType::Text => vec![HOLE.into()],
            ValueType::Anything => vec![HOLE.into(), json!({ HOLE: HOLE })],
            ValueType::Object { object, may_be_reference } => {
                let mut found = self.object(Some(at), *object);
                found.extend(may_be_reference.then(|| json!({ "$ref": HOLE })));
                found
            }
            ValueType::List(inner) => {
                self.values(at, inner).into_iter().map(|value| json!([value])).collect()
            }
            ValueType::Map(inner) => {
                let mut found = vec![json!({ HOLE: benign(inner) })];
                let key = name(at.1);
                found.extend(self.values(at, inner).into_iter().map(|value| json!({ key: value })));
                found
            }
            ValueType::Flag | ValueType::Number => Vec::new(),
        }
    }
}

/// Returns the key for an entry of a map. Some maps have only certain valid keys.
fn name(key: &str) -> &'static str {
    match key {
        "content" => "application/json",
        "security" => "sch",
        "mapping" => "A",
        _ => "a",
    }
}

fn entry(object: &str) -> &'static str {
    match object {
        "Paths" => "/p",
        "Responses" => "200",
        _ => "{$request.body#/url}",
    }
}

fn benign(held: &ValueType) -> Value {
    match held {
        ValueType::Text | ValueType::Anything => "text".into(),
        ValueType::Flag => true.into(),
        ValueType::Number => 1.into(),
        ValueType::Object { object, .. } => least(&object.name()).into(),
        ValueType::List(inner) => json!([benign(inner)]),
        ValueType::Map(inner) => json!({ "a": benign(inner) }),
    }
}

/// Returns the smallest valid object of a type.
fn least(object: &str) -> Map<String, Value> {
    let value = match object {
        "Document" => json!({
            "openapi": "3.0.3",
            "info": least("Info"),
            "paths": { "/p": least("PathItem") },
            "components": {
                "securitySchemes": { "sch": least("SecurityScheme") },
                "schemas": { "A": least("Schema") },
            },
        }),
        "Info" => json!({ "title": "T", "version": "1" }),
        "License" | "Tag" => json!({ "name": "n" }),
        "Server" | "ExternalDocumentation" => json!({ "url": "https://example.com" }),
        "ServerVariable" => json!({ "default": "d" }),
        "PathItem" => {
            json!({ "delete": { "operationId": "other", "responses": { "200": least("Response") } } })
        }
        "Operation" => json!({ "operationId": "op", "responses": { "200": least("Response") } }),
        "Parameter" => json!({ "name": "q", "in": "query", "schema": { "type": "string" } }),
        "RequestBody" => json!({ "content": { "application/json": least("MediaType") } }),
        "MediaType" => json!({ "schema": least("Schema") }),
        "Response" => json!({ "description": "ok" }),
        "Header" => json!({ "schema": { "type": "string" } }),
        "Schema" => json!({ "type": "object", "properties": { "a": { "type": "string" } } }),
        "Discriminator" => json!({ "propertyName": "a" }),
        "SecurityScheme" => json!({ "type": "http", "scheme": "bearer" }),
        "OAuthFlow" => json!({
            "authorizationUrl": "https://example.com", "tokenUrl": "https://example.com", "scopes": {},
        }),
        _ => json!({}),
    };
    value.as_object().cloned().unwrap()
}

/// Adds the keys that a key requires, and removes those that it excludes.
fn beside(object: &str, key: &str, fields: &mut Map<String, Value>) {
    let is_text = ["pattern", "enum", "format", "default", "contentMediaType"].contains(&key);
    match (object, key) {
        ("Schema", _) if is_text => {
            fields.clear();
            fields.insert("type".to_owned(), "string".into());
        }
        ("Schema", "items") => *fields = json!({ "type": "array" }).as_object().cloned().unwrap(),
        ("Schema", "allOf" | "oneOf" | "anyOf" | "not") => fields.clear(),
        ("Schema", "type") | ("Parameter" | "Header", "content") => {
            fields.shift_remove("schema");
            fields.shift_remove("properties");
        }
        ("Server", "variables") => drop(fields.insert("url".to_owned(), "https://{a}.example".into())),
        ("SecurityScheme", "name") => {
            *fields = json!({ "type": "apiKey", "in": "header" }).as_object().cloned().unwrap();
        }
        ("SecurityScheme", "flows") => drop(fields.insert("type".to_owned(), "oauth2".into())),
        _ => {}
    }
}

/// Returns a description with the text as every name and every documentation. Names also have it where they
/// are used.
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

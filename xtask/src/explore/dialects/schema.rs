//! Writes schemas in each version of OpenAPI.

use serde_json::{Map, Value, json};

use super::model::{Bound, Kind, List, Named, Number, Object, Others, Schema, Text};
use crate::explore::Dialect;

/// Returns a schema in the form of a version.
pub(super) fn write(schema: &Schema, dialect: Dialect) -> Value {
    let mut node = Map::new();
    kind(schema, dialect, &mut node);
    let is_reference = node.contains_key("$ref");
    let annotations = annotations(schema, dialect);
    // Since 3.1, a reference may have siblings.
    if is_reference && !annotations.is_empty() && (!dialect.is_json_schema() || schema.form.is_multiple_of(2))
    {
        node = Map::from_iter([("allOf".to_owned(), json!([node]))]);
    }
    node.extend(annotations);
    if schema.is_nullable {
        node = nullable(node, schema, dialect);
    }
    if node.is_empty() && dialect.is_json_schema() && schema.form % 3 == 1 {
        return Value::Bool(true);
    }
    Value::Object(node)
}

fn annotations(schema: &Schema, dialect: Dialect) -> Map<String, Value> {
    let mut node = Map::new();
    put(&mut node, "title", schema.title.as_deref());
    put(&mut node, "description", schema.description.as_deref());
    put(&mut node, "readOnly", schema.is_read_only.then_some(true));
    put(&mut node, "writeOnly", schema.is_write_only.then_some(true));
    put(&mut node, "deprecated", schema.is_deprecated.then_some(true));
    put(&mut node, "default", schema.default.clone());
    if dialect.is_json_schema() && !schema.form.is_multiple_of(3) {
        put(&mut node, "examples", schema.example.clone().map(|example| json!([example])));
    } else {
        put(&mut node, "example", schema.example.clone());
    }
    node
}

fn nullable(mut node: Map<String, Value>, schema: &Schema, dialect: Dialect) -> Map<String, Value> {
    if !dialect.is_json_schema() {
        let key = if dialect == Dialect::V2_0 { "x-nullable" } else { "nullable" };
        if node.contains_key("$ref") {
            node = Map::from_iter([("allOf".to_owned(), json!([node]))]);
        }
        if let Some(Value::Array(values)) = node.get_mut("enum") {
            values.push(Value::Null);
        }
        node.insert(key.to_owned(), Value::Bool(true));
        return node;
    }
    let empty = json!({"type": "null"});
    if let Some(Value::Array(values)) = node.get_mut("enum") {
        values.push(Value::Null);
    }
    let is_listed = schema.form % 4 != 3 || node.contains_key("enum");
    match node.get_mut("type") {
        Some(Value::String(kind)) if is_listed => {
            let kind = std::mem::take(kind);
            node.insert("type".to_owned(), json!([kind, "null"]));
            return node;
        }
        Some(Value::Array(kinds)) => {
            kinds.push(Value::from("null"));
            return node;
        }
        _ => {}
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(Value::Array(branches)) = node.get_mut(key) {
            branches.push(empty);
            return node;
        }
    }
    if node.is_empty() || is_anything(schema) {
        return node;
    }
    // The annotations are about the whole value.
    let mut around = annotations(schema, dialect);
    around.keys().for_each(|key| drop(node.shift_remove(key)));
    if let Some(Value::Array(parts)) = node.get("allOf")
        && let ([part], 1) = (parts.as_slice(), node.len())
        && part.get("$ref").is_some()
    {
        let part = part.clone();
        around.insert("anyOf".to_owned(), json!([part, empty]));
    } else {
        let key = if schema.form.is_multiple_of(2) { "anyOf" } else { "oneOf" };
        around.insert(key.to_owned(), json!([node, empty]));
    }
    around
}

fn is_anything(schema: &Schema) -> bool {
    schema.kind == Kind::Anything
}

fn kind(schema: &Schema, dialect: Dialect, node: &mut Map<String, Value>) {
    let mut with_type = |kind: &str| put(node, "type", Some(kind));
    match &schema.kind {
        Kind::Anything => {}
        Kind::Boolean => with_type("boolean"),
        Kind::Text(text) => {
            with_type("string");
            of_text(text, node);
        }
        Kind::Integer(number) => {
            with_type("integer");
            of_number(number, dialect, node);
        }
        Kind::Number(number) => {
            with_type("number");
            of_number(number, dialect, node);
        }
        Kind::Values(values) => {
            let is_text = values.iter().all(Value::is_string);
            with_type(if is_text { "string" } else { "integer" });
            match values.as_slice() {
                [only] if dialect.is_json_schema() && !schema.is_nullable => {
                    put(node, "const", Some(only.clone()))
                }
                _ => put(node, "enum", Some(values.clone())),
            }
        }
        Kind::Base64 => {
            with_type("string");
            if dialect.is_json_schema() && schema.form.is_multiple_of(2) {
                put(node, "contentEncoding", Some("base64"));
            } else {
                put(node, "format", Some("byte"));
            }
        }
        Kind::List(list) => {
            with_type("array");
            of_list(list, dialect, node);
        }
        Kind::Object(object) => {
            with_type("object");
            of_object(object, dialect, node);
        }
        Kind::Reference(name) => put(node, "$ref", Some(format!("{}{name}", dialect.schemas()))),
        Kind::AllOf(parts) => put(node, "allOf", Some(all(parts, dialect))),
        Kind::OneOf(parts) => put(node, "oneOf", Some(all(parts, dialect))),
        Kind::AnyOf(parts) => put(node, "anyOf", Some(all(parts, dialect))),
        Kind::Tagged(property, names) => {
            let references: Vec<Value> =
                names.iter().map(|name| json!({"$ref": format!("{}{name}", dialect.schemas())})).collect();
            put(node, "oneOf", Some(references));
            put(node, "discriminator", Some(json!({"propertyName": property})));
        }
        Kind::Types(kinds) if dialect.is_json_schema() => put(node, "type", Some(kinds.clone())),
        Kind::Types(kinds) => {
            let branches: Vec<Value> = kinds.iter().map(|kind| json!({"type": kind})).collect();
            put(node, "anyOf", Some(branches));
        }
    }
}

fn all(parts: &[Schema], dialect: Dialect) -> Vec<Value> {
    parts.iter().map(|part| write(part, dialect)).collect()
}

fn of_text(text: &Text, node: &mut Map<String, Value>) {
    put(node, "format", text.format.as_deref());
    put(node, "minLength", text.least);
    put(node, "maxLength", text.most);
    put(node, "pattern", text.pattern.as_deref());
}

fn of_number(number: &Number, dialect: Dialect, node: &mut Map<String, Value>) {
    put(node, "format", number.format.as_deref());
    let mut bound = |key: &str, exclusive: &str, bound: Option<Bound>| {
        let Some(bound) = bound else { return };
        if bound.is_exclusive && dialect.is_json_schema() {
            return put(node, exclusive, Some(bound.value));
        }
        put(node, key, Some(bound.value));
        put(node, exclusive, bound.is_exclusive.then_some(true));
    };
    bound("minimum", "exclusiveMinimum", number.least);
    bound("maximum", "exclusiveMaximum", number.most);
    put(node, "multipleOf", number.multiple);
}

fn of_list(list: &List, dialect: Dialect, node: &mut Map<String, Value>) {
    put(node, "items", Some(write(&list.items, dialect)));
    put(node, "minItems", list.least);
    put(node, "maxItems", list.most);
    put(node, "uniqueItems", list.is_unique.then_some(true));
}

fn of_object(object: &Object, dialect: Dialect, node: &mut Map<String, Value>) {
    let required: Vec<&str> = names(object.properties.iter().filter(|property| property.is_required));
    put(node, "required", (!required.is_empty()).then_some(required));
    if !object.properties.is_empty() {
        put(node, "properties", Some(properties(&object.properties, dialect)));
    }
    match &object.others {
        Others::Unstated => {}
        Others::Forbidden => put(node, "additionalProperties", Some(false)),
        Others::Allowed => put(node, "additionalProperties", Some(true)),
        Others::Of(schema) => put(node, "additionalProperties", Some(write(schema, dialect))),
    }
    put(node, "minProperties", object.least);
    put(node, "maxProperties", object.most);
    if let Some(property) = &object.selector {
        let selector = match dialect {
            Dialect::V2_0 => json!(property),
            _ => json!({"propertyName": property}),
        };
        put(node, "discriminator", Some(selector));
    }
}

fn names<'a>(named: impl Iterator<Item = &'a Named>) -> Vec<&'a str> {
    named.map(|named| named.name.as_str()).collect()
}

/// Returns schemas by their names.
pub(super) fn properties(named: &[Named], dialect: Dialect) -> Value {
    named.iter().map(|named| (named.name.clone(), write(&named.schema, dialect))).collect()
}

/// Adds a key, if it has a value.
pub(super) fn put(node: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        node.insert(key.to_owned(), value.into());
    }
}

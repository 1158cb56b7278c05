//! What the shapes are made of: a description around schemas, operations or texts.

use serde_json::{Map, Value, json};

/// A description of some schemas, the first of which one operation returns.
pub(crate) fn of_schemas(schemas: impl IntoIterator<Item = Value>) -> Value {
    let schemas: Map<String, Value> =
        schemas.into_iter().enumerate().map(|(index, schema)| (name(index), schema)).collect();
    let answer = json!({"description": "", "content": {"application/json": {"schema": reference(0)}}});
    let operation = json!({"operationId": "get", "responses": {"200": answer}});
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Shape", "version": "1"},
        "paths": {"/": {"get": operation}},
        "components": {"schemas": schemas},
    })
}

/// A description of one operation, which has `key` beside its responses.
pub(crate) fn of_operation(key: &str, value: Value) -> Value {
    let mut operation = json!({"operationId": "get", "responses": {"204": {"description": ""}}});
    operation[key] = value;
    of_paths([("/".to_owned(), json!({"post": operation}))])
}

/// A description of some paths.
pub(crate) fn of_paths(paths: impl IntoIterator<Item = (String, Value)>) -> Value {
    let paths: Map<String, Value> = paths.into_iter().collect();
    json!({"openapi": "3.0.3", "info": {"title": "Shape", "version": "1"}, "paths": paths})
}

/// A description whose only schema has a text.
pub(crate) fn of_text(text: &str) -> Value {
    of_schemas([json!({"type": "object", "description": text, "properties": {"a": {"type": "string"}}})])
}

/// The name of a schema, by its number.
pub(crate) fn name(index: usize) -> String {
    format!("S{index}")
}

/// A reference to a schema, by its number.
pub(crate) fn reference(index: usize) -> Value {
    json!({"$ref": format!("#/components/schemas/S{index}")})
}

/// References to schemas, by their numbers.
pub(crate) fn references(indexes: impl IntoIterator<Item = usize>) -> Value {
    indexes.into_iter().map(reference).collect()
}

/// An object with one property of its own.
pub(crate) fn object(index: usize) -> Value {
    let mut schema = json!({"type": "object", "properties": {}});
    schema["properties"][format!("p{index}")] = json!({"type": "string"});
    schema
}

/// A map of `count` entries.
pub(crate) fn map(count: usize, entry: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object((0..count).map(entry).collect())
}

/// A list of `count` elements.
pub(crate) fn list(count: usize, element: impl Fn(usize) -> Value) -> Value {
    (0..count).map(element).collect()
}

/// A schema within a schema, `count` deep.
pub(crate) fn nested(count: usize, around: impl Fn(Value) -> Value) -> Value {
    (0..count).fold(json!({"type": "string"}), |inner, _| around(inner))
}

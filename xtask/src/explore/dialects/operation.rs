//! Writes operations in the form of 3.0 and later.

use serde_json::{Map, Value, json};

use super::model::{Kind, Model, Operation, Parameter, Place, Style};
use super::schema::{put, write};
use super::writer::{body, common, response};
use crate::explore::Dialect;

pub(super) fn operation(one: &Operation, model: &Model, dialect: Dialect) -> Value {
    let mut node = common(one, model);
    let shared = one.shared.iter().map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
    let parameters = one.parameters.iter().map(|one| parameter(one, dialect)).chain(shared);
    let parameters: Vec<Value> = parameters.collect();
    put(&mut node, "parameters", (!parameters.is_empty()).then_some(parameters));
    put(&mut node, "requestBody", one.body.as_ref().map(|one| body(one, dialect)));
    let own = one.responses.iter().map(|it| (it.status.clone(), response(it, one.media, dialect)));
    let shared = one.shared_responses.iter();
    let shared = shared
        .map(|(status, name)| (status.clone(), json!({"$ref": format!("#/components/responses/{name}")})));
    let responses: Map<String, Value> = own.chain(shared).collect();
    put(&mut node, "responses", Some(responses));
    Value::Object(node)
}

pub(super) fn parameter(one: &Parameter, dialect: Dialect) -> Value {
    let mut node = Map::new();
    put(&mut node, "name", Some(one.name.as_str()));
    put(&mut node, "in", Some(place(one.place)));
    put(&mut node, "description", one.description.as_deref());
    put(&mut node, "required", (one.is_required || one.place == Place::Path).then_some(true));
    put(&mut node, "deprecated", one.is_deprecated.then_some(true));
    put(&mut node, "allowEmptyValue", one.allows_empty.then_some(true));
    let schema = write(&one.schema, dialect);
    if one.is_json {
        put(&mut node, "content", Some(json!({"application/json": {"schema": schema}})));
        return Value::Object(node);
    }
    put(&mut node, "schema", Some(schema));
    match (&one.schema.kind, one.place) {
        (Kind::List(_), Place::Query) => match one.style {
            Style::Commas | Style::Deep => put(&mut node, "explode", Some(false)),
            // This is the default.
            Style::Repeated => put(&mut node, "explode", (one.schema.form.is_multiple_of(2)).then_some(true)),
            Style::Spaces => {
                put(&mut node, "style", Some("spaceDelimited"));
                put(&mut node, "explode", Some(false));
            }
            Style::Pipes => {
                put(&mut node, "style", Some("pipeDelimited"));
                put(&mut node, "explode", Some(false));
            }
        },
        (Kind::Object(_), Place::Query) => {
            put(&mut node, "style", (one.style == Style::Deep).then_some("deepObject"));
        }
        _ => {}
    }
    if let Some(example) = &one.example {
        match dialect {
            Dialect::V3_0 => put(&mut node, "example", Some(example.clone())),
            Dialect::V3_2 => put(&mut node, "examples", Some(json!({"one": {"dataValue": example}}))),
            _ => put(&mut node, "examples", Some(json!({"one": {"value": example}}))),
        }
    }
    Value::Object(node)
}

pub(super) fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}

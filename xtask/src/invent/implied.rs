//! The type that the keywords of a schema without a type imply (ARCHITECTURE.md).

use openapi_client_codegen::Place;
use serde_json::{Map, Value, json};

use super::Standard;

/// Returns whether a keyword restricts values.
fn restricts(keyword: &str) -> bool {
    let annotations =
        ["title", "description", "example", "examples", "default", "deprecated", "externalDocs", "$comment"];
    !annotations.contains(&keyword) && !keyword.starts_with("x-")
}

/// Returns the type that the keywords of a schema imply: named properties, also those of conditions, then items, then
/// other properties.
pub(super) fn implied(fields: &Map<String, Value>) -> Option<&'static str> {
    let has = |key: &str| fields.get(key).is_some_and(|value| *value != json!(false));
    let lists = ["items", "prefixItems", "unevaluatedItems"];
    let maps = ["additionalProperties", "patternProperties", "unevaluatedProperties"];
    if names_keys(fields) {
        Some("object")
    } else if lists.into_iter().any(has) {
        Some("array")
    } else if maps.into_iter().any(has) || fields.contains_key("additionalProperties") || requires(fields) {
        Some("object")
    } else {
        None
    }
}

/// Returns whether the keywords of a schema name keys, also those that apply on a condition.
fn names_keys(fields: &Map<String, Value>) -> bool {
    let within = ["if", "then", "else"].into_iter().filter_map(|key| fields.get(key));
    let dependent = fields.get("dependentSchemas").and_then(Value::as_object);
    let mut conditional = within.chain(dependent.into_iter().flat_map(Map::values));
    fields.contains_key("properties")
        || conditional.any(|part| part.as_object().is_some_and(names_keys_in_part))
}

fn requires(fields: &Map<String, Value>) -> bool {
    fields.get("required").is_some_and(|required| *required != json!([]))
}

/// Returns whether a part of a condition, or a part of that, names keys.
fn names_keys_in_part(fields: &Map<String, Value>) -> bool {
    let parts =
        ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| fields.get(key)?.as_array()).flatten();
    names_keys(fields) || requires(fields) || parts.filter_map(Value::as_object).any(names_keys_in_part)
}

/// Makes objects of branches without keywords, if all others are objects.
pub(super) fn objects_only(standard: &Standard<'_>, nodes: &[Value], at: &Place, parts: &mut Value) {
    let is_bare = |node: &Value| {
        node.as_object().map_or(*node == json!(true), |fields| !fields.keys().any(|key| restricts(key)))
    };
    let is_object = |index: usize| {
        let place = at.index(index);
        let target = standard.referred(&place).unwrap_or(place);
        let fields = standard.source.value(&target).and_then(Value::as_object);
        fields.is_some_and(|fields| {
            fields.get("type").map_or_else(|| implied(fields) == Some("object"), |it| it == "object")
        })
    };
    if (0..nodes.len()).all(|index| nodes.get(index).is_some_and(is_bare) || is_object(index))
        && (0..nodes.len()).any(is_object)
    {
        let parts = nodes.iter().zip(parts.as_array_mut().into_iter().flatten());
        for (_, part) in parts.filter(|(node, _)| is_bare(node)) {
            *part = json!({"type": ["object"]});
        }
    }
}

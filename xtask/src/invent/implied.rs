//! The type that the keywords of a schema without a type imply, and the keys of the objects of an `anyOf`
//! (ARCHITECTURE.md).

use std::collections::BTreeSet;

use openapi_client_codegen::Place;
use serde_json::{Map, Value, json};

use super::Standard;

/// The largest number of schemas that are searched for keys.
const MOST_SEARCHED: usize = 64;

/// Returns whether a keyword restricts values that are not objects.
fn restricts(keyword: &str) -> bool {
    const OTHERS: [&str; 12] = [
        "title",
        "description",
        "example",
        "examples",
        "default",
        "deprecated",
        "externalDocs",
        "$comment",
        "minProperties",
        "maxProperties",
        "propertyNames",
        "dependentRequired",
    ];
    !OTHERS.contains(&keyword) && !keyword.starts_with("x-")
}

/// Returns the type that the keywords of the schema at a place imply: named properties, also those of
/// conditions, then items, then other properties.
pub(super) fn implied(
    standard: &Standard<'_>,
    fields: &Map<String, Value>,
    place: &Place,
) -> Option<&'static str> {
    let has = |key: &str| fields.get(key).is_some_and(|value| *value != json!(false));
    let lists = ["items", "prefixItems", "unevaluatedItems"];
    let maps = ["additionalProperties", "patternProperties", "unevaluatedProperties"];
    if fields.contains_key("properties") || names_keys_on_condition(standard, fields, place) {
        Some("object")
    } else if lists.into_iter().any(|key| has(key) && fields.get(key) != Some(&json!(true))) {
        Some("array")
    } else if maps.into_iter().any(has) || fields.contains_key("additionalProperties") || requires(fields) {
        Some("object")
    } else {
        None
    }
}

fn requires(fields: &Map<String, Value>) -> bool {
    fields.get("required").is_some_and(|required| *required != json!([]))
}

/// Returns whether the conditions of a schema, or parts of them, name or require keys.
fn names_keys_on_condition(standard: &Standard<'_>, fields: &Map<String, Value>, place: &Place) -> bool {
    let mut pending = conditions(fields, place);
    let mut searched = 0;
    while let Some(place) = pending.pop() {
        searched += 1;
        let place = standard.landed(&place);
        let Some(fields) = standard.source.value(&place).and_then(Value::as_object) else { continue };
        if fields.contains_key("properties") || requires(fields) {
            return true;
        }
        if searched < MOST_SEARCHED {
            pending.extend(conditions(fields, &place));
            pending.extend(parts(fields, &place));
        }
    }
    false
}

/// Returns the places of the conditions of a schema.
fn conditions(fields: &Map<String, Value>, place: &Place) -> Vec<Place> {
    let within = ["if", "then", "else"].into_iter().filter(|key| fields.contains_key(*key));
    let dependent = fields.get("dependentSchemas").and_then(Value::as_object);
    let dependent = dependent.into_iter().flat_map(Map::keys);
    let dependent = dependent.map(|name| place.key("dependentSchemas").key(name));
    within.map(|key| place.key(key)).chain(dependent).collect()
}

/// Returns the places of the parts and branches of a schema.
fn parts(fields: &Map<String, Value>, place: &Place) -> Vec<Place> {
    let lists = ["allOf", "anyOf", "oneOf"].into_iter();
    let counts = lists.filter_map(|list| Some((list, fields.get(list)?.as_array()?.len())));
    counts.flat_map(|(list, count)| (0..count).map(move |index| place.key(list).index(index))).collect()
}

/// Restricts the objects of an `anyOf`, which are one struct: a branch has no key that only others describe.
/// A branch without keywords is an object too if the others are objects.
pub(super) fn one_struct(standard: &Standard<'_>, nodes: &[Value], at: &Place, branches: &mut Value) {
    let places: Vec<Place> = (0..nodes.len()).map(|index| standard.landed(&at.index(index))).collect();
    let fields = |place: &Place| standard.source.value(place).and_then(Value::as_object);
    let is_bare = |place: &Place| {
        standard.source.value(place).is_some_and(|node| {
            node.as_object().map_or(*node == json!(true), |fields| !fields.keys().any(|key| restricts(key)))
        })
    };
    let is_object = |place: &Place| {
        fields(place).is_some_and(|fields| {
            let kind = fields.get("type").map_or_else(|| implied(standard, fields, place), Value::as_str);
            kind == Some("object")
        })
    };
    let are_objects = places.iter().any(is_object) && places.iter().all(|it| is_bare(it) || is_object(it));
    let is_part = |place: &Place| is_object(place) || are_objects && is_bare(place);
    let keys: Vec<BTreeSet<String>> = places.iter().map(|place| keys(standard, place)).collect();
    for ((place, own), branch) in places.iter().zip(&keys).zip(branches.as_array_mut().into_iter().flatten())
    {
        if !is_part(place) {
            continue;
        }
        let of_others =
            places.iter().zip(&keys).filter(|(place, _)| is_part(place)).flat_map(|(_, keys)| keys);
        let absent: Map<String, Value> =
            of_others.filter(|key| !own.contains(*key)).map(|key| (key.clone(), json!(false))).collect();
        let object = json!({"type": ["object"], "properties": absent});
        *branch = if is_bare(place) { object } else { json!({"allOf": [branch.take(), object]}) };
    }
}

/// Returns the keys that a schema and its parts name.
fn keys(standard: &Standard<'_>, place: &Place) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut pending = vec![place.clone()];
    for _ in 0..MOST_SEARCHED {
        let Some(place) = pending.pop() else { break };
        let place = standard.landed(&place);
        let Some(fields) = standard.source.value(&place).and_then(Value::as_object) else { continue };
        let named = fields.get("properties").and_then(Value::as_object);
        found.extend(named.into_iter().flat_map(Map::keys).cloned());
        pending.extend(parts(fields, &place));
        pending.extend(conditions(fields, &place));
    }
    found
}

//! Places of schemas that the rewriting of JSON Schema 2020-12 has moved, as the description has them.

use serde_json::Value;

use crate::diagnostics::Place;
use crate::source::Source;

/// The largest number of conditions that contain each other and are searched.
const MOST_CONDITIONS: usize = 16;

/// Returns the place where the description has a schema, or else the innermost node around it.
pub(super) fn written(source: &Source, place: &Place) -> Place {
    let steps: Vec<String> = place.pointer.steps().collect();
    let mut at = place.at(Default::default());
    let mut index = 0;
    while let Some(step) = steps.get(index) {
        let name = steps.get(index + 1);
        // The branches of a list of types have the keywords of the schema.
        if step == "anyOf" && !has(source, &at.key(step)) && has_type_list(source, &at) {
            index += 2;
            continue;
        }
        if let Some(name) = name.filter(|_| step == "properties")
            && !has(source, &at.key(step).key(name))
            && let Some(found) = conditional(source, &at, name, MOST_CONDITIONS)
        {
            at = found;
            index += 2;
            continue;
        }
        let next = at.key(step);
        let mut candidates = std::iter::once(next).chain(alternatives(source, &at, step));
        match candidates.find(|candidate| has(source, candidate)) {
            Some(found) => at = found,
            None => break,
        }
        index += 1;
    }
    at
}

fn has(source: &Source, place: &Place) -> bool {
    source.value(place).is_some()
}

fn has_type_list(source: &Source, schema: &Place) -> bool {
    source.value(&schema.key("type")).is_some_and(Value::is_array)
}

/// Returns the places of a property within conditions of a schema.
fn conditional(source: &Source, schema: &Place, name: &str, room: usize) -> Option<Place> {
    let room = room.checked_sub(1)?;
    let dependent = ["dependentSchemas", "dependencies"].into_iter().flat_map(|key| {
        let parts = source.value(&schema.key(key)).and_then(Value::as_object);
        parts.into_iter().flat_map(|parts| parts.keys()).map(move |name| schema.key(key).key(name))
    });
    let parts = ["then", "else", "if"].into_iter().map(|key| schema.key(key)).chain(dependent);
    parts.filter(|part| has(source, part)).find_map(|part| {
        let own = part.key("properties").key(name);
        if has(source, &own) { Some(own) } else { conditional(source, &part, name, room) }
    })
}

/// Returns the places of a keyword that the rewriting renames.
fn alternatives(source: &Source, schema: &Place, step: &str) -> Vec<Place> {
    match step {
        "additionalProperties" => {
            let patterns = schema.key("patternProperties");
            let first = source.value(&patterns).and_then(Value::as_object).and_then(|all| all.keys().next());
            first
                .map(|first| patterns.key(first))
                .into_iter()
                .chain([schema.key("unevaluatedProperties")])
                .collect()
        }
        "items" => vec![schema.key("additionalItems"), schema.key("unevaluatedItems")],
        "prefixItems" => vec![schema.key("items")],
        _ => Vec::new(),
    }
}

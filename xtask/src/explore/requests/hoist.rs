//! Moves parts of operations into components or to their paths, without changing their meaning.

use rand::RngExt;
use rand::rngs::StdRng;
use serde_json::{Map, Value, json};

/// The components of a description, by section and name.
type Components = Map<String, Value>;

/// Moves some parameters, bodies and schemas of every operation.
pub(super) fn hoist(rng: &mut StdRng, description: &mut Value) {
    let mut components = Components::new();
    let paths = description.get_mut("paths").and_then(Value::as_object_mut);
    for item in paths.into_iter().flat_map(|paths| paths.values_mut()) {
        let mut shared = Vec::new();
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
            for mut parameter in parameters.map(std::mem::take).unwrap_or_default() {
                schema(rng, &mut parameter, &mut components);
                some(rng, "parameters", &mut parameter, &mut components);
                let is_shared = rng.random_bool(0.2);
                let own =
                    operation.get_mut("parameters").and_then(Value::as_array_mut).filter(|_| !is_shared);
                own.unwrap_or(&mut shared).push(parameter);
            }
            let Some(body) = operation.get_mut("requestBody") else { continue };
            let content = body.get_mut("content").and_then(Value::as_object_mut);
            for media in content.into_iter().flat_map(|content| content.values_mut()) {
                schema(rng, media, &mut components);
            }
            some(rng, "requestBodies", body, &mut components);
        }
        if let (Some(item), false) = (item.as_object_mut(), shared.is_empty()) {
            item.insert("parameters".to_owned(), Value::Array(shared));
        }
    }
    for (section, entries) in components {
        let slot = description.get_mut("components").and_then(Value::as_object_mut);
        slot.map(|known| known.insert(section, entries));
    }
}

/// Moves the schema of a parameter or media type in some cases.
fn schema(rng: &mut StdRng, node: &mut Value, components: &mut Components) {
    if let Some(schema) = node.get_mut("schema").filter(|schema| **schema != json!({})) {
        some(rng, "schemas", schema, components);
    }
}

/// Replaces a node by a reference in some cases.
fn some(rng: &mut StdRng, section: &str, node: &mut Value, components: &mut Components) {
    if !rng.random_bool(0.25) {
        return;
    }
    let entries = components.entry(section).or_insert_with(|| json!({}));
    let Some(entries) = entries.as_object_mut() else { return };
    let name = format!("{section}-{}", entries.len());
    let reference = json!({"$ref": format!("#/components/{section}/{name}")});
    entries.insert(name, std::mem::replace(node, reference));
}

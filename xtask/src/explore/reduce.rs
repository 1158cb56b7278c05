//! Reductions of component schemas and paths.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::schemas::Group;

/// Returns groups that are one step smaller, the smallest first.
pub(crate) fn smaller(group: &Group) -> Vec<Group> {
    let mut found = Vec::new();
    for name in group.schemas.keys() {
        let mut rest = group.clone();
        rest.schemas.shift_remove(name);
        // What referred to it allows any value.
        let reference = format!("/{name}");
        rest.schemas.values_mut().chain(rest.paths.values_mut()).for_each(|value| widen(value, &reference));
        found.push(rest);
    }
    if !group.paths.is_empty() {
        found.push(Group { paths: Map::new(), ..group.clone() });
    }
    for (name, schema) in &group.schemas {
        found.extend(of_schema(schema).into_iter().map(|schema| {
            let mut next = group.clone();
            next.schemas.insert(name.clone(), schema);
            next
        }));
    }
    for (path, item) in &group.paths {
        found.extend(of_node(item).into_iter().map(|item| {
            let mut next = group.clone();
            next.paths.insert(path.clone(), item);
            next
        }));
    }
    let mut known = HashSet::new();
    found.retain(|group| known.insert(text(group)));
    found.sort_by_key(|group| text(group).len());
    found
}

/// Returns the text of a group, by which reductions are compared.
pub(crate) fn text(group: &Group) -> String {
    json!([group.schemas, group.paths]).to_string()
}

fn widen(value: &mut Value, reference: &str) {
    let is_to =
        |value: &Value| value.get("$ref").and_then(Value::as_str).is_some_and(|to| to.ends_with(reference));
    if is_to(value) {
        *value = json!({});
    }
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|part| widen(part, reference)),
        Value::Array(parts) => parts.iter_mut().for_each(|part| widen(part, reference)),
        _ => {}
    }
}

/// Returns smaller schemas: one of the parts, or fewer keywords.
fn of_schema(schema: &Value) -> Vec<Value> {
    let Value::Object(fields) = schema else { return Vec::new() };
    let mut found: Vec<Value> = vec![json!({}), json!({"type": "string"})];
    for value in fields.values() {
        match value {
            Value::Object(parts) => {
                found.push(value.clone());
                found.extend(parts.values().filter(|part| part.is_object()).cloned());
            }
            Value::Array(parts) => found.extend(parts.iter().filter(|part| part.is_object()).cloned()),
            _ => {}
        }
    }
    found.extend(of_node(schema));
    found.retain(|smaller| smaller != schema && smaller.to_string().len() < schema.to_string().len());
    found
}

/// Returns nodes with one part less, or a smaller one.
fn of_node(node: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match node {
        Value::Object(fields) => {
            for (key, value) in fields {
                let mut rest = fields.clone();
                rest.shift_remove(key);
                found.push(Value::Object(rest));
                let parts = if value.is_object() { of_schema(value) } else { of_node(value) };
                found.extend(parts.into_iter().map(|part| {
                    let mut fields = fields.clone();
                    fields.insert(key.clone(), part);
                    Value::Object(fields)
                }));
            }
        }
        Value::Array(parts) => {
            for (index, part) in parts.iter().enumerate() {
                let mut rest = parts.clone();
                rest.remove(index);
                found.push(Value::Array(rest));
                let smaller = if part.is_object() { of_schema(part) } else { Vec::new() };
                found.extend(smaller.into_iter().map(|part| {
                    let mut parts = parts.clone();
                    if let Some(slot) = parts.get_mut(index) {
                        *slot = part;
                    }
                    Value::Array(parts)
                }));
            }
        }
        _ => {}
    }
    found
}

/// Returns the group with another number in all of its names.
pub(crate) fn renumbered(group: &Group, from: u64, to: u64) -> Group {
    Group { schemas: renamed(&group.schemas, from, to), paths: renamed(&group.paths, from, to) }
}

fn renamed(fields: &Map<String, Value>, from: u64, to: u64) -> Map<String, Value> {
    fields.iter().map(|(key, value)| (renamed_text(key, from, to), renamed_value(value, from, to))).collect()
}

fn renamed_value(value: &Value, from: u64, to: u64) -> Value {
    match value {
        Value::Object(fields) => Value::Object(renamed(fields, from, to)),
        Value::Array(parts) => Value::Array(parts.iter().map(|part| renamed_value(part, from, to)).collect()),
        Value::String(text) => Value::String(renamed_text(text, from, to)),
        other => other.clone(),
    }
}

/// Replaces the number at the end of a name or reference.
fn renamed_text(text: &str, from: u64, to: u64) -> String {
    match text.strip_suffix(&from.to_string()) {
        Some(start) if start.ends_with(|last: char| last.is_ascii_alphabetic()) => format!("{start}{to}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Group, smaller};

    #[test]
    fn steps_down_end() {
        let schemas = json!({"A1": {"oneOf": [{"type": "object", "properties": {"a": {"$ref": "#/components/schemas/B1"}}}, {"enum": [1]}]}, "B1": {}});
        let mut group =
            Group { schemas: schemas.as_object().cloned().unwrap_or_default(), paths: Default::default() };
        let mut steps = 0;
        while let Some(next) = smaller(&group).pop() {
            group = next;
            steps += 1;
            assert!(steps < 100, "{group:?}");
        }
        assert!(group.schemas.is_empty());
    }
}

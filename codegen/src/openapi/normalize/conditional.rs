//! Properties that only conditional keywords describe: `then`, `else` and `dependentSchemas` (JSON Schema
//! core 2020-12, section 10.2.2). They become optional properties of the object; clients do not check the
//! conditions.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use crate::diagnostics::{Code, Finding, Place, Report};
use crate::source::{self, Source};

/// The key under which a part of an `allOf` passes its conditional properties to the object.
pub(super) const PENDING: &str = "x-conditional-properties";

/// The largest number of schemas that are searched for the properties of one object.
const MOST_VISITED: usize = 1_000;

/// The possible schemas of each property.
type Properties = IndexMap<String, Vec<Value>>;

/// Adds the conditional properties of a schema, whose parts have already been rewritten.
pub(super) fn rewrite(source: &Source, fields: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    let mut found = Properties::new();
    let mut gather = Gather { source, visited: HashSet::new(), found: &mut found };
    let condition = fields.shift_remove("if");
    for key in ["then", "else"] {
        if let Some(part) = fields.shift_remove(key) {
            gather.properties(&part, &place.key(key));
            noted(key, place, report);
        }
    }
    for key in ["dependentSchemas", "dependencies"] {
        if let Some(Value::Object(parts)) = fields.shift_remove(key) {
            for (name, part) in &parts {
                gather.properties(part, &place.key(key).key(name));
            }
            noted(key, place, report);
        }
    }
    if let Some(Value::Array(parts)) = fields.get_mut("allOf") {
        for part in parts.iter_mut().filter_map(Value::as_object_mut) {
            gather.pending(part.shift_remove(PENDING));
        }
    }
    if gather.visited.len() >= MOST_VISITED {
        too_large(place, report);
    }
    if let Some(condition) = condition {
        // A property in `if` may have any other value if the condition does not hold.
        let asked = condition.get("properties").and_then(Value::as_object);
        for key in asked.into_iter().flat_map(Map::keys) {
            found.entry(key.clone()).or_insert_with(|| vec![json!({})]);
        }
    }
    if found.is_empty() || excludes_objects(source, fields, place) {
        return;
    }
    let is_part = place.pointer.parent().and_then(|list| list.steps().last()).as_deref() == Some("allOf");
    if is_part {
        let found = found.into_iter().map(|(key, schemas)| (key, Value::Array(schemas)));
        fields.insert(PENDING.to_owned(), Value::Object(found.collect()));
    } else {
        add(source, fields, place, found, report);
    }
}

fn noted(key: &str, place: &Place, report: &mut Report) {
    let what = format!("`{key}` is not checked: the properties that it describes are optional");
    report.push_alike(Finding::note(Code::Unsupported, place.key(key), what));
}

fn too_large(place: &Place, report: &mut Report) {
    let what = format!(
        "this schema has more than {MOST_VISITED} parts: not all properties of its conditions are known"
    );
    report
        .push(Finding::warning(Code::Unsupported, place.clone(), what).help("describe them in `properties`"));
}

/// Adds the conditional properties that the object does not describe itself.
fn add(
    source: &Source,
    fields: &mut Map<String, Value>,
    place: &Place,
    mut found: Properties,
    report: &mut Report,
) {
    let mut declared = Keys { source, visited: HashSet::new(), keys: HashSet::new() };
    declared.of(fields, place);
    let Keys { visited, keys, .. } = declared;
    found.retain(|key, _| !keys.contains(key));
    if found.is_empty() {
        return;
    }
    let is_choice = ["anyOf", "oneOf"].iter().any(|key| fields.get(*key).is_some_and(has_several));
    if visited.len() >= MOST_VISITED {
        return too_large(place, report);
    }
    if is_choice {
        let what = "properties that only conditions describe are ignored beside `anyOf` or `oneOf`";
        report.push(
            Finding::warning(Code::Unsupported, place.clone(), what).help("describe them in `properties`"),
        );
        return;
    }
    if let Value::Object(properties) = fields.entry("properties").or_insert_with(|| json!({})) {
        for (key, mut schemas) in found {
            let mut met = HashSet::new();
            schemas.retain(|schema| met.insert(schema.to_string()));
            let schema = if schemas.len() == 1 { schemas.remove(0) } else { json!({"anyOf": schemas}) };
            properties.insert(key, schema);
        }
    }
}

/// Returns whether a schema or one of its parts has no objects, by its type or values.
fn excludes_objects(source: &Source, fields: &Map<String, Value>, place: &Place) -> bool {
    let mut pending: Vec<Place> = target(source, fields, place).into_iter().collect();
    // As in `Keys`: inline parts have been rewritten in `fields`.
    let mut inline = vec![fields];
    while let Some(fields) = inline.pop() {
        if has_no_objects(fields) {
            return true;
        }
        let parts = fields.get("allOf").and_then(Value::as_array).into_iter().flatten();
        for part in parts.filter_map(Value::as_object) {
            pending.extend(target(source, part, place));
            inline.push(part);
        }
    }
    let mut visited = HashSet::new();
    while let Some(place) = pending.pop() {
        if visited.len() >= MOST_VISITED || !visited.insert(place.clone()) {
            continue;
        }
        let Some(fields) = source.value(&place).and_then(Value::as_object) else { continue };
        if has_no_objects(fields) {
            return true;
        }
        pending.extend(target(source, fields, &place));
        let count = fields.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        pending.extend((0..count).map(|index| place.key("allOf").index(index)));
    }
    false
}

fn has_no_objects(fields: &Map<String, Value>) -> bool {
    let is_object = |it: &Value| it == "object";
    let is_other_type = fields
        .get("type")
        .is_some_and(|it| !is_object(it) && !it.as_array().is_some_and(|types| types.iter().any(is_object)));
    let listed = fields.get("enum").and_then(Value::as_array);
    is_other_type || listed.is_some_and(|values| !values.iter().any(Value::is_object))
}

fn has_several(branches: &Value) -> bool {
    branches.as_array().is_some_and(|branches| branches.len() > 1)
}

/// Gathers the properties that a part of a condition describes.
struct Gather<'a> {
    source: &'a Source,
    visited: HashSet<Place>,
    found: &'a mut Properties,
}

impl Gather<'_> {
    fn properties(&mut self, part: &Value, place: &Place) {
        let Value::Object(fields) = part else { return };
        if self.visited.len() >= MOST_VISITED || !self.visited.insert(place.clone()) {
            return;
        }
        for (key, schema) in fields.get("properties").and_then(Value::as_object).into_iter().flatten() {
            self.found.entry(key.clone()).or_default().push(schema.clone());
        }
        for list in ["allOf", "anyOf", "oneOf"] {
            let parts = fields.get(list).and_then(Value::as_array).into_iter().flatten();
            for (index, part) in parts.enumerate() {
                self.properties(part, &place.key(list).index(index));
            }
        }
        self.pending(fields.get(PENDING).cloned());
        if let Some(target) = target(self.source, fields, place) {
            self.referenced(&target);
        }
    }

    /// Adds references to the properties of a referenced schema, which may be in another file.
    fn referenced(&mut self, place: &Place) {
        let mut pending = vec![place.clone()];
        while let Some(place) = pending.pop() {
            if self.visited.len() >= MOST_VISITED || !self.visited.insert(place.clone()) {
                continue;
            }
            let Some(fields) = self.source.value(&place).and_then(Value::as_object) else { continue };
            for (key, _) in fields.get("properties").and_then(Value::as_object).into_iter().flatten() {
                let at = place.key("properties").key(key);
                let reference = json!({"$ref": self.source.reference_to(place.file, &at)});
                self.found.entry(key.clone()).or_default().push(reference);
            }
            pending.extend(parts(self.source, fields, &place));
        }
    }

    fn pending(&mut self, pending: Option<Value>) {
        if let Some(Value::Object(pending)) = pending {
            for (key, schemas) in pending {
                if let Value::Array(schemas) = schemas {
                    self.found.entry(key).or_default().extend(schemas);
                }
            }
        }
    }
}

/// The keys that an object describes itself or through its parts.
struct Keys<'a> {
    source: &'a Source,
    visited: HashSet<Place>,
    keys: HashSet<String>,
}

impl Keys<'_> {
    fn of(&mut self, fields: &Map<String, Value>, place: &Place) {
        self.own(fields);
        // Inline parts have been rewritten in `fields`, but not yet in the source; referenced schemas are in
        // the source.
        let mut pending: Vec<Place> = target(self.source, fields, place).into_iter().collect();
        let mut inline = vec![fields];
        while let Some(fields) = inline.pop() {
            for part in lists(fields) {
                let Some(part) = part.as_object() else { continue };
                self.own(part);
                pending.extend(target(self.source, part, place));
                inline.push(part);
            }
        }
        while let Some(place) = pending.pop() {
            if self.visited.len() >= MOST_VISITED || !self.visited.insert(place.clone()) {
                continue;
            }
            let Some(fields) = self.source.value(&place).and_then(Value::as_object) else { continue };
            self.own(fields);
            pending.extend(parts(self.source, fields, &place));
        }
    }

    fn own(&mut self, fields: &Map<String, Value>) {
        let properties = fields.get("properties").and_then(Value::as_object);
        self.keys.extend(properties.into_iter().flat_map(Map::keys).cloned());
    }
}

fn lists(fields: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|list| fields.get(list)?.as_array()).flatten()
}

/// Returns the places of the direct parts of a schema.
fn parts(source: &Source, fields: &Map<String, Value>, place: &Place) -> Vec<Place> {
    let mut found: Vec<Place> = target(source, fields, place).into_iter().collect();
    for list in ["allOf", "anyOf", "oneOf"] {
        let count = fields.get(list).and_then(Value::as_array).map_or(0, Vec::len);
        found.extend((0..count).map(|index| place.key(list).index(index)));
    }
    found
}

/// Returns the target of a schema's reference. It depends only on the file, so an approximate place suffices.
fn target(source: &Source, fields: &Map<String, Value>, place: &Place) -> Option<Place> {
    source::resolve(source, place, fields.get("$ref")?.as_str()?).ok()
}

//! Untyped parts of multipart bodies, which contain bytes (OpenAPI 3.1.1, section 4.8.15.1.1).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::diagnostics::Place;
use crate::source::{self, Source};

/// Adds the type of bytes to untyped properties of multipart bodies.
///
/// `bodies` are the media type objects. A component that is also referenced elsewhere stays as it is, because
/// there an untyped property accepts any value.
pub(super) fn rewrite(source: &mut Source, bodies: Vec<Place>) {
    let bodies: BTreeSet<Place> = bodies.into_iter().collect();
    let mut elsewhere: BTreeMap<String, isize> = BTreeMap::new();
    for text in bodies.iter().filter_map(|body| reference(source, body)) {
        *elsewhere.entry(fragment(&text).to_owned()).or_default() -= 1;
    }
    if !elsewhere.is_empty() {
        source.roots().filter_map(|root| source.value(&root)).for_each(|root| count(root, &mut elsewhere));
    }
    for body in &bodies {
        let schema = body.key("schema");
        let target = match reference(source, body) {
            Some(text) if elsewhere.get(fragment(&text)) == Some(&0) => {
                source::resolve(source, &schema, &text).ok()
            }
            Some(_) => None,
            None => Some(schema),
        };
        let Some(target) = target else { continue };
        let encodings = source.value(&body.key("encoding")).and_then(Value::as_object).cloned();
        source.change(&target, |schema| parts(schema, &encodings.unwrap_or_default()));
    }
}

/// Returns the reference in a body's schema, if it is a reference.
fn reference(source: &Source, body: &Place) -> Option<String> {
    source.value(&body.key("schema"))?.get("$ref")?.as_str().map(str::to_owned)
}

/// Returns the fragment of a reference, which is a pointer.
fn fragment(reference: &str) -> &str {
    reference.split_once('#').map_or("", |(_, fragment)| fragment)
}

/// Counts the references by their pointers, regardless of the file that they name.
fn count(root: &Value, counts: &mut BTreeMap<String, isize>) {
    let mut pending = vec![root];
    while let Some(node) = pending.pop() {
        if let Some(text) = node.get("$ref").and_then(Value::as_str)
            && let Some(count) = counts.get_mut(fragment(text))
        {
            *count += 1;
        }
        match node {
            Value::Array(items) => pending.extend(items),
            Value::Object(fields) => pending.extend(fields.values()),
            _ => {}
        }
    }
}

fn parts(schema: &mut Value, encodings: &Map<String, Value>) {
    let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) else { return };
    for (name, property) in properties {
        let media =
            encodings.get(name).and_then(|encoding| encoding.get("contentType")).and_then(Value::as_str);
        // A media type for text or structured data determines the type of an untyped part.
        let is_text =
            |media: &str| media.contains("json") || media.contains("xml") || media.starts_with("text/");
        if media.is_some_and(is_text) {
            continue;
        }
        let part = match property.get("type").and_then(Value::as_str) {
            Some("array") => property.get_mut("items"),
            _ => Some(property),
        };
        if let Some(fields) = part.and_then(Value::as_object_mut).filter(|fields| is_untyped(fields)) {
            fields.insert("type".to_owned(), Value::from("string"));
            fields.insert("format".to_owned(), Value::from("binary"));
        }
    }
}

/// Returns whether a schema accepts any value. A media type other than JSON or text has become the format of bytes.
fn is_untyped(fields: &Map<String, Value>) -> bool {
    const NOTES: [&str; 6] = ["description", "title", "deprecated", "example", "examples", "default"];
    fields.iter().all(|(key, value)| {
        NOTES.contains(&key.as_str()) || key.starts_with("x-") || key == "format" && value == "binary"
    })
}

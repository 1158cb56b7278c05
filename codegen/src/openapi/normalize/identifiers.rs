//! Rewrites references by `$id` or anchor (JSON Schema core 2020-12, section 8.2), or by `$self` (OpenAPI
//! 3.2, section 4.1.2), into JSON pointers.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::diagnostics::{FileId, Place, Pointer};
use crate::source::{Source, percent_decoded};

/// Rewrites all references by identifier, so that later stages need not know of identifiers.
pub(crate) fn resolve(source: &mut Cow<'_, Source>) {
    let roots: Vec<Place> = source.roots().collect();
    if !roots.iter().filter_map(|root| source.value(root)).any(has_identifiers) {
        return;
    }
    let mut index = Index::default();
    for root in &roots {
        let base = base_of(source, root);
        index.files.insert(root.file, base.clone());
        let Some(node) = source.value(root) else { continue };
        if node.get("$self").is_some() {
            index.ids.entry(base.clone()).or_insert_with(|| root.clone());
        }
        walk(node, root, &base, root, &mut |fields, place, base, _| index.enter(fields, place, base));
    }
    let mut changes: Vec<(Place, String)> = Vec::new();
    for root in &roots {
        let (Some(node), Some(base)) = (source.value(root), index.files.get(&root.file)) else { continue };
        walk(node, root, base, root, &mut |fields, place, base, resource| {
            let Some(reference) = fields.get("$ref").and_then(Value::as_str) else { return };
            let here = Here { place, base, resource };
            if let Some(target) = index.target(source, reference, &here) {
                changes.push((place.key("$ref"), source.reference_to(place.file, &target)));
            }
        });
    }
    if !changes.is_empty() {
        let source = source.to_mut();
        for (place, reference) in changes {
            source.change(&place, |node| *node = Value::String(reference));
        }
    }
}

/// Returns whether a value contains a schema with an identifier.
fn has_identifiers(node: &Value) -> bool {
    match node {
        Value::Object(fields) => {
            ["$id", "$anchor", "$dynamicAnchor", "$self"]
                .iter()
                .any(|key| fields.get(*key).is_some_and(Value::is_string))
                || fields.values().any(has_identifiers)
        }
        Value::Array(items) => items.iter().any(has_identifiers),
        _ => false,
    }
}

/// Returns the base URI of a file: its `$self` (OpenAPI 3.2), or else its name.
fn base_of(source: &Source, root: &Place) -> String {
    let own = source.value(root).and_then(|root| root.get("$self")?.as_str());
    own.map(str::to_owned).or_else(|| source.relative_name(root.file)).unwrap_or_default()
}

/// Keys whose values are data, even if they look like schemas.
const LITERALS: [&str; 6] = ["example", "examples", "default", "enum", "const", "value"];

/// Keys whose values are maps: their keys are names, not keywords.
const MAPS: [&str; 7] =
    ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "schemas", "mapping"];

/// Returns whether the value of a key is data rather than a schema.
pub(super) fn is_literal(key: &str) -> bool {
    LITERALS.contains(&key) || key.starts_with("x-")
}

/// Returns whether the value of a key is a map from names to schemas.
pub(super) fn is_map(key: &str) -> bool {
    MAPS.contains(&key)
}

/// Visits every object that may be a schema, with its place, its base URI and the place of its schema
/// resource.
pub(super) fn walk<'v>(
    node: &'v Value,
    place: &Place,
    base: &str,
    resource: &Place,
    visit: &mut impl FnMut(&'v Map<String, Value>, &Place, &str, &Place),
) {
    let mut pending = vec![(node, place.clone(), base.to_owned(), resource.clone(), false)];
    while let Some((node, place, base, resource, is_map)) = pending.pop() {
        match node {
            Value::Object(fields) => {
                let id = fields.get("$id").and_then(Value::as_str).filter(|_| !is_map);
                let (base, resource) = match id {
                    Some(id) => (joined(&base, without_fragment(id)), place.clone()),
                    None => (base, resource),
                };
                if !is_map {
                    visit(fields, &place, &base, &resource);
                }
                let children = fields.iter().filter(|(key, _)| is_map || !is_literal(key));
                // The stack returns its last element first; reverse the children to visit them in order.
                let children: Vec<_> = children
                    .filter(|(_, value)| value.is_object() || value.is_array())
                    .map(|(key, value)| {
                        let is_map = !is_map && self::is_map(key);
                        (value, place.key(key), base.clone(), resource.clone(), is_map)
                    })
                    .collect();
                pending.extend(children.into_iter().rev());
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items = items
                    .map(|(index, value)| (value, place.index(index), base.clone(), resource.clone(), false));
                pending.extend(items.rev());
            }
            _ => {}
        }
    }
}

/// An index of the schemas that have identifiers.
#[derive(Debug, Default)]
struct Index {
    /// By URI.
    ids: HashMap<String, Place>,
    /// By the URI of the schema resource or file, and the anchor.
    anchors: HashMap<(String, String), Place>,
    /// The base URI of each file.
    files: HashMap<FileId, String>,
}

/// The context of a reference.
struct Here<'a> {
    place: &'a Place,
    base: &'a str,
    resource: &'a Place,
}

impl Index {
    fn enter(&mut self, fields: &Map<String, Value>, place: &Place, base: &str) {
        if fields.get("$id").is_some_and(Value::is_string) {
            self.ids.entry(base.to_owned()).or_insert_with(|| place.clone());
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            if let Some(anchor) = fields.get(key).and_then(Value::as_str) {
                let of = |base: &str| (base.to_owned(), anchor.to_owned());
                self.anchors.entry(of(base)).or_insert_with(|| place.clone());
                // Many authors expect an anchor to be valid in the whole file, so it is.
                if let Some(file) = self.files.get(&place.file) {
                    self.anchors.entry(of(file)).or_insert_with(|| place.clone());
                }
            }
        }
    }

    /// Returns the target of a reference by identifier, or `None` for a reference that needs no rewriting.
    fn target(&self, source: &Source, reference: &str, here: &Here<'_>) -> Option<Place> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decoded(fragment);
        let is_anchor = !fragment.is_empty() && !fragment.starts_with('/');
        let anchor = |base: &str| self.anchors.get(&(base.to_owned(), fragment.clone())).cloned();
        if uri.is_empty() {
            if is_anchor {
                return anchor(here.base).or_else(|| anchor(self.files.get(&here.place.file)?));
            }
            // A pointer within a resource is relative to its root. If it has no target there, it stays as it
            // is, relative to the root of the file, as many authors expect.
            let is_within = !here.resource.pointer.as_str().is_empty();
            let target = below(here.resource, &fragment);
            return Some(target).filter(|target| is_within && source.value(target).is_some());
        }
        let absolute = joined(here.base, uri);
        if let Some(resource) = self.ids.get(&absolute) {
            let target = if is_anchor { anchor(&absolute)? } else { below(resource, &fragment) };
            return source.value(&target).is_some().then_some(target);
        }
        let file = source.file_named(here.place.file, uri).filter(|_| is_anchor)?;
        anchor(self.files.get(&file)?)
    }
}

/// Returns the place of a JSON pointer that is relative to another place.
fn below(root: &Place, pointer: &str) -> Place {
    let pointer = Pointer::parse(pointer);
    pointer.steps().fold(root.clone(), |place, step| place.key(&step))
}

fn without_fragment(uri: &str) -> &str {
    uri.split('#').next().unwrap_or_default()
}

/// Resolves a reference against a base URI (RFC 3986, section 5.2), without queries, which schemas do not
/// need.
fn joined(base: &str, reference: &str) -> String {
    let has_scheme = |uri: &str| {
        let scheme = uri.split_once(':').map(|(scheme, _)| scheme);
        scheme.is_some_and(|scheme| {
            scheme.starts_with(|first: char| first.is_ascii_alphabetic())
                && scheme
                    .chars()
                    .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.'))
        })
    };
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) {
        return reference.to_owned();
    }
    // Scheme and authority end where the path begins.
    let path_at = match base.split_once("://") {
        Some((scheme, rest)) => scheme.len() + 3 + rest.find('/').unwrap_or(rest.len()),
        None if has_scheme(base) => base.find(':').map_or(0, |colon| colon + 1),
        None => 0,
    };
    let (origin, path) = base.split_at_checked(path_at).unwrap_or((base, ""));
    if let Some(with_authority) = reference.strip_prefix("//") {
        let scheme = origin.split_once(':').map_or("", |(scheme, _)| scheme);
        return format!("{scheme}://{with_authority}");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let merged =
        if reference.starts_with('/') { reference.to_owned() } else { format!("{folder}/{reference}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in merged.split('/').filter(|step| !matches!(*step, "" | ".")) {
        if step == ".." {
            steps.pop();
        } else {
            steps.push(step);
        }
    }
    let is_rooted = !origin.is_empty() || merged.starts_with('/') && !folder.is_empty();
    let root = if is_rooted || reference.starts_with('/') { "/" } else { "" };
    format!("{origin}{root}{}", steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_resolved_against_their_base() {
        for (base, reference, expected) in [
            ("https://example.com/schemas/page", "item", "https://example.com/schemas/item"),
            ("https://example.com/schemas/page", "../item", "https://example.com/item"),
            ("https://example.com/schemas/page", "/item", "https://example.com/item"),
            ("https://example.com", "item", "https://example.com/item"),
            ("https://example.com/page", "//other.example/item", "https://other.example/item"),
            ("https://example.com/page", "urn:item", "urn:item"),
            ("page", "item", "item"),
            ("models/page.yaml", "item.yaml", "models/item.yaml"),
            ("models/page.yaml", "./../item.yaml", "item.yaml"),
            ("page", "", "page"),
        ] {
            assert_eq!(joined(base, reference), expected, "{base} {reference}");
        }
    }
}

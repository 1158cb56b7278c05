//! Selects operations by tag, path and name according to the settings, with the named schemas that they
//! reach. Removes the rest before the other stages, so that problems in it are not reported.

mod reach;

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::diagnostics::suggest::nearest;
use crate::diagnostics::{Code, Finding, Fix, Place, Report};
use crate::openapi::method::METHODS;
use crate::settings::{Selection, Settings};
use crate::source::{self, Source};

/// Removes everything that the settings do not select. A selector that matches nothing is an error, because
/// it is outdated or misspelled.
pub(crate) fn select(source: &mut Cow<'_, Source>, settings: &Settings, report: &mut Report) {
    if settings.include.is_empty() && settings.exclude.is_empty() {
        return;
    }
    let operations = operations(source);
    for (name, selection) in [("include", &settings.include), ("exclude", &settings.exclude)] {
        selection.check(name, &operations, settings, report);
    }
    if report.has_errors() {
        return;
    }
    let is_chosen = |operation: &&Operation| {
        (settings.include.is_empty() || settings.include.matches(operation))
            && !settings.exclude.matches(operation)
    };
    let mut left_out: Vec<Place> =
        operations.iter().filter(|operation| !is_chosen(operation)).map(|left| left.place.clone()).collect();
    let mut items: Vec<&Place> = operations.iter().map(|operation| &operation.item).collect();
    items.dedup();
    let mut fixes = Vec::new();
    for item in items {
        let (kept, left): (Vec<&Operation>, Vec<&Operation>) =
            operations.iter().filter(|operation| operation.item == *item).partition(is_chosen);
        let Some(home) = kept.first().map(|operation| &operation.home) else {
            fixes.push(Fix::Remove(item.clone()));
            continue;
        };
        // Several paths may refer to the same path item, so each path gets its own copy before operations are
        // removed.
        let is_touched = operations.iter().any(|other| other.home == *home && !is_chosen(&other));
        if is_touched
            && home != item
            && let Some(copy) = copy(source, item, home)
        {
            fixes.push(Fix::Replace(item.clone(), copy));
        }
        for operation in left {
            let holder = operation.holder.map_or(item.clone(), |holder| item.key(holder));
            fixes.push(Fix::Remove(holder.key(&operation.key)));
        }
    }
    let selected = source.to_mut();
    fixes.into_iter().for_each(|fix| selected.apply(fix));
    // A non-empty `include` leaves out webhooks, because it can only select operations.
    let webhooks = selected.entry().key("webhooks");
    if !settings.include.is_empty()
        && let Some(Value::Object(calls)) = selected.value(&webhooks)
    {
        left_out.extend(calls.keys().map(|name| webhooks.key(name)));
        selected.remove(&webhooks);
    }
    for schema in reach::unreached(selected) {
        selected.remove(&schema);
        left_out.push(schema);
    }
    for place in left_out {
        report.push(Finding::note(Code::Excluded, place, "excluded by the settings"));
    }
}

/// An operation, with the properties that select it.
struct Operation {
    /// The place where it is written.
    place: Place,
    /// The entry of `paths` that it belongs to.
    item: Place,
    /// The place where the path item is written, which differs from `item` if `item` is a reference.
    home: Place,
    /// Its key in the path item, or in the object of the path item that `holder` names.
    key: String,
    holder: Option<&'static str>,
    path: String,
    id: Option<String>,
    tags: Vec<String>,
}

impl Operation {
    fn names(&self) -> Vec<String> {
        names(self.id.as_ref(), &self.key.to_ascii_uppercase(), &self.path)
    }
}

/// Returns the names of an operation in the settings: its operationId and, for example, `GET /v2/images`.
pub(crate) fn names(id: Option<&String>, method: &str, path: &str) -> Vec<String> {
    id.cloned().into_iter().chain([format!("{method} {path}")]).collect()
}

/// Returns all operations, in the order of the description.
fn operations(source: &Source) -> Vec<Operation> {
    let mut found = Vec::new();
    let paths = landed(source, source.entry().key("paths"));
    for path in keys(source, &paths).filter(|path| !path.starts_with("x-")) {
        let item = paths.key(path);
        let home = landed(source, item.clone());
        // From 3.2: methods without a fixed key in OpenAPI.
        let more = home.key("additionalOperations");
        let known = keys(source, &home).filter(|key| METHODS.contains(&key.as_str())).map(|key| (None, key));
        let other = keys(source, &more).map(|key| (Some("additionalOperations"), key));
        for (holder, key) in known.chain(other) {
            let slot = holder.map_or(home.clone(), |holder| home.key(holder)).key(key);
            let place = landed(source, slot);
            let Some(node) = source.value(&place) else { continue };
            let tags = node.get("tags").and_then(Value::as_array).into_iter().flatten();
            found.push(Operation {
                item: item.clone(),
                home: home.clone(),
                key: key.clone(),
                holder,
                path: path.clone(),
                id: node.get("operationId").and_then(Value::as_str).map(str::to_owned),
                tags: tags.filter_map(Value::as_str).map(str::to_owned).collect(),
                place,
            });
        }
    }
    found
}

/// Returns a copy of a path item that replaces a reference to it. If it is in another file, the copy has
/// references to its parts.
fn copy(source: &Source, item: &Place, home: &Place) -> Option<Value> {
    let written = source.value(home)?.as_object()?;
    if home.file == item.file {
        return Some(Value::Object(written.clone()));
    }
    let reference = source.value(item)?.get("$ref")?.as_str()?;
    let separator = if reference.contains('#') { "" } else { "#" };
    let to = |steps: &str| json!({ "$ref": format!("{reference}{separator}/{steps}") });
    let mut copy = Map::new();
    for (key, value) in written {
        let part = match (key.as_str(), value) {
            ("parameters", Value::Array(parameters)) => {
                (0..parameters.len()).map(|index| to(&format!("parameters/{index}"))).collect()
            }
            (method, _) if METHODS.contains(&method) => to(method),
            ("additionalOperations", Value::Object(operations)) => {
                let parts = operations.keys().map(|method| (method.clone(), to(&format!("{key}/{method}"))));
                Value::Object(parts.collect())
            }
            _ => value.clone(),
        };
        copy.insert(key.clone(), part);
    }
    Some(Value::Object(copy))
}

/// Follows references from a place. A later stage reports references without a target.
fn landed(source: &Source, place: Place) -> Place {
    source::landed(source, &place).unwrap_or(place)
}

fn keys<'s>(source: &'s Source, place: &Place) -> impl Iterator<Item = &'s String> + use<'s> {
    source.value(place).and_then(Value::as_object).into_iter().flat_map(Map::keys)
}

/// Creates the finding for a selector of the settings that matches nothing.
pub(crate) fn unmatched(
    key: &str,
    selector: &str,
    what: &str,
    known: &[String],
    settings: &Settings,
) -> Finding {
    let finding = settings.finding(selector, format!("[{key}] `{selector}`: {what}"));
    match nearest(selector, known.iter().map(String::as_str)) {
        Some(known) => finding.help(format!("did you mean `{known}`?")),
        None => finding.help("correct it, or remove it"),
    }
}

impl Selection {
    fn is_empty(&self) -> bool {
        self.tags.is_empty() && self.paths.is_empty() && self.operations.is_empty()
    }

    fn matches(&self, operation: &Operation) -> bool {
        self.tags.iter().any(|tag| operation.tags.contains(tag))
            || self.paths.iter().any(|pattern| is_like(&operation.path, pattern))
            || self.operations.iter().any(|name| operation.names().contains(name))
    }

    /// Reports the selectors that match nothing.
    fn check(&self, key: &str, operations: &[Operation], settings: &Settings, report: &mut Report) {
        let tags: Vec<String> = operations.iter().flat_map(|operation| operation.tags.clone()).collect();
        for tag in self.tags.iter().filter(|tag| !tags.contains(tag)) {
            report.survivable(unmatched(key, tag, "no operation has this tag", &tags, settings));
        }
        let paths: Vec<String> = operations.iter().map(|operation| operation.path.clone()).collect();
        for pattern in self.paths.iter().filter(|pattern| !paths.iter().any(|path| is_like(path, pattern))) {
            report.survivable(unmatched(key, pattern, "no path matches", &paths, settings));
        }
        let known: Vec<String> = operations.iter().flat_map(Operation::names).collect();
        for name in self.operations.iter().filter(|name| !known.contains(name)) {
            report.survivable(unmatched(key, name, "there is no such operation", &known, settings));
        }
    }
}

/// Returns whether a path matches a pattern, in which `*` matches any text.
fn is_like(path: &str, pattern: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return path == pattern };
    let Some(mut left) = path.strip_prefix(first) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        match left.find(part) {
            Some(at) => left = left.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_matches_any_text() {
        for (path, pattern, expected) in [
            ("/v2/images", "/v2/images", true),
            ("/v2/images/{id}", "/v2/images", false),
            ("/v2/images/{id}", "/v2/images*", true),
            ("/v2/images/{id}/actions", "/v2/*/actions", true),
            ("/v2/images/{id}/actions", "*/{id}/*", true),
            ("/v2/images", "*", true),
            ("/v2/images", "/v1*", false),
            ("/v2/images", "*droplets*", false),
        ] {
            assert_eq!(is_like(path, pattern), expected, "{path} {pattern}");
        }
    }
}

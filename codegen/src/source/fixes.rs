//! Fixes of findings: applied if the settings are `lenient`, otherwise shown as overlay actions.

use serde_json::{Map, Value, json};

use super::Source;
use crate::diagnostics::{Finding, Fix, Place, Pointer, Report};
use crate::text::is_hidden;

impl Source {
    /// Applies a fix.
    pub(crate) fn apply(&mut self, fix: Fix) {
        match fix {
            Fix::Replace(place, value) => self.change(&place, |node| *node = value),
            Fix::Insert(place, key, value) => self.change(&place, |node| {
                if let Value::Object(fields) = node {
                    fields.insert(key.to_owned(), value);
                }
            }),
            Fix::Update(place, values) => self.change(&place, |node| {
                if let Value::Object(fields) = node {
                    fields.extend(values);
                }
            }),
            Fix::Remove(place) => self.remove(&place),
        }
    }

    /// Sets the positions of all findings that have a place, and the overlay actions of those that have a
    /// fix.
    #[must_use]
    pub fn locate(&self, mut report: Report) -> Report {
        let unknown = |finding: &&mut Finding| finding.position.is_none() && finding.place.is_some();
        let findings = report.findings_mut();
        let places: Vec<Place> =
            findings.iter_mut().filter(unknown).filter_map(|finding| finding.place.clone()).collect();
        let positions = self.positions(&places.iter().collect::<Vec<_>>());
        for (finding, position) in findings.iter_mut().filter(unknown).zip(positions) {
            finding.position = position;
        }
        for finding in findings {
            let action = finding.fix.as_ref().and_then(|fix| self.overlay_action(fix));
            finding.overlay_action = action.map(Box::new);
        }
        report
    }

    /// Returns the change as an overlay action (OpenAPI Overlay 1.0.0, section 4.4.3). Returns `None` if an
    /// overlay cannot make the change: overlays reach only the entry file, and merge values unless they
    /// remove them.
    fn overlay_action(&self, fix: &Fix) -> Option<Value> {
        match fix {
            Fix::Remove(place) => Some(json!({ "target": target(self, place)?, "remove": true })),
            Fix::Insert(place, key, value) => {
                Some(json!({ "target": target(self, place)?, "update": { *key: value } }))
            }
            Fix::Update(place, values) => {
                // An update appends to a list.
                let written = self.value(place)?;
                let is_list = |key: &String| written.get(key).is_some_and(Value::is_array);
                let target = target(self, place).filter(|_| !values.keys().any(is_list))?;
                Some(json!({ "target": target, "update": values }))
            }
            Fix::Replace(place, value) => {
                let is_scalar = |value: &Value| !(value.is_object() || value.is_array());
                self.value(place).filter(|written| is_scalar(written))?;
                let parent = place.at(place.pointer.parent()?);
                let key = place.pointer.steps().last()?;
                self.value(&parent)?.as_object()?;
                Some(json!({ "target": target(self, &parent)?, "update": { key: value } }))
            }
        }
    }
}

/// Returns the JSONPath of a node that is written in the entry file.
fn target(source: &Source, place: &Place) -> Option<String> {
    (place.file == source.entry().file && !source.is_overlaid(place)).then(|| json_path(source, place))?
}

/// Returns the normalized JSONPath of a place, with the short form for plain names (RFC 9535, section 2.7),
/// or `None` if there is no node.
pub(crate) fn json_path(source: &Source, place: &Place) -> Option<String> {
    let mut path = "$".to_owned();
    let mut at = place.at(Pointer::root());
    for step in place.pointer.steps() {
        match source.value(&at)? {
            Value::Array(_) => {
                path.push_str(&format!("[{step}]"));
                at = at.index(step.parse().ok()?);
            }
            _ => {
                path.push_str(&member(&step));
                at = at.key(&step);
            }
        }
    }
    source.value(&at).map(|_| path)
}

/// Returns the segment of a path for a member.
pub(crate) fn member(name: &str) -> String {
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if begins && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_') {
        format!(".{name}")
    } else {
        let mut quoted = String::from("['");
        for character in name.chars() {
            match character {
                '\\' | '\'' => quoted.extend(['\\', character]),
                // All hidden characters are in the Basic Multilingual Plane (RFC 9535, section 2.3.1.1).
                character if is_hidden(character) => {
                    quoted.push_str(&format!("\\u{:04x}", u32::from(character)));
                }
                character => quoted.push(character),
            }
        }
        quoted + "']"
    }
}

/// Removes a node from its parent.
pub(crate) fn remove(parent: &mut Value, last: &str) {
    match parent {
        Value::Object(fields) => drop(Map::shift_remove(fields, last)),
        Value::Array(items) => {
            if let Some(index) = last.parse::<usize>().ok().filter(|index| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

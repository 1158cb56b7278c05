//! Changes that make a description right: applied where `lenient` asks for it, shown as overlay actions
//! where a person is to decide.

use serde_json::{Map, Value, json};

use crate::pointer::Pointer;
use crate::source::{Place, Source};
use crate::text::is_hidden;

/// What makes a node readable that is not what it should be.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Mend {
    /// Leaves the node out.
    Remove(Place),
    /// Puts something in its place.
    Replace(Place, Value),
    /// Adds a key that must be there.
    Insert(Place, &'static str, Value),
}

impl Mend {
    /// Changes the description.
    pub(crate) fn apply(self, source: &mut Source) {
        match self {
            Self::Replace(place, value) => source.change(&place, |node| *node = value),
            Self::Insert(place, key, value) => source.change(&place, |node| {
                if let Value::Object(fields) = node {
                    fields.insert(key.to_owned(), value);
                }
            }),
            Self::Remove(place) => source.remove(&place),
        }
    }

    /// The same change as an action of an overlay (OpenAPI Overlay 1.0.0, section 4.4.3), in the flow style
    /// of YAML. None where an overlay cannot make it: it reaches the entry file alone, and merges what it
    /// does not remove.
    pub(crate) fn overlay_action(&self, source: &Source) -> Option<Value> {
        match self {
            Self::Remove(place) => Some(json!({ "target": target(source, place)?, "remove": true })),
            Self::Insert(place, key, value) => {
                Some(json!({ "target": target(source, place)?, "update": { *key: value } }))
            }
            Self::Replace(place, value) => {
                let is_scalar = |value: &Value| !(value.is_object() || value.is_array());
                source.value(place).filter(|written| is_scalar(written))?;
                let parent = place.at(place.pointer.parent()?);
                let key = place.pointer.steps().last()?;
                source.value(&parent)?.as_object()?;
                Some(json!({ "target": target(source, &parent)?, "update": { key: value } }))
            }
        }
    }
}

/// The JSONPath of a node that is written in the entry file.
fn target(source: &Source, place: &Place) -> Option<String> {
    (place.file == source.entry().file && !source.is_overlaid(place)).then(|| json_path(source, place))?
}

/// The JSONPath (RFC 9535, section 2.7: normalized, with the short form of plain names) of a place; none
/// where nothing is there.
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

/// The segment of a path that names a member.
pub(crate) fn member(name: &str) -> String {
    let begins = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if begins && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_') {
        format!(".{name}")
    } else {
        let mut quoted = String::from("['");
        for character in name.chars() {
            match character {
                '\\' | '\'' => quoted.extend(['\\', character]),
                // All of them are in the first plane (RFC 9535, section 2.3.1.1).
                character if is_hidden(character) => {
                    quoted.push_str(&format!("\\u{:04x}", u32::from(character)));
                }
                character => quoted.push(character),
            }
        }
        quoted + "']"
    }
}

/// Takes a node out of the value that holds it.
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

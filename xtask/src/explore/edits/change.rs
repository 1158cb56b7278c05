//! Random edits of descriptions.

mod operations;
mod properties;
mod schemas;

use serde_json::{Map, Value};

use super::numbers::Numbers;
use super::schema::Schemas;
use crate::explore::Dialect;

/// A kind of edit: its name, and a function that changes a description. The function returns `None` if the
/// description has nothing to change.
pub(super) type Kind = (&'static str, fn(&mut Edit<'_>) -> Option<()>);

/// A description that is edited.
pub(super) struct Edit<'a> {
    root: &'a mut Value,
    schemas: Schemas,
}

/// Returns all kinds of edits.
pub(super) fn kinds() -> Vec<Kind> {
    [properties::KINDS, schemas::KINDS, operations::KINDS].concat()
}

/// Returns an edited copy of a description, if it has something to edit.
pub(super) fn edited(description: &Value, kind: &Kind, numbers: Numbers, dialect: Dialect) -> Option<Value> {
    let mut root = description.clone();
    let schemas = Schemas { numbers, dialect, names: Vec::new() };
    kind.1(&mut Edit { root: &mut root, schemas })?;
    (root != *description).then_some(root)
}

impl Edit<'_> {
    fn numbers(&mut self) -> &mut Numbers {
        &mut self.schemas.numbers
    }

    fn dialect(&self) -> Dialect {
        self.schemas.dialect
    }

    /// Returns one of the nodes that satisfy a condition.
    fn node(&mut self, is: fn(&Map<String, Value>) -> bool) -> Option<&mut Map<String, Value>> {
        let pointer = self.place(is)?;
        self.root.pointer_mut(&pointer)?.as_object_mut()
    }

    /// Returns the pointer to one of the nodes that satisfy a condition.
    fn place(&mut self, is: fn(&Map<String, Value>) -> bool) -> Option<String> {
        let mut pointers = Vec::new();
        find(self.root, "", is, &mut pointers);
        self.numbers().pick(&pointers).cloned()
    }

    /// Returns one of the members of the object at a pointer: its key and its value.
    fn member(&mut self, pointer: &str) -> Option<(String, &mut Value)> {
        let keys: Vec<String> = self.root.pointer(pointer)?.as_object()?.keys().cloned().collect();
        let key = self.numbers().pick(&keys)?.clone();
        let value = self.root.pointer_mut(pointer)?.get_mut(&key)?;
        Some((key, value))
    }

    /// Returns the pointer to one of the operations.
    fn operation(&mut self) -> Option<String> {
        self.place(|node| node.contains_key("responses"))
    }
}

/// Adds the pointers to all nodes that satisfy a condition.
fn find(node: &Value, pointer: &str, is: fn(&Map<String, Value>) -> bool, pointers: &mut Vec<String>) {
    match node {
        Value::Object(fields) => {
            if is(fields) {
                pointers.push(pointer.to_owned());
            }
            for (key, value) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                find(value, &format!("{pointer}/{key}"), is, pointers);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                find(item, &format!("{pointer}/{index}"), is, pointers);
            }
        }
        _ => {}
    }
}

/// Returns whether a node is an object with properties.
fn is_object(node: &Map<String, Value>) -> bool {
    node.get("properties").is_some_and(Value::is_object)
}

/// Returns whether a node is a string enum.
fn is_words(node: &Map<String, Value>) -> bool {
    node.get("enum").is_some_and(Value::is_array) && node.contains_key("type")
}

/// Returns whether a node is a schema with one of the simple types.
fn is_scalar(node: &Map<String, Value>) -> bool {
    let ty = node.get("type").map(|ty| ty.as_str().or_else(|| ty.get(0)?.as_str()).unwrap_or_default());
    matches!(ty, Some("string" | "integer" | "number" | "boolean")) && !node.contains_key("enum")
}

/// Changes the key of a member, which keeps its position.
fn rename(fields: &mut Map<String, Value>, from: &str, to: &str) {
    let members = std::mem::take(fields).into_iter();
    *fields = members.map(|(key, value)| (if key == from { to.to_owned() } else { key }, value)).collect();
}

/// Moves the last member of an object to its start.
fn rotate(fields: &mut Map<String, Value>) -> Option<()> {
    let key = fields.keys().next_back()?.clone();
    let value = fields.shift_remove(&key)?;
    fields.shift_insert(0, key, value);
    Some(())
}

/// Sets a member to true, or removes it.
fn toggle(fields: &mut Map<String, Value>, key: &str) {
    if fields.shift_remove(key).is_none() {
        fields.insert(key.to_owned(), Value::Bool(true));
    }
}

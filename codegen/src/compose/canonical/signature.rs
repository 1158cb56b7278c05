//! Properties whose values distinguish the variants of a union.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::resolve::{Linked, SchemaId};

/// Returns the discriminator value for a JSON value: the content of a string, or the JSON text of a boolean
/// or integer.
pub(crate) fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => number.as_i64().map(|number| number.to_string()).or_else(|| {
            let number = number.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 1e15)?;
            Some(format!("{number:.0}"))
        }),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The enum values and required keys of an object.
#[derive(Debug, Default)]
pub(crate) struct Signature {
    /// The enum values of each key that has an `enum`.
    pub(crate) values: IndexMap<String, Vec<String>>,
    pub(crate) required: IndexSet<String>,
}

impl Signature {
    /// Reads several objects and the parts of their `allOf`, `most` schemas at most.
    pub(crate) fn of(linked: &Linked, ids: &[SchemaId], most: usize) -> Self {
        let mut kinds = Self::default();
        let mut visited = HashSet::new();
        let mut pending: Vec<SchemaId> = ids.iter().rev().copied().collect();
        while let Some(id) = pending.pop() {
            let id = linked.core(id);
            let Some(schema) = linked.schema(id).filter(|_| visited.insert(id) && visited.len() <= most)
            else {
                continue;
            };
            kinds.required.extend(schema.required.iter().cloned());
            for (key, property) in &schema.properties {
                let Some(property) = linked.schema(linked.core(*property)) else { continue };
                let values: Option<Vec<String>> = property.enumeration.iter().map(scalar_text).collect();
                let Some(values) = values.filter(|values| !values.is_empty()) else { continue };
                match kinds.values.get_mut(key) {
                    // All parts apply, so the shortest list is the closest to their intersection.
                    Some(known) if known.len() <= values.len() => {}
                    _ => drop(kinds.values.insert(key.clone(), values)),
                }
            }
            pending.extend(schema.all_of.iter().rev());
        }
        kinds
    }

    /// Returns the key that distinguishes all objects: its values differ in each object, and each object
    /// requires it or has one value for it.
    pub(crate) fn told_by(all: &[Self]) -> Option<String> {
        let first = all.first().filter(|_| all.len() > 1)?;
        let tells = |key: &&String| {
            let mut values = HashSet::new();
            let is_required = all.iter().all(|kinds| kinds.required.contains(*key));
            all.iter().all(|kinds| {
                kinds.values.get(*key).is_some_and(|own| {
                    (is_required || own.len() == 1) && own.iter().all(|value| values.insert(value))
                })
            })
        };
        first.values.keys().find(tells).cloned()
    }
}

//! Keys whose values tell the branches of a union apart.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::link::{Linked, SchemaId};

/// The text that stands for a value as a tag: a string as it is, a boolean and a whole number as JSON writes it.
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

/// What the keys of an object may be, as far as its parts list it.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    /// The values that keys are limited to.
    pub(crate) values: IndexMap<String, Vec<String>>,
    pub(crate) required: IndexSet<String>,
}

impl Kinds {
    /// Of an object and everything that it inherits, to a depth.
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
                    // The fewest are what all parts allow.
                    Some(known) if known.len() <= values.len() => {}
                    _ => drop(kinds.values.insert(key.clone(), values)),
                }
            }
            pending.extend(schema.all_of.iter().rev());
        }
        kinds
    }

    /// The key that tells all objects apart: it has other values in each, and each requires it or has one value for it.
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

//! Properties whose values distinguish the variants of a union.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::resolve::{Discriminator, Linked, SchemaId};

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

/// Returns the discriminator values of a subclass: those that are mapped to it, or else the only value that
/// its own property allows, or else its name.
pub(crate) fn values_of_class(
    linked: &Linked,
    discriminator: &Discriminator,
    class: SchemaId,
    name: &str,
) -> Vec<String> {
    let mapped = linked.values_for(discriminator, class);
    if !mapped.is_empty() {
        return mapped;
    }
    vec![only_value(linked, class, &discriminator.property).unwrap_or_else(|| name.to_owned())]
}

/// Returns the only value that a property of a schema or of its inline parts allows. A base does not count,
/// because its value may also apply to other subclasses.
fn only_value(linked: &Linked, id: SchemaId, property: &str) -> Option<String> {
    let schema = linked.schema(id)?;
    let own = schema.properties.get(property).and_then(|property| linked.schema(*property));
    match own.map(|own| own.enumeration.as_slice()) {
        Some([only]) => scalar_text(only),
        Some(_) => None,
        None => schema.all_of.iter().find_map(|part| {
            let is_inline = linked.schema(*part).is_some_and(|part| !part.is_referred_to);
            is_inline.then(|| only_value(linked, *part, property)).flatten()
        }),
    }
}

/// The keys of an object, and the enum values of each.
#[derive(Debug, Default)]
pub(crate) struct Signature {
    /// The enum values of each key that has an `enum`.
    pub(crate) values: IndexMap<String, Vec<String>>,
    pub(crate) required: IndexSet<String>,
    keys: IndexSet<String>,
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
            kinds.keys.extend(schema.properties.keys().cloned());
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

    /// Returns whether all objects but one require a key that no other object has.
    pub(super) fn require_own_keys(all: &[Self]) -> bool {
        let mut counts: HashMap<&String, usize> = HashMap::new();
        for key in all.iter().flat_map(|kinds| kinds.keys.union(&kinds.required)) {
            *counts.entry(key).or_default() += 1;
        }
        let has_own = |kinds: &&Self| kinds.required.iter().any(|key| counts.get(key) == Some(&1));
        all.iter().filter(has_own).count() + 1 >= all.len()
    }
}

//! Which values of a discriminator mean which branch of a choice.

use super::Lowering;
use crate::link::{Schema, SchemaId};

impl Lowering<'_> {
    /// The values of a schema's discriminator that mean each of its branches: those mapped to it, else those that its
    /// property may have and no other branch's, else its name (OpenAPI 3.0.4, "Discriminator Object"). None for a
    /// branch that no value sets apart.
    pub(super) fn tags_of_branches(&self, schema: &Schema, branches: &[SchemaId]) -> Vec<Vec<String>> {
        let Some(discriminator) = &schema.discriminator else { return vec![Vec::new(); branches.len()] };
        let mapped: Vec<Vec<String>> = branches.iter().map(|branch| mapped_to(schema, *branch)).collect();
        let values: Vec<Vec<String>> = branches
            .iter()
            .zip(&mapped)
            .map(|(branch, mapped)| {
                let described = || self.values_of(*branch, &discriminator.property, &mut Vec::new());
                if mapped.is_empty() { described().unwrap_or_default() } else { mapped.clone() }
            })
            .collect();
        let of_branch = |(index, &branch): (usize, &SchemaId)| {
            if let Some(mapped) = mapped.get(index).filter(|mapped| !mapped.is_empty()) {
                return mapped.clone();
            }
            let own = values.get(index).map(Vec::as_slice).unwrap_or_default();
            let name = self.linked.schema(branch).and_then(|schema| schema.component.as_deref());
            if own.is_empty() {
                return name.map(str::to_owned).into_iter().collect();
            }
            let others = || values.iter().enumerate().filter(|(other, _)| *other != index);
            let is_shared = |value: &String| others().any(|(_, values)| values.contains(value));
            let alone: Vec<String> = own.iter().filter(|value| !is_shared(value)).cloned().collect();
            if !alone.is_empty() {
                return alone;
            }
            // All that a base lists: its kinds, by their names.
            let named = own.iter().filter(|value| name.is_some_and(|name| is_alike(name, value)));
            named.cloned().collect()
        };
        branches.iter().enumerate().map(of_branch).collect()
    }

    /// The property that every branch requires and that has other values in each, with those values: no object is two
    /// of such branches.
    pub(super) fn kinds(&self, branches: &[SchemaId]) -> Option<(String, Vec<Vec<String>>)> {
        let first = self.linked.flat(*branches.first()?, self.compositions).required;
        let required: Vec<Vec<String>> =
            branches.iter().map(|branch| self.linked.flat(*branch, self.compositions).required).collect();
        first.into_iter().find_map(|property| {
            if !required.iter().all(|required| required.contains(&property)) {
                return None;
            }
            let of_branch = |branch: &SchemaId| self.values_of(*branch, &property, &mut Vec::new());
            let values: Vec<Vec<String>> = branches.iter().map(of_branch).collect::<Option<_>>()?;
            let mut all: Vec<&String> = values.iter().flatten().collect();
            let count = all.len();
            all.sort();
            all.dedup();
            (all.len() == count).then_some((property, values))
        })
    }

    /// The strings that a property of a schema may be, as the schema itself says, else its parts: of those, the one
    /// that leaves the fewest.
    fn values_of(&self, id: SchemaId, property: &str, visited: &mut Vec<SchemaId>) -> Option<Vec<String>> {
        if visited.contains(&id) {
            return None;
        }
        visited.push(id);
        let values = self.values_within(id, property, visited);
        visited.pop();
        values
    }

    fn values_within(
        &self,
        id: SchemaId,
        property: &str,
        visited: &mut Vec<SchemaId>,
    ) -> Option<Vec<String>> {
        let schema = self.linked.schema(id)?;
        if let Some(values) = schema.properties.get(property).and_then(|own| self.strings(*own)) {
            return Some(values);
        }
        let parts = schema.all_of.iter().filter_map(|part| self.values_of(*part, property, visited));
        if let Some(narrowest) = parts.min_by_key(Vec::len) {
            return Some(narrowest);
        }
        // A choice within the choice is any of its kinds.
        let branches: Vec<SchemaId> = schema.branches().collect();
        let mut all = Vec::new();
        for branch in &branches {
            all.extend(self.values_of(*branch, property, visited)?);
        }
        (!branches.is_empty()).then_some(all)
    }

    /// The strings that a schema lists, where it lists nothing else.
    fn strings(&self, id: SchemaId) -> Option<Vec<String>> {
        let schema = self.linked.schema(self.linked.core(id))?;
        (!schema.enumeration.is_empty()).then_some(())?;
        schema.enumeration.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }
}

/// The values that the mapping of a discriminator gives to a schema.
pub(super) fn mapped_to(schema: &Schema, id: SchemaId) -> Vec<String> {
    let mapping = schema.discriminator.iter().flat_map(|discriminator| &discriminator.mapping);
    mapping.filter(|(_, target)| *target == id).map(|(value, _)| value.clone()).collect()
}

/// Whether a value is the name of a schema, however its words are written.
fn is_alike(name: &str, value: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(name) == letters(value)
}

//! Which values of a discriminator mean which branch of a choice.

use std::collections::HashMap;
use std::rc::Rc;

use super::Lowering;
use crate::link::{Schema, SchemaId};

impl Lowering<'_> {
    /// The values of a schema's discriminator that mean each of its branches: those mapped to it, else those that its
    /// property may have and no other branch's, else its name (OpenAPI 3.0.4, "Discriminator Object"). None for a
    /// branch that no value sets apart.
    pub(super) fn tags_of_branches(&self, schema: &Schema, branches: &[SchemaId]) -> Vec<Vec<String>> {
        let Some(discriminator) = &schema.discriminator else { return vec![Vec::new(); branches.len()] };
        let mut by_target: HashMap<SchemaId, Vec<String>> = HashMap::new();
        for (value, target) in &discriminator.mapping {
            by_target.entry(*target).or_default().push(value.clone());
        }
        let mapped = branches.iter().map(|branch| by_target.get(branch).cloned().unwrap_or_default());
        let mapped: Vec<Vec<String>> = mapped.collect();
        let mut found = Values::new(self, &discriminator.property);
        let values: Vec<Vec<String>> = branches
            .iter()
            .zip(&mapped)
            .map(|(branch, mapped)| {
                let mut described = || found.strings_of(*branch);
                if mapped.is_empty() { described().unwrap_or_default() } else { mapped.clone() }
            })
            .collect();
        let mut branches_of: HashMap<&String, (usize, usize)> = HashMap::new();
        for (index, values) in values.iter().enumerate() {
            for value in values {
                let (last, count) = branches_of.entry(value).or_insert((usize::MAX, 0));
                *count += usize::from(std::mem::replace(last, index) != index);
            }
        }
        let of_branch = |(index, &branch): (usize, &SchemaId)| {
            if let Some(mapped) = mapped.get(index).filter(|mapped| !mapped.is_empty()) {
                return mapped.clone();
            }
            let own = values.get(index).map(Vec::as_slice).unwrap_or_default();
            let name = self.linked.schema(branch).and_then(|schema| schema.component.as_deref());
            if own.is_empty() {
                return name.map(str::to_owned).into_iter().collect();
            }
            let is_shared = |value: &String| branches_of.get(value).is_some_and(|(_, count)| *count > 1);
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
        let required = |branch: &SchemaId| self.linked.required(*branch, self.compositions);
        let (first, others) = branches.split_first()?;
        let others: Vec<_> = others.iter().map(required).collect();
        let first = required(first);
        let required_by_all = first.iter().filter(|name| others.iter().all(|other| other.contains(*name)));
        required_by_all.into_iter().find_map(|property| {
            let mut found = Values::new(self, property);
            let of_branch = |branch: &SchemaId| found.strings_of(*branch);
            let values: Vec<Vec<String>> = branches.iter().map(of_branch).collect::<Option<_>>()?;
            let mut all: Vec<&String> = values.iter().flatten().collect();
            let count = all.len();
            all.sort();
            all.dedup();
            (all.len() == count).then(|| (property.clone(), values))
        })
    }
}

/// The strings that one property may be, in a schema and in what it is composed of: each of them is looked at once.
struct Values<'a, 'l> {
    lowering: &'l Lowering<'a>,
    property: &'l str,
    /// The schemas that are being looked at: one that leads back to itself says nothing more.
    visited: Vec<SchemaId>,
    found: HashMap<SchemaId, Option<Rc<[&'a str]>>>,
}

impl<'a, 'l> Values<'a, 'l> {
    fn new(lowering: &'l Lowering<'a>, property: &'l str) -> Self {
        Self { lowering, property, visited: Vec::new(), found: HashMap::new() }
    }

    /// The strings that the property of a schema may be, as the schema itself says, else its parts: of those, the one
    /// that leaves the fewest.
    fn strings_of(&mut self, id: SchemaId) -> Option<Vec<String>> {
        self.of(id).map(|found| found.iter().map(|value| (*value).to_owned()).collect())
    }

    fn of(&mut self, id: SchemaId) -> Option<Rc<[&'a str]>> {
        if let Some(found) = self.found.get(&id) {
            return found.clone();
        }
        if self.visited.contains(&id) || self.visited.len() > self.lowering.settings.limits.depth {
            return None;
        }
        self.visited.push(id);
        let found = self.within(id);
        self.visited.pop();
        self.found.insert(id, found.clone());
        found
    }

    fn within(&mut self, id: SchemaId) -> Option<Rc<[&'a str]>> {
        let schema = self.lowering.linked.schema(id)?;
        let own = schema.properties.get(self.property).and_then(|own| self.strings(*own));
        if own.is_some() {
            return own;
        }
        let parts = schema.all_of.iter().filter_map(|part| self.of(*part));
        if let Some(narrowest) = parts.min_by_key(|part| part.len()) {
            return Some(narrowest);
        }
        // A choice within the choice is any of its kinds.
        let mut all = Vec::new();
        for branch in schema.branches() {
            all.extend_from_slice(&self.of(branch)?);
        }
        schema.branches().next().map(|_| all.into())
    }

    /// The strings that a schema lists, where it lists nothing else.
    fn strings(&self, id: SchemaId) -> Option<Rc<[&'a str]>> {
        let linked = self.lowering.linked;
        let schema = linked.schema(linked.core(id))?;
        (!schema.enumeration.is_empty()).then_some(())?;
        schema.enumeration.iter().map(|value| value.as_str()).collect()
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

//! The discriminator values of the branches of a union.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexSet;

use super::Lowering;
use super::model::Form;
use crate::compose::canonical::{Signature, scalar_text};
use crate::resolve::{Schema, SchemaId};

impl Lowering<'_> {
    /// Returns the discriminator values of each branch: those that are mapped to it, or else the values of
    /// its property that no other branch allows, or else its name (OpenAPI 3.0.4, "Discriminator Object"). A
    /// branch that no value distinguishes has none.
    pub(super) fn tags_of_branches(&self, schema: &Schema, branches: &[SchemaId]) -> Vec<Vec<String>> {
        let Some(discriminator) = &schema.discriminator else { return vec![Vec::new(); branches.len()] };
        let mut by_target: HashMap<SchemaId, Vec<String>> = HashMap::new();
        for (value, target) in &discriminator.mapping {
            by_target.entry(*target).or_default().push(value.clone());
        }
        let named = |branch: &SchemaId| self.linked.named_value(*branch).map(|value| vec![value.to_owned()]);
        let mapped = branches
            .iter()
            .map(|branch| by_target.get(branch).cloned().or_else(|| named(branch)).unwrap_or_default());
        let mapped: Vec<Vec<String>> = mapped.collect();
        let mut found = Values::new(self, &discriminator.property);
        let described = branches.iter().map(|branch| {
            let described = found.strings_of(*branch);
            described.or_else(|| self.tags_within(*branch, &discriminator.property))
        });
        let described: Vec<Option<Vec<String>>> = described.collect();
        let mut values: Vec<Vec<String>> = described
            .iter()
            .zip(&mapped)
            .map(
                |(described, mapped)| {
                    if mapped.is_empty() { described.clone().unwrap_or_default() } else { mapped.clone() }
                },
            )
            .collect();
        // A branch without other values has its name as its value, even if another branch is its base.
        for (values, branch) in values.iter_mut().zip(branches).filter(|(values, _)| values.is_empty()) {
            values.extend(self.linked.schema(*branch).and_then(|schema| schema.component.clone()));
        }
        let mut branches_of: HashMap<&String, (usize, usize)> = HashMap::new();
        for (index, values) in values.iter().enumerate() {
            for value in values {
                let (last, count) = branches_of.entry(value).or_insert((usize::MAX, 0));
                *count += usize::from(std::mem::replace(last, index) != index);
            }
        }
        let of_branch = |(index, &branch): (usize, &SchemaId)| {
            let name = self.linked.schema(branch).and_then(|schema| schema.component.as_deref());
            if let Some(mapped) = mapped.get(index).filter(|mapped| !mapped.is_empty()) {
                // Beside a mapping, the name of the schema is a discriminator value too (OpenAPI 3.0.4,
                // "Discriminator Object"), if the property allows it and no other branch has it.
                let may_be = |name: &&str| match described.get(index) {
                    Some(Some(values)) => values.iter().any(|value| value == name),
                    _ => true,
                };
                let name = name.filter(may_be).map(str::to_owned);
                let name = name.filter(|name| !branches_of.contains_key(name));
                return mapped.iter().cloned().chain(name).collect();
            }
            let own = values.get(index).map(Vec::as_slice).unwrap_or_default();
            if own.is_empty() {
                return name.map(str::to_owned).into_iter().collect();
            }
            let is_shared = |value: &String| branches_of.get(value).is_some_and(|(_, count)| *count > 1);
            let alone: Vec<String> = own.iter().filter(|value| !is_shared(value)).cloned().collect();
            if !alone.is_empty() {
                return alone;
            }
            // If other branches share all values, as those of a base do, keep those that spell the name of
            // the branch.
            let named = own.iter().filter(|value| name.is_some_and(|name| is_alike(name, value)));
            named.cloned().collect()
        };
        branches.iter().enumerate().map(of_branch).collect()
    }

    /// Returns the discriminator values of a base itself, without its subclasses. A mapping may have none.
    pub(super) fn tags_of_itself(&self, schema: &Schema, itself: SchemaId, name: &str) -> Vec<String> {
        let is_class =
            schema.discriminator.as_ref().is_some_and(|discriminator| discriminator.root.is_some());
        if is_class {
            return self.tags_of(schema, itself, name);
        }
        let discriminator = schema.discriminator.as_ref();
        discriminator.map(|it| self.linked.values_for(it, itself)).unwrap_or_default()
    }

    /// Returns whether every value of a schema is an object with a key.
    pub(super) fn requires(&self, id: SchemaId, key: &str) -> bool {
        self.is_object(id) && self.linked.required(id, self.compositions).contains(key)
    }

    pub(super) fn is_object(&self, id: SchemaId) -> bool {
        self.linked.schema(self.linked.core(id)).is_some_and(|schema| self.linked.is_object(schema))
    }

    /// Returns whether an object has a default for a key, itself or through inheritance.
    fn has_default(&self, id: SchemaId, key: &str) -> bool {
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let id = self.linked.core(id);
            let Some(schema) = self.linked.schema(id).filter(|_| visited.insert(id)) else { continue };
            let property = schema.properties.get(key).and_then(|property| self.linked.schema(*property));
            if property.is_some_and(|property| property.default.is_some()) {
                return true;
            }
            pending.extend(schema.all_of.iter());
        }
        false
    }

    /// Returns the discriminator values of all variants of a nested union or base with the same
    /// discriminator, or `None` if the schema is neither.
    fn tags_within(&self, id: SchemaId, property: &str) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let id = self.class_of(id);
            let Some(schema) = self.linked.schema(id).filter(|_| visited.insert(id)) else { continue };
            if visited.len() > self.settings.limits.depth {
                break;
            }
            let is_told = schema.discriminator.as_ref().is_some_and(|it| it.property == property);
            let heirs = self.subtypes.get(&id).filter(|_| is_told);
            // The names of the branches of a union with another discriminator are values of that one.
            let is_told_by_another = schema.discriminator.is_some() && !is_told;
            if is_told_by_another || schema.branches().next().is_none() && heirs.is_none() {
                if visited.len() > 1 {
                    found.extend(
                        self.linked.named_value(id).or(schema.component.as_deref()).map(str::to_owned),
                    );
                }
                continue;
            }
            let mapping = schema.discriminator.iter().filter(|_| is_told).flat_map(|it| &it.mapping);
            found.extend(mapping.map(|(value, _)| value.clone()));
            for (name, heir) in heirs.into_iter().flatten() {
                if *heir == self.linked.itself(id) {
                    found.extend(self.tags_of_itself(schema, *heir, name));
                } else {
                    found.extend(self.tags_of(schema, *heir, name));
                }
            }
            pending.extend(schema.branches());
        }
        found.sort();
        found.dedup();
        (!found.is_empty()).then_some(found)
    }

    /// Returns the target of an alias. A class that adds nothing to its base is not an alias.
    fn class_of(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        for _ in 0..=self.settings.limits.depth {
            match self.linked.schema(id).map(|schema| self.form(id, schema)) {
                Some(Form::Same(only)) => id = only,
                _ => break,
            }
        }
        id
    }

    /// Returns the property that distinguishes the branches, with its values in each branch and whether all
    /// branches require it. The values differ in each branch, and each branch requires the property or has
    /// one value for it. In an `anyOf`, an optional property also needs a default.
    pub(super) fn kinds(
        &self,
        branches: &[SchemaId],
        is_any: bool,
    ) -> Option<(String, Vec<Vec<String>>, bool)> {
        let required = |branch: &SchemaId| self.linked.required(*branch, self.compositions);
        let (first, others) = branches.split_first()?;
        let others: Vec<_> = others.iter().map(required).collect();
        let first = required(first);
        let is_required = |name: &String| others.iter().all(|other| other.contains(name));
        let required_by_all = first.iter().filter(|name| is_required(name)).map(|name| (name.clone(), true));
        let limited = Signature::of(self.linked, branches.get(..1)?, self.settings.limits.depth).values;
        let constants = limited.into_iter().filter(|(_, values)| values.len() == 1);
        let constants =
            constants.map(|(name, _)| name).filter(|name| !first.contains(name) || !is_required(name));
        let candidates = required_by_all.chain(constants.map(|name| (name, false)));
        candidates.into_iter().find_map(|(property, is_required)| {
            let mut found = Values::new(self, &property);
            let of_branch = |branch: &SchemaId| {
                let values = found.strings_of(*branch)?;
                let is_one = || values.len() == 1 && (!is_any || self.has_default(*branch, &property));
                (is_required || is_one()).then_some(values)
            };
            let values: Vec<Vec<String>> = branches.iter().map(of_branch).collect::<Option<_>>()?;
            let mut all: Vec<&String> = values.iter().flatten().collect();
            let count = all.len();
            all.sort();
            all.dedup();
            (all.len() == count).then_some((property, values, is_required))
        })
    }
}

/// The enum values of one property, in schemas and their parts. Each schema is examined once.
struct Values<'a, 'l> {
    lowering: &'l Lowering<'a>,
    property: &'l str,
    /// The schemas that are being examined. A recursive one adds no values.
    visited: Vec<SchemaId>,
    found: HashMap<SchemaId, Option<Rc<[Cow<'a, str>]>>>,
}

impl<'a, 'l> Values<'a, 'l> {
    fn new(lowering: &'l Lowering<'a>, property: &'l str) -> Self {
        Self { lowering, property, visited: Vec::new(), found: HashMap::new() }
    }

    /// Returns the values that the property may have in a schema: its own enum, or else the shortest enum of
    /// its parts, or else the enums of its branches.
    fn strings_of(&mut self, id: SchemaId) -> Option<Vec<String>> {
        self.of(id).map(|found| found.iter().map(|value| value.clone().into_owned()).collect())
    }

    fn of(&mut self, id: SchemaId) -> Option<Rc<[Cow<'a, str>]>> {
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

    fn within(&mut self, id: SchemaId) -> Option<Rc<[Cow<'a, str>]>> {
        let schema = self.lowering.linked.schema(id)?;
        let own = schema.properties.get(self.property).and_then(|own| self.strings(*own));
        if own.is_some() {
            return own;
        }
        let parts = schema.all_of.iter().filter_map(|part| self.of(*part));
        if let Some(narrowest) = parts.min_by_key(|part| part.len()) {
            return Some(narrowest);
        }
        // A union within the union has the values of its variants, each once: they may share variants.
        let mut all = IndexSet::new();
        for branch in schema.branches() {
            all.extend(self.of(branch)?.iter().cloned());
        }
        schema.branches().next().map(|_| all.into_iter().collect())
    }

    /// Returns the enum values of a schema as discriminator values, or `None` if one of them cannot be a
    /// discriminator value.
    fn strings(&self, id: SchemaId) -> Option<Rc<[Cow<'a, str>]>> {
        let linked = self.lowering.linked;
        let schema = linked.schema(linked.core(id))?;
        (!schema.enumeration.is_empty()).then_some(())?;
        let text = |value: &'a serde_json::Value| match value {
            serde_json::Value::String(text) => Some(Cow::Borrowed(text.as_str())),
            other => scalar_text(other).map(Cow::Owned),
        };
        schema.enumeration.iter().map(text).collect()
    }
}

/// Returns whether a value is the name of a schema, apart from case and punctuation.
fn is_alike(name: &str, value: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(name) == letters(value)
}

//! Relations of two schemas: whether they are equal, or one is more specific than the other.

use std::collections::HashSet;

use serde_json::Value;

use crate::compose::canonical;
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Linked, Schema, SchemaId};

/// The largest depth to which schemas are compared that refer to others.
const DEEPEST: usize = 128;

/// The largest number of pairs of schemas that are compared to find the more specific one.
const MOST_PAIRS: usize = 4096;

/// The schemas that describe a value of two schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The first alone, because it is at least as specific as the second.
    First,
    /// The second alone, because it is more specific than the first.
    Second,
    /// Both together.
    Both,
    /// None: no value matches both.
    Neither,
}

impl Linked {
    /// Returns the relation of two schemas that describe the same value.
    pub(super) fn relation(&self, before: SchemaId, now: SchemaId) -> Relation {
        let (mut before, mut now) = (before, now);
        let mut visited = HashSet::new();
        loop {
            let relation = match self.relation_without_items(before, now) {
                Some(relation) => relation,
                None => {
                    let items = |id| self.schema(self.core(id)).and_then(|schema| schema.items);
                    match items(before).zip(items(now)) {
                        // Recursive lists: the comparison ends here.
                        Some(_) if !visited.insert((before, now)) || visited.len() > DEEPEST => {
                            Relation::First
                        }
                        Some(items) => {
                            (before, now) = items;
                            continue;
                        }
                        // Neither narrows the other, but a value may match both.
                        None if canonical::may_meet(self, before, now) => Relation::Both,
                        None => Relation::Neither,
                    }
                }
            };
            return match relation {
                // Both lists describe their items, so they are merged; if no item matches both, the list is
                // empty.
                _ if !visited.is_empty() => Relation::Both,
                relation => relation,
            };
        }
    }

    /// Returns the relation, or `None` if it depends on the items of two lists.
    fn relation_without_items(&self, before: SchemaId, now: SchemaId) -> Option<Relation> {
        let (before, now) = (self.core(before), self.core(now));
        if before == now || self.same(before, now) {
            return Some(Relation::First);
        }
        // A schema with only a format says the format of the other one.
        let has_format = |id| self.schema(id).is_some_and(|schema| schema.format.is_some());
        let is_only_format = |id| self.is_unconstrained(id) && has_format(id);
        if is_only_format(now) && !has_format(before) || is_only_format(before) && !has_format(now) {
            return Some(Relation::Both);
        }
        if self.is_unconstrained(now) {
            return Some(Relation::First);
        }
        match (self.narrows(before, now), self.narrows(now, before)) {
            (true, false) if self.loses_format(before, now) || self.loses_rest(before, now) => {
                return Some(Relation::Both);
            }
            (false, true) if self.loses_format(now, before) || self.loses_rest(now, before) => {
                return Some(Relation::Both);
            }
            (true, true) if self.details(now) < self.details(before) => return Some(Relation::First),
            (true, _) => return Some(Relation::Second),
            (false, true) => return Some(Relation::First),
            (false, false) => {}
        }
        let (Some(one), Some(other)) = (self.schema(before), self.schema(now)) else {
            return Some(Relation::Neither);
        };
        if self.are_objects(&[before, now]) {
            return Some(Relation::Both);
        }
        if self.are_words(one, other) {
            let listed: HashSet<&Value> = other.enumeration.iter().collect();
            let is_shared = one.enumeration.iter().any(|word| listed.contains(word));
            return Some(if is_shared { Relation::Both } else { Relation::Neither });
        }
        None
    }

    /// Returns whether the wider of two numbers has a format that the narrower one does not have.
    fn loses_format(&self, loose: SchemaId, strict: SchemaId) -> bool {
        let (loose, strict) = (self.schema(loose), self.schema(strict));
        let is_number =
            |schema: &Schema| matches!(kind_of(schema), Some(SchemaType::Integer | SchemaType::Number));
        loose.is_some_and(|schema| is_number(schema) && schema.format.is_some() && !self.is_composed(schema))
            && strict.is_some_and(|schema| {
                is_number(schema) && schema.format.is_none() && !self.is_composed(schema)
            })
    }

    /// Returns whether the wider of two objects allows additional keys that the narrower one does not
    /// mention.
    fn loses_rest(&self, loose: SchemaId, strict: SchemaId) -> bool {
        let (loose, strict) = (self.schema(loose), self.schema(strict));
        loose.is_some_and(|schema| matches!(schema.additional, Additional::Allowed | Additional::Of(_)))
            && strict
                .is_some_and(|schema| schema.additional == Additional::Unstated && self.is_record(schema))
    }

    /// Returns whether both schemas are string enums.
    pub(super) fn are_words(&self, one: &Schema, other: &Schema) -> bool {
        let are =
            |schema: &Schema| kind_of(schema) == Some(SchemaType::String) && !schema.enumeration.is_empty();
        are(one) && are(other)
    }

    /// Returns whether the type of the first schema can hold every value of the second, for example any
    /// string and a string enum.
    pub(super) fn covers(&self, one: SchemaId, other: SchemaId) -> bool {
        let (one_core, other_core) = (self.core(one), self.core(other));
        if one_core == other_core || self.same(one_core, other_core) {
            return true;
        }
        let (Some(one), Some(other)) = (self.schema(one_core), self.schema(other_core)) else {
            return false;
        };
        let is_plain = |schema: &Schema| !self.is_composed(schema) && schema.enumeration.is_empty();
        match (kind_of(one), kind_of(other)) {
            (Some(SchemaType::String), Some(SchemaType::String)) => is_plain(one) && !self.is_composed(other),
            (Some(SchemaType::Number), Some(SchemaType::Number | SchemaType::Integer)) => {
                is_plain(one) && !self.is_composed(other)
            }
            (Some(SchemaType::Integer), Some(SchemaType::Integer)) => {
                is_plain(one) && !self.is_composed(other) && one.format.as_deref() != Some("int32")
            }
            _ => self.is_unconstrained(one_core),
        }
    }

    /// Returns whether `loose` allows every value of `strict`, according to their types.
    fn narrows(&self, loose: SchemaId, strict: SchemaId) -> bool {
        self.narrows_within(loose, strict, &mut HashSet::new(), 0)
    }

    fn narrows_within(
        &self,
        loose: SchemaId,
        strict: SchemaId,
        visited: &mut HashSet<(SchemaId, SchemaId)>,
        depth: usize,
    ) -> bool {
        if loose == strict || visited.contains(&(loose, strict)) || self.is_unconstrained(loose) {
            return true;
        }
        // The schemas are too large to compare, so keep both.
        if depth > DEEPEST || visited.len() > MOST_PAIRS {
            return false;
        }
        visited.insert((loose, strict));
        let depth = depth + 1;
        let (Some(from), Some(to)) = (self.schema(loose), self.schema(strict)) else {
            return false;
        };
        if to.all_of.iter().any(|part| self.narrows_within(loose, *part, visited, depth)) {
            return true;
        }
        if self.is_only_branches(from) {
            return from.branches().any(|branch| self.narrows_within(branch, strict, visited, depth));
        }
        let kinds = (kind_of(from), kind_of(to));
        let same_kind = kinds.0 == kinds.1
            || kinds == (Some(SchemaType::Number), Some(SchemaType::Integer))
            || kinds.0.is_none() && !self.is_composed(from)
            || kinds == (Some(SchemaType::Object), None);
        let has = |(key, loose): (&String, &SchemaId), visited: &mut HashSet<(SchemaId, SchemaId)>| {
            let strict = to.properties.get(key);
            strict.is_some_and(|strict| self.narrows_within(*loose, *strict, visited, depth))
        };
        same_kind
            && !self.is_composed(from)
            && lists_within(from, to)
            && from.properties.iter().all(|property| has(property, visited))
            && from.items.is_none_or(|loose| {
                to.items.is_some_and(|strict| self.narrows_within(loose, strict, visited, depth))
                    || self.is_unconstrained(loose)
            })
    }

    /// Returns how detailed a schema is, including its inline parts, which are finite.
    fn details(&self, id: SchemaId) -> usize {
        let Some(schema) = self.schema(id) else { return 0 };
        let is_listed = !schema.enumeration.is_empty();
        let own = usize::from(schema.format.is_some()) + usize::from(is_listed) + schema.required.len();
        let is_inline = |id: &&SchemaId| self.schema(**id).is_some_and(|part| !part.is_referred_to);
        let parts = schema.properties.values().chain(&schema.items).filter(is_inline);
        own + parts.map(|part| 1 + self.details(*part)).sum::<usize>()
    }

    /// Returns whether a schema is a union without other keywords.
    fn is_only_branches(&self, schema: &Schema) -> bool {
        schema.schema_type.is_none()
            && schema.properties.is_empty()
            && schema.all_of.is_empty()
            && schema.branches().next().is_some()
    }

    fn is_composed(&self, schema: &Schema) -> bool {
        !schema.all_of.is_empty() || schema.branches().next().is_some()
    }

    /// Returns whether a schema allows any value.
    pub(crate) fn is_unconstrained(&self, id: SchemaId) -> bool {
        self.schema(id).is_none_or(|schema| {
            schema.schema_type.is_none()
                && schema.properties.is_empty()
                && schema.enumeration.is_empty()
                && !self.is_composed(schema)
                && schema.items.is_none()
                && schema.additional == Additional::Unstated
        })
    }

    /// Like [`Self::same`], but for inline parts. References to one schema have the same ID, so only inline
    /// parts can be copies of each other, and those are finite.
    fn same_inline(&self, one: SchemaId, other: SchemaId) -> bool {
        let is_inline = |id| self.schema(id).is_some_and(|schema| !schema.is_referred_to);
        is_inline(one) && is_inline(other) && self.same(one, other)
    }

    /// Returns whether two schemas describe the same type, so that either can be used.
    fn same(&self, one: SchemaId, other: SchemaId) -> bool {
        let (Some(one), Some(other)) = (self.schema(one), self.schema(other)) else {
            return false;
        };
        one.schema_type == other.schema_type
            && one.format == other.format
            && one.enumeration == other.enumeration
            && one.properties.len() == other.properties.len()
            && one.properties.iter().all(|(key, one)| {
                other.properties.get(key).is_some_and(|other| one == other || self.same_inline(*one, *other))
            })
            && one.required == other.required
            && (one.items == other.items
                || one.items.zip(other.items).is_some_and(|(one, other)| self.same_inline(one, other)))
            && one.tuple == other.tuple
            && one.additional == other.additional
            && one.all_of == other.all_of
            && one.any_of == other.any_of
            && one.one_of == other.one_of
    }
}

/// Returns whether every enum value of the stricter schema is one of the looser schema, if that has enum
/// values.
fn lists_within(loose: &Schema, strict: &Schema) -> bool {
    if loose.enumeration.is_empty() || strict.enumeration.is_empty() {
        return loose.enumeration.is_empty();
    }
    let listed: HashSet<&Value> = loose.enumeration.iter().collect();
    strict.enumeration.iter().all(|value| listed.contains(value))
}

/// Returns the type of a schema, or else the type of its enum values.
fn kind_of(schema: &Schema) -> Option<SchemaType> {
    let listed = || {
        let is_text = |value: &Value| value.is_string();
        (!schema.enumeration.is_empty() && schema.enumeration.iter().all(is_text))
            .then_some(SchemaType::String)
    };
    schema.schema_type.or_else(listed)
}

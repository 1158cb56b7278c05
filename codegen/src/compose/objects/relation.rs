//! Whether two schemas say the same of a value, or one of them more than the other.

use std::collections::HashSet;

use serde_json::Value;

use crate::compose::canonical;
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Linked, Schema, SchemaId};

/// How deep two schemas are compared that hold others by reference.
const DEEPEST: usize = 128;

/// How many pairs of schemas are compared at most to know whether one says more than the other.
const MOST_PAIRS: usize = 4096;

/// What a value is that two schemas describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// What the first says, which is all that the second does.
    First,
    /// What the second says, which is all that the first does, and more.
    Second,
    /// What both say together.
    Both,
    /// Nothing: no value is both.
    Neither,
}

impl Linked {
    /// What a value is that both schemas describe.
    pub(super) fn meeting(&self, before: SchemaId, now: SchemaId) -> Relation {
        let (mut before, mut now) = (before, now);
        let mut visited = HashSet::new();
        loop {
            let meeting = match self.meeting_but_of_items(before, now) {
                Some(meeting) => meeting,
                None => {
                    let items = |id| self.schema(self.core(id)).and_then(|schema| schema.items);
                    match items(before).zip(items(now)) {
                        // Lists that hold each other end here: what they hold is what they hold.
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
            return match meeting {
                // Both lists describe their items, so they are merged; if no item matches both, the list is empty.
                _ if !visited.is_empty() => Relation::Both,
                meeting => meeting,
            };
        }
    }

    /// The same; nothing where it depends on what two lists hold.
    fn meeting_but_of_items(&self, before: SchemaId, now: SchemaId) -> Option<Relation> {
        let (before, now) = (self.core(before), self.core(now));
        if before == now || self.same(before, now) || self.says_nothing(now) {
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

    /// Returns whether the wider of two objects allows additional keys that the narrower one does not mention.
    fn loses_rest(&self, loose: SchemaId, strict: SchemaId) -> bool {
        let (loose, strict) = (self.schema(loose), self.schema(strict));
        loose.is_some_and(|schema| matches!(schema.additional, Additional::Allowed | Additional::Of(_)))
            && strict
                .is_some_and(|schema| schema.additional == Additional::Unstated && self.is_record(schema))
    }

    /// Whether both are lists of words.
    pub(super) fn are_words(&self, one: &Schema, other: &Schema) -> bool {
        let are =
            |schema: &Schema| kind_of(schema) == Some(SchemaType::String) && !schema.enumeration.is_empty();
        are(one) && are(other)
    }

    /// Whether the type of the first is that of the second too, as it is where both are texts and the first is any.
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
            _ => self.says_nothing(one_core),
        }
    }

    /// Whether every value of `strict` is one of `loose`, as far as their types say.
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
        if loose == strict || visited.contains(&(loose, strict)) || self.says_nothing(loose) {
            return true;
        }
        // What is so large is not looked through: both are kept.
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
                    || self.says_nothing(loose)
            })
    }

    /// How much a schema says of its values, and of those of its inline parts, which have an end.
    fn details(&self, id: SchemaId) -> usize {
        let Some(schema) = self.schema(id) else { return 0 };
        let is_listed = !schema.enumeration.is_empty();
        let own = usize::from(schema.format.is_some()) + usize::from(is_listed) + schema.required.len();
        let is_inline = |id: &&SchemaId| self.schema(**id).is_some_and(|part| !part.is_referred_to);
        let parts = schema.properties.values().chain(&schema.items).filter(is_inline);
        own + parts.map(|part| 1 + self.details(*part)).sum::<usize>()
    }

    /// Whether a schema is a choice and says nothing beside it.
    fn is_only_branches(&self, schema: &Schema) -> bool {
        schema.schema_type.is_none()
            && schema.properties.is_empty()
            && schema.all_of.is_empty()
            && schema.branches().next().is_some()
    }

    fn is_composed(&self, schema: &Schema) -> bool {
        !schema.all_of.is_empty() || schema.branches().next().is_some()
    }

    /// Whether a schema allows whatever there is.
    pub(crate) fn says_nothing(&self, id: SchemaId) -> bool {
        self.schema(id).is_none_or(|schema| {
            schema.schema_type.is_none()
                && schema.properties.is_empty()
                && schema.enumeration.is_empty()
                && !self.is_composed(schema)
                && schema.items.is_none()
                && schema.additional == Additional::Unstated
        })
    }

    /// As [`Self::same`], for parts: a reference leads to one and the same schema, so that what differs is written in
    /// two places, and has an end.
    fn same_inline(&self, one: SchemaId, other: SchemaId) -> bool {
        let is_inline = |id| self.schema(id).is_some_and(|schema| !schema.is_referred_to);
        is_inline(one) && is_inline(other) && self.same(one, other)
    }

    /// Whether two schemas describe the same type, so that it does not matter which is taken.
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

/// Whether all that the stricter schema lists is listed by the looser one, where that lists anything.
fn lists_within(loose: &Schema, strict: &Schema) -> bool {
    if loose.enumeration.is_empty() || strict.enumeration.is_empty() {
        return loose.enumeration.is_empty();
    }
    let listed: HashSet<&Value> = loose.enumeration.iter().collect();
    strict.enumeration.iter().all(|value| listed.contains(value))
}

/// The type of a schema's values, by what it lists where it does not say.
fn kind_of(schema: &Schema) -> Option<SchemaType> {
    let listed = || {
        let is_text = |value: &Value| value.is_string();
        (!schema.enumeration.is_empty() && schema.enumeration.iter().all(is_text))
            .then_some(SchemaType::String)
    };
    schema.schema_type.or_else(listed)
}

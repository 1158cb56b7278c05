//! Whether two schemas say the same of a value, or one of them more than the other.

use serde_json::Value;

use crate::link::{Additional, Linked, Schema, SchemaId};

/// What a value is that two schemas describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meeting {
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
    pub(super) fn meeting(&self, before: SchemaId, now: SchemaId) -> Meeting {
        self.meeting_within(before, now, &mut Vec::new())
    }

    fn meeting_within(
        &self,
        before: SchemaId,
        now: SchemaId,
        visited: &mut Vec<(SchemaId, SchemaId)>,
    ) -> Meeting {
        let (before, now) = (self.core(before), self.core(now));
        if before == now || self.same(before, now) || self.says_nothing(now) {
            return Meeting::First;
        }
        match (self.narrows(before, now), self.narrows(now, before)) {
            (true, true) if self.details(now) < self.details(before) => return Meeting::First,
            (true, _) => return Meeting::Second,
            (false, true) => return Meeting::First,
            (false, false) => {}
        }
        let (Some(one), Some(other)) = (self.schema(before), self.schema(now)) else {
            return Meeting::Neither;
        };
        if self.are_objects(&[before, now]) {
            return Meeting::Both;
        }
        if self.are_words(one, other) {
            let is_shared = one.enumeration.iter().any(|word| other.enumeration.contains(word));
            return if is_shared { Meeting::Both } else { Meeting::Neither };
        }
        // Lists that hold each other end here: what they hold is what they hold.
        if visited.contains(&(before, now)) {
            return Meeting::First;
        }
        visited.push((before, now));
        match one.items.zip(other.items) {
            Some((one, other)) => match self.meeting_within(one, other, visited) {
                Meeting::Neither => Meeting::Neither,
                _ => Meeting::Both,
            },
            None => Meeting::Neither,
        }
    }

    /// Whether both are lists of words.
    pub(super) fn are_words(&self, one: &Schema, other: &Schema) -> bool {
        let are = |schema: &Schema| kind_of(schema) == Some("string") && !schema.enumeration.is_empty();
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
            (Some("string"), Some("string")) => is_plain(one) && !self.is_composed(other),
            (Some("number"), Some("number" | "integer")) => is_plain(one) && !self.is_composed(other),
            (Some("integer"), Some("integer")) => {
                is_plain(one) && !self.is_composed(other) && one.format.as_deref() != Some("int32")
            }
            _ => self.says_nothing(one_core),
        }
    }

    /// What a schema is when the only part that says anything stands for it, as a reference with words beside it.
    pub(crate) fn core(&self, id: SchemaId) -> SchemaId {
        let mut visited = vec![id];
        let mut core = id;
        while let Some(part) = self.schema(core).and_then(|schema| self.sole_part(schema)) {
            if visited.contains(&part) {
                break;
            }
            visited.push(part);
            core = part;
        }
        core
    }

    /// Whether every value of `strict` is one of `loose`, as far as their types say.
    fn narrows(&self, loose: SchemaId, strict: SchemaId) -> bool {
        self.narrows_within(loose, strict, &mut Vec::new())
    }

    fn narrows_within(
        &self,
        loose: SchemaId,
        strict: SchemaId,
        visited: &mut Vec<(SchemaId, SchemaId)>,
    ) -> bool {
        if loose == strict || visited.contains(&(loose, strict)) || self.says_nothing(loose) {
            return true;
        }
        visited.push((loose, strict));
        let (Some(from), Some(to)) = (self.schema(loose), self.schema(strict)) else {
            return false;
        };
        if to.all_of.iter().any(|part| self.narrows_within(loose, *part, visited)) {
            return true;
        }
        if self.is_only_branches(from) {
            return from.branches().any(|branch| self.narrows_within(branch, strict, visited));
        }
        let kinds = (kind_of(from), kind_of(to));
        let same_kind = kinds.0 == kinds.1
            || kinds == (Some("number"), Some("integer"))
            || kinds.0.is_none() && !self.is_composed(from)
            || kinds == (Some("object"), None);
        let has = |(key, loose): (&String, &SchemaId), visited: &mut Vec<(SchemaId, SchemaId)>| {
            to.properties.get(key).is_some_and(|strict| self.narrows_within(*loose, *strict, visited))
        };
        same_kind
            && !self.is_composed(from)
            && lists_within(from, to)
            && from.properties.iter().all(|property| has(property, visited))
            && from.items.is_none_or(|loose| {
                to.items.is_some_and(|strict| self.narrows_within(loose, strict, visited))
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
        schema.type_name.is_none()
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
            schema.type_name.is_none()
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
        one.type_name == other.type_name
            && one.format == other.format
            && one.enumeration == other.enumeration
            && one.properties.len() == other.properties.len()
            && one.properties.iter().all(|(key, one)| {
                other.properties.get(key).is_some_and(|other| one == other || self.same_inline(*one, *other))
            })
            && one.required == other.required
            && (one.items == other.items
                || one.items.zip(other.items).is_some_and(|(one, other)| self.same_inline(one, other)))
            && one.additional == other.additional
            && one.all_of == other.all_of
            && one.any_of == other.any_of
            && one.one_of == other.one_of
    }
}

/// Whether all that the stricter schema lists is listed by the looser one, where that lists anything.
fn lists_within(loose: &Schema, strict: &Schema) -> bool {
    let is_listed = |value| loose.enumeration.contains(value);
    loose.enumeration.is_empty() || !strict.enumeration.is_empty() && strict.enumeration.iter().all(is_listed)
}

/// The type of a schema's values, by what it lists where it does not say.
fn kind_of(schema: &Schema) -> Option<&str> {
    let listed = || {
        let is_text = |value: &Value| value.is_string();
        (!schema.enumeration.is_empty() && schema.enumeration.iter().all(is_text)).then_some("string")
    };
    schema.type_name.as_deref().or_else(listed)
}

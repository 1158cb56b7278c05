//! Strings that a description lists, and those beside which it allows any other.

use std::collections::HashSet;

use serde_json::Value;

use super::Lowering;
use crate::graph;
use crate::ir::Words;
use crate::link::{Additional, Linked, Schema, SchemaId};
use crate::name::{Kind, Scope};
use crate::source::Place;

/// What a choice between listed strings and any string is.
pub(super) enum Open {
    /// The component that lists them: an enum keeps any other string as it is.
    Component(SchemaId),
    /// All that are listed.
    Words(Vec<String>),
}

impl Lowering<'_> {
    /// The strings that a choice lists beside any string: `anyOf` of a string and an enum of strings.
    pub(super) fn open_words(&self, id: SchemaId) -> Option<Open> {
        let schema = self.linked.schema(id)?;
        if schema.branches().nth(1).is_none() || !self.open_words.is_open(self.linked.core(id)) {
            return None;
        }
        let mut found = Found::default();
        self.gather(id, &mut found);
        let only = match found.lists.as_slice() {
            [only] => self.linked.schema(*only).filter(|list| list.component.is_some()).map(|_| *only),
            _ => None,
        };
        Some(only.map_or(Open::Words(found.words), Open::Component))
    }

    /// Adds the strings of a schema, which is nothing but strings.
    fn gather(&self, id: SchemaId, found: &mut Found) {
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let id = self.linked.core(id);
            let Some(schema) = self.linked.schema(id) else { continue };
            // What is listed twice is listed.
            if !visited.insert(id) {
                continue;
            }
            if is_words(schema) {
                // Lists of lists may be as many as their square.
                if !schema.enumeration.iter().all(|_| self.compositions.step(id)) {
                    break;
                }
                found.words.extend(schema.enumeration.iter().filter_map(Value::as_str).map(str::to_owned));
                found.lists.push(id);
            } else {
                let from = pending.len();
                pending.extend(schema.branches());
                pending.get_mut(from..).into_iter().for_each(<[SchemaId]>::reverse);
            }
        }
    }

    /// An enum of words; where there is none at a place, null was listed.
    pub(super) fn words<'v>(&self, values: impl Iterator<Item = Option<&'v str>>, at: &Place) -> Words {
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let mut known = Vec::new();
        let mut listed = HashSet::new();
        for (index, word) in values.enumerate() {
            let Some(word) = word else { continue };
            if !listed.insert(word) {
                continue;
            }
            known.push(scope.claim(word, &[word], &at.index(index)));
        }
        // The variant for the rest gives way: a listed value keeps its own name.
        let other = scope.claim("", &["unrecognized", "unrecognized value", "unlisted"], at);
        Words { known, other, is_open: false }
    }
}

#[derive(Default)]
struct Found {
    words: Vec<String>,
    /// The schemas that list them.
    lists: Vec<SchemaId>,
}

/// Which schemas list strings beside any string, and are nothing else.
#[derive(Debug, Default)]
pub(super) struct OpenWords(Vec<bool>);

impl OpenWords {
    /// Looks at every schema.
    pub(super) fn of(linked: &Linked) -> Self {
        let count = linked.schema_ids().count();
        let kinds: Vec<Strings> =
            linked.schema_ids().filter_map(|id| linked.schema(id)).map(Strings::of).collect();
        let kind = |index: usize| kinds.get(index).copied().unwrap_or(Strings::Other);
        let ids: Vec<SchemaId> = linked.schema_ids().collect();
        let branches = |index: usize| {
            let choice = ids.get(index).filter(|_| kind(index) == Strings::Choice);
            let branches = choice.and_then(|id| linked.schema(*id)).into_iter().flat_map(Schema::branches);
            branches.map(|branch| linked.core(branch).index())
        };
        let leading_to = |wanted: Strings| graph::leading_to(count, branches, |index| kind(index) == wanted);
        let (other, any, words) =
            (leading_to(Strings::Other), leading_to(Strings::Any), leading_to(Strings::Words));
        let are = other.into_iter().zip(any).zip(words);
        Self(are.map(|((is_other, has_any), has_words)| !is_other && has_any && has_words).collect())
    }

    fn is_open(&self, id: SchemaId) -> bool {
        self.0.get(id.index()).copied().unwrap_or_default()
    }
}

/// What a schema says of strings by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Strings {
    /// Some.
    Words,
    /// Any.
    Any,
    /// What its branches say, and nothing else.
    Choice,
    Other,
}

impl Strings {
    fn of(schema: &Schema) -> Self {
        if is_words(schema) {
            return Self::Words;
        }
        let has_branches = schema.branches().next().is_some();
        let has_parts = !schema.all_of.is_empty() || has_branches;
        let is_plain = schema.format.is_none() && schema.content.is_none() && schema.enumeration.is_empty();
        let is_choice = schema.type_name.is_none()
            && schema.all_of.is_empty()
            && schema.properties.is_empty()
            && schema.discriminator.is_none()
            && schema.additional == Additional::Unstated;
        match schema.type_name.as_deref() {
            Some("string") if !has_parts && is_plain => Self::Any,
            _ if is_choice && has_branches => Self::Choice,
            _ => Self::Other,
        }
    }
}

/// Strings from a list, beside which null may stand.
pub(super) fn is_words(schema: &Schema) -> bool {
    let is_text = matches!(schema.type_name.as_deref(), Some("string") | None);
    let all_text = schema.enumeration.iter().all(|value| value.is_string() || value.is_null());
    is_text && all_text && schema.enumeration.iter().any(Value::is_string)
}

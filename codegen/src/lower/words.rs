//! Strings that a description lists, and those beside which it allows any other.

use serde_json::Value;

use super::Lowering;
use crate::ir::Words;
use crate::link::{Additional, Schema, SchemaId};
use crate::name::{Kind, Name, Scope};
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
        if schema.branches().count() < 2 {
            return None;
        }
        let mut found = Found::default();
        self.gather(id, &mut found, &mut Vec::new())?;
        if !found.has_any || found.words.is_empty() {
            return None;
        }
        let only = match found.lists.as_slice() {
            [only] => self.linked.schema(*only).filter(|list| list.component.is_some()).map(|_| *only),
            _ => None,
        };
        Some(only.map_or(Open::Words(found.words), Open::Component))
    }

    /// Adds the strings of a schema, which is nothing but strings.
    fn gather(&self, id: SchemaId, found: &mut Found, visited: &mut Vec<SchemaId>) -> Option<()> {
        let id = self.linked.core(id);
        // What is listed twice is listed.
        if visited.contains(&id) {
            return Some(());
        }
        visited.push(id);
        let schema = self.linked.schema(id)?;
        if is_words(schema) {
            found.words.extend(schema.enumeration.iter().filter_map(Value::as_str).map(str::to_owned));
            found.lists.push(id);
            return Some(());
        }
        let has_parts = !schema.all_of.is_empty() || schema.branches().next().is_some();
        if !has_parts && schema.type_name.as_deref() == Some("string") {
            found.has_any = true;
            let is_plain =
                schema.format.is_none() && schema.content.is_none() && schema.enumeration.is_empty();
            return is_plain.then_some(());
        }
        let is_choice = schema.type_name.is_none()
            && schema.all_of.is_empty()
            && schema.properties.is_empty()
            && schema.discriminator.is_none()
            && schema.additional == Additional::Unstated
            && schema.branches().next().is_some();
        if !is_choice {
            return None;
        }
        schema.branches().try_for_each(|branch| self.gather(branch, found, visited))
    }

    /// An enum of words; where there is none at a place, null was listed.
    pub(super) fn words<'v>(&self, values: impl Iterator<Item = Option<&'v str>>, at: &Place) -> Words {
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let mut known = Vec::new();
        for (index, word) in values.enumerate() {
            let Some(word) = word else { continue };
            if known.iter().any(|name: &Name| name.wire() == word) {
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
    /// Whether any string is allowed.
    has_any: bool,
}

/// Strings from a list, beside which null may stand.
pub(super) fn is_words(schema: &Schema) -> bool {
    let is_text = matches!(schema.type_name.as_deref(), Some("string") | None);
    let all_text = schema.enumeration.iter().all(|value| value.is_string() || value.is_null());
    is_text && all_text && schema.enumeration.iter().any(Value::is_string)
}

//! String enums and integer enums, also those that a description writes as a union of constants or of enums.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Lowering;
use crate::diagnostics::Place;
use crate::graph;
use crate::ir::Enum;
use crate::naming::{self, Kind, Name, Scope};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Linked, Schema, SchemaId, as_whole};

/// The form of a union of enums.
pub(super) enum Listing {
    /// An enum that is a component, beside any other value. The generated enum preserves other values in any
    /// case.
    Component(SchemaId),
    /// The values of all branches.
    Enum { words: Vec<Word>, is_open: bool, is_whole: bool },
}

/// An enum value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The string, or the digits of an integer.
    pub(super) value: String,
    /// The name in the description.
    pub(super) title: Option<String>,
    /// The documentation, in Markdown.
    pub(super) docs: String,
}

/// The largest length of a title, in bytes, that serves as a name. Longer titles are usually sentences.
const LONGEST_TITLE: usize = 40;

impl Lowering<'_> {
    /// Returns the values of an `anyOf` or `oneOf` of constants, or of an enum and any other value of its
    /// type: strings or integers.
    pub(super) fn listing(&self, id: SchemaId) -> Option<Listing> {
        let schema = self.linked.schema(id)?;
        schema.branches().nth(1)?;
        let core = self.linked.core(id);
        let found = self.listings.get(core)?;
        let mut lists = Vec::new();
        self.gather(id, &mut lists);
        let list = |id: &SchemaId| self.linked.schema(*id);
        if found.is_open
            && let [only] = lists.as_slice()
            && list(only).is_some_and(|list| list.component.is_some())
        {
            return Some(Listing::Component(*only));
        }
        // Enums with names remain variants of a union; constants become values of one enum.
        let is_kind = |list: &Schema| list.component.is_some() && list.enumeration.len() > 1;
        if !found.is_open && lists.iter().filter_map(list).any(is_kind) {
            return None;
        }
        let mut words = Vec::new();
        for list in lists.iter().filter_map(list) {
            let of_list = words_of(list);
            let is_constant = of_list.len() == 1;
            words.extend(of_list.into_iter().map(|word| if is_constant { titled(word, list) } else { word }));
        }
        Some(Listing::Enum { words, is_open: found.is_open, is_whole: found.is_whole })
    }

    /// Adds the enums that are direct or indirect branches of a schema.
    fn gather(&self, id: SchemaId, lists: &mut Vec<SchemaId>) {
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let id = self.linked.core(id);
            let Some(schema) = self.linked.schema(id) else { continue };
            if !visited.insert(id) {
                continue;
            }
            if schema.is_words() || schema.is_whole_words() {
                // The limit of compositions applies: nested unions can list the same enums quadratically
                // often.
                if !schema.enumeration.iter().all(|_| self.compositions.step(id)) {
                    break;
                }
                lists.push(id);
            } else {
                let from = pending.len();
                pending.extend(schema.branches());
                pending.get_mut(from..).into_iter().for_each(<[SchemaId]>::reverse);
            }
        }
    }

    /// Creates an enum from the values of a schema.
    pub(super) fn words_of_schema(&self, schema: &Schema, at: &Place) -> Enum {
        Enum { is_whole: schema.is_whole_words(), ..self.words(words_of(schema), at) }
    }

    /// Creates an enum from a list of values.
    pub(super) fn words(&self, mut words: Vec<Word>, at: &Place) -> Enum {
        let mut listed = HashSet::new();
        words.retain(|word| listed.insert(word.value.clone()));
        // Values with the same title do not use it: often each has the title of the whole enum.
        let mut titles: HashMap<String, usize> = HashMap::new();
        for title in words.iter().filter_map(|word| word.title.as_ref()) {
            *titles.entry(title.to_lowercase()).or_default() += 1;
        }
        let is_own = |title: &&str| titles.get(&title.to_lowercase()).is_none_or(|count| *count == 1);
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let candidates: Vec<Vec<&str>> = words
            .iter()
            .map(|word| {
                word.title.as_deref().filter(is_own).into_iter().chain([word.value.as_str()]).collect()
            })
            .collect();
        let preferred = candidates.iter().filter_map(|candidates| candidates.first().copied());
        let mut known: Vec<(usize, Name)> = naming::order_of_claims(preferred, Kind::Variant)
            .into_iter()
            .filter_map(|index| {
                let (word, candidates) = (words.get(index)?, candidates.get(index)?);
                Some((index, scope.claim(&word.value, candidates, &at.index(index))))
            })
            .collect();
        known.sort_by_key(|(index, _)| *index);
        let known = known.into_iter().map(|(_, name)| name).collect();
        // The names of listed values take precedence over the name of the variant for other values.
        let other = scope.claim("", &["unrecognized", "unrecognized value", "unlisted"], at);
        let docs = words.into_iter().map(|word| word.docs).collect();
        Enum { known, docs, other, is_open: false, is_whole: false }
    }
}

/// Returns the enum values of a schema.
fn words_of(schema: &Schema) -> Vec<Word> {
    let mut words = Vec::new();
    for (index, value) in schema.enumeration.iter().enumerate() {
        let value = match value.as_str() {
            Some(text) => text.to_owned(),
            None => match as_whole(value) {
                Some(number) => number.to_string(),
                None => continue,
            },
        };
        let note = schema.notes.get(index).cloned().unwrap_or_default();
        words.push(Word { value, title: note.name, docs: note.description });
    }
    words
}

/// Completes the only value of a schema by the title and description of the schema.
fn titled(word: Word, schema: &Schema) -> Word {
    let title = Some(schema.title.as_str()).filter(|title| !title.is_empty());
    let name = title.filter(|title| title.len() <= LONGEST_TITLE).map(str::to_owned);
    // If a schema has no description, its title has been used instead; do not repeat the name.
    let docs = if Some(schema.description.as_str()) == name.as_deref() { "" } else { &schema.description };
    let docs = if word.docs.is_empty() { docs.to_owned() } else { word.docs };
    Word { title: word.title.or(name), docs, value: word.value }
}

/// The schemas that are only unions of enums.
#[derive(Debug, Default)]
pub(super) struct Listings(Vec<Option<Openness>>);

/// The values of a union of enums.
#[derive(Debug, Clone, Copy)]
struct Openness {
    /// Whether any other value of the type is allowed.
    is_open: bool,
    is_whole: bool,
}

impl Listings {
    /// Examines every schema.
    pub(super) fn of(linked: &Linked) -> Self {
        let (texts, numbers) = (Self::of_type(linked, false), Self::of_type(linked, true));
        Self(texts.into_iter().zip(numbers).map(|(text, number)| text.or(number)).collect())
    }

    fn of_type(linked: &Linked, is_whole: bool) -> Vec<Option<Openness>> {
        let ids: Vec<SchemaId> = linked.schema_ids().collect();
        let kinds: Vec<Values> = ids
            .iter()
            .filter_map(|id| linked.schema(*id))
            .map(|schema| Values::of(schema, is_whole))
            .collect();
        let kind = |index: usize| kinds.get(index).copied().unwrap_or(Values::Other);
        let branches = |index: usize| {
            let union = ids.get(index).filter(|_| kind(index) == Values::Union);
            let branches = union.and_then(|id| linked.schema(*id)).into_iter().flat_map(Schema::branches);
            branches.map(|branch| linked.core(branch).index())
        };
        let leading_to =
            |wanted: Values| graph::leading_to(ids.len(), branches, |index| kind(index) == wanted);
        let (other, any, words) =
            (leading_to(Values::Other), leading_to(Values::Any), leading_to(Values::Enum));
        let are = other.into_iter().zip(any).zip(words);
        let found = |((is_other, is_open), has_words): ((bool, bool), bool)| {
            (!is_other && has_words).then_some(Openness { is_open, is_whole })
        };
        are.map(found).collect()
    }

    fn get(&self, id: SchemaId) -> Option<Openness> {
        self.0.get(id.index()).copied().flatten()
    }
}

/// The values of one type that a schema itself allows.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Values {
    /// Enum values.
    Enum,
    /// Any value of the type.
    Any,
    /// The values of its branches.
    Union,
    /// Null.
    Null,
    Other,
}

impl Values {
    fn of(schema: &Schema, is_whole: bool) -> Self {
        if if is_whole { schema.is_whole_words() } else { schema.is_words() } {
            return Self::Enum;
        }
        if !schema.enumeration.is_empty() && schema.enumeration.iter().all(Value::is_null) {
            return Self::Null;
        }
        let has_branches = schema.branches().next().is_some();
        let has_parts = !schema.all_of.is_empty() || has_branches;
        let is_plain = schema.format.is_none() && schema.content.is_none() && schema.enumeration.is_empty();
        let schema_type = if is_whole { SchemaType::Integer } else { SchemaType::String };
        let is_union = schema.schema_type.is_none_or(|it| it == schema_type)
            && schema.enumeration.is_empty()
            && schema.all_of.is_empty()
            && schema.properties.is_empty()
            && schema.discriminator.is_none()
            && schema.additional == Additional::Unstated;
        match schema.schema_type {
            Some(it) if it == schema_type && !has_parts && is_plain => Self::Any,
            _ if is_union && has_branches => Self::Union,
            _ => Self::Other,
        }
    }
}

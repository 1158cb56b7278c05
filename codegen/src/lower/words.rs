//! Strings and whole numbers that a description lists, by an enum or as constants of a choice, and those beside which it
//! allows any other.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Lowering;
use crate::graph;
use crate::ir::Words;
use crate::link::{Additional, Linked, Schema, SchemaId, as_whole};
use crate::name::{Kind, Scope};
use crate::source::Place;

/// What a choice of listed values is.
pub(super) enum Listing {
    /// The component that lists them: an enum keeps any other value as it is.
    Component(SchemaId),
    /// All that are listed.
    Words { words: Vec<Word>, is_open: bool, is_whole: bool },
}

/// A value that an enum lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// The string, or the digits.
    pub(super) value: String,
    /// What the description calls it.
    pub(super) title: Option<String>,
    /// What the description says of it, in Markdown.
    pub(super) docs: String,
}

/// Longer titles are sentences.
const LONGEST_TITLE: usize = 40;

impl Lowering<'_> {
    /// The values that a choice lists: an `anyOf` or `oneOf` of constants, or of any string and an enum of strings; the
    /// same for whole numbers.
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
        // Enums that have names are kinds of their own; constants are values of one enum.
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
        Some(Listing::Words { words, is_open: found.is_open, is_whole: found.is_whole })
    }

    /// Adds the schemas that list the values of a schema, which is nothing but values.
    fn gather(&self, id: SchemaId, lists: &mut Vec<SchemaId>) {
        let mut visited = HashSet::new();
        let mut pending = vec![id];
        while let Some(id) = pending.pop() {
            let id = self.linked.core(id);
            let Some(schema) = self.linked.schema(id) else { continue };
            // What is listed twice is listed.
            if !visited.insert(id) {
                continue;
            }
            if schema.is_words() || schema.is_whole_words() {
                // Lists of lists may be as many as their square.
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

    /// An enum of the values that a schema lists.
    pub(super) fn words_of_schema(&self, schema: &Schema, at: &Place) -> Words {
        Words { is_whole: schema.is_whole_words(), ..self.words(words_of(schema), at) }
    }

    /// An enum of words.
    pub(super) fn words(&self, mut words: Vec<Word>, at: &Place) -> Words {
        let mut listed = HashSet::new();
        words.retain(|word| listed.insert(word.value.clone()));
        // A title that several have names none of them, as where each says what the whole is.
        let mut titles: HashMap<String, usize> = HashMap::new();
        for title in words.iter().filter_map(|word| word.title.as_ref()) {
            *titles.entry(title.to_lowercase()).or_default() += 1;
        }
        let is_own = |title: &&str| titles.get(&title.to_lowercase()).is_none_or(|count| *count == 1);
        let mut scope = Scope::new(Kind::Variant, &["Self"]);
        let known = words.iter().enumerate().map(|(index, word)| {
            let title = word.title.as_deref().filter(is_own);
            let candidates: Vec<&str> = title.into_iter().chain([word.value.as_str()]).collect();
            scope.claim(&word.value, &candidates, &at.index(index))
        });
        let known = known.collect();
        // The variant for the rest gives way: a listed value keeps its own name.
        let other = scope.claim("", &["unrecognized", "unrecognized value", "unlisted"], at);
        let docs = words.into_iter().map(|word| word.docs).collect();
        Words { known, docs, other, is_open: false, is_whole: false }
    }
}

/// The values that a schema itself lists.
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

/// The only value that a schema lists, with what the schema says of itself.
fn titled(word: Word, schema: &Schema) -> Word {
    let title = Some(schema.title.as_str()).filter(|title| !title.is_empty());
    let name = title.filter(|title| title.len() <= LONGEST_TITLE).map(str::to_owned);
    // Where there is no description, the title stands for it.
    let docs = if Some(schema.description.as_str()) == name.as_deref() { "" } else { &schema.description };
    let docs = if word.docs.is_empty() { docs.to_owned() } else { word.docs };
    Word { title: word.title.or(name), docs, value: word.value }
}

/// Which schemas list values by their branches, and are nothing else.
#[derive(Debug, Default)]
pub(super) struct Listings(Vec<Option<Found>>);

/// What the branches of a schema list.
#[derive(Debug, Clone, Copy)]
struct Found {
    /// Whether any other value of the type is allowed beside.
    is_open: bool,
    is_whole: bool,
}

impl Listings {
    /// Looks at every schema.
    pub(super) fn of(linked: &Linked) -> Self {
        let (texts, numbers) = (Self::of_type(linked, false), Self::of_type(linked, true));
        Self(texts.into_iter().zip(numbers).map(|(text, number)| text.or(number)).collect())
    }

    fn of_type(linked: &Linked, is_whole: bool) -> Vec<Option<Found>> {
        let ids: Vec<SchemaId> = linked.schema_ids().collect();
        let kinds: Vec<Values> = ids
            .iter()
            .filter_map(|id| linked.schema(*id))
            .map(|schema| Values::of(schema, is_whole))
            .collect();
        let kind = |index: usize| kinds.get(index).copied().unwrap_or(Values::Other);
        let branches = |index: usize| {
            let choice = ids.get(index).filter(|_| kind(index) == Values::Choice);
            let branches = choice.and_then(|id| linked.schema(*id)).into_iter().flat_map(Schema::branches);
            branches.map(|branch| linked.core(branch).index())
        };
        let leading_to =
            |wanted: Values| graph::leading_to(ids.len(), branches, |index| kind(index) == wanted);
        let (other, any, words) =
            (leading_to(Values::Other), leading_to(Values::Any), leading_to(Values::Words));
        let are = other.into_iter().zip(any).zip(words);
        let found = |((is_other, is_open), has_words): ((bool, bool), bool)| {
            (!is_other && has_words).then_some(Found { is_open, is_whole })
        };
        are.map(found).collect()
    }

    fn get(&self, id: SchemaId) -> Option<Found> {
        self.0.get(id.index()).copied().flatten()
    }
}

/// What a schema says by itself of values of one type.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Values {
    /// Some.
    Words,
    /// Any.
    Any,
    /// What its branches say, and nothing else.
    Choice,
    /// Null.
    Null,
    Other,
}

impl Values {
    fn of(schema: &Schema, is_whole: bool) -> Self {
        if if is_whole { schema.is_whole_words() } else { schema.is_words() } {
            return Self::Words;
        }
        if !schema.enumeration.is_empty() && schema.enumeration.iter().all(Value::is_null) {
            return Self::Null;
        }
        let has_branches = schema.branches().next().is_some();
        let has_parts = !schema.all_of.is_empty() || has_branches;
        let is_plain = schema.format.is_none() && schema.content.is_none() && schema.enumeration.is_empty();
        let type_name = if is_whole { "integer" } else { "string" };
        let is_choice = schema.type_name.as_deref().is_none_or(|name| name == type_name)
            && schema.enumeration.is_empty()
            && schema.all_of.is_empty()
            && schema.properties.is_empty()
            && schema.discriminator.is_none()
            && schema.additional == Additional::Unstated;
        match schema.type_name.as_deref() {
            Some(name) if name == type_name && !has_parts && is_plain => Self::Any,
            _ if is_choice && has_branches => Self::Choice,
            _ => Self::Other,
        }
    }
}

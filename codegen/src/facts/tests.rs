//! What tells the variants of a choice apart: JSON type, listed words, keys, and keys with one value.

use std::collections::{HashMap, HashSet};

use super::Facts;
use crate::canon::scalar_text;
use crate::ir::{Api, Field, ModelId, Presence, Record, Shape, Type, Variant};

/// The types that JSON has (RFC 8259, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum JsonKind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

/// What a value of a type looks like from outside.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Test {
    /// The JSON types that it may have; any, where there is none.
    pub(crate) kinds: Vec<JsonKind>,
    /// Whether a number of it is whole.
    pub(crate) whole: bool,
    /// Strings that it lists.
    pub(crate) words: Vec<String>,
    /// Keys that it must have.
    pub(crate) required: Vec<String>,
    /// Keys that it may have.
    pub(crate) known: Vec<String>,
    /// Keys that can only have certain values.
    pub(crate) constants: Vec<(String, Vec<String>)>,
}

/// The tests of every choice.
pub(super) fn of(api: &Api, facts: &Facts) -> HashMap<ModelId, Vec<Test>> {
    let kinds = kinds_of_choices(api);
    let choices = api.models_with_ids().filter_map(|(id, model)| match &model.shape {
        Shape::Choice(choice) => Some((id, choice)),
        _ => None,
    });
    choices
        .map(|(id, choice)| {
            // Seen from itself, a choice may be anything.
            let is_itself = |variant: &Variant| choice_in(api, &variant.ty) == Some(id);
            let tests = choice.variants.iter().map(|variant| match is_itself(variant) {
                true => Test::default(),
                false => test(api, facts, &kinds, &variant.ty),
            });
            (id, tests.collect())
        })
        .collect()
}

/// The JSON types that the values of each choice may have; none for one that may have any, as one that leads back to
/// itself by choices alone.
fn kinds_of_choices(api: &Api) -> HashMap<ModelId, Vec<JsonKind>> {
    let mut found: HashMap<ModelId, Vec<JsonKind>> = HashMap::new();
    for (start, _) in api.models_with_ids() {
        // A stack of our own: a chain of choices may be longer than the thread's stack is deep.
        let mut stack = vec![start];
        let mut open = HashSet::new();
        while let Some(&id) = stack.last() {
            let Some(Shape::Choice(choice)) = api.model(id).map(|model| &model.shape) else {
                stack.pop();
                continue;
            };
            if open.insert(id) && !found.contains_key(&id) {
                // Until it is known, whoever leads back to it finds that it may be anything.
                let parts = choice.variants.iter().filter_map(|variant| choice_in(api, &variant.ty));
                stack.extend(parts.filter(|part| !open.contains(part) && !found.contains_key(part)));
                continue;
            }
            stack.pop();
            if found.contains_key(&id) {
                continue;
            }
            let parts = choice.variants.iter().map(|variant| kinds_of(api, &found, &variant.ty));
            let parts: Vec<Vec<JsonKind>> = parts.collect();
            let mut kinds = Vec::new();
            if !parts.iter().any(Vec::is_empty) {
                for kind in parts.into_iter().flatten() {
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                    }
                }
            }
            found.insert(id, kinds);
        }
    }
    found
}

/// The choice that a type is, under whatever name.
fn choice_in(api: &Api, ty: &Type) -> Option<ModelId> {
    let mut ty = api.resolved(ty);
    for _ in 0..=api.models.len() {
        match ty {
            Type::Nullable(inner) => ty = api.resolved(inner),
            Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
                Some(Shape::Choice(_)) => return Some(*id),
                Some(Shape::Wrapper(inner)) => ty = api.resolved(inner),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

/// The JSON types that a value may have; any, where there is none.
fn kinds_of(api: &Api, choices: &HashMap<ModelId, Vec<JsonKind>>, ty: &Type) -> Vec<JsonKind> {
    match api.resolved(ty) {
        Type::Boolean => vec![JsonKind::Boolean],
        Type::Integer | Type::Integer32 | Type::Unsigned | Type::BigInteger | Type::Number => {
            vec![JsonKind::Number]
        }
        Type::String | Type::File => vec![JsonKind::String],
        Type::DateTime | Type::Date | Type::Base64 | Type::Written(_) | Type::Embedded(_) => {
            vec![JsonKind::String]
        }
        Type::Bytes | Type::Text | Type::Json => Vec::new(),
        Type::Events(_) | Type::WholeEvents(_) | Type::Lines(_) => Vec::new(),
        Type::List(_) | Type::Tuple(_) => vec![JsonKind::Array],
        Type::Map(_) => vec![JsonKind::Object],
        Type::Nullable(inner) => {
            let mut kinds = kinds_of(api, choices, inner);
            if !kinds.is_empty() {
                kinds.push(JsonKind::Null);
            }
            kinds
        }
        Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
            Some(Shape::Record(_)) => vec![JsonKind::Object],
            Some(Shape::Words(words)) if words.is_whole => vec![JsonKind::Number],
            Some(Shape::Words(_)) => vec![JsonKind::String],
            Some(Shape::Choice(_)) => choices.get(id).cloned().unwrap_or_default(),
            // A list or map that holds itself.
            Some(Shape::Wrapper(ty)) => match api.resolved(ty) {
                Type::Model(_) => Vec::new(),
                Type::Nullable(inner) if matches!(api.resolved(inner), Type::Model(_)) => Vec::new(),
                ty => kinds_of(api, choices, ty),
            },
            Some(Shape::Alias(_)) | None => Vec::new(),
        },
    }
}

fn test(api: &Api, facts: &Facts, choices: &HashMap<ModelId, Vec<JsonKind>>, ty: &Type) -> Test {
    let ty = api.resolved(ty);
    let kinds = kinds_of(api, choices, ty);
    match ty {
        Type::Integer | Type::Integer32 | Type::Unsigned | Type::BigInteger => {
            Test { kinds, whole: true, ..Test::default() }
        }
        Type::Nullable(inner) => Test { kinds, ..test(api, facts, choices, inner) },
        Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
            Some(Shape::Record(record)) => record_test(api, facts, *id, record, kinds),
            Some(Shape::Words(words)) if words.is_whole => Test { kinds, whole: true, ..Test::default() },
            Some(Shape::Words(words)) if !words.is_open => {
                let words = words.known.iter().map(|word| word.wire().to_owned()).collect();
                Test { kinds, words, ..Test::default() }
            }
            _ => Test { kinds, ..Test::default() },
        },
        _ => Test { kinds, ..Test::default() },
    }
}

fn record_test(api: &Api, facts: &Facts, id: ModelId, record: &Record, kinds: Vec<JsonKind>) -> Test {
    let mut found = Test { kinds, ..Test::default() };
    for field in &record.fields {
        let key = field.name.wire().to_owned();
        if facts.presence(id, field) == Presence::Required {
            found.required.push(key.clone());
        }
        // Only a single word is a constant: a longer list may grow.
        if let Some(word) = constant_of(api, field) {
            found.constants.push((key.clone(), vec![word]));
        }
        found.known.push(key);
    }
    found
}

/// Returns the text of a field's only enum value, if it has exactly one.
fn constant_of(api: &Api, field: &Field) -> Option<String> {
    match (api.resolved(&field.ty), field.known.as_slice()) {
        (Type::Boolean | Type::Integer | Type::Integer32 | Type::Unsigned | Type::Number, [only]) => {
            scalar_text(only)
        }
        (ty, _) => word_of(api, ty),
    }
}

/// The only word that a type lists, if it lists one and takes no other.
fn word_of(api: &Api, ty: &Type) -> Option<String> {
    let Type::Model(id) = api.resolved(ty) else { return None };
    match &api.model(*id)?.shape {
        Shape::Words(words) if !words.is_open => match words.known.as_slice() {
            [only] => Some(only.wire().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

//! What tells the variants of a choice apart: JSON type, listed words, keys, and keys with one value.

use std::collections::HashMap;

use super::Facts;
use crate::ir::{Api, ModelId, Presence, Shape, Type};

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
    let choices = api.models_with_ids().filter_map(|(id, model)| match &model.shape {
        Shape::Choice(choice) => Some((id, choice)),
        _ => None,
    });
    choices
        .map(|(id, choice)| {
            let tests = choice.variants.iter().map(|variant| test(api, facts, &variant.ty, &mut vec![id]));
            (id, tests.collect())
        })
        .collect()
}

fn test(api: &Api, facts: &Facts, ty: &Type, visited: &mut Vec<ModelId>) -> Test {
    let kind = |kind| Test { kinds: vec![kind], ..Test::default() };
    match api.resolved(ty) {
        Type::Boolean => kind(JsonKind::Boolean),
        Type::Integer | Type::Integer32 | Type::Unsigned => Test { whole: true, ..kind(JsonKind::Number) },
        Type::Number => kind(JsonKind::Number),
        Type::String | Type::File => kind(JsonKind::String),
        Type::DateTime | Type::Date | Type::Base64 | Type::Written(_) | Type::Embedded(_) => {
            kind(JsonKind::String)
        }
        Type::Bytes | Type::Text | Type::Json => Test::default(),
        Type::Events(_) | Type::WholeEvents(_) | Type::Lines(_) => Test::default(),
        Type::List(_) => kind(JsonKind::Array),
        Type::Map(_) => kind(JsonKind::Object),
        Type::Nullable(inner) => {
            let mut test = test(api, facts, inner, visited);
            if !test.kinds.is_empty() {
                test.kinds.push(JsonKind::Null);
            }
            test
        }
        Type::Model(id) => model_test(api, facts, *id, visited),
    }
}

fn model_test(api: &Api, facts: &Facts, id: ModelId, visited: &mut Vec<ModelId>) -> Test {
    if visited.contains(&id) {
        return Test::default();
    }
    visited.push(id);
    let found = match api.model(id).map(|model| &model.shape) {
        Some(Shape::Record(record)) => {
            let mut found = Test { kinds: vec![JsonKind::Object], ..Test::default() };
            for field in &record.fields {
                let key = field.name.wire().to_owned();
                if facts.presence(id, field) == Presence::Required {
                    found.required.push(key.clone());
                }
                // Only a single word is a constant: a longer list may grow.
                if let Some([word]) = words_of(api, &field.ty).as_deref() {
                    found.constants.push((key.clone(), vec![word.clone()]));
                }
                found.known.push(key);
            }
            found
        }
        Some(Shape::Words(words)) => Test {
            kinds: vec![JsonKind::String],
            words: match words.is_open {
                true => Vec::new(),
                false => words.known.iter().map(|word| word.wire().to_owned()).collect(),
            },
            ..Test::default()
        },
        Some(Shape::Choice(choice)) => {
            let tests: Vec<Test> =
                choice.variants.iter().map(|variant| test(api, facts, &variant.ty, visited)).collect();
            if tests.iter().any(|test| test.kinds.is_empty()) {
                Test::default()
            } else {
                let mut kinds = Vec::new();
                for kind in tests.into_iter().flat_map(|test| test.kinds) {
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                    }
                }
                Test { kinds, ..Test::default() }
            }
        }
        Some(Shape::Alias(ty) | Shape::Wrapper(ty)) => test(api, facts, ty, visited),
        None => Test::default(),
    };
    visited.pop();
    found
}

fn words_of(api: &Api, ty: &Type) -> Option<Vec<String>> {
    let Type::Model(id) = api.resolved(ty) else { return None };
    match &api.model(*id)?.shape {
        Shape::Words(words) if words.is_open => None,
        Shape::Words(words) => Some(words.known.iter().map(|word| word.wire().to_owned()).collect()),
        _ => None,
    }
}

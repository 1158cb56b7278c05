//! Features that distinguish the variants of a union: JSON types, enum values, keys, constants, and list
//! elements.

use std::collections::{HashMap, HashSet};

use super::Facts;
use crate::compose::canonical::scalar_text;
use crate::ir::{Api, Field, ModelId, Presence, Record, Shape, Type, Union, Variant};

/// The types of JSON values (RFC 8259, section 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum JsonKind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl JsonKind {
    const ALL: [Self; 6] = [Self::Null, Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object];
}

/// The forms of strings that distinguish variants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextForm {
    Date,
    DateTime,
    Uuid,
    Ipv4,
    Ipv6,
}

/// Returns the form of the strings of a type; `None` if they may have any form.
pub(super) fn text_form(api: &Api, ty: &Type) -> Option<TextForm> {
    match api.resolved(ty) {
        Type::Date => Some(TextForm::Date),
        Type::DateTime => Some(TextForm::DateTime),
        Type::Verbatim(id) => match api.format(*id)?.name.as_str() {
            "date" => Some(TextForm::Date),
            "date-time" => Some(TextForm::DateTime),
            "uuid" => Some(TextForm::Uuid),
            "ipv4" => Some(TextForm::Ipv4),
            "ipv6" => Some(TextForm::Ipv6),
            _ => None,
        },
        _ => None,
    }
}

/// The distinctive features of the values of a type.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Pattern {
    /// The JSON types that a value may have; empty for any type.
    pub(crate) kinds: Vec<JsonKind>,
    /// Whether its numbers are integers.
    pub(crate) whole: bool,
    /// The enum values of strings or integers.
    pub(crate) words: Vec<String>,
    /// The form of its strings.
    pub(crate) text: Option<TextForm>,
    /// Keys that a value must have.
    pub(crate) required: Vec<String>,
    /// Keys that a value may have.
    pub(crate) known: Vec<String>,
    /// Keys with a closed set of values.
    pub(crate) constants: Vec<(String, Vec<String>)>,
    /// Paths of keys to values within objects, each with a closed set of values.
    pub(crate) inner: Vec<(Vec<String>, Vec<String>)>,
    /// The JSON types of the values of other keys, if those are preserved; empty if they may have any type.
    pub(crate) others: Option<Vec<JsonKind>>,
    /// Whether a value has no known keys, but only others.
    pub(crate) map: bool,
    /// The features of the elements of a list.
    pub(crate) list: Option<ListPattern>,
    /// The features of the variants of a union.
    pub(crate) one_of: Vec<Pattern>,
}

/// The features of the elements of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListPattern {
    /// The first elements, each with its own type.
    pub(crate) first: Vec<Pattern>,
    /// The number of first elements that are required.
    pub(crate) required: usize,
    /// The elements after the first; `None` if there are none.
    pub(crate) rest: Option<Box<Pattern>>,
}

/// Returns the tests of every union.
pub(super) fn of(api: &Api, facts: &Facts) -> HashMap<ModelId, Vec<Pattern>> {
    let kinds = kinds_of_unions(api);
    let unions = api.models_with_ids().filter_map(|(id, model)| match &model.shape {
        Shape::Union(union) => Some((id, union)),
        _ => None,
    });
    unions
        .map(|(id, union)| {
            let tests = union.variants.iter().map(|variant| {
                let found = variant_test(api, facts, &kinds, id, variant);
                with_tags(found, union, variant)
            });
            let mut tests: Vec<Pattern> = tests.collect();
            if union.tag.is_none() || union.is_tag_optional {
                let variants = union.variants.iter().map(|variant| inner_constants(api, &variant.ty));
                set_inner(&mut tests, variants.collect());
            }
            (id, without_needless(tests))
        })
        .collect()
}

/// Adds the discriminator values of a variant to its test.
fn with_tags(mut test: Pattern, union: &Union, variant: &Variant) -> Pattern {
    let has_values = !variant.tags.is_empty() && !variant.is_default;
    if let Some(tag) = union.tag.as_ref().filter(|_| has_values && test.one_of.is_empty()) {
        test.constants.retain(|(key, _)| key != tag);
        test.constants.push((tag.clone(), variant.tags.clone()));
    }
    test
}

fn variant_test(
    api: &Api,
    facts: &Facts,
    unions: &HashMap<ModelId, Vec<JsonKind>>,
    union: ModelId,
    variant: &Variant,
) -> Pattern {
    let inner = union_in(api, &variant.ty);
    // A variant that is the union itself may have any value.
    if inner == Some(union) {
        return Pattern::default();
    }
    let mut one_of = inner.map(|inner| nested(api, facts, unions, inner)).unwrap_or_default();
    let found = test(api, facts, unions, &variant.ty);
    if !one_of.is_empty() && found.kinds.contains(&JsonKind::Null) {
        one_of.push(Pattern { kinds: vec![JsonKind::Null], ..Pattern::default() });
    }
    Pattern { list: list_test(api, facts, unions, &variant.ty), one_of, ..found }
}

/// The largest number of variants that are tested in a union within another.
const MOST_NESTED: usize = 64;

/// Returns the tests of the variants of a union within another, or an empty list if there are too many.
/// Deeper unions are tested only by their discriminator, so that the size of the tests is proportional to the
/// description.
fn nested(api: &Api, facts: &Facts, unions: &HashMap<ModelId, Vec<JsonKind>>, id: ModelId) -> Vec<Pattern> {
    if let Some(tagged) = tagged(api, id) {
        return vec![tagged];
    }
    let Some(Shape::Union(union)) = api.model(id).map(|model| &model.shape) else { return Vec::new() };
    let variants = union.variants.iter().take(MOST_NESTED + 1);
    let tests = variants.map(|variant| {
        let tagged = union_in(api, &variant.ty).and_then(|inner| tagged(api, inner));
        tagged.unwrap_or_else(|| test(api, facts, unions, &variant.ty))
    });
    let tests: Vec<Pattern> = tests.collect();
    if tests.len() > MOST_NESTED { Vec::new() } else { tests }
}

/// Returns the test of a union by its discriminator, if it has one.
fn tagged(api: &Api, id: ModelId) -> Option<Pattern> {
    let Shape::Union(union) = &api.model(id)?.shape else { return None };
    let is_open = union.is_tag_optional || union.variants.iter().any(|variant| variant.is_default);
    let tag = union.tag.as_ref().filter(|_| !is_open)?;
    let tags: Vec<String> = union.variants.iter().flat_map(|variant| variant.tags.iter().cloned()).collect();
    if tags.len() > MOST_NESTED {
        return None;
    }
    let may_be_absent = union.variants.iter().any(|variant| variant.is_untagged);
    Some(Pattern {
        kinds: vec![JsonKind::Object],
        required: if may_be_absent { Vec::new() } else { vec![tag.clone()] },
        known: vec![tag.clone()],
        constants: vec![(tag.clone(), tags)],
        others: Some(Vec::new()),
        ..Pattern::default()
    })
}

/// Removes features that distinguish nothing, to keep generated code small: those of a JSON type that only
/// one variant may have.
fn without_needless(mut tests: Vec<Pattern>) -> Vec<Pattern> {
    let is_shared = |kind: JsonKind| {
        let may_be = |test: &&Pattern| test.kinds.is_empty() || test.kinds.contains(&kind);
        tests.iter().filter(may_be).nth(1).is_some()
    };
    let shared: Vec<JsonKind> = JsonKind::ALL.into_iter().filter(|kind| is_shared(*kind)).collect();
    for test in &mut tests {
        let word = if test.whole { JsonKind::Number } else { JsonKind::String };
        if !shared.contains(&word) {
            test.words.clear();
        }
        if !shared.contains(&JsonKind::String) {
            test.text = None;
        }
        if !shared.contains(&JsonKind::Array) {
            test.list = None;
        }
        if !shared.contains(&JsonKind::Object) {
            (test.others, test.map) = (None, false);
            test.inner.clear();
        }
        if !test.kinds.is_empty() && !test.kinds.iter().any(|kind| shared.contains(kind)) {
            test.one_of.clear();
        }
    }
    tests
}

/// Returns the JSON types that the values of each union may have, or an empty list for any type. A union that
/// leads back to itself through unions only may have any type.
fn kinds_of_unions(api: &Api) -> HashMap<ModelId, Vec<JsonKind>> {
    let mut found: HashMap<ModelId, Vec<JsonKind>> = HashMap::new();
    for (start, _) in api.models_with_ids() {
        // An explicit stack, because a chain of unions may be longer than the thread's stack is deep.
        let mut stack = vec![start];
        let mut open = HashSet::new();
        while let Some(&id) = stack.last() {
            let Some(Shape::Union(union)) = api.model(id).map(|model| &model.shape) else {
                stack.pop();
                continue;
            };
            if open.insert(id) && !found.contains_key(&id) {
                // While the types of a union are being determined, a union that leads back to it treats them
                // as any type.
                let parts = union.variants.iter().filter_map(|variant| union_in(api, &variant.ty));
                stack.extend(parts.filter(|part| !open.contains(part) && !found.contains_key(part)));
                continue;
            }
            stack.pop();
            if found.contains_key(&id) {
                continue;
            }
            let parts = union.variants.iter().map(|variant| kinds_of(api, &found, &variant.ty));
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

/// Returns the union that a type is, also through aliases, wrappers and nullable types.
fn union_in(api: &Api, ty: &Type) -> Option<ModelId> {
    let mut ty = api.resolved(ty);
    for _ in 0..=api.models.len() {
        match ty {
            Type::Nullable(inner) => ty = api.resolved(inner),
            Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
                Some(Shape::Union(_)) => return Some(*id),
                Some(Shape::Wrapper(inner)) => ty = api.resolved(inner),
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

/// Returns the JSON types that a value may have, or an empty list for any type.
fn kinds_of(api: &Api, unions: &HashMap<ModelId, Vec<JsonKind>>, ty: &Type) -> Vec<JsonKind> {
    match api.resolved(ty) {
        Type::Boolean => vec![JsonKind::Boolean],
        Type::Integer | Type::Integer32 | Type::Unsigned | Type::BigInteger | Type::Number => {
            vec![JsonKind::Number]
        }
        Type::String | Type::File => vec![JsonKind::String],
        Type::DateTime | Type::Date | Type::Base64 | Type::Verbatim(_) | Type::JsonString(_) => {
            vec![JsonKind::String]
        }
        Type::Bytes | Type::Text | Type::Json => Vec::new(),
        Type::Events(_) | Type::FullEvents(_) | Type::Lines(_) => Vec::new(),
        Type::List(_) | Type::Tuple(_) => vec![JsonKind::Array],
        Type::Map(_) => vec![JsonKind::Object],
        Type::Nullable(inner) => {
            let mut kinds = kinds_of(api, unions, inner);
            if !kinds.is_empty() {
                kinds.push(JsonKind::Null);
            }
            kinds
        }
        Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
            Some(Shape::Record(_)) => vec![JsonKind::Object],
            Some(Shape::Enum(words)) if words.is_whole => vec![JsonKind::Number],
            Some(Shape::Enum(_)) => vec![JsonKind::String],
            Some(Shape::Union(_)) => unions.get(id).cloned().unwrap_or_default(),
            // A list or map that contains itself.
            Some(Shape::Wrapper(ty)) => match api.resolved(ty) {
                Type::Model(_) => Vec::new(),
                Type::Nullable(inner) if matches!(api.resolved(inner), Type::Model(_)) => Vec::new(),
                ty => kinds_of(api, unions, ty),
            },
            Some(Shape::Alias(_)) | None => Vec::new(),
        },
    }
}

fn test(api: &Api, facts: &Facts, unions: &HashMap<ModelId, Vec<JsonKind>>, ty: &Type) -> Pattern {
    let ty = api.resolved(ty);
    let kinds = kinds_of(api, unions, ty);
    match ty {
        Type::Integer | Type::Integer32 | Type::Unsigned | Type::BigInteger => {
            Pattern { kinds, whole: true, ..Pattern::default() }
        }
        Type::Nullable(inner) => Pattern { kinds, ..test(api, facts, unions, inner) },
        Type::Map(values) => {
            Pattern { kinds, others: Some(kinds_of(api, unions, values)), map: true, ..Pattern::default() }
        }
        Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
            Some(Shape::Record(record)) => {
                let others = record.rest.as_ref().map(|rest| kinds_of(api, unions, &rest.ty));
                Pattern { others, ..record_test(api, facts, *id, record, kinds) }
            }
            Some(Shape::Enum(listed)) => {
                let words = listed.known.iter().map(|word| word.wire().to_owned()).collect();
                Pattern { kinds, whole: listed.is_whole, words, ..Pattern::default() }
            }
            _ => Pattern { kinds, ..Pattern::default() },
        },
        _ => Pattern { kinds, text: text_form(api, ty), ..Pattern::default() },
    }
}

/// Returns the features of the elements of a list, or `None` if they may have any value. Elements that are
/// lists are not examined further.
fn list_test(
    api: &Api,
    facts: &Facts,
    unions: &HashMap<ModelId, Vec<JsonKind>>,
    ty: &Type,
) -> Option<ListPattern> {
    let element = |ty: &Type| {
        let mut found = test(api, facts, unions, ty);
        // An enum is a constant only if it has a single value and is closed.
        if found.words.len() == 1 && word_of(api, without_null(api, ty)).is_none() {
            found.words.clear();
        }
        found
    };
    match list_in(api, ty)? {
        Type::List(inner) => {
            let rest = Some(element(inner)).filter(|test| *test != Pattern::default()).map(Box::new)?;
            Some(ListPattern { first: Vec::new(), required: 0, rest: Some(rest) })
        }
        Type::Tuple(tuple) => {
            let first = tuple.elements.iter().map(element).collect();
            let rest = tuple.rest.as_ref().map(|rest| Box::new(element(rest)));
            Some(ListPattern { first, required: tuple.required, rest })
        }
        _ => None,
    }
}

fn without_null<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    match api.resolved(ty) {
        Type::Nullable(inner) => inner,
        other => other,
    }
}

/// Returns the list or tuple that a type refers to.
fn list_in<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Type> {
    let mut ty = api.resolved(ty);
    for _ in 0..=api.models.len() {
        ty = match ty {
            Type::List(_) | Type::Tuple(_) => return Some(ty),
            Type::Nullable(inner) => api.resolved(inner),
            Type::Model(id) => match &api.model(*id)?.shape {
                Shape::Wrapper(inner) => api.resolved(inner),
                _ => return None,
            },
            _ => return None,
        };
    }
    None
}

fn record_test(api: &Api, facts: &Facts, id: ModelId, record: &Record, kinds: Vec<JsonKind>) -> Pattern {
    let mut found = Pattern { kinds, ..Pattern::default() };
    for field in &record.fields {
        let key = field.name.wire().to_owned();
        if facts.presence(id, field) == Presence::Required {
            found.required.push(key.clone());
        }
        // Only an enum with a single value is a constant: a longer one may get more values.
        if let Some(word) = constant_of(api, field) {
            found.constants.push((key.clone(), vec![word]));
        }
        found.known.push(key);
    }
    found
}

/// The largest depth of constants within the objects of a variant, and the largest numbers of those that are
/// searched and of those that are tested: each is a search within the value.
const DEEPEST_CONSTANT: usize = 4;
const MOST_CONSTANTS: usize = 32;
const MOST_TESTED: usize = 4;

/// Returns the constants within the objects of a type, each with its path of at least two keys.
fn inner_constants(api: &Api, ty: &Type) -> Vec<(Vec<String>, Vec<String>)> {
    let mut found = Vec::new();
    let mut pending = vec![(Vec::new(), ty)];
    while let Some((path, ty)) = pending.pop() {
        let Some(record) = record_in(api, ty).filter(|_| found.len() < MOST_CONSTANTS) else { continue };
        for field in &record.fields {
            let path: Vec<String> = path.iter().cloned().chain([field.name.wire().to_owned()]).collect();
            match constant_of(api, field) {
                Some(word) if path.len() > 1 => found.push((path, vec![word])),
                Some(_) => {}
                None if path.len() < DEEPEST_CONSTANT => pending.push((path, &field.ty)),
                None => {}
            }
        }
    }
    found
}

/// Returns the record that a type is, also through wrappers and nullable types.
fn record_in<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Record> {
    let mut ty = without_null(api, ty);
    for _ in 0..=DEEPEST_CONSTANT {
        let Type::Model(id) = api.resolved(ty) else { return None };
        match &api.model(*id)?.shape {
            Shape::Record(record) => return Some(record),
            Shape::Wrapper(inner) => ty = without_null(api, inner),
            _ => return None,
        }
    }
    None
}

/// Adds the constants at paths where variants have different ones.
fn set_inner(tests: &mut [Pattern], constants: Vec<Vec<(Vec<String>, Vec<String>)>>) {
    let mut values: HashMap<&Vec<String>, HashSet<&Vec<String>>> = HashMap::new();
    for (path, value) in constants.iter().flatten() {
        values.entry(path).or_default().insert(value);
    }
    let is_telling = |path: &Vec<String>| values.get(path).is_some_and(|values| values.len() > 1);
    for (test, constants) in tests.iter_mut().zip(&constants) {
        let telling = constants.iter().filter(|(path, _)| is_telling(path));
        test.inner = telling.cloned().collect();
        test.inner.sort_by_key(|(path, _)| path.len());
        test.inner.truncate(MOST_TESTED);
    }
}

/// Returns the text of a field's only enum value, if it has exactly one.
fn constant_of(api: &Api, field: &Field) -> Option<String> {
    match (api.resolved(&field.ty), field.known.as_slice()) {
        (Type::Boolean | Type::Integer | Type::Integer32 | Type::Unsigned | Type::Number, [only]) => {
            scalar_text(only)
        }
        (Type::Json, [serde_json::Value::Null]) => Some("null".to_owned()),
        (ty, _) => word_of(api, ty),
    }
}

/// Returns the only value of a closed enum, if it has exactly one.
fn word_of(api: &Api, ty: &Type) -> Option<String> {
    let Type::Model(id) = api.resolved(ty) else { return None };
    match &api.model(*id)?.shape {
        Shape::Enum(words) if !words.is_open => match words.known.as_slice() {
            [only] => Some(only.wire().to_owned()),
            _ => None,
        },
        _ => None,
    }
}

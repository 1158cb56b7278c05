//! Analysis of a whole API: the directions of each model, the fields that need a `Box`, the tests of unions.

pub(crate) mod amount;
mod arguments;
mod attributes;
mod constant_fields;
mod derives;
mod discriminate;
mod example;
mod features;
mod shadowed;
pub(crate) mod unions;

use std::collections::{HashMap, HashSet};

use crate::graph;
use crate::ir::walk::{directions, held, parts, reachable};
use crate::ir::{Access, Api, BodyForm, Field, ModelId, Operation, Presence, Shape, Type};

pub(crate) use arguments::Passing;
pub(crate) use attributes::Attributes;
pub(crate) use constant_fields::ConstantValue;
pub(crate) use discriminate::{JsonKind, ListPattern, Pattern, TextForm};
pub(crate) use example::{Example, ExampleBody, Examples};
pub(crate) use features::{Condition, TagFeatures};
pub(crate) use shadowed::findings as indistinct;
pub(crate) use unions::TagValue;

/// The results of the analysis. Emitters query them and derive nothing themselves.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    sent: HashSet<ModelId>,
    received: HashSet<ModelId>,
    patches: HashSet<ModelId>,
    xml: HashSet<ModelId>,
    boxed: HashSet<(ModelId, ModelId)>,
    patterns: HashMap<ModelId, Vec<Pattern>>,
    tags: constant_fields::Tags,
    /// The number of unions between each model and a string that it may be; `None` if it may not be a string.
    texts: Vec<Option<usize>>,
}

impl Facts {
    /// Returns whether a variant of a union may be a string without going through that union again.
    fn takes_text(&self, api: &Api, union: ModelId, ty: &Type) -> bool {
        let id = match api.resolved(ty) {
            Type::String => return true,
            Type::Model(id) => *id,
            _ => return false,
        };
        let distance = |id: ModelId| self.texts.get(id.0 as usize).copied().flatten();
        match (distance(id), distance(union)) {
            (None, _) => false,
            // The path to the nearest string may lead through the union.
            (Some(own), Some(other)) if own > other => has_other_text(api, union, id),
            (Some(_), _) => id != union,
        }
    }

    /// Returns whether callers create values of the model, because it is part of a request.
    pub(crate) fn is_sent(&self, model: ModelId) -> bool {
        self.sent.contains(&model)
    }

    /// Returns the presence of a field in every direction of its model: a read-only field is absent from
    /// requests, a write-only field from responses.
    pub(crate) fn presence(&self, owner: ModelId, field: &Field) -> Presence {
        let is_missing = match field.access {
            Access::ReadOnly => self.sent.contains(&owner),
            Access::WriteOnly => self.received.contains(&owner),
            Access::Both => false,
        };
        match field.presence {
            // A field of any JSON value holds null itself.
            Presence::Optional if self.patches.contains(&owner) && field.ty != Type::Json => {
                Presence::OptionalNullable
            }
            Presence::Required if is_missing => Presence::Optional,
            Presence::Nullable if is_missing => Presence::OptionalNullable,
            presence => presence,
        }
    }

    /// Returns whether a field is an argument of its model's `new`.
    pub(crate) fn is_argument(&self, api: &Api, owner: ModelId, field: &Field) -> bool {
        self.presence(owner, field) == Presence::Required && self.constant(api, owner, field).is_none()
    }

    /// Returns whether the model is part of an XML body.
    pub(crate) fn is_xml(&self, model: ModelId) -> bool {
        self.xml.contains(&model)
    }

    /// Returns the tests that distinguish the variants of a union, in the order of the variants.
    pub(crate) fn patterns(&self, union: ModelId) -> &[Pattern] {
        self.patterns.get(&union).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns whether `owner` must hold `part` in a `Box`: because `part` contains `owner`, or because
    /// `owner` is a union, which would be as large as its largest variant.
    pub(crate) fn is_boxed(&self, owner: ModelId, part: ModelId) -> bool {
        self.boxed.contains(&(owner, part))
    }
}

/// Analyzes an API.
pub(crate) fn of(api: &Api) -> Facts {
    let mut facts = Facts::default();
    (facts.sent, facts.received) = directions(api);
    facts.patches = patches(api);
    facts.xml = reachable(api, as_xml(api));
    facts.boxed = back_edges(api);
    facts.patterns = discriminate::of(api, &facts);
    facts.tags = constant_fields::tags(api);
    facts.texts = texts(api);
    facts
}

/// Returns the number of unions between each model and a string that it may be.
fn texts(api: &Api) -> Vec<Option<usize>> {
    let shape = |index: usize| api.models.get(index).map(|model| &model.shape);
    let variants = |index: usize| match shape(index) {
        Some(Shape::Union(union)) => union.variants.as_slice(),
        _ => &[],
    };
    let types = |index: usize| variants(index).iter().map(|variant| api.resolved(&variant.ty));
    let edges = |index: usize| {
        types(index).filter_map(|ty| if let Type::Model(id) = ty { Some(id.0 as usize) } else { None })
    };
    let is_made_of_text = |index: usize| {
        matches!(shape(index), Some(Shape::Enum(words)) if !words.is_whole)
            || types(index).any(|ty| *ty == Type::String)
    };
    graph::distances(api.models.len(), edges, is_made_of_text)
}

/// Returns whether a model may be a string, by itself or through unions except `but`.
fn has_other_text(api: &Api, but: ModelId, from: ModelId) -> bool {
    let mut visited = HashSet::from([but]);
    let mut pending = vec![from];
    while let Some(id) = pending.pop().filter(|_| visited.len() < MOST_VISITED) {
        if !visited.insert(id) {
            continue;
        }
        match api.model(id).map(|model| &model.shape) {
            Some(Shape::Enum(words)) if !words.is_whole => return true,
            Some(Shape::Union(union)) => {
                for variant in &union.variants {
                    match api.resolved(&variant.ty) {
                        Type::String => return true,
                        Type::Model(id) => pending.push(*id),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    false
}

/// The largest number of unions that are searched for a string.
const MOST_VISITED: usize = 1000;

/// Returns whether any body is XML.
pub(crate) fn uses_xml(api: &Api) -> bool {
    as_xml(api).next().is_some()
}

/// Returns the types of XML bodies.
pub(crate) fn as_xml(api: &Api) -> impl Iterator<Item = &Type> {
    let operations = || api.operations.iter();
    let bodies = operations().flat_map(|operation| &operation.bodies);
    let bodies = bodies.filter(|body| body.xml.is_some()).map(|body| &body.ty);
    let outcomes = operations().flat_map(Operation::outcomes);
    let responses = outcomes.flat_map(|outcome| &outcome.responses);
    let is_xml = |media: &String| crate::openapi::media_type::form_of(media) == BodyForm::Xml;
    let responses = responses.filter(move |response| response.media.iter().any(is_xml));
    let responses = responses.filter_map(|response| response.body.as_ref());
    bodies.chain(responses.filter(|ty| !matches!(ty, Type::Text | Type::Bytes)))
}

/// Returns the objects of merge patches, in which null removes a key (RFC 7396), whatever its schema allows.
/// Lists are replaced as a whole, so their elements are not patches.
fn patches(api: &Api) -> HashSet<ModelId> {
    let bodies = api.operations.iter().flat_map(|operation| &operation.bodies);
    let is_patch = |media: &str| media.starts_with("application/merge-patch+json");
    let mut pending: Vec<ModelId> =
        bodies.filter(|body| is_patch(&body.media)).filter_map(|body| held(&body.ty)).collect();
    let mut found = HashSet::new();
    while let Some(model) = pending.pop() {
        if found.insert(model) {
            pending.extend(parts(api, model).into_iter().filter_map(held));
        }
    }
    found
}

/// Returns whether a value of the model is larger than a pointer or two.
fn is_large(api: &Api, model: ModelId) -> bool {
    let mut ty = &Type::Model(model);
    // The loop ends: `lower::simplify` has removed the cycles of aliases, also of those to nullable types.
    loop {
        match api.resolved(ty) {
            Type::Model(id) => {
                let shape = api.model(*id).map(|model| &model.shape);
                return matches!(shape, Some(Shape::Record(_) | Shape::Union(_)));
            }
            Type::Nullable(inner) => ty = inner,
            _ => return false,
        }
    }
}

/// Returns the models that a model contains without a pointer, each as it is named and without aliases. A
/// union has all of its models behind pointers. An alias contains nothing, because it is another name for its
/// target.
fn held_parts(api: &Api, model: ModelId) -> Vec<(ModelId, ModelId)> {
    if matches!(api.model(model).map(|model| &model.shape), Some(Shape::Union(_) | Shape::Alias(_))) {
        return Vec::new();
    }
    let named = parts(api, model).into_iter().filter_map(held);
    named.filter_map(|part| Some((part, without_aliases(api, part)?))).collect()
}

/// Resolves aliases: returns the model at the end of a chain, or the model itself if it is not an alias.
fn without_aliases(api: &Api, model: ModelId) -> Option<ModelId> {
    let mut id = model;
    // `lower::simplify` has removed all cycles of aliases; the bound guards against a mistake there.
    for _ in 0..=api.models.len() {
        match &api.model(id)?.shape {
            Shape::Alias(ty) => id = held(ty)?,
            _ => return Some(id),
        }
    }
    None
}

/// Returns the edges that need a `Box`: from unions to large variants, and those that close a cycle in a
/// depth-first walk in the order of the description, which always finds the same edges.
fn back_edges(api: &Api) -> HashSet<(ModelId, ModelId)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Open,
        Done,
    }
    let mut marks: HashMap<ModelId, Mark> = HashMap::new();
    let unions = api.models_with_ids().filter(|(_, model)| matches!(model.shape, Shape::Union(_)));
    let mut boxed: HashSet<_> = unions
        .flat_map(|(id, _)| parts(api, id).into_iter().filter_map(held).map(move |part| (id, part)))
        .collect();
    boxed.retain(|(_, part)| is_large(api, *part));
    for (start, _) in api.models_with_ids() {
        if marks.contains_key(&start) {
            continue;
        }
        marks.insert(start, Mark::Open);
        // An explicit stack, because a chain of models may be longer than the thread's stack is deep.
        let edges = |model: ModelId| held_parts(api, model).into_iter();
        let mut stack = vec![(start, edges(start))];
        while let Some((model, rest)) = stack.last_mut() {
            let model = *model;
            match rest.next() {
                Some((named, part)) => match marks.get(&part) {
                    Some(Mark::Open) => {
                        boxed.insert((model, named));
                    }
                    Some(Mark::Done) => {}
                    None => {
                        marks.insert(part, Mark::Open);
                        stack.push((part, edges(part)));
                    }
                },
                None => {
                    marks.insert(model, Mark::Done);
                    stack.pop();
                }
            }
        }
    }
    boxed
}

//! Equal inline models: which models have the same content, wherever they are.
//!
//! The variants of one union with equal content are one type, because nothing distinguishes them. Equal
//! models of other places are different types: one could change without the other, and a type that they share
//! would be named after the one that comes first. Without the setting `separate_types`, they are one type
//! nevertheless, because programs compile faster.

use std::collections::HashMap;

use crate::ir::{Access, Api, Field, Model, ModelId, Presence, Shape, Type, walk};

/// The first of the models that each model equals.
pub(super) struct Classes(Vec<ModelId>);

impl Classes {
    /// Compares all models.
    ///
    /// Two models are equal if they have the same content and documentation. Structs must also have the same
    /// directions, because the fields of requests and responses differ. Components are never equal to other
    /// models.
    pub(super) fn of(api: &Api) -> Self {
        let mut firsts: HashMap<usize, ModelId> = HashMap::new();
        let ids = api.models_with_ids().map(|(id, _)| id);
        Self(ids.zip(classes(api)).map(|(id, class)| *firsts.entry(class).or_insert(id)).collect())
    }

    /// Returns the first of the models that a model equals, which may be the model itself.
    pub(super) fn first(&self, id: ModelId) -> ModelId {
        self.0.get(id.0 as usize).copied().unwrap_or(id)
    }

    /// Makes the models in a type aliases of the models in an equal type, and so the models within them.
    pub(super) fn unite(&self, api: &mut Api, kept: &Type, repeat: &Type) {
        let mut pending: Vec<_> = walk::models_in(kept).into_iter().zip(walk::models_in(repeat)).collect();
        while let Some((kept, repeat)) = pending.pop() {
            let is_done = kept == repeat || self.first(kept) != self.first(repeat);
            if !is_done && is_definition(api, repeat) {
                let within = |id| walk::parts(api, id).into_iter().flat_map(walk::models_in);
                pending.extend(within(kept).zip(within(repeat)));
                alias(api, repeat, kept);
            }
        }
    }

    /// Makes each inline model an alias of the first that it equals.
    pub(super) fn share(&self, api: &mut Api) {
        for (id, first) in (0_u32..).map(ModelId).zip(&self.0) {
            if id != *first && is_definition(api, id) {
                alias(api, id, *first);
            }
        }
    }
}

/// Returns whether a model is inline and has a type of its own.
fn is_definition(api: &Api, id: ModelId) -> bool {
    api.model(id).is_some_and(|model| !model.is_component && !matches!(model.shape, Shape::Alias(_)))
}

fn alias(api: &mut Api, id: ModelId, target: ModelId) {
    if let Some(model) = api.models.get_mut(id.0 as usize) {
        model.shape = Shape::Alias(Type::Model(target));
    }
}

/// A part of a model's structure, except the models that it refers to. Text is borrowed, because there are
/// thousands of atoms.
#[derive(PartialEq, Eq, Hash)]
enum Atom<'a> {
    Word(&'a str),
    Value(String),
    Mark(&'static str),
}

/// Returns the class of each model.
fn classes(api: &Api) -> Vec<usize> {
    let (sent, received) = walk::directions(api);
    let mut kinds: HashMap<Vec<Atom<'_>>, usize> = HashMap::new();
    let mut own = Vec::with_capacity(api.models.len());
    let mut parts = Vec::with_capacity(api.models.len());
    for (id, model) in api.models_with_ids() {
        let mut made = Structure { atoms: Vec::new(), parts: Vec::new() };
        if model.is_component {
            made.atoms.push(Atom::Value(id.0.to_string()));
        } else {
            if matches!(model.shape, Shape::Record(_)) {
                made.mark(if sent.contains(&id) { "sent" } else { "not sent" });
                made.mark(if received.contains(&id) { "received" } else { "not received" });
            }
            made.model(model);
        }
        let next = kinds.len();
        own.push(*kinds.entry(made.atoms).or_insert(next));
        parts.push(made.parts);
    }
    // Models with equal atoms are distinguished by the models that they refer to, until no more are
    // distinguished.
    let mut classes = own.clone();
    let mut count = kinds.len();
    loop {
        let mut finer: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
        let next: Vec<usize> = own
            .iter()
            .zip(&parts)
            .map(|(own, parts)| {
                let parts = parts.iter().filter_map(|part| classes.get(part.0 as usize).copied()).collect();
                let class = finer.len();
                *finer.entry((*own, parts)).or_insert(class)
            })
            .collect();
        classes = next;
        if finer.len() == count {
            break;
        }
        count = finer.len();
    }
    classes
}

struct Structure<'a> {
    atoms: Vec<Atom<'a>>,
    parts: Vec<ModelId>,
}

impl<'a> Structure<'a> {
    fn model(&mut self, model: &'a Model) {
        self.mark(if model.deprecated { "deprecated" } else { "" });
        match &model.shape {
            Shape::Record(record) => {
                self.mark("record");
                record.fields.iter().for_each(|field| self.field(field));
                if let Some(rest) = &record.rest {
                    self.mark("rest");
                    self.word(rest.name.rust());
                    self.ty(&rest.ty);
                }
            }
            Shape::Union(union) => {
                self.mark("union");
                self.word(union.other.rust());
                union.tag.iter().for_each(|tag| self.word(tag));
                self.mark(if union.is_tag_optional { "optional tag" } else { "" });
                self.mark(if union.is_tag_inherited { "inherited tag" } else { "" });
                for variant in &union.variants {
                    self.mark("variant");
                    self.word(variant.name.rust());
                    self.ty(&variant.ty);
                    self.mark(if variant.is_untagged { "untagged" } else { "" });
                    self.mark(if variant.is_default { "default" } else { "" });
                    variant.tags.iter().for_each(|tag| self.word(tag));
                }
            }
            Shape::Enum(words) => {
                self.mark(if words.is_open { "open words" } else { "words" });
                self.mark(if words.is_whole { "whole" } else { "" });
                for word in words.known.iter().chain([&words.other]) {
                    self.word(word.wire());
                    self.word(word.rust());
                }
                words.docs.iter().for_each(|docs| self.word(docs));
            }
            Shape::Alias(ty) | Shape::Wrapper(ty) => {
                self.mark("alias");
                self.ty(ty);
            }
        }
    }

    fn field(&mut self, field: &'a Field) {
        self.mark("field");
        self.word(field.name.wire());
        self.word(field.name.rust());
        self.word(&field.docs);
        self.ty(&field.ty);
        self.mark(match field.presence {
            Presence::Required => "required",
            Presence::Optional => "optional",
            Presence::Nullable => "nullable",
            Presence::OptionalNullable => "optional, nullable",
        });
        self.mark(match field.access {
            Access::Both => "both",
            Access::ReadOnly => "read",
            Access::WriteOnly => "write",
        });
        self.mark(if field.is_secret { "secret" } else { "" });
        self.mark(if field.deprecated { "deprecated" } else { "" });
        self.value(field.default.as_deref());
        self.value(field.example.as_deref());
        field.known.iter().for_each(|number| self.value(Some(number)));
        if let Some(xml) = &field.xml {
            self.atoms.push(Atom::Value(format!("{xml:?}")));
        }
    }

    fn ty(&mut self, ty: &'a Type) {
        match ty {
            Type::Model(id) => {
                self.mark("model");
                self.parts.push(*id);
            }
            Type::List(inner) => {
                self.mark("list");
                self.ty(inner);
            }
            Type::Tuple(tuple) => {
                self.mark("tuple");
                self.atoms.push(Atom::Value(format!("{} {}", tuple.elements.len(), tuple.required)));
                tuple.types().for_each(|ty| self.ty(ty));
            }
            Type::Map(inner) => {
                self.mark("map");
                self.ty(inner);
            }
            Type::Nullable(inner) => {
                self.mark("null");
                self.ty(inner);
            }
            Type::JsonString(inner) => {
                self.mark("embedded");
                self.ty(inner);
            }
            Type::Events(inner) | Type::FullEvents(inner) | Type::Lines(inner) => {
                self.mark("stream");
                self.ty(inner);
            }
            plain => self.atoms.push(Atom::Value(format!("{plain:?}"))),
        }
    }

    fn mark(&mut self, mark: &'static str) {
        self.atoms.push(Atom::Mark(mark));
    }

    fn word(&mut self, word: &'a str) {
        self.atoms.push(Atom::Word(word));
    }

    fn value(&mut self, value: Option<&serde_json::Value>) {
        self.atoms.push(Atom::Value(value.map(ToString::to_string).unwrap_or_default()));
    }
}

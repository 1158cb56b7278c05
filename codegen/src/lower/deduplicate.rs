//! Deduplication of inline models: the first of several equal models remains, and the others become aliases
//! of it.
//!
//! Every name remains, so that a schema that is added or removed renames nothing. At most, an alias becomes a
//! type of its own.

use std::collections::HashMap;

use crate::ir::{Access, Api, Field, Model, ModelId, Presence, Shape, Type, walk};

/// Makes each inline model that equals an earlier one an alias of it.
///
/// Two models are equal if they have the same content and documentation. Structs must also have the same
/// directions, because the fields of requests and responses differ. Components are never equal to other
/// models.
pub(super) fn deduplicate(api: &mut Api) {
    let repeats = repeats(api);
    for (repeat, first) in repeats {
        if let Some(model) = api.models.get_mut(repeat.0 as usize) {
            model.shape = Shape::Alias(Type::Model(first));
        }
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

/// Returns each repeated model with the first model that it equals, in order.
fn repeats(api: &Api) -> Vec<(ModelId, ModelId)> {
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
    let mut firsts: HashMap<usize, ModelId> = HashMap::new();
    let mut repeats = Vec::new();
    for ((id, model), class) in api.models_with_ids().zip(classes) {
        let first = *firsts.entry(class).or_insert(id);
        if first != id && !model.is_component && !matches!(model.shape, Shape::Alias(_)) {
            repeats.push((id, first));
        }
    }
    repeats
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

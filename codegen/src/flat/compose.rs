//! Schemas of what several parts of an object say of one of its keys: they stand in no description, and are made
//! before anything is named.

use std::collections::{HashMap, VecDeque};

use crate::link::{Linked, Schema, SchemaId};

use super::Meeting;

/// How schemas are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A value is described by every part.
    All,
    /// A value is described by some part.
    Any,
}

/// Schemas that are put together, none of them such a schema itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Composition {
    kind: Kind,
    parts: Vec<SchemaId>,
}

/// How many parts are put together: so many describe one key in no real description.
const MOST: usize = 32;

/// The schemas that were made of others.
#[derive(Debug, Default)]
pub(crate) struct Compositions {
    made: HashMap<Composition, SchemaId>,
    made_of: HashMap<SchemaId, Composition>,
}

impl Compositions {
    pub(super) fn get(&self, composition: &Composition) -> Option<SchemaId> {
        self.made.get(composition).copied()
    }

    /// Two schemas put together. One that was made in the same way stands for its parts, so that the same parts are
    /// always the same schema, and schemas that hold each other end.
    pub(super) fn composition(&self, kind: Kind, one: SchemaId, other: SchemaId) -> Composition {
        let mut parts = Vec::new();
        for id in [one, other] {
            match self.made_of.get(&id).filter(|made_of| made_of.kind == kind) {
                Some(made_of) => parts.extend(&made_of.parts),
                None => parts.push(id),
            }
        }
        let mut met = Vec::new();
        parts.retain(|id| {
            let is_new = !met.contains(id);
            met.push(*id);
            is_new
        });
        Composition { kind, parts }
    }
}

/// Makes a schema for everything that several parts describe together.
pub(crate) fn compose(linked: &mut Linked) -> Compositions {
    let mut compositions = Compositions::default();
    let written = linked.schema_ids().count();
    let mut pending: VecDeque<SchemaId> = linked.schema_ids().collect();
    while let Some(id) = pending.pop_front() {
        let is_composed = |schema: &&Schema| !schema.all_of.is_empty() || schema.branches().next().is_some();
        if !linked.schema(id).filter(is_composed).is_some_and(|schema| linked.is_record(schema)) {
            continue;
        }
        loop {
            let (_, wanted) = linked.flattened(id, &compositions);
            // No more than are written: a description that asks for more is made to ask for ever more.
            let room = written.saturating_sub(compositions.made.len());
            let wanted: Vec<_> = wanted.into_iter().filter(|it| it.parts.len() <= MOST).take(room).collect();
            if wanted.is_empty() {
                break;
            }
            // What is made may have parts that describe one key, too.
            pending.extend(wanted.into_iter().map(|composition| compositions.make(linked, composition)));
        }
    }
    compositions
}

impl Compositions {
    fn make(&mut self, linked: &mut Linked, composition: Composition) -> SchemaId {
        if let Some(id) = self.get(&composition) {
            return id;
        }
        let cores = composition.parts.iter().map(|id| linked.core(*id));
        let items: Option<Vec<SchemaId>> = cores.map(|id| linked.schema(id)?.items).collect();
        let items = items.filter(|_| composition.kind == Kind::All);
        let mut schema = described(linked, &composition);
        if items.is_some() {
            schema.type_name = Some("array".into());
        } else {
            put_together(linked, &composition, &mut schema);
        }
        let id = linked.add(schema);
        self.made.insert(composition.clone(), id);
        self.made_of.insert(id, composition);
        if let Some(items) = items {
            let item = items.into_iter().reduce(|known, item| self.met(linked, known, item));
            if let Some(list) = linked.schema_mut(id) {
                list.items = item;
            }
        }
        id
    }

    /// What an element is that two lists describe.
    fn met(&mut self, linked: &mut Linked, known: SchemaId, item: SchemaId) -> SchemaId {
        match linked.meeting(known, item) {
            Meeting::Second => item,
            Meeting::Both => {
                let composition = self.composition(Kind::All, known, item);
                self.make(linked, composition)
            }
            Meeting::First | Meeting::Neither => known,
        }
    }
}

/// What is said of a schema that is made of parts, but for its values. The later part is the closer one.
fn described(linked: &Linked, composition: &Composition) -> Schema {
    let parts: Vec<&Schema> = composition.parts.iter().filter_map(|id| linked.schema(*id)).collect();
    let last = |pick: fn(&Schema) -> bool| parts.iter().rev().copied().find(|part| pick(part));
    Schema {
        place: parts.last().and_then(|part| part.place.clone()),
        // Several objects may have it: it is named by where it stands.
        is_referred_to: true,
        description: last(|part| !part.description.is_empty())
            .map(|part| part.description.clone())
            .unwrap_or_default(),
        nullable: match composition.kind {
            Kind::All => parts.iter().all(|part| part.nullable),
            Kind::Any => parts.iter().any(|part| part.nullable),
        },
        deprecated: parts.iter().all(|part| part.deprecated),
        read_only: parts.iter().any(|part| part.read_only),
        write_only: parts.iter().any(|part| part.write_only),
        default: last(|part| part.default.is_some()).and_then(|part| part.default.clone()),
        example: last(|part| part.example.is_some()).and_then(|part| part.example.clone()),
        xml: last(|part| part.xml.is_some()).and_then(|part| part.xml.clone()),
        ..Schema::default()
    }
}

/// Words are put together as words, all else by reference.
fn put_together(linked: &Linked, composition: &Composition, schema: &mut Schema) {
    let Composition { kind, parts } = composition;
    let cores: Vec<&Schema> = parts.iter().filter_map(|id| linked.schema(linked.core(*id))).collect();
    let neighbours = cores.iter().zip(cores.iter().skip(1));
    let are_words = neighbours.clone().all(|(one, other)| linked.are_words(one, other));
    match (kind, cores.split_first()) {
        (_, Some((first, others))) if are_words => {
            schema.type_name = Some("string".into());
            schema.enumeration = first.enumeration.clone();
            for other in others {
                match kind {
                    Kind::All => schema.enumeration.retain(|word| other.enumeration.contains(word)),
                    Kind::Any => schema.enumeration.extend(other.enumeration.iter().cloned()),
                }
            }
        }
        (Kind::All, _) => schema.all_of = parts.clone().into(),
        (Kind::Any, _) => schema.any_of = parts.clone().into(),
    }
}

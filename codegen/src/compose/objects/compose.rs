//! Schemas of what several parts of an object say of one of its keys: they stand in no description, and are made
//! before anything is named.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use indexmap::IndexSet;
use serde_json::Value;

use crate::compose::canonical::{self, Intersections};
use crate::diagnostics::{Code, Finding};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Linked, Schema, SchemaId};
use crate::settings::Limits;

use super::{Flat, Relation, flatten};

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

/// The schemas that were made of others, and what was found out on the way.
#[derive(Debug, Default)]
pub(crate) struct Compositions {
    made: HashMap<Composition, SchemaId>,
    made_of: HashMap<SchemaId, Composition>,
    /// What branches say that are composed themselves.
    pub(super) branches: RefCell<HashMap<SchemaId, Rc<Flat>>>,
    /// The keys that every object has which a schema describes.
    pub(super) required: RefCell<HashMap<SchemaId, Rc<IndexSet<String>>>>,
    meetings: RefCell<HashMap<(SchemaId, SchemaId), Relation>>,
    /// The intersections of schemas that are not objects.
    intersections: Intersections,
    pub(super) limits: Limits,
    /// How many properties have been put into objects.
    steps: Cell<usize>,
    exceeded: Cell<Option<Excess>>,
}

/// A limit that was exceeded, and the schema where it was.
#[derive(Debug, Clone, Copy)]
enum Excess {
    Depth(SchemaId),
    Steps(SchemaId),
}

impl Compositions {
    /// Remembers that the parts of a schema lie deeper than the limit.
    pub(super) fn exceed_depth(&self, at: SchemaId) {
        self.exceeded.set(self.exceeded.get().or(Some(Excess::Depth(at))));
    }

    /// Counts a property that is put into an object; false where there have been too many.
    pub(crate) fn step(&self, at: SchemaId) -> bool {
        let steps = self.steps.get() + 1;
        self.steps.set(steps);
        let may_go_on = steps <= self.limits.composed_properties;
        if !may_go_on {
            self.exceeded.set(self.exceeded.get().or(Some(Excess::Steps(at))));
        }
        may_go_on
    }

    pub(super) fn is_exceeded(&self) -> bool {
        self.exceeded.get().is_some()
    }

    /// What is to be said of a limit that was exceeded.
    pub(crate) fn finding(&self, linked: &Linked) -> Option<Finding> {
        let (id, what, help) = match self.exceeded.get()? {
            Excess::Depth(id) => {
                let what =
                    format!("this is a part of a part of a part, more than {} deep", self.limits.depth);
                (id, what, "write it with fewer levels, or set `limits.depth`")
            }
            Excess::Steps(id) => {
                let most = self.limits.composed_properties;
                let what =
                    format!("composition puts more than {most} properties into objects; here is one of them");
                (id, what, "inherit less from each other, or set `limits.composed_properties`")
            }
        };
        let place = linked.schema(id).and_then(|schema| schema.place.clone());
        Some(Finding::error(Code::Limit, place, what).help(help))
    }

    /// What a value is that both schemas describe.
    pub(super) fn meeting(&self, linked: &Linked, before: SchemaId, now: SchemaId) -> Relation {
        if before == now {
            return Relation::First;
        }
        let known = self.meetings.borrow().get(&(before, now)).copied();
        known.unwrap_or_else(|| {
            let meeting = linked.meeting(before, now);
            self.meetings.borrow_mut().insert((before, now), meeting);
            meeting
        })
    }

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
        let mut met = HashSet::new();
        parts.retain(|id| met.insert(*id));
        Composition { kind, parts }
    }
}

/// Makes a schema for everything that several parts describe together.
pub(crate) fn compose(linked: &mut Linked, limits: Limits, intersections: Intersections) -> Compositions {
    let mut compositions = Compositions { limits, intersections, ..Compositions::default() };
    let written = linked.schema_count();
    let mut pending: VecDeque<SchemaId> = linked.schema_ids().collect();
    while let Some(id) = pending.pop_front() {
        let is_composed = |schema: &&Schema| {
            let has_parts = !schema.all_of.is_empty() || schema.branches().next().is_some();
            has_parts && !linked.is_only_choice(schema)
        };
        if !linked.schema(id).filter(is_composed).is_some_and(|schema| linked.is_record(schema)) {
            continue;
        }
        while !compositions.is_exceeded() {
            let (_, wanted) = flatten::flattened(linked, id, &compositions, true);
            // No more than are written: a description that asks for more is made to ask for ever more.
            let room = written.saturating_sub(compositions.made.len());
            let wanted: Vec<_> = wanted.into_iter().filter(|it| it.parts.len() <= MOST).take(room).collect();
            if wanted.is_empty() {
                break;
            }
            // What is made may have parts that describe one key, too.
            let known = linked.schema_count();
            pending.extend(wanted.into_iter().map(|composition| compositions.make(linked, composition)));
            pending.extend(linked.schema_ids().skip(known));
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
            schema.schema_type = Some(SchemaType::Array);
        } else {
            put_together(linked, &composition, &mut schema);
        }
        let id = linked.add(schema);
        self.made.insert(composition.clone(), id);
        self.made_of.insert(id, composition);
        let is_object = |linked: &Linked| linked.schema(id).is_some_and(|schema| linked.is_object(schema));
        if let Some(items) = items {
            let mut items = items.into_iter();
            let first = items.next();
            let item =
                first.and_then(|first| items.try_fold(first, |known, item| self.met(linked, known, item)));
            if let Some(list) = linked.schema_mut(id) {
                list.items = item;
            }
        } else if !is_object(linked) {
            canonical::settle_made(linked, &mut self.intersections, id);
        }
        id
    }

    /// Returns the schema of an element that two lists describe, or `None` if no element matches both, so that the list is
    /// empty.
    fn met(&mut self, linked: &mut Linked, known: SchemaId, item: SchemaId) -> Option<SchemaId> {
        match linked.meeting(known, item) {
            Relation::First => Some(known),
            Relation::Second => Some(item),
            Relation::Both => {
                let composition = self.composition(Kind::All, known, item);
                Some(self.make(linked, composition))
            }
            Relation::Neither => None,
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
            schema.schema_type = Some(SchemaType::String);
            schema.enumeration = first.enumeration.clone();
            for other in others {
                match kind {
                    Kind::All => {
                        let listed: HashSet<&Value> = other.enumeration.iter().collect();
                        schema.enumeration.retain(|word| listed.contains(word));
                    }
                    Kind::Any => schema.enumeration.extend(other.enumeration.iter().cloned()),
                }
            }
        }
        (Kind::All, _) => schema.all_of = parts.clone().into(),
        (Kind::Any, _) => schema.any_of = parts.clone().into(),
    }
}

//! Composed schemas for keys that several parts of an object describe.
//!
//! The description does not contain these schemas. They are created before any name is assigned.

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

use super::{Flat, Relation, merge};

/// The way in which schemas are composed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A value matches every part.
    All,
    /// A value matches at least one part.
    Any,
}

/// Schemas to be composed. None of them is a composition of the same kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Composition {
    kind: Kind,
    parts: Vec<SchemaId>,
}

/// The largest number of parts. No real description has so many for one key.
const MOST: usize = 32;

/// The composed schemas, and intermediate results.
#[derive(Debug, Default)]
pub(crate) struct Compositions {
    made: HashMap<Composition, SchemaId>,
    made_of: HashMap<SchemaId, Composition>,
    /// Merged objects of branches that are composed themselves.
    pub(super) branches: RefCell<HashMap<SchemaId, Rc<Flat>>>,
    /// The keys that every object of a schema has.
    pub(super) required: RefCell<HashMap<SchemaId, Rc<IndexSet<String>>>>,
    meetings: RefCell<HashMap<(SchemaId, SchemaId), Relation>>,
    /// The intersections of schemas that are not objects.
    intersections: Intersections,
    pub(super) limits: Limits,
    /// The number of properties that have been added to objects.
    steps: Cell<usize>,
    exceeded: Cell<Option<Excess>>,
}

/// A limit that was exceeded, and the schema that exceeds it.
#[derive(Debug, Clone, Copy)]
enum Excess {
    Depth(SchemaId),
    Steps(SchemaId),
}

impl Compositions {
    /// Records that the parts of a schema are nested more deeply than the limit allows.
    pub(super) fn exceed_depth(&self, at: SchemaId) {
        self.exceeded.set(self.exceeded.get().or(Some(Excess::Depth(at))));
    }

    /// Counts a property that is added to an object. Returns `false` if there are too many.
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

    /// Returns the finding for a limit that was exceeded.
    pub(crate) fn finding(&self, linked: &Linked) -> Option<Finding> {
        let (id, what, help) = match self.exceeded.get()? {
            Excess::Depth(id) => {
                let what = format!("this schema is nested more than {} levels deep", self.limits.depth);
                (id, what, "write it with fewer levels, or set `limits.depth`")
            }
            Excess::Steps(id) => {
                let most = self.limits.composed_properties;
                let what =
                    format!("composition adds more than {most} properties to objects, one of them here");
                (id, what, "reduce the inheritance, or set `limits.composed_properties`")
            }
        };
        let place = linked.schema(id).and_then(|schema| schema.place.clone());
        Some(Finding::error(Code::Limit, place, what).help(help))
    }

    /// Returns the relation of two schemas that describe the same value.
    pub(super) fn relation(&self, linked: &Linked, before: SchemaId, now: SchemaId) -> Relation {
        if before == now {
            return Relation::First;
        }
        let known = self.meetings.borrow().get(&(before, now)).copied();
        known.unwrap_or_else(|| {
            let meeting = linked.relation(before, now);
            self.meetings.borrow_mut().insert((before, now), meeting);
            meeting
        })
    }

    pub(super) fn get(&self, composition: &Composition) -> Option<SchemaId> {
        self.made.get(composition).copied()
    }

    /// Returns the composition of two schemas. A composition of the same kind is replaced by its parts, so
    /// that the same parts always give the same schema and recursive schemas end.
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

/// Creates a schema for each key that several parts describe together.
pub(crate) fn compose(linked: &mut Linked, limits: Limits, intersections: Intersections) -> Compositions {
    let mut compositions = Compositions { limits, intersections, ..Compositions::default() };
    let written = linked.schema_count();
    let mut pending: VecDeque<SchemaId> = linked.schema_ids().collect();
    while let Some(id) = pending.pop_front() {
        let is_composed = |schema: &&Schema| {
            let has_parts = !schema.all_of.is_empty() || schema.branches().next().is_some();
            has_parts && !linked.is_only_union(schema)
        };
        if !linked.schema(id).filter(is_composed).is_some_and(|schema| linked.is_record(schema)) {
            continue;
        }
        while !compositions.is_exceeded() {
            let (_, wanted) = merge::flattened(linked, id, &compositions, true);
            // The limit is the number of schemas in the description: only a hostile description needs more.
            let room = written.saturating_sub(compositions.made.len());
            let wanted: Vec<_> = wanted.into_iter().filter(|it| it.parts.len() <= MOST).take(room).collect();
            if wanted.is_empty() {
                break;
            }
            // A new schema may have parts that describe the same key, too.
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

    /// Returns the schema of an element that two lists describe, or `None` if no element matches both, so
    /// that the list is empty.
    fn met(&mut self, linked: &mut Linked, known: SchemaId, item: SchemaId) -> Option<SchemaId> {
        match linked.relation(known, item) {
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

/// Returns a schema with the annotations of the parts, but not their values. Later parts take precedence.
fn described(linked: &Linked, composition: &Composition) -> Schema {
    let parts: Vec<&Schema> = composition.parts.iter().filter_map(|id| linked.schema(*id)).collect();
    let last = |pick: fn(&Schema) -> bool| parts.iter().rev().copied().find(|part| pick(part));
    Schema {
        place: parts.last().and_then(|part| part.place.clone()),
        // Several objects may have it, so its name comes from its place.
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

/// Composes string enums by their values, and any other schemas by reference.
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

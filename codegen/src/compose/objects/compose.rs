//! Composed schemas for keys that several parts of an object describe.
//!
//! The description does not contain these schemas. They are created before any name is assigned.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use indexmap::IndexSet;
use serde_json::Value;

use crate::compose::canonical::{self, Intersections};
use crate::diagnostics::{Code, Finding, Place};
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

/// A composition, and the property that has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    /// The innermost schema that contains all parts.
    pub(super) owner: SchemaId,
    pub(super) key: String,
    pub(super) composition: Composition,
}

/// What one schema of each composition is made for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Scope {
    /// A property of a schema in the description.
    Property(SchemaId, String),
    /// All parts of a composition. They are not told apart by their keys, so that recursive schemas end.
    Within(SchemaId),
}

/// The largest number of parts. No real description has so many for one key.
const MOST: usize = 32;

/// The composed schemas, and intermediate results.
#[derive(Debug, Default)]
pub(crate) struct Compositions {
    made: HashMap<(Scope, Composition), SchemaId>,
    made_of: HashMap<SchemaId, Composition>,
    /// The composition that contains each composition, and is a property of a schema in the description.
    outermost: HashMap<SchemaId, SchemaId>,
    /// The different compositions.
    distinct: HashSet<Composition>,
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
        if self.is_same(before, now) {
            return Relation::First;
        }
        let known = self.meetings.borrow().get(&(before, now)).copied();
        known.unwrap_or_else(|| {
            let meeting = linked.relation(before, now);
            self.meetings.borrow_mut().insert((before, now), meeting);
            meeting
        })
    }

    /// Returns whether two schemas are one, or compositions of the same parts for two properties.
    pub(super) fn is_same(&self, one: SchemaId, other: SchemaId) -> bool {
        let made_of = |id| self.made_of.get(&id);
        one == other || made_of(one).is_some_and(|parts| made_of(other) == Some(parts))
    }

    pub(super) fn get(&self, wanted: &Wanted) -> Option<SchemaId> {
        match self.outermost.get(&wanted.owner) {
            Some(outermost) if self.made_of.get(outermost) == Some(&wanted.composition) => Some(*outermost),
            _ => self.made.get(&(self.scope(wanted), wanted.composition.clone())).copied(),
        }
    }

    fn scope(&self, wanted: &Wanted) -> Scope {
        match self.outermost.get(&wanted.owner) {
            Some(outermost) => Scope::Within(*outermost),
            None => Scope::Property(wanted.owner, wanted.key.clone()),
        }
    }

    /// Returns the parts of a composition that the description has in no single place.
    pub(crate) fn scattered_parts(&self, linked: &Linked, id: SchemaId) -> &[SchemaId] {
        let parts = self.made_of.get(&id).map(|made_of| made_of.parts.as_slice()).unwrap_or_default();
        let place = |id: SchemaId| linked.schema(id).and_then(|schema| schema.place.as_ref());
        if parts.iter().any(|part| place(*part) == place(id)) { &[] } else { parts }
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
        let mut met_compositions = HashSet::new();
        parts.retain(|id| {
            met.insert(*id) && self.made_of.get(id).is_none_or(|made_of| met_compositions.insert(made_of))
        });
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
            let mut room = written.saturating_sub(compositions.distinct.len());
            let mut fits = |wanted: &Wanted| {
                let is_known = compositions.distinct.contains(&wanted.composition);
                let fits = wanted.composition.parts.len() <= MOST && (is_known || room > 0);
                room -= usize::from(fits && !is_known);
                fits
            };
            let wanted: Vec<_> = wanted.into_iter().filter(|wanted| fits(wanted)).collect();
            if wanted.is_empty() {
                break;
            }
            // A new schema may have parts that describe the same key, too.
            let known = linked.schema_count();
            pending.extend(wanted.into_iter().map(|wanted| compositions.make(linked, wanted)));
            pending.extend(linked.schema_ids().skip(known));
        }
    }
    compositions
}

impl Compositions {
    fn make(&mut self, linked: &mut Linked, wanted: Wanted) -> SchemaId {
        if let Some(id) = self.get(&wanted) {
            return id;
        }
        let scope = self.scope(&wanted);
        let Wanted { owner, key, composition } = wanted;
        let cores = composition.parts.iter().map(|id| linked.core(*id));
        let items: Option<Vec<SchemaId>> = cores.map(|id| linked.schema(id)?.items).collect();
        let items = items.filter(|_| composition.kind == Kind::All);
        let mut schema = described(linked, &composition);
        schema.place = placed(linked, owner, &key, &composition);
        if items.is_some() {
            schema.schema_type = Some(SchemaType::Array);
        } else {
            put_together(linked, &composition, &mut schema);
        }
        let id = linked.add(schema);
        let outermost = self.outermost.get(&owner).copied().unwrap_or(id);
        self.outermost.insert(id, outermost);
        self.distinct.insert(composition.clone());
        self.made.insert((scope, composition.clone()), id);
        self.made_of.insert(id, composition);
        let is_object = |linked: &Linked| linked.schema(id).is_some_and(|schema| linked.is_object(schema));
        if let Some(items) = items {
            let mut items = items.into_iter();
            let first = items.next();
            let item = first
                .and_then(|first| items.try_fold(first, |known, item| self.met(linked, id, known, item)));
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
    fn met(
        &mut self,
        linked: &mut Linked,
        list: SchemaId,
        known: SchemaId,
        item: SchemaId,
    ) -> Option<SchemaId> {
        match linked.relation(known, item) {
            Relation::First => Some(known),
            Relation::Second => Some(item),
            Relation::Both => {
                let composition = self.composition(Kind::All, known, item);
                let wanted = Wanted { owner: list, key: String::new(), composition };
                Some(self.make(linked, wanted))
            }
            Relation::Neither => None,
        }
    }
}

/// Returns the place that names a composition. It depends on the owner only, so that no other schema changes
/// the name: the last part that the owner itself describes, or else the place of an inline property of the
/// owner. Branches of the owner are equal, so none of them is the place.
fn placed(linked: &Linked, owner: SchemaId, key: &str, composition: &Composition) -> Option<Place> {
    let owner = linked.schema(owner)?;
    let at = owner.place.as_ref()?;
    let places = composition.parts.iter().rev().filter_map(|part| linked.schema(*part)?.place.as_ref());
    let mut own = places.filter(|place| place.file == at.file && place.pointer.is_within(&at.pointer));
    let own = own.next().filter(|_| composition.kind == Kind::All).cloned();
    own.or_else(|| {
        Some(if owner.schema_type == Some(SchemaType::Array) {
            at.key("items")
        } else {
            at.key("properties").key(key)
        })
    })
}

/// Returns a schema with the annotations of the parts, but not their values. Later parts take precedence.
fn described(linked: &Linked, composition: &Composition) -> Schema {
    let parts: Vec<&Schema> = composition.parts.iter().filter_map(|id| linked.schema(*id)).collect();
    let last = |pick: fn(&Schema) -> bool| parts.iter().rev().copied().find(|part| pick(part));
    Schema {
        // Schemas that inherit the property have it too, so its name comes from its place.
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

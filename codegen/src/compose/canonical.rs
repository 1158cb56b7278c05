//! Schemas in canonical form: `allOf` is an intersection, `anyOf` and `oneOf` are unions; either may be
//! nullable.
//!
//! Each schema is rewritten once, so that later stages do not depend on how a description expresses it.
//!
//! A canonical schema is plain (a type with format, enum values, items or entries), an alias of another
//! schema, an object that [`crate::compose::objects`] composes, or a union of such schemas. A schema that
//! Rust cannot express becomes wider, never narrower.

mod aliases;
mod avoidable;
mod cycles;
mod discriminator;
mod distribute;
mod extensions;
mod hierarchy;
mod inherited;
mod intersect;
mod narrow;
mod signature;
mod tidy;
mod types;

use std::collections::{HashMap, HashSet};

use hierarchy::Classes;

use crate::diagnostics::Report;
use crate::graph;
use crate::resolve::{Linked, Schema, SchemaId};

pub(crate) use discriminator::default_subclass;
pub(crate) use signature::{Signature, scalar_text, values_of_class};
pub(crate) use types::Types;

/// The schemas that the pass creates as intersections of others.
#[derive(Debug, Default)]
pub(crate) struct Intersections {
    made: HashMap<Vec<SchemaId>, SchemaId>,
    made_of: HashMap<SchemaId, Vec<SchemaId>>,
    /// The number of schemas that may still be created. The limit is proportional to the description, which
    /// could otherwise cause exponential growth.
    room: usize,
}

/// Rewrites every schema of a description into its canonical form.
pub(crate) fn canonical(linked: &mut Linked, depth: usize, report: &mut Report) -> Intersections {
    aliases::unwrap(linked);
    discriminator::unlisted(linked, report);
    discriminator::bases(linked);
    let classes = Classes::of(linked);
    hierarchy::lists(linked, &classes);
    hierarchy::middles(linked, &classes);
    inherited::unions(linked, &classes);
    extensions::distribute(linked, &classes, linked.schema_count().saturating_add(LEAST_ROOM), report);
    cycles::cut(linked, report);
    let written = linked.schema_count();
    let room = written.saturating_add(LEAST_ROOM);
    let mut known = Intersections { room, ..Intersections::default() };
    let mut canon = Canon::new(linked, &mut known, depth);
    for id in graph::after_parts(canon.linked.schema_count(), |index| {
        canon.linked.schema(SchemaId::of(index)).into_iter().flat_map(parts).map(SchemaId::index).collect()
    }) {
        canon.settle(SchemaId::of(id));
    }
    let (found, impossible) =
        (std::mem::take(&mut canon.contradictions), std::mem::take(&mut canon.contradictory));
    avoidable::report(linked, written, &found, &impossible, report);
    discriminator::declare(linked);
    linked.survey();
    known
}

/// Rewrites a schema that was created from canonical schemas into its canonical form.
pub(crate) fn settle_made(linked: &mut Linked, known: &mut Intersections, id: SchemaId) {
    Canon::new(linked, known, 0).settle(id);
}

/// Returns whether a value may match both schemas, according to their types and enum values.
pub(crate) fn may_meet(linked: &Linked, one: SchemaId, other: SchemaId) -> bool {
    intersect::may_meet(linked, one, other)
}

fn parts(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.all_of.iter().copied().chain(schema.branches())
}

/// The state of the pass.
struct Canon<'a> {
    linked: &'a mut Linked,
    /// The types of the schemas that are already canonical.
    types: HashMap<SchemaId, Types>,
    known: &'a mut Intersections,
    /// The largest number of parts that are searched for the values of a key.
    depth: usize,
    /// Schemas that no value matches.
    contradictory: HashSet<SchemaId>,
    /// The number of schemas being created, each for the one before.
    nesting: usize,
    /// The innermost of [`Self::contradictory`], in the order in which they were found.
    contradictions: Vec<SchemaId>,
}

impl<'a> Canon<'a> {
    fn new(linked: &'a mut Linked, known: &'a mut Intersections, depth: usize) -> Self {
        let (types, contradictory) = (HashMap::new(), HashSet::new());
        Self { linked, types, known, depth, contradictory, nesting: 0, contradictions: Vec::new() }
    }

    /// Rewrites a schema, whose parts are already canonical, into its canonical form.
    fn settle(&mut self, id: SchemaId) {
        let Some(mut schema) = self.linked.schema(id).cloned() else { return };
        tidy::tidy(self, &mut schema);
        schema.nullable = self.is_nullable(&schema);
        self.replace(id, schema);
        intersect::intersect(self, id);
        distribute::distribute(self, id);
        let types = types::of(self, id);
        self.types.insert(id, types);
    }

    fn replace(&mut self, id: SchemaId, schema: Schema) {
        if let Some(slot) = self.linked.schema_mut(id) {
            *slot = schema;
        }
    }

    /// Adds a schema in its canonical form, or returns `None` if the limit has been reached.
    fn add(&mut self, schema: Schema) -> Option<SchemaId> {
        self.reserve()?;
        let id = self.linked.add(schema);
        self.settle_within(id);
        Some(id)
    }

    /// Reserves room for another schema, or returns `None` if a limit has been reached.
    fn reserve(&mut self) -> Option<()> {
        if self.nesting >= MOST_NESTED {
            return None;
        }
        self.known.room = self.known.room.checked_sub(1)?;
        Some(())
    }

    /// Rewrites a schema that was created for another one into its canonical form.
    fn settle_within(&mut self, id: SchemaId) {
        self.nesting += 1;
        self.settle(id);
        self.nesting -= 1;
    }

    /// Returns the schema at the end of a chain of aliases.
    fn core(&self, id: SchemaId) -> SchemaId {
        let mut id = id;
        // `cycles::cut` has removed all cycles; the bound guards against a mistake there.
        for _ in 0..self.linked.schema_count() {
            match self.linked.schema(id).and_then(|schema| self.linked.sole_part(schema)) {
                Some(part) if part != id => id = part,
                _ => break,
            }
        }
        id
    }

    /// Returns whether null matches a schema whose parts are canonical.
    ///
    /// `nullable` beside parts adds null to their values. So does a part of an `allOf` that has no other
    /// keyword: authors who write `allOf: [{$ref: …}, {nullable: true}]` intend it, although JSON Schema does
    /// not allow null there.
    fn is_nullable(&self, schema: &Schema) -> bool {
        let has_null =
            |schema: &Schema| schema.nullable || schema.enumeration.iter().any(serde_json::Value::is_null);
        if has_null(schema) {
            return true;
        }
        let of = |id: SchemaId| self.linked.schema(self.core(id));
        let is_declared =
            |id: SchemaId| self.linked.schema(id).is_some_and(has_null) || of(id).is_some_and(has_null);
        if !schema.enumeration.is_empty() {
            return false;
        }
        if schema.branches().any(is_declared) {
            return true;
        }
        let mut is_any = false;
        let mut is_all = true;
        for &part in &schema.all_of {
            let is_neutral = self.linked.is_unconstrained(self.core(part));
            let is_null = is_declared(part);
            if is_neutral && is_null {
                return true;
            }
            is_any |= is_null;
            is_all &= is_null || is_neutral;
        }
        is_any && is_all
    }

    fn contradiction(&mut self, id: SchemaId) {
        self.contradictory.insert(id);
        let Some(schema) = self.linked.schema(id) else { return };
        // Report each contradiction once, at the innermost schema.
        if schema.all_of.iter().any(|part| self.contradictory.contains(part)) {
            return;
        }
        self.contradictions.push(id);
    }
}

/// The number of schemas that the pass may create for a description of any size.
const LEAST_ROOM: usize = 64;

/// The largest number of schemas that are created within each other. A list of itself, with a union, could
/// otherwise use all room in one recursion, and overflow the stack.
const MOST_NESTED: usize = 16;

//! Cycles of aliases and unions.
//!
//! A schema in a cycle is a part of itself. Such a union consists of its other branches; without other
//! branches, it allows any value.

use indexmap::IndexSet;

use crate::diagnostics::{Code, Finding, Report};
use crate::graph;
use crate::resolve::{Additional, Linked, Schema, SchemaId};

/// Removes every schema from its own parts.
pub(super) fn cut(linked: &mut Linked, report: &mut Report) {
    let count = linked.schema_count();
    let edges = |index: usize| -> Vec<usize> {
        let schema = linked.schema(SchemaId::of(index)).filter(|schema| is_transparent(schema));
        schema.into_iter().flat_map(super::parts).map(SchemaId::index).collect()
    };
    for ring in graph::rings(count, edges) {
        cut_ring(linked, &ring.into_iter().map(SchemaId::of).collect::<Vec<_>>(), report);
    }
    // A schema with further keywords is not transparent, so it is in no ring; it may still list itself.
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema(id) else { continue };
        if schema.all_of.contains(&id) || schema.branches().any(|branch| branch == id) {
            let Some(schema) = linked.schema_mut(id) else { continue };
            let is_other = |part: &SchemaId| *part != id;
            schema.all_of = schema.all_of.iter().copied().filter(is_other).collect();
            schema.any_of = schema.any_of.iter().copied().filter(is_other).collect();
            schema.one_of = schema.one_of.iter().copied().filter(is_other).collect();
        }
    }
}

/// Returns whether a schema is only a union or an alias of other schemas.
fn is_transparent(schema: &Schema) -> bool {
    let is_union = schema.all_of.is_empty() || schema.all_of.len() == 1 && schema.branches().next().is_none();
    is_union
        && schema.schema_type.is_none()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.enumeration.is_empty()
        && schema.items.is_none()
        && schema.additional == Additional::Unstated
        && schema.discriminator.is_none()
}

/// Makes the first schema of a ring the union of all branches outside the ring, and the others aliases of it:
/// if each had the branches, their number would grow with the square.
fn cut_ring(linked: &mut Linked, ring: &[SchemaId], report: &mut Report) {
    let members: IndexSet<SchemaId> = ring.iter().copied().collect();
    let schemas = || members.iter().filter_map(|id| linked.schema(*id));
    let outside = schemas().flat_map(super::parts).filter(|part| !members.contains(part));
    let outside: IndexSet<SchemaId> = outside.collect();
    let is_nullable = schemas().any(|schema| schema.nullable);
    if outside.is_empty() {
        let place = members.first().and_then(|id| linked.schema(*id)).and_then(|schema| schema.place.clone());
        let finding = Finding::error(Code::CyclicReference, place, "this schema refers only to itself");
        report.survivable(finding.help("describe its values, or remove it"));
    }
    let first = members.first().copied();
    for id in members {
        let is_first = first == Some(id);
        let Some(schema) = linked.schema_mut(id) else { continue };
        schema.all_of = first.filter(|_| !is_first).into_iter().collect();
        schema.one_of = Vec::new().into();
        schema.any_of = outside.iter().copied().filter(|_| is_first).collect();
        schema.nullable |= is_nullable;
    }
}

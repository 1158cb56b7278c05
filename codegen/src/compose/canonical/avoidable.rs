//! Contradictions that values can avoid: an optional key, an empty list or another branch has no value of the
//! contradictory schema.

use std::collections::HashSet;

use crate::diagnostics::{Code, Finding, Report};
use crate::resolve::{Linked, Schema, SchemaId};

/// Reports schemas that no value matches. It is an error if a component or an operation needs such a value.
/// Otherwise, a union loses the branch, and in any other place the schema becomes wider: it allows any value.
///
/// `written` is the number of schemas in the description; those that follow have been created. `found` are
/// the innermost of the `impossible` schemas.
pub(super) fn report(
    linked: &mut Linked,
    written: usize,
    found: &[SchemaId],
    impossible: &HashSet<SchemaId>,
    report: &mut Report,
) {
    if found.is_empty() {
        return;
    }
    let needed = needed(linked, written, impossible);
    let is_needed = |id: SchemaId| needed.get(id.index()).copied().unwrap_or_default();
    let left_out = leave_out(linked, impossible);
    for &id in found {
        let Some(schema) = linked.schema(id) else { continue };
        let place = schema.place.clone();
        let what = "no value matches all parts of this schema";
        if is_needed(id) {
            let finding = Finding::error(Code::Contradiction, place, what);
            report.survivable(finding.help("correct one of the parts"));
        } else {
            let effect =
                if left_out.contains(&id) { "this branch is left out" } else { "any value is accepted" };
            let finding = Finding::warning(Code::Contradiction, place, format!("{what}, so {effect}"));
            report.push(finding.help("correct one of the parts"));
        }
    }
    for &id in impossible.iter().filter(|id| !is_needed(**id)) {
        let Some(schema) = linked.schema_mut(id) else { continue };
        *schema = Schema {
            place: schema.place.take(),
            component: schema.component.take(),
            is_referred_to: schema.is_referred_to,
            description: std::mem::take(&mut schema.description),
            title: std::mem::take(&mut schema.title),
            read_only: schema.read_only,
            write_only: schema.write_only,
            deprecated: schema.deprecated,
            limits_others: true,
            ..Schema::default()
        };
    }
}

/// Removes branches that no value matches from unions with other branches, and returns them. They stay beside
/// a branch of any value, which would otherwise be one of any object if the others are objects.
fn leave_out(linked: &mut Linked, impossible: &HashSet<SchemaId>) -> HashSet<SchemaId> {
    let mut left_out = HashSet::new();
    let is_kept = |id: &SchemaId| {
        let branches = || linked.schema(*id).into_iter().flat_map(Schema::branches);
        branches().all(|it| impossible.contains(&it)) || branches().any(|it| linked.is_unconstrained(it))
    };
    let stays: HashSet<SchemaId> = linked.schema_ids().filter(is_kept).collect();
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema_mut(id) else { continue };
        let gone: Vec<SchemaId> = schema.branches().filter(|branch| impossible.contains(branch)).collect();
        if gone.is_empty() || stays.contains(&id) {
            continue;
        }
        for list in [&mut schema.any_of, &mut schema.one_of] {
            list.get_mut().into_iter().for_each(|list| list.retain(|branch| !impossible.contains(branch)));
        }
        left_out.extend(gone);
    }
    left_out
}

/// Returns for each schema whether a value of a component or an operation always contains a value of it.
fn needed(linked: &Linked, written: usize, impossible: &HashSet<SchemaId>) -> Vec<bool> {
    let mut is_part = vec![false; linked.schema_count()];
    for id in linked.schema_ids() {
        for inner in linked.schema(id).into_iter().flat_map(within) {
            if let Some(is_part) = is_part.get_mut(inner.index()).filter(|_| inner != id) {
                *is_part = true;
            }
        }
    }
    let is_root = |id: &SchemaId| {
        let is_component = linked.schema(*id).is_some_and(|schema| schema.component.is_some());
        is_component || id.index() < written && !is_part.get(id.index()).copied().unwrap_or_default()
    };
    let mut needed = vec![false; linked.schema_count()];
    let mut pending: Vec<SchemaId> = linked.schema_ids().filter(is_root).collect();
    while let Some(id) = pending.pop() {
        match needed.get_mut(id.index()) {
            Some(needed) if !*needed => *needed = true,
            _ => continue,
        }
        pending.extend(linked.schema(id).into_iter().flat_map(|schema| unavoidable(schema, impossible)));
    }
    needed
}

/// Returns the schemas whose values every value of a schema contains or is, except null.
fn unavoidable(schema: &Schema, impossible: &HashSet<SchemaId>) -> Vec<SchemaId> {
    if schema.nullable {
        return Vec::new();
    }
    let required = schema.required.iter().filter_map(|key| schema.properties.get(key));
    let elements = schema.tuple.iter().flat_map(|tuple| tuple.elements.iter().take(tuple.least));
    let has_choice =
        schema.branches().nth(1).is_some() && !schema.branches().all(|it| impossible.contains(&it));
    let branches = schema.branches().filter(|_| !has_choice);
    schema.all_of.iter().chain(required).chain(elements).copied().chain(branches).collect()
}

/// Returns the schemas directly within a schema.
fn within(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    let elements = schema.tuple.iter().flat_map(|tuple| tuple.elements.iter().chain(&tuple.rest));
    let lists = schema.all_of.iter().chain(&schema.any_of).chain(&schema.one_of);
    let inner = schema.properties.values().chain(&schema.items).chain(&schema.content).chain(&schema.not);
    lists.chain(elements).chain(inner).copied().chain(match schema.additional {
        crate::resolve::Additional::Of(values) => Some(values),
        _ => None,
    })
}

//! Unions beside an object, without the branches that no object matches.

use super::types::{self, Types};
use super::{Canon, parts};
use crate::resolve::{Schema, SchemaId};

/// The largest number of direct and indirect branches that are narrowed for one schema.
const MOST_NARROWED: usize = 256;

/// Removes branches that no object matches from the unions beside an object.
pub(super) fn objects_only(canon: &mut Canon<'_>, id: SchemaId) {
    let Some(mut schema) = canon.linked.schema(id).cloned() else { return };
    let is_mixed = |canon: &Canon<'_>, part: SchemaId| !Types::OBJECT.has(types_of(canon, part));
    if !parts(&schema).any(|part| is_mixed(canon, part)) {
        return;
    }
    let mut room = MOST_NARROWED;
    let mut all_of: Vec<SchemaId> = Vec::new();
    for &part in &schema.all_of {
        all_of.push(object_of(canon, part, &mut room).unwrap_or(part));
    }
    let branches: Vec<SchemaId> = schema
        .branches()
        .collect::<Vec<_>>()
        .into_iter()
        .filter_map(|branch| object_of(canon, branch, &mut room))
        .collect();
    let is_any = schema.one_of.is_empty();
    (schema.any_of, schema.one_of) = Default::default();
    match branches.as_slice() {
        // The keys that the only branch requires are required.
        [only] if schema.discriminator.is_none() => all_of.push(*only),
        _ if is_any => schema.any_of = branches.into(),
        _ => schema.one_of = branches.into(),
    }
    schema.all_of = all_of.into();
    canon.replace(id, schema);
}

/// Returns the part of a schema that objects match, or `None` if no object does.
fn object_of(canon: &mut Canon<'_>, id: SchemaId, room: &mut usize) -> Option<SchemaId> {
    let types = types_of(canon, id);
    if !types.has(Types::OBJECT) {
        return None;
    }
    *room = room.checked_sub(1)?;
    let schema = canon.linked.schema(canon.core(id)).cloned()?;
    let is_union = schema.branches().nth(1).is_some() && schema.all_of.is_empty();
    if types == Types::OBJECT || !is_union {
        return Some(id);
    }
    let mut branches = Vec::new();
    for branch in schema.branches().collect::<Vec<_>>() {
        branches.extend(object_of(canon, branch, room));
    }
    match branches.as_slice() {
        [only] => Some(*only),
        _ => {
            let (any_of, one_of) =
                if schema.one_of.is_empty() { (branches, Vec::new()) } else { (Vec::new(), branches) };
            let narrowed = Schema {
                component: None,
                nullable: false,
                is_referred_to: false,
                any_of: any_of.into(),
                one_of: one_of.into(),
                ..schema
            };
            Some(canon.add(narrowed).unwrap_or(id))
        }
    }
}

fn types_of(canon: &Canon<'_>, id: SchemaId) -> Types {
    canon.types.get(&id).copied().unwrap_or_else(|| types::shallow(canon.linked, id))
}

//! Components that refer to a class and add nothing to it are aliases of it, not subclasses.

use std::collections::{HashMap, HashSet};

use super::hierarchy::Classes;
use crate::resolve::{Linked, SchemaId};

/// Rewrites each such component as a union of one branch, which inherits nothing.
///
/// A component that adds nothing may also be a subclass. It is one if a mapping or a union with a
/// discriminator names it, if it has its own discriminator value or heirs, or if no base of it has a mapping.
/// With `nullable`, it is an alias unless a mapping names it: a subclass is not null.
pub(super) fn unwrap(linked: &mut Linked) {
    let classes = Classes::of(linked);
    let mut named: HashSet<SchemaId> = HashSet::new();
    for schema in linked.schema_ids().filter_map(|id| linked.schema(id)) {
        let Some(discriminator) = &schema.discriminator else { continue };
        named.extend(discriminator.targets().chain(schema.branches()));
    }
    let mut aliases: HashMap<SchemaId, SchemaId> = HashMap::new();
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema(id) else { continue };
        let is_plain = schema.component.is_some()
            && schema.discriminator.is_none()
            && schema.discriminator_value.is_empty()
            && schema.branches().next().is_none();
        if !is_plain || named.contains(&id) || classes.root(id).is_none() {
            continue;
        }
        let Some(only) = linked.sole_part(schema) else { continue };
        let is_nullable = schema.nullable
            || schema
                .all_of
                .iter()
                .any(|part| *part != only && linked.schema(*part).is_some_and(|part| part.nullable));
        let has_heirs = classes.heirs.get(id.index()).is_some_and(|heirs| !heirs.is_empty());
        let is_listed = || {
            let chain = classes.chain(linked, id);
            let mut bases = chain.iter().filter_map(|base| linked.schema(*base)?.discriminator.as_ref());
            bases.any(|discriminator| !discriminator.mapping.is_empty())
        };
        if !(is_nullable || !has_heirs && is_listed()) {
            continue;
        }
        aliases.insert(id, only);
        let description = super::intersect::described(linked, schema);
        if let Some(schema) = linked.schema_mut(id) {
            schema.description = description;
            schema.nullable = is_nullable;
            schema.schema_type = None;
            schema.all_of = Vec::new().into();
            schema.one_of = vec![only].into();
        }
    }
    if aliases.is_empty() {
        return;
    }
    // Schemas that inherit from an alias inherit from the class.
    for id in linked.schema_ids() {
        let Some(parts) = linked.schema_mut(id).and_then(|schema| schema.all_of.get_mut()) else { continue };
        for part in parts {
            for _ in 0..aliases.len() {
                let Some(target) = aliases.get(part) else { break };
                *part = *target;
            }
        }
    }
}

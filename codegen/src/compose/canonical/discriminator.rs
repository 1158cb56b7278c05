//! Discriminators: every variant has the discriminator's property, and a base may be a variant itself.

use std::collections::{HashMap, HashSet};

use super::signature::scalar_text;
use crate::diagnostics::{Code, Finding, Report};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Linked, Schema, SchemaId};

/// Adds the property of each discriminator to the base and the variants that do not describe it. It is an
/// optional string, so that clients preserve the value that they receive and send it back.
pub(super) fn declare(linked: &mut Linked) {
    let mut wanted: Vec<(SchemaId, String)> = Vec::new();
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema(id) else { continue };
        let Some(discriminator) = &schema.discriminator else { continue };
        let mut visited = HashSet::new();
        let mut pending: Vec<SchemaId> = schema.branches().collect();
        if pending.is_empty() {
            pending.extend([Some(id), discriminator.itself].into_iter().flatten());
        }
        while let Some(branch) = pending.pop() {
            let Some(part) = linked.schema(branch).filter(|_| visited.insert(branch)) else { continue };
            if visited.len() > MOST_KINDS {
                break;
            }
            if let Some(only) = linked.sole_part(part) {
                pending.push(only);
            } else if part.branches().next().is_some() && part.properties.is_empty() && part.all_of.is_empty()
            {
                pending.extend(part.branches());
            } else if linked.is_record(part) && !describes(linked, branch, &discriminator.property) {
                wanted.push((branch, discriminator.property.clone()));
            }
        }
    }
    for (id, property) in wanted {
        let Some(place) = linked.schema(id).and_then(|schema| schema.place.clone()) else { continue };
        let text = Schema {
            place: Some(place.key("properties").key(&property)),
            schema_type: Some(SchemaType::String),
            ..Schema::default()
        };
        let text = linked.add(text);
        if let Some(schema) = linked.schema_mut(id) {
            schema.properties.entry(property).or_insert(text);
        }
    }
}

/// Adds to each union the schemas to which its discriminator refers and that are no branch, directly or as a
/// subclass or variant of one.
pub(super) fn unlisted(linked: &mut Linked, report: &mut Report) {
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema(id).filter(|schema| schema.branches().next().is_some()) else {
            continue;
        };
        let Some(discriminator) = &schema.discriminator else { continue };
        let direct: HashSet<SchemaId> = schema.branches().chain([id]).collect();
        if discriminator.targets().all(|target| direct.contains(&target)) {
            continue;
        }
        let extended = extended(linked, schema);
        let mut listed = members(linked, schema.branches());
        let mut added = Vec::new();
        if let Some(discriminator) = linked.schema_mut(id).and_then(|schema| schema.discriminator.as_mut()) {
            let now = |target| extended.get(&target).copied().unwrap_or(target);
            discriminator.retarget(|target| if direct.contains(&target) { target } else { now(target) });
        }
        let Some(schema) = linked.schema(id) else { continue };
        let Some(discriminator) = &schema.discriminator else { continue };
        for target in discriminator.targets() {
            if target != id && !is_member(linked, &listed, target) && listed.insert(target) {
                added.push(target);
            }
        }
        if added.is_empty() {
            continue;
        }
        let place = schema.place.as_ref().map(|place| place.key("discriminator"));
        let what = "the discriminator refers to a schema that is not a branch: it becomes a variant";
        report.push_alike(Finding::note(Code::Shape, place, what));
        let Some(schema) = linked.schema_mut(id) else { continue };
        let branches = if schema.one_of.is_empty() { &mut schema.any_of } else { &mut schema.one_of };
        *branches = branches.iter().copied().chain(added).collect();
    }
}

/// Returns the schemas that the branches without a name extend, each with its branch: authors write a
/// reference with keywords beside it.
fn extended(linked: &Linked, schema: &Schema) -> HashMap<SchemaId, SchemaId> {
    let mut found = HashMap::new();
    for branch in schema.branches() {
        let Some(part) = linked.schema(branch).filter(|part| part.component.is_none()) else { continue };
        for base in
            part.all_of.iter().filter(|base| linked.schema(**base).is_some_and(|it| it.component.is_some()))
        {
            found.entry(*base).or_insert(branch);
        }
    }
    found
}

/// Returns the schemas and their aliases and variants.
fn members(linked: &Linked, of: impl Iterator<Item = SchemaId>) -> HashSet<SchemaId> {
    let mut found = HashSet::new();
    let mut pending: Vec<SchemaId> = of.collect();
    while let Some(id) = pending.pop() {
        let Some(schema) = linked.schema(id).filter(|_| found.len() < MOST_KINDS && found.insert(id)) else {
            continue;
        };
        pending.extend(schema.branches().chain(linked.sole_part(schema)));
    }
    found
}

/// Returns whether a schema is one of several, an alias of one, or a subclass of a base among them.
fn is_member(linked: &Linked, listed: &HashSet<SchemaId>, id: SchemaId) -> bool {
    if listed.contains(&id) || listed.contains(&linked.core(id)) {
        return true;
    }
    let is_base = |id: &SchemaId| {
        let schema = linked.schema(*id);
        listed.contains(id)
            && schema.is_some_and(|it| it.discriminator.is_some() && it.branches().next().is_none())
    };
    let mut visited = HashSet::new();
    let mut pending = vec![id];
    while let Some(id) = pending.pop() {
        if is_base(&id) || visited.len() >= MOST_KINDS {
            return true;
        }
        let Some(schema) = linked.schema(id).filter(|_| visited.insert(id)) else { continue };
        pending.extend(schema.all_of.iter());
    }
    false
}

/// Returns whether a schema, or a direct or indirect part of it, has a key.
fn describes(linked: &Linked, id: SchemaId, key: &str) -> bool {
    let mut visited = HashSet::new();
    let mut pending = vec![id];
    while let Some(id) = pending.pop() {
        let Some(schema) = linked.schema(id).filter(|_| visited.insert(id)) else { continue };
        if schema.properties.contains_key(key) || visited.len() > MOST_KINDS {
            return true;
        }
        pending.extend(super::parts(schema));
    }
    false
}

/// The largest number of schemas that are searched for one discriminator.
const MOST_KINDS: usize = 4096;

/// Creates a schema for every base that is also a variant: a base to which its own discriminator maps, which
/// lists itself as a branch, or which is a branch of a union with a discriminator.
pub(super) fn bases(linked: &mut Linked) {
    let mut inherited: HashSet<SchemaId> = HashSet::new();
    for id in linked.schema_ids() {
        inherited.extend(linked.schema(id).into_iter().flat_map(|schema| schema.all_of.iter().copied()));
    }
    let is_base = |linked: &Linked, id: SchemaId| {
        linked.schema(id).is_some_and(|schema| {
            schema.discriminator.is_some()
                && !(schema.properties.is_empty() && schema.all_of.is_empty())
                && (inherited.contains(&id) || schema.branches().next().is_some())
        })
    };
    // Each base that is a variant, with its discriminator values.
    let mut meant: Vec<(SchemaId, Vec<String>)> = Vec::new();
    // Each base that is a variant only for objects without a discriminator value.
    let mut untagged: Vec<SchemaId> = Vec::new();
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema(id) else { continue };
        let Some(discriminator) = &schema.discriminator else { continue };
        let mapped = |target: SchemaId| linked.values_for(discriminator, target);
        if is_base(linked, id) {
            let values = mapped(id);
            let is_default = discriminator.default == Some(id);
            let is_listed = !values.is_empty() || is_default || schema.branches().any(|branch| branch == id);
            let is_union = schema.branches().next().is_some();
            // Without a mapping, the name of the base is its value. If the discriminator is optional, objects
            // without it belong to the base.
            let is_implied = || discriminator.mapping.is_empty() && may_name_itself(linked, schema);
            if is_listed || !is_union && is_implied() {
                meant.push((id, values));
            } else if !is_union
                && discriminator.default.is_none()
                && !requires(linked, id, &discriminator.property)
                && default_subclass(linked, id).is_none()
            {
                untagged.push(id);
            }
        }
        for branch in schema.branches().filter(|branch| *branch != id && is_base(linked, *branch)) {
            let is_same = linked.schema(branch).and_then(|base| base.discriminator.as_ref());
            if is_same.is_none_or(|base| base.property != discriminator.property) {
                continue;
            }
            let named = linked.schema(branch).and_then(|base| base.component.clone());
            let values = mapped(branch);
            meant.push((branch, if values.is_empty() { named.into_iter().collect() } else { values }));
        }
    }
    let mut made: HashMap<SchemaId, SchemaId> = HashMap::new();
    for (id, values) in meant {
        let Some(own) = made.get(&id).copied().or_else(|| itself(linked, id)) else { continue };
        made.insert(id, own);
        let Some(schema) = linked.schema_mut(id) else { continue };
        let name = schema.component.clone();
        for branches in [schema.any_of.get_mut(), schema.one_of.get_mut()].into_iter().flatten() {
            branches.iter_mut().filter(|branch| **branch == id).for_each(|branch| *branch = own);
        }
        let Some(discriminator) = &mut schema.discriminator else { continue };
        discriminator.retarget(|target| if target == id { own } else { target });
        let values = if values.is_empty() { name.into_iter().collect() } else { values };
        for value in values {
            if !discriminator.mapping.iter().any(|(known, _)| *known == value) {
                discriminator.mapping.push((value, own));
            }
        }
    }
    for id in untagged {
        if !made.contains_key(&id) {
            itself(linked, id);
        }
    }
}

/// Returns the discriminator value of objects without one, if the property of a base has a default that means
/// a subclass.
pub(crate) fn default_subclass(linked: &Linked, base: SchemaId) -> Option<String> {
    let schema = linked.schema(base)?;
    let discriminator = schema.discriminator.as_ref()?;
    let property = linked.schema(*schema.properties.get(&discriminator.property)?)?;
    let value = scalar_text(property.default.as_deref()?)?;
    let mapped = discriminator.mapping.iter().find(|(known, _)| *known == value).map(|(_, target)| *target);
    let target = mapped.or_else(|| linked.components.get(&value).copied())?;
    let itself = linked.itself(base);
    (target != base && target != itself).then_some(value)
}

/// Returns whether the discriminator's property may have the name of its base as its value.
fn may_name_itself(linked: &Linked, base: &Schema) -> bool {
    let property = base.discriminator.as_ref().and_then(|it| base.properties.get(&it.property));
    let listed = property.and_then(|id| linked.schema(linked.core(*id))).map(|schema| &*schema.enumeration);
    let is_name = |value: &serde_json::Value| value.as_str() == base.component.as_deref();
    base.component.is_some() && listed.is_none_or(|listed| listed.is_empty() || listed.iter().any(is_name))
}

/// Creates the schema of the objects that are of a base and of no subclass.
fn itself(linked: &mut Linked, id: SchemaId) -> Option<SchemaId> {
    let base = linked.schema(id)?.clone();
    let own = linked.add(Schema {
        component: None,
        is_referred_to: false,
        title: "base".to_owned().into(),
        discriminator: None,
        any_of: Vec::new().into(),
        one_of: Vec::new().into(),
        nullable: false,
        ..base
    });
    linked.schema_mut(id)?.discriminator.as_mut()?.itself = Some(own);
    Some(own)
}

/// Returns whether a schema, or a direct or indirect part of it, requires a key.
fn requires(linked: &Linked, id: SchemaId, key: &str) -> bool {
    let mut visited = HashSet::new();
    let mut pending = vec![id];
    while let Some(id) = pending.pop() {
        let Some(schema) = linked.schema(id).filter(|_| visited.insert(id)) else { continue };
        if schema.required.iter().any(|known| known == key) || visited.len() > MOST_KINDS {
            return true;
        }
        pending.extend(schema.all_of.iter());
    }
    false
}

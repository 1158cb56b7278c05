//! Objects beside a union of objects: if a key distinguishes the branches, the object moves into each branch.

use std::collections::HashSet;

use super::Canon;
use super::signature::Signature;
use super::types::{self, Types};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Discriminator, Schema, SchemaId};

/// Moves an object into each branch of the union beside it, if a key distinguishes the branches. Otherwise
/// the object and the union stay as they are, and become one struct.
pub(super) fn distribute(canon: &mut Canon<'_>, id: SchemaId) {
    let Some(schema) = canon.linked.schema(id).cloned() else { return };
    let Some(found) = Beside::of(canon, id, &schema) else { return };
    let own = Schema {
        component: None,
        is_referred_to: false,
        nullable: false,
        schema_type: Some(SchemaType::Object),
        all_of: Vec::new().into(),
        any_of: Vec::new().into(),
        one_of: Vec::new().into(),
        discriminator: None,
        ..schema.clone()
    };
    let has_keys =
        !own.properties.is_empty() || !own.required.is_empty() || own.additional != Additional::Unstated;
    let mut base: Vec<SchemaId> = found.base.clone();
    if has_keys {
        let Some(own) = canon.add(own) else { return };
        base.push(own);
    }
    let keyword = if schema.one_of.is_empty() { "anyOf" } else { "oneOf" };
    let mut branches = Vec::with_capacity(found.branches.len());
    for (index, &branch) in found.branches.iter().enumerate() {
        if found.base.is_empty() && declares_all(canon, branch, &schema) {
            branches.push(branch);
            continue;
        }
        let Some(part) = canon.linked.schema(canon.core(branch)) else { return };
        let title = if part.title.is_empty() {
            part.component.clone().unwrap_or_default()
        } else {
            part.title.to_string()
        };
        let made = Schema {
            place: schema.place.as_ref().map(|place| place.key(keyword).index(index)),
            title: title.into(),
            description: part.description.clone(),
            deprecated: part.deprecated,
            example: part.example.clone(),
            schema_type: Some(SchemaType::Object),
            all_of: base.iter().copied().chain([branch]).collect(),
            ..Schema::default()
        };
        let Some(made) = canon.add(made) else { return };
        branches.push(made);
    }
    let discriminator =
        found.discriminator.map(|it| Box::new(retargeted(canon, &it, &found.branches, &branches)));
    canon.replace(
        id,
        Schema {
            schema_type: None,
            properties: Default::default(),
            required: Vec::new().into(),
            additional: Additional::Unstated,
            all_of: Vec::new().into(),
            any_of: if keyword == "anyOf" { branches.clone().into() } else { Vec::new().into() },
            one_of: if keyword == "oneOf" { branches.into() } else { Vec::new().into() },
            discriminator,
            ..schema
        },
    );
}

/// A union with the parts beside it.
struct Beside {
    branches: Vec<SchemaId>,
    discriminator: Option<Discriminator>,
    /// The other parts.
    base: Vec<SchemaId>,
}

impl Beside {
    /// Returns the union and the parts beside it, or `None` if there is no union, nothing beside it, or no
    /// key that distinguishes its branches.
    fn of(canon: &Canon<'_>, id: SchemaId, schema: &Schema) -> Option<Self> {
        if types::of(canon, id) != Types::OBJECT {
            return None;
        }
        let is_union = |part: &SchemaId| {
            let schema = canon.linked.schema(canon.core(*part));
            schema.is_some_and(|it| {
                it.branches().nth(1).is_some() && it.all_of.is_empty() && it.properties.is_empty()
            })
        };
        let own: Vec<SchemaId> = schema.branches().collect();
        let unions: Vec<SchemaId> = schema.all_of.iter().copied().filter(is_union).collect();
        let base: Vec<SchemaId> =
            schema.all_of.iter().copied().filter(|part| !unions.contains(part)).collect();
        let (branches, discriminator) = match (own.len(), unions.as_slice()) {
            (2.., []) => (own, schema.discriminator.as_deref().cloned()),
            (0, [only]) => {
                let union = canon.linked.schema(canon.core(*only))?;
                let discriminator = schema.discriminator.as_ref().or(union.discriminator.as_ref());
                (union.branches().collect(), discriminator.map(|it| (**it).clone()))
            }
            _ => return None,
        };
        let has_keywords = !base.is_empty()
            || !schema.properties.is_empty()
            || !schema.required.is_empty()
            || schema.additional != Additional::Unstated;
        // If a branch inherits from this schema, or a part beside the union inherits from a branch, the union
        // is the list of subtypes.
        let is_listed = branches.iter().any(|branch| inherits(canon, *branch, id))
            || base
                .iter()
                .any(|part| branches.iter().any(|branch| inherits(canon, *part, canon.core(*branch))));
        if !has_keywords || is_listed {
            return None;
        }
        let described = |branch: &SchemaId| {
            let schema = canon.linked.schema(canon.core(*branch));
            schema.is_some_and(|schema| canon.linked.has_properties(schema))
        };
        let is_named = |branch: &SchemaId| {
            canon.linked.schema(canon.core(*branch)).is_some_and(|schema| schema.component.is_some())
                || discriminator
                    .as_ref()
                    .is_some_and(|it| it.mapping.iter().any(|(_, target)| target == branch))
        };
        let told = || {
            let kinds = branches.iter().map(|branch| {
                let parts: Vec<SchemaId> = base.iter().copied().chain([*branch]).collect();
                let mut kinds = Signature::of(canon.linked, &parts, canon.depth);
                kinds.required.extend(schema.required.iter().cloned());
                kinds
            });
            Signature::told_by(&kinds.collect::<Vec<_>>())
        };
        let is_told = discriminator.is_some() && branches.iter().all(is_named) || told().is_some();
        (is_told && branches.iter().all(described)).then_some(Self { branches, discriminator, base })
    }
}

/// Returns whether a schema inherits from another, directly or indirectly.
fn inherits(canon: &Canon<'_>, id: SchemaId, from: SchemaId) -> bool {
    let mut visited = HashSet::new();
    let mut pending = vec![id];
    while let Some(next) = pending.pop() {
        let next = canon.core(next);
        if next == from {
            return true;
        }
        if visited.len() > canon.depth || !visited.insert(next) {
            continue;
        }
        pending
            .extend(canon.linked.schema(next).into_iter().flat_map(|schema| schema.all_of.iter().copied()));
    }
    false
}

/// Returns whether a branch already has all keys of the object beside the union.
fn declares_all(canon: &Canon<'_>, branch: SchemaId, schema: &Schema) -> bool {
    if schema.additional != Additional::Unstated {
        return false;
    }
    let mut open: HashSet<&String> = schema.properties.keys().collect();
    let mut required: HashSet<&String> = schema.required.iter().collect();
    let mut visited = HashSet::new();
    let mut pending = vec![branch];
    while let Some(next) = pending.pop() {
        let next = canon.core(next);
        if visited.len() > canon.depth || !visited.insert(next) {
            continue;
        }
        let Some(part) = canon.linked.schema(next) else { continue };
        open.retain(|key| !part.properties.contains_key(*key));
        required.retain(|key| !part.required.contains(key));
        pending.extend(part.all_of.iter());
    }
    open.is_empty() && required.is_empty()
}

/// Returns a discriminator whose values refer to the new branches instead of the old ones.
fn retargeted(
    canon: &Canon<'_>,
    written: &Discriminator,
    before: &[SchemaId],
    now: &[SchemaId],
) -> Discriminator {
    let pairs = || before.iter().copied().zip(now.iter().copied());
    let target = |id: SchemaId| pairs().find(|(before, _)| *before == id).map_or(id, |(_, now)| now);
    let mut now_mapped = written.clone();
    now_mapped.retarget(target);
    let mapping = &mut now_mapped.mapping;
    for (before, now) in pairs().filter(|(before, now)| before != now) {
        let is_limited =
            Signature::of(canon.linked, &[before], canon.depth).values.contains_key(&written.property);
        let before = canon.core(before);
        let named = canon.linked.schema(before).and_then(|schema| schema.component.as_deref());
        let name = canon.linked.named_value(before).or(named).map(str::to_owned);
        let Some(name) = name.filter(|_| !is_limited) else { continue };
        if !mapping.iter().any(|(value, id)| *id == now || *value == name) {
            mapping.push((name, now));
        }
    }
    now_mapped
}

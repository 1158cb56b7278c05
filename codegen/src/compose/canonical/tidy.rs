//! Simplifies a single schema: null among branches, duplicate branches, keywords without effect.

use std::collections::HashSet;

use serde_json::Value;

use super::types::Types;
use super::{Canon, Signature, parts};
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Schema, SchemaId};

/// Simplifies a schema, whose parts are canonical.
pub(super) fn tidy(canon: &mut Canon<'_>, schema: &mut Schema) {
    strings_or_integers(canon, schema);
    required_tag(schema);
    silent_keywords(canon, schema);
    nulls(canon, schema);
    without_effect(canon, schema);
    once(schema);
    objects_together(canon, schema);
}

/// Replaces aliases of a schema that allows anything by that schema, and removes duplicate parts, also those
/// that are duplicates through an alias.
fn without_effect(canon: &Canon<'_>, schema: &mut Schema) {
    let Some(parts) = schema.all_of.get_mut().filter(|parts| parts.len() > 1) else { return };
    let is_nullable = |part: SchemaId| canon.linked.schema(part).is_some_and(|part| part.nullable);
    for part in parts.iter_mut() {
        let core = canon.core(*part);
        if canon.linked.is_unconstrained(core) && !is_nullable(*part) {
            *part = core;
        }
    }
    let mut known = HashSet::new();
    parts.retain(|part| known.insert((canon.core(*part), is_nullable(*part))));
}

/// Removes duplicate branches.
fn once(schema: &mut Schema) {
    for list in [&mut schema.any_of, &mut schema.one_of] {
        if let Some(list) = list.get_mut() {
            let mut met = HashSet::new();
            list.retain(|branch| met.insert(*branch));
        }
    }
}

/// Makes one branch of the objects of an `anyOf` that also has other branches, because a value may match
/// several of the objects, as in an `anyOf` of objects only. They remain branches if a property distinguishes
/// them, or keys that they require: beside other JSON types, authors mean a value of one branch.
fn objects_together(canon: &mut Canon<'_>, schema: &mut Schema) {
    let is_plain = schema.one_of.is_empty()
        && schema.all_of.is_empty()
        && schema.properties.is_empty()
        && schema.discriminator.is_none();
    let is_object = |canon: &Canon<'_>, id: &SchemaId| {
        let core = canon.core(*id);
        canon.types.get(&core) == Some(&Types::OBJECT)
            && canon.linked.schema(core).is_some_and(|schema| canon.linked.is_record(schema))
    };
    if !is_plain || schema.any_of.len() < 3 {
        return;
    }
    let (objects, others): (Vec<SchemaId>, Vec<SchemaId>) =
        schema.any_of.iter().partition(|id| is_object(canon, id));
    if objects.len() < 2 || others.is_empty() || canon.linked.has_map(&others) {
        return;
    }
    let signatures = objects.iter().map(|id| Signature::of(canon.linked, &[*id], canon.depth));
    let signatures: Vec<Signature> = signatures.collect();
    if Signature::told_by(&signatures).is_some() || Signature::require_own_keys(&signatures) {
        return;
    }
    let merged = Schema { any_of: objects.clone().into(), place: schema.place.clone(), ..Schema::default() };
    let Some(merged) = canon.add(merged) else { return };
    let first = objects.first().copied();
    let branches = schema.any_of.iter().filter_map(|id| match Some(*id) == first {
        true => Some(merged),
        false => others.contains(id).then_some(*id),
    });
    schema.any_of = branches.collect::<Vec<_>>().into();
}

/// Turns `int-or-string`, a format of Kubernetes, into a union of integer and string.
fn strings_or_integers(canon: &mut Canon<'_>, schema: &mut Schema) {
    if schema.format.as_deref() != Some("int-or-string") {
        return;
    }
    schema.format = None;
    if parts(schema).next().is_some() || !schema.enumeration.is_empty() {
        if parts(schema).next().is_some() {
            schema.schema_type = None;
        }
        return;
    }
    let mut branches = Vec::new();
    for schema_type in [SchemaType::Integer, SchemaType::String] {
        branches.extend(canon.add(Schema {
            schema_type: Some(schema_type),
            place: schema.place.clone(),
            ..Schema::default()
        }));
    }
    if branches.len() == 2 {
        schema.schema_type = None;
        schema.any_of = branches.into();
    }
}

/// Removes `type: object` and the required discriminator beside branches: the discriminator implies both
/// (OpenAPI 3.0.4, "Discriminator Object"). ASP.NET Core writes them.
fn required_tag(schema: &mut Schema) {
    let Some(tag) = schema.discriminator.as_ref().map(|it| it.property.clone()) else { return };
    let is_plain = schema.branches().next().is_some()
        && schema.all_of.is_empty()
        && schema.properties.is_empty()
        && schema.additional == Additional::Unstated;
    if is_plain && !schema.required.is_empty() && schema.required.iter().all(|key| *key == tag) {
        schema.required = Vec::new().into();
        schema.schema_type = schema.schema_type.filter(|it| *it != SchemaType::Object);
    }
}

/// Removes keywords beside branches that allow any value.
fn silent_keywords(canon: &Canon<'_>, schema: &mut Schema) {
    if parts(schema).next().is_none() {
        return;
    }
    if schema.items.is_some_and(|items| canon.linked.is_unconstrained(items)) && schema.schema_type.is_none()
    {
        schema.items = None;
    }
    let is_union = schema.branches().next().is_some();
    if is_union && schema.all_of.is_empty() && schema.properties.is_empty() && schema.required.is_empty() {
        let is_unconstrained = match schema.additional {
            Additional::Allowed | Additional::Forbidden => true,
            Additional::Of(values) => canon.linked.is_unconstrained(values),
            Additional::Unstated => false,
        };
        if is_unconstrained {
            schema.additional = Additional::Unstated;
        }
    }
}

/// Replaces null branches by `nullable`. `{type: object, nullable: true}` beside a branch with properties
/// counts as null.
fn nulls(canon: &Canon<'_>, schema: &mut Schema) {
    let branches: Vec<SchemaId> = schema.branches().collect();
    if branches.is_empty() {
        return;
    }
    let of = |id: SchemaId| canon.linked.schema(canon.core(id));
    let is_null = |id: SchemaId| of(id).is_some_and(is_only_null);
    let is_bare = |id: SchemaId| canon.linked.schema(id).is_some_and(is_bare_nullable_object);
    let is_described = |id: SchemaId| {
        let types = canon.types.get(&canon.core(id)).copied();
        !is_bare(id)
            && of(id)
                .is_some_and(|schema| types == Some(Types::OBJECT) && canon.linked.has_properties(schema))
    };
    let has_described = branches.iter().any(|id| is_described(*id));
    let goes = |id: SchemaId| is_null(id) || has_described && is_bare(id);
    if !branches.iter().any(|id| goes(*id)) {
        return;
    }
    schema.nullable = true;
    let stays = |id: &SchemaId| !goes(*id);
    schema.any_of = schema.any_of.iter().copied().filter(stays).collect();
    schema.one_of = schema.one_of.iter().copied().filter(stays).collect();
    if schema.branches().next().is_none() && schema.all_of.is_empty() && schema.properties.is_empty() {
        schema.schema_type = None;
        schema.enumeration = vec![Value::Null].into();
    }
}

/// Returns whether null is the only enum value of a schema.
pub(super) fn is_only_null(schema: &Schema) -> bool {
    !schema.enumeration.is_empty() && schema.enumeration.iter().all(Value::is_null)
}

/// Returns whether a schema is `{type: object, nullable: true}`.
pub(super) fn is_bare_nullable_object(schema: &Schema) -> bool {
    schema.nullable
        && schema.schema_type == Some(SchemaType::Object)
        && schema.component.is_none()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.additional == Additional::Unstated
        && parts(schema).next().is_none()
}

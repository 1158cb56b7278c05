//! Schemas with properties and without `type`: according to JSON Schema, they also allow values of other
//! types.

use std::collections::HashMap;

use super::{Linked, Schema, SchemaId};
use crate::openapi::schema_type::SchemaType;

/// Turns each such schema into a union of the object and any other value.
pub(super) fn unions(linked: &mut Linked) {
    let describes_object = describes_object(linked);
    let is_untyped = |id: &SchemaId| {
        let describes = describes_object.get(id.index()).copied().unwrap_or_default();
        !describes && linked.schema(*id).is_some_and(|schema| linked.is_record(schema))
    };
    let untyped: Vec<SchemaId> = linked.schema_ids().filter(is_untyped).collect();
    let mut objects = HashMap::new();
    for id in untyped {
        let Some(schema) = linked.schema(id).cloned() else { continue };
        let union = Schema {
            place: schema.place.clone(),
            component: schema.component.clone(),
            is_referred_to: schema.is_referred_to,
            description: schema.description.clone(),
            nullable: schema.nullable,
            read_only: schema.read_only,
            write_only: schema.write_only,
            deprecated: schema.deprecated,
            ..Schema::default()
        };
        let title = "object".to_owned().into();
        let schema_type = Some(SchemaType::Object);
        let object = Schema { component: None, is_referred_to: false, title, schema_type, ..schema };
        let object = linked.add(object);
        let place = union.place.clone();
        let title = "other value".to_owned().into();
        let other = linked.add(Schema { place, title, not: Some(object), ..Schema::default() });
        if let Some(schema) = linked.schema_mut(id) {
            *schema = Schema { any_of: vec![object, other].into(), ..union };
        }
        objects.insert(id, object);
    }
    let of_objects = |part: &mut SchemaId| *part = objects.get(part).copied().unwrap_or(*part);
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema_mut(id) else { continue };
        // The parts of an object are objects, too.
        schema.all_of.get_mut().into_iter().flatten().for_each(of_objects);
        if schema.schema_type.is_some() {
            let branches = [schema.any_of.get_mut(), schema.one_of.get_mut()];
            branches.into_iter().flatten().flatten().for_each(of_objects);
        }
    }
    linked.survey();
}

/// Returns for each schema whether it or its parts require objects: any part of an `allOf`, or every branch.
fn describes_object(linked: &Linked) -> Vec<bool> {
    // The schemas that contain each schema as a part, and whether one such part is enough.
    let mut users: Vec<Vec<(SchemaId, bool)>> = vec![Vec::new(); linked.schema_count()];
    // The number of branches of each schema that do not require objects yet.
    let mut open = Vec::with_capacity(users.len());
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema(id) else { continue };
        open.push(schema.branches().count());
        let all_of = schema.all_of.iter().map(|part| (*part, true));
        for (part, is_enough) in all_of.chain(schema.branches().map(|part| (part, false))) {
            users.get_mut(part.index()).into_iter().for_each(|users| users.push((id, is_enough)));
        }
    }
    let mut describes = vec![false; users.len()];
    let is_typed = |id: &SchemaId| linked.schema(*id).is_some_and(|schema| schema.schema_type.is_some());
    let mut pending: Vec<SchemaId> = linked.schema_ids().filter(is_typed).collect();
    while let Some(id) = pending.pop() {
        match describes.get_mut(id.index()) {
            Some(describes) if !*describes => *describes = true,
            _ => continue,
        }
        for (user, is_enough) in users.get(id.index()).into_iter().flatten() {
            let Some(open) = open.get_mut(user.index()) else { continue };
            *open = open.saturating_sub(usize::from(!is_enough));
            if *is_enough || *open == 0 {
                pending.push(*user);
            }
        }
    }
    describes
}

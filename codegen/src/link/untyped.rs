//! Schemas that describe an object's keys and have no `type`: JSON Schema lets any other value pass too.

use std::collections::HashMap;

use super::{Linked, Schema, SchemaId};

/// Makes each such schema a choice between the object and any other value.
pub(super) fn choices(linked: &mut Linked) {
    let is_untyped = |id: &SchemaId| {
        linked
            .schema(*id)
            .is_some_and(|schema| linked.is_record(schema) && !says_object(linked, schema, &mut Vec::new()))
    };
    let untyped: Vec<SchemaId> = linked.schema_ids().filter(is_untyped).collect();
    let mut objects = HashMap::new();
    for id in untyped {
        let Some(schema) = linked.schema(id).cloned() else { continue };
        let choice = Schema {
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
        let type_name = Some("object".into());
        let object = Schema { component: None, is_referred_to: false, title, type_name, ..schema };
        let object = linked.add(object);
        let place = choice.place.clone();
        let title = "other value".to_owned().into();
        let other = linked.add(Schema { place, title, not: Some(object), ..Schema::default() });
        if let Some(schema) = linked.schema_mut(id) {
            *schema = Schema { any_of: vec![object, other].into(), ..choice };
        }
        objects.insert(id, object);
    }
    let of_objects = |part: &mut SchemaId| *part = objects.get(part).copied().unwrap_or(*part);
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema_mut(id) else { continue };
        // What is an object has parts that are objects.
        schema.all_of.get_mut().into_iter().flatten().for_each(of_objects);
        if schema.type_name.is_some() {
            let branches = [schema.any_of.get_mut(), schema.one_of.get_mut()];
            branches.into_iter().flatten().flatten().for_each(of_objects);
        }
    }
}

/// Whether a schema, or a part of it, says that its values are objects.
fn says_object(linked: &Linked, schema: &Schema, visited: &mut Vec<SchemaId>) -> bool {
    let mut part_says = |id: SchemaId| {
        if visited.contains(&id) {
            return false;
        }
        visited.push(id);
        linked.schema(id).is_some_and(|part| says_object(linked, part, visited))
    };
    schema.type_name.is_some()
        || schema.all_of.iter().any(|part| part_says(*part))
        || schema.branches().next().is_some() && schema.branches().all(part_says)
}

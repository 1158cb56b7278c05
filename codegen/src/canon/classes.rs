//! Classes between a base with a discriminator and its subclasses: each is a base of its own subclasses, and a class itself.

use std::collections::{HashMap, VecDeque};

use crate::graph;
use crate::link::{Discriminator, Linked, Middle, Schema, SchemaId};

/// Gives every class that inherits a discriminator and has subclasses that discriminator, and a schema for the objects
/// that are of no subclass.
pub(super) fn middles(linked: &mut Linked) {
    let count = linked.schema_count();
    let mut heirs: Vec<Vec<usize>> = vec![Vec::new(); count];
    for id in linked.schema_ids() {
        for part in linked.schema(id).into_iter().flat_map(|schema| schema.all_of.iter()) {
            if let Some(heirs) = heirs.get_mut(part.index()) {
                heirs.push(id.index());
            }
        }
    }
    let heirs_of = |index: usize| heirs.get(index).into_iter().flatten().copied();
    let is_class = |index: usize| schema(linked, index).is_some_and(|schema| schema.component.is_some());
    let leads_to_class = graph::leading_to(count, heirs_of, is_class);
    let has_subclass = |index: usize| heirs_of(index).any(|heir| leads_to_class.get(heir) == Some(&true));
    let roots = roots(linked, &heirs);
    let is_middle = |index: &usize| {
        schema(linked, *index).is_some_and(|schema| {
            schema.discriminator.is_none()
                && schema.branches().next().is_none()
                && (schema.component.is_some() || schema.is_referred_to)
                && has_subclass(*index)
        })
    };
    let middles: Vec<usize> = (0..count).filter(is_middle).collect();
    let mut made: HashMap<SchemaId, SchemaId> = HashMap::new();
    for index in middles {
        let (id, root) = (SchemaId::of(index), roots.get(index).copied().flatten());
        let Some(root) = root else { continue };
        let Some(told) = linked.schema(root).and_then(|root| root.discriminator.as_ref()) else { continue };
        let property = told.property.clone();
        let values = told.mapping.iter().filter(|(_, target)| *target == id);
        let values: Vec<String> = values.map(|(value, _)| value.clone()).collect();
        let Some(class) = linked.schema(id).cloned() else { continue };
        let name = class.component.as_ref().map(|name| format!("{name} base")).unwrap_or_default();
        let itself = linked.add(Schema {
            component: None,
            is_referred_to: false,
            title: "base".to_owned().into(),
            enum_name: name.into(),
            nullable: false,
            ..class
        });
        made.insert(id, itself);
        let mapping = values.into_iter().map(|value| (value, itself)).collect();
        let discriminator = Discriminator { property, mapping, middle: Some(Middle { root, itself }) };
        if let Some(class) = linked.schema_mut(id) {
            class.discriminator = Some(Box::new(discriminator));
        }
    }
    // A base has each class beside its subclasses. A union has the classes that it lists.
    for id in linked.schema_ids().filter(|_| !made.is_empty()) {
        let Some(schema) = linked.schema_mut(id).filter(|schema| schema.branches().next().is_none()) else {
            continue;
        };
        for (_, target) in schema.discriminator.iter_mut().flat_map(|it| &mut it.mapping) {
            *target = made.get(target).copied().unwrap_or(*target);
        }
    }
}

/// The nearest schema with a discriminator that each schema inherits from.
fn roots(linked: &Linked, heirs: &[Vec<usize>]) -> Vec<Option<SchemaId>> {
    let has_discriminator = |index: usize| schema(linked, index).is_some_and(|it| it.discriminator.is_some());
    let mut roots: Vec<Option<SchemaId>> = vec![None; heirs.len()];
    let told = (0..heirs.len()).filter(|index| has_discriminator(*index));
    let mut pending: VecDeque<(usize, SchemaId)> = told.map(|index| (index, SchemaId::of(index))).collect();
    while let Some((index, root)) = pending.pop_front() {
        for &heir in heirs.get(index).into_iter().flatten().filter(|heir| !has_discriminator(**heir)) {
            if let Some(known @ None) = roots.get_mut(heir) {
                *known = Some(root);
                pending.push_back((heir, root));
            }
        }
    }
    roots
}

fn schema(linked: &Linked, index: usize) -> Option<&Schema> {
    linked.schema(SchemaId::of(index))
}

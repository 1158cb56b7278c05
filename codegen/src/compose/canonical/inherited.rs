//! Unions without a discriminator whose members inherit one: its values distinguish them.

use std::collections::{HashMap, HashSet};

use super::hierarchy::Classes;
use super::tidy;
use crate::graph;
use crate::resolve::{Discriminator, Linked, Schema, SchemaId};

/// Gives each union the discriminator that all its members inherit, if they are objects. Members that are not
/// objects are distinguished by their JSON types.
pub(super) fn unions(linked: &mut Linked, classes: &Classes) {
    let mappings = Mappings::of(linked);
    if mappings.bases.is_empty() {
        return;
    }
    let branches = |index: usize| linked.schema(SchemaId::of(index)).into_iter().flat_map(Schema::branches);
    let order =
        graph::after_parts(linked.schema_count(), |index| branches(index).map(SchemaId::index).collect());
    // The bases that the members of each union have in common, the nearest first.
    let mut common: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for id in order.into_iter().map(SchemaId::of) {
        let Some(schema) = linked.schema(id).filter(|schema| schema.branches().next().is_some()) else {
            continue;
        };
        let members = Members::of(linked, classes, &mappings, &common, schema);
        let Some((root, members)) = members.and_then(|it| Some((it.bases.first().copied()?, it))) else {
            continue;
        };
        let Some(inherited) = linked.schema(root).and_then(|root| root.discriminator.as_ref()) else {
            continue;
        };
        let written = schema.discriminator.as_ref();
        if written.is_some_and(|written| written.property != inherited.property) {
            continue;
        }
        let property = inherited.property.clone();
        common.insert(id, members.bases.clone());
        if members.classes.len() < 2 {
            continue;
        }
        let known = |branch: SchemaId| {
            written.is_some_and(|written| written.mapping.iter().any(|(_, target)| *target == branch))
        };
        let added: Vec<(String, SchemaId)> = members
            .classes
            .iter()
            .filter(|(branch, _)| !known(*branch))
            .flat_map(|(branch, class)| {
                let values = mappings.values(linked, &members.bases, *branch, *class);
                values.into_iter().map(|value| (value, *branch))
            })
            .collect();
        let Some(schema) = linked.schema_mut(id) else { continue };
        match &mut schema.discriminator {
            Some(written) => {
                let values: HashSet<String> =
                    written.mapping.iter().map(|(value, _)| value.clone()).collect();
                written.mapping.extend(added.into_iter().filter(|(value, _)| !values.contains(value)));
            }
            none => {
                let inherited =
                    Discriminator { property, mapping: added, root: Some(root), ..Discriminator::default() };
                *none = Some(Box::new(inherited));
            }
        }
    }
}

/// The values that all discriminators map to each schema.
#[derive(Default)]
struct Mappings {
    /// The schemas with a discriminator.
    bases: HashSet<SchemaId>,
    /// The bases whose discriminator maps to each schema, each with the value, and those that list it as a
    /// branch.
    by_target: HashMap<SchemaId, Vec<(SchemaId, Option<String>)>>,
}

impl Mappings {
    fn of(linked: &Linked) -> Self {
        let mut mappings = Self::default();
        for id in linked.schema_ids() {
            let Some(schema) = linked.schema(id) else { continue };
            let Some(discriminator) = &schema.discriminator else { continue };
            mappings.bases.insert(id);
            for (value, target) in &discriminator.mapping {
                mappings.by_target.entry(*target).or_default().push((id, Some(value.clone())));
            }
            for branch in schema.branches() {
                mappings.by_target.entry(branch).or_default().push((id, None));
            }
        }
        mappings
    }

    /// Returns whether the discriminator of a base applies to a class: a base with branches has only those.
    fn applies(&self, linked: &Linked, base: SchemaId, class: SchemaId) -> bool {
        let is_union = linked.schema(base).is_some_and(|base| base.branches().next().is_some());
        !is_union || self.by_target.get(&class).is_some_and(|bases| bases.iter().any(|(id, _)| *id == base))
    }

    /// Returns the values that mean a member: those of the nearest base that has some for its class, or else
    /// the name of the class, if the member itself has no name.
    fn values(&self, linked: &Linked, bases: &[SchemaId], branch: SchemaId, class: SchemaId) -> Vec<String> {
        // Lowering finds the values of a base or class with subclasses, which are those of its variants.
        if linked.schema(class).is_none_or(|class| class.discriminator.is_some()) {
            return Vec::new();
        }
        let known = self.by_target.get(&class).map(Vec::as_slice).unwrap_or_default();
        for base in bases {
            let values = known.iter().filter(|(id, _)| id == base);
            let values: Vec<String> = values.filter_map(|(_, value)| value.clone()).collect();
            if !values.is_empty() {
                return values;
            }
        }
        let schema = linked.schema(class);
        let named = linked.named_value(class).or_else(|| schema?.component.as_deref());
        // Lowering finds the values of other members: an enum may limit them.
        let is_implied = branch != class || linked.core(class) != class;
        named.filter(|_| is_implied).map(str::to_owned).into_iter().collect()
    }
}

/// The members of a union that are objects.
struct Members {
    /// Each branch with the class that it is.
    classes: Vec<(SchemaId, SchemaId)>,
    /// The bases that they have in common, the nearest first.
    bases: Vec<SchemaId>,
}

impl Members {
    /// Returns the members, or `None` if a member that is an object inherits no discriminator.
    fn of(
        linked: &Linked,
        classes: &Classes,
        mappings: &Mappings,
        common: &HashMap<SchemaId, Vec<SchemaId>>,
        schema: &Schema,
    ) -> Option<Self> {
        let mut found = Self { classes: Vec::new(), bases: Vec::new() };
        for branch in schema.branches() {
            let class = class_of(linked, classes, branch);
            let member = linked.schema(class)?;
            if !linked.is_object(member) || tidy::is_bare_nullable_object(member) {
                continue;
            }
            let bases = match common.get(&class) {
                Some(bases) => bases.clone(),
                None => classes.chain(linked, class),
            };
            let applies =
                |base: &SchemaId| common.contains_key(&class) || mappings.applies(linked, *base, class);
            let bases: Vec<SchemaId> = bases.into_iter().filter(applies).collect();
            if found.classes.is_empty() {
                found.bases = bases;
            } else {
                found.bases.retain(|base| bases.contains(base));
            }
            if found.bases.is_empty() {
                return None;
            }
            found.classes.push((branch, class));
        }
        (!found.classes.is_empty()).then_some(found)
    }
}

/// Returns the class, base or union that a schema is another name for.
fn class_of(linked: &Linked, classes: &Classes, id: SchemaId) -> SchemaId {
    let mut id = id;
    for _ in 0..MOST_NAMES {
        let Some(schema) = linked.schema(id) else { break };
        // A component that inherits by `allOf` is a class, even if it adds nothing.
        let is_class = schema.component.is_some() && !schema.all_of.is_empty() && classes.root(id).is_some();
        match linked.sole_part(schema).filter(|part| !is_class && *part != id) {
            Some(part) => id = part,
            None => break,
        }
    }
    id
}

/// The longest chain of names that is followed.
const MOST_NAMES: usize = 64;

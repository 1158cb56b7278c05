//! Classes: schemas that inherit a discriminator by `allOf`.
//!
//! A class between a base and its subclasses is a base of its own subclasses, and a class itself.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::graph;
use crate::resolve::{Discriminator, Linked, Schema, SchemaId};

/// The inheritance between schemas.
pub(super) struct Classes {
    /// The schemas whose `allOf` lists each schema.
    pub(super) heirs: Vec<Vec<usize>>,
    /// The nearest schema with a discriminator that each schema inherits from.
    roots: Vec<Option<SchemaId>>,
    /// Whether a component inherits from each schema.
    has_subclass: Vec<bool>,
}

impl Classes {
    pub(super) fn of(linked: &Linked) -> Self {
        let mut heirs: Vec<Vec<usize>> = vec![Vec::new(); linked.schema_count()];
        for id in linked.schema_ids() {
            for part in linked.schema(id).into_iter().flat_map(|schema| schema.all_of.iter()) {
                if let Some(heirs) = heirs.get_mut(part.index()) {
                    heirs.push(id.index());
                }
            }
        }
        let roots = roots(linked, &heirs);
        let heirs_of = |index: usize| heirs.get(index).into_iter().flatten().copied();
        let is_class = |index: usize| schema(linked, index).is_some_and(|schema| schema.component.is_some());
        let leads_to_class = graph::leading_to(heirs.len(), heirs_of, is_class);
        let leads = |heir: usize| leads_to_class.get(heir) == Some(&true);
        let has_subclass = (0..heirs.len()).map(|index| heirs_of(index).any(leads)).collect();
        Self { heirs, roots, has_subclass }
    }

    pub(super) fn has_subclass(&self, index: usize) -> bool {
        self.has_subclass.get(index) == Some(&true)
    }

    /// Returns a schema with its direct and indirect heirs.
    fn with_heirs(&self, id: SchemaId) -> HashSet<usize> {
        let mut found = HashSet::from([id.index()]);
        let mut pending = vec![id.index()];
        while let Some(index) = pending.pop() {
            let heirs = self.heirs.get(index).into_iter().flatten().copied();
            pending.extend(heirs.filter(|heir| found.insert(*heir)));
        }
        found
    }

    /// Returns the nearest schema with a discriminator that a schema inherits from.
    pub(super) fn root(&self, id: SchemaId) -> Option<SchemaId> {
        self.roots.get(id.index()).copied().flatten()
    }

    /// Returns the schemas with a discriminator that a schema is or inherits from, the nearest first.
    pub(super) fn chain(&self, linked: &Linked, id: SchemaId) -> Vec<SchemaId> {
        let is_base = linked.schema(id).is_some_and(|schema| schema.discriminator.is_some());
        let mut found: Vec<SchemaId> = Some(id).filter(|_| is_base).into_iter().collect();
        let mut next = self.root(id);
        while let Some(root) = next.filter(|root| !found.contains(root) && found.len() < MOST_BASES) {
            found.push(root);
            next = self.root(root);
        }
        found
    }
}

/// The largest number of bases, each of which inherits from the next, that are searched for one schema.
const MOST_BASES: usize = 64;

/// Removes the branches of each class that inherits a discriminator and lists only itself and its subclasses.
pub(super) fn lists(linked: &mut Linked, classes: &Classes) {
    for id in linked.schema_ids() {
        let Some(schema) = linked.schema(id) else { continue };
        let is_class = schema.discriminator.is_none() && classes.root(id).is_some();
        if !is_class || schema.branches().next().is_none() {
            continue;
        }
        let family = classes.with_heirs(id);
        if schema.branches().all(|branch| family.contains(&branch.index()))
            && let Some(schema) = linked.schema_mut(id)
        {
            schema.any_of = Vec::new().into();
            schema.one_of = Vec::new().into();
        }
    }
}

/// Gives every class that inherits a discriminator and has subclasses that discriminator, and a schema for
/// the objects that are of no subclass.
pub(super) fn middles(linked: &mut Linked, classes: &Classes) {
    let count = classes.heirs.len();
    let is_middle = |index: &usize| {
        schema(linked, *index).is_some_and(|schema| {
            schema.discriminator.is_none()
                && schema.branches().next().is_none()
                && (schema.component.is_some() || schema.is_referred_to)
                && classes.has_subclass(*index)
        })
    };
    let middles: Vec<usize> = (0..count).filter(is_middle).collect();
    let mut made: HashMap<SchemaId, SchemaId> = HashMap::new();
    for index in middles {
        let id = SchemaId::of(index);
        let Some(root) = classes.root(id) else { continue };
        let Some(inherited) = linked.schema(root).and_then(|root| root.discriminator.as_ref()) else {
            continue;
        };
        let property = inherited.property.clone();
        let values = inherited.mapping.iter().filter(|(_, target)| *target == id);
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
        let discriminator = Discriminator {
            property,
            mapping,
            root: Some(root),
            itself: Some(itself),
            ..Discriminator::default()
        };
        if let Some(class) = linked.schema_mut(id) {
            class.discriminator = Some(Box::new(discriminator));
        }
    }
    // A base has each class beside its subclasses. A union has the classes that it lists.
    for id in linked.schema_ids().filter(|_| !made.is_empty()) {
        let Some(schema) = linked.schema_mut(id).filter(|schema| schema.branches().next().is_none()) else {
            continue;
        };
        if let Some(discriminator) = &mut schema.discriminator {
            discriminator.retarget(|target| made.get(&target).copied().unwrap_or(target));
        }
    }
}

/// The nearest schema with a discriminator that each schema inherits from.
fn roots(linked: &Linked, heirs: &[Vec<usize>]) -> Vec<Option<SchemaId>> {
    let has_discriminator = |index: usize| schema(linked, index).is_some_and(|it| it.discriminator.is_some());
    let mut roots: Vec<Option<SchemaId>> = vec![None; heirs.len()];
    let bases = (0..heirs.len()).filter(|index| has_discriminator(*index));
    let mut pending: VecDeque<(usize, SchemaId)> = bases.map(|index| (index, SchemaId::of(index))).collect();
    while let Some((index, root)) = pending.pop_front() {
        for &heir in heirs.get(index).into_iter().flatten() {
            if let Some(known @ None) = roots.get_mut(heir) {
                *known = Some(root);
                // A schema with a discriminator is the root of its own heirs.
                if !has_discriminator(heir) {
                    pending.push_back((heir, root));
                }
            }
        }
    }
    roots
}

fn schema(linked: &Linked, index: usize) -> Option<&Schema> {
    linked.schema(SchemaId::of(index))
}

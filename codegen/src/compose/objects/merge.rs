//! Merged objects. Each part is visited once, and the results for branches are cached.

use std::rc::Rc;

use indexmap::{IndexMap, IndexSet};

use super::compose::{Kind, Wanted};
use super::{Compositions, Contradiction, Property, Relation};
use crate::resolve::{Additional, Linked, Schema, SchemaId};

/// An object with the properties and required keys of all its parts.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    pub(crate) properties: IndexMap<String, Property>,
    pub(crate) required: IndexSet<String>,
    pub(crate) additional: Additional,
    /// Keys with two descriptions that no value matches.
    pub(crate) contradictions: Vec<Contradiction>,
    /// The schemas that have been merged into it.
    parts: IndexSet<SchemaId>,
}

/// Returns the merged object of a schema, and the compositions that it still needs. Unless `is_whole` is set,
/// parts beyond the limit of the depth are left out.
pub(super) fn flattened(
    linked: &Linked,
    id: SchemaId,
    compositions: &Compositions,
    is_whole: bool,
) -> (Flat, Vec<Wanted>) {
    let mut flattening = Flattening::new(linked, compositions, is_whole);
    let mut flat = Flat::default();
    flattening.add(id, &mut flat);
    (flat, flattening.wanted)
}

/// Returns the keys that every object of a schema has.
pub(super) fn required(linked: &Linked, id: SchemaId, compositions: &Compositions) -> Rc<IndexSet<String>> {
    if let Some(required) = compositions.required.borrow().get(&id) {
        return Rc::clone(required);
    }
    let required = match linked.schema(id) {
        Some(schema) if !is_composed(schema) => schema.required.iter().cloned().collect(),
        _ => flattened(linked, id, compositions, false).0.required,
    };
    let required = Rc::new(required);
    compositions.required.borrow_mut().insert(id, Rc::clone(&required));
    required
}

fn is_composed(schema: &Schema) -> bool {
    !schema.all_of.is_empty() || schema.branches().next().is_some()
}

struct Flattening<'a> {
    linked: &'a Linked,
    compositions: &'a Compositions,
    /// The stack of schemas that are being merged. A recursive schema adds nothing.
    visited: Vec<SchemaId>,
    /// For each of them, the number of schemas whose merging had begun before.
    entered: Vec<usize>,
    /// The number of schemas whose merging has begun.
    begun: usize,
    /// The lowest index in `visited` that a cycle has led to since the last reset. The result depends on that
    /// schema.
    led_back_to: usize,
    /// Results for branches that depend on the schemas in `visited`.
    beside: IndexMap<SchemaId, Rc<Flat>>,
    wanted: Vec<Wanted>,
    is_whole: bool,
}

impl<'a> Flattening<'a> {
    fn new(linked: &'a Linked, compositions: &'a Compositions, is_whole: bool) -> Self {
        Self {
            is_whole,
            linked,
            compositions,
            visited: Vec::new(),
            entered: Vec::new(),
            begun: 0,
            led_back_to: usize::MAX,
            beside: IndexMap::new(),
            wanted: Vec::new(),
        }
    }

    /// Adds a schema to an object. If any part of an `allOf` requires a key, the key is required.
    fn add(&mut self, id: SchemaId, flat: &mut Flat) {
        if self.is_visited(id) || !flat.parts.insert(id) {
            return;
        }
        let Some(schema) = self.linked.schema(id) else { return };
        if self.visited.len() >= self.compositions.limits.depth {
            if self.is_whole {
                self.compositions.exceed_depth(id);
            }
            // The result is incomplete, so it must not be cached.
            self.led_back_to = 0;
            return;
        }
        self.visited.push(id);
        self.entered.push(self.begun);
        self.begun += 1;
        for &part in &schema.all_of {
            self.add(part, flat);
        }
        for (key, &schema) in &schema.properties {
            self.add_part(flat, key, Property { schema, lister: id, is_any: false, waits: false, since: 0 });
        }
        // A subclass that inherits from a union of all subclasses is one of them, so it does not have the
        // others' properties. A component that lists itself in a union within it may be of any branch.
        let is_component = |id: &&SchemaId| self.linked.schema(**id).is_some_and(|it| it.component.is_some());
        let owner = self.visited.iter().rfind(is_component).copied();
        let mut others = schema.branches().filter(|branch| Some(*branch) != owner).peekable();
        if others.peek().is_some() && !others.any(|branch| self.is_visited(branch)) {
            self.join_branches(schema, flat);
        }
        for name in &schema.required {
            if !flat.required.contains(name) {
                flat.required.insert(name.clone());
            }
        }
        match &schema.additional {
            Additional::Unstated => {}
            // A part that forbids additional keys means its own. The keys of the other parts remain.
            Additional::Forbidden if flat.additional != Additional::Unstated => {}
            stated => flat.additional = stated.clone(),
        }
        self.visited.pop();
        self.entered.pop();
    }

    /// Returns whether a schema is being merged.
    fn is_visited(&mut self, id: SchemaId) -> bool {
        let position = self.visited.iter().position(|visited| *visited == id);
        self.led_back_to = self.led_back_to.min(position.unwrap_or(usize::MAX));
        position.is_some()
    }

    /// Returns the merged object of a branch.
    fn branch(&mut self, id: SchemaId) -> Rc<Flat> {
        let known = self.compositions.branches.borrow().get(&id).cloned();
        if let Some(known) = known.or_else(|| self.beside.get(&id).cloned()) {
            return known;
        }
        let before = std::mem::replace(&mut self.led_back_to, usize::MAX);
        let wanted = self.wanted.len();
        let mut one = Flat::default();
        self.add(id, &mut one);
        let one = Rc::new(one);
        let is_by_itself = self.led_back_to >= self.visited.len();
        let is_composed = self.linked.schema(id).is_some_and(is_composed);
        if is_composed && is_by_itself && self.wanted.len() == wanted && !self.compositions.is_exceeded() {
            self.compositions.branches.borrow_mut().insert(id, Rc::clone(&one));
        } else if is_composed {
            self.beside.insert(id, Rc::clone(&one));
        }
        self.led_back_to = if is_by_itself { before } else { before.min(self.led_back_to) };
        one
    }

    /// Merges branches. A value may match several branches of an `anyOf`, so the object has the fields of
    /// all, and only keys that every branch requires are required. The same applies to branches of a `oneOf`
    /// beside properties.
    fn join_branches(&mut self, schema: &Schema, flat: &mut Flat) {
        let mut joined = Flat::default();
        let mut required_by_all: Option<IndexSet<String>> = None;
        for branch in schema.branches() {
            let one = self.branch(branch);
            for (key, property) in &one.properties {
                self.add_branch(&mut joined, key, *property);
            }
            flat.contradictions.extend(one.contradictions.iter().cloned());
            if one.additional != Additional::Unstated && joined.additional == Additional::Unstated {
                joined.additional = one.additional.clone();
            }
            match &mut required_by_all {
                None => required_by_all = Some(one.required.clone()),
                Some(before) => before.retain(|name| one.required.contains(name)),
            }
        }
        for (key, property) in joined.properties {
            match flat.properties.get(&key) {
                // The schema beside the branches determines the type; a branch only narrows it.
                Some(known) if !self.linked.is_unconstrained(known.schema) => {}
                _ => drop(flat.properties.insert(key, Property { since: self.begun, ..property })),
            }
        }
        if flat.additional == Additional::Unstated && joined.additional != Additional::Forbidden {
            flat.additional = joined.additional;
        }
        flat.required.extend(required_by_all.unwrap_or_default());
    }

    /// Adds a property with a new key; returns the property that has the key already. Does neither if the
    /// limit of composed properties is exceeded.
    fn insert(&mut self, flat: &mut Flat, key: &str, property: Property) -> Option<Property> {
        if !self.compositions.step(property.lister) {
            return None;
        }
        let known = flat.properties.get(key).copied();
        if known.is_none() {
            flat.properties.insert(key.to_owned(), Property { since: self.begun, ..property });
        }
        known
    }

    /// Adds a property of a branch. If branches describe a key differently, its value matches one of them.
    fn add_branch(&mut self, flat: &mut Flat, key: &str, property: Property) {
        let Some(known) = self.insert(flat, key, property) else { return };
        let is_same = self.compositions.is_same(known.schema, property.schema);
        if known.is_any || is_same || self.linked.covers(known.schema, property.schema) {
            return;
        }
        let either = if property.is_any || self.linked.covers(property.schema, known.schema) {
            property
        } else {
            self.composed(Kind::Any, key, known, property)
        };
        flat.properties.insert(key.to_owned(), Property { since: self.begun, ..either });
    }

    /// Adds a property of a part of an `allOf`. Two parts may describe one key if they are equal, if one is
    /// more specific than the other, or if a value may match both.
    fn add_part(&mut self, flat: &mut Flat, key: &str, property: Property) {
        let Some(known) = self.insert(flat, key, property) else { return };
        if known.waits {
            return;
        }
        let both = match self.compositions.relation(self.linked, known.schema, property.schema) {
            Relation::First => return,
            Relation::Second => property,
            Relation::Both => self.composed(Kind::All, key, known, property),
            Relation::Neither => {
                let (before, now) = (known, property);
                flat.contradictions.push(Contradiction { key: key.to_owned(), before, now });
                Property { is_any: true, ..known }
            }
        };
        flat.properties.insert(key.to_owned(), Property { since: self.begun, ..both });
    }

    /// Returns the composition of two properties. A composition that does not exist yet allows any value.
    fn composed(&mut self, kind: Kind, key: &str, known: Property, property: Property) -> Property {
        let composition = self.compositions.composition(kind, known.schema, property.schema);
        // The innermost schema that contains both, so that all schemas that inherit from it have one type.
        let contains = |(_, entered): &(&SchemaId, &usize)| **entered < known.since;
        let owner = self.visited.iter().zip(&self.entered).rfind(contains).map(|(id, _)| *id);
        let Some(owner) = owner.or_else(|| self.visited.last().copied()) else {
            return Property { is_any: true, ..known };
        };
        let wanted = Wanted { owner, key: key.to_owned(), composition };
        match self.compositions.get(&wanted) {
            Some(schema) => Property { schema, ..property },
            None => {
                self.wanted.push(wanted);
                Property { is_any: true, waits: true, ..known }
            }
        }
    }
}

//! What an object is when all that is said of it is taken together: `allOf` flattened, branches that speak of the
//! same object joined.

mod alike;
mod compose;

use indexmap::IndexMap;

use crate::link::{Additional, Linked, Schema, SchemaId};

pub(crate) use compose::{Compositions, compose};

use alike::Meeting;
use compose::{Composition, Kind};

/// An object with everything that its parts say.
#[derive(Debug, Default)]
pub(crate) struct Flat {
    pub(crate) properties: IndexMap<String, Property>,
    pub(crate) required: Vec<String>,
    pub(crate) additional: Additional,
    /// Keys that two parts describe so that no value can be both.
    pub(crate) contradictions: Vec<Contradiction>,
}

/// A property, as the parts describe it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Property {
    pub(crate) schema: SchemaId,
    /// The schema that lists it.
    pub(crate) lister: SchemaId,
    /// Whether its parts cannot be one type, so that any value must do.
    pub(crate) is_any: bool,
}

/// A key that two parts describe so that no value can be both.
#[derive(Debug)]
pub(crate) struct Contradiction {
    pub(crate) key: String,
    pub(crate) before: SchemaId,
    pub(crate) now: SchemaId,
}

impl Linked {
    /// Whether a schema becomes a struct: it has properties, and all of its parts are objects.
    pub(crate) fn is_record(&self, schema: &Schema) -> bool {
        self.is_object(schema, &mut Vec::new()) && self.has_properties(schema, &mut Vec::new())
    }

    /// Whether all schemas speak of objects, and some of their properties.
    pub(crate) fn are_objects(&self, ids: &[SchemaId]) -> bool {
        let schemas = || ids.iter().filter_map(|id| self.schema(*id));
        schemas().all(|schema| self.is_object(schema, &mut Vec::new()))
            && schemas().any(|schema| self.has_properties(schema, &mut Vec::new()))
    }

    /// Whether some schema is a map of things of one kind: another kind of object than one with properties.
    pub(crate) fn has_map(&self, ids: &[SchemaId]) -> bool {
        let mut schemas = ids.iter().filter_map(|id| self.schema(self.core(*id)));
        schemas.any(|schema| {
            matches!(schema.additional, Additional::Of(_)) && !self.has_properties(schema, &mut Vec::new())
        })
    }

    fn is_object(&self, schema: &Schema, visited: &mut Vec<SchemaId>) -> bool {
        if !matches!(schema.type_name.as_deref(), None | Some("object")) || !schema.enumeration.is_empty() {
            return false;
        }
        if self.excludes_objects(schema) {
            return false;
        }
        schema.all_of.iter().copied().chain(schema.branches()).all(|part| {
            if visited.contains(&part) {
                return true;
            }
            visited.push(part);
            self.schema(part).is_some_and(|part| self.is_object(part, visited))
        })
    }

    /// Whether a schema says that its values are no objects.
    pub(crate) fn excludes_objects(&self, schema: &Schema) -> bool {
        let excluded = schema.not.and_then(|id| self.schema(id));
        excluded.is_some_and(|schema| schema.type_name.as_deref() == Some("object"))
    }

    fn has_properties(&self, schema: &Schema, visited: &mut Vec<SchemaId>) -> bool {
        !schema.properties.is_empty()
            || schema.all_of.iter().copied().chain(schema.branches()).any(|part| {
                let is_new = !visited.contains(&part);
                visited.push(part);
                is_new && self.schema(part).is_some_and(|part| self.has_properties(part, visited))
            })
    }

    /// The only part of a composition that says anything, where nothing is said beside it.
    pub(crate) fn sole_part(&self, schema: &Schema) -> Option<SchemaId> {
        let says_more = !schema.properties.is_empty()
            || !schema.required.is_empty()
            || !schema.enumeration.is_empty()
            || schema.items.is_some()
            || schema.additional != Additional::Unstated && schema.additional != Additional::Forbidden;
        // A part that only has words, as beside a reference that is to have its own, does not count.
        let only_words = |id: &&SchemaId| {
            schema.all_of.len() > 1
                && self.schema(**id).is_some_and(|part| part.required.is_empty() && part.not.is_none())
                && self.says_nothing(**id)
        };
        let all_of = schema.all_of.iter().filter(|part| !only_words(part));
        let mut parts = all_of.chain(&schema.any_of).chain(&schema.one_of);
        match (parts.next(), parts.next()) {
            (Some(only), None) if !says_more => Some(*only),
            _ => None,
        }
    }

    /// All that is said of the object that a schema describes.
    pub(crate) fn flat(&self, id: SchemaId, compositions: &Compositions) -> Flat {
        self.flattened(id, compositions).0
    }

    /// The same, with the compositions that are still to be made.
    fn flattened(&self, id: SchemaId, compositions: &Compositions) -> (Flat, Vec<Composition>) {
        let mut flattening =
            Flattening { linked: self, compositions, visited: Vec::new(), wanted: Vec::new() };
        let mut flat = Flat::default();
        flattening.add(id, &mut flat);
        (flat, flattening.wanted)
    }
}

struct Flattening<'a> {
    linked: &'a Linked,
    compositions: &'a Compositions,
    /// The schemas that are being looked at: one that leads back to itself adds nothing.
    visited: Vec<SchemaId>,
    wanted: Vec<Composition>,
}

impl Flattening<'_> {
    /// Adds all that a schema says of its object. What any part of an `allOf` requires is required.
    fn add(&mut self, id: SchemaId, flat: &mut Flat) {
        let Some(schema) = self.linked.schema(id).filter(|_| !self.visited.contains(&id)) else { return };
        self.visited.push(id);
        for &part in &schema.all_of {
            self.add(part, flat);
        }
        for (key, &schema) in &schema.properties {
            self.add_part(flat, key, Property { schema, lister: id, is_any: false });
        }
        // A kind that inherits from what lists its kinds is one of them, not all.
        if !schema.branches().any(|branch| self.visited.contains(&branch)) {
            self.join_branches(schema, flat);
        }
        for name in &schema.required {
            if !flat.required.contains(name) {
                flat.required.push(name.clone());
            }
        }
        match &schema.additional {
            Additional::Unstated => {}
            // A part that forbids more keys means its own; the other parts' keys are still there.
            Additional::Forbidden if flat.additional != Additional::Unstated => {}
            said => flat.additional = said.clone(),
        }
        self.visited.pop();
    }

    /// More than one branch of an `anyOf` may match, so the fields of all are there, and only what every
    /// branch requires is required. Branches of a `oneOf` beside properties are taken the same way.
    fn join_branches(&mut self, schema: &Schema, flat: &mut Flat) {
        let mut joined = Flat::default();
        let mut required_by_all: Option<Vec<String>> = None;
        for branch in schema.branches() {
            let mut one = Flat::default();
            self.add(branch, &mut one);
            for (key, property) in one.properties {
                self.add_branch(&mut joined, &key, property);
            }
            flat.contradictions.extend(one.contradictions);
            if one.additional != Additional::Unstated && joined.additional == Additional::Unstated {
                joined.additional = one.additional;
            }
            required_by_all = Some(match required_by_all {
                None => one.required,
                Some(before) => before.into_iter().filter(|name| one.required.contains(name)).collect(),
            });
        }
        for (key, property) in joined.properties {
            match flat.properties.get(&key) {
                // What stands beside the branches says what the type is; a branch narrows it.
                Some(known) if !self.linked.says_nothing(known.schema) => {}
                _ => drop(flat.properties.insert(key, property)),
            }
        }
        if flat.additional == Additional::Unstated && joined.additional != Additional::Forbidden {
            flat.additional = joined.additional;
        }
        flat.required.extend(required_by_all.unwrap_or_default());
    }

    /// Branches may describe one key differently: each value is one or the other.
    fn add_branch(&mut self, flat: &mut Flat, key: &str, property: Property) {
        let Some(&known) = flat.properties.get(key) else {
            flat.properties.insert(key.to_owned(), property);
            return;
        };
        if known.is_any || self.linked.covers(known.schema, property.schema) {
            return;
        }
        let either = if property.is_any || self.linked.covers(property.schema, known.schema) {
            property
        } else {
            self.composed(Kind::Any, known, property)
        };
        flat.properties.insert(key.to_owned(), either);
    }

    /// Two parts may describe one key if they say the same, if one of them says no more than the other, or if a
    /// value can be both.
    fn add_part(&mut self, flat: &mut Flat, key: &str, property: Property) {
        let Some(&known) = flat.properties.get(key) else {
            flat.properties.insert(key.to_owned(), property);
            return;
        };
        let both = match self.linked.meeting(known.schema, property.schema) {
            Meeting::First => return,
            Meeting::Second => property,
            Meeting::Both => self.composed(Kind::All, known, property),
            Meeting::Neither => {
                let (before, now) = (known.schema, property.schema);
                flat.contradictions.push(Contradiction { key: key.to_owned(), before, now });
                Property { is_any: true, ..known }
            }
        };
        flat.properties.insert(key.to_owned(), both);
    }

    /// A property that is described by both; any value where there are too many to compose.
    fn composed(&mut self, kind: Kind, known: Property, property: Property) -> Property {
        let composition = self.compositions.composition(kind, known.schema, property.schema);
        match self.compositions.get(&composition) {
            Some(schema) => Property { schema, ..property },
            None => {
                self.wanted.push(composition);
                Property { is_any: true, ..known }
            }
        }
    }
}

//! Composition of objects: the parts of `allOf` are merged, and so are branches that describe the same
//! object.

mod compose;
mod merge;
mod relation;

use std::rc::Rc;

use indexmap::IndexSet;

use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Additional, Linked, Schema, SchemaId};

pub(crate) use compose::{Compositions, compose};
pub(crate) use merge::Flat;

use relation::Relation;

/// A property, composed from the parts that describe it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Property {
    pub(crate) schema: SchemaId,
    /// The schema whose `properties` have it.
    pub(crate) lister: SchemaId,
    /// Whether its parts have no common type, so that any value is allowed.
    pub(crate) is_any: bool,
    /// Whether `is_any` is only set because a composition is still missing.
    waits: bool,
    /// When it was added to the object, as the number of schemas whose merging had begun.
    since: usize,
}

/// A key with two descriptions that no value matches.
#[derive(Debug, Clone)]
pub(crate) struct Contradiction {
    pub(crate) key: String,
    /// The properties that describe it.
    pub(crate) before: Property,
    pub(crate) now: Property,
}

impl Linked {
    /// Returns whether a schema becomes a struct: it has properties, and all of its parts are objects.
    pub(crate) fn is_record(&self, schema: &Schema) -> bool {
        self.is_object(schema) && self.has_properties(schema)
    }

    /// Returns whether all schemas describe objects, and at least one has properties.
    pub(crate) fn are_objects(&self, ids: &[SchemaId]) -> bool {
        let schemas = || ids.iter().filter_map(|id| self.schema(*id));
        schemas().all(|schema| self.is_object(schema))
            && schemas().any(|schema| self.has_properties(schema))
            && !ids.iter().any(|id| self.allows_any_type(*id))
    }

    /// Returns whether one of the schemas is a map or a free-form object. A struct with the properties of the
    /// others would lose its keys. A schema without a type is not: beside objects, authors mean that all keys
    /// may be absent.
    pub(crate) fn has_map(&self, ids: &[SchemaId]) -> bool {
        let is_map = |schema: &Schema| match schema.additional {
            Additional::Of(_) => true,
            Additional::Unstated => {
                schema.schema_type == Some(SchemaType::Object)
                    && schema.required.is_empty()
                    && schema.not.is_none()
                    && schema.all_of.is_empty()
                    && schema.branches().next().is_none()
            }
            Additional::Allowed | Additional::Forbidden => false,
        };
        let mut schemas = ids.iter().filter_map(|id| self.schema(self.core(*id)));
        schemas.any(|schema| !self.has_properties(schema) && is_map(schema))
    }

    /// Returns whether a schema excludes objects by `not`.
    pub(crate) fn excludes_objects(&self, schema: &Schema) -> bool {
        let excluded = schema.not.and_then(|id| self.schema(id));
        excluded.is_some_and(|schema| schema.schema_type == Some(SchemaType::Object))
    }

    /// Returns the only part of a composition that restricts values, if the schema has no keywords beside it.
    pub(crate) fn sole_part(&self, schema: &Schema) -> Option<SchemaId> {
        let has_more = !schema.properties.is_empty()
            || !schema.required.is_empty()
            || !schema.enumeration.is_empty()
            || schema.items.is_some()
            || schema.discriminator.as_ref().is_some_and(|it| it.itself.is_some())
            || schema.additional != Additional::Unstated && schema.additional != Additional::Forbidden;
        // A part with only documentation, such as one beside a reference, does not count.
        let only_words = |id: &&SchemaId| {
            schema.all_of.len() > 1
                && self.schema(**id).is_some_and(|part| part.required.is_empty() && part.not.is_none())
                && self.is_unconstrained(**id)
        };
        let all_of = schema.all_of.iter().filter(|part| !only_words(part));
        let mut parts = all_of.chain(&schema.any_of).chain(&schema.one_of);
        match (parts.next(), parts.next()) {
            (Some(only), None) if !has_more => Some(*only),
            _ => None,
        }
    }

    /// Returns the object that a schema describes, with all of its parts merged.
    pub(crate) fn flat(&self, id: SchemaId, compositions: &Compositions) -> Flat {
        merge::flattened(self, id, compositions, true).0
    }

    /// Returns the keys that every object of a schema has.
    pub(crate) fn required(&self, id: SchemaId, compositions: &Compositions) -> Rc<IndexSet<String>> {
        merge::required(self, id, compositions)
    }

    /// Returns whether a schema is a union in any case, so that the common parts of its branches are not
    /// needed.
    fn is_only_union(&self, schema: &Schema) -> bool {
        let describes = |id: SchemaId| {
            let part = self.schema(id);
            part.is_some_and(|part| !part.properties.is_empty() || !part.all_of.is_empty())
        };
        !schema.one_of.is_empty()
            && schema.branches().nth(1).is_some()
            && schema.properties.is_empty()
            && schema.all_of.is_empty()
            && schema.additional == Additional::Unstated
            && schema.branches().any(describes)
    }
}

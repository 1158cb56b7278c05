//! What every schema is with all that it is composed of, worked out once for all of them.

use super::{Linked, Schema, SchemaId};
use crate::graph;
use crate::openapi::schema_type::SchemaType;

/// What is known of a schema.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Known {
    /// Whether all of its parts speak of objects.
    is_object: bool,
    /// Whether it, or some part of it, has properties.
    has_properties: bool,
    /// The schema that it is nothing but another word for.
    core: SchemaId,
}

impl Linked {
    /// Works out what is known of every schema: to be called again when schemas have changed.
    pub(crate) fn survey(&mut self) {
        let count = self.schemas.len();
        let schema = |index: usize| self.schemas.get(index).map(Box::as_ref);
        let parts = |index: usize| schema(index).into_iter().flat_map(parts).map(SchemaId::index);
        let is_other = |index: usize| schema(index).is_none_or(|schema| !self.may_be_object(schema));
        let other = graph::leading_to(count, parts, is_other);
        let lists = |index: usize| schema(index).is_some_and(|schema| !schema.properties.is_empty());
        let listed = graph::leading_to(count, parts, lists);
        let next =
            |index: usize| schema(index).and_then(|schema| self.sole_part(schema)).map(SchemaId::index);
        let cores = graph::ends(count, next);
        let known = other.into_iter().zip(listed).zip(cores);
        let known = known.map(|((is_other, has_properties), core)| Known {
            is_object: !is_other,
            has_properties,
            core: SchemaId::of(core),
        });
        self.known = known.collect();
    }

    /// What is known of a schema whose parts are known, and that will have the id.
    pub(super) fn known_of(&self, schema: &Schema, id: SchemaId) -> Known {
        Known {
            is_object: self.is_object(schema),
            has_properties: self.has_properties(schema),
            core: self.sole_part(schema).map_or(id, |part| self.core(part)),
        }
    }

    /// Whether all that a schema is composed of speaks of objects, or of nothing else.
    pub(crate) fn is_object(&self, schema: &Schema) -> bool {
        let is_known = |part: SchemaId| self.known.get(part.index()).is_some_and(|known| known.is_object);
        self.may_be_object(schema) && parts(schema).all(is_known)
    }

    /// Whether a schema, or something that it is composed of, has properties.
    pub(crate) fn has_properties(&self, schema: &Schema) -> bool {
        let has = |part: SchemaId| self.known.get(part.index()).is_some_and(|known| known.has_properties);
        !schema.properties.is_empty() || parts(schema).any(has)
    }

    /// What a schema is when the only part that says anything stands for it, as a reference with words beside it.
    pub(crate) fn core(&self, id: SchemaId) -> SchemaId {
        self.known.get(id.index()).map_or(id, |known| known.core)
    }

    /// Whether a schema itself speaks of objects, or of nothing else.
    fn may_be_object(&self, schema: &Schema) -> bool {
        matches!(schema.schema_type, None | Some(SchemaType::Object))
            && schema.enumeration.is_empty()
            && !self.excludes_objects(schema)
    }
}

fn parts(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.all_of.iter().copied().chain(schema.branches())
}

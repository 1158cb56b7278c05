//! Derived properties of every schema with all of its parts, computed once.

use super::{Linked, Schema, SchemaId};
use crate::graph;
use crate::openapi::schema_type::SchemaType;

/// The derived properties of a schema.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Known {
    /// Whether all of its parts describe objects.
    is_object: bool,
    /// Whether it or one of its parts has properties.
    has_properties: bool,
    /// The schema that it is an alias of, or itself.
    core: SchemaId,
}

impl Linked {
    /// Computes the derived properties of every schema. Call it again after schemas have changed.
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

    /// Returns the derived properties of a new schema, whose parts are known already.
    pub(super) fn known_of(&self, schema: &Schema, id: SchemaId) -> Known {
        Known {
            is_object: self.is_object(schema),
            has_properties: self.has_properties(schema),
            core: self.sole_part(schema).map_or(id, |part| self.core(part)),
        }
    }

    /// Returns whether a schema and all of its parts describe objects, or have no type.
    pub(crate) fn is_object(&self, schema: &Schema) -> bool {
        let is_known = |part: SchemaId| self.known.get(part.index()).is_some_and(|known| known.is_object);
        self.may_be_object(schema) && parts(schema).all(is_known)
    }

    /// Returns whether a schema or one of its parts has properties.
    pub(crate) fn has_properties(&self, schema: &Schema) -> bool {
        let has = |part: SchemaId| self.known.get(part.index()).is_some_and(|known| known.has_properties);
        !schema.properties.is_empty() || parts(schema).any(has)
    }

    /// Returns the schema that a schema is an alias of, such as the target of a reference with a description
    /// beside it.
    pub(crate) fn core(&self, id: SchemaId) -> SchemaId {
        self.known.get(id.index()).map_or(id, |known| known.core)
    }

    /// Returns whether a schema itself, without its parts, describes objects or has no type.
    fn may_be_object(&self, schema: &Schema) -> bool {
        matches!(schema.schema_type, None | Some(SchemaType::Object))
            && schema.enumeration.is_empty()
            && !self.excludes_objects(schema)
            && !self.has_branch_of_any_value(schema)
    }

    /// Returns whether a schema is only a union, and one of its branches restricts values of other types than
    /// objects without having a type: any other value matches that branch.
    fn has_branch_of_any_value(&self, schema: &Schema) -> bool {
        schema.schema_type.is_none()
            && schema.properties.is_empty()
            && schema.required.is_empty()
            && schema.all_of.is_empty()
            && schema.branches().nth(1).is_some()
            && schema.branches().any(|branch| self.allows_any_type(branch))
    }

    /// Returns whether a schema has no type, but keywords about other values than objects.
    pub(crate) fn allows_any_type(&self, id: SchemaId) -> bool {
        let is_of_others = |schema: &Schema| {
            let excluded = schema.not.and_then(|id| self.schema(id)).and_then(|schema| schema.schema_type);
            schema.limits_others || excluded.is_some_and(|it| it != SchemaType::Object)
        };
        self.is_unconstrained(id)
            && self.schema(id).is_some_and(|schema| schema.required.is_empty() && is_of_others(schema))
    }
}

fn parts(schema: &Schema) -> impl Iterator<Item = SchemaId> {
    schema.all_of.iter().copied().chain(schema.branches())
}

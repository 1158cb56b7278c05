//! The JSON types that a schema allows, except null.

use serde_json::Value;

use super::Canon;
use crate::openapi::schema_type::SchemaType;
use crate::resolve::{Linked, Schema, SchemaId};

/// A set of JSON types. Integers and other numbers are separate members: `number` allows both, `integer` the
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const NONE: Self = Self(0);
    pub(crate) const BOOLEAN: Self = Self(1);
    pub(crate) const WHOLE: Self = Self(2);
    pub(crate) const NUMBER: Self = Self(2 | 4);
    pub(crate) const STRING: Self = Self(8);
    pub(crate) const ARRAY: Self = Self(16);
    pub(crate) const OBJECT: Self = Self(32);
    pub(crate) const ALL: Self = Self(63);

    pub(crate) fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub(crate) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns the values of a type.
    fn of_type(schema_type: SchemaType) -> Self {
        match schema_type {
            SchemaType::Boolean => Self::BOOLEAN,
            SchemaType::Integer => Self::WHOLE,
            SchemaType::Number => Self::NUMBER,
            SchemaType::String => Self::STRING,
            SchemaType::Array => Self::ARRAY,
            SchemaType::Object => Self::OBJECT,
        }
    }

    /// Returns the value of `type` for a set of one type.
    pub(crate) fn only(self) -> Option<SchemaType> {
        SchemaType::ALL.into_iter().find(|schema_type| Self::of_type(*schema_type) == self)
    }

    /// Returns the type of a value, or the empty set for null.
    pub(crate) fn of_value(value: &Value) -> Self {
        match SchemaType::of_value(value) {
            None => Self::NONE,
            Some(SchemaType::Number) => Self(4),
            Some(other) => Self::of_type(other),
        }
    }

    /// Returns the types that the keywords of a schema allow, without its parts.
    pub(crate) fn of_own(linked: &Linked, schema: &Schema) -> Self {
        let named = match schema.schema_type {
            Some(schema_type) => Self::of_type(schema_type),
            None if !schema.properties.is_empty() => Self::OBJECT,
            None if linked.excludes_objects(schema) => Self(Self::ALL.0 & !Self::OBJECT.0),
            None => Self::ALL,
        };
        if schema.enumeration.is_empty() {
            return named;
        }
        let listed = schema.enumeration.iter().map(Self::of_value).fold(Self::NONE, Self::or);
        // `enum: [1.5, 2]` is a list of numbers, although 2 is an integer.
        let listed = if listed.0 & 4 == 4 { listed.or(Self::NUMBER) } else { listed };
        named.and(listed)
    }
}

/// Returns the types of a schema whose parts are canonical.
pub(super) fn of(canon: &Canon<'_>, id: SchemaId) -> Types {
    let Some(schema) = canon.linked.schema(id) else { return Types::ALL };
    let of = |part: SchemaId| {
        // A part without types is recursive and leads back to this schema, so a shallow look suffices.
        canon.types.get(&part).copied().unwrap_or_else(|| shallow(canon.linked, part))
    };
    let mut types = Types::of_own(canon.linked, schema);
    for &part in &schema.all_of {
        types = types.and(of(part));
    }
    if schema.branches().next().is_some() {
        types = types.and(schema.branches().map(of).fold(Types::NONE, Types::or));
    }
    types
}

/// Returns the types of a schema without the types of canonical schemas: indirect parts of branches do not
/// count.
pub(super) fn shallow(linked: &Linked, id: SchemaId) -> Types {
    let mut types = Types::ALL;
    let mut pending = vec![id];
    let mut passed = 0;
    while let Some(id) = pending.pop() {
        passed += 1;
        let Some(schema) = linked.schema(id).filter(|_| passed <= MOST_PARTS) else { return types };
        types = types.and(Types::of_own(linked, schema));
        pending.extend(schema.all_of.iter());
        let mut branches = schema.branches();
        match (branches.next(), branches.next()) {
            (None, _) => {}
            (Some(only), None) => pending.push(only),
            _ => {
                let own = |id: SchemaId| {
                    linked.schema(id).map_or(Types::ALL, |schema| match super::parts(schema).next() {
                        None => Types::of_own(linked, schema),
                        Some(_) if schema.schema_type.is_some() => Types::of_own(linked, schema),
                        Some(_) => Types::ALL,
                    })
                };
                types = types.and(schema.branches().map(own).fold(Types::NONE, Types::or));
            }
        }
    }
    types
}

/// The largest number of parts that [`shallow`] visits.
const MOST_PARTS: usize = 64;

//! Properties of unions: the types that convert into them, their traits, and discriminators that values may
//! omit.

use serde_json::Value;

use super::Facts;
use crate::ir::{Api, Field, ModelId, Presence, Shape, Type, Union, Variant};
use crate::naming::Name;

/// The discriminator of a variant whose record may omit it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OptionalTag<'a> {
    /// The record.
    pub(crate) owner: ModelId,
    pub(crate) field: &'a Field,
    /// The discriminator value of the variant.
    value: &'a str,
    /// Whether encoding a value adds the discriminator. Otherwise the conversion into the union adds it,
    /// because a decoded value may omit it.
    pub(crate) is_encoded: bool,
}

/// A discriminator value, by the type of its field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TagValue<'a> {
    Text(&'a str),
    Boolean(bool),
    Integer(i64),
    Unsigned(u64),
    Variant(&'a Name),
}

impl<'a> OptionalTag<'a> {
    /// Returns the value in the type of the field, if it has that type.
    pub(crate) fn typed(&self, api: &'a Api) -> Option<TagValue<'a>> {
        match api.resolved(&self.field.ty) {
            Type::String => Some(TagValue::Text(self.value)),
            Type::Boolean => self.value.parse().ok().map(TagValue::Boolean),
            Type::Integer | Type::Integer32 => self.value.parse().ok().map(TagValue::Integer),
            Type::Unsigned => self.value.parse().ok().map(TagValue::Unsigned),
            Type::Model(id) => {
                let Shape::Enum(words) = &api.model(*id)?.shape else { return None };
                words.known.iter().find(|known| known.wire() == self.value).map(TagValue::Variant)
            }
            _ => None,
        }
    }

    /// Returns the value as JSON.
    pub(crate) fn json(&self, api: &Api) -> String {
        let is_bare = match api.resolved(&self.field.ty) {
            Type::Boolean | Type::Integer | Type::Integer32 | Type::Unsigned | Type::Number => true,
            Type::Model(id) => {
                let shape = api.model(*id).map(|model| &model.shape);
                matches!(shape, Some(Shape::Enum(words)) if words.is_whole)
            }
            _ => false,
        };
        if is_bare { self.value.to_owned() } else { Value::from(self.value).to_string() }
    }
}

impl Facts {
    /// Returns the discriminator of a variant if its record may omit it.
    pub(crate) fn optional_tag<'a>(
        &self,
        api: &'a Api,
        union: &Union,
        variant: &'a Variant,
    ) -> Option<OptionalTag<'a>> {
        let key = union.tag.as_deref()?;
        let Type::Model(owner) = *api.resolved(&variant.ty) else { return None };
        let Shape::Record(record) = &api.model(owner)?.shape else { return None };
        let field = record.fields.iter().find(|field| field.name.wire() == key)?;
        let presence = self.presence(owner, field);
        let value = variant
            .tags
            .first()
            .filter(|_| matches!(presence, Presence::Optional | Presence::OptionalNullable))?;
        let is_encoded = !union.is_tag_optional && !variant.is_untagged && !variant.is_default;
        Some(OptionalTag { owner, field, value, is_encoded })
    }

    /// Returns the variant into which a text converts: the string variant if there is one, or else the first
    /// variant whose type converts from a text.
    pub(crate) fn text_variant<'c>(&self, api: &Api, id: ModelId, union: &'c Union) -> Option<&'c Variant> {
        let mut variants = union.variants.iter();
        let string = variants.clone().find(|variant| *api.resolved(&variant.ty) == Type::String);
        string.or_else(|| variants.find(|variant| self.takes_text(api, id, &variant.ty)))
    }
}

/// Returns the variants whose types convert into the union. A variant of any JSON value does not: its value
/// could belong to each of the variants.
pub(crate) fn convertible<'a>(api: &'a Api, union: &'a Union) -> impl Iterator<Item = &'a Variant> {
    union.variants.iter().filter(|variant| *api.resolved(&variant.ty) != Type::Json)
}

/// Returns the name of the discriminator if it determines the variant. Otherwise it is only a part of the
/// patterns.
pub(crate) fn deciding_tag(union: &Union) -> Option<&str> {
    union.tag.as_deref().filter(|_| !union.is_tag_optional || union.is_tag_inherited)
}

/// Returns whether a union can implement `Eq` and `Hash`: all its values are texts, integers or booleans.
pub(crate) fn is_hashable(api: &Api, union: &Union) -> bool {
    union.variants.iter().all(|variant| match api.resolved(&variant.ty) {
        Type::Number => false,
        Type::Model(id) => matches!(api.model(*id).map(|model| &model.shape), Some(Shape::Enum(_))),
        ty => is_single(ty),
    })
}

/// Returns whether a union can implement `Display`: each value is a single text, number or boolean.
pub(crate) fn is_displayable(api: &Api, union: &Union) -> bool {
    union.variants.iter().all(|variant| is_single(api.resolved(&variant.ty)))
}

fn is_single(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Boolean
            | Type::Integer
            | Type::Integer32
            | Type::Unsigned
            | Type::BigInteger
            | Type::Number
            | Type::String
            | Type::DateTime
            | Type::Date
            | Type::Base64
            | Type::Verbatim(_)
            | Type::JsonString(_)
    )
}

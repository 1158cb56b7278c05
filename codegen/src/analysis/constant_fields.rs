//! Required fields with only one possible value, which callers do not have to set.

use std::collections::HashMap;

use serde_json::Value;

use super::Facts;
use crate::ir::{Api, Field, ModelId, Presence, Shape, Type};
use crate::naming::Name;

/// The only value of a required field.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ConstantValue<'a> {
    /// A value of the field's enum.
    Word(&'a Name),
    /// A string, also one that the field's enum does not list.
    Text(&'a str),
    /// An integer.
    Number(i64),
}

/// The discriminator values of each model, by the key of the discriminator.
pub(super) type Tags = HashMap<ModelId, HashMap<String, Vec<String>>>;

/// Returns the discriminator values of each model in the bases that it inherits from. Unions that list the
/// model do not count: if one is added or removed, the constructor of the model must not change.
pub(super) fn tags(api: &Api) -> Tags {
    let mut tags = Tags::new();
    for model in &api.models {
        let Shape::Union(union) = &model.shape else { continue };
        let Some(key) = union.tag.as_ref().filter(|_| union.is_base) else { continue };
        // Objects of the default variant may have any value.
        for variant in union.variants.iter().filter(|variant| !variant.is_default) {
            let Type::Model(meant) = api.resolved(&variant.ty) else { continue };
            let words = tags.entry(*meant).or_default().entry(key.clone()).or_default();
            words.extend(variant.tags.iter().cloned());
        }
    }
    for words in tags.values_mut().flat_map(HashMap::values_mut) {
        words.sort();
        words.dedup();
    }
    tags
}

impl Facts {
    /// Returns the only possible value of a required field: that of an enum with one string or integer, or
    /// the only discriminator value of its model. Returns `None` for an optional field.
    pub(crate) fn constant<'a>(
        &'a self,
        api: &'a Api,
        owner: ModelId,
        field: &'a Field,
    ) -> Option<ConstantValue<'a>> {
        if self.presence(owner, field) != Presence::Required {
            return None;
        }
        let tag = self.tags.get(&owner).and_then(|keys| keys.get(field.name.wire()));
        let tag = tag.and_then(|words| match words.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        });
        match api.resolved(&field.ty) {
            Type::String => tag.map(ConstantValue::Text),
            Type::Model(id) => {
                let Shape::Enum(words) = &api.model(*id)?.shape else { return None };
                match words.known.as_slice() {
                    [only] if !words.is_open => Some(ConstantValue::Word(only)),
                    known => tag.map(|tag| {
                        let listed = known.iter().find(|known| known.wire() == tag);
                        listed.map_or(ConstantValue::Text(tag), ConstantValue::Word)
                    }),
                }
            }
            Type::Integer | Type::Integer32 => match field.known.as_slice() {
                [Value::Number(only)] => only.as_i64().map(ConstantValue::Number),
                _ => None,
            },
            _ => None,
        }
    }
}

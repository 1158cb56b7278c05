//! Fields that can hold one value alone, which nobody should have to write.

use std::collections::HashMap;

use serde_json::Value;

use super::Facts;
use crate::ir::{Api, Field, ModelId, Presence, Shape, Type};
use crate::naming::Name;

/// The value of a required field of which there is one alone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Settled<'a> {
    /// A word that the enum lists which the field has.
    Word(&'a Name),
    /// A text, also for an enum that does not list it.
    Text(&'a str),
    /// A whole number.
    Number(i64),
}

/// What makes a model the one that is meant, by the key that says so.
pub(super) type Tags = HashMap<ModelId, HashMap<String, Vec<String>>>;

/// The words that mean each model to what it inherits from. What merely lists it may come and go, and is not to change
/// how it is made.
pub(super) fn tags(api: &Api) -> Tags {
    let mut tags = Tags::new();
    for model in &api.models {
        let Shape::Choice(choice) = &model.shape else { continue };
        let Some(key) = choice.tag.as_ref().filter(|_| choice.is_base) else { continue };
        for variant in &choice.variants {
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
    /// The only value that a field can have: an enum of one word or number, or the word that means its model. There
    /// is none for what need not be there.
    pub(crate) fn settled<'a>(
        &'a self,
        api: &'a Api,
        owner: ModelId,
        field: &'a Field,
    ) -> Option<Settled<'a>> {
        if self.presence(owner, field) != Presence::Required {
            return None;
        }
        let tag = self.tags.get(&owner).and_then(|keys| keys.get(field.name.wire()));
        let tag = tag.and_then(|words| match words.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        });
        match api.resolved(&field.ty) {
            Type::String => tag.map(Settled::Text),
            Type::Model(id) => {
                let Shape::Words(words) = &api.model(*id)?.shape else { return None };
                match words.known.as_slice() {
                    [only] if !words.is_open => Some(Settled::Word(only)),
                    known => tag.map(|tag| {
                        let listed = known.iter().find(|known| known.wire() == tag);
                        listed.map_or(Settled::Text(tag), Settled::Word)
                    }),
                }
            }
            Type::Integer | Type::Integer32 => match field.known.as_slice() {
                [Value::Number(only)] => only.as_i64().map(Settled::Number),
                _ => None,
            },
            _ => None,
        }
    }
}

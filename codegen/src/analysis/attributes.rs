//! The attributes that the settings configure: conditions on the features of tags, and derives.

use std::collections::HashMap;

use super::derives::derives;
use super::unions::is_hashable;
use super::{Condition, Facts, TagFeatures};
use crate::diagnostics::Finding;
use crate::ir::{Api, GroupId, Model, ModelId, Presence, Record, Shape};
use crate::settings::Settings;

/// The attributes that the settings configure for the items of an API.
#[derive(Debug, Default)]
pub(crate) struct Attributes {
    /// `None` if the settings do not enable features for tags.
    features: Option<TagFeatures>,
    derives: HashMap<ModelId, Vec<String>>,
}

impl Attributes {
    /// Computes the attributes of the items of an API.
    ///
    /// # Errors
    /// Fails if the settings have a derive for a type that does not exist, or a derive that cannot compile.
    pub(crate) fn new(api: &Api, facts: &Facts, settings: &Settings) -> Result<Self, Finding> {
        let features = settings.tag_features.then(|| TagFeatures::of(api));
        Ok(Self { features, derives: derives(api, facts, settings)? })
    }

    /// Returns whether items have conditions.
    pub(crate) fn has_conditions(&self) -> bool {
        self.features.is_some()
    }

    /// Returns the condition of a model, of its impls and of its encoding.
    pub(crate) fn of_model(&self, model: ModelId) -> Condition {
        self.features.as_ref().map(|features| features.of_model(model)).unwrap_or_default()
    }

    /// Returns the condition of a group and of its operations.
    pub(crate) fn of_group(&self, group: GroupId) -> Condition {
        self.features.as_ref().map(|features| features.of_group(group)).unwrap_or_default()
    }

    /// Returns the paths that a model derives in addition to those of every model of its shape.
    pub(crate) fn derives(&self, model: ModelId) -> &[String] {
        self.derives.get(&model).map(Vec::as_slice).unwrap_or_default()
    }
}

impl Facts {
    /// Returns whether a record has no required field, so that it can be empty.
    pub(crate) fn is_optional(&self, id: ModelId, record: &Record) -> bool {
        record.fields.iter().all(|field| self.presence(id, field) != Presence::Required)
    }

    /// Returns the traits that a model derives without the settings.
    pub(crate) fn own_derives(&self, api: &Api, id: ModelId, model: &Model) -> &'static [&'static str] {
        match &model.shape {
            Shape::Record(record) if self.is_sent(id) && self.is_optional(id, record) => {
                &["Clone", "PartialEq", "Default"]
            }
            Shape::Union(union) if is_hashable(api, union) => &["Clone", "PartialEq", "Eq", "Hash"],
            _ => &["Clone", "PartialEq"],
        }
    }
}

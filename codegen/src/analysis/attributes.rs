//! The attributes that the settings configure: conditions on the features of tags, and derives.

use std::collections::HashMap;

use quote::ToTokens;

use super::Facts;
use super::unions::is_hashable;
use super::{Condition, TagFeatures};
use crate::diagnostics::Finding;
use crate::diagnostics::suggest::nearest;
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
    /// Fails if the settings have a derive for a type that does not exist, or a derive that is not a path.
    pub(crate) fn new(api: &Api, settings: &Settings) -> Result<Self, Finding> {
        let features = settings.tag_features.then(|| TagFeatures::of(api));
        Ok(Self { features, derives: derives(api, settings)? })
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

fn derives(api: &Api, settings: &Settings) -> Result<HashMap<ModelId, Vec<String>>, Finding> {
    let types = || api.models_with_ids().filter(|(_, model)| !matches!(model.shape, Shape::Alias(_)));
    let mut derives: HashMap<ModelId, Vec<String>> = HashMap::new();
    for (name, paths) in &settings.derives {
        let is_meant = |model: &Model| name == "*" || model.name.rust() == name;
        if name != "*" && !types().any(|(_, model)| is_meant(model)) {
            let help = match nearest(name, types().map(|(_, model)| model.name.rust())) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "name a generated struct or enum, or `*` for all".to_owned(),
            };
            let what = format!("[derives] `{name}`: there is no such type");
            return Err(settings.finding(name, what).help(help));
        }
        for path in paths {
            let Ok(parsed) = syn::parse_str::<syn::Path>(path) else {
                let what = format!("[derives] `{path}` is not the path of a derive macro");
                let help = "write it as in an attribute: `schemars::JsonSchema`";
                return Err(settings.finding(path, what).help(help));
            };
            let path = parsed.to_token_stream().to_string();
            for (id, _) in types().filter(|(_, model)| is_meant(model) && !implements(model, &path)) {
                let known = derives.entry(id).or_default();
                if !known.contains(&path) {
                    known.push(path.clone());
                }
            }
        }
    }
    Ok(derives)
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

/// Returns whether a generated type implements a trait that it does not derive.
fn implements(model: &Model, path: &str) -> bool {
    match path {
        "Debug" => true,
        "Eq" | "Hash" => matches!(model.shape, Shape::Enum(_)),
        _ => false,
    }
}

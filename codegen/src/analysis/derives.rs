//! The derives in the settings: which of them a generated type needs, and which cannot compile.

use std::collections::HashMap;

use quote::ToTokens;
use syn::{Path, PathArguments};

use super::Facts;
use crate::diagnostics::Finding;
use crate::diagnostics::suggest::nearest;
use crate::ir::{Api, Model, ModelId, Shape};
use crate::naming::reserved;
use crate::settings::Settings;

/// The derive macros of the standard library, by the last segment of their paths.
const STANDARD: [&str; 9] =
    ["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// Returns the derives of each model in addition to its own, as the text of their paths.
///
/// # Errors
/// Fails if the settings have a derive for a type that does not exist, or a derive that cannot compile.
pub(super) fn derives(
    api: &Api,
    facts: &Facts,
    settings: &Settings,
) -> Result<HashMap<ModelId, Vec<String>>, Finding> {
    let types = || api.models_with_ids().filter(|(_, model)| !matches!(model.shape, Shape::Alias(_)));
    let mut derives: HashMap<ModelId, Vec<String>> = HashMap::new();
    for (name, paths) in &settings.derives {
        let is_meant = |model: &Model| name == "*" || model.name.rust() == name;
        if name != "*" && !types().any(|(_, model)| is_meant(model)) {
            let help = match nearest(name, types().map(|(_, model)| model.name.rust())) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "name a generated struct or enum, or `*` for all".to_owned(),
            };
            let what = format!("[derives] `{name}`: no type has this name");
            return Err(settings.finding(name, what).help(help));
        }
        for path in paths {
            let refused = |what: String, help: String| Err(settings.finding(name, what).help(help));
            let derived = match syn::parse_str::<Path>(path) {
                Ok(parsed) if has_no_arguments(&parsed) => parsed,
                _ => {
                    let what = format!("[derives] `{path}` is not the path of a derive macro");
                    return refused(what, "write it as in an attribute: `schemars::JsonSchema`".to_owned());
                }
            };
            if let Some(module) = module_of_models(&derived) {
                let what = format!("[derives] `{path}`: generated code has a module `{module}` of its own");
                return refused(what, format!("write `::{path}` for the macro of a crate"));
            }
            let text = written(&derived);
            let meant = types().filter(|(_, model)| is_meant(model));
            for (id, model) in meant.filter(|(id, model)| !implements(api, facts, *id, model, &text)) {
                if let Some(reason) = obstacle(model, &text) {
                    let what = format!("[derives] `{path}`: `{}` {reason}", model.name.rust());
                    return refused(what, "name the types that can have it".to_owned());
                }
                let known = derives.entry(id).or_default();
                if !known.contains(&text) {
                    known.push(text.clone());
                }
            }
        }
    }
    Ok(derives)
}

fn has_no_arguments(path: &Path) -> bool {
    path.segments.iter().all(|segment| matches!(segment.arguments, PathArguments::None))
}

/// Returns the module beside the models that a path would begin with.
fn module_of_models(path: &Path) -> Option<&'static str> {
    let first = path.segments.first().filter(|_| path.leading_colon.is_none() && path.segments.len() > 1)?;
    reserved::MODULES_OF_MODELS.iter().find(|name| first.ident == **name).copied()
}

/// Returns the text of a path. All paths of a trait that generated types may implement already have the same
/// text.
fn written(path: &Path) -> String {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["std" | "core", .., last] | [last] if STANDARD.contains(last) => (*last).to_owned(),
        ["serde" | "serde_derive", last @ ("Serialize" | "Deserialize")] => (*last).to_owned(),
        _ => path.to_token_stream().to_string(),
    }
}

/// Returns whether a generated type implements a trait that it does not derive.
fn implements(api: &Api, facts: &Facts, id: ModelId, model: &Model, path: &str) -> bool {
    match (path, &model.shape) {
        ("Debug" | "Serialize" | "Deserialize", _) => true,
        ("Eq" | "Hash" | "PartialOrd" | "Ord", Shape::Enum(_)) => true,
        // A record whose required fields are all constants implements `Default` by its `new`.
        ("Default", Shape::Record(record)) => {
            facts.is_sent(id) && !record.fields.iter().any(|field| facts.is_argument(api, id, field))
        }
        _ => false,
    }
}

/// Returns why no type of the form of a model can derive a trait.
fn obstacle(model: &Model, path: &str) -> Option<&'static str> {
    match (path, &model.shape) {
        ("Default", Shape::Enum(_) | Shape::Union(_)) => Some("is an enum, which has no default"),
        ("PartialOrd" | "Ord", Shape::Union(_)) => Some("preserves JSON values, which have no order"),
        ("PartialOrd" | "Ord" | "Hash", Shape::Record(record)) if record.rest.is_some() => {
            Some("has a map of properties, which can be neither ordered nor hashed")
        }
        _ => None,
    }
}

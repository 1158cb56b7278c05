//! Short names of operations: operationIds without what frameworks add to the name of a function.

use std::collections::HashMap;

use super::Lowering;
use crate::openapi::method::METHODS;
use crate::settings::OperationNames;

impl Lowering<'_> {
    /// Finds the short names of operations, if the settings ask for them. A name in the settings stays.
    pub(super) fn short_ids(&mut self) {
        if self.settings.operation_names != OperationNames::Short {
            return;
        }
        let named = self
            .linked
            .operations
            .iter()
            .filter(|operation| self.settings.name_of(&operation.place).is_none());
        let named = named.filter_map(|operation| Some((operation.id.as_deref()?, operation.path.as_str())));
        self.short_ids =
            named.filter_map(|(id, path)| Some((id.to_owned(), short(id, path)?))).collect::<HashMap<_, _>>();
    }

    /// Returns the short name of the body that FastAPI names after an operationId.
    pub(super) fn short_body(&self, component: &str) -> Option<String> {
        let id = component.strip_prefix(BODY)?;
        self.short_ids.get(id).map(|short| format!("{BODY}{short}"))
    }
}

/// The beginning of the name that FastAPI gives to the schema of a form.
const BODY: &str = "Body_";

/// Returns an operationId without what a framework adds, or `None` if it adds nothing.
pub(super) fn short(id: &str, path: &str) -> Option<String> {
    let short = without_path(id, path).or_else(|| without_method(id)).map(str::to_owned);
    short.or_else(|| without_controller(id))
}

/// Removes the path and method that FastAPI appends: `read_pet_pets__id__get` is `read_pet`. An operation
/// with several methods has one of them in all of its operationIds.
fn without_path<'i>(id: &'i str, path: &str) -> Option<&'i str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path: String = path.chars().map(|c| if is_word(c) { c } else { '_' }).collect();
    let named = METHODS.iter().find_map(|method| id.strip_suffix(method)?.strip_suffix('_'));
    named?.strip_suffix(path.as_str()).filter(|name| !name.is_empty())
}

/// Removes the method that Springfox appends, with the number for a second operation of the name:
/// `listUsingGET_1` is `list`.
fn without_method(id: &str) -> Option<&str> {
    let (rest, number) = id.rsplit_once('_').unwrap_or((id, "1"));
    let id = if number.chars().all(|c| c.is_ascii_digit()) { rest } else { id };
    let (name, method) = id.rsplit_once("Using")?;
    let is_method = METHODS.iter().any(|known| known.to_ascii_uppercase() == method);
    Some(name).filter(|name| is_method && !name.is_empty())
}

/// Removes the word that NestJS appends to the name of a class: `PetsController_findAll` is `Pets_findAll`.
fn without_controller(id: &str) -> Option<String> {
    let (class, name) = id.split_once(['_', '.'])?;
    let class = class.strip_suffix("Controller").filter(|class| !class.is_empty() && !name.is_empty())?;
    Some(format!("{class}_{name}"))
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn frameworks_add_words_to_names() {
        for (id, path, expected) in [
            ("read_flow_flows__id__get", "/flows/{id}", Some("read_flow")),
            ("root__get", "/", Some("root")),
            ("list_v1_files_get", "/v1/files?beta=true", Some("list")),
            ("list_a_b_v1_a_b_post", "/v1/a-b", Some("list_a_b")),
            ("pets_pets_get", "/pets", Some("pets")),
            ("_pets_get", "/pets", None),
            ("read_pets_get", "/dogs", None),
            ("CatsController_findAll", "/cats", Some("Cats_findAll")),
            ("Controller_findAll", "/cats", None),
            ("Cats_findAll", "/cats", None),
            ("listUsingGET", "/cats", Some("list")),
            ("listUsingGET_2", "/cats", Some("list")),
            ("listUsingGETS", "/cats", None),
        ] {
            assert_eq!(short(id, path).as_deref(), expected, "{id}");
        }
    }
}

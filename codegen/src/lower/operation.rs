//! Operations: their methods, parameters and request bodies.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::Lowering;
use super::server::with_defaults;
use crate::diagnostics::Place;
use crate::ir::{Constant, Operation, Parameter, Type};
use crate::naming::{self, Kind, Name, Scope, reserved};
use crate::openapi::header::is_reserved_header;
use crate::openapi::path_template::PathTemplate;
use crate::resolve::{self, Location, SchemaId, Style};

impl Lowering<'_> {
    pub(super) fn operation(&mut self, operation: &resolve::Operation) {
        if let Some(lowered) = self.lowered(operation) {
            self.api.operations.push(lowered);
        }
    }

    fn lowered(&mut self, operation: &resolve::Operation) -> Option<Operation> {
        self.current_file = Some(operation.place.file);
        let group = self.group_of(operation)?;
        // Without an operationId, the name comes from the method and path, which rarely change.
        let by_path = format!("{} {}", operation.method.to_lowercase(), operation.path);
        let id = operation.id.clone().filter(|id| !id.is_empty()).unwrap_or_else(|| by_path.clone());
        let tag = self.api.groups.get(group.0 as usize).map(|group| group.accessor.rust().to_owned())?;
        let short = self.short_ids.get(&id).cloned().unwrap_or_else(|| id.clone());
        let method =
            without_tag(&naming::rust_name(&short, Kind::Method), &tag).unwrap_or_else(|| short.clone());
        let methods = self.methods.get_mut(group.0 as usize)?;
        let name = methods.claim(&id, &[&method, &short, &id, &by_path], &operation.place);
        let within = format!("{tag} {method}");
        let is_short = short != id && name.rust() == naming::rust_name(&method, Kind::Method);
        let words: &[&str] = if is_short { &[&short, &within, &id, &by_path] } else { &[&id, &by_path] };
        let marker = self.markers.claim(&id, words, &operation.place);
        for (name, kind) in [(&name, Kind::Method), (&marker, Kind::Type)] {
            let expected = [&method, &short, &within, &id].map(|word| naming::rust_name(word, kind));
            if !expected.iter().any(|expected| name.rust() == expected) {
                self.setting_not_kept(&operation.place, name);
            }
        }
        let owner = marker.rust().to_owned();
        let mut names =
            Scope::new(Kind::Field, &[reserved::REQUEST_METHODS, reserved::TRAIT_METHODS].concat());
        let parameters = self.parameters(operation, &owner, &mut names)?;
        let bodies = match &operation.body {
            Some(body) => self.bodies(body, &owner, (&name, group), &mut names)?,
            None => Vec::new(),
        };
        let outcome = self.outcome(operation, &owner)?;
        let representations = self.representations(operation, (&id, &owner), &outcome, &mut names)?;
        let (security, scopes) = security(operation);
        Some(Operation {
            name,
            group,
            summary: operation.summary.clone(),
            docs: operation.description.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            server: operation
                .servers
                .first()
                .map(with_defaults)
                .filter(|own| self.api.base_url.as_ref() != Some(own)),
            parameters,
            bodies,
            outcome,
            representations,
            // `paging::find` sets it when every model has its shape.
            paging: None,
            is_idempotent: operation.is_idempotent,
            security,
            scopes,
            deprecated: operation.deprecated,
            origin: operation.place.clone(),
            marker,
        })
    }

    fn parameters(
        &mut self,
        operation: &resolve::Operation,
        owner: &str,
        names: &mut Scope,
    ) -> Option<Vec<Parameter>> {
        let mut parameters = Vec::with_capacity(operation.parameters.len());
        let variables: Vec<&str> = PathTemplate(&operation.path).variables().collect();
        let known_variables: HashSet<&str> = variables.iter().copied().collect();
        let mut known = HashSet::new();
        for parameter in &operation.parameters {
            let word = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
            };
            // `check` has reported all three: duplicate parameters, parameters that the path does not have,
            // and reserved headers.
            let is_second = !known.insert(parameter.on_the_wire());
            let is_lost =
                parameter.location == Location::Path && !known_variables.contains(parameter.name.as_str());
            if is_second
                || is_lost
                || parameter.location == Location::Header && is_reserved_header(&parameter.name)
            {
                continue;
            }
            let name = argument(names, &parameter.name, word, &parameter.place);
            let constant =
                parameter.schema.filter(|_| parameter.required).and_then(|id| self.only_allowed(id));
            let ty = match (&constant, parameter.schema) {
                (Some(constant), _) => constant.ty(),
                (None, Some(schema)) => {
                    let hint = self.hint_at_home(&parameter.place, owner, &parameter.name, "parameter");
                    self.type_of(schema, &hint)?
                }
                (None, None) => Type::Json,
            };
            let described = parameter.schema.and_then(|schema| self.linked.schema(schema));
            parameters.push(Parameter {
                name,
                docs: match described {
                    Some(schema) if parameter.description.trim().is_empty() => schema.description.clone(),
                    _ => parameter.description.clone(),
                },
                place: parameter.location,
                style: parameter.style,
                explode: parameter.explode,
                reserved: parameter.reserved,
                ty,
                required: parameter.required,
                constant,
                deprecated: parameter.deprecated,
                default: described.and_then(|schema| schema.default.as_deref().cloned()),
                example: parameter
                    .example
                    .clone()
                    .or_else(|| described.and_then(|schema| schema.example.as_deref().cloned())),
                limits: described.map(|schema| schema.limits.to_vec()).unwrap_or_default(),
                origin: parameter.place.clone(),
            });
        }
        // A variable without a parameter is a string.
        let in_path = parameters.iter().filter(|known| known.place == Location::Path);
        let mut declared: HashSet<String> = in_path.map(|known| known.name.wire().to_owned()).collect();
        for variable in variables {
            if declared.insert(variable.to_owned()) {
                parameters.push(Parameter {
                    name: argument(names, variable, "path", &operation.place),
                    docs: String::new(),
                    place: Location::Path,
                    style: Style::Simple,
                    explode: false,
                    reserved: false,
                    ty: Type::String,
                    required: true,
                    constant: None,
                    deprecated: false,
                    default: None,
                    example: None,
                    limits: Vec::new(),
                    origin: operation.place.clone(),
                });
            }
        }
        Some(parameters)
    }

    /// Returns the only value that a schema allows.
    fn only_allowed(&self, id: SchemaId) -> Option<Constant> {
        let schema = self.linked.schema(self.linked.core(id)).filter(|_| !self.is_nullable(id))?;
        match schema.enumeration.as_slice() {
            [only] if schema.all_of.is_empty() && schema.branches().next().is_none() => Constant::of(only),
            _ => None,
        }
    }
}

pub(super) fn argument(names: &mut Scope, wire: &str, place: &str, origin: &Place) -> Name {
    let by_place = format!("{wire} in {place}");
    names.claim(wire, &[wire, &by_place], origin)
}

/// Returns the name of a method without the words of its tag, which precede it in every call. Word boundaries
/// and plurals do not matter: `spaces_key_list` of `spaces_keys` is `list`.
fn without_tag(method: &str, tag: &str) -> Option<String> {
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    let tag: String = tag.split('_').map(singular).collect();
    let words: Vec<&str> = method.split('_').collect();
    let mut rest = tag.as_str();
    let mut count = 0;
    while !rest.is_empty() {
        rest = rest.strip_prefix(&singular(words.get(count)?))?;
        count += 1;
    }
    if count == 0 || count == words.len() {
        return None;
    }
    words.get(count..).map(|rest| rest.join("_"))
}

/// Returns the alternatives of authentication, and the scopes of each. Of alternatives that differ only in their
/// scopes, the first is used.
fn security(operation: &resolve::Operation) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
    let mut alternatives: IndexMap<&Vec<String>, &[String]> = IndexMap::new();
    for (index, needed) in operation.security.iter().enumerate() {
        let scopes = operation.scopes.get(index).map(Vec::as_slice).unwrap_or_default();
        alternatives.entry(needed).or_insert(scopes);
    }
    let scopes: Vec<Vec<String>> = alternatives.values().map(|scopes| scopes.to_vec()).collect();
    let has_scopes = scopes.iter().any(|scopes| !scopes.is_empty());
    (alternatives.into_keys().cloned().collect(), if has_scopes { scopes } else { Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::without_tag;

    #[test]
    fn the_words_of_a_tag_are_not_repeated_in_a_method() {
        for (method, tag, rest) in [
            ("droplets_create", "droplets", Some("create")),
            ("spaces_key_list", "spaces_keys", Some("list")),
            ("vpcnatgateways_create", "vpc_nat_gateways", Some("create")),
            ("reserved_ips_actions_post", "reserved_ip_actions", Some("post")),
            ("domain", "domains", None),
            ("images_list", "image_actions", None),
        ] {
            assert_eq!(without_tag(method, tag).as_deref(), rest, "{method}");
        }
    }
}

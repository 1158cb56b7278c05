//! Servers: those that a caller can choose from, and the values of their variables.

use super::Lowering;
use super::string_enum::Word;
use crate::diagnostics::{Code, Finding};
use crate::ir::{Model, ModelId, Server, ServerVariable, Shape, Type};
use crate::naming::{Kind, Scope, reserved};
use crate::openapi::path_template::PathTemplate;
use crate::resolve;

impl Lowering<'_> {
    /// Creates the servers of the API and of its operations. They come after the schemas, so that they take
    /// no name from a schema.
    pub(super) fn servers(&mut self) {
        let whole = self.linked.servers.iter();
        let mut servers: Vec<&resolve::Server> = Vec::new();
        for server in whole.chain(self.linked.operations.iter().flat_map(|operation| &operation.servers)) {
            if !servers.iter().any(|known| is_same(known, server)) {
                self.undeclared(server);
                servers.push(server);
            }
        }
        // A single server without variables is the base URL and needs no name.
        if servers.len() < 2 && servers.iter().all(|server| server.variables.is_empty()) {
            return;
        }
        let mut names = Scope::new(Kind::Method, reserved::SERVERS);
        for server in &servers {
            let name = names.claim(&server.url, &candidates(server), &server.place);
            let defaults = server.variables.iter();
            self.api.servers.push(Server {
                name,
                docs: server.description.clone(),
                url: server.url.clone(),
                defaults: defaults.map(|known| (known.name.clone(), known.default.clone())).collect(),
                origin: server.place.clone(),
            });
        }
        self.server_variables(&servers);
    }

    /// Creates one setter for each name of a variable. Its values are those of all servers.
    fn server_variables(&mut self, servers: &[&resolve::Server]) {
        let mut setters = Scope::new(Kind::Method, reserved::SERVER_METHODS);
        let variables: Vec<_> = servers.iter().flat_map(|server| &server.variables).collect();
        for variable in &variables {
            if self.api.server_variables.iter().any(|known| known.name.wire() == variable.name) {
                continue;
            }
            let alike = variables.iter().filter(|other| other.name == variable.name);
            let mut values: Vec<&str> = Vec::new();
            let mut is_open = false;
            for alike in alike {
                is_open |= alike.values.is_empty();
                for value in alike.values.iter().map(String::as_str) {
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
            }
            let words = if is_open { None } else { self.server_words(variable, &values) };
            let name = setters.claim(&variable.name, &[&variable.name], &variable.place);
            self.api.server_variables.push(ServerVariable {
                name,
                docs: variable.description.clone(),
                ty: words.map_or(Type::String, Type::Model),
                origin: variable.place.clone(),
            });
        }
    }

    /// Creates the enum of the values of a variable.
    fn server_words(&mut self, variable: &resolve::ServerVariable, values: &[&str]) -> Option<ModelId> {
        let long = format!("server {}", variable.name);
        let name = self.type_name(&variable.name, &[&long, &format!("{long} variable")], &variable.place);
        let words = values.iter().map(|value| Word { value: (*value).to_owned(), ..Word::default() });
        let words = self.words(words.collect(), &variable.place.key("enum"));
        let id = ModelId(u32::try_from(self.api.models.len()).ok()?);
        self.api.models.push(Model {
            name,
            docs: variable.description.clone(),
            shape: Shape::Enum(words),
            deprecated: false,
            is_component: false,
            is_input: false,
            example: None,
            origin: variable.place.clone(),
            parts: Vec::new(),
        });
        Some(id)
    }

    fn undeclared(&mut self, server: &resolve::Server) {
        for name in PathTemplate(&server.url).variables() {
            if !server.variables.iter().any(|variable| variable.name == name) {
                let what = format!("no variable declares `{{{name}}}` in the URL of the server");
                let finding = Finding::warning(Code::PathVariable, server.place.key("url"), what);
                self.report.push(finding.help("declare it below `variables`, with a default"));
            }
        }
    }
}

/// Returns the URL of a server with the defaults of its variables.
pub(super) fn with_defaults(server: &resolve::Server) -> String {
    let variables = server.variables.iter();
    variables.fold(server.url.clone(), |url, variable| {
        url.replace(&format!("{{{}}}", variable.name), &variable.default)
    })
}

fn is_same(one: &resolve::Server, other: &resolve::Server) -> bool {
    let values = |server: &resolve::Server| -> Vec<_> {
        let variables = server.variables.iter();
        variables.map(|known| (known.name.clone(), known.default.clone())).collect()
    };
    one.url == other.url && values(one) == values(other)
}

/// Returns candidates for the name of a server: its name, its description if it is short, and its URL.
fn candidates(server: &resolve::Server) -> Vec<&str> {
    let described = server.description.trim().trim_end_matches('.');
    let is_name = !described.is_empty() && described.split_whitespace().count() <= 3;
    let mut candidates: Vec<&str> = server.name.as_deref().into_iter().collect();
    candidates.extend(is_name.then_some(described));
    candidates.push(plain(&server.url));
    candidates.push(&server.url);
    candidates
}

/// Returns a URL without its scheme.
fn plain(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

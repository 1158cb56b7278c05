//! Checks of operations: contradictions and unsupported features are reported at their places.

use std::collections::{HashMap, HashSet};

use serde_json::json;

use crate::diagnostics::{Code, Finding, Fix, Place, Report};
use crate::openapi::grammar::rules::is_token;
use crate::openapi::header::is_reserved_header;
use crate::openapi::path_template::PathTemplate;
use crate::resolve::{Linked, Location, Operation};

/// Checks every operation.
pub(crate) fn check(linked: &Linked, report: &mut Report) {
    let mut check = Check { linked, report };
    check.ids();
    check.paths();
    for operation in &linked.operations {
        check.template(operation);
        check.path(operation);
        check.parameters(operation);
        check.security(operation);
    }
}

struct Check<'a> {
    linked: &'a Linked,
    report: &'a mut Report,
}

impl Check<'_> {
    fn ids(&mut self) {
        let mut first: HashMap<&str, &Place> = HashMap::new();
        for operation in &self.linked.operations {
            let Some(id) = operation.id.as_deref() else { continue };
            let other = *first.entry(id).or_insert(&operation.place);
            if other != &operation.place {
                let what = format!("`{id}` is also the operationId at `{}`", other.pointer);
                let place = operation.place.key("operationId");
                self.report.survivable(
                    Finding::error(Code::DuplicateOperation, place, what).help("rename one of them"),
                );
            }
        }
    }

    /// Reports paths that differ only in the names of their variables.
    fn paths(&mut self) {
        let mut first: HashMap<(&str, String), &Operation> = HashMap::new();
        for operation in &self.linked.operations {
            let key = (operation.method.as_str(), PathTemplate(&operation.path).without_names());
            let known = *first.entry(key).or_insert(operation);
            if known.path != operation.path {
                let what = format!(
                    "`{}` is the path `{}` with different variable names",
                    operation.path, known.path
                );
                self.report.push(Finding::note(Code::PathTemplate, path_item(operation), what));
            }
        }
    }

    fn template(&mut self, operation: &Operation) {
        let (path, place) = (&operation.path, path_item(operation));
        let mut fault = |what: String, help: &str| {
            let finding = Finding::error(Code::PathTemplate, place.clone(), what);
            self.report.survivable(finding.help(help));
        };
        if !is_token(&operation.method) {
            let what = format!("`{}` is not a method (RFC 9110, section 5.6.2)", operation.method);
            fault(what, "write a word without spaces");
        }
        if !path.starts_with('/') {
            fault(format!("`{path}` does not start with `/`"), "add the slash");
        }
        if PathTemplate(path).has_unmatched_brace() {
            fault(format!("`{path}` has an unmatched brace"), "add the missing brace");
        }
        if let Some((_, fragment)) = path.split_once('#') {
            let what = format!("`#{fragment}` is not sent, because a fragment is not part of a request");
            self.report.push(Finding::note(Code::PathTemplate, place, what));
        }
    }

    fn path(&mut self, operation: &Operation) {
        let variables: Vec<&str> = PathTemplate(&operation.path).variables().collect();
        let declared = operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
        let declared: Vec<_> = declared.collect();
        let names: HashSet<&str> = declared.iter().map(|parameter| parameter.name.as_str()).collect();
        let described =
            |name: &str| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
        for variable in &variables {
            if !names.contains(variable) {
                let what = format!("no parameter declares `{{{variable}}}` in the path");
                self.report.survivable(
                    Finding::error(Code::PathVariable, operation.place.clone(), what)
                        .help(format!("add a parameter with `name: {variable}` and `in: path`"))
                        .fix(Fix::Insert(
                            operation.place.clone(),
                            "parameters",
                            json!([described(variable)]),
                        )),
                );
            }
        }
        let variables: HashSet<&str> = variables.into_iter().collect();
        for parameter in declared {
            if !variables.contains(parameter.name.as_str()) {
                let what = format!("the path `{}` has no `{{{}}}`", operation.path, parameter.name);
                let finding = Finding::error(Code::PathVariable, parameter.place.key("name"), what)
                    .help("add the variable to the path, or remove the parameter");
                // A parameter elsewhere may be that of other operations too.
                let is_own = parameter.place.file == operation.place.file
                    && parameter.place.pointer.is_within(&operation.place.pointer);
                let fix = is_own.then(|| Fix::Remove(parameter.place.clone()));
                self.report.survivable(match fix {
                    Some(fix) => finding.fix(fix),
                    None => finding,
                });
            }
        }
    }

    fn parameters(&mut self, operation: &Operation) {
        let mut known = HashSet::new();
        for parameter in &operation.parameters {
            if !known.insert(parameter.on_the_wire()) {
                let what = format!("duplicate parameter `{}`", parameter.name);
                self.report.survivable(
                    Finding::error(Code::DuplicateParameter, parameter.place.key("name"), what)
                        .help("remove one of them"),
                );
            }
            if parameter.location == Location::Header && is_reserved_header(&parameter.name) {
                let what = format!(
                    "the client sets the header `{}`, so the parameter has no effect",
                    parameter.name
                );
                self.report.push(Finding::note(Code::Unsupported, parameter.place.key("name"), what));
            }
        }
    }

    fn security(&mut self, operation: &Operation) {
        for name in operation.security.iter().flatten() {
            if !self.linked.security_schemes.contains_key(name) {
                let what = format!("there is no security scheme `{name}`");
                let place = operation.security_place.clone();
                self.report.survivable(
                    Finding::error(Code::UnknownSecurityScheme, place, what)
                        .help("declare it below `components.securitySchemes`"),
                );
            }
        }
    }
}

/// Returns the place of the path item of an operation.
fn path_item(operation: &Operation) -> Place {
    operation.place.at(operation.place.pointer.parent().unwrap_or_default())
}

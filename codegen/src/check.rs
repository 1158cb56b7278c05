//! What a description asks for that is contradictory, or that is not generated yet, said with its place.

use std::collections::HashMap;

use crate::facts::Facts;
use crate::ir::{Access, Api, Shape};
use crate::link::{Linked, Location, Media, Operation, SchemeKind};
use crate::report::{Code, Finding, Report};
use crate::source::Place;

const OVERLAY: &str = "an overlay can replace it for now";

/// Looks at every operation.
pub(crate) fn check(linked: &Linked, report: &mut Report) {
    let mut check = Check { linked, report };
    check.ids();
    for operation in &linked.operations {
        check.path(operation);
        check.parameters(operation);
        check.media(operation);
        check.security(operation);
        check.rest(operation);
    }
}

/// Looks at fields that travel one way only: a model that travels both ways would need two types.
pub(crate) fn directions(api: &Api, facts: &Facts, report: &mut Report) {
    for (id, model) in api.models_with_ids() {
        let Shape::Record(record) = &model.shape else { continue };
        for field in &record.fields {
            let key = match field.access {
                Access::ReadOnly if facts.is_sent(id) => "readOnly",
                Access::WriteOnly if facts.is_received(id) => "writeOnly",
                _ => continue,
            };
            let what = format!("`{key}` in a schema that travels the other way is not generated yet");
            report.push(Finding::error(Code::Unsupported, field.origin.clone(), what).help(OVERLAY));
        }
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
            if let Some(other) = first.insert(id, &operation.place) {
                let what = format!("`{id}` is also the operationId at {}", other.pointer);
                let place = operation.place.key("operationId");
                self.report
                    .push(Finding::error(Code::DuplicateOperation, place, what).help("rename one of them"));
            }
        }
    }

    fn path(&mut self, operation: &Operation) {
        let variables: Vec<&str> = variables(&operation.path).collect();
        let declared = operation.parameters.iter().filter(|parameter| parameter.location == Location::Path);
        let declared: Vec<_> = declared.collect();
        for variable in &variables {
            if !declared.iter().any(|parameter| parameter.name == *variable) {
                let what = format!("`{{{variable}}}` in the path is declared by no parameter");
                self.report.push(
                    Finding::error(Code::PathVariable, operation.place.clone(), what)
                        .help(format!("add a parameter with `name: {variable}` and `in: path`")),
                );
            }
        }
        for parameter in declared {
            if !variables.contains(&parameter.name.as_str()) {
                let what = format!("the path `{}` has no `{{{}}}`", operation.path, parameter.name);
                self.report.push(
                    Finding::error(Code::PathVariable, parameter.place.key("name"), what)
                        .help("write the variable into the path, or drop the parameter"),
                );
            }
        }
    }

    fn parameters(&mut self, operation: &Operation) {
        for parameter in &operation.parameters {
            if matches!(parameter.location, Location::Header | Location::Cookie) {
                self.unsupported(
                    parameter.place.key("in"),
                    "header and cookie parameters are not generated yet",
                );
            } else if parameter.schema.is_none() {
                self.unsupported(
                    parameter.place.key("content"),
                    "a parameter with `content` is not generated yet",
                );
            } else if !parameter.plain {
                self.unsupported(parameter.place.clone(), "this style of parameter is not generated yet");
            }
        }
    }

    fn media(&mut self, operation: &Operation) {
        if let Some(body) = &operation.body {
            if !body.required {
                self.unsupported(body.place.clone(), "an optional request body is not generated yet");
            }
            self.only_json(&body.content, &body.place);
        }
        for response in &operation.responses {
            self.only_json(&response.content, &response.place);
        }
    }

    fn only_json(&mut self, content: &[Media], place: &Place) {
        if content.len() > 1 {
            self.unsupported(place.key("content"), "a choice of media types is not generated yet");
        }
        for media in content.iter().filter(|media| !is_json(&media.name)) {
            self.unsupported(
                media.place.clone(),
                &format!("the media type `{}` is not generated yet", media.name),
            );
        }
    }

    fn security(&mut self, operation: &Operation) {
        for name in operation.security.iter().flatten() {
            match self.linked.security_schemes.get(name) {
                None => self.report.push(
                    Finding::error(
                        Code::UnknownSecurityScheme,
                        operation.security_place.clone(),
                        format!("there is no security scheme `{name}`"),
                    )
                    .help("declare it below components.securitySchemes"),
                ),
                Some(scheme) if scheme.kind == SchemeKind::Other => {
                    let place = scheme.place.clone();
                    self.unsupported(place, "a security scheme other than http bearer is not generated yet");
                }
                Some(_) => {}
            }
        }
    }

    fn rest(&mut self, operation: &Operation) {
        if operation.has_servers {
            self.unsupported(operation.place.clone(), "servers of a path or operation are not generated yet");
        }
        if operation.has_callbacks {
            let what = "callbacks are calls that the server makes; no client code is generated for them";
            self.report.push(Finding::note(Code::Unsupported, operation.place.key("callbacks"), what));
        }
    }

    fn unsupported(&mut self, place: Place, what: &str) {
        self.report.push(Finding::error(Code::Unsupported, place, what).help(OVERLAY));
    }
}

/// The variables of a path template, as `image_id` in `/v2/images/{image_id}`.
pub(crate) fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(variable, _)| variable)
}

/// JSON itself, and everything that is written in it (RFC 6839, section 3.1).
fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

//! Rewrites Swagger 2.0 into OpenAPI 3.0, in every file that the description refers to.

mod address;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod written;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostics::{Place, Pointer, Report};
use crate::source::{self, Source};

pub(crate) use parameter::COLLECTION_FORMAT;
pub(super) use written::{written, written_exactly};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The keys of definitions in 2.0, and their keys below `components` in 3.0.
const MOVED: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// The key below `components` of the bodies among the parameters of the entry, to which other files refer.
const BODIES: &str = "x-bodies";

/// The objects of 2.0 that are rewritten in place, in every file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    PathItem,
    Parameter,
    Response,
    Schema,
}

/// Rewrites the description. Only the entry file is a complete OpenAPI document; the parts in other files
/// keep their places. Definitions that move keep their original place for findings.
pub(super) fn rewrite(source: &mut Source, report: &mut Report) {
    let entry = source.entry();
    let Some(Value::Object(root)) = source.value(&entry) else { return };
    let (consumes, produces) = (listed(root, "consumes"), listed(root, "produces"));
    address::check(root, &entry, report);
    let url = root
        .contains_key("host")
        .then(|| address::servers(root))
        .and_then(|servers| servers.pointer("/0/url").cloned());
    let url = url.and_then(|url| url.as_str().map(str::to_owned));
    let mut rewriter = Rewriter {
        url,
        consumes: or_json(consumes),
        produces: or_json(produces),
        pending: parts_of(root, &entry),
        seen: HashSet::new(),
        source,
        report,
    };
    rewriter.parts();
    source.change(&entry, document);
    for (from, to) in MOVED.into_iter().chain([("parameters", BODIES)]) {
        source.mark_overlaid(entry.file, Pointer::root().key("components").key(to), entry.key(from));
    }
}

/// Returns the parts of the entry in reverse order; references lead to all other parts.
fn parts_of(root: &Map<String, Value>, entry: &Place) -> Vec<(Kind, Place)> {
    let below = |key: &'static str, kind: Kind| {
        let keys = root.get(key).and_then(Value::as_object).into_iter().flat_map(Map::keys);
        keys.filter(move |name| kind != Kind::PathItem || !name.starts_with("x-"))
            .map(move |name| (kind, entry.key(key).key(name)))
    };
    let paths = below("paths", Kind::PathItem);
    let others =
        [("parameters", Kind::Parameter), ("responses", Kind::Response), ("definitions", Kind::Schema)];
    let mut parts: Vec<_> =
        paths.chain(others.into_iter().flat_map(|(key, kind)| below(key, kind))).collect();
    parts.reverse();
    parts
}

/// Rewrites the entry itself, after all of its parts.
fn document(node: &mut Value) {
    let Value::Object(root) = node else { return };
    root.shift_remove("swagger");
    root.insert("openapi".to_owned(), Value::from("3.0.3"));
    let servers = address::servers(root);
    for key in ["host", "basePath", "schemes", "consumes", "produces"] {
        root.shift_remove(key);
    }
    root.insert("servers".to_owned(), servers);
    let mut components = Map::new();
    for (from, to) in MOVED {
        if let Some(Value::Object(mut definitions)) = root.shift_remove(from) {
            match to {
                // In 3.0 a body is not a parameter: each reference to one has been replaced by the body.
                "parameters" => {
                    let is_body = |(_, parameter): &(String, Value)| parameter::is_body(parameter);
                    let (bodies, parameters): (Map<_, _>, Map<_, _>) =
                        std::mem::take(&mut definitions).into_iter().partition(is_body);
                    definitions = parameters;
                    components.insert(BODIES.to_owned(), Value::Object(bodies));
                }
                "securitySchemes" => definitions.values_mut().for_each(security::scheme),
                _ => {}
            }
            components.insert(to.to_owned(), Value::Object(definitions));
        }
    }
    root.insert("components".to_owned(), Value::Object(components));
}

/// Returns the strings in `schemes`, or the media types in `consumes` or `produces`.
fn listed(node: &Map<String, Value>, key: &str) -> Vec<String> {
    let listed = node.get(key).and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn or_json(listed: Vec<String>) -> Vec<String> {
    if listed.is_empty() { vec!["application/json".to_owned()] } else { listed }
}

struct Rewriter<'a> {
    source: &'a mut Source,
    report: &'a mut Report,
    /// The media types of request bodies, unless an operation lists its own.
    consumes: Vec<String>,
    produces: Vec<String>,
    /// The URL of the server, if it has a host.
    url: Option<String>,
    seen: HashSet<(Kind, Place)>,
    pending: Vec<(Kind, Place)>,
}

impl Rewriter<'_> {
    /// Rewrites each part once, with everything that it refers to.
    fn parts(&mut self) {
        while let Some((kind, place)) = self.pending.pop() {
            if self.is_newer(&place) || !self.seen.insert((kind, place.clone())) {
                continue;
            }
            let Some(mut node) = self.source.value(&place).cloned() else { continue };
            self.part(kind, &mut node, &place);
            self.source.change(&place, |slot| *slot = node);
        }
    }

    fn part(&mut self, kind: Kind, node: &mut Value, place: &Place) {
        if kind != Kind::Schema && self.refers(kind, node, place) {
            return;
        }
        match kind {
            Kind::PathItem => self.path_item(node, place),
            Kind::Parameter => self.parameter(node, place),
            Kind::Response => {
                let produces = self.produces.clone();
                self.response("", node, &produces, place);
            }
            Kind::Schema => self.schema(node, place),
        }
    }

    /// Returns whether a node is a reference, and updates it to the new place of its target.
    fn refers(&mut self, kind: Kind, node: &mut Value, place: &Place) -> bool {
        let Some(Value::String(reference)) = node.get_mut("$ref") else { return false };
        if let Ok(target) = source::resolve(self.source, place, reference) {
            if target.file == self.source.entry().file {
                moved(reference);
            }
            self.pending.push((kind, target));
        }
        true
    }

    /// Returns whether a part belongs to an OpenAPI 3 document, to which other rules apply.
    fn is_newer(&self, place: &Place) -> bool {
        let root = self.source.value(&place.at(Pointer::root()));
        root.is_some_and(|root| root.get("openapi").is_some())
    }
}

/// Returns the place of a body's schema after the bodies among the parameters of the entry have moved.
fn moved_body(source: &Source, place: &Place) -> Place {
    let (entry, parameters) = (source.entry(), Pointer::root().key("parameters"));
    if place.file != entry.file || !place.pointer.is_within(&parameters) {
        return place.clone();
    }
    let bodies = Pointer::root().key("components").key(BODIES);
    place.at(place.pointer.moved(&parameters, &bodies))
}

/// Updates a reference into the entry, whose definitions move.
fn moved(reference: &mut String) {
    let Some((file, pointer)) = reference.split_once('#') else { return };
    for (from, to) in MOVED {
        let rest = pointer.strip_prefix('/').and_then(|pointer| pointer.strip_prefix(from));
        if let Some(rest) = rest.filter(|rest| rest.starts_with('/')) {
            *reference = format!("{file}#/components/{to}{rest}");
            return;
        }
    }
}

//! The subject of each item of generated text, and the place where the description describes it.
//!
//! A change is reported once for each subject: an operation has a method, a marker type and setters, and a
//! field has its own setters.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::analysis;
use crate::diagnostics::Place;
use crate::ir::{Api, Bodies, Location, Model, Operation, Parameter, Presence, Shape, Type};
use crate::source::Source;

/// What the description describes by an item.
#[derive(Debug, Clone)]
pub(super) struct ItemOrigin {
    /// The path of the item that stands for the subject.
    pub(super) subject: String,
    pub(super) place: Option<Place>,
    /// The words for an item that is only a part of its subject: "the query parameter `page`".
    pub(super) words: Option<String>,
}

/// The items of a client by path.
pub(super) type Items = IndexMap<String, ItemOrigin>;

/// Returns the subjects by the path of an item, such as `models::Image::slug`.
pub(super) fn of(api: &Api, source: &Source) -> Items {
    let mut items = Collector { source, items: IndexMap::new() };
    items.part("client::Client", "client::Client", None, None);
    for model in &api.models {
        items.model(api, model);
    }
    for group in &api.groups {
        let path = format!("resources::{}", group.name.rust());
        items.part(&format!("client::Client::{}()", group.accessor.ident()), &path, None, None);
        items.part(&path, &path, None, None);
    }
    for operation in &api.operations {
        items.operation(api, operation);
    }
    for header in &api.headers {
        items.subject(&format!("headers::{}", header.name.rust()), &header.origin);
    }
    for server in &api.servers {
        items.subject(&format!("servers::{}()", server.name.ident()), &server.origin);
    }
    for variable in &api.server_variables {
        items.subject(&format!("servers::Server::{}()", variable.name.ident()), &variable.origin);
    }
    items.items
}

/// Returns the paths of the fields without which a value is not decoded.
pub(super) fn required(api: &Api) -> HashSet<String> {
    let facts = analysis::of(api);
    let mut required = HashSet::new();
    for (id, model) in api.models_with_ids() {
        let Shape::Record(record) = &model.shape else { continue };
        let fields = record.fields.iter().filter(|field| facts.presence(id, field) == Presence::Required);
        required.extend(fields.map(|field| format!("models::{}::{}", model.name.rust(), field.name.ident())));
    }
    required
}

/// Returns the paths of the types of inline schemas.
pub(super) fn inline(api: &Api) -> HashSet<String> {
    let inline = api.models.iter().filter(|model| !model.is_component);
    inline.map(|model| format!("models::{}", model.name.rust())).collect()
}

/// Returns the words for a parameter and its place in a request: "the query parameter `page`".
pub(super) fn parameter(parameter: &Parameter) -> String {
    let place = match parameter.place {
        Location::Path => "path parameter",
        Location::Query => "query parameter",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("the {place} {}", super::messages::code(parameter.name.wire()))
}

struct Collector<'a> {
    source: &'a Source,
    items: Items,
}

impl Collector<'_> {
    fn subject(&mut self, path: &str, place: &Place) {
        self.part(path, path, Some(place.clone()), None);
    }

    fn part(&mut self, path: &str, subject: &str, place: Option<Place>, words: Option<String>) {
        self.items.insert(path.to_owned(), ItemOrigin { subject: subject.to_owned(), place, words });
    }

    fn model(&mut self, api: &Api, model: &Model) {
        let path = format!("models::{}", model.name.rust());
        match &model.shape {
            Shape::Record(record) => {
                for field in &record.fields {
                    let subject = format!("{path}::{}", field.name.ident());
                    self.subject(&subject, &field.origin);
                    for setter in [&field.setter].into_iter().chain(&field.null_setter) {
                        let setter = format!("{path}::{}()", setter.ident());
                        self.part(&setter, &subject, Some(field.origin.clone()), None);
                    }
                }
            }
            Shape::Enum(words) => {
                for word in &words.known {
                    let place = self.value(model, word.wire()).unwrap_or(model.origin.clone());
                    self.subject(&format!("{path}::{}", word.rust()), &place);
                }
            }
            Shape::Union(union) => {
                for variant in &union.variants {
                    let subject = format!("{path}::{}", variant.name.rust());
                    self.subject(&subject, &model.origin);
                    if let Type::Model(inner) = &variant.ty
                        && let Some(inner) = api.model(*inner)
                    {
                        let bound = format!("{path}: From < {} >", inner.name.rust());
                        self.part(&bound, &subject, Some(model.origin.clone()), None);
                    }
                }
            }
            Shape::Alias(_) | Shape::Wrapper(_) => {}
        }
        self.subject(&path, &model.origin);
    }

    /// Returns the place of a value in the schema's `enum`.
    fn value(&self, model: &Model, value: &str) -> Option<Place> {
        let place = model.origin.key("enum");
        let values = self.source.value(&place)?.as_array()?;
        let is_same = |other: &serde_json::Value| match other.as_str() {
            Some(text) => text == value,
            None => serde_json::from_str::<serde_json::Value>(value).is_ok_and(|value| *other == value),
        };
        values.iter().position(is_same).map(|index| place.index(index))
    }

    fn operation(&mut self, api: &Api, operation: &Operation) {
        let subject = format!("operations::{}", operation.marker.rust());
        let origin = || Some(operation.origin.clone());
        for parameter in &operation.parameters {
            let path = format!("{subject}::{}()", parameter.name.ident());
            let words = Some(self::parameter(parameter));
            self.part(&path, &subject, Some(parameter.origin.clone()), words);
        }
        let markers = operation.representations.iter().map(|other| &other.marker);
        let bodies = operation.outcomes().flat_map(|outcome| [&outcome.success, &outcome.failure]);
        let enums = bodies.filter_map(|bodies| match bodies {
            Bodies::ByStatus { name, .. } => Some(name),
            Bodies::Empty | Bodies::One(_) => None,
        });
        for name in markers.chain(enums) {
            self.part(&format!("operations::{}", name.rust()), &subject, origin(), None);
        }
        for body in &operation.bodies {
            let words = Some(format!("the body {}", super::messages::code(&body.media)));
            self.part(&format!("{subject}::{}()", body.name.ident()), &subject, origin(), words);
        }
        if let Some(group) = api.groups.get(operation.group.0 as usize) {
            let names = operation.bodies.iter().filter_map(|body| body.method.as_ref());
            for name in names.chain([&operation.name]) {
                let path = format!("resources::{}::{}()", group.name.rust(), name.ident());
                self.part(&path, &subject, origin(), None);
            }
        }
        self.subject(&subject, &operation.origin);
    }
}

/// Returns the description of an item, or of its nearest ancestor that has one.
pub(super) fn find<'a>(items: &'a Items, item: &str) -> Option<&'a ItemOrigin> {
    std::iter::successors(Some(item), |item| super::items::parent(item)).find_map(|item| items.get(item))
}

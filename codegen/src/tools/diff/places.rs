//! The places where the items of generated text are described.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::analysis;
use crate::diagnostics::Place;
use crate::ir::{Api, Model, Operation, Presence, Shape};

/// Returns places by the path of an item, such as `models::Image::slug`.
pub(super) fn of(api: &Api) -> IndexMap<String, Place> {
    let mut places = IndexMap::new();
    for model in &api.models {
        of_model(model, &mut places);
    }
    for operation in &api.operations {
        of_operation(api, operation, &mut places);
    }
    for header in &api.headers {
        places.insert(format!("headers::{}", header.name.rust()), header.origin.clone());
    }
    for server in &api.servers {
        places.insert(format!("servers::{}()", server.name.ident()), server.origin.clone());
    }
    for variable in &api.server_variables {
        places.insert(format!("servers::Server::{}()", variable.name.ident()), variable.origin.clone());
    }
    places
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

fn of_model(model: &Model, places: &mut IndexMap<String, Place>) {
    let path = format!("models::{}", model.name.rust());
    if let Shape::Record(record) = &model.shape {
        for field in &record.fields {
            places.insert(format!("{path}::{}", field.name.ident()), field.origin.clone());
            for setter in [&field.setter].into_iter().chain(&field.null_setter) {
                places.insert(format!("{path}::{}()", setter.ident()), field.origin.clone());
            }
        }
    }
    places.insert(path, model.origin.clone());
}

fn of_operation(api: &Api, operation: &Operation, places: &mut IndexMap<String, Place>) {
    let marker = operation.marker.rust();
    for parameter in &operation.parameters {
        let path = format!("operations::{marker}::{}()", parameter.name.ident());
        places.insert(path, parameter.origin.clone());
    }
    if let Some(group) = api.groups.get(operation.group.0 as usize) {
        let path = format!("resources::{}::{}()", group.name.rust(), operation.name.ident());
        places.insert(path, operation.origin.clone());
    }
    places.insert(format!("operations::{marker}"), operation.origin.clone());
}

/// Returns the place of an item, or of its nearest ancestor with a place.
pub(super) fn find<'a>(places: &'a IndexMap<String, Place>, item: &str) -> Option<&'a Place> {
    std::iter::successors(Some(item), |item| super::parent(item)).find_map(|item| places.get(item))
}

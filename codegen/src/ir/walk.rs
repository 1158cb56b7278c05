//! Traversals of the models of an API.

use std::collections::HashSet;

use super::{Api, ModelId, Operation, Shape, Type};

/// Returns the models that are part of a request, and the models that are part of a response.
pub(crate) fn directions(api: &Api) -> (HashSet<ModelId>, HashSet<ModelId>) {
    let bodies = api.operations.iter().flat_map(|operation| &operation.bodies).map(|body| &body.ty);
    let parameters =
        api.operations.iter().flat_map(|operation| &operation.parameters).map(|parameter| &parameter.ty);
    let outcomes = api.operations.iter().flat_map(Operation::outcomes);
    let responses = outcomes.flat_map(|outcome| &outcome.responses);
    let sent = reachable(api, bodies.chain(parameters));
    let incoming = api.incoming.iter().filter_map(|call| call.payload.as_ref());
    let received = reachable(api, responses.filter_map(|response| response.body.as_ref()).chain(incoming));
    // If a description has only types, all of them can be sent.
    let is_types_alone = api.operations.is_empty() && api.incoming.is_empty();
    let every = api.models_with_ids().map(|(id, _)| id).filter(|_| is_types_alone);
    (every.chain(sent).collect(), received)
}

/// Returns the types of the parameters, bodies and responses of an operation.
pub(crate) fn types_of(operation: &Operation) -> Vec<&Type> {
    let sent = operation.parameters.iter().map(|parameter| &parameter.ty);
    let bodies = operation.bodies.iter().map(|body| &body.ty);
    let responses = operation.outcomes().flat_map(|outcome| &outcome.responses);
    sent.chain(bodies).chain(responses.filter_map(|response| response.body.as_ref())).collect()
}

/// Returns the models that types refer to, directly or through other models.
pub fn reachable<'a>(api: &'a Api, roots: impl Iterator<Item = &'a Type>) -> HashSet<ModelId> {
    let mut found = HashSet::new();
    let mut pending: Vec<ModelId> = roots.flat_map(models_in).collect();
    while let Some(model) = pending.pop() {
        if found.insert(model) {
            pending.extend(parts(api, model).into_iter().flat_map(models_in));
        }
    }
    found
}

/// Returns the types that a model refers to directly.
pub(crate) fn parts(api: &Api, model: ModelId) -> Vec<&Type> {
    match api.model(model).map(|model| &model.shape) {
        Some(Shape::Record(record)) => {
            let rest = record.rest.iter().map(|rest| &rest.ty);
            record.fields.iter().map(|field| &field.ty).chain(rest).collect()
        }
        Some(Shape::Union(union)) => union.variants.iter().map(|variant| &variant.ty).collect(),
        Some(Shape::Alias(ty) | Shape::Wrapper(ty)) => vec![ty],
        Some(Shape::Enum(_)) | None => Vec::new(),
    }
}

/// Returns the models that a type names, also within lists and maps. Only a tuple can have several.
pub(crate) fn models_in(ty: &Type) -> Vec<ModelId> {
    match ty {
        Type::Model(model) => vec![*model],
        Type::List(inner)
        | Type::Map(inner)
        | Type::Nullable(inner)
        | Type::JsonString(inner)
        | Type::Events(inner)
        | Type::FullEvents(inner)
        | Type::Lines(inner) => models_in(inner),
        Type::Tuple(tuple) => tuple.types().flat_map(models_in).collect(),
        _ => Vec::new(),
    }
}

/// Returns the model that a value of the type contains without the indirection of a list or map.
pub(crate) fn held(ty: &Type) -> Option<ModelId> {
    match ty {
        Type::Model(model) => Some(*model),
        Type::Nullable(inner) => held(inner),
        _ => None,
    }
}

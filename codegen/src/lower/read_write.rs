//! `readOnly` and `writeOnly` fields: the former are not part of requests, the latter not of responses.
//!
//! A model in both directions becomes two models if they differ.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::Lowering;
use crate::ir::{Access, Api, Model, ModelId, Shape, Type, walk};

impl Lowering<'_> {
    /// Removes from each model the fields that are not sent in its direction (OpenAPI 3.0.3, section 4.7.24,
    /// `readOnly` and `writeOnly`).
    ///
    /// A model of both requests and responses keeps its name for responses, and the model for requests is
    /// named after it. Models that no operation uses keep all fields, because their direction is unknown.
    pub(super) fn split_directions(&mut self) {
        if self.api.operations.is_empty() && self.api.incoming.is_empty() {
            return;
        }
        let (sent, received) = walk::directions(&self.api);
        let differs = differs(&self.api);
        let both: Vec<ModelId> = self
            .api
            .models_with_ids()
            .map(|(id, _)| id)
            .filter(|id| sent.contains(id) && received.contains(id) && differs.contains(id))
            .collect();
        let inputs: IndexMap<ModelId, ModelId> =
            both.into_iter().filter_map(|id| Some((id, self.claim_input(id)?))).collect();
        for (&output, &input) in &inputs {
            let Some(mut shape) = self.api.model(output).map(|model| model.shape.clone()) else { continue };
            drop_fields(&mut shape, Access::ReadOnly);
            parts_mut(&mut shape).into_iter().for_each(|ty| retarget(ty, &inputs));
            if let Some(input) = self.api.models.get_mut(input.0 as usize) {
                input.shape = shape;
            }
        }
        for (id, model) in (0_u32..).map(ModelId).zip(&mut self.api.models) {
            match (sent.contains(&id), received.contains(&id)) {
                (_, true) => drop_fields(&mut model.shape, Access::WriteOnly),
                (true, false) => {
                    drop_fields(&mut model.shape, Access::ReadOnly);
                    // A model for requests only contains the models for requests.
                    parts_mut(&mut model.shape).into_iter().for_each(|ty| retarget(ty, &inputs));
                }
                (false, false) => {}
            }
        }
        for operation in &mut self.api.operations {
            operation.parameters.iter_mut().for_each(|parameter| retarget(&mut parameter.ty, &inputs));
            operation.bodies.iter_mut().for_each(|body| retarget(&mut body.ty, &inputs));
        }
    }

    /// Creates the model for requests of a model that is also part of responses, without its shape.
    fn claim_input(&mut self, id: ModelId) -> Option<ModelId> {
        let output = self.api.model(id)?;
        let (rust, wire) = (output.name.rust().to_owned(), output.name.wire().to_owned());
        let mut input = Model { shape: Shape::Alias(Type::Json), is_input: true, ..output.clone() };
        let candidates = [format!("{rust} input"), format!("{rust} request"), format!("{rust} to send")];
        let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
        input.name = self.type_name(&wire, &candidates, &input.origin);
        let id = ModelId(u32::try_from(self.api.models.len()).ok()?);
        self.api.models.push(input);
        Some(id)
    }
}

/// Returns the models that have a `readOnly` or `writeOnly` field, directly or in a model that they refer to.
fn differs(api: &Api) -> HashSet<ModelId> {
    let mut holders: HashMap<ModelId, Vec<ModelId>> = HashMap::new();
    let mut pending = Vec::new();
    for (id, model) in api.models_with_ids() {
        if let Shape::Record(record) = &model.shape
            && record.fields.iter().any(|field| field.access != Access::Both)
        {
            pending.push(id);
        }
        for part in walk::parts(api, id).into_iter().flat_map(walk::models_in) {
            holders.entry(part).or_default().push(id);
        }
    }
    let mut differs = HashSet::new();
    while let Some(id) = pending.pop() {
        if differs.insert(id) {
            pending.extend(holders.get(&id).into_iter().flatten());
        }
    }
    differs
}

/// Removes the fields with the given access.
fn drop_fields(shape: &mut Shape, gone: Access) {
    if let Shape::Record(record) = shape {
        record.fields.retain(|field| field.access != gone);
    }
}

fn parts_mut(shape: &mut Shape) -> Vec<&mut Type> {
    match shape {
        Shape::Record(record) => {
            let rest = record.rest.iter_mut().map(|rest| &mut rest.ty);
            record.fields.iter_mut().map(|field| &mut field.ty).chain(rest).collect()
        }
        Shape::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.ty).collect(),
        Shape::Alias(ty) | Shape::Wrapper(ty) => vec![ty],
        Shape::Enum(_) => Vec::new(),
    }
}

fn retarget(ty: &mut Type, inputs: &IndexMap<ModelId, ModelId>) {
    match ty {
        Type::Model(id) => *id = inputs.get(id).copied().unwrap_or(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::JsonString(inner) => {
            retarget(inner, inputs);
        }
        Type::Tuple(tuple) => tuple.types_mut().for_each(|ty| retarget(ty, inputs)),
        _ => {}
    }
}

//! The direction of the values of a model: requests, responses or both.

use std::collections::HashSet;

use openapi_client_codegen::ir::{Api, ModelId, Type, reachable};

use crate::invent::Way;

/// The models that are received, and those that are sent.
pub(super) struct Directions {
    sent: HashSet<ModelId>,
    received: HashSet<ModelId>,
}

impl Directions {
    pub(super) fn of(api: &Api) -> Self {
        let operations = || api.operations.iter();
        let bodies = operations().flat_map(|operation| &operation.bodies).map(|body| &body.ty);
        let parameters =
            operations().flat_map(|operation| &operation.parameters).map(|parameter| &parameter.ty);
        let others = operations().flat_map(|operation| &operation.representations);
        let outcomes = operations().map(|operation| &operation.outcome).chain(others.map(|it| &it.outcome));
        let responses = outcomes.flat_map(|outcome| &outcome.responses).filter_map(|it| it.body.as_ref());
        let incoming = api.incoming.iter().filter_map(|call| call.payload.as_ref());
        Self {
            sent: reachable(api, bodies.chain(parameters)),
            received: reachable(api, responses.chain(incoming)),
        }
    }

    /// Returns the direction of the type with the name of a component: if there is another type for requests,
    /// that is the one for responses. A type that no operation uses may contain types that one uses.
    pub(super) fn of_model(&self, api: &Api, id: ModelId) -> Way {
        let ty = Type::Model(id);
        let within = reachable(api, std::iter::once(&ty));
        if within.iter().any(|id| self.received.contains(id)) {
            Way::Response
        } else if within.iter().any(|id| self.sent.contains(id)) {
            Way::Request
        } else {
            Way::Either
        }
    }
}

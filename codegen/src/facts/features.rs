//! Which tags reach each model: what is behind which cargo feature.

use std::collections::HashMap;

use super::reachable;
use crate::ir::{Api, GroupId, ModelId, Operation, Type};

/// An item that more tags reach than this is always there: to list them all would be worse to read than the
/// item is to compile.
const MOST: usize = 8;

/// Features by tag, and the features that need each model.
pub(crate) struct TagFeatures {
    /// By group.
    names: Vec<String>,
    /// None for a model that is always there.
    models: HashMap<ModelId, Option<Vec<GroupId>>>,
}

impl TagFeatures {
    /// Works out who reaches what.
    pub(crate) fn of(api: &Api) -> Self {
        let mut by_model: HashMap<ModelId, Vec<GroupId>> = HashMap::new();
        for (group, _) in api.groups_with_ids() {
            let operations = api.operations.iter().filter(|operation| operation.group == group);
            let found = reachable(api, operations.flat_map(types));
            // In the order of the models, so that nothing follows the order of a set.
            for (model, _) in api.models_with_ids().filter(|(model, _)| found.contains(model)) {
                by_model.entry(model).or_default().push(group);
            }
        }
        let is_always = |model: ModelId| by_model.get(&model).is_none_or(|groups| groups.len() > MOST);
        let roots: Vec<Type> =
            api.models_with_ids().map(|(id, _)| id).filter(|id| is_always(*id)).map(Type::Model).collect();
        let always = reachable(api, roots.iter());
        let models = api
            .models_with_ids()
            .map(|(id, _)| (id, by_model.get(&id).filter(|_| !always.contains(&id)).cloned()));
        Self { models: models.collect(), names: api.groups.iter().map(feature_name).collect() }
    }

    /// The features that need a model; none where it is always there.
    pub(crate) fn of_model(&self, model: ModelId) -> Option<Vec<String>> {
        let groups = self.models.get(&model)?.as_ref()?;
        Some(groups.iter().filter_map(|group| self.names.get(group.0 as usize)).cloned().collect())
    }

    /// The feature of a group.
    pub(crate) fn of_group(&self, group: GroupId) -> Option<Vec<String>> {
        self.names.get(group.0 as usize).map(|name| vec![name.clone()])
    }

    /// Every feature, in the order of the groups.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// The words of a feature are those of the client's method: `block-storage` for `block_storage`.
fn feature_name(group: &crate::ir::Group) -> String {
    let name = group.accessor.rust().replace('_', "-");
    // Features that a client has, or may have, for something else.
    let is_taken = ["default", "rustls", "rustls-no-provider", "native-tls", "blocking", "mock"]
        .contains(&name.as_str());
    if is_taken { format!("{name}-api") } else { name }
}

fn types(operation: &Operation) -> Vec<&Type> {
    let bodies = operation.bodies.iter().map(|body| &body.ty);
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let others = operation.representations.iter().map(|representation| &representation.outcome);
    let outcomes = std::iter::once(&operation.outcome).chain(others);
    let answers =
        outcomes.flat_map(|outcome| &outcome.responses).filter_map(|response| response.body.as_ref());
    bodies.chain(parameters).chain(answers).collect()
}

//! Cargo features by tag: determines which tags reach each model, and thus which features it is behind.

use std::collections::{HashMap, HashSet};

use crate::ir::walk::reachable;
use crate::ir::{Api, Group, GroupId, ModelId, Operation, Type};
use crate::naming::reserved;

/// The largest number of features in a condition. An item that more tags reach is unconditional: a longer
/// condition would be hard to read, and would save little compile time.
const MOST: usize = 8;

/// The Cargo features of which an item needs at least one; empty if the item is unconditional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Condition(Vec<String>);

impl Condition {
    /// The condition of unconditional items.
    pub(crate) const ALWAYS: Self = Self(Vec::new());

    /// Returns the features, in the order of the groups.
    pub(crate) fn features(&self) -> &[String] {
        &self.0
    }
}

/// The feature of each tag, and the features that need each model.
#[derive(Debug)]
pub(crate) struct TagFeatures {
    /// The feature of each group, then the feature of the models that no operation reaches, if there are any.
    names: Vec<String>,
    /// The indices of the features that need each model; `None` for an unconditional model.
    models: HashMap<ModelId, Option<Vec<usize>>>,
}

impl TagFeatures {
    /// Determines the features that need each model.
    pub(crate) fn of(api: &Api) -> Self {
        let mut by_model: HashMap<ModelId, Vec<usize>> = HashMap::new();
        let mut reach = |feature: usize, found: HashSet<ModelId>| {
            // Iterate in the order of the models: the order of a set is not stable.
            for (model, _) in api.models_with_ids().filter(|(model, _)| found.contains(model)) {
                by_model.entry(model).or_default().push(feature);
            }
        };
        for (group, _) in api.groups_with_ids() {
            let operations = api.operations.iter().filter(|operation| operation.group == group);
            reach(group.0 as usize, reachable(api, operations.flat_map(types)));
        }
        let mut names = feature_names(&api.groups);
        // Setters of server variables and constants of headers are unconditional.
        let variables = api.server_variables.iter().map(|variable| &variable.ty);
        let unconditional = reachable(api, variables.chain(api.headers.iter().map(|header| &header.ty)));
        let mut is_reached = reachable(api, api.operations.iter().flat_map(types));
        is_reached.extend(&unconditional);
        let others = api.models_with_ids().map(|(id, _)| id).filter(|id| !is_reached.contains(id));
        let others: Vec<Type> = others.map(Type::Model).collect();
        if !names.is_empty() && !others.is_empty() {
            reach(names.len(), reachable(api, others.iter()));
            names.push(reserved::OTHER_MODELS.to_owned());
        }
        let is_always = |model: ModelId| {
            unconditional.contains(&model)
                || by_model.get(&model).is_none_or(|features| features.len() > MOST)
        };
        let roots: Vec<Type> =
            api.models_with_ids().map(|(id, _)| id).filter(|id| is_always(*id)).map(Type::Model).collect();
        let always = reachable(api, roots.iter());
        let models = api
            .models_with_ids()
            .map(|(id, _)| (id, by_model.get(&id).filter(|_| !always.contains(&id)).cloned()));
        Self { models: models.collect(), names }
    }

    /// Returns the condition of a model.
    pub(crate) fn of_model(&self, model: ModelId) -> Condition {
        let features = self.models.get(&model).and_then(Option::as_ref).into_iter().flatten();
        Condition(features.filter_map(|feature| self.names.get(*feature)).cloned().collect())
    }

    /// Returns the condition of a group.
    pub(crate) fn of_group(&self, group: GroupId) -> Condition {
        Condition(self.names.get(group.0 as usize).cloned().into_iter().collect())
    }

    /// Returns every feature, in the order of the groups. The feature of models that no operation reaches is
    /// the last.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// Returns the names of the features, after the client's methods: `block-storage` for `block_storage`. A
/// reserved name gets the suffix `-api`.
fn feature_names(groups: &[Group]) -> Vec<String> {
    let names: Vec<String> = groups.iter().map(|group| group.accessor.rust().replace('_', "-")).collect();
    let mut taken: HashSet<String> = reserved::FEATURES.iter().map(|name| (*name).to_owned()).collect();
    taken.extend(names.iter().cloned());
    let free = |name: String| {
        if !reserved::FEATURES.contains(&name.as_str()) {
            return name;
        }
        let mut other = format!("{name}-api");
        while !taken.insert(other.clone()) {
            other.push_str("-api");
        }
        other
    };
    names.into_iter().map(free).collect()
}

fn types(operation: &Operation) -> Vec<&Type> {
    let bodies = operation.bodies.iter().map(|body| &body.ty);
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    let responses = operation.outcomes().flat_map(|outcome| &outcome.responses);
    bodies.chain(parameters).chain(responses.filter_map(|response| response.body.as_ref())).collect()
}

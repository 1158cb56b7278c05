//! What can be said only when every model has its shape: aliases without end, and variants that are the same.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::ir::{Api, Choice, ModelId, Shape, Type, Variant};
use crate::report::{Code, Finding, Report};
use crate::settings::Settings;
use crate::source::Place;

/// Settles both; aliases that name each other too deep are reported.
pub(super) fn settle(api: &mut Api, settings: &Settings, report: &mut Report) {
    wrap_endless(api);
    if let Some(deepest) = too_deep(api, settings.limits.depth) {
        let what =
            format!("this is a list of lists, or another name, more than {} deep", settings.limits.depth);
        let finding = Finding::error(Code::Limit, deepest, what);
        return report.push(finding.help("write it with fewer levels, or set `limits.depth`"));
    }
    super::share::share(api);
    join_variants(api);
}

/// Two variants of one type could not be told apart by anyone: they become one, which both tags mean.
fn join_variants(api: &mut Api) {
    let ids: Vec<ModelId> = api.models_with_ids().map(|(id, _)| id).collect();
    for id in ids {
        let Some(Shape::Choice(choice)) = api.model(id).map(|model| &model.shape) else { continue };
        let types: Vec<Type> =
            choice.variants.iter().map(|variant| without_aliases(api, &variant.ty)).collect();
        let Some(model) = api.models.get_mut(id.0 as usize) else { continue };
        let Shape::Choice(choice) = &mut model.shape else { continue };
        let mut kept: IndexMap<Type, Variant> = IndexMap::new();
        for (ty, variant) in types.into_iter().zip(std::mem::take(&mut choice.variants)) {
            match kept.get_mut(&ty) {
                Some(known) => known.tags.extend(variant.tags),
                None => drop(kept.insert(ty, variant)),
            }
        }
        choice.variants = kept.into_values().collect();
        if let Choice { variants, tag: None, .. } = &*choice
            && let [only] = variants.as_slice()
        {
            model.shape = Shape::Alias(only.ty.clone());
        }
    }
}

/// A type as rustc sees it.
fn without_aliases(api: &Api, ty: &Type) -> Type {
    match api.resolved(ty) {
        Type::List(inner) => Type::List(Box::new(without_aliases(api, inner))),
        Type::Map(inner) => Type::Map(Box::new(without_aliases(api, inner))),
        Type::Nullable(inner) => Type::Nullable(Box::new(without_aliases(api, inner))),
        Type::Embedded(inner) => Type::Embedded(Box::new(without_aliases(api, inner))),
        other => other.clone(),
    }
}

/// Breaks every ring of aliases: the first of each becomes a type of its own.
fn wrap_endless(api: &mut Api) {
    for id in rings(api) {
        let Some(model) = api.models.get_mut(id.0 as usize) else { continue };
        let shape = std::mem::replace(&mut model.shape, Shape::Alias(Type::Json));
        model.shape = match shape {
            // Nothing but names: there is nothing that a value could be.
            Shape::Alias(Type::Model(_)) => Shape::Alias(Type::Json),
            Shape::Alias(ty) => Shape::Wrapper(ty),
            other => other,
        };
    }
}

/// The first of the aliases of each ring. An alias names one other at most, so that no alias is in two.
fn rings(api: &Api) -> Vec<ModelId> {
    let mut firsts = Vec::new();
    // From which start each was passed.
    let mut passed: HashMap<ModelId, ModelId> = HashMap::new();
    for (start, _) in api.models_with_ids() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(id) = next.filter(|id| !passed.contains_key(id)) {
            passed.insert(id, start);
            path.push(id);
            next = alias_target(api, id);
        }
        if let Some(again) = next.filter(|again| passed.get(again) == Some(&start)) {
            firsts.extend(path.into_iter().skip_while(|id| *id != again).min());
        }
    }
    firsts
}

/// Where an alias is described that names others, alone or in lists and maps, more than `most` deep.
fn too_deep(api: &Api, most: usize) -> Option<Place> {
    let mut depths: HashMap<ModelId, usize> = HashMap::new();
    for (start, _) in api.models_with_ids() {
        let mut path = Vec::new();
        let mut next = Some(start);
        while let Some(id) = next.filter(|id| !depths.contains_key(id)) {
            path.push(id);
            next = alias_target(api, id);
        }
        let mut depth = next.and_then(|id| depths.get(&id)).copied().unwrap_or_default();
        for id in path.into_iter().rev() {
            let model = api.model(id)?;
            depth += match &model.shape {
                Shape::Alias(ty) => 1 + levels(ty),
                _ => 0,
            };
            depths.insert(id, depth);
            if depth > most {
                return Some(model.origin.clone());
            }
        }
    }
    None
}

/// How many lists and maps a type is, one in the other.
fn levels(ty: &Type) -> usize {
    let (mut ty, mut levels) = (ty, 0);
    while let Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Embedded(inner) = ty {
        (ty, levels) = (inner, levels + 1);
    }
    levels
}

/// The model that an alias names, alone or in lists and maps. It names one at most.
fn alias_target(api: &Api, id: ModelId) -> Option<ModelId> {
    let Shape::Alias(ty) = &api.model(id)?.shape else { return None };
    let mut ty = ty;
    loop {
        match ty {
            Type::Model(id) => return Some(*id),
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Embedded(inner) => {
                ty = inner;
            }
            _ => return None,
        }
    }
}

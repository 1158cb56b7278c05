//! What can be said only when every model has its shape: aliases without end, and variants that are the same.

use crate::ir::{Api, Choice, ModelId, Shape, Type, Variant};

/// Settles both.
pub(super) fn settle(api: &mut Api) {
    wrap_endless(api);
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
        let mut kept: Vec<(Type, Variant)> = Vec::new();
        for (ty, variant) in types.into_iter().zip(std::mem::take(&mut choice.variants)) {
            match kept.iter_mut().find(|(known, _)| *known == ty) {
                Some((_, known)) => known.tags.extend(variant.tags),
                None => kept.push((ty, variant)),
            }
        }
        choice.variants = kept.into_iter().map(|(_, variant)| variant).collect();
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

/// Turns every alias that leads back to itself by aliases alone into a type of its own.
fn wrap_endless(api: &mut Api) {
    let ids: Vec<ModelId> = api.models_with_ids().map(|(id, _)| id).collect();
    for id in ids {
        if leads_to(api, id, id)
            && let Some(model) = api.models.get_mut(id.0 as usize)
        {
            let shape = std::mem::replace(&mut model.shape, Shape::Alias(Type::Json));
            model.shape = match shape {
                // Nothing but names: there is nothing that a value could be.
                Shape::Alias(Type::Model(_)) => Shape::Alias(Type::Json),
                Shape::Alias(ty) => Shape::Wrapper(ty),
                other => other,
            };
        }
    }
}

fn leads_to(api: &Api, from: ModelId, to: ModelId) -> bool {
    let mut visited = Vec::new();
    let mut next = alias_target(api, from);
    while let Some(id) = next {
        if id == to {
            return true;
        }
        if visited.contains(&id) {
            return false;
        }
        visited.push(id);
        next = alias_target(api, id);
    }
    false
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

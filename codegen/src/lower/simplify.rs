//! Simplification after all models have their shapes: cycles of aliases, and variants with the same type.

use std::collections::HashMap;

use indexmap::{IndexMap, IndexSet};

use super::deduplicate::Classes;
use crate::diagnostics::{Code, Finding, Place, Report};
use crate::ir::{Api, ModelId, Shape, Type, Variant};
use crate::settings::Settings;

/// Removes cycles of aliases and merges variants; shares equal models unless the settings separate them.
/// Reports aliases that are nested too deeply.
pub(super) fn simplify(api: &mut Api, settings: &Settings, report: &mut Report) {
    wrap_endless(api);
    if let Some(deepest) = too_deep(api, settings.limits.depth) {
        let what = format!("this alias is nested more than {} levels deep", settings.limits.depth);
        let finding = Finding::error(Code::Limit, deepest, what);
        return report.push(finding.help("write it with fewer levels, or set `limits.depth`"));
    }
    let classes = Classes::of(api);
    if !settings.separate_types {
        classes.share(api);
    }
    // Each pass may make aliases of unions whose variants are such unions; descriptions need one or two.
    let _ = (0..MOST_PASSES).take_while(|_| join_variants(api, &classes)).count();
}

/// The largest number of passes over all unions.
const MOST_PASSES: usize = 16;

/// Merges variants of a union that have the same type or equal ones, and so cannot be distinguished. The
/// merged variant has the discriminator values of all. A variant that is the union itself adds no values.
///
/// Returns whether a union has become an alias, after which variants of other unions may have the same type.
fn join_variants(api: &mut Api, classes: &Classes) -> bool {
    let ids: Vec<ModelId> = api.models_with_ids().map(|(id, _)| id).collect();
    let mut has_aliases = false;
    for id in ids {
        let Some(Shape::Union(union)) = api.model(id).map(|model| &model.shape) else { continue };
        let types: Vec<Type> =
            union.variants.iter().map(|variant| without_aliases(api, classes, &variant.ty)).collect();
        let Some(model) = api.models.get_mut(id.0 as usize) else { continue };
        let Shape::Union(union) = &mut model.shape else { continue };
        let mut kept: IndexMap<Type, Variant> = IndexMap::new();
        let mut repeats: Vec<(Type, Type)> = Vec::new();
        for (ty, variant) in types.into_iter().zip(std::mem::take(&mut union.variants)) {
            if ty == Type::Model(classes.first(id)) {
                continue;
            }
            match kept.get_mut(&ty) {
                Some(known) => {
                    known.tags.extend(variant.tags);
                    known.is_untagged |= variant.is_untagged;
                    known.is_default |= variant.is_default;
                    repeats.push((known.ty.clone(), variant.ty));
                }
                None => drop(kept.insert(ty, variant)),
            }
        }
        union.variants = kept.into_values().collect();
        let alias = match union.variants.as_slice() {
            [] => Some(Type::Json),
            [only] if union.tag.is_none() => Some(only.ty.clone()),
            _ => None,
        };
        if let Some(alias) = alias {
            model.shape = Shape::Alias(alias);
            has_aliases = true;
        }
        repeats.iter().for_each(|(kept, repeat)| classes.unite(api, kept, repeat));
    }
    has_aliases
}

/// Returns a type without aliases, and with the first of all equal models.
fn without_aliases(api: &Api, classes: &Classes, ty: &Type) -> Type {
    let within = |ty: &Type| Box::new(without_aliases(api, classes, ty));
    match api.resolved(ty) {
        Type::Model(id) => Type::Model(classes.first(*id)),
        Type::List(inner) => Type::List(within(inner)),
        Type::Map(inner) => Type::Map(within(inner)),
        Type::Tuple(tuple) => {
            let mut tuple = tuple.clone();
            tuple.types_mut().for_each(|ty| *ty = without_aliases(api, classes, ty));
            Type::Tuple(tuple)
        }
        Type::Nullable(inner) => Type::Nullable(within(inner)),
        Type::JsonString(inner) => Type::JsonString(within(inner)),
        other => other.clone(),
    }
}

/// Breaks every cycle of aliases: one alias of each becomes a struct.
fn wrap_endless(api: &mut Api) {
    // `first` gives stable results, but may leave a cycle that shares aliases with another; `entry` breaks
    // all cycles.
    for pick in [first as fn(&[ModelId]) -> Option<ModelId>, entry] {
        for id in rings(api, pick) {
            let Some(model) = api.models.get_mut(id.0 as usize) else { continue };
            let shape = std::mem::replace(&mut model.shape, Shape::Alias(Type::Json));
            model.shape = match shape {
                // The cycle consists only of names, so it does not describe a value.
                Shape::Alias(Type::Model(_)) => Shape::Alias(Type::Json),
                Shape::Alias(ty) => Shape::Wrapper(ty),
                other => other,
            };
        }
    }
}

/// Returns the alias of a cycle that comes first in the description.
fn first(ring: &[ModelId]) -> Option<ModelId> {
    ring.iter().min().copied()
}

/// Returns the alias by which the walk entered a cycle. Without all such aliases, there are no cycles.
fn entry(ring: &[ModelId]) -> Option<ModelId> {
    ring.first().copied()
}

/// Returns an alias of each cycle that a depth-first walk in the order of the description finds.
fn rings(api: &Api, pick: fn(&[ModelId]) -> Option<ModelId>) -> IndexSet<ModelId> {
    let mut found = IndexSet::new();
    // The index of each alias on the current path, or `None` after the walk has left the alias.
    let mut marks: HashMap<ModelId, Option<usize>> = HashMap::new();
    for (start, _) in api.models_with_ids() {
        let mut way: Vec<ModelId> = Vec::new();
        let mut open: Vec<std::vec::IntoIter<ModelId>> = vec![vec![start].into_iter()];
        while let Some(targets) = open.last_mut() {
            let Some(id) = targets.next() else {
                open.pop();
                marks.extend(way.pop().map(|left| (left, None)));
                continue;
            };
            match marks.get(&id) {
                Some(Some(from)) => found.extend(way.get(*from..).and_then(pick)),
                Some(None) => {}
                None => {
                    marks.insert(id, Some(way.len()));
                    way.push(id);
                    open.push(alias_targets(api, id).into_iter());
                }
            }
        }
    }
    found
}

/// Returns the place of an alias that is nested more than `most` levels deep in other aliases, lists and
/// maps.
fn too_deep(api: &Api, most: usize) -> Option<Place> {
    let mut depths: HashMap<ModelId, usize> = HashMap::new();
    for (start, _) in api.models_with_ids() {
        let mut pending = vec![(start, false)];
        while let Some((id, are_targets_known)) = pending.pop() {
            if depths.contains_key(&id) {
                continue;
            }
            let targets = alias_targets(api, id);
            if !are_targets_known && targets.iter().any(|target| !depths.contains_key(target)) {
                // This ends, because `wrap_endless` has removed all cycles.
                pending.push((id, true));
                pending.extend(targets.into_iter().map(|target| (target, false)));
                continue;
            }
            let deepest = targets.iter().filter_map(|target| depths.get(target)).max();
            let model = api.model(id)?;
            let own = match &model.shape {
                Shape::Alias(ty) => 1 + levels(ty),
                _ => 0,
            };
            let depth = own + deepest.copied().unwrap_or_default();
            depths.insert(id, depth);
            if depth > most {
                return Some(model.origin.clone());
            }
        }
    }
    None
}

/// Returns the number of nested lists and maps in a type.
fn levels(ty: &Type) -> usize {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::JsonString(inner) => {
            1 + levels(inner)
        }
        Type::Tuple(tuple) => 1 + tuple.types().map(levels).max().unwrap_or_default(),
        _ => 0,
    }
}

/// Returns the models in the type of an alias, also within lists and maps.
fn alias_targets(api: &Api, id: ModelId) -> Vec<ModelId> {
    match api.model(id).map(|model| &model.shape) {
        Some(Shape::Alias(ty)) => crate::ir::walk::models_in(ty),
        _ => Vec::new(),
    }
}

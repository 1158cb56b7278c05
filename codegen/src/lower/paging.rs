//! Pagination of operations, by the rules of the settings.

#[cfg(feature = "tools")]
pub(crate) mod proposals;

use std::collections::HashMap;

use crate::diagnostics::{Place, Report};
use crate::ir::{Api, Bodies, Location, ModelId, Operation, Paging, Shape, Type};
use crate::resolve;
use crate::settings::{PagedBy, PagingRule, Settings};

/// Gives each operation the first rule that matches it. Reports each rule that matches none, because it is
/// wrong or outdated.
pub(super) fn find(api: &mut Api, linked: &[resolve::Operation], settings: &Settings, report: &mut Report) {
    let meant: HashMap<&Place, &[usize]> =
        linked.iter().map(|operation| (&operation.place, operation.paging_rules.as_slice())).collect();
    let mut fits = vec![false; settings.paging.len()];
    for index in 0..api.operations.len() {
        let Some(operation) = api.operations.get(index) else { continue };
        let numbers = meant.get(&operation.origin).copied().unwrap_or_default();
        let rules = numbers.iter().filter_map(|number| Some((*number, settings.paging.get(*number)?)));
        let found = rules.into_iter().find_map(|(number, rule)| paging(api, operation, number, rule));
        if let Some(fit) = found.as_ref().and_then(|found| fits.get_mut(found.rule)) {
            *fit = true;
        }
        if let Some(operation) = api.operations.get_mut(index) {
            operation.paging = found;
        }
    }
    for (rule, _) in settings.paging.iter().zip(fits).filter(|(_, fits)| !fits) {
        let what =
            format!("the rule in [[paging]] with the parameter `{}` matches no operation", rule.parameter);
        report.survivable(settings.finding("[[paging]]", what).help(
            "an operation matches if its query has the parameter, and its response has one list and the locations \
             that the rule names",
        ));
    }
}

fn paging(api: &Api, operation: &Operation, number: usize, rule: &PagingRule) -> Option<Paging> {
    let takes = |name: &str| {
        let mut query = operation.parameters.iter().filter(|parameter| parameter.place == Location::Query);
        query.any(|parameter| parameter.name.wire() == name)
    };
    let Bodies::One(body) = &operation.outcome.success else { return None };
    if !takes(&rule.parameter) {
        return None;
    }
    // A cursor or link needs a pointer to its location in the body.
    if rule.next.is_none() && matches!(rule.by, PagedBy::Cursor | PagedBy::Link) {
        return None;
    }
    let mut pointers = [&rule.next, &rule.more, &rule.total].into_iter().flatten();
    if !pointers.all(|pointer| leads(api, body, pointer)) {
        return None;
    }
    let (list, item) = list(api, body, rule.items.as_deref())?;
    let takes_size = rule.size.as_deref().is_some_and(takes);
    Some(Paging { rule: number, list, item, takes_size })
}

/// A field of a model, by its index.
type FieldId = (ModelId, usize);

/// Returns the list of a body: the body itself, the field that a rule names, or the only field that is a
/// list.
fn list(api: &Api, body: &Type, named: Option<&str>) -> Option<(Option<FieldId>, Type)> {
    let id = match api.resolved(body) {
        Type::List(item) if named.is_none_or(str::is_empty) => return Some((None, (**item).clone())),
        Type::Model(id) => *id,
        _ => return None,
    };
    let Shape::Record(record) = &api.model(id)?.shape else { return None };
    let fields = record.fields.iter().enumerate();
    let mut lists = fields.filter_map(|(index, field)| match api.resolved(&field.ty) {
        Type::List(item) => Some((index, field.name.wire(), (**item).clone())),
        _ => None,
    });
    let (index, _, item) = match named {
        Some(pointer) => lists.find(|(_, wire, _)| pointer.strip_prefix('/') == Some(wire))?,
        None => {
            let only = lists.next()?;
            lists.next().is_none().then_some(only)?
        }
    };
    Some((Some((id, index)), item))
}

/// Returns whether a body may have a value at a pointer. Parts without a description may contain anything.
fn leads(api: &Api, body: &Type, pointer: &str) -> bool {
    let mut ty = body;
    for token in pointer.split('/').skip(1) {
        let resolved = match api.resolved(ty) {
            Type::Nullable(inner) => api.resolved(inner),
            other => other,
        };
        ty = match resolved {
            Type::List(item) => item,
            Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
                Some(Shape::Record(record)) => {
                    match record.fields.iter().find(|field| field.name.wire() == token) {
                        Some(field) => &field.ty,
                        None => return record.rest.is_some(),
                    }
                }
                Some(Shape::Union(_)) => return true,
                _ => return false,
            },
            Type::Json | Type::Map(_) => return true,
            _ => return false,
        };
    }
    true
}

//! Decides whether a paging rule fits an operation: the names and types that the rule needs.

use super::found::{At, at, is_boolean, is_integer, is_text};
use crate::ir::{Api, Bodies, Header, Location, ModelId, Operation, Paging, Parameter, Shape, Type};
use crate::settings::{PagedBy, PagingRule};

/// The reason why a rule does not fit an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The number of conditions that hold: the operation that fits best has the most.
    pub(super) nearness: usize,
    /// The key of the rule that is wrong.
    pub(super) key: &'static str,
    /// The problem, as the end of a sentence.
    pub(super) what: String,
}

/// Decides whether a value of a type can be what a rule needs.
type IsType = fn(&Api, &Type) -> bool;

/// Returns how the list of an operation is paginated by a rule with an index.
///
/// # Errors
/// Fails with the first condition that does not hold.
pub(crate) fn fit(
    api: &Api,
    operation: &Operation,
    index: usize,
    rule: &PagingRule,
) -> Result<Paging, Misfit> {
    let misfit = |nearness, key, what: String| Misfit { nearness, key, what };
    let Some(parameter) = query_parameter(operation, &rule.parameter) else {
        let what = format!("has no query parameter `{}`", rule.parameter);
        return Err(misfit(0, "parameter", what));
    };
    let Bodies::One(body) = &operation.outcome.success else {
        let what = "does not have exactly one type of successful responses".to_owned();
        return Err(misfit(1, "parameter", what));
    };
    let by_body = matches!(rule.by, PagedBy::Cursor | PagedBy::Link);
    let next = rule.next.as_ref().filter(|_| by_body);
    if by_body && next.is_none() {
        return Err(misfit(0, "next", "needs `next`".to_owned()));
    }
    if let Some(next) = next
        && let At::Nothing = at(api, body, next)
    {
        return Err(misfit(2, "next", format!("has no value at `{next}` in its response")));
    }
    if rule.by == PagedBy::Header && rule.operations.is_empty() && !may_link(api, operation) {
        return Err(misfit(
            2,
            "by",
            "does not declare the header `Link`, which other operations do".to_owned(),
        ));
    }
    let (list, item) = list(api, body, rule.items.as_deref()).map_err(|what| misfit(3, "items", what))?;
    if matches!(rule.by, PagedBy::Number | PagedBy::Offset) && !is_counted(api, parameter) {
        let what = format!("has a parameter `{}` that is not a number", rule.parameter);
        return Err(misfit(4, "by", what));
    }
    let is_next: IsType = match rule.by {
        PagedBy::Link => is_text,
        _ => |api, ty| is_text(api, ty) || is_integer(api, ty),
    };
    let expected: [(_, _, IsType, _); 3] = [
        ("next", next, is_next, if rule.by == PagedBy::Link { "a link" } else { "a cursor" }),
        ("more", rule.more.as_ref(), is_boolean, "a boolean"),
        ("total", rule.total.as_ref(), is_integer, "an integer"),
    ];
    for (nearness, (key, pointer, is_type, kind)) in (5..).zip(expected) {
        let Some(pointer) = pointer else { continue };
        let what = match at(api, body, pointer) {
            At::Typed(ty) if !is_type(api, ty) => {
                format!("has a value at `{pointer}` in its response that is not {kind}")
            }
            At::Nothing => format!("has no value at `{pointer}` in its response"),
            At::Typed(_) | At::Anything => continue,
        };
        return Err(misfit(nearness, key, what));
    }
    let size = rule.size.as_deref().and_then(|name| query_parameter(operation, name));
    Ok(Paging { rule: index, list, item, takes_size: size.is_some_and(|size| is_counted(api, size)) })
}

/// Returns whether the response of an operation may have the header `Link`: it declares the header, or none of
/// the API does.
fn may_link(api: &Api, operation: &Operation) -> bool {
    let is_link = |header: &Header| header.name.wire() == "link";
    let mut declared = operation.outcome.responses.iter().flat_map(|response| &response.headers);
    declared.any(|id| api.headers.get(id.0 as usize).is_some_and(is_link)) || !api.headers.iter().any(is_link)
}

/// Returns the query parameter of an operation with a name.
pub(crate) fn query_parameter<'a>(operation: &'a Operation, name: &str) -> Option<&'a Parameter> {
    let mut query = operation.parameters.iter().filter(|parameter| parameter.place == Location::Query);
    query.find(|parameter| parameter.name.wire() == name)
}

/// Returns whether the values of a parameter are numbers: by its type, or by its default or example if the
/// description declares it as a string.
pub(crate) fn is_counted(api: &Api, parameter: &Parameter) -> bool {
    let written = parameter.default.as_ref().or(parameter.example.as_ref());
    let digits = written.and_then(|value| value.as_str()).is_some_and(|text| text.parse::<u64>().is_ok());
    is_integer(api, &parameter.ty) || digits
}

/// A field of a model, by its index.
type FieldId = (ModelId, usize);

/// Returns the list of a body: the body itself, the field that a rule names, or the only field that is a
/// list.
///
/// # Errors
/// Fails with the reason, as the end of a sentence.
fn list(api: &Api, body: &Type, named: Option<&str>) -> Result<(Option<FieldId>, Type), String> {
    if let Type::List(item) = api.resolved(body)
        && named.is_none_or(str::is_empty)
    {
        return Ok((None, (**item).clone()));
    }
    let mut lists = lists(api, body);
    match (named, lists.as_slice()) {
        (Some(pointer), _) => {
            lists.retain(|(_, wire, _)| pointer.strip_prefix('/') == Some(wire));
            let list = lists.pop().ok_or_else(|| format!("has no list at `{pointer}` in its response"))?;
            Ok((Some(list.0), list.2.clone()))
        }
        (None, [(field, _, item)]) => Ok((Some(*field), (*item).clone())),
        (None, []) => Err("has no list in its response".to_owned()),
        (None, several) => {
            let names: Vec<String> = several.iter().map(|(_, wire, _)| format!("`/{wire}`")).collect();
            Err(format!(
                "has several lists in its response, and `items` does not name one: {}",
                names.join(", ")
            ))
        }
    }
}

/// Returns the fields of a body that are lists, with their keys and the types of their items.
pub(crate) fn lists<'a>(api: &'a Api, body: &'a Type) -> Vec<(FieldId, &'a str, &'a Type)> {
    let Type::Model(id) = api.resolved(body) else { return Vec::new() };
    let Some(Shape::Record(record)) = api.model(*id).map(|model| &model.shape) else { return Vec::new() };
    let fields = record.fields.iter().enumerate();
    let lists = fields.filter_map(|(index, field)| match api.resolved(&field.ty) {
        Type::List(item) => Some(((*id, index), field.name.wire(), &**item)),
        _ => None,
    });
    lists.collect()
}

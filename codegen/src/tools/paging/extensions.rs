//! Rules that extensions of other tools state.
//!
//! Each extension is that of a generator: Fern, Speakeasy, AutoRest, Dropshot, Stainless, and Datadog's own.

use serde_json::Value;

use super::Context;
use super::conventions::{cursor_place, only_parameter, plain, size};
use crate::ir::{Bodies, Location, Parameter, Type};
use crate::lower::paging::found::fields;
use crate::settings::{PagedBy, PagingRule};

/// Reads the value of an extension of an operation.
type Reader = fn(&Context<'_>, &Value) -> Option<PagingRule>;

const READERS: &[(&str, Reader)] = &[
    ("x-fern-pagination", fern),
    ("x-speakeasy-pagination", speakeasy),
    ("x-ms-pageable", ms_pageable),
    ("x-dropshot-pagination", dropshot),
    ("x-pagination", datadog),
];

const STAINLESS: &str = "x-stainless-pagination-property";

/// Returns the extension that states how an operation is paginated, with its rule, or with `None` if no rule
/// can express it.
pub(super) fn rule(context: &Context<'_>) -> Option<(&'static str, Option<PagingRule>)> {
    let operation = context.node(&context.operation.origin)?;
    let stated = READERS.iter().find_map(|(name, read)| Some((*name, read(context, operation.get(name)?))));
    stated.or_else(|| Some((STAINLESS, stainless(context)?)))
}

/// Creates a rule with the size parameter that the operation has.
fn created(context: &Context<'_>, by: PagedBy, parameter: &str) -> PagingRule {
    let mut rule = PagingRule::new(by, parameter);
    rule.size = size(context);
    rule
}

/// `offset: $request.page`, `cursor` with `next_cursor: $response.next`, or `next_uri`; `results` is the list.
/// `true` stands for the value at the root of the description.
fn fern(context: &Context<'_>, value: &Value) -> Option<PagingRule> {
    let root = context.source.value(&context.source.entry())?;
    let value = if *value == Value::Bool(true) { root.get("x-fern-pagination")? } else { value };
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let request = |key: &str| text(key)?.strip_prefix("$request.").filter(|name| !name.contains('.'));
    let response = |key: &str| text(key)?.strip_prefix("$response.").map(dotted);
    let mut rule = if let Some(cursor) = request("cursor") {
        let mut rule = created(context, PagedBy::Cursor, cursor);
        rule.next = Some(response("next_cursor")?);
        rule
    } else if let Some(offset) = request("offset") {
        // Without a step, the parameter grows by one for each page.
        let by = if text("step").is_some() { PagedBy::Offset } else { PagedBy::Number };
        created(context, by, offset)
    } else {
        let mut rule = created(context, PagedBy::Link, only_parameter(context)?.name.wire());
        rule.next = Some(response("next_uri")?);
        rule
    };
    rule.items = response("results");
    rule.more = response("has-next-page");
    Some(rule)
}

/// `type: offsetLimit`, `cursor` or `url`, with the parameters as `inputs` and JSONPaths as `outputs`.
fn speakeasy(context: &Context<'_>, value: &Value) -> Option<PagingRule> {
    let inputs = value.get("inputs").and_then(Value::as_array).into_iter().flatten();
    let parameters: Vec<(&str, &str)> = inputs
        .filter(|input| input.get("in").and_then(Value::as_str) == Some("parameters"))
        .filter_map(|input| Some((input.get("type")?.as_str()?, input.get("name")?.as_str()?)))
        .collect();
    let input = |wanted: &str| parameters.iter().find(|(ty, _)| *ty == wanted).map(|(_, name)| *name);
    let output = |key: &str| json_path(value.get("outputs")?.get(key)?.as_str()?);
    let mut rule = match value.get("type")?.as_str()? {
        "offsetLimit" => match (input("page"), input("offset")) {
            (Some(page), _) => PagingRule::new(PagedBy::Number, page),
            (None, offset) => PagingRule::new(PagedBy::Offset, offset?),
        },
        "cursor" => {
            let mut rule = PagingRule::new(PagedBy::Cursor, input("cursor")?);
            rule.next = Some(output("nextCursor")?);
            rule
        }
        "url" => {
            let mut rule = PagingRule::new(PagedBy::Link, only_parameter(context)?.name.wire());
            rule.next = Some(output("nextUrl")?);
            rule
        }
        _ => return None,
    };
    rule.items = output("results");
    rule.size = input("limit").map(str::to_owned);
    Some(rule)
}

/// `nextLinkName`, the key of the link, and `itemName`, the key of the list, which defaults to `value`. The link
/// may have any parameter, so that it must be the only one that the operation declares, and not a number.
fn ms_pageable(context: &Context<'_>, value: &Value) -> Option<PagingRule> {
    let next = value.get("nextLinkName")?.as_str()?;
    let parameter = only_parameter(context).filter(|parameter| {
        let name = plain(parameter.name.wire());
        name.contains("token") || name.contains("cursor") || name.contains("marker")
    })?;
    let mut rule = created(context, PagedBy::Link, parameter.name.wire());
    rule.next = Some(dotted(next));
    rule.items = Some(dotted(value.get("itemName").and_then(Value::as_str).unwrap_or("value")));
    Some(rule)
}

/// Every list has the same parameters and the same response.
fn dropshot(_: &Context<'_>, _: &Value) -> Option<PagingRule> {
    let mut rule = PagingRule::new(PagedBy::Cursor, "page_token");
    rule.next = Some("/next_page".to_owned());
    rule.items = Some("/items".to_owned());
    rule.size = Some("limit".to_owned());
    Some(rule)
}

/// Names of parameters, and paths with dots. The first page is 0.
fn datadog(_: &Context<'_>, value: &Value) -> Option<PagingRule> {
    let text = |key: &str| value.get(key).and_then(Value::as_str);
    let mut rule = if let Some(cursor) = text("cursorParam") {
        let mut rule = PagingRule::new(PagedBy::Cursor, cursor);
        rule.next = Some(dotted(text("cursorPath")?));
        rule
    } else if let Some(offset) = text("pageOffsetParam") {
        PagingRule::new(PagedBy::Offset, offset)
    } else {
        let mut rule = PagingRule::new(PagedBy::Number, text("pageParam")?);
        let first = value.get("pageStart").and_then(Value::as_u64).unwrap_or(0);
        rule.first = Some(first).filter(|first| *first != 1);
        rule
    };
    rule.items = text("resultsPath").map(dotted);
    rule.size = text("limitParam").map(str::to_owned);
    Some(rule)
}

/// A purpose of a parameter, and of fields of the response. Returns `None` if no parameter has a purpose.
fn stainless(context: &Context<'_>) -> Option<Option<PagingRule>> {
    let query = context.operation.parameters.iter().filter(|parameter| parameter.place == Location::Query);
    let known = query.filter_map(|parameter| Some((parameter, purpose_of_parameter(context, parameter)?)));
    let mut known = known.filter(|(_, purpose)| !purpose.starts_with("previous"));
    let (parameter, purpose) = known.next()?;
    let name = parameter.name.wire();
    let rule = match purpose {
        "next_cursor_param" => cursor_of(context, parameter).map(|next| {
            let mut rule = created(context, PagedBy::Cursor, name);
            rule.next = Some(next);
            rule.more = purposeful(context, "has_next_page_field");
            rule
        }),
        "offset_count_param" => Some(created(context, PagedBy::Offset, name)),
        "page_number_param" => Some(created(context, PagedBy::Number, name)),
        _ => None,
    };
    Some(rule.map(|mut rule| {
        rule.items = purposeful(context, "items");
        rule
    }))
}

/// Returns the place of the cursor for a parameter: the field with that purpose, or the one with a usual name.
fn cursor_of(context: &Context<'_>, parameter: &Parameter) -> Option<String> {
    purposeful(context, "next_cursor_field").or_else(|| cursor_place(context, parameter))
}

/// Returns the pointer to the field of the response with a purpose.
fn purposeful(context: &Context<'_>, wanted: &str) -> Option<String> {
    let Bodies::One(body) = &context.operation.outcome.success else { return None };
    let is_wanted =
        |pointer: &String| context.described(pointer).into_iter().any(|node| purpose(node) == Some(wanted));
    let inside = |around: &str, ty: &Type| -> Vec<String> {
        let keys = fields(context.api, ty).iter().map(|field| field.name.wire());
        keys.map(|key| format!("{around}{}", step_of(key))).collect()
    };
    let outer = inside("", body);
    let inner =
        outer.iter().zip(fields(context.api, body)).flat_map(|(pointer, field)| inside(pointer, &field.ty));
    let inner: Vec<String> = inner.collect();
    outer.into_iter().chain(inner).find(is_wanted)
}

fn purpose(node: &Value) -> Option<&str> {
    node.get(STAINLESS)?.get("purpose")?.as_str()
}

fn purpose_of_parameter<'a>(context: &Context<'a>, parameter: &Parameter) -> Option<&'a str> {
    let node = context.node(&parameter.origin)?;
    purpose(node).or_else(|| purpose(node.get("schema")?))
}

/// Returns the JSON pointer of a path with dots.
fn dotted(path: &str) -> String {
    path.split('.').map(step_of).collect()
}

fn step_of(key: &str) -> String {
    format!("/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Returns the JSON pointer of a JSONPath that consists of names, indices and the last element.
fn json_path(path: &str) -> Option<String> {
    let mut rest = path.strip_prefix('$')?;
    let mut pointer = String::new();
    while !rest.is_empty() {
        let (step, after) = if let Some(inner) = rest.strip_prefix('[') {
            let (step, after) = inner.split_once(']')?;
            let name = step.strip_prefix(['\'', '"']).and_then(|step| step.strip_suffix(['\'', '"']));
            let step = match step {
                "-1" | "-1:" | "(@.length-1)" => "-",
                index if index.parse::<u32>().is_ok() => index,
                _ => name?,
            };
            (step, after)
        } else {
            let name = rest.strip_prefix('.')?;
            name.split_at(name.find(['.', '[']).unwrap_or(name.len()))
        };
        if step.is_empty() {
            return None;
        }
        pointer.push('/');
        pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        rest = after;
    }
    Some(pointer)
}

#[cfg(test)]
mod tests {
    use super::json_path;

    #[test]
    fn paths_of_names_and_elements_are_pointers() {
        for (path, pointer) in [
            ("$", Some("")),
            ("$.next_page_token", Some("/next_page_token")),
            ("$.data.next", Some("/data/next")),
            ("$['a/b'].c", Some("/a~1b/c")),
            ("$.data[-1].id", Some("/data/-/id")),
            ("$.data[(@.length-1)]", Some("/data/-")),
            ("$.data[0]", Some("/data/0")),
            ("$..next", None),
            ("$.data[*]", None),
            ("next", None),
        ] {
            assert_eq!(json_path(path).as_deref(), pointer, "{path}");
        }
    }
}

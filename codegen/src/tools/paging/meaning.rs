//! What the texts of a description reveal about paging: links or cursors, and the number of the first page.

use serde_json::Value;

use super::Context;
use super::conventions::plain;
use crate::ir::{Parameter, Type};
use crate::lower::paging::fit;

/// What a value that leads to the next page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A link, whose query has the parameter.
    Link,
    /// The value of the parameter.
    Cursor,
    /// The description does not distinguish the two.
    Unknown,
}

/// Returns what the format, the example and the description of a value in the response say about it.
pub(super) fn meaning(context: &Context<'_>, pointer: &str) -> Meaning {
    let nodes = context.described(pointer);
    let texts = |key: &str| -> Vec<&str> {
        nodes.iter().filter_map(|node| node.get(key)).filter_map(Value::as_str).collect()
    };
    let formats = ["uri", "url", "uri-reference", "iri", "iri-reference", "uri-template"];
    if texts("format").iter().any(|format| formats.contains(format)) {
        return Meaning::Link;
    }
    let is_link = |example: &&str| {
        example.starts_with("http")
            || example.starts_with('/')
            || example.contains('?') && example.contains('=')
    };
    if texts("example").iter().any(is_link) {
        return Meaning::Link;
    }
    of_text(&texts("description").join(" "))
}

/// Returns what a text says about the value that it describes.
pub(super) fn of_text(text: &str) -> Meaning {
    let words = words(text);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    let is_link = has(&["url", "urls", "uri", "href", "hyperlink", "http", "https"]);
    match (is_link, has(&["link"]), has(&["cursor", "token", "opaque"])) {
        (true, ..) | (false, true, false) => Meaning::Link,
        (false, false, true) => Meaning::Cursor,
        (false, ..) => Meaning::Unknown,
    }
}

/// Returns whether a cursor in the response is that of the next page.
pub(super) fn is_next(context: &Context<'_>, pointer: &str) -> bool {
    let known = ["next", "subsequent", "more", "further"];
    words(&docs(context, pointer)).iter().any(|word| known.contains(&word.as_str()))
}

/// Returns whether a number in the response counts all items, not those of a page, and not the pages.
pub(super) fn counts_all(context: &Context<'_>, pointer: &str) -> bool {
    let other = ["this page", "current page", "returned", "number of pages", "total pages", "page count"];
    let docs = docs(context, pointer).to_lowercase();
    !other.iter().any(|other| docs.contains(other))
}

fn docs(context: &Context<'_>, pointer: &str) -> String {
    let nodes = context.described(pointer).into_iter();
    nodes.filter_map(|node| node.get("description")?.as_str()).collect::<Vec<_>>().join(" ")
}

/// Returns the number of the first page: by the default, the limits or the description of its parameter.
/// Returns `None` if it may be 0 or 1.
pub(super) fn first_page(context: &Context<'_>, parameter: &Parameter) -> Option<u64> {
    let number = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    if let Some(first) = parameter.default.as_ref().and_then(number) {
        return (first <= 1).then_some(first);
    }
    let docs = parameter.docs.to_lowercase();
    let has = |known: &[&str]| known.iter().any(|known| docs.contains(known));
    if has(&[
        "zero-based",
        "zero based",
        "zero-indexed",
        "0-based",
        "0-indexed",
        "at 0",
        "from 0",
        "page is 0",
        "0..",
    ]) {
        return Some(0);
    }
    if has(&["one-based", "1-based", "1-indexed", "at 1", "from 1", "page is 1"]) {
        return Some(1);
    }
    let schema = context.node(&parameter.origin).and_then(|node| node.get("schema").or(Some(node)));
    let least = schema.and_then(|schema| schema.get("minimum")).and_then(number);
    (least != Some(0)).then_some(1)
}

/// Returns the pointer to the list of a body: the only one, apart from those that accompany it.
pub(super) fn lists(context: &Context<'_>, body: &Type) -> Option<String> {
    if matches!(context.api.resolved(body), Type::List(_)) {
        return Some(String::new());
    }
    let besides = ["errors", "warnings", "messages", "included", "includes", "links", "notifications"];
    let lists = fit::lists(context.api, body);
    let mut lists = lists.iter().filter(|(_, key, _)| !besides.contains(&plain(key).as_str()));
    let (_, key, _) = lists.next()?;
    lists.next().is_none().then(|| format!("/{key}"))
}

/// Returns whether a key is one of some names, or that of an object of the next page.
pub(super) fn wanted(key: Option<&String>, names: &[&str]) -> bool {
    key.is_some_and(|key| names.contains(&key.as_str()) || matches!(key.as_str(), "next" | "nextpage"))
}

/// Returns the words of a text, in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

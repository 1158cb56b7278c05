//! The JSONPath (RFC 9535) that overlays are written in.
//!
//! Written here rather than taken from a library: codegen is compiled by every downstream crate, and the
//! libraries there are bring a parser generator, a regex engine or a second `syn`. What is not read is
//! an error, never a silent mismatch.

use serde_json::Value;

use crate::pointer::Pointer;

/// One step of a path.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    /// `.name` or `['name']`
    Name(String),
    /// `[0]`
    Index(usize),
    /// `.*` or `[*]`
    Wildcard,
    /// `..`: the next step is tried on every node below, and on the node itself.
    Descend,
    /// `[?@.key == 'value']`, or `[?@.key]` without a value.
    Filter(Vec<String>, Option<Value>),
}

/// Reads a path; the error says what could not be read.
pub(super) fn parse(text: &str) -> Result<Vec<Step>, String> {
    let mut rest =
        text.trim().strip_prefix('$').ok_or_else(|| format!("`{text}` does not begin with `$`"))?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (step, after) =
            parse_step(rest).ok_or_else(|| format!("`{rest}` in `{text}` is not read as JSONPath"))?;
        steps.push(step);
        rest = after;
    }
    Ok(steps)
}

fn parse_step(text: &str) -> Option<(Step, &str)> {
    if let Some(after) = text.strip_prefix("..") {
        // `..name` and `..*` go on as if the dot stood there; `..[` goes on as it is.
        return Some((Step::Descend, if after.starts_with('[') { after } else { text.get(1..)? }));
    }
    if let Some(after) = text.strip_prefix('.') {
        if let Some(after) = after.strip_prefix('*') {
            return Some((Step::Wildcard, after));
        }
        let (name, after) = take_name(after)?;
        return Some((Step::Name(name.to_owned()), after));
    }
    let inside = text.strip_prefix('[')?.trim_start();
    let (step, after) = if let Some(after) = inside.strip_prefix('*') {
        (Step::Wildcard, after)
    } else if let Some(filter) = inside.strip_prefix('?') {
        parse_filter(filter.trim_start())?
    } else if inside.starts_with(['\'', '"']) {
        let (name, after) = take_quoted(inside)?;
        (Step::Name(name), after)
    } else {
        let end = inside.find(|character: char| !character.is_ascii_digit())?;
        (Step::Index(inside.get(..end)?.parse().ok()?), inside.get(end..)?)
    };
    Some((step, after.trim_start().strip_prefix(']')?))
}

fn parse_filter(text: &str) -> Option<(Step, &str)> {
    let (text, parenthesised) =
        text.strip_prefix('(').map_or((text, false), |inner| (inner.trim_start(), true));
    let mut rest = text.strip_prefix('@')?;
    let mut names = Vec::new();
    while let Some((Step::Name(name), after)) =
        rest.starts_with(['.', '[']).then(|| parse_step(rest)).flatten()
    {
        names.push(name);
        rest = after;
    }
    rest = rest.trim_start();
    let mut wanted = None;
    if let Some(after) = rest.strip_prefix("==") {
        let after = after.trim_start();
        let (value, after) = if after.starts_with(['\'', '"']) {
            let (text, after) = take_quoted(after)?;
            (Value::String(text), after)
        } else {
            let end = after.find([')', ']', ' '])?;
            (serde_json::from_str(after.get(..end)?).ok()?, after.get(end..)?)
        };
        wanted = Some(value);
        rest = after.trim_start();
    }
    if parenthesised {
        rest = rest.strip_prefix(')')?;
    }
    (!names.is_empty()).then_some((Step::Filter(names, wanted), rest))
}

fn take_name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|character: char| !(character.is_alphanumeric() || matches!(character, '_' | '-')));
    let end = end.unwrap_or(text.len());
    (end > 0).then(|| text.split_at_checked(end)).flatten()
}

fn take_quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next()?;
    let mut name = String::new();
    let mut characters = text.char_indices().skip(1);
    while let Some((index, character)) = characters.next() {
        match character {
            '\\' => name.push(characters.next()?.1),
            end if end == quote => return Some((name, text.get(index + 1..)?)),
            other => name.push(other),
        }
    }
    None
}

/// The nodes that a path selects, in document order, each once.
pub(super) fn select(path: &[Step], root: &Value) -> Vec<Pointer> {
    let mut found = vec![(Pointer::root(), root)];
    for step in path {
        let mut next = Vec::new();
        for (pointer, node) in found {
            advance(step, pointer, node, &mut next);
        }
        found = next;
    }
    let mut pointers: Vec<Pointer> = Vec::new();
    for (pointer, _) in found {
        if !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
    pointers
}

fn advance<'v>(step: &Step, pointer: Pointer, node: &'v Value, next: &mut Vec<(Pointer, &'v Value)>) {
    match step {
        Step::Name(name) => next.extend(node.get(name).map(|value| (pointer.key(name), value))),
        Step::Index(index) => next.extend(node.get(*index).map(|value| (pointer.index(*index), value))),
        Step::Wildcard => next.extend(children(&pointer, node)),
        Step::Descend => {
            let below = children(&pointer, node);
            next.push((pointer, node));
            for (pointer, child) in below {
                advance(step, pointer, child, next);
            }
        }
        Step::Filter(names, wanted) => {
            next.extend(children(&pointer, node).into_iter().filter(|(_, child)| {
                let value = names.iter().try_fold(*child, |value, name| value.get(name));
                match (value, wanted) {
                    (Some(value), Some(wanted)) => value == wanted,
                    (Some(_), None) => true,
                    (None, _) => false,
                }
            }))
        }
    }
}

fn children<'v>(pointer: &Pointer, node: &'v Value) -> Vec<(Pointer, &'v Value)> {
    match node {
        Value::Object(fields) => fields.iter().map(|(key, value)| (pointer.key(key), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (pointer.index(index), value)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn selected(path: &str) -> Vec<String> {
        let document = json!({
            "paths": {"/v2/images": {"get": {"tags": ["Images"], "parameters": [
                {"name": "page", "in": "query"}, {"name": "type", "in": "query"}
            ]}}},
            "components": {"schemas": {"image": {"properties": {"id": {}}}}}
        });
        let steps = parse(path).unwrap();
        select(&steps, &document).iter().map(|pointer| pointer.as_str().to_owned()).collect()
    }

    #[test]
    fn selects_by_name_wildcard_index_descent_and_filter() {
        assert_eq!(selected("$"), [""]);
        assert_eq!(selected("$.components.schemas.image"), ["/components/schemas/image"]);
        assert_eq!(selected("$.paths['/v2/images'].get.tags[0]"), ["/paths/~1v2~1images/get/tags/0"]);
        assert_eq!(selected("$.paths.*.get.tags"), ["/paths/~1v2~1images/get/tags"]);
        assert_eq!(selected("$..properties.id"), ["/components/schemas/image/properties/id"]);
        assert_eq!(
            selected("$.paths.*.get.parameters[?@.name == 'type']"),
            ["/paths/~1v2~1images/get/parameters/1"]
        );
        assert_eq!(
            selected("$.paths.*.get.parameters[?(@.name=='page')].in"),
            ["/paths/~1v2~1images/get/parameters/0/in"]
        );
        assert!(selected("$.nowhere").is_empty());
    }

    #[test]
    fn refuses_what_it_does_not_read() {
        for path in ["components", "$.a[1:2]", "$.a[?length(@.b) > 1]", "$.a['b"] {
            assert!(parse(path).is_err(), "{path}");
        }
    }
}

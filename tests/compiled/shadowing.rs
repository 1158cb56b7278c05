//! A description whose names are those that generated code uses itself.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The names that every Rust program may use without a path (`std::prelude`), and the primitive types.
const PRELUDE: &str = "AsMut AsRef Box Clone Copy Default DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend Fn FnMut FnOnce From \
    FromIterator Future Into IntoFuture IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Send Sized Some String \
    Sync ToOwned ToString TryFrom TryInto Unpin Vec bool char f64 i32 i64 str u16 u64 u8 usize Debug Display Hash Infallible \
    FromStr Self self super crate std core alloc main test";

/// The macros of the runtime, which expand in the modules of a client.
const MACROS: [&str; 3] = [
    include_str!("../../runtime/src/call/define.rs"),
    include_str!("../../runtime/src/codec/json/open_enums.rs"),
    include_str!("../../runtime/src/codec/json/bridge.rs"),
];

/// Returns the words of Rust code, without its comments.
pub(crate) fn words(code: &str) -> BTreeSet<&str> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let words =
        lines.flat_map(|line| line.split(|character: char| !character.is_alphanumeric() && character != '_'));
    words.filter(|word| word.starts_with(|first: char| first.is_alphabetic())).collect()
}

/// Returns a description in which operations, tags, schemas of each form, properties, enum values, variants,
/// parameters, headers and servers have the names of the prelude, of the runtime's macros, and `others`.
pub(crate) fn description(others: &BTreeSet<&str>) -> String {
    let mut names: BTreeSet<&str> = PRELUDE.split_whitespace().collect();
    MACROS.iter().for_each(|code| names.extend(words(code)));
    names.extend(others);
    // Words that give the same identifiers would only rename each other.
    let mut known = BTreeSet::new();
    names.retain(|name| known.insert(name.replace('_', "").to_lowercase()));
    let mut text = r#"{"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "servers": ["#.to_owned();
    let list = |text: &mut String, form: &dyn Fn(&str) -> String| {
        let items: Vec<String> = names.iter().map(|name| form(name)).collect();
        write!(text, "{}", items.join(",\n")).is_ok()
    };
    let mut is_whole = true;
    is_whole &= list(&mut text, &|name| {
        format!(
            r#"{{"url": "https://{{{name}}}.test", "description": "{name}", "variables": {{"{name}": {{"default": "a", "enum": ["a", "{name}"]}}}}}}"#
        )
    });
    text += "], \"paths\": {";
    is_whole &= list(&mut text, &|name| {
        // Two statuses give an enum, two media types a second marker; optional parameters give setters.
        format!(
            r##""/{name}/{{{name}}}": {{"post": {{"operationId": "{name}", "tags": ["{name}"], "parameters": [
            {{"name": "{name}", "in": "path", "required": true, "schema": {{"type": "array", "items": {{"type": "string"}}}}}},
            {{"name": "{name}", "in": "query", "schema": {{"type": "array", "items": {{"$ref": "#/components/schemas/{name}Word"}}}}}}],
            "requestBody": {{"content": {{"application/json": {{"schema": {{"anyOf": [{{"$ref": "#/components/schemas/{name}"}}, {{"type": "null"}}]}}}}, "text/plain": {{}}}}}},
            "responses": {{"200": {{"description": "a", "headers": {{"{name}": {{"schema": {{"type": "integer"}}}}}},
            "content": {{"application/json": {{"schema": {{"$ref": "#/components/schemas/{name}"}}}}, "text/csv": {{}}}}}},
            "202": {{"description": "b", "content": {{"application/json": {{"schema": {{"type": "string"}}}}}}}}}}}}}}"##
        )
    });
    text += "}, \"components\": {\"schemas\": {";
    let mut quoted = String::new();
    is_whole &= list(&mut quoted, &|name| format!("\"{name}\""));
    is_whole &= list(&mut text, &|name| {
        // In a third of the names each, the component is a struct, an enum, or a list that contains itself: a
        // tuple struct is also a function.
        let form = match name.len() % 3 {
            0 => r#"{"type": "integer", "enum": [1, 2]}"#.to_owned(),
            1 => format!(r##"{{"type": "array", "items": {{"$ref": "#/components/schemas/{name}"}}}}"##),
            _ => format!(
                r#"{{"type": "object", "properties": {{"{name}": {{"type": ["string", "null"]}}, "{name}_null": {{"type": "string"}}}}}}"#
            ),
        };
        format!(r#""{name}": {form}, "{name}Word": {{"type": "string", "enum": ["{name}", "a"]}}"#)
    });
    let properties =
        |text: &mut String, ty: &str| list(text, &|name| format!(r#""{name}": {ty}, "{name}_null": {ty}"#));
    text += ",\n\"every word\": {\"type\": \"string\", \"enum\": [";
    text += &quoted;
    text += "]},\n\"every variant\": {\"oneOf\": [";
    is_whole &= list(&mut text, &|name| format!(r##"{{"$ref": "#/components/schemas/{name}"}}"##));
    text += ", {\"type\": \"integer\"}]},\n\"every property\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}, \"properties\": {";
    is_whole &= properties(&mut text, r#"{"type": ["array", "null"], "items": {"type": "string"}}"#);
    text += "}},\n\"every required property\": {\"type\": \"object\", \"required\": [";
    text += &quoted;
    text += "], \"properties\": {";
    is_whole &= properties(&mut text, r#"{"type": ["string", "null"]}"#);
    text += "}}}}}";
    assert!(is_whole);
    text
}

//! Lists of types, which 3.0 does not have.

use serde_json::{Map, Value, json};

use crate::openapi::schema_type::SchemaType;

/// Returns the keywords that apply to one type only.
fn keywords_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "object" => &[
            "properties",
            "additionalProperties",
            "required",
            "minProperties",
            "maxProperties",
            "discriminator",
        ],
        "array" => &["items", "prefixItems", "minItems", "maxItems", "uniqueItems"],
        "string" => &["format", "pattern", "minLength", "maxLength"],
        "integer" | "number" => {
            &["format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        }
        _ => &[],
    }
}

/// Rewrites a list of types to one type, which may be nullable, or to branches.
pub(super) fn rewrite(fields: &mut Map<String, Value>) {
    let mut kinds: Vec<String> = match fields.get("type") {
        // Authors write `type: null`, which YAML reads as null, where they need `type: "null"`.
        Some(Value::Array(kinds)) => kinds
            .iter()
            .filter_map(|kind| kind.as_str().or(kind.is_null().then_some("null")))
            .map(str::to_owned)
            .collect(),
        Some(Value::Null) => vec!["null".to_owned()],
        Some(Value::String(kind)) if kind == "null" => vec![kind.clone()],
        _ => return,
    };
    let before = kinds.len();
    kinds.retain(|kind| kind != "null");
    if kinds.len() < before {
        fields.insert("nullable".to_owned(), Value::Bool(true));
    }
    // Every integer is a number.
    if kinds.iter().any(|kind| kind == "number") {
        kinds.retain(|kind| kind != "integer");
    }
    match kinds.as_slice() {
        [] => {
            fields.shift_remove("type");
            if before > 0 {
                remove_keywords(fields, &[]);
                fields.insert("enum".to_owned(), json!([null]));
            }
        }
        [only] => {
            fields.insert("type".to_owned(), Value::from(only.as_str()));
        }
        several => {
            // A format applies to one type. Kubernetes' `int-or-string` is redundant beside the list.
            let format =
                fields.get("format").and_then(Value::as_str).filter(|format| *format != "int-or-string");
            let is_of_numbers = format.is_some_and(is_number_format);
            let format_type = several.iter().map(String::as_str).find(|kind| match is_of_numbers {
                true => matches!(*kind, "integer" | "number"),
                false => *kind == "string",
            });
            let format_type = format_type.filter(|_| format.is_some());
            let branches: Vec<Value> = several
                .iter()
                .map(|kind| {
                    let mut branch = Map::new();
                    branch.insert("type".to_owned(), Value::from(kind.as_str()));
                    let applies = |key: &&&str| **key != "format" || format_type == Some(kind.as_str());
                    for key in keywords_of(kind).iter().filter(applies) {
                        if let Some(value) = fields.get(*key) {
                            branch.insert((*key).to_owned(), value.clone());
                        }
                    }
                    if let Some(Value::Array(values)) = fields.get("enum") {
                        let fitting: Vec<Value> =
                            values.iter().filter(|value| is_of(value, kind)).cloned().collect();
                        if !fitting.is_empty() {
                            branch.insert("enum".to_owned(), Value::Array(fitting));
                        }
                    }
                    Value::Object(branch)
                })
                .collect();
            remove_keywords(fields, several);
            fields.shift_remove("type");
            fields.shift_remove("enum");
            if fields.contains_key("anyOf") || fields.contains_key("oneOf") {
                // The existing branches are more precise than the types.
                return;
            }
            fields.insert("anyOf".to_owned(), Value::Array(branches));
        }
    }
}

/// Removes the keywords that apply to one type only: those of the types in a list, which its branches have,
/// and those of other types, which restrict nothing. A discriminator may be that of branches.
fn remove_keywords(fields: &mut Map<String, Value>, kinds: &[String]) {
    for kind in SchemaType::WORDS {
        let is_listed = kinds.iter().any(|listed| listed == kind);
        for key in keywords_of(kind).iter().filter(|key| is_listed || **key != "discriminator") {
            fields.shift_remove(*key);
        }
    }
}

/// Returns whether a format is one of numbers (OpenAPI format registry).
fn is_number_format(format: &str) -> bool {
    let widths = ["int", "uint", "i", "u", "decimal", "sf"];
    let is_width =
        |prefix: &str| format.strip_prefix(prefix).is_some_and(|width| width.parse::<u16>().is_ok());
    matches!(format, "float" | "double" | "double-int" | "decimal" | "uint")
        || widths.into_iter().any(is_width)
}

fn is_of(value: &Value, kind: &str) -> bool {
    SchemaType::parse(kind).is_some_and(|schema_type| schema_type.allows(value))
}

//! Parameters of Swagger 2.0, and how their lists are written.

use serde_json::{Value, json};

use super::{Rewriter, schema};
use crate::diagnostics::{Code, Finding, Place};

/// The extension that preserves a style which 3.0 does not have in the location of the parameter: a
/// `collectionFormat` of 2.0, or `cookie` of 3.2.
pub(crate) const COLLECTION_FORMAT: &str = "x-collection-format";

/// Returns whether a parameter is a request body, or a part of one.
pub(super) fn is_body(parameter: &Value) -> bool {
    matches!(place_of(parameter), Some("body" | "formData"))
}

/// Returns the location of a parameter: its `in`.
pub(super) fn place_of(parameter: &Value) -> Option<&str> {
    parameter.get("in").and_then(Value::as_str)
}

impl Rewriter<'_> {
    /// Rewrites a parameter. A body is not rewritten here: it replaces the references to it.
    pub(super) fn parameter(&mut self, node: &mut Value, place: &Place) {
        if is_body(node) || node.get("schema").is_some() {
            return;
        }
        self.check_format(node, place);
        let schema = Value::Object(schema::of(node));
        let Value::Object(fields) = node else { return };
        let format = fields.shift_remove("collectionFormat");
        let is_query = fields.get("in").and_then(Value::as_str) == Some("query");
        let is_list = fields.get("type").and_then(Value::as_str) == Some("array");
        fields.retain(|key, _| !schema::KEYS.contains(&key.as_str()) && key != "x-nullable");
        fields.insert("schema".to_owned(), schema);
        if !is_list {
            return;
        }
        let (style, explode) = style_of(format.as_ref());
        match format {
            Some(Value::String(format)) if style.is_none() || !is_query && is_separated(&format) => {
                fields.insert(COLLECTION_FORMAT.to_owned(), Value::String(format));
            }
            _ => {}
        }
        if is_query {
            fields.insert("style".to_owned(), Value::from(style.unwrap_or("form")));
            fields.insert("explode".to_owned(), Value::Bool(explode));
        }
    }

    /// Reports lists that cannot be written as they are described.
    pub(super) fn check_format(&mut self, parameter: &Value, place: &Place) {
        let format = |node: &Value| node.get("collectionFormat").and_then(Value::as_str).map(str::to_owned);
        let inner = parameter.get("items").and_then(format).filter(|format| format != "csv");
        let is_repeated = matches!(place_of(parameter), Some("query" | "formData"));
        let outer = format(parameter).filter(|format| match format.as_str() {
            "csv" => false,
            "multi" => !is_repeated,
            format => !is_separated(format),
        });
        let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
        for (format, place) in inner
            .into_iter()
            .map(|format| (format, place.key("items").key("collectionFormat")))
            .chain(outer.into_iter().map(|format| (format, place.key("collectionFormat"))))
        {
            let what =
                format!("`{format}` is not supported here: the values of `{name}` are separated by commas");
            self.report.push(Finding::warning(Code::Unsupported, place, what));
        }
    }
}

/// Returns whether a `collectionFormat` separates values by a character other than a comma.
fn is_separated(format: &str) -> bool {
    matches!(format, "ssv" | "tsv" | "pipes")
}

/// Returns the style that 3.0 has for the `collectionFormat` of a list in a query or form, if it has one, and
/// whether the list is exploded (Swagger 2.0, "Parameter Object").
pub(super) fn style_of(format: Option<&Value>) -> (Option<&'static str>, bool) {
    match format.and_then(Value::as_str) {
        Some("multi") => (Some("form"), true),
        Some("ssv") => (Some("spaceDelimited"), false),
        Some("pipes") => (Some("pipeDelimited"), false),
        Some("tsv") => (None, false),
        _ => (Some("form"), false),
    }
}

/// Returns the encoding of a list in a form, unless the list is written in the default way.
pub(super) fn encoding_of(parameter: &Value) -> Option<Value> {
    let format = parameter.get("collectionFormat");
    let (style, explode) = style_of(format);
    if parameter.get("type") != Some(&json!("array")) || explode {
        return None;
    }
    let mut encoding = json!({"style": style.unwrap_or("form"), "explode": explode});
    if let (None, Some(format), Value::Object(encoding)) = (style, format, &mut encoding) {
        encoding.insert(COLLECTION_FORMAT.to_owned(), format.clone());
    }
    Some(encoding)
}

//! Responses of Swagger 2.0, whose media types the operation lists for all of them together.

use serde_json::{Map, Value, json};

use super::{Kind, Rewriter, schema};
use crate::diagnostics::Place;
use crate::openapi::media_type::{BodyForm, form_of};

impl Rewriter<'_> {
    /// Rewrites a response; the status is empty for one that has a name instead.
    pub(super) fn response(&mut self, status: &str, node: &mut Value, produces: &[String], place: &Place) {
        if self.refers(Kind::Response, node, place) {
            return;
        }
        let Value::Object(fields) = node else { return };
        fields.shift_remove("examples");
        if let Some(Value::Object(headers)) = fields.get_mut("headers") {
            headers.values_mut().for_each(header);
        }
        if let Some(mut schema) = fields.shift_remove("schema") {
            let is_file = schema.get("type") == Some(&json!("file"));
            let media = if is_file { of_file(produces) } else { of_value(status, &schema, produces) };
            self.schema(&mut schema, &place.key("schema"));
            let content: Map<String, Value> =
                media.into_iter().map(|media| (media, json!({"schema": schema}))).collect();
            fields.insert("content".to_owned(), Value::Object(content));
        }
    }
}

fn header(node: &mut Value) {
    let description = node.get("description").cloned();
    *node = json!({"schema": schema::of(node)});
    if let (Some(description), Value::Object(header)) = (description, node) {
        header.insert("description".to_owned(), description);
    }
}

/// Returns the media types of a file, which is never sent as JSON, whatever else the operation produces. A
/// text type beside a binary one is for failures.
fn of_file(produces: &[String]) -> Vec<String> {
    let is_text = |media: &&String| media.starts_with("text/");
    let files = produces.iter().filter(|media| !media.contains("json"));
    let (text, binary): (Vec<&String>, Vec<&String>) = files.partition(is_text);
    match if binary.is_empty() { text } else { binary } {
        files if files.is_empty() => vec!["*/*".to_owned()],
        files => files.into_iter().cloned().collect(),
    }
}

/// Returns the media types of a response with a schema. An operation lists media types for all of its
/// responses together: an object is not sent as plain text, and a failure is JSON even where the operation
/// returns a file.
fn of_value(status: &str, schema: &Value, produces: &[String]) -> Vec<String> {
    let kind = schema.get("type").and_then(Value::as_str);
    let is_structure = matches!(kind, Some("object" | "array"))
        || kind.is_none() && ["$ref", "properties", "allOf"].iter().any(|key| schema.get(*key).is_some());
    if !is_structure {
        return produces.to_vec();
    }
    let is_data = |media: &&String| matches!(form_of(media), BodyForm::Json | BodyForm::Xml);
    let data: Vec<String> = produces.iter().filter(is_data).cloned().collect();
    match (status.starts_with(['4', '5']), data.is_empty()) {
        (true, true) => vec!["application/json".to_owned()],
        (true, false) => data,
        (false, true) => produces.to_vec(),
        (false, false) => {
            let is_prose = |media: &str| media.starts_with("text/plain") || media.starts_with("text/html");
            produces.iter().filter(|media| !is_prose(media)).cloned().collect()
        }
    }
}

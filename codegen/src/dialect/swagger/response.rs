//! Responses of Swagger 2.0, whose media types the operation lists for all of them together.

use serde_json::{Map, Value, json};

use super::schema_of;
use crate::ir::BodyForm;
use crate::lower::form_of;

/// Rewrites a response; the status is empty for one that has a name instead.
pub(super) fn response(status: &str, node: &mut Value, produces: &[String]) {
    let Value::Object(fields) = node else { return };
    if fields.contains_key("$ref") {
        return;
    }
    fields.shift_remove("examples");
    if let Some(Value::Object(headers)) = fields.get_mut("headers") {
        for header in headers.values_mut() {
            let description = header.get("description").cloned();
            let mut schema = schema_of(header);
            if let Value::Object(schema) = &mut schema {
                schema.shift_remove("description");
            }
            *header = json!({"schema": schema});
            if let (Some(description), Value::Object(header)) = (description, header) {
                header.insert("description".to_owned(), description);
            }
        }
    }
    if let Some(schema) = fields.shift_remove("schema") {
        // A file is sent as it is, and never within JSON, whatever else the operation produces.
        let is_file = schema.get("type") == Some(&json!("file"));
        let written = written_as(status, &schema, produces);
        let any = ["*/*".to_owned()];
        let is_text = |media: &&String| media.starts_with("text/");
        let files = produces.iter().filter(|media| !media.contains("json"));
        // Text is beside it for failures, unless the file itself is text.
        let (text, binary): (Vec<&String>, Vec<&String>) = files.partition(is_text);
        let files: Vec<String> = if binary.is_empty() { text } else { binary }.into_iter().cloned().collect();
        let produces = match (is_file, files.as_slice()) {
            (false, _) => written.as_slice(),
            (true, []) => any.as_slice(),
            (true, files) => files,
        };
        let content: Map<String, Value> =
            produces.iter().map(|media| (media.clone(), json!({"schema": schema}))).collect();
        fields.insert("content".to_owned(), Value::Object(content));
    }
}

/// The media types that an answer of a schema is written in. What an operation produces is said of all of its answers
/// together: an object is no plain text, and a failure comes as JSON beside whatever file is asked for.
fn written_as(status: &str, schema: &Value, produces: &[String]) -> Vec<String> {
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

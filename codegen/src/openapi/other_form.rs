//! Files that are not descriptions of OpenAPI, although they are valid YAML or JSON.

use serde_json::Value;

use crate::diagnostics::{Code, Finding, Place};

const SUPPORTED: &str = "write the description in Swagger 2.0 or OpenAPI 3.0 to 3.2";

/// Keys at the root of other forms, with the name of the form and what to do.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "asyncapi",
        "AsyncAPI",
        "AsyncAPI describes messages; export or write an OpenAPI description for the HTTP API",
    ),
    (
        "overlay",
        "an overlay",
        "name the description that it changes, and the overlay with `--overlay` or in the settings",
    ),
    ("arazzo", "Arazzo", "name one of its `sourceDescriptions`"),
    ("swaggerVersion", "Swagger 1", "convert it to Swagger 2.0 or OpenAPI first"),
    ("smithy", "Smithy", "convert it to OpenAPI with Smithy's own tool"),
    ("$schema", "a JSON Schema", "refer to it from `components.schemas` of a description"),
    ("_postman_id", "a Postman collection", "export the API as OpenAPI"),
];

/// Returns the error about a root that declares no version of OpenAPI that is supported.
pub(super) fn finding(root: &Value, place: &Place) -> Finding {
    let error = |place: Place, what: String| Finding::error(Code::Version, place, what);
    let Value::Object(fields) = root else {
        let what = match root {
            Value::Null => "the file is empty",
            Value::Array(_) => "this is a list, not an OpenAPI description",
            _ => "this is a text, not an OpenAPI description",
        };
        return error(place.clone(), what.to_owned()).help(SUPPORTED);
    };
    if fields.contains_key("swagger") {
        return error(place.key("swagger"), "this version of Swagger is not supported".to_owned())
            .help(SUPPORTED);
    }
    if let Some(version) = fields.get("openapi") {
        let place = place.key("openapi");
        let text = version.as_str().map_or_else(|| version.to_string(), str::to_owned);
        return match text.as_str() {
            "3" | "3.0" | "3.1" | "3.2" => error(place, format!("`{text}` is not a whole version"))
                .help("write it with all three numbers, such as \"3.0.4\", \"3.1.2\" or \"3.2.0\""),
            "2" | "2.0" => error(place, "Swagger 2.0 is declared by the key `swagger`".to_owned())
                .help("write `swagger: \"2.0\"`"),
            text => error(place, format!("OpenAPI {text} is not supported")).help(SUPPORTED),
        };
    }
    let is_postman = root.pointer("/info/_postman_id").is_some();
    let form =
        FORMS.iter().find(|(key, ..)| fields.contains_key(*key) || is_postman && *key == "_postman_id");
    if let Some((key, form, help)) = form {
        let place = if fields.contains_key(*key) { place.key(key) } else { place.clone() };
        return error(place, format!("this is {form}, not an OpenAPI description")).help(*help);
    }
    error(place.clone(), "this is not an OpenAPI description: it has no `openapi`".to_owned())
        .help("add `openapi: \"3.1.2\"`, or the version in which the description is written")
}

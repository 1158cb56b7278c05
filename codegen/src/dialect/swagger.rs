//! Swagger 2.0 rewritten into OpenAPI 3.0.

mod response;

use serde_json::{Map, Value, json};

use crate::pointer::Pointer;
use crate::report::{Code, Finding, Report};
use crate::source::{Place, Source};

use response::response;

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Where definitions of 2.0 go in 3.0.
const MOVED: [(&str, &str); 4] = [
    ("definitions", "schemas"),
    ("parameters", "parameters"),
    ("responses", "responses"),
    ("securityDefinitions", "securitySchemes"),
];

/// Rewrites the entry file. A node that moves keeps the place that it was written at.
pub(super) fn rewrite(source: &mut Source, report: &mut Report) {
    let entry = source.entry();
    let Some(Value::Object(root)) = source.value(&entry) else { return };
    let mut root = root.clone();
    let mut rewriter = Rewriter { root: root.clone(), report, entry: entry.clone() };
    rewriter.document(&mut root);
    source.change(&entry, |node| *node = Value::Object(root));
    for (from, to) in MOVED {
        let new = Pointer::root().key("components").key(to);
        source.mark_overlaid(entry.file, new, entry.key(from));
    }
}

/// Where a definition was before it was moved.
pub(super) fn written(source: &Source, place: &Place) -> Place {
    let entry = source.entry();
    let moves = MOVED.map(|(from, to)| (entry.key(from), entry.key("components").key(to)));
    let moved = moves.iter().find(|(_, to)| place.file == to.file && place.pointer.is_within(&to.pointer));
    moved.map_or(place.clone(), |(from, to)| place.at(place.pointer.moved(&to.pointer, &from.pointer)))
}

struct Rewriter<'a> {
    /// The document as it was, for what parameters refer to.
    root: Map<String, Value>,
    report: &'a mut Report,
    entry: Place,
}

impl Rewriter<'_> {
    fn document(&mut self, root: &mut Map<String, Value>) {
        root.shift_remove("swagger");
        root.insert("openapi".to_owned(), Value::from("3.0.3"));
        let servers = servers(root);
        for key in ["host", "basePath", "schemes"] {
            root.shift_remove(key);
        }
        root.insert("servers".to_owned(), servers);
        let media = |root: &mut Map<String, Value>, key: &str| {
            let written = root.shift_remove(key).and_then(|value| value.as_array().cloned());
            let written: Vec<String> =
                written.into_iter().flatten().filter_map(|m| m.as_str().map(str::to_owned)).collect();
            if written.is_empty() { vec!["application/json".to_owned()] } else { written }
        };
        let (consumes, produces) = (media(root, "consumes"), media(root, "produces"));
        let mut components = Map::new();
        for (from, to) in MOVED {
            if let Some(Value::Object(mut definitions)) = root.shift_remove(from) {
                match to {
                    "parameters" => {
                        // A body is no parameter in 3.0; it is put in where it is referred to.
                        definitions.retain(|_, parameter| !is_body(parameter));
                        definitions.values_mut().for_each(parameter);
                    }
                    "responses" => definitions.values_mut().for_each(|node| response("", node, &produces)),
                    "securitySchemes" => definitions.values_mut().for_each(security_scheme),
                    _ => {}
                }
                components.insert(to.to_owned(), Value::Object(definitions));
            }
        }
        if let Some(Value::Object(paths)) = root.get_mut("paths") {
            for (path, item) in paths.iter_mut().filter(|(path, _)| !path.starts_with("x-")) {
                let place = self.entry.key("paths").key(path);
                self.path_item(item, &consumes, &produces, &place);
            }
        }
        root.insert("components".to_owned(), Value::Object(components));
        let mut whole = Value::Object(std::mem::take(root));
        everywhere(&mut whole, true);
        if let Value::Object(whole) = whole {
            *root = whole;
        }
    }

    fn path_item(&mut self, item: &mut Value, consumes: &[String], produces: &[String], place: &Place) {
        let Value::Object(item) = item else { return };
        let shared =
            item.shift_remove("parameters").and_then(|shared| shared.as_array().cloned()).unwrap_or_default();
        let shared: Vec<Value> = shared.into_iter().map(|parameter| self.resolved(parameter)).collect();
        for method in METHODS {
            let Some(Value::Object(operation)) = item.get_mut(method) else { continue };
            self.operation(operation, &shared, consumes, produces, &place.key(method));
        }
    }

    fn operation(
        &mut self,
        operation: &mut Map<String, Value>,
        shared: &[Value],
        consumes: &[String],
        produces: &[String],
        place: &Place,
    ) {
        let own = |operation: &mut Map<String, Value>, key: &str, otherwise: &[String]| -> Vec<String> {
            let written =
                operation.shift_remove(key).and_then(|value| value.as_array().cloned()).unwrap_or_default();
            let written: Vec<String> = written.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            if written.is_empty() { otherwise.to_vec() } else { written }
        };
        let consumes = own(operation, "consumes", consumes);
        let produces = own(operation, "produces", produces);
        operation.shift_remove("schemes");
        let declared =
            operation.shift_remove("parameters").and_then(|own| own.as_array().cloned()).unwrap_or_default();
        let declared: Vec<Value> = declared.into_iter().map(|parameter| self.resolved(parameter)).collect();
        let same = |one: &Value, other: &Value| {
            one.get("name") == other.get("name") && one.get("in") == other.get("in")
        };
        let inherited = shared.iter().filter(|shared| !declared.iter().any(|own| same(own, shared))).cloned();
        let (bodies, mut parameters): (Vec<Value>, Vec<Value>) =
            inherited.chain(declared.iter().cloned()).partition(is_body);
        parameters.iter().chain(&bodies).for_each(|parameter| self.check_format(parameter, place));
        parameters.iter_mut().for_each(parameter);
        if !parameters.is_empty() {
            operation.insert("parameters".to_owned(), Value::Array(parameters));
        }
        if let Some(body) = self.body(&bodies, &consumes, place) {
            operation.insert("requestBody".to_owned(), body);
        }
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            responses.iter_mut().for_each(|(status, node)| response(status, node, &produces));
        }
    }

    /// Parameters are written out where they are used: what one refers to may have become a body.
    fn resolved(&self, parameter: Value) -> Value {
        let name = parameter
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix("#/parameters/"));
        let target = name.and_then(|name| self.root.get("parameters")?.get(name));
        match target {
            Some(target) if is_body(target) => target.clone(),
            _ => parameter,
        }
    }

    /// Says which lists 3.0 has no style for.
    fn check_format(&mut self, parameter: &Value, operation: &Place) {
        let format = |node: &Value| node.get("collectionFormat").and_then(Value::as_str).map(str::to_owned);
        let inner = parameter.get("items").and_then(format).filter(|format| format != "csv");
        let is_split = matches!(parameter.get("in").and_then(Value::as_str), Some("query" | "formData"));
        let outer = format(parameter).filter(|format| match format.as_str() {
            "csv" => false,
            "multi" | "ssv" | "pipes" => !is_split,
            _ => true,
        });
        for format in inner.into_iter().chain(outer) {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let what =
                format!("`{format}` of `{name}` has no style here: its values are separated by commas");
            self.report.push(Finding::warning(Code::Unsupported, operation.key("parameters"), what));
        }
    }

    fn body(&mut self, parameters: &[Value], consumes: &[String], place: &Place) -> Option<Value> {
        parameters.first()?;
        if let Some(body) = parameters.iter().find(|parameter| parameter.get("in") == Some(&json!("body"))) {
            if parameters.len() > 1 {
                let what = "an operation has one body; the form beside it is left out";
                self.report.push(Finding::warning(Code::Contradiction, place.key("parameters"), what));
            }
            let schema = body.get("schema").cloned().unwrap_or_else(|| json!({}));
            let content: Map<String, Value> =
                consumes.iter().map(|media| (media.clone(), json!({"schema": schema}))).collect();
            let required = body.get("required").cloned().unwrap_or(Value::Bool(false));
            return Some(with_description(json!({"content": content, "required": required}), body));
        }
        let has_file = parameters.iter().any(|parameter| parameter.get("type") == Some(&json!("file")));
        let multipart = has_file || consumes.iter().any(|media| media.starts_with("multipart/"));
        let media = if multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        let mut properties = Map::new();
        let mut required = Vec::new();
        let mut encoding = Map::new();
        for parameter in parameters {
            let Some(name) = parameter.get("name").and_then(Value::as_str) else { continue };
            properties.insert(name.to_owned(), schema_of(parameter));
            if parameter.get("type") == Some(&json!("array")) {
                let (style, explode) = style_of(parameter.get("collectionFormat"));
                // As a list is written anyway.
                if !explode {
                    encoding.insert(name.to_owned(), json!({"style": style, "explode": explode}));
                }
            }
            if parameter.get("required") == Some(&Value::Bool(true)) {
                required.push(Value::from(name));
            }
        }
        let is_required = !required.is_empty();
        let mut schema = json!({"type": "object", "properties": properties});
        if let (true, Value::Object(schema)) = (is_required, &mut schema) {
            schema.insert("required".to_owned(), Value::Array(required));
        }
        let mut form = json!({"schema": schema});
        if let (false, Value::Object(form)) = (encoding.is_empty(), &mut form) {
            form.insert("encoding".to_owned(), Value::Object(encoding));
        }
        let mut content = Map::new();
        content.insert(media.to_owned(), form);
        Some(json!({"content": content, "required": is_required}))
    }
}

fn servers(root: &Map<String, Value>) -> Value {
    let text = |key: &str| root.get(key).and_then(Value::as_str);
    let base = text("basePath").unwrap_or_default().trim_end_matches('/');
    let Some(host) = text("host") else {
        return if base.is_empty() { json!([]) } else { json!([{"url": base}]) };
    };
    let schemes: Vec<&str> = root
        .get("schemes")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let scheme = if schemes.is_empty() || schemes.contains(&"https") { "https" } else { "http" };
    json!([{"url": format!("{scheme}://{host}{base}")}])
}

fn is_body(parameter: &Value) -> bool {
    matches!(parameter.get("in").and_then(Value::as_str), Some("body" | "formData"))
}

/// The keys of a parameter, header or item that are a schema's in 3.0.
const SCHEMA_KEYS: &[&str] = &[
    "type",
    "format",
    "items",
    "enum",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
];

fn schema_of(node: &Value) -> Value {
    let mut schema = Map::new();
    let keys = SCHEMA_KEYS.iter().chain(&["description", "x-nullable"]);
    for key in keys {
        if let Some(value) = node.get(*key) {
            schema.insert((*key).to_owned(), value.clone());
        }
    }
    schema
        .get_mut("items")
        .into_iter()
        .for_each(|items| drop(items.as_object_mut().map(|items| items.shift_remove("collectionFormat"))));
    Value::Object(schema)
}

fn parameter(node: &mut Value) {
    if node.get("$ref").is_some() || node.get("schema").is_some() {
        return;
    }
    let mut schema = schema_of(node);
    if let Value::Object(schema) = &mut schema {
        // The description is the parameter's.
        schema.shift_remove("description");
    }
    let Value::Object(fields) = node else { return };
    let format = fields.shift_remove("collectionFormat");
    let is_query = fields.get("in").and_then(Value::as_str) == Some("query");
    let is_list = fields.get("type").and_then(Value::as_str) == Some("array");
    fields.retain(|key, _| !SCHEMA_KEYS.contains(&key.as_str()) && key != "x-nullable");
    fields.insert("schema".to_owned(), schema);
    if is_query && is_list {
        let (style, explode) = style_of(format.as_ref());
        fields.insert("style".to_owned(), Value::from(style));
        fields.insert("explode".to_owned(), Value::Bool(explode));
    }
}

/// The style of a list by its `collectionFormat` (Swagger 2.0, "Parameter Object"), and whether it is exploded.
fn style_of(format: Option<&Value>) -> (&'static str, bool) {
    match format.and_then(Value::as_str) {
        Some("multi") => ("form", true),
        Some("ssv") => ("spaceDelimited", false),
        Some("pipes") => ("pipeDelimited", false),
        _ => ("form", false),
    }
}

fn security_scheme(node: &mut Value) {
    let description = node.get("description").cloned();
    let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut scheme = match text("type").as_str() {
        "basic" => json!({"type": "http", "scheme": "basic"}),
        "oauth2" => {
            let flow = match text("flow").as_str() {
                "application" => "clientCredentials",
                "accessCode" => "authorizationCode",
                "password" => "password",
                _ => "implicit",
            };
            let mut written = Map::new();
            for key in ["authorizationUrl", "tokenUrl"] {
                if let Some(url) = node.get(key) {
                    written.insert(key.to_owned(), url.clone());
                }
            }
            written.insert("scopes".to_owned(), node.get("scopes").cloned().unwrap_or_else(|| json!({})));
            let mut flows = Map::new();
            flows.insert(flow.to_owned(), Value::Object(written));
            json!({"type": "oauth2", "flows": flows})
        }
        _ => return,
    };
    if let (Some(description), Value::Object(scheme)) = (description, &mut scheme) {
        scheme.insert("description".to_owned(), description);
    }
    *node = scheme;
}

fn with_description(mut node: Value, from: &Value) -> Value {
    if let (Value::Object(node), Some(description)) = (&mut node, from.get("description")) {
        node.insert("description".to_owned(), description.clone());
    }
    node
}

/// What every node may hold: references, and schemas in the way of 2.0.
fn everywhere(node: &mut Value, is_schema_place: bool) {
    match node {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get_mut("$ref") {
                for (from, to) in MOVED {
                    if let Some(name) = reference.strip_prefix(&format!("#/{from}/")) {
                        *reference = format!("#/components/{to}/{name}");
                        break;
                    }
                }
            }
            if is_schema_place {
                if let Some(Value::String(property)) = fields.get("discriminator") {
                    let property = property.clone();
                    fields.insert("discriminator".to_owned(), json!({"propertyName": property}));
                }
                if fields.get("x-nullable") == Some(&Value::Bool(true)) {
                    fields.insert("nullable".to_owned(), Value::Bool(true));
                }
                if fields.get("type") == Some(&json!("file")) {
                    fields.insert("type".to_owned(), Value::from("string"));
                    fields.insert("format".to_owned(), Value::from("binary"));
                }
            }
            for (key, value) in fields.iter_mut() {
                // Properties have names of the author's choosing: `discriminator` may be one.
                let is_data = is_schema_place && matches!(key.as_str(), "properties" | "definitions");
                everywhere(value, !is_data);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| everywhere(item, true)),
        _ => {}
    }
}

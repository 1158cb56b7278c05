//! Writes APIs in each version of OpenAPI.

use serde_json::{Map, Value, json};

use super::model::{Body, Flow, Media, Model, Operation, Response, Scheme, Tag};
use super::schema::{properties, put, write};
use super::{operation, plain};
use crate::explore::Dialect;

/// Returns the description of an API in a version, unless the version cannot describe it.
pub(super) fn document(model: &Model, dialect: Dialect) -> Option<Value> {
    let is_swagger = dialect == Dialect::V2_0;
    if is_swagger && !model.is_plain {
        return None;
    }
    let mut paths = Map::new();
    for one in &model.operations {
        let item = paths.entry(one.path.clone()).or_insert_with(|| json!({}));
        let node =
            if is_swagger { plain::operation(one, model) } else { operation::operation(one, model, dialect) };
        if let Value::Object(item) = item {
            item.insert(one.method.clone(), node);
        }
    }
    let schemas = properties(&model.schemas, dialect);
    let mut root = match dialect.description(&schemas, &Value::Object(paths)) {
        Value::Object(root) => root,
        _ => return None,
    };
    if let Some(Value::Object(info)) = root.get_mut("info") {
        put(info, "description", model.description.as_deref());
    }
    if !model.tags.is_empty() {
        root.insert("tags".to_owned(), model.tags.iter().map(tag).collect());
    }
    if model.is_protected && !model.schemes.is_empty() {
        root.insert("security".to_owned(), json!([{scheme_name(0): []}]));
    }
    if is_swagger {
        plain::parts(model, &mut root);
    } else {
        parts(model, dialect, &mut root);
    }
    Some(Value::Object(root))
}

fn tag(tag: &Tag) -> Value {
    let mut node = Map::new();
    put(&mut node, "name", Some(tag.name.as_str()));
    put(&mut node, "description", tag.description.as_deref());
    put(&mut node, "externalDocs", tag.link.as_ref().map(|link| json!({"url": link})));
    Value::Object(node)
}

pub(super) fn scheme_name(index: usize) -> String {
    format!("scheme{index}")
}

/// Adds the keys of an operation that all versions have.
pub(super) fn common(one: &Operation, model: &Model) -> Map<String, Value> {
    let mut node = Map::new();
    if !one.tags.is_empty() {
        put(&mut node, "tags", Some(one.tags.clone()));
    }
    put(&mut node, "operationId", one.id.as_deref());
    put(&mut node, "summary", one.summary.as_deref());
    put(&mut node, "description", one.description.as_deref());
    put(&mut node, "deprecated", one.is_deprecated.then_some(true));
    if let Some(schemes) = &one.schemes {
        let known = schemes.iter().filter(|index| **index < model.schemes.len());
        let alternatives: Vec<Value> = known.map(|index| json!({scheme_name(*index): []})).collect();
        put(&mut node, "security", Some(alternatives));
    }
    node
}

fn parts(model: &Model, dialect: Dialect, root: &mut Map<String, Value>) {
    if !model.servers.is_empty() {
        root.insert("servers".to_owned(), model.servers.iter().map(|url| json!({"url": url})).collect());
    }
    let Some(Value::Object(components)) = root.get_mut("components") else { return };
    let schemes = model.schemes.iter().enumerate();
    let schemes: Map<_, _> = schemes.map(|(index, scheme)| (scheme_name(index), of_scheme(scheme))).collect();
    let parameters = model.parameters.iter();
    let parameters: Map<_, _> =
        parameters.map(|it| (it.name.clone(), operation::parameter(it, dialect))).collect();
    let responses = model.responses.iter();
    let responses: Map<_, _> =
        responses.map(|it| (it.status.clone(), response(it, Media::Json, dialect))).collect();
    for (key, entries) in [("securitySchemes", schemes), ("parameters", parameters), ("responses", responses)]
    {
        put(components, key, (!entries.is_empty()).then_some(Value::Object(entries)));
    }
}

fn of_scheme(scheme: &Scheme) -> Value {
    match scheme {
        Scheme::Basic => json!({"type": "http", "scheme": "basic"}),
        Scheme::Bearer => json!({"type": "http", "scheme": "bearer"}),
        Scheme::Key { name, place } => json!({"type": "apiKey", "name": name, "in": place}),
        Scheme::OAuth2(flow) => {
            let name = match flow {
                Flow::Implicit => "implicit",
                Flow::Password => "password",
                Flow::Application => "clientCredentials",
                Flow::AccessCode => "authorizationCode",
            };
            let mut node = endpoints(*flow);
            node.insert("scopes".to_owned(), json!({"read": "Reads."}));
            json!({"type": "oauth2", "flows": {name: node}})
        }
    }
}

/// Returns the URLs of a flow.
pub(super) fn endpoints(flow: Flow) -> Map<String, Value> {
    let mut node = Map::new();
    if matches!(flow, Flow::Implicit | Flow::AccessCode) {
        put(&mut node, "authorizationUrl", Some("https://example.com/authorize"));
    }
    if flow != Flow::Implicit {
        put(&mut node, "tokenUrl", Some("https://example.com/token"));
    }
    node
}

/// Returns a response in the form of 3.0 and later.
pub(super) fn response(one: &Response, media: Media, dialect: Dialect) -> Value {
    let mut node = Map::new();
    put(&mut node, "description", Some(one.description.as_str()));
    if !one.headers.is_empty() {
        let headers = one.headers.iter();
        let headers: Map<_, _> = headers.map(|it| (it.name.clone(), header(it, dialect))).collect();
        put(&mut node, "headers", Some(headers));
    }
    if let Some(schema) = &one.schema {
        let content = content(media, &write(schema, dialect), dialect, schema.form);
        put(&mut node, "content", Some(content));
    }
    Value::Object(node)
}

/// Returns a response header; its description is about the header, not about the schema.
fn header(header: &super::model::Named, dialect: Dialect) -> Value {
    let mut schema = header.schema.clone();
    let description = schema.description.take();
    let mut node = Map::new();
    put(&mut node, "description", description);
    put(&mut node, "schema", Some(write(&schema, dialect)));
    Value::Object(node)
}

/// Returns content with one media type.
fn content(media: Media, schema: &Value, dialect: Dialect, form: usize) -> Value {
    let node = match media {
        // Since 3.1, bytes need no schema.
        Media::Bytes if dialect.is_json_schema() && form.is_multiple_of(2) => json!({}),
        Media::Bytes => json!({"schema": {"type": "string", "format": "binary"}}),
        Media::Text => json!({"schema": {"type": "string"}}),
        Media::Events | Media::Lines if dialect == Dialect::V3_2 => json!({"itemSchema": schema}),
        _ => json!({"schema": schema}),
    };
    json!({media.name(): node})
}

/// Returns a request body in the form of 3.0 and later.
pub(super) fn body(body: &Body, dialect: Dialect) -> Value {
    let mut node = Map::new();
    match body {
        Body::Whole { media, schema, is_required, description } => {
            put(&mut node, "description", description.as_deref());
            put(&mut node, "required", is_required.then_some(true));
            put(&mut node, "content", Some(content(*media, &write(schema, dialect), dialect, schema.form)));
        }
        Body::Form { fields } => {
            let schema = form(fields, &[], dialect);
            put(&mut node, "required", fields.iter().any(|field| field.is_required).then_some(true));
            put(&mut node, "content", Some(json!({"application/x-www-form-urlencoded": {"schema": schema}})));
        }
        Body::Multipart { fields, files } => {
            let schema = form(fields, files, dialect);
            put(&mut node, "required", Some(true));
            put(&mut node, "content", Some(json!({"multipart/form-data": {"schema": schema}})));
        }
    }
    Value::Object(node)
}

fn form(fields: &[super::model::Named], files: &[String], dialect: Dialect) -> Value {
    let mut node = json!({"type": "object"});
    let Value::Object(node_fields) = &mut node else { return node };
    let mut entries: Map<String, Value> =
        fields.iter().map(|field| (field.name.clone(), write(&field.schema, dialect))).collect();
    let file = match dialect {
        Dialect::V3_1 => json!({"contentMediaType": "application/octet-stream"}),
        Dialect::V3_2 => json!({}),
        _ => json!({"type": "string", "format": "binary"}),
    };
    entries.extend(files.iter().map(|name| (name.clone(), file.clone())));
    let required = fields.iter().filter(|field| field.is_required).map(|field| field.name.clone());
    let required: Vec<String> = required.chain(files.iter().cloned()).collect();
    put(node_fields, "required", (!required.is_empty()).then_some(required));
    put(node_fields, "properties", Some(entries));
    node
}

//! Writes what 2.0 has in another form: bodies, parameters, responses, servers and security schemes.

use serde_json::{Map, Value, json};

use super::model::{
    Body, Flow, Kind, Media, Model, Named, Operation, Parameter, Place, Response, Scheme, Style,
};
use super::operation::place;
use super::schema::{put, write};
use super::writer::{common, endpoints, scheme_name};
use crate::explore::Dialect;

const DIALECT: Dialect = Dialect::V2_0;

pub(super) fn operation(one: &Operation, model: &Model) -> Value {
    let mut node = common(one, model);
    let mut parameters: Vec<Value> = one.parameters.iter().map(parameter).collect();
    parameters.extend(one.shared.iter().map(|name| json!({"$ref": format!("#/parameters/{name}")})));
    if let Some(body) = &one.body {
        put(&mut node, "consumes", Some(consumes(body)));
        parameters.extend(of_body(body));
    }
    put(&mut node, "parameters", (!parameters.is_empty()).then_some(parameters));
    // JSON is the default.
    put(&mut node, "produces", (one.media != Media::Json).then(|| json!([one.media.name()])));
    let own = one.responses.iter().map(|it| (it.status.clone(), response(it, one.media)));
    let shared = one.shared_responses.iter();
    let shared =
        shared.map(|(status, name)| (status.clone(), json!({"$ref": format!("#/responses/{name}")})));
    let responses: Map<String, Value> = own.chain(shared).collect();
    put(&mut node, "responses", Some(responses));
    Value::Object(node)
}

/// Adds the parts of the root.
pub(super) fn parts(model: &Model, root: &mut Map<String, Value>) {
    if let Some((scheme, rest)) = model.servers.first().and_then(|url| url.split_once("://")) {
        let (host, base) = rest.split_once('/').map_or((rest, None), |(host, base)| (host, Some(base)));
        put(root, "schemes", Some(json!([scheme])));
        put(root, "host", Some(host));
        put(root, "basePath", base.map(|base| format!("/{base}")));
    }
    let schemes = model.schemes.iter().enumerate();
    let schemes: Map<_, _> = schemes.map(|(index, scheme)| (scheme_name(index), of_scheme(scheme))).collect();
    let parameters = model.parameters.iter();
    let parameters: Map<_, _> = parameters.map(|it| (it.name.clone(), parameter(it))).collect();
    let responses = model.responses.iter();
    let responses: Map<_, _> = responses.map(|it| (it.status.clone(), response(it, Media::Json))).collect();
    for (key, entries) in
        [("securityDefinitions", schemes), ("parameters", parameters), ("responses", responses)]
    {
        put(root, key, (!entries.is_empty()).then_some(Value::Object(entries)));
    }
}

fn parameter(one: &Parameter) -> Value {
    let mut node = Map::new();
    put(&mut node, "name", Some(one.name.as_str()));
    put(&mut node, "in", Some(place(one.place)));
    put(&mut node, "description", one.description.as_deref());
    put(&mut node, "required", (one.is_required || one.place == Place::Path).then_some(true));
    put(&mut node, "allowEmptyValue", one.allows_empty.then_some(true));
    if let Value::Object(schema) = write(&one.schema, DIALECT) {
        node.extend(schema);
    }
    let is_list = matches!(one.schema.kind, Kind::List(_));
    put(&mut node, "collectionFormat", is_list.then(|| collection_format(one)).flatten());
    Value::Object(node)
}

fn collection_format(one: &Parameter) -> Option<&'static str> {
    match one.style {
        Style::Repeated => Some("multi"),
        Style::Spaces => Some("ssv"),
        Style::Pipes => Some("pipes"),
        // This is the default.
        Style::Commas | Style::Deep => (one.schema.form.is_multiple_of(2)).then_some("csv"),
    }
}

fn consumes(body: &Body) -> Value {
    match body {
        Body::Whole { media, .. } => json!([media.name()]),
        Body::Form { .. } => json!(["application/x-www-form-urlencoded"]),
        Body::Multipart { .. } => json!(["multipart/form-data"]),
    }
}

fn of_body(body: &Body) -> Vec<Value> {
    let (fields, files): (&[Named], &[String]) = match body {
        Body::Whole { media, schema, is_required, description } => {
            let schema = match media {
                Media::Bytes => json!({"type": "string", "format": "binary"}),
                Media::Text => json!({"type": "string"}),
                _ => write(schema, DIALECT),
            };
            let mut node = Map::new();
            put(&mut node, "name", Some("body"));
            put(&mut node, "in", Some("body"));
            put(&mut node, "description", description.as_deref());
            put(&mut node, "required", is_required.then_some(true));
            put(&mut node, "schema", Some(schema));
            return vec![Value::Object(node)];
        }
        Body::Form { fields } => (fields, &[]),
        Body::Multipart { fields, files } => (fields, files),
    };
    let fields = fields.iter().map(|field| {
        let mut node = json!({"name": field.name, "in": "formData"});
        if let (Value::Object(node), Value::Object(schema)) = (&mut node, write(&field.schema, DIALECT)) {
            put(node, "required", field.is_required.then_some(true));
            put(node, "collectionFormat", matches!(field.schema.kind, Kind::List(_)).then_some("multi"));
            node.extend(schema);
        }
        node
    });
    let file = |name: &String| json!({"name": name, "in": "formData", "type": "file", "required": true});
    fields.chain(files.iter().map(file)).collect()
}

fn response(one: &Response, media: Media) -> Value {
    let mut node = Map::new();
    put(&mut node, "description", Some(one.description.as_str()));
    if !one.headers.is_empty() {
        let headers = one.headers.iter();
        let headers: Map<_, _> = headers.map(|it| (it.name.clone(), write(&it.schema, DIALECT))).collect();
        put(&mut node, "headers", Some(headers));
    }
    if let Some(schema) = &one.schema {
        put(
            &mut node,
            "schema",
            Some(match media {
                Media::Bytes => json!({"type": "file"}),
                Media::Text => json!({"type": "string"}),
                _ => write(schema, DIALECT),
            }),
        );
    }
    Value::Object(node)
}

fn of_scheme(scheme: &Scheme) -> Value {
    match scheme {
        Scheme::Basic | Scheme::Bearer => json!({"type": "basic"}),
        Scheme::Key { name, place } => json!({"type": "apiKey", "name": name, "in": place}),
        Scheme::OAuth2(flow) => {
            let name = match flow {
                Flow::Implicit => "implicit",
                Flow::Password => "password",
                Flow::Application => "application",
                Flow::AccessCode => "accessCode",
            };
            let mut node = endpoints(*flow);
            put(&mut node, "type", Some("oauth2"));
            put(&mut node, "flow", Some(name));
            put(&mut node, "scopes", Some(json!({"read": "Reads."})));
            Value::Object(node)
        }
    }
}

//! Operations of Swagger 2.0, with the body that is among their parameters.

use serde_json::{Map, Value, json};

use super::address::own_server;
use super::parameter::{encoding_of, is_body, place_of};
use super::{Kind, METHODS, Rewriter, listed as words_of, schema};
use crate::diagnostics::{Code, Finding, Place};
use crate::source;

/// A parameter in the list of an operation or path item, with the target of its reference.
struct ListedParameter {
    /// The node in the list, which may be a reference.
    node: Value,
    place: Place,
    /// The parameter itself, and its place.
    target: Value,
    target_place: Place,
}

impl ListedParameter {
    fn is_body(&self) -> bool {
        is_body(&self.target)
    }

    /// Returns whether one overrides the other (Swagger 2.0, "Path Item Object").
    fn is_same_as(&self, other: &Self) -> bool {
        let name = |listed: &Self| listed.target.get("name").cloned();
        place_of(&self.target) == place_of(&other.target) && name(self) == name(other)
    }
}

impl Rewriter<'_> {
    /// Rewrites a path item. Shared parameters stay with the path item, as in 3.0; shared bodies move to its
    /// operations.
    pub(super) fn path_item(&mut self, item: &mut Value, place: &Place) {
        let Value::Object(item) = item else { return };
        let shared = self.listed(item, place);
        let (bodies, parameters): (Vec<ListedParameter>, Vec<ListedParameter>) =
            shared.into_iter().partition(ListedParameter::is_body);
        self.put_parameters(item, parameters);
        for method in METHODS {
            let place = place.key(method);
            if let Some(operation) = item.get_mut(method) {
                self.operation(operation, &bodies, &place);
            }
        }
    }

    fn operation(&mut self, operation: &mut Value, shared_bodies: &[ListedParameter], place: &Place) {
        let Value::Object(operation) = operation else { return };
        let or = |listed: Vec<String>, otherwise: &[String]| {
            if listed.is_empty() { otherwise.to_vec() } else { listed }
        };
        let consumes = or(words_of(operation, "consumes"), &self.consumes);
        let produces = or(words_of(operation, "produces"), &self.produces);
        let server = self.url.as_deref().and_then(|url| own_server(url, operation));
        for key in ["consumes", "produces", "schemes"] {
            operation.shift_remove(key);
        }
        operation.extend(server.map(|server| ("servers".to_owned(), server)));
        let own = self.listed(operation, place);
        let (own_bodies, parameters): (Vec<ListedParameter>, Vec<ListedParameter>) =
            own.into_iter().partition(ListedParameter::is_body);
        let inherited =
            shared_bodies.iter().filter(|shared| !own_bodies.iter().any(|own| own.is_same_as(shared)));
        let bodies: Vec<&ListedParameter> = inherited.chain(&own_bodies).collect();
        let body = self.body(&bodies, &consumes, place);
        self.put_parameters(operation, parameters);
        if let Some(body) = body {
            operation.insert("requestBody".to_owned(), body);
        }
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            let place = place.key("responses");
            for (status, node) in responses {
                self.response(status, node, &produces, &place.key(status));
            }
        }
    }

    /// Removes the parameters from a path item or operation, and resolves them.
    fn listed(&self, node: &mut Map<String, Value>, place: &Place) -> Vec<ListedParameter> {
        let place = place.key("parameters");
        let parameters = match node.shift_remove("parameters") {
            Some(Value::Array(parameters)) => parameters,
            // `validate` reports it.
            Some(other) => {
                node.insert("parameters".to_owned(), other);
                return Vec::new();
            }
            None => return Vec::new(),
        };
        let listed = parameters.into_iter().enumerate().map(|(index, node)| {
            let place = place.index(index);
            let reference = node.get("$ref").and_then(Value::as_str);
            let found = reference.and_then(|reference| source::resolve(self.source, &place, reference).ok());
            let found = found.and_then(|found| source::landed(self.source, &found).ok());
            let target_place = found.unwrap_or_else(|| place.clone());
            let target = match reference {
                Some(_) => self.source.value(&target_place).cloned().unwrap_or_default(),
                None => node.clone(),
            };
            ListedParameter { node, place, target, target_place }
        });
        listed.collect()
    }

    fn put_parameters(&mut self, node: &mut Map<String, Value>, parameters: Vec<ListedParameter>) {
        if parameters.is_empty() {
            return;
        }
        let parameters = parameters.into_iter().map(|mut listed| {
            self.part(Kind::Parameter, &mut listed.node, &listed.place);
            listed.node
        });
        let parameters = parameters.collect();
        node.insert("parameters".to_owned(), Value::Array(parameters));
    }

    fn body(&mut self, bodies: &[&ListedParameter], consumes: &[String], place: &Place) -> Option<Value> {
        let whole = bodies.iter().find(|body| place_of(&body.target) == Some("body"));
        if let Some(body) = whole {
            if bodies.len() > 1 {
                let what = "an operation has one body; the form beside it is left out";
                self.report.push(Finding::warning(Code::Contradiction, place.key("parameters"), what));
            }
            return Some(self.whole_body(body, consumes, place));
        }
        if bodies.is_empty() { None } else { Some(self.form(bodies, consumes)) }
    }

    fn whole_body(&mut self, body: &ListedParameter, consumes: &[String], place: &Place) -> Value {
        let schema_place = body.target_place.key("schema");
        let schema = match body.target.get("schema") {
            // The references within it are relative to its own file.
            Some(_) if schema_place.file != place.file => {
                self.pending.push((Kind::Schema, schema_place.clone()));
                json!({"$ref": self.source.reference_to(place.file, &super::moved_body(self.source, &schema_place))})
            }
            Some(schema) => {
                let mut schema = schema.clone();
                self.schema(&mut schema, &schema_place);
                schema
            }
            None => json!({}),
        };
        let content: Map<String, Value> =
            consumes.iter().map(|media| (media.clone(), json!({"schema": schema}))).collect();
        let required = body.target.get("required").cloned().unwrap_or(Value::Bool(false));
        let mut node = json!({"content": content, "required": required});
        if let (Value::Object(node), Some(description)) = (&mut node, body.target.get("description")) {
            node.insert("description".to_owned(), description.clone());
        }
        node
    }

    fn form(&mut self, parts: &[&ListedParameter], consumes: &[String]) -> Value {
        let has_file = parts.iter().any(|part| part.target.get("type") == Some(&json!("file")));
        let is_multipart = has_file || consumes.iter().any(|media| media.starts_with("multipart/"));
        let media = if is_multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        let (mut properties, mut required, mut encoding) = (Map::new(), Vec::new(), Map::new());
        for part in parts {
            let Some(name) = part.target.get("name").and_then(Value::as_str) else { continue };
            self.check_format(&part.target, &part.target_place);
            let mut schema = schema::of(&part.target);
            if let Some(description) = part.target.get("description") {
                schema.insert("description".to_owned(), description.clone());
            }
            properties.insert(name.to_owned(), Value::Object(schema));
            encoding.extend(encoding_of(&part.target).map(|encoding| (name.to_owned(), encoding)));
            if part.target.get("required") == Some(&Value::Bool(true)) {
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
        json!({"content": content, "required": is_required})
    }
}

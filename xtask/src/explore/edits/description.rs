//! Random descriptions of APIs.

use serde_json::{Map, Value, json};

use super::numbers::Numbers;
use super::schema::{Schemas, set};
use crate::explore::Dialect;

const NAMES: [&str; 14] = [
    "Pet", "Order", "Customer", "Address", "Invoice", "Device", "Session", "Report", "Amount", "Label",
    "Event", "Team", "Filter", "Token",
];
const PARAMETERS: [&str; 10] =
    ["page", "limit", "sort", "search", "since", "kind", "include", "X-Trace", "X-Mode", "dry_run"];
const STATUSES: [&str; 7] = ["200", "201", "202", "204", "400", "404", "default"];

/// Returns a random description.
pub(super) fn made(numbers: Numbers, dialect: Dialect) -> Value {
    let mut maker = Maker { schemas: Schemas { numbers, dialect, names: Vec::new() } };
    let count = maker.numbers().between(4, 8);
    let names = maker.numbers().words(&NAMES, count);
    let components = maker.schemas.components(&names);
    let mut paths = Map::new();
    let count = maker.numbers().between(2, 3);
    for resource in maker.numbers().words(&["pets", "orders", "devices", "reports"], count) {
        maker.paths(resource, &mut paths);
    }
    let mut description = dialect.description(&components, &Value::Object(paths));
    let schemes = json!({
        "token": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    });
    if let Some(components) = description.get_mut("components") {
        set(components, "securitySchemes", schemes);
    }
    if maker.numbers().chance(70) {
        set(&mut description, "security", json!([{"token": []}]));
    }
    set(&mut description, "servers", maker.servers());
    description
}

struct Maker {
    schemas: Schemas,
}

impl Maker {
    fn numbers(&mut self) -> &mut Numbers {
        &mut self.schemas.numbers
    }

    fn servers(&mut self) -> Value {
        match self.numbers().below(3) {
            0 => json!([{"url": "https://api.example.com/v1"}]),
            1 => json!([{"url": "https://api.example.com"}, {"url": "https://test.example.com"}]),
            _ => json!([{"url": "https://{region}.example.com", "variables": {
                "region": {"default": "eu", "enum": ["eu", "us"]}
            }}]),
        }
    }

    /// Adds the operations of a resource.
    fn paths(&mut self, resource: &str, paths: &mut Map<String, Value>) {
        let one = resource.trim_end_matches('s').to_owned();
        let id =
            if self.numbers().chance(50) { json!({"type": "integer"}) } else { json!({"type": "string"}) };
        let mut all = json!({"get": self.operation(&format!("list_{resource}"), resource, false)});
        if self.numbers().chance(60) {
            let create = self.operation(&format!("create_{one}"), resource, true);
            set(&mut all, "post", create);
        }
        paths.insert(format!("/{resource}"), all);
        let mut single = json!({
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": id}],
            "get": self.operation(&format!("get_{one}"), resource, false),
        });
        if self.numbers().chance(50) {
            set(&mut single, "put", self.operation(&format!("update_{one}"), resource, true));
        }
        if self.numbers().chance(50) {
            set(&mut single, "delete", self.operation(&format!("delete_{one}"), resource, false));
        }
        paths.insert(format!("/{resource}/{{id}}"), single);
    }

    fn operation(&mut self, id: &str, tag: &str, has_body: bool) -> Value {
        let mut operation = json!({"operationId": id});
        if self.numbers().chance(80) {
            set(&mut operation, "tags", json!([tag]));
        }
        if self.numbers().chance(30) {
            set(&mut operation, "summary", json!("Does what it says."));
        }
        if self.numbers().chance(20) {
            set(&mut operation, "security", json!([{"key": []}]));
        }
        let count = self.numbers().below(4);
        let names = self.numbers().words(&PARAMETERS, count);
        if !names.is_empty() {
            set(&mut operation, "parameters", names.into_iter().map(|name| self.parameter(name)).collect());
        }
        if has_body {
            set(&mut operation, "requestBody", self.body());
        }
        set(&mut operation, "responses", self.responses());
        operation
    }

    /// Returns a parameter of a query or header.
    pub(super) fn parameter(&mut self, name: &str) -> Value {
        let place = if name.starts_with("X-") { "header" } else { "query" };
        let mut parameter = json!({"name": name, "in": place});
        if self.numbers().chance(30) {
            set(&mut parameter, "required", json!(true));
        }
        let schema = match self.numbers().below(6) {
            0 => json!({"type": "integer", "default": 20}),
            1 => json!({"type": "boolean"}),
            2 => json!({"type": "string", "enum": ["name", "date", "size"]}),
            3 => json!({"type": "array", "items": {"type": "string"}}),
            _ => json!({"type": "string"}),
        };
        if schema.get("type").is_some_and(|ty| ty == "array") && place == "query" && self.numbers().chance(40)
        {
            set(&mut parameter, "explode", json!(false));
        }
        set(&mut parameter, "schema", schema);
        parameter
    }

    fn body(&mut self) -> Value {
        let media = match self.numbers().below(10) {
            0 => "application/x-www-form-urlencoded",
            1 => "multipart/form-data",
            _ => "application/json",
        };
        let is_json = media == "application/json";
        let schema = if is_json && self.numbers().chance(60) {
            self.schemas.reference()
        } else {
            self.schemas.object(1, !is_json)
        };
        let mut body = json!({"content": {media: {"schema": schema}}});
        if self.numbers().chance(70) {
            set(&mut body, "required", json!(true));
        }
        body
    }

    fn responses(&mut self) -> Value {
        let mut responses = Map::new();
        let count = self.numbers().between(1, 3);
        let mut statuses = self.numbers().words(&STATUSES, count);
        statuses.sort_unstable();
        for status in statuses {
            let mut response = json!({"description": "A response."});
            if status != "204" {
                let schema = match self.numbers().below(4) {
                    0 => self.schemas.object(1, false),
                    1 => json!({"type": "array", "items": self.schemas.reference()}),
                    _ => self.schemas.reference(),
                };
                set(&mut response, "content", json!({"application/json": {"schema": schema}}));
            }
            if self.numbers().chance(25) {
                set(&mut response, "headers", json!({"X-Count": {"schema": {"type": "integer"}}}));
            }
            responses.insert(status.to_owned(), response);
        }
        Value::Object(responses)
    }
}

//! Security schemes of Swagger 2.0.

use serde_json::{Map, Value, json};

/// Rewrites a security scheme; one whose type 3.0 has too stays as it is.
pub(super) fn scheme(node: &mut Value) {
    let description = node.get("description").cloned();
    let text = |key: &str| node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut scheme = match text("type").as_str() {
        "basic" => json!({"type": "http", "scheme": "basic"}),
        "oauth2" => oauth2(node, &text("flow")),
        _ => return,
    };
    if let (Some(description), Value::Object(scheme)) = (description, &mut scheme) {
        scheme.insert("description".to_owned(), description);
    }
    *node = scheme;
}

fn oauth2(node: &Value, flow: &str) -> Value {
    let flow = match flow {
        "application" => "clientCredentials",
        "accessCode" => "authorizationCode",
        "password" => "password",
        _ => "implicit",
    };
    let mut fields = Map::new();
    for key in ["authorizationUrl", "tokenUrl"] {
        if let Some(url) = node.get(key) {
            fields.insert(key.to_owned(), url.clone());
        }
    }
    fields.insert("scopes".to_owned(), node.get("scopes").cloned().unwrap_or_else(|| json!({})));
    let mut flows = Map::new();
    flows.insert(flow.to_owned(), Value::Object(fields));
    json!({"type": "oauth2", "flows": flows})
}

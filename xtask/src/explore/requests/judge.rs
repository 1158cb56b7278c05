//! Compares what a validator has decoded with what was meant.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::body::BYTES;
use super::decisions::decided;
use super::meant::{Meant, Place};
use super::operation::Operation;
use super::recorder::Recorded;
use super::validators::{Decoded, Validator};
use crate::conformance::equal::{Null, same};

/// The figures of one validator.
#[derive(Debug, Default, Serialize)]
pub(super) struct Figures {
    /// The operations that it has read.
    operations: u64,
    /// The operations whose values all arrived, apart from decisions.
    agreed: u64,
    /// The values that arrived as they were meant: parameters, bodies or parts of forms, credentials.
    values: u64,
    /// The number of values that are not compared, by decision.
    decided: BTreeMap<&'static str, u64>,
    /// The reasons of the decisions.
    reasons: BTreeMap<&'static str, &'static str>,
}

impl Figures {
    /// Compares one operation. Returns the differences.
    pub(super) fn judge(
        &mut self,
        validator: Validator,
        operation: &Operation,
        decoded: &Decoded,
    ) -> Vec<String> {
        self.operations += 1;
        let mut differences: Vec<String> =
            decoded.errors.iter().map(|error| format!("refused: {error}")).collect();
        for parameter in &operation.parameters {
            self.parameter(validator, parameter, decoded, &mut differences);
        }
        if let Some(body) = &operation.body {
            if body.parts.is_empty() {
                let got = &decoded.body;
                let same = body
                    .value
                    .as_ref()
                    .map_or_else(|| is_nothing(got), |value| is_same(validator, value, got));
                self.compared(
                    same,
                    || format!("body: meant {}, arrived {got}", shown(body.value.as_ref())),
                    &mut differences,
                );
            }
            for part in &body.parts {
                let got = decoded.body.get(&part.name);
                self.value(validator, part, got, &mut differences);
            }
        }
        for scheme in &operation.security {
            let got = decoded.security.get(&scheme.name);
            let same = got == Some(&json!(scheme.value));
            self.compared(
                same,
                || format!("credential {}: meant {:?}, arrived {}", scheme.name, scheme.value, shown(got)),
                &mut differences,
            );
        }
        if differences.is_empty() {
            self.agreed += 1;
        }
        differences
    }

    fn parameter(
        &mut self,
        validator: Validator,
        parameter: &Meant,
        decoded: &Decoded,
        differences: &mut Vec<String>,
    ) {
        let place = parameter.place.name();
        let key = match parameter.place {
            Place::Header => parameter.name.to_lowercase(),
            Place::Path => copied_name(validator, parameter),
            _ => parameter.name.clone(),
        };
        let got = decoded.parameters.get(place).and_then(|found| found.get(&key));
        self.value(validator, parameter, got, differences);
    }

    fn value(
        &mut self,
        validator: Validator,
        meant: &Meant,
        got: Option<&Value>,
        differences: &mut Vec<String>,
    ) {
        if let Some(decision) = decided(validator, meant) {
            *self.decided.entry(decision.name).or_default() += 1;
            self.reasons.insert(decision.name, decision.reason);
            return;
        }
        let same = match (&meant.value, got) {
            (Some(value), Some(got)) if meant.place == Place::Cookie => is_same_cookie(validator, value, got),
            (Some(value), Some(got)) => is_same(validator, value, got),
            // Readers set the default of a value that was not sent.
            (None, got) => got.is_none_or(|got| is_nothing(got) || Some(got) == meant.schema.get("default")),
            (Some(_), None) => false,
        };
        let why = || {
            let place = meant.place.name();
            format!(
                "{place} {:?} ({}): meant {}, arrived {}",
                meant.name,
                label(meant),
                shown(meant.value.as_ref()),
                shown(got)
            )
        };
        self.compared(same, why, differences);
    }

    fn compared(&mut self, same: bool, why: impl Fn() -> String, differences: &mut Vec<String>) {
        if same {
            self.values += 1;
        } else {
            differences.push(why());
        }
    }
}

/// Returns the style of a value, for messages.
pub(super) fn label(meant: &Meant) -> String {
    let explode = if meant.explode { " explode" } else { "" };
    let reserved = if meant.reserved { " allowReserved" } else { "" };
    format!("{:?} {}{explode}{reserved}", meant.form, meant.style)
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), Value::to_string)
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value == &json!({}) || value == &json!("")
}

/// Returns whether a cookie arrived. express-openapi-validator converts cookies in a copy, so that only the
/// text is known.
fn is_same_cookie(validator: Validator, meant: &Value, got: &Value) -> bool {
    match (meant, got) {
        (Value::Number(_) | Value::Bool(_), Value::String(text)) if validator == Validator::Express => {
            serde_json::from_str(text)
                .is_ok_and(|got: Value| !got.is_string() && is_same(validator, meant, &got))
        }
        (Value::Array(meant), Value::Array(got)) => {
            let mut pairs = meant.iter().zip(got);
            meant.len() == got.len() && pairs.all(|(meant, got)| is_same_cookie(validator, meant, got))
        }
        _ => is_same(validator, meant, got),
    }
}

/// Returns whether a value arrived. Numbers of JavaScript are doubles (RFC 8259, section 6).
fn is_same(validator: Validator, meant: &Value, got: &Value) -> bool {
    match (meant, got) {
        (Value::Number(meant), Value::Number(got)) if validator == Validator::Express => {
            meant.as_f64() == got.as_f64()
        }
        (Value::Array(meant), Value::Array(got)) => {
            meant.len() == got.len()
                && meant.iter().zip(got).all(|(meant, got)| is_same(validator, meant, got))
        }
        (Value::Object(meant), Value::Object(got)) => {
            meant.len() == got.len()
                && meant
                    .iter()
                    .all(|(key, meant)| got.get(key).is_some_and(|got| is_same(validator, meant, got)))
        }
        _ => same(meant, got, Null::Kept),
    }
}

/// Returns the name of a parameter in a validator's copy of the description. The name of a path variable is
/// not sent, except in the style `matrix`, and both validators accept only some names.
fn copied_name(validator: Validator, parameter: &Meant) -> String {
    let is_sent = parameter.style == "matrix" && decided(validator, parameter).is_none();
    if parameter.place != Place::Path || is_sent {
        return parameter.name.clone();
    }
    let words = parameter.name.bytes().map(|byte| format!("{byte:02x}"));
    format!("v{}", words.collect::<String>())
}

/// Returns the paths object that a validator reads: without the values to which decisions apply.
pub(super) fn copied<'o>(
    validator: Validator,
    operations: impl Iterator<Item = &'o Operation>,
) -> Map<String, Value> {
    let mut paths = Map::new();
    for operation in operations {
        let copies =
            operation.parameters.iter().filter_map(|parameter| copied_parameter(validator, parameter));
        let mut path = operation.path.clone();
        for variable in operation.parameters.iter().filter(|parameter| parameter.place == Place::Path) {
            path = path.replace(
                &format!("{{{}}}", variable.name),
                &format!("{{{}}}", copied_name(validator, variable)),
            );
        }
        let mut operation = operation.clone();
        let is_removed = |meant: &Meant| meant.place == Place::Query && decided(validator, meant).is_some();
        let has_removed = operation.parameters.iter().any(is_removed);
        // It does not know the keys of other security schemes than the first.
        let has_key =
            operation.security.iter().skip(1).any(|scheme| scheme.node.get("in") == Some(&json!("query")));
        let parameters: Vec<Value> = copies.collect();
        if let Some(body) = operation.body.as_mut().filter(|body| {
            body.media == BYTES && validator == Validator::OpenapiCore && operation.dialect.is_json_schema()
        }) {
            // It reads bytes without a type as nothing, unless there is no schema.
            body.schema = Value::Null;
        }
        let mut node = operation.node(|meant| decided(validator, meant).is_none());
        if let Some(fields) = node.as_object_mut() {
            fields.insert("parameters".to_owned(), Value::Array(parameters));
            if has_removed || has_key {
                fields.insert("x-eov-allow-unknown-query-parameters".to_owned(), json!(true));
            }
        }
        paths.insert(path, json!({operation.method: node}));
    }
    paths
}

/// Returns the parameter object in a validator's copy of the description.
fn copied_parameter(validator: Validator, parameter: &Meant) -> Option<Value> {
    let name = copied_name(validator, parameter);
    if decided(validator, parameter).is_some() {
        // A variable of the template must be described.
        let text = json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
        return (parameter.place == Place::Path).then_some(text);
    }
    let mut node = parameter.node.clone();
    node.insert("name".to_owned(), json!(name));
    if parameter.place == Place::Query {
        // Both refuse an empty string otherwise, although the schema allows it.
        node.insert("allowEmptyValue".to_owned(), json!(true));
    }
    if node.contains_key("schema") {
        // express-openapi-validator does not know the defaults of headers and cookies (OpenAPI 3.0.4,
        // "Parameter Object").
        node.insert("style".to_owned(), json!(parameter.style));
        node.insert("explode".to_owned(), json!(parameter.explode));
    }
    Some(Value::Object(node))
}

/// Returns the request in short form, for messages.
pub(super) fn short(request: &Recorded) -> String {
    let headers: Vec<String> =
        request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let body: String = String::from_utf8_lossy(&request.body).chars().take(300).collect();
    format!("{} {} [{}] {body:?}", request.method, request.target, headers.join("; "))
}

//! Replacements for scalars of the wrong type and for missing values.

use serde_json::{Map, Value, json};

use crate::diagnostics::{Fix, Place};
use crate::openapi::grammar::{self, Holds};

/// Converts a scalar of the wrong type to the intended one, such as `yes` to true, which is a boolean in YAML
/// 1.1.
pub(super) fn meant(holds: Holds, value: &Value) -> Option<Value> {
    match (holds, value) {
        (Holds::Text, Value::Bool(_) | Value::Number(_)) => Some(Value::String(value.to_string())),
        (Holds::Flag | Holds::SchemaOrFlag, Value::String(word)) => {
            match word.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "y" => Some(Value::Bool(true)),
                "false" | "no" | "off" | "n" => Some(Value::Bool(false)),
                _ => None,
            }
        }
        (Holds::Number | Holds::Count, Value::String(digits)) => {
            let number = serde_json::from_str(digits.trim()).ok().filter(Value::is_number)?;
            (matches!(holds, Holds::Number) || number.is_u64()).then_some(number)
        }
        _ => None,
    }
}

/// Converts a security requirement of the wrong type to the intended one, if that needs at least the same
/// credentials: a scheme without a list of scopes, the name of a scheme, or a requirement that is not in a list.
pub(super) fn requirement(holds: Holds, value: &Value) -> Option<Value> {
    match (holds, value) {
        (Holds::List(Holds::Map(_)), Value::Object(_)) => Some(json!([value])),
        (Holds::List(Holds::Map(_)), Value::String(scheme)) => Some(json!([{ scheme: [] }])),
        (Holds::Map(_), Value::String(scheme)) => Some(json!({ scheme: [] })),
        (Holds::List(Holds::Text), Value::Null) => Some(json!([])),
        (Holds::List(Holds::Text), Value::String(scope)) => Some(json!([scope])),
        _ => None,
    }
}

/// Returns the change of a schema that gives a key in the form of 3.1 the form of 3.0 with the same meaning: a
/// list of types, or a number that is an exclusive limit.
pub(super) fn in_form_of_3_0(fields: &Map<String, Value>, key: &str, place: &Place) -> Option<Fix> {
    let value = fields.get(key)?;
    let limit = match key {
        "type" => return types(fields, value, place),
        "exclusiveMinimum" => "minimum",
        "exclusiveMaximum" => "maximum",
        _ => return None,
    };
    let pairs = [(limit, value.as_number()?.clone().into()), (key, Value::Bool(true))];
    Some(Fix::Update(place.clone(), pairs.map(|(key, value)| (key.to_owned(), value)).into_iter().collect()))
}

fn types(fields: &Map<String, Value>, value: &Value, place: &Place) -> Option<Fix> {
    let types = value.as_array()?.iter().map(Value::as_str).collect::<Option<Vec<&str>>>()?;
    let others: Vec<&str> = types.iter().copied().filter(|word| *word != "null").collect();
    let mut values = Map::new();
    if others.len() < types.len() {
        values.insert("nullable".to_owned(), Value::Bool(true));
    }
    match others.as_slice() {
        [] => None,
        [only] => {
            values.insert("type".to_owned(), Value::from(*only));
            Some(Fix::Update(place.clone(), values))
        }
        several if !fields.contains_key("anyOf") => {
            let branches = several.iter().map(|word| json!({ "type": word })).collect();
            let others = fields.iter().filter(|(key, _)| *key != "type");
            values.extend(others.map(|(key, value)| (key.clone(), value.clone())));
            values.insert("anyOf".to_owned(), branches);
            Some(Fix::Replace(place.clone(), Value::Object(values)))
        }
        _ => None,
    }
}

/// Returns an empty value for a required node that is missing.
pub(super) fn default_of(holds: Holds) -> Value {
    match holds {
        Holds::Text => Value::String(String::new()),
        Holds::List(_) => Value::Array(Vec::new()),
        Holds::Flag | Holds::SchemaOrFlag => Value::Bool(false),
        Holds::Number | Holds::Count => Value::from(0),
        Holds::Anything => Value::Null,
        Holds::One(object) => {
            let required = grammar::keys_of(object).iter().filter(|key| key.required);
            required.map(|key| (key.name.to_owned(), default_of(key.holds))).collect::<Map<_, _>>().into()
        }
        Holds::Linked(_) | Holds::Map(_) => Value::Object(Map::new()),
    }
}

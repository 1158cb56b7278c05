//! Replacements for scalars of the wrong type and for missing values.

use serde_json::{Map, Value};

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

//! When two JSON values say the same.

use serde_json::{Map, Value};

/// Whether null is a value of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// It is.
    Kept,
    /// A key that is null and one that is absent are one thing.
    Folded,
}

/// Whether two values say the same; `1` and `1.0` are one number.
pub(crate) fn same(one: &Value, other: &Value, null: Null) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other, null))
        }
        (Value::Object(one), Value::Object(other)) => {
            let covers = |one: &Map<String, Value>, other: &Map<String, Value>| {
                one.iter()
                    .filter(|(_, value)| null == Null::Kept || !value.is_null())
                    .all(|(key, value)| other.get(key).is_some_and(|other| same(value, other, null)))
            };
            covers(one, other) && covers(other, one)
        }
        _ => one == other,
    }
}

//! Equality of JSON values.

use serde_json::{Map, Number, Value};

/// The treatment of null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// Null is a value.
    Kept,
    /// A key whose value is null is equal to an absent key.
    Folded,
}

/// Returns whether two values are equal; `1` and `1.0` are the same number.
pub(crate) fn same(one: &Value, other: &Value, null: Null) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => is_same_number(one, other),
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

/// Returns whether two numbers are equal. Integers are not compared as doubles, which round beyond 2^53.
fn is_same_number(one: &Number, other: &Number) -> bool {
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => one.as_f64() == other.as_f64(),
        _ => false,
    }
}

fn whole(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    exact.or_else(|| {
        // Below this, every double without a fraction fits into 128 bits.
        const LIMIT: f64 = 1e38;
        let double = number.as_f64().filter(|double| double.fract() == 0.0 && double.abs() < LIMIT)?;
        #[expect(clippy::cast_possible_truncation, reason = "the double is an integer and small enough")]
        Some(double as i128)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_the_same_to_the_last_digit() {
        let is_same = |one: Value, other: Value| same(&one, &other, Null::Kept);
        assert!(is_same(json!(1), json!(1.0)));
        assert!(is_same(json!(1e300), json!(1e300)));
        assert!(is_same(json!(0.1), json!(0.1)));
        assert!(!is_same(json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_992_i64)));
        assert!(!is_same(json!(9_007_199_254_740_993_i64), json!(9_007_199_254_740_992.0)));
        assert!(!is_same(json!(u64::MAX), json!(1.844_674_407_370_955_2e19)));
        assert!(!is_same(json!(1), json!(1.5)));
    }
}

//! The bounds of integers, and the Rust type that they require.

use serde_json::{Map, Number, Value};

use super::Schema;

/// The smallest and the largest integer that a schema allows, or `None` for no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) least: Option<i128>,
    pub(crate) most: Option<i128>,
}

/// The Rust integer type that can hold every integer that a schema allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Signed32,
    Signed64,
    Unsigned64,
    /// More than 64 bits.
    Unlimited,
}

impl Bounds {
    /// Reads `minimum` and `maximum`, which may be exclusive.
    pub(super) fn of(fields: &Map<String, Value>) -> Self {
        let bound = |key: &str| fields.get(key).and_then(Value::as_number);
        let is_exclusive = |key: &str| fields.get(key) == Some(&Value::Bool(true));
        let least = bound("minimum").and_then(|number| whole(number, f64::ceil));
        let most = bound("maximum").and_then(|number| whole(number, f64::floor));
        let (above, below) = (is_exclusive("exclusiveMinimum"), is_exclusive("exclusiveMaximum"));
        let is_whole = |key: &str| bound(key).and_then(Number::as_f64).is_some_and(|it| it.fract() == 0.0);
        let (above, below) = (above && is_whole("minimum"), below && is_whole("maximum"));
        Self {
            least: least.map(|least| as_meant(least.saturating_add(i128::from(above)))),
            most: most.map(|most| as_meant(most.saturating_sub(i128::from(below)))),
        }
    }

    /// Returns the intersection of two bounds.
    pub(crate) fn and(self, other: Self) -> Self {
        let tighter =
            |one: Option<i128>, other: Option<i128>, pick: fn(i128, i128) -> i128| match (one, other) {
                (Some(one), Some(other)) => Some(pick(one, other)),
                (one, other) => one.or(other),
            };
        Self {
            least: tighter(self.least, other.least, i128::max),
            most: tighter(self.most, other.most, i128::min),
        }
    }

    /// Describes the bounds: `1 to 200`.
    pub(super) fn words(self) -> Option<String> {
        super::schema::limit(self.least, self.most, "")
    }
}

impl Schema {
    /// Returns the type for the integers of the schema. Limits take precedence over the format, which is an
    /// annotation (JSON Schema Validation 2020-12, section 7.2.1).
    pub(crate) fn width(&self) -> Width {
        let Bounds { least, most } = self.bounds;
        let listed = self.enumeration.iter().chain(self.default.as_deref());
        let listed = listed.filter_map(Value::as_number).filter_map(|number| whole(number, f64::trunc));
        let (mut lowest, mut highest) = (least, most);
        for value in listed.map(as_meant) {
            lowest = Some(lowest.map_or(value, |lowest| lowest.min(value)));
            highest = Some(highest.map_or(value, |highest| highest.max(value)));
        }
        let lies_within = |from: i128, to: i128| {
            let lies = |value: Option<i128>| value.is_none_or(|value| (from..=to).contains(&value));
            lies(lowest) && lies(highest)
        };
        let format = self.format.as_deref().unwrap_or_default();
        let is_unsigned = is_unsigned_format(format);
        if is_long_format(format) && !(least.is_some() && most.is_some()) {
            return Width::Unlimited;
        }
        if is_unsigned && lies_within(0, u64::MAX.into()) {
            Width::Unsigned64
        } else if format == "int32" && lies_within(i32::MIN.into(), i32::MAX.into()) {
            Width::Signed32
        } else if lies_within(i64::MIN.into(), i64::MAX.into()) {
            Width::Signed64
        } else if least.is_some_and(|least| least >= 0) && lies_within(0, u64::MAX.into()) {
            Width::Unsigned64
        } else {
            Width::Unlimited
        }
    }
}

/// Returns whether a format is one of whole numbers.
pub(super) fn is_whole_format(format: &str) -> bool {
    matches!(format, "int8" | "int16" | "int32" | "int64")
        || is_unsigned_format(format)
        || is_long_format(format)
}

/// Returns whether a format is one of integers beyond 64 bits, as generators for Rust and .NET write it.
fn is_long_format(format: &str) -> bool {
    matches!(format, "int128" | "uint128" | "i128" | "u128")
}

fn is_unsigned_format(format: &str) -> bool {
    matches!(format, "uint" | "uint8" | "uint16" | "uint32" | "uint64")
}

/// Converts a number to an integer. The JSON parser has already rounded numbers that neither 64 bits nor a
/// double hold.
fn whole(number: &Number, rounded: fn(f64) -> f64) -> Option<i128> {
    let signed = number.as_i64().map(i128::from);
    let exact = signed.or_else(|| number.as_u64().map(i128::from));
    exact.or_else(|| {
        let double = rounded(number.as_f64()?);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the double is an integer; `as` saturates, and no type depends on limits beyond 128 bits"
        )]
        double.is_finite().then_some(double as i128)
    })
}

/// Corrects the limits of 64 bits as JavaScript prints them, which has only doubles: `9223372036854776000`
/// means 2^63 - 1, `18446744073709552000` means 2^64 - 1. The JSON parser reads the latter as the double
/// 2^64.
fn as_meant(value: i128) -> i128 {
    const SIGNED: i128 = 9_223_372_036_854_776_000;
    const UNSIGNED: i128 = 1 << 64;
    match value {
        SIGNED => i64::MAX.into(),
        value if value == -SIGNED => i64::MIN.into(),
        UNSIGNED => u64::MAX.into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn width(node: Value) -> Width {
        let format = node.get("format").and_then(Value::as_str).map(str::to_owned);
        let default = node.get("default").cloned().map(Box::new);
        let enumeration = node.get("enum").and_then(Value::as_array).cloned().unwrap_or_default().into();
        let bounds = Bounds::of(node.as_object().unwrap());
        Schema { format, default, enumeration, bounds, ..Schema::default() }.width()
    }

    #[test]
    fn limits_choose_the_type() {
        let max: u64 = u64::MAX;
        for (node, expected) in [
            (json!({}), Width::Signed64),
            (json!({"minimum": 0}), Width::Signed64),
            (json!({"minimum": 0, "maximum": max}), Width::Unsigned64),
            (json!({"minimum": 1, "maximum": max, "format": "int64"}), Width::Unsigned64),
            (json!({"minimum": 0, "maximum": 1.8446744073709552e19}), Width::Unsigned64),
            (
                json!({"minimum": -1, "exclusiveMinimum": true, "maximum": 1.8446744073709552e19, "exclusiveMaximum": true}),
                Width::Unsigned64,
            ),
            (json!({"maximum": max}), Width::Unlimited),
            (json!({"minimum": -1, "maximum": max}), Width::Unlimited),
            (json!({"minimum": 0, "maximum": 1e30}), Width::Unlimited),
            (json!({"minimum": -1e30}), Width::Unlimited),
            (json!({"maximum": 9_223_372_036_854_775_807_i64}), Width::Signed64),
            (json!({"maximum": 9_223_372_036_854_775_808_u64}), Width::Unlimited),
            (json!({"maximum": 9_223_372_036_854_775_808_u64, "exclusiveMaximum": true}), Width::Signed64),
            (
                json!({"minimum": -9.223372036854776e18, "maximum": 9_223_372_036_854_776_000_u64}),
                Width::Signed64,
            ),
            (json!({"format": "int64", "default": 9_223_372_036_854_776_000_u64}), Width::Signed64),
            (json!({"format": "uint64", "maximum": 1.8446744073709552e19}), Width::Unsigned64),
            (json!({"format": "uint64"}), Width::Unsigned64),
            (json!({"format": "int32"}), Width::Signed32),
            (json!({"format": "int32", "maximum": 4_294_967_295_u64}), Width::Signed64),
            (json!({"enum": [0, max]}), Width::Unlimited),
            (json!({"minimum": 0, "enum": [0, max]}), Width::Unsigned64),
            (json!({"maximum": 10.5}), Width::Signed64),
            (json!({"minimum": 9_223_372_036_854_775_808_u64}), Width::Unsigned64),
            (json!({"minimum": 9_223_372_036_854_775_807_i64, "exclusiveMinimum": true}), Width::Unsigned64),
            (json!({"format": "uint128", "minimum": 0}), Width::Unlimited),
            (json!({"format": "int128", "minimum": 0, "maximum": 9}), Width::Signed64),
        ] {
            assert_eq!(width(node.clone()), expected, "{node}");
        }
    }
}

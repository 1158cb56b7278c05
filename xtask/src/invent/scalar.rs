//! Numbers and strings at their limits and within them.

use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::{Map, Number, Value, json};

use super::{Gap, Invented, Inventor, text};

/// Doubles represent every integer exactly from `-MOST_EXACT - 1` to `MOST_EXACT`.
pub(super) const MOST_EXACT: i128 = (1 << f64::MANTISSA_DIGITS) - 1;

impl Inventor {
    /// Returns an integer between `-limit - 1` and `limit`, unless a format has other limits.
    pub(super) fn integer(&mut self, parts: &[Map<String, Value>], limit: i128) -> Invented<Value> {
        let formats: Vec<&str> = strings(parts, "format").collect();
        let (mut least, mut most) = (-limit - 1, limit);
        for format in formats {
            (least, most) = limits(format).unwrap_or((least, most));
        }
        let (low, high) = bounds(parts);
        // Bounds of integers that are not integers are rounded inwards.
        least = least.max(rounded(low.ceil(), least));
        most = most.min(rounded(high.floor(), most));
        let step = numbers(parts, "multipleOf").map(|step| rounded(step.ceil(), 1).max(1)).max().unwrap_or(1);
        let (first, last) =
            (least.div_euclid(step) + i128::from(least.rem_euclid(step) != 0), most.div_euclid(step));
        if first > last {
            return Err(Gap::Contradiction("no number is between the bounds"));
        }
        let near =
            [first, last, 0, 1, -1, self.rng.random_range(first..=last.min(first.saturating_add(1000)))];
        let near: Vec<i128> = near.into_iter().filter(|number| (first..=last).contains(number)).collect();
        let number = near.choose(&mut self.rng).copied().unwrap_or(first) * step;
        let number =
            i64::try_from(number).map(Number::from).or_else(|_| u64::try_from(number).map(Number::from));
        number.map(Value::Number).map_err(|_| Gap::Contradiction("no number is between the bounds"))
    }

    pub(super) fn number(&mut self, parts: &[Map<String, Value>]) -> Invented<Value> {
        let (low, high) = bounds(parts);
        if let Some(step) = numbers(parts, "multipleOf").reduce(f64::max) {
            let (first, last) = ((low.max(-1e6) / step).ceil(), (high.min(1e6) / step).floor());
            let count = rounded((last - first).max(0.0), 0);
            #[expect(clippy::cast_precision_loss, reason = "it is below a million or so")]
            let index = self.rng.random_range(0..=count) as f64;
            // `step * n` is rounded, unlike the decimal number that an author would write.
            let digits = step.to_string().split_once('.').map_or(0, |(_, digits)| digits.len());
            let text = format!("{:.digits$}", (first + index) * step);
            return number_of(text.parse().unwrap_or_default());
        }
        let near = [
            0.0,
            1.0,
            -1.5,
            0.1,
            1e21,
            5e-324,
            1.797_693_134_862_315_7e308,
            2.345_678_901_234_567_8e-7,
            low,
            high,
        ];
        let mut near: Vec<f64> =
            near.into_iter().filter(|n| (low..=high).contains(n) && n.is_finite()).collect();
        let (low, high) = (low.max(-1e9), high.min(1e9));
        if low <= high {
            near.push(self.rng.random_range(low..=high));
        }
        near.choose(&mut self.rng)
            .copied()
            .map_or(Err(Gap::Contradiction("no number is between the bounds")), number_of)
    }

    pub(super) fn string(&mut self, parts: &[Map<String, Value>]) -> Invented<Value> {
        let least = counts(parts, "minLength").max().unwrap_or(0);
        let most = counts(parts, "maxLength").min().unwrap_or(usize::MAX);
        if least > most || least > 100_000 {
            return Err(Gap::Contradiction("no text has this length"));
        }
        let pattern = strings(parts, "pattern").next();
        let text = match pattern {
            Some(pattern) => text::of_pattern(&mut self.rng, pattern, least, most)
                .ok_or_else(|| Gap::Unknown("no string is generated for its pattern".to_owned()))?,
            None => {
                let format = strings(parts, "format").next().unwrap_or_default();
                text::of_format(&mut self.rng, format, least, most)
            }
        };
        Ok(Value::String(text))
    }
}

/// Returns the smallest and the largest integer of a format.
pub(super) fn limits(format: &str) -> Option<(i128, i128)> {
    Some(match format {
        "int8" => (-128, 127),
        "int16" => (-32_768, 32_767),
        "int32" => (i128::from(i32::MIN), i128::from(i32::MAX)),
        "uint8" => (0, 255),
        "uint16" => (0, 65_535),
        "uint32" => (0, i128::from(u32::MAX)),
        "uint64" => (0, i128::from(u64::MAX)),
        "uint" => (0, i128::from(i64::MAX)),
        _ => return None,
    })
}

/// Limits an integer to 64 bits, unless its limits include larger values. A limit that one side leaves out is
/// that of 64 bits.
pub(super) fn narrow(schema: &mut Map<String, Value>) {
    let limit = |keys: [&str; 2]| keys.iter().find_map(|key| schema.get(*key)?.as_f64());
    let (low, high) = (limit(["minimum", "exclusiveMinimum"]), limit(["maximum", "exclusiveMaximum"]));
    if schema.contains_key("enum") {
        return;
    }
    // The validator compares doubles, so the largest integers of 64 bits are beyond the limit too.
    let beyond = i64::MAX.unsigned_abs() + 1;
    if low.is_none() && high.is_none_or(|high| high < beyond as f64) {
        schema.insert("minimum".to_owned(), json!(i64::MIN));
    }
    if high.is_none() && low.is_none_or(|low| low >= i64::MIN as f64 && low < beyond as f64) {
        schema.insert("exclusiveMaximum".to_owned(), json!(beyond));
    }
}

/// Returns whether a format is one of integers (OpenAPI format registry).
pub(super) fn is_of_integers(format: &str) -> bool {
    format == "int64" || limits(format).is_some()
}

fn strings<'p>(parts: &'p [Map<String, Value>], keyword: &'p str) -> impl Iterator<Item = &'p str> {
    parts.iter().filter_map(move |part| part.get(keyword)?.as_str())
}

fn numbers<'p>(parts: &'p [Map<String, Value>], keyword: &'p str) -> impl Iterator<Item = f64> + 'p {
    parts.iter().filter_map(move |part| part.get(keyword)?.as_f64())
}

pub(super) fn counts<'p>(
    parts: &'p [Map<String, Value>],
    keyword: &'p str,
) -> impl Iterator<Item = usize> + 'p {
    let counts = parts.iter().filter_map(move |part| part.get(keyword)?.as_u64());
    counts.map(|count| usize::try_from(count).unwrap_or(usize::MAX))
}

/// Returns the smallest and the largest number. Validation finds exclusive bounds.
fn bounds(parts: &[Map<String, Value>]) -> (f64, f64) {
    let low = numbers(parts, "minimum").chain(numbers(parts, "exclusiveMinimum").map(f64::next_up));
    let high = numbers(parts, "maximum").chain(numbers(parts, "exclusiveMaximum").map(f64::next_down));
    (low.fold(f64::NEG_INFINITY, f64::max), high.fold(f64::INFINITY, f64::min))
}

fn number_of(number: f64) -> Invented<Value> {
    Number::from_f64(number).map(Value::Number).ok_or(Gap::Contradiction("no number is between the bounds"))
}

#[expect(clippy::cast_possible_truncation, reason = "values beyond the range are saturated, as intended")]
fn rounded(number: f64, otherwise: i128) -> i128 {
    if number.is_finite() { number as i128 } else { otherwise }
}

//! Parses JSON and YAML into the same values, without losing information.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{Format, flow_depth, locate, mistaken};
use crate::diagnostics::Code;

/// A syntax error, with its position. Lines and columns count from one.
#[derive(Debug)]
pub(crate) struct SyntaxFault {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: &'static str,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The limit on the growth of a YAML text by aliases, in nodes and bytes: the text's length times `GROWTH`,
/// plus `GROWTH_OF_SMALL`. Without aliases, a text has fewer nodes than bytes.
const GROWTH: usize = 4;
const GROWTH_OF_SMALL: usize = 1 << 20;

/// Parses a text. A duplicate key is an error, because either of its values would be lost.
pub(crate) fn parse(text: &str, format: Format) -> Result<Value, SyntaxFault> {
    // A byte order mark is not part of the text (RFC 8259, section 8.1).
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(fault) = mistaken::other_text(text) {
        return Err(fault);
    }
    match format {
        Format::Json => json(text),
        Format::Yaml => yaml(text),
    }
}

fn json(text: &str) -> Result<Value, SyntaxFault> {
    let budget = Cell::new(usize::MAX);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Tree { has_merge_keys: false, budget: &budget }.deserialize(&mut deserializer);
    value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| {
        let (line, column) = (error.line().max(1), error.column().max(1));
        let message = without_place(&error.to_string());
        match message.as_str() {
            "recursion limit exceeded" => too_deep(line, column),
            "number out of range" => out_of_range(text, line, column),
            _ => mistaken::in_json(text, line, column).unwrap_or(SyntaxFault {
                code: Code::Syntax,
                message,
                help: "",
                line,
                column,
            }),
        }
    })
}

fn yaml(text: &str) -> Result<Value, SyntaxFault> {
    let walk = flow_depth::check(text).map_err(|excess| {
        let (line, column) = locate::Lines::of(text).position(excess.at);
        SyntaxFault { message: excess.what.to_owned(), ..too_deep(line, column) }
    })?;
    let budget = Cell::new(text.len().saturating_mul(GROWTH).saturating_add(GROWTH_OF_SMALL));
    let tree = Tree { has_merge_keys: true, budget: &budget };
    tree.deserialize(serde_yaml::Deserializer::from_str(&walk.readable(text))).map_err(|error| {
        let place = error.location().map(|location| (location.line().max(1), location.column().max(1)));
        let (line, column) = place.unwrap_or((1, 1));
        let message = without_place(&error.to_string());
        // The parser has its own limit on the number of aliases, and its error has no position.
        if budget.get() == 0 || message.ends_with("repetition limit exceeded") {
            let place = walk.first_alias.map(|at| locate::Lines::of(text).position(at));
            let (line, column) = place.unwrap_or((line, column));
            let message = "aliases make the text too large; this is the first one".to_owned();
            let help = "use `$ref` for parts that are used often";
            return SyntaxFault { code: Code::Limit, message, help, line, column };
        }
        if message.ends_with("recursion limit exceeded") {
            return too_deep(line, column);
        }
        mistaken::in_yaml(text, &message, line).unwrap_or(SyntaxFault {
            code: Code::Syntax,
            message,
            help: "",
            line,
            column,
        })
    })
}

fn too_deep(line: usize, column: usize) -> SyntaxFault {
    SyntaxFault {
        code: Code::Limit,
        message: format!("the text is nested deeper than {} levels", flow_depth::DEEPEST),
        help: "use `$ref` for inner parts",
        line,
        column,
    }
}

/// Creates the error for a number that a double cannot represent. The library gives the position of the last
/// character.
fn out_of_range(text: &str, line: usize, column: usize) -> SyntaxFault {
    let before = text.split('\n').nth(line - 1).and_then(|line| line.get(..column)).unwrap_or_default();
    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let end = before.trim_end_matches(|last: char| !last.is_ascii_digit()).len();
    let digits =
        before.as_bytes().get(..end).unwrap_or_default().iter().rev().take_while(|byte| is_part(byte));
    let start = end - digits.count();
    SyntaxFault {
        code: Code::NumberRange,
        message: format!("`{}` is outside the range of a double", before.get(start..end).unwrap_or_default()),
        help: "write a smaller number, or a string",
        line,
        column: before.get(..start).unwrap_or_default().chars().count() + 1,
    }
}

/// Removes the position at the end of a library's message, because the report has its own format for
/// positions.
fn without_place(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    message.get(..end).unwrap_or(message).to_owned()
}

/// Builds a [`Value`] from any deserializer.
#[derive(Clone, Copy)]
struct Tree<'b> {
    /// Whether `<<` merges the entries of other maps (YAML 1.1, "Merge Key Language-Independent Type").
    has_merge_keys: bool,
    /// The remaining number of nodes and bytes.
    budget: &'b Cell<usize>,
}

impl Tree<'_> {
    /// Subtracts a node with this number of bytes from the budget.
    fn spend<E: serde::de::Error>(self, bytes: usize) -> Result<(), E> {
        let left = self.budget.get().saturating_sub(bytes + 1);
        self.budget.set(left);
        if left == 0 { Err(E::custom("too many nodes")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.spend(0)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON or YAML value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    // A number of more than 64 bits becomes the nearest double, as in JavaScript's tools.
    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is wanted")]
    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Number::from_f64(value as f64).map_or(Value::Null, Value::Number))
    }

    #[expect(clippy::cast_precision_loss, reason = "the nearest double is what is wanted")]
    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(Number::from_f64(value as f64).map_or(Value::Null, Value::Number))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number))
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Value, E> {
        self.spend(value.len())?;
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Value, E> {
        self.spend(value.len())?;
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = sequence.next_element_seed(self)? {
            values.push(value);
        }
        values.shrink_to_fit();
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        let mut merged = Vec::new();
        while let Some(key) = map.next_key_seed(Key { tree: self, before: &values })? {
            let value = map.next_value_seed(self)?;
            match value {
                Value::Object(_) if self.has_merge_keys && key == "<<" => merged.push(value),
                Value::Array(maps) if self.has_merge_keys && key == "<<" => merged.extend(maps),
                value => drop(values.insert(key, value)),
            }
        }
        // The map's own entries take precedence over merged ones, and earlier maps over later ones.
        for map in merged {
            let Value::Object(entries) = map else {
                return Err(A::Error::custom("the value of `<<` must be a map or a list of maps"));
            };
            for (key, value) in entries {
                values.entry(key).or_insert(value);
            }
        }
        // Most objects are small, but the first insertion into a map reserves space for several entries.
        let mut exact = Map::with_capacity(values.len());
        exact.extend(values);
        Ok(Value::Object(exact))
    }
}

/// A key of an object, which must be unique. The libraries add the position to an error about it.
struct Key<'a> {
    tree: Tree<'a>,
    before: &'a Map<String, Value>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_string(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key that is a string")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<String, E> {
        self.tree.spend(key.len())?;
        if self.before.contains_key(key) {
            return Err(E::custom(format!("duplicate key `{key}`")));
        }
        Ok(key.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(text: &str, format: Format) -> (Code, usize, usize) {
        let fault = parse(text, format).unwrap_err();
        (fault.code, fault.line, fault.column)
    }

    #[test]
    fn the_values_of_aliases_are_limited() {
        let map = "a: &a {b: [1, 2, 3], c: text}\n";
        let used = (0..50).map(|number| format!("d{number}: *a\n")).collect::<String>();
        let value = parse(&format!("{map}{used}"), Format::Yaml).unwrap();
        assert_eq!(value["d49"]["b"][2], 3);
        // The text grows to the square of its length.
        for much in [format!("[{}]", "x,".repeat(5_000)), format!("\"{}\"", "x".repeat(20_000))] {
            let text = format!("first: 1\na: &a {much}\nb:\n{}", "- *a\n".repeat(5_000));
            assert_eq!(fault(&text, Format::Yaml), (Code::Limit, 4, 3), "{much:.20}");
        }
    }

    #[test]
    fn the_depth_limit_is_the_same_in_every_format() {
        for (open, close, format) in
            [("[", "]", Format::Json), ("[", "]", Format::Yaml), ("{a: ", "}", Format::Yaml)]
        {
            let nested = |depth: usize| format!("{}{}{}", open.repeat(depth), "1", close.repeat(depth));
            assert!(parse(&nested(127), format).is_ok(), "{open}");
            assert_eq!(fault(&nested(129), format).0, Code::Limit, "{open}");
            assert_eq!(fault(&nested(100_000), format).0, Code::Limit, "{open}");
            assert_eq!(fault(&open.repeat(100_000), format).0, Code::Limit, "{open}");
        }
        assert_eq!(fault(&format!("{}1", "- ".repeat(10_000)), Format::Yaml).0, Code::Limit);
        let lines: String = (0..300).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        assert_eq!(fault(&lines, Format::Yaml).0, Code::Limit);
    }

    #[test]
    fn numbers_out_of_range_are_refused_at_their_position() {
        assert_eq!(fault("[1,\n  -1e400]", Format::Json), (Code::NumberRange, 2, 3));
        assert_eq!(fault("{\"é\": 1.5E+999999999999}", Format::Json), (Code::NumberRange, 1, 7));
        let text = "9".repeat(400);
        assert_eq!(fault(&text, Format::Json), (Code::NumberRange, 1, 1));
        assert_eq!(parse("18446744073709551616", Format::Json).unwrap(), 18446744073709551616.0);
        assert_eq!(parse("1e-999", Format::Json).unwrap(), 0.0);
        // In YAML, a scalar that is not a number is text.
        assert_eq!(parse("a: 1e999", Format::Yaml).unwrap()["a"], "1e999");
    }

    #[test]
    fn a_duplicate_key_is_refused_at_its_second_position() {
        assert_eq!(fault("{\"a\": 1,\n \"b\": {}, \"a\": 2}", Format::Json), (Code::Syntax, 2, 13));
        assert_eq!(fault("a: 1\nb: 2\na: 3\n", Format::Yaml), (Code::Syntax, 3, 1));
    }
}

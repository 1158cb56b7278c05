//! Text to JSON values: one reading for JSON and YAML, and nothing lost on the way.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::{Format, flow_depth, locate};
use crate::report::Code;

/// A text that could not be read, and where the fault is. Lines and columns count from one.
#[derive(Debug)]
pub(crate) struct SyntaxFault {
    pub(crate) code: Code,
    pub(crate) message: String,
    pub(crate) help: &'static str,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// What aliases may make of a YAML text, in nodes and bytes of text: so many times its length, and so many more. Without
/// aliases, a text has fewer nodes than bytes.
const GROWTH: usize = 4;
const GROWTH_OF_SMALL: usize = 1 << 20;

/// Reads a text. A key that stands twice in one object is a fault: either reading of it would lose the other.
pub(crate) fn parse(text: &str, format: Format) -> Result<Value, SyntaxFault> {
    // A byte order mark is no part of the text (RFC 8259, section 8.1).
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
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
            _ => SyntaxFault { code: Code::Syntax, message, help: "", line, column },
        }
    })
}

fn yaml(text: &str) -> Result<Value, SyntaxFault> {
    let first_alias = flow_depth::check(text).map_err(|excess| {
        let (line, column) = locate::Lines::of(text).position(excess.at);
        SyntaxFault { message: excess.what.to_owned(), ..too_deep(line, column) }
    })?;
    let budget = Cell::new(text.len().saturating_mul(GROWTH).saturating_add(GROWTH_OF_SMALL));
    let tree = Tree { has_merge_keys: true, budget: &budget };
    tree.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| {
        let place = error.location().map(|location| (location.line().max(1), location.column().max(1)));
        let (line, column) = place.unwrap_or((1, 1));
        let message = without_place(&error.to_string());
        // The parser has a limit of its own on how often aliases are followed, and then knows no place.
        if budget.get() == 0 || message.ends_with("repetition limit exceeded") {
            let place = first_alias.map(|at| locate::Lines::of(text).position(at));
            let (line, column) = place.unwrap_or((line, column));
            let message = "aliases make the text too large: this is the first".to_owned();
            let help = "refer to what is used often by `$ref`";
            return SyntaxFault { code: Code::Limit, message, help, line, column };
        }
        if message.ends_with("recursion limit exceeded") {
            return too_deep(line, column);
        }
        SyntaxFault { code: Code::Syntax, message, help: "", line, column }
    })
}

fn too_deep(line: usize, column: usize) -> SyntaxFault {
    SyntaxFault {
        code: Code::Limit,
        message: format!("the text is nested deeper than {} levels", flow_depth::DEEPEST),
        help: "refer to inner parts by `$ref`",
        line,
        column,
    }
}

/// The fault of a number that no double can hold; the library names its last character.
fn out_of_range(text: &str, line: usize, column: usize) -> SyntaxFault {
    let before = text.split('\n').nth(line - 1).and_then(|line| line.get(..column)).unwrap_or_default();
    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let end = before.trim_end_matches(|last: char| !last.is_ascii_digit()).len();
    let digits =
        before.as_bytes().get(..end).unwrap_or_default().iter().rev().take_while(|byte| is_part(byte));
    let start = end - digits.count();
    SyntaxFault {
        code: Code::NumberRange,
        message: format!("`{}` is beyond what a double can hold", before.get(start..end).unwrap_or_default()),
        help: "write a smaller number, or a string",
        line,
        column: before.get(..start).unwrap_or_default().chars().count() + 1,
    }
}

/// The libraries end their messages with a place, which the report says in its own way.
fn without_place(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    message.get(..end).unwrap_or(message).to_owned()
}

/// Builds a [`Value`] from whatever a deserializer says.
#[derive(Clone, Copy)]
struct Tree<'b> {
    /// Whether `<<` brings in the entries of other maps (YAML 1.1, "Merge Key Language-Independent Type").
    has_merge_keys: bool,
    /// How many more nodes and bytes of text may come.
    budget: &'b Cell<usize>,
}

impl Tree<'_> {
    /// Takes a node with so many bytes of text from the budget.
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

    // Beyond 64 bits the nearest double is kept, as JavaScript's tools read it.
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
        while let Some(key) = map.next_key::<String>()? {
            self.spend(key.len())?;
            if values.contains_key(&key) {
                return Err(A::Error::custom(format!("the key `{key}` stands twice in one object")));
            }
            let value = map.next_value_seed(self)?;
            match value {
                Value::Object(_) if self.has_merge_keys && key == "<<" => merged.push(value),
                Value::Array(maps) if self.has_merge_keys && key == "<<" => merged.extend(maps),
                value => drop(values.insert(key, value)),
            }
        }
        // What stands there itself counts before what is brought in, and an earlier map before a later one.
        for map in merged {
            let Value::Object(entries) = map else {
                return Err(A::Error::custom("`<<` brings in maps, and this is none"));
            };
            for (key, value) in entries {
                values.entry(key).or_insert(value);
            }
        }
        // Most objects are small, and a map makes room for three entries when the first comes.
        let mut exact = Map::with_capacity(values.len());
        exact.extend(values);
        Ok(Value::Object(exact))
    }
}

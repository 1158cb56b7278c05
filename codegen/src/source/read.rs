//! Text to JSON values: one reading for JSON and YAML, and nothing lost on the way.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Format;

/// A text that could not be read, and where the fault is. Lines and columns count from one.
#[derive(Debug)]
pub(crate) struct SyntaxFault {
    pub(crate) message: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// Reads a text. A key that stands twice in one object is a fault: either reading of it would lose the other.
pub(crate) fn parse(text: &str, format: Format) -> Result<Value, SyntaxFault> {
    // A byte order mark is no part of the text (RFC 8259, section 8.1).
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        Format::Json => {
            let mut deserializer = serde_json::Deserializer::from_str(text);
            let value = Tree { has_merge_keys: false }.deserialize(&mut deserializer);
            value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| SyntaxFault {
                message: without_place(&error.to_string()),
                line: error.line().max(1),
                column: error.column().max(1),
            })
        }
        Format::Yaml => Tree { has_merge_keys: true }
            .deserialize(serde_yaml::Deserializer::from_str(text))
            .map_err(|error| {
                let (line, column) = error
                    .location()
                    .map_or((1, 1), |location| (location.line().max(1), location.column().max(1)));
                SyntaxFault { message: without_place(&error.to_string()), line, column }
            }),
    }
}

/// The libraries end their messages with a place, which the report says in its own way.
fn without_place(message: &str) -> String {
    let end = message.find(" at line ").unwrap_or(message.len());
    message.get(..end).unwrap_or(message).to_owned()
}

/// Builds a [`Value`] from whatever a deserializer says.
#[derive(Clone, Copy)]
struct Tree {
    /// Whether `<<` brings in the entries of other maps (YAML 1.1, "Merge Key Language-Independent Type").
    has_merge_keys: bool,
}

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
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

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
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

//! JSON values of any type, with the same reader and writer: one pass over the text, and no second parser in
//! each program.

use serde_json::{Map, Number, Value};

use super::reader::{Kind, Reader};
use super::{Decode, Encode, Fault, Writer};

impl Decode for Value {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        Ok(match reader.kind()? {
            Kind::Null => {
                reader.skip()?;
                Self::Null
            }
            Kind::Boolean => Self::Bool(reader.boolean()?),
            Kind::Number => {
                let before = reader.clone();
                let number = reader.number()?;
                let out_of_range = || before.refused(format!("`{number}` is not a 64-bit number"));
                Self::Number(read_number(number).ok_or_else(out_of_range)?)
            }
            Kind::String => Self::String(reader.string()?.into_owned()),
            Kind::Array => {
                let mut elements = reader.array()?;
                let mut items = Vec::new();
                while elements.next(reader)? {
                    items.push(Self::decode(reader)?);
                }
                Self::Array(items)
            }
            Kind::Object => {
                let mut keys = reader.object(&[])?;
                let mut entries = Map::new();
                while keys.next(reader)?.is_some() {
                    let key = keys.take_unknown().into_owned();
                    entries.insert(key, Self::decode(reader)?);
                }
                Self::Object(entries)
            }
        })
    }

    fn decode_optional(reader: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        reader.value().map(Some)
    }
}

/// Parses an integer, otherwise the nearest double; `None` beyond the range of doubles.
fn read_number(text: &str) -> Option<Number> {
    // Only a double preserves the sign of zero.
    if text == "-0" {
        return Number::from_f64(-0.0);
    }
    let signed = text.parse::<i64>().ok().map(Number::from);
    signed
        .or_else(|| text.parse::<u64>().ok().map(Number::from))
        .or_else(|| Number::from_f64(text.parse().ok()?))
}

impl Encode for Value {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.raw("null"),
            Self::Bool(value) => value.encode(writer),
            Self::Number(number) => writer.raw(&number.to_string()),
            Self::String(text) => writer.string(text),
            Self::Array(items) => {
                writer.begin_array();
                for item in items {
                    writer.element();
                    item.encode(writer);
                }
                writer.end_array();
            }
            Self::Object(entries) => {
                writer.begin_object();
                entries.iter().for_each(|(key, value)| writer.field(key, value));
                writer.end_object();
            }
        }
    }
}

/// Writes a value on several indented lines, formatted like `serde_json`.
///
/// # Errors
/// Fails if the formatter fails.
pub(super) fn write_lines(value: &Value, depth: usize, out: &mut dyn std::fmt::Write) -> std::fmt::Result {
    let inner = depth + 1;
    match value {
        Value::Array(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                write!(out, "{}\n{:2$}", if index == 0 { "[" } else { "," }, "", inner * 2)?;
                write_lines(item, inner, out)?;
            }
            write!(out, "\n{:1$}]", "", depth * 2)
        }
        Value::Object(entries) if !entries.is_empty() => {
            for (index, (key, value)) in entries.iter().enumerate() {
                write!(out, "{}\n{:2$}", if index == 0 { "{" } else { "," }, "", inner * 2)?;
                write!(out, "{}: ", super::to_string(key.as_str()))?;
                write_lines(value, inner, out)?;
            }
            write!(out, "\n{:1$}}}", "", depth * 2)
        }
        single => out.write_str(&super::to_string(single)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{from_str, to_string};
    use super::*;

    /// Reading and writing have the same results as with `serde_json`.
    #[test]
    fn reads_and_writes_like_serde_json() {
        let texts = [
            r#"{"a":[1,-2,18446744073709551615,1.5,-0.0,1e300,123456789012345678901234567890],"b":{},"c":[]}"#,
            r#"[null,true,false,"",  "\u00e9\n\"\\\u2028\u0001\ud83d\ude00", [[{}]], -0, 0.1, 5e-324]"#,
            r#"{"twice":1,"other":2,"twice":3}"#,
        ];
        for text in texts {
            let expected: Value = serde_json::from_str(text).unwrap();
            let value: Value = from_str(text).unwrap();
            assert_eq!(value, expected, "{text}");
            assert_eq!(value.to_string(), expected.to_string());
            assert_eq!(to_string(&value), expected.to_string());
            let mut lines = String::new();
            write_lines(&value, 0, &mut lines).unwrap();
            assert_eq!(lines, format!("{expected:#}"));
        }
    }

    #[test]
    fn refuses_invalid_json() {
        for text in ["", "{", "[1,]", "{\"a\":}", "01", "1.", "nul", "\"\u{1}\"", "1e999", "[1] 2", "{a:1}"] {
            assert!(serde_json::from_str::<Value>(text).is_err(), "{text}");
            assert!(from_str::<Value>(text).is_err(), "{text}");
        }
        let deep = "[".repeat(200) + &"]".repeat(200);
        assert!(from_str::<Value>(&deep).is_err());
        assert_eq!(from_str::<Value>("[[7]]").unwrap(), json!([[7]]));
    }
}

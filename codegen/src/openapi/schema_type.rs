//! The types of schemas.

use serde_json::Value;

/// The key that replaces keywords of JSON Schema about strings and lists that OpenAPI 3.0 does not have.
pub(crate) const LIMITS_OTHERS: &str = "x-limits-others";

/// The value of `type` (OpenAPI 3.0.4, "Data Types"). Null is not among them: after normalization, a schema
/// that allows it is `nullable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SchemaType {
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl SchemaType {
    pub(crate) const ALL: [Self; 6] =
        [Self::Boolean, Self::Integer, Self::Number, Self::String, Self::Array, Self::Object];

    /// The words of all types.
    pub(crate) const WORDS: &[&str] = &["boolean", "integer", "number", "string", "array", "object"];

    /// Returns the type with this word in descriptions.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|schema_type| schema_type.as_str() == word)
    }

    /// Returns the type of a value; `None` for null. A number without a fraction is an integer, also if it is
    /// written with one.
    pub(crate) fn of_value(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.as_f64().is_none_or(|it| it.fract() == 0.0) => Self::Integer,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        })
    }

    /// Returns whether a value is of the type. Every integer is a number.
    pub(crate) fn allows(self, value: &Value) -> bool {
        match Self::of_value(value) {
            None => false,
            Some(own) => own == self || (own, self) == (Self::Integer, Self::Number),
        }
    }

    /// Returns the word of the type in descriptions, such as `integer`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SchemaType;

    #[test]
    fn each_word_is_parsed_as_its_type() {
        assert_eq!(SchemaType::ALL.map(SchemaType::as_str), *SchemaType::WORDS);
        assert!(SchemaType::ALL.into_iter().all(|it| SchemaType::parse(it.as_str()) == Some(it)));
    }
}

//! JSON decoding and encoding of Rust's own types.

use indexmap::IndexMap;

use super::{Decode, Encode, Fault, Reader, Writer};
use crate::codec::xml::Shape;

impl Decode for bool {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.boolean()
    }

    fn xml() -> Shape {
        Shape::Word
    }
}

impl Encode for bool {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(if *self { "true" } else { "false" });
    }
}

impl Decode for i64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.integer()
    }

    fn xml() -> Shape {
        Shape::Word
    }
}

impl Encode for i64 {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.to_string());
    }
}

impl Decode for i32 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let before = reader.clone();
        let integer = reader.integer()?;
        Self::try_from(integer).map_err(|_| before.refused(format!("`{integer}` is not a 32-bit integer")))
    }

    fn xml() -> Shape {
        Shape::Word
    }
}

impl Encode for i32 {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.to_string());
    }
}

impl Decode for u64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let before = reader.clone();
        let number = reader.number()?;
        let digits = super::whole::digits(number);
        let integer = digits.and_then(|digits| digits.parse().ok());
        integer.ok_or_else(|| before.refused(format!("`{number}` is not an unsigned 64-bit integer")))
    }

    fn xml() -> Shape {
        Shape::Word
    }
}

impl Encode for u64 {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.to_string());
    }
}

impl Decode for f64 {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let before = reader.clone();
        let number = reader.number()?;
        let double = number.parse::<Self>().ok().filter(|double| double.is_finite());
        double.ok_or_else(|| before.refused(format!("`{number}` is out of the range of a double")))
    }

    fn xml() -> Shape {
        Shape::Word
    }
}

/// Writes the fewest digits that parse as the same value. JSON has neither infinity nor NaN (RFC 8259,
/// section 6), so a request that contains one is not sent.
impl Encode for f64 {
    fn encode(&self, writer: &mut Writer) {
        if !self.is_finite() {
            writer.refuse("a number that is not finite cannot be sent");
        } else if self.fract() == 0.0 && self.abs() < 1e15 {
            writer.raw(&format!("{self:.0}"));
        } else {
            writer.raw(&format!("{self:?}"));
        }
    }
}

impl Decode for String {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.string().map(std::borrow::Cow::into_owned)
    }

    fn xml() -> Shape {
        Shape::Text
    }
}

impl Encode for String {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl Encode for str {
    fn encode(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

/// Writes `null`.
impl Encode for () {
    fn encode(&self, writer: &mut Writer) {
        writer.raw("null");
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        T::decode_optional(reader)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn xml() -> Shape {
        T::xml()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.encode(writer),
            None => ().encode(writer),
        }
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.value().map(Self::new)
    }

    fn xml() -> Shape {
        T::xml()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, writer: &mut Writer) {
        (**self).encode(writer);
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut elements = reader.array()?;
        let mut values = Self::new();
        while elements.next(reader)? {
            values.push(reader.value()?);
        }
        Ok(values)
    }

    fn xml() -> Shape {
        Shape::List(T::xml)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_array();
        for value in self {
            writer.element();
            value.encode(writer);
        }
        writer.end_array();
    }
}

impl<T: Decode> Decode for IndexMap<String, T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut keys = reader.object(&[])?;
        let mut entries = Self::new();
        while keys.next(reader)?.is_some() {
            keys.keep(reader, &mut entries)?;
        }
        Ok(entries)
    }

    fn xml() -> Shape {
        Shape::Map(T::xml)
    }
}

impl<T: Encode> Encode for IndexMap<String, T> {
    fn encode(&self, writer: &mut Writer) {
        writer.begin_object();
        writer.entries(self);
        writer.end_object();
    }
}

#[cfg(test)]
mod tests {
    use crate::codec::json::{from_str, to_string};
    use crate::{Map, Nullable, Value};

    #[test]
    fn json_values_round_trip() {
        for text in [
            r#"{"b":[1,-2,3.5],"a":{"x":null,"y":true},"c":"q\"\\\n\u0001é"}"#,
            "[]",
            "{}",
            "[[],[{}]]",
            "\"\"",
            "1e300",
        ] {
            assert_eq!(to_string(&from_str::<Value>(text).unwrap()), text.replace("e300", "e+300"));
        }
        let map: Map<Vec<Option<f64>>> = from_str(r#"{"z":[1, 2.5,null],"a":[]}"#).unwrap();
        assert_eq!(to_string(&map), r#"{"z":[1,2.5,null],"a":[]}"#);
    }

    #[test]
    fn doubles_round_trip() {
        for double in [0.1, 2.34, 1e-7, 1e300, 123456789012345680.0, -0.0, f64::MIN_POSITIVE] {
            assert_eq!(from_str::<f64>(&to_string(&double)).unwrap().to_bits(), double.to_bits());
        }
        // The same holds without a type that expects a number.
        let free: Value = from_str("-901701815.5116143").unwrap();
        assert_eq!(to_string(&free), "-901701815.5116143");
        assert!(from_str::<f64>("1e400").is_err());
    }

    #[test]
    fn unsigned_integers_round_trip() {
        for number in [0, 1, u64::MAX] {
            assert_eq!(from_str::<u64>(&to_string(&number)).unwrap(), number);
        }
        assert_eq!(from_str::<u64>("1.0").unwrap(), 1);
        assert_eq!(from_str::<u64>("18446744073709551615.0").unwrap(), u64::MAX);
        assert_eq!(from_str::<i64>("9.007199254740993e15").unwrap(), 9_007_199_254_740_993);
        for wrong in ["-1", "18446744073709551616", "0.5", "true"] {
            assert!(from_str::<u64>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn null_and_absent_are_distinguished() {
        assert_eq!(from_str::<Nullable<i64>>("null").unwrap(), Nullable::Null);
        assert_eq!(from_str::<Nullable<i64>>("3").unwrap(), Nullable::Value(3));
        assert_eq!(from_str::<Option<i64>>("null").unwrap(), None);
    }
}

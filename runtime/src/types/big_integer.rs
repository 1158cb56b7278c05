//! Whole numbers of any size.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use crate::codec::json::{Decode, Encode, Fault, Reader, Writer, whole};
use crate::codec::xml::Shape;

/// A whole number of any size, as its decimal digits.
///
/// It is the type of integers that may exceed 64 bits according to the description. It preserves all digits;
/// a conversion to a Rust type fails if that type is too small.
///
/// ```
/// # use openapi_client_runtime::BigInteger;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let supply: BigInteger = "115792089237316195423570985008687907853".parse()?;
/// assert!(supply > BigInteger::from(u64::MAX));
/// assert_eq!(u128::try_from(&supply)?.to_string(), supply.as_str());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BigInteger(Box<str>);

/// The error for text that is not a whole number in decimal digits.
///
/// ```
/// # use openapi_client_runtime::{BigInteger, NotAnInteger};
/// let error: NotAnInteger = "1.5".parse::<BigInteger>().unwrap_err();
/// println!("{error}");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnInteger(());

/// The error for a [`BigInteger`] that exceeds the range of a Rust type.
///
/// ```
/// # use openapi_client_runtime::{BigInteger, OutOfRange};
/// let error: OutOfRange = i64::try_from(BigInteger::from(u64::MAX)).unwrap_err();
/// println!("{error}");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange(());

impl BigInteger {
    /// Returns the decimal digits, with a leading `-` if the number is negative.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn parts(&self) -> (bool, &str) {
        self.0.strip_prefix('-').map_or((false, &self.0), |digits| (true, digits))
    }
}

impl Decode for BigInteger {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let before = reader.clone();
        let number = reader.number()?;
        let digits = whole::digits(number);
        let digits = digits.ok_or_else(|| before.refused(format!("`{number}` is not an integer")))?;
        Ok(Self(digits.into()))
    }

    fn xml() -> Shape {
        Shape::Word
    }
}

impl Encode for BigInteger {
    fn encode(&self, writer: &mut Writer) {
        writer.raw(&self.0);
    }
}

impl PartialOrd for BigInteger {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for BigInteger {
    fn cmp(&self, other: &Self) -> Ordering {
        let ((is_negative, own), (is_other_negative, others)) = (self.parts(), other.parts());
        let by_size = own.len().cmp(&others.len()).then_with(|| own.cmp(others));
        match (is_negative, is_other_negative) {
            (false, false) => by_size,
            (true, true) => by_size.reverse(),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl FromStr for BigInteger {
    type Err = NotAnInteger;

    fn from_str(text: &str) -> Result<Self, NotAnInteger> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAnInteger(()));
        }
        Ok(match digits.trim_start_matches('0') {
            "" => Self("0".into()),
            significant if text.starts_with('-') => Self(format!("-{significant}").into()),
            significant => Self(significant.into()),
        })
    }
}

impl fmt::Display for BigInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (is_negative, digits) = self.parts();
        formatter.pad_integral(!is_negative, "", digits)
    }
}

impl fmt::Debug for BigInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

macro_rules! conversions {
    ($($integer:ty),*) => {$(
        impl From<$integer> for BigInteger {
            fn from(value: $integer) -> Self {
                Self(value.to_string().into())
            }
        }

        impl TryFrom<&BigInteger> for $integer {
            type Error = OutOfRange;

            fn try_from(value: &BigInteger) -> Result<Self, OutOfRange> {
                value.0.parse().map_err(|_| OutOfRange(()))
            }
        }

        impl TryFrom<BigInteger> for $integer {
            type Error = OutOfRange;

            fn try_from(value: BigInteger) -> Result<Self, OutOfRange> {
                Self::try_from(&value)
            }
        }
    )*};
}

conversions!(i32, u32, i64, u64, i128, u128);

impl fmt::Display for NotAnInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the text is not a whole number")
    }
}

impl std::error::Error for NotAnInteger {}

impl fmt::Display for OutOfRange {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the number is out of the range of the type")
    }
}

impl std::error::Error for OutOfRange {}

/// Serializes a number within the range of `i128` or `u64` as a number, which most formats support, and any
/// other number as a string of digits.
impl serde::Serialize for BigInteger {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(number) = i64::try_from(self) {
            serializer.serialize_i64(number)
        } else if let Ok(number) = u64::try_from(self) {
            serializer.serialize_u64(number)
        } else if let Ok(number) = i128::try_from(self) {
            serializer.serialize_i128(number)
        } else {
            serializer.serialize_str(&self.0)
        }
    }
}

impl<'de> serde::Deserialize<'de> for BigInteger {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = BigInteger;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a whole number")
            }

            fn visit_i64<E>(self, value: i64) -> Result<BigInteger, E> {
                Ok(value.into())
            }

            fn visit_u64<E>(self, value: u64) -> Result<BigInteger, E> {
                Ok(value.into())
            }

            fn visit_i128<E>(self, value: i128) -> Result<BigInteger, E> {
                Ok(value.into())
            }

            fn visit_u128<E>(self, value: u128) -> Result<BigInteger, E> {
                Ok(value.into())
            }

            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<BigInteger, E> {
                // The formatter writes all digits of a double.
                let is_whole = value.is_finite() && value.fract() == 0.0;
                let digits = is_whole.then(|| format!("{value:.0}"));
                digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| E::custom(NotAnInteger(())))
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<BigInteger, E> {
                value.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::json::{from_str, to_string};

    #[test]
    fn every_digit_is_preserved() {
        for text in ["0", "-1", "18446744073709551616", "-170141183460469231731687303715884105729"] {
            let number: BigInteger = from_str(text).unwrap();
            assert_eq!(to_string(&number), text);
            assert_eq!(number, text.parse().unwrap());
        }
        assert_eq!(from_str::<BigInteger>("1.5e20").unwrap().as_str(), "150000000000000000000");
        for wrong in ["1.5", "\"1\"", "true", "1e100000"] {
            assert!(from_str::<BigInteger>(wrong).is_err(), "{wrong}");
        }
        for wrong in ["", "-", "1.0", "+1", "1e3"] {
            assert_eq!(wrong.parse::<BigInteger>(), Err(NotAnInteger(())), "{wrong}");
        }
    }

    #[test]
    fn it_converts_to_types_that_can_represent_it() {
        let number = BigInteger::from(u64::MAX);
        assert_eq!(u64::try_from(&number), Ok(u64::MAX));
        assert_eq!(i64::try_from(&number), Err(OutOfRange(())));
        assert_eq!(i128::try_from(number), Ok(i128::from(u64::MAX)));
    }

    #[test]
    fn it_is_ordered_by_value() {
        let numbers = ["-100", "-9", "-1", "0", "2", "10", "99999999999999999999"];
        let numbers: Vec<BigInteger> = numbers.iter().map(|text| text.parse().unwrap()).collect();
        assert!(numbers.is_sorted());
        assert_eq!("-000".parse::<BigInteger>().unwrap(), BigInteger::from(0));
    }

    #[test]
    fn numbers_round_trip_through_serde() {
        for text in ["7", "-7", "18446744073709551615"] {
            let number: BigInteger = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&number).unwrap(), text);
        }
        let beyond = BigInteger::from(u128::MAX);
        let text = serde_json::to_string(&beyond).unwrap();
        assert_eq!(serde_json::from_str::<BigInteger>(&text).unwrap(), beyond);
    }
}

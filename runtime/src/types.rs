//! Strings with a format, preserved as the server wrote them. A string that does not match its format is not
//! a decoding error: it is parsed only on request.

mod base64;
mod big_integer;
mod date;
mod date_time;
mod json_string;
pub(crate) mod nullable;
mod order;
mod verbatim;
#[cfg(feature = "chrono")]
mod with_chrono;
#[cfg(feature = "jiff")]
mod with_jiff;
#[cfg(feature = "time")]
mod with_time;

pub use base64::{Base64, NotBase64};
pub use big_integer::{BigInteger, NotAnInteger, OutOfRange};
pub use date::{Date, NotADate};
pub use date_time::{DateTime, NotADateTime};
pub use json_string::{JsonString, NotJsonString};
pub use verbatim::Verbatim;

use crate::calendar::{date_of, days_since_1970};
use crate::codec::json::{Decode, Encode, Fault, Reader, TextForm, Writer};
use crate::codec::xml::Shape;

/// Implements JSON decoding and encoding for types that contain a string, which may have a form.
macro_rules! texts {
    ($([$($generic:ident)?] $text:ty: $form:expr),* $(,)?) => {$(
        impl$(<$generic>)? Decode for $text {
            fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
                reader.formed($form).map(Self::as_written)
            }

            fn xml() -> Shape {
                Shape::Text
            }
        }

        impl$(<$generic>)? Encode for $text {
            fn encode(&self, writer: &mut Writer) {
                writer.string(self.as_str());
            }
        }
    )*};
}

texts!(
    [] Base64: None,
    [] Date: Some(TextForm::Date),
    [] DateTime: Some(TextForm::DateTime),
    [T] Verbatim<T>: None,
);

/// Implements the methods of types that preserve the text of a value of another type. `as_written` sets the
/// listed fields to their defaults.
macro_rules! kept_text {
    ($kept:ident $(, $field:ident)*) => {
        impl<T> $kept<T> {
            /// Creates a value from its text. The text is not checked.
            pub fn as_written(text: impl Into<String>) -> Self {
                Self { text: text.into(), of: PhantomData, $($field: Default::default(),)* }
            }

            /// Returns the text as sent on the wire.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl<T> Clone for $kept<T> {
            fn clone(&self) -> Self {
                Self { text: self.text.clone(), of: PhantomData, $($field: self.$field.clone(),)* }
            }
        }

        impl<T> PartialEq for $kept<T> {
            fn eq(&self, other: &Self) -> bool {
                self.text == other.text
            }
        }

        impl<T> Eq for $kept<T> {}

        impl<T> std::hash::Hash for $kept<T> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.text.hash(state);
            }
        }

        impl<T> fmt::Display for $kept<T> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.text)
            }
        }

        impl<T> fmt::Debug for $kept<T> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = crate::secret::Secrets::default().hide(&self.text);
                formatter.debug_tuple(stringify!($kept)).field(&text).finish()
            }
        }

        impl<T> serde::Serialize for $kept<T> {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }

        impl<'de, T> serde::Deserialize<'de> for $kept<T> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::as_written)
            }
        }
    };
}

use kept_text;

/// Parses year, month and day, such as `2020-05-04` (RFC 3339, `full-date`); `None` if there is no such date.
fn calendar_date(text: &str) -> Option<(i64, i64, i64)> {
    let [year, month, day] = numbers(text, [4, 2, 2], '-')?;
    let date = (year, month, day);
    (date_of(days_since_1970(year, month, day)) == date).then_some(date)
}

/// Parses numbers that each have a fixed number of digits, with a separator between them; `None` for any
/// other text.
fn numbers<const N: usize>(text: &str, digits: [usize; N], between: char) -> Option<[i64; N]> {
    let mut parts = text.split(between);
    let mut found = [0; N];
    for (number, digits) in found.iter_mut().zip(digits) {
        let part = parts.next().filter(|part| part.len() == digits)?;
        *number = part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok())??;
    }
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_round_trip() {
        for days in (-800_000..800_000).step_by(97) {
            let (year, month, day) = date_of(days);
            assert_eq!(days_since_1970(year, month, day), days);
            assert!((1..=12).contains(&month) && (1..=31).contains(&day));
        }
        assert_eq!(date_of(0), (1970, 1, 1));
        assert_eq!(date_of(11_016), (2000, 2, 29));
    }
}

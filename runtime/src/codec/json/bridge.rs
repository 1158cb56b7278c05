//! `serde`'s traits for models, implemented once through the reader and the writer.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};

use super::reader::{Kind, Reader};
use super::{Decode, Encode, Writer};

/// Returns early with an error, like `?` without a conversion of the error. Generated code repeats it often:
/// without a conversion to resolve, rustc needs two percent less memory for a whole client.
#[doc(hidden)]
#[macro_export]
macro_rules! read {
    ($read:expr) => {
        match $read {
            ::std::result::Result::Ok(value) => value,
            ::std::result::Result::Err(fault) => return ::std::result::Result::Err(fault),
        }
    };
}

/// Implements `Debug`, which shows no secrets, and `serde`'s traits for models, through [`Decode`] and
/// [`Encode`].
#[doc(hidden)]
#[macro_export]
macro_rules! models {
    ($($model:ty),* $(,)?) => {
        $(impl ::std::fmt::Debug for $model {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::codegen::json::debug(self, formatter)
            }
        })*

        $crate::serde_models!($($model),*);
    };
}

/// Implements the same as `models!` for unions, whose `Debug` shows the variant. Each type is followed by its
/// variants.
#[doc(hidden)]
#[macro_export]
macro_rules! unions {
    ($($model:ty { $($variant:ident),* $(,)? }),* $(,)?) => {
        $(impl ::std::fmt::Debug for $model {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let name = match self {
                    $(Self::$variant(_) => stringify!($variant),)*
                };
                $crate::codegen::json::debug_variant(self, name, formatter)
            }
        })*

        $crate::serde_models!($($model),*);
    };
}

/// Implements `serde`'s traits for types, through [`Decode`] and [`Encode`].
#[doc(hidden)]
#[macro_export]
macro_rules! serde_models {
    ($($model:ty),* $(,)?) => {$(
        impl ::serde::Serialize for $model {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::codegen::json::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $model {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::codegen::json::deserialize(deserializer)
            }
        }
    )*};
}

/// Serializes a model with any serializer.
///
/// # Errors
/// Fails if the serializer fails, or if JSON cannot represent the value.
pub fn serialize<T: Encode, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let text = super::sendable(value).map_err(S::Error::custom)?;
    Node(&RefCell::new(Reader::new(&text))).serialize(serializer)
}

/// Deserializes a model from any self-describing deserializer.
///
/// # Errors
/// Fails if the deserializer fails, or if the value is not valid for the model. The latter error has a JSON
/// path.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut writer = Writer::default();
    Copy(&mut writer).deserialize(deserializer)?;
    let text = writer.into_text();
    super::from_str(&text).map_err(|fault| D::Error::custom(format!("{fault} at {}", fault.path(&text))))
}

/// The next value of a reader that nested values share.
struct Node<'a, 'de>(&'a RefCell<Reader<'de>>);

impl Serialize for Node<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reader = self.0.borrow_mut();
        let kind = reader.kind().map_err(S::Error::custom)?;
        match kind {
            Kind::Null => {
                reader.skip().map_err(S::Error::custom)?;
                serializer.serialize_unit()
            }
            Kind::Boolean => serializer.serialize_bool(reader.boolean().map_err(S::Error::custom)?),
            Kind::String => serializer.serialize_str(&reader.string().map_err(S::Error::custom)?),
            Kind::Number => {
                let number = reader.number().map_err(S::Error::custom)?;
                if let Ok(integer) = number.parse::<i64>() {
                    serializer.serialize_i64(integer)
                } else if let Ok(integer) = number.parse::<u64>() {
                    serializer.serialize_u64(integer)
                } else {
                    serializer.serialize_f64(number.parse().map_err(S::Error::custom)?)
                }
            }
            Kind::Array => {
                let mut elements = reader.array().map_err(S::Error::custom)?;
                drop(reader);
                let mut sequence = serializer.serialize_seq(None)?;
                while elements.next(&mut self.0.borrow_mut()).map_err(S::Error::custom)? {
                    sequence.serialize_element(&Node(self.0))?;
                }
                sequence.end()
            }
            Kind::Object => {
                let mut keys = reader.object(&[]).map_err(S::Error::custom)?;
                drop(reader);
                let mut map = serializer.serialize_map(None)?;
                while keys.next(&mut self.0.borrow_mut()).map_err(S::Error::custom)?.is_some() {
                    map.serialize_entry(keys.unknown(), &Node(self.0))?;
                }
                map.end()
            }
        }
    }
}

/// A visitor that writes any value of a deserializer.
struct Copy<'a>(&'a mut Writer);

impl<'de> DeserializeSeed<'de> for Copy<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A seed that writes the next element of a list, with a comma only if there is an element.
struct Element<'a>(&'a mut Writer);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.element();
        Copy(self.0).deserialize(deserializer)
    }
}

impl<'de> Visitor<'de> for Copy<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        value.encode(self.0);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        value.encode(self.0);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.raw(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        value.encode(self.0);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.string(value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.raw("null");
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.raw("null");
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        self.0.begin_array();
        while sequence.next_element_seed(Element(self.0))?.is_some() {}
        self.0.end_array();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.0.begin_object();
        while let Some(key) = map.next_key::<String>()? {
            self.0.key(&key);
            map.next_value_seed(Copy(self.0))?;
        }
        self.0.end_object();
        Ok(())
    }
}

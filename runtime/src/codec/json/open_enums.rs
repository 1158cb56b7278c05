//! Open enums: reading, and the macros for generated code that implement their traits.

use std::mem::discriminant;

use super::{Fault, Reader};

impl Reader<'_> {
    /// Reads an integer and converts it to an open enum.
    ///
    /// # Errors
    /// Fails as [`Reader::integer`] does.
    pub fn whole_word<T: From<i64>>(&mut self) -> Result<T, Fault> {
        let value = T::from(self.integer()?);
        // No description lists this number.
        if self.is_comparing && discriminant(&value) == discriminant(&T::from(i64::MIN)) {
            self.contradict();
        }
        Ok(value)
    }

    /// Reads a string and converts it to an open enum.
    ///
    /// # Errors
    /// Fails as [`Reader::string`] does.
    pub fn word<T: for<'a> From<&'a str>>(&mut self) -> Result<T, Fault> {
        let text = self.string()?;
        let value = T::from(&text);
        // No enum lists this text, so it has the variant of all texts that are not listed.
        if self.is_comparing && discriminant(&value) == discriminant(&T::from("\0")) {
            self.contradict();
        }
        Ok(value)
    }
}

/// Implements the traits of open string enums, which have `as_str`, `From<&str>`, `Clone` and `PartialEq`
/// already. The expanded code compiles faster than derived code. The enums are ordered by their text, compare
/// with strings, and parse without errors, because unknown values are preserved.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enums {
    ($($model:ty),* $(,)?) => {$( $crate::open_enum!($model {}); )*};
}

/// Implements the same for string enums that also have an XML form.
#[doc(hidden)]
#[macro_export]
macro_rules! xml_open_enums {
    ($($model:ty),* $(,)?) => {$( $crate::open_enum!($model {
        #[inline]
        fn xml() -> $crate::codegen::xml::Shape {
            $crate::codegen::xml::Shape::Text
        }
    }); )*};
}

/// Implements the traits of open enums of whole numbers, which have `as_i64`, `From<i64>`, `Clone` and
/// `PartialEq` already.
#[doc(hidden)]
#[macro_export]
macro_rules! open_integers {
    ($($model:ty),* $(,)?) => {$(
        $crate::compared_by!($model, as_i64);

        impl ::std::cmp::PartialEq<i64> for $model {
            #[inline]
            fn eq(&self, other: &i64) -> bool {
                self.as_i64() == *other
            }
        }

        // An integer literal is an `i32` by default.
        impl ::std::convert::From<i32> for $model {
            #[inline]
            fn from(value: i32) -> Self {
                Self::from(i64::from(value))
            }
        }

        impl ::std::fmt::Display for $model {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl $crate::codegen::json::Decode for $model {
            #[inline]
            fn decode(reader: &mut $crate::codegen::json::Reader<'_>) -> ::std::result::Result<Self, $crate::codegen::json::Fault> {
                reader.whole_word()
            }

            fn xml() -> $crate::codegen::xml::Shape {
                $crate::codegen::xml::Shape::Word
            }
        }

        impl $crate::codegen::json::Encode for $model {
            #[inline]
            fn encode(&self, writer: &mut $crate::codegen::json::Writer) {
                self.as_i64().encode(writer);
            }
        }

        $crate::models!($model);
    )*};
}

/// Implements `Eq`, `Hash` and `Ord` by the value on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! compared_by {
    ($model:ty, $value:ident) => {
        impl ::std::cmp::Eq for $model {}

        impl ::std::hash::Hash for $model {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.$value().hash(state);
            }
        }

        impl ::std::cmp::PartialOrd for $model {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }

        impl ::std::cmp::Ord for $model {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.$value().cmp(&other.$value())
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($model:ty { $($xml:tt)* }) => {
        $crate::compared_by!($model, as_str);

        impl ::std::cmp::PartialEq<str> for $model {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::std::cmp::PartialEq<&str> for $model {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::std::convert::AsRef<str> for $model {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::str::FromStr for $model {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(value))
            }
        }

        impl ::std::convert::From<::std::string::String> for $model {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::fmt::Display for $model {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl $crate::codegen::json::Decode for $model {
            #[inline]
            fn decode(reader: &mut $crate::codegen::json::Reader<'_>) -> ::std::result::Result<Self, $crate::codegen::json::Fault> {
                reader.word()
            }

            $($xml)*
        }

        impl $crate::codegen::json::Encode for $model {
            #[inline]
            fn encode(&self, writer: &mut $crate::codegen::json::Writer) {
                writer.string(self.as_str());
            }
        }

        $crate::models!($model);
    };
}

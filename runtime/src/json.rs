//! JSON in and out of models: a pull reader over text that is known to be UTF-8, and a writer.
//!
//! Both are concrete types, so that the code generated for a model has no generic parameter: that is
//! what makes large clients compile in seconds. `serde`'s traits are bridged once, in [`serde_models!`](crate::serde_models).

mod bridge;
mod choice;
mod cursor;
mod debug;
mod fault;
mod find;
mod reader;
mod record;
#[cfg(feature = "test-util")]
mod strict;
mod tree;
mod tuple;
mod value;
mod values;
pub(crate) mod whole;
mod writer;

pub use bridge::{deserialize, serialize};
pub use choice::Test;
pub use cursor::{Elements, Keys};
pub use debug::debug;
pub use fault::Fault;
#[cfg(feature = "test-util")]
pub(crate) use fault::Step;
pub(crate) use find::{count, find};
pub use reader::{Kind, Reader};
pub use record::{Fields, Members, OrNull, Secret, Slots, Wide};
#[cfg(feature = "test-util")]
pub(crate) use strict::from_str as from_str_strictly;
pub(crate) use tree::Tree;
pub use tuple::{List, Row, Tuple, WithRest};
pub use writer::Writer;

use crate::xml::Shape;

/// A type that can be read from JSON.
pub trait Decode: Sized {
    /// Reads one value.
    ///
    /// # Errors
    /// A value of another type, one that lacks a required key, or text that is no JSON.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault>;

    /// Reads a value or `null`, which is nothing unless the type has a null of its own.
    ///
    /// # Errors
    /// As for [`Decode::decode`].
    fn decode_optional(reader: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        if reader.null()? { Ok(None) } else { Self::decode(reader).map(Some) }
    }

    /// What a field is whose key is not there; nothing where it must be.
    fn absent() -> Option<Self> {
        None
    }

    /// How it is written in XML.
    fn xml() -> Shape {
        Shape::Any
    }
}

/// A type that can be written as JSON.
pub trait Encode {
    /// Writes one value.
    fn encode(&self, writer: &mut Writer);

    /// Whether a field leaves out its key.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Reads a whole text.
///
/// # Errors
/// As for [`Decode::decode`], or a text that goes on after the value.
pub fn from_str<T: Decode>(text: &str) -> Result<T, Fault> {
    let mut reader = Reader::new(text);
    let value = T::decode(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Writes a value that is to be sent.
///
/// # Errors
/// Fails if the value holds what JSON cannot: a number that is not finite, or a file that is no text.
pub(crate) fn sendable<T: Encode + ?Sized>(value: &T) -> Result<String, &'static str> {
    let mut writer = Writer::default();
    value.encode(&mut writer);
    writer.into_parts().map(|(text, _)| text)
}

/// Writes a value as text. What JSON cannot hold becomes `null`.
pub fn to_string<T: Encode + ?Sized>(value: &T) -> String {
    let mut writer = Writer::default();
    value.encode(&mut writer);
    writer.into_text()
}

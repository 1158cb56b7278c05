//! JSON decoding and encoding of models: a pull reader over UTF-8 text, and a writer.
//!
//! Both are concrete types, so the generated code of a model has no generic parameter. That is why large
//! clients compile in seconds. [`serde_models!`](crate::serde_models) bridges `serde`'s traits once for all
//! models.

mod attempt;
mod bridge;
mod cursor;
mod debug;
mod fault;
mod find;
mod open_enums;
mod reader;
mod record;
#[cfg(feature = "test-util")]
mod strict;
mod text_form;
mod tree;
mod tuple;
mod union;
mod value;
mod values;
pub(crate) mod whole;
mod writer;

pub use bridge::{deserialize, serialize};
pub use cursor::{Elements, Keys};
pub use debug::{debug, debug_variant};
pub use fault::Fault;
#[cfg(feature = "test-util")]
pub(crate) use fault::Step;
pub(crate) use find::{count, find};
pub use reader::{Kind, Reader};
pub use record::{Chain, Fields, Members, OrNull, Secret, Slots};
#[cfg(feature = "test-util")]
pub(crate) use strict::from_str as from_str_strictly;
pub use text_form::TextForm;
pub(crate) use tree::Tree;
pub use tuple::{List, Row, Tuple, WithRest};
pub use union::{ListPattern, Pattern};
pub(crate) use writer::Findings;
pub use writer::Writer;

use crate::codec::xml::Shape;

/// A type that can be decoded from JSON. Not for programs, like [`Operation`](crate::codegen::Operation).
pub trait Decode: Sized {
    /// Reads one value.
    ///
    /// # Errors
    /// Fails if the text is not JSON, or if the value has another type or lacks a required key.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault>;

    /// Reads a value or `null`. `null` becomes `None`, unless the type has its own value for it.
    ///
    /// # Errors
    /// Fails as [`Decode::decode`] does.
    fn decode_optional(reader: &mut Reader<'_>) -> Result<Option<Self>, Fault> {
        if reader.null()? { Ok(None) } else { Self::decode(reader).map(Some) }
    }

    /// Returns the value of a field whose key is absent; `None` if the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Returns the XML structure of the type.
    fn xml() -> Shape {
        Shape::Any
    }
}

/// A type that can be encoded as JSON. Not for programs, like [`Operation`](crate::codegen::Operation).
pub trait Encode {
    /// Writes one value.
    fn encode(&self, writer: &mut Writer);

    /// Returns whether a field with this value is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

/// Decodes a value from a complete JSON text.
///
/// # Errors
/// Fails as [`Decode::decode`] does, or if text follows the value.
pub fn from_str<T: Decode>(text: &str) -> Result<T, Fault> {
    let mut reader = Reader::new(text);
    let value = T::decode(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Encodes a value for a request.
///
/// # Errors
/// Fails if JSON cannot represent the value: a number that is not finite, or a file that is not text.
pub(crate) fn sendable<T: Encode + ?Sized>(value: &T) -> Result<String, &'static str> {
    let mut writer = Writer::default();
    value.encode(&mut writer);
    writer.into_parts().map(|(text, _)| text)
}

/// Encodes a value as the content of a string. Also returns the writer's findings, which apply to the
/// surrounding text too.
pub(crate) fn embedded<T: Encode + ?Sized>(value: &T) -> (String, Findings) {
    let mut writer = Writer::default();
    value.encode(&mut writer);
    writer.into_embedded()
}

/// Encodes a value as text. Values that JSON cannot represent become `null`.
pub fn to_string<T: Encode + ?Sized>(value: &T) -> String {
    let mut writer = Writer::default();
    value.encode(&mut writer);
    writer.into_text()
}

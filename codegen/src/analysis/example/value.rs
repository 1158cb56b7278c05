//! The values of examples. Each compiles for its type. A value that would be endless, or longer than anybody
//! reads, is `None`: a list or an option that contains it is empty, and an operation that requires it has no
//! example.

use serde_json::Value;

use super::{Example, Examples, Extent};
use crate::analysis::Passing;
use crate::ir::{Enum, ModelId, Shape, Type, Union, Variant};
use crate::naming::Name;

impl<'a> Examples<'a> {
    /// Returns a value that has a type itself, where the context determines the type.
    pub(super) fn exact(
        self,
        ty: &'a Type,
        example: Option<&'a Value>,
        extent: Extent<'_>,
    ) -> Option<Example<'a>> {
        let integer = || example.and_then(Value::as_i64).unwrap_or(1);
        Some(match self.api.resolved(ty) {
            Type::Boolean => Example::Boolean(example.and_then(Value::as_bool).unwrap_or(true)),
            Type::Integer => Example::Integer(integer()),
            Type::Integer32 => Example::Integer(i32::try_from(integer()).map_or(1, i64::from)),
            Type::Unsigned => Example::Unsigned(example.and_then(Value::as_u64).unwrap_or(1)),
            Type::Number => {
                let number = example.and_then(Value::as_f64).filter(|number| number.is_finite());
                Example::Number(number.unwrap_or(1.0))
            }
            Type::Date => Example::Parsed(text(example, "2024-01-01")),
            // A value that has the type itself is converted into the JSON.
            Type::JsonString(inner) if self.is_typed(inner) => self.exact(inner, None, extent)?.into(),
            Type::JsonString(_) => Example::Parsed("{}"),
            Type::List(item) => {
                let first = example.and_then(Value::as_array).and_then(|items| items.first());
                Example::Vec(self.short(item, first, extent).map(Box::new))
            }
            Type::Nullable(inner) => match self.short(inner, example, extent) {
                Some(value) => Example::Some(Box::new(value)),
                None => Example::Default,
            },
            Type::Map(_) | Type::Tuple(_) => Example::Default,
            Type::Model(id) => match self.shape(*id) {
                Some(Shape::Union(union)) => match self.of_union(*id, union, example, extent)? {
                    variant @ Example::Union(union, ..) if union == *id => variant,
                    content => Example::From(*id, Box::new(content)),
                },
                _ => self.model(*id, example, extent)?,
            },
            Type::String | Type::BigInteger | Type::DateTime | Type::Base64 | Type::Verbatim(_) => {
                self.convertible(ty, example, extent)?.into()
            }
            Type::File | Type::Bytes | Type::Json | Type::Text => {
                self.convertible(ty, example, extent)?.into()
            }
            // Streams occur only in responses.
            Type::Events(_) | Type::FullEvents(_) | Type::Lines(_) => return None,
        })
    }

    /// Returns a value that has a type itself, or `None` if the value may be left out and is not short.
    fn short(self, ty: &'a Type, example: Option<&'a Value>, extent: Extent<'_>) -> Option<Example<'a>> {
        if self.excluded(ty, extent).is_some() { None } else { self.exact(ty, example, extent) }
    }

    /// Returns a value of a type of its own that converts into a type, for an argument `impl Into<…>`.
    pub(super) fn convertible(
        self,
        ty: &'a Type,
        example: Option<&'a Value>,
        extent: Extent<'_>,
    ) -> Option<Example<'a>> {
        Some(match self.api.resolved(ty) {
            Type::String => Example::Text(text(example, "text")),
            Type::Json | Type::Text => Example::Text("text"),
            Type::BigInteger => Example::Integer64(example.and_then(Value::as_i64).unwrap_or(1)),
            // The text of an example would have to be parsed as a type that the example does not import.
            Type::DateTime => Example::Now,
            Type::Base64 => Example::ByteText,
            Type::Verbatim(format) => Example::ParsedAs(text(example, "text"), *format),
            Type::File | Type::Bytes => Example::Bytes,
            Type::Model(id) => match self.shape(*id) {
                Some(Shape::Union(union)) => self.of_union(*id, union, example, extent)?,
                _ => self.model(*id, example, extent)?,
            },
            ty => self.exact(ty, example, extent)?,
        })
    }

    /// Returns a value for an argument of a constructor.
    fn argument(self, ty: &'a Type, example: Option<&'a Value>, extent: Extent<'_>) -> Option<Example<'a>> {
        match self.api.resolved(ty) {
            Type::List(item) => self.array(item, example, extent),
            // The constructor of a model takes the value within the JSON string.
            Type::JsonString(inner) => self.argument(inner, example, extent),
            ty => self.item(ty, example, extent),
        }
    }

    /// Returns a list for an argument `impl IntoIterator<Item = …>`.
    pub(super) fn array(
        self,
        item: &'a Type,
        example: Option<&'a Value>,
        extent: Extent<'_>,
    ) -> Option<Example<'a>> {
        let first = example.and_then(Value::as_array).and_then(|items| items.first());
        Some(match self.excluded(item, extent) {
            // Nothing else determines the type of an item that is converted.
            Some(id) if Passing::of_value(self.api, item) == Passing::Into => Example::NoModels(id),
            Some(_) => Example::Array(None),
            None => Example::Array(Some(Box::new(self.item(item, first, extent)?))),
        })
    }

    /// Returns a value for an argument that is not a list, or for an item of a list.
    fn item(self, ty: &'a Type, example: Option<&'a Value>, extent: Extent<'_>) -> Option<Example<'a>> {
        match Passing::of_value(self.api, ty) {
            Passing::Into => self.convertible(ty, example, extent),
            _ => self.exact(ty, example, extent),
        }
    }

    /// Returns the model of a type if an example should not have it in a place. Enums are always short
    /// enough.
    fn excluded(self, ty: &Type, extent: Extent<'_>) -> Option<ModelId> {
        match self.api.resolved(ty) {
            Type::Model(id) => {
                let is_enum = matches!(self.shape(*id), Some(Shape::Enum(_)));
                (!is_enum && extent.excludes(*id)).then_some(*id)
            }
            _ => None,
        }
    }

    /// Returns whether the values of a type have that type without a context.
    fn is_typed(self, ty: &Type) -> bool {
        matches!(self.api.resolved(ty), Type::Boolean | Type::Model(_))
    }

    /// Returns a value of a model that is not a union.
    fn model(self, id: ModelId, example: Option<&'a Value>, extent: Extent<'_>) -> Option<Example<'a>> {
        let model = self.api.model(id)?;
        let example = example.or(model.example.as_deref());
        Some(match &model.shape {
            Shape::Enum(words) => match known(words, example) {
                Some(word) => Example::Variant(id, word),
                None if words.is_whole => Example::From(id, Box::new(Example::Integer64(1))),
                None => Example::From(id, Box::new(Example::Text("text"))),
            },
            Shape::Wrapper(_) => Example::Wrapper(id),
            Shape::Record(record) => {
                let mut required = record
                    .fields
                    .iter()
                    .filter(|field| self.facts.is_argument(self.api, id, field))
                    .peekable();
                if extent.excludes(id) && required.peek().is_some() {
                    return None;
                }
                let within = extent.within(id);
                let values = required.map(|field| {
                    let example = example.and_then(|example| example.get(field.name.wire()));
                    self.argument(&field.ty, example.or(field.example.as_deref()), within)
                });
                Example::New(id, values.collect::<Option<_>>()?)
            }
            // `Api::resolved` has resolved aliases, and unions have a function of their own.
            Shape::Alias(_) | Shape::Union(_) => return None,
        })
    }

    /// Returns a value of a type of its own that converts into a union.
    fn of_union(
        self,
        id: ModelId,
        union: &'a Union,
        example: Option<&'a Value>,
        extent: Extent<'_>,
    ) -> Option<Example<'a>> {
        let example = example.or(self.api.model(id).and_then(|model| model.example.as_deref()));
        let variant = self.variant(union, example, extent)?;
        let within = extent.within(id);
        let is_integer =
            |ty: &Type| matches!(self.api.resolved(ty), Type::Integer | Type::Integer32 | Type::Unsigned);
        let integers = union.variants.iter().filter(|variant| is_integer(&variant.ty)).count();
        let value = match self.api.resolved(&variant.ty) {
            Type::String => Example::Text(text(example, "text")),
            ty if extent.excludes(id) && self.excluded(ty, within).is_some() => return None,
            ty => self.exact(ty, example, within)?,
        };
        let converts = match self.api.resolved(&variant.ty) {
            Type::Boolean | Type::Number | Type::String | Type::Model(_) => true,
            // A literal has the type of each integer.
            Type::Integer | Type::Integer32 | Type::Unsigned => integers == 1,
            _ => false,
        };
        if converts {
            return Some(value);
        }
        Some(Example::Union(id, &variant.name, Box::new(value)))
    }

    /// Returns the variant for an example of a union.
    fn variant(self, union: &'a Union, example: Option<&Value>, extent: Extent<'_>) -> Option<&'a Variant> {
        let variants = || union.variants.iter();
        let fitting = variants().find(|variant| {
            example.is_some_and(|example| match variant.ty {
                Type::Boolean => example.is_boolean(),
                Type::String => example.is_string(),
                _ => example.is_number(),
            })
        });
        // Prefer variants that convert into the union, and short ones.
        let is_simple = |variant: &&Variant| match self.api.resolved(&variant.ty) {
            Type::Boolean
            | Type::Integer
            | Type::Integer32
            | Type::Unsigned
            | Type::Number
            | Type::String => true,
            ty => matches!(ty, Type::Model(_)) && self.excluded(ty, extent).is_none(),
        };
        let is_short = |variant: &&Variant| self.excluded(&variant.ty, extent).is_none();
        fitting
            .or_else(|| variants().find(is_simple))
            .or_else(|| variants().find(is_short))
            .or_else(|| variants().next())
    }
}

fn text<'a>(example: Option<&'a Value>, default: &'a str) -> &'a str {
    example.and_then(Value::as_str).unwrap_or(default)
}

/// Returns the variant that an example names, or else the first variant.
fn known<'a>(words: &'a Enum, example: Option<&Value>) -> Option<&'a Name> {
    let number = example.and_then(Value::as_i64).map(|number| number.to_string());
    let wanted = example.and_then(Value::as_str).or(number.as_deref());
    words.known.iter().find(|word| Some(word.wire()) == wanted).or(words.known.first())
}

//! Values for the examples in the documentation. They come from the examples in the description where it has
//! them.

use std::cell::Cell;

use serde_json::Value;

use super::{Facts, Passing};
use crate::ir::walk::models_in;
use crate::ir::{Api, Bodies, Body, Enum, FormatId, ModelId, Operation, Shape, Type, Union};
use crate::naming::Name;

/// A value in an example.
#[derive(Debug)]
pub(crate) enum Example<'a> {
    /// The default of the expected type.
    Default,
    Boolean(bool),
    Integer(i64),
    /// An integer with its type, which selects a conversion.
    Integer64(i64),
    Unsigned(u64),
    Number(f64),
    Text(&'a str),
    /// The current time.
    Now,
    /// A text that is parsed as the expected type.
    Parsed(&'a str),
    /// A text that is parsed as the type of a format.
    ParsedAs(&'a str, FormatId),
    /// Some bytes, as a byte string literal.
    ByteText,
    /// Some bytes, as a `Vec`.
    Bytes,
    /// An array of one element.
    Array(Box<Example<'a>>),
    /// A `Vec` of one element.
    Vec(Box<Example<'a>>),
    /// A value that is converted into the expected type.
    Into(Box<Example<'a>>),
    /// A list whose elements are converted.
    EachInto(Box<Example<'a>>),
    /// A variant of an enum.
    Variant(ModelId, &'a Name),
    /// A model that is created with its required fields.
    New(ModelId, Vec<Example<'a>>),
    /// A model that is converted from a value.
    From(ModelId, Box<Example<'a>>),
    /// An empty wrapper.
    Wrapper(ModelId),
    /// A value that cannot be written in an example.
    Nothing,
}

/// The call in an example.
#[derive(Debug)]
pub(crate) struct ExampleCall<'a> {
    /// The required parameters, and whether each is passed by reference.
    pub(crate) parameters: Vec<(Example<'a>, bool)>,
    /// The body. An optional body is included too, because calls that have a body are rarely useful without
    /// it.
    pub(crate) body: Option<ExampleBody<'a>>,
    /// Whether the call returns a value that the example can print.
    pub(crate) has_response: bool,
}

/// The body in an example.
#[derive(Debug)]
pub(crate) struct ExampleBody<'a> {
    /// The type with which the example must declare the body, if the value does not determine it.
    pub(crate) ty: Option<&'a Type>,
    pub(crate) value: Example<'a>,
    pub(crate) passing: Passing,
    /// The setter that the body is passed to; `None` if it is an argument of the method.
    pub(crate) setter: Option<&'a Name>,
}

impl ExampleCall<'_> {
    /// Returns whether the example names a model.
    pub(crate) fn names_model(&self) -> bool {
        let in_body = |body: &ExampleBody<'_>| {
            body.value.names_model() || body.ty.is_some_and(|ty| !models_in(ty).is_empty())
        };
        self.parameters.iter().any(|(value, _)| value.names_model())
            || self.body.as_ref().is_some_and(in_body)
    }
}

/// The remaining size of an example.
#[derive(Clone, Copy)]
struct Extent<'c> {
    /// The depth of the value, in levels.
    depth: usize,
    /// The number of values that may still be added.
    values: &'c Cell<usize>,
}

/// The largest depth of an example, in levels. A type that requires itself has no finite example, and nobody
/// reads more than eight levels.
const DEEPEST: usize = 8;

/// The largest number of values in an example, approximately. Without a limit, types that require many values
/// of each other would multiply.
const MOST: usize = 500;

impl Extent<'_> {
    /// Returns the extent of a value that is one level deeper.
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn is_used_up(self) -> bool {
        self.depth > DEEPEST || self.values.get() == 0
    }
}

impl Example<'_> {
    fn in_vec(self) -> Self {
        match self {
            Self::Array(element) => Self::Vec(element),
            other => other,
        }
    }

    fn into(self) -> Self {
        Self::Into(Box::new(self))
    }

    fn names_model(&self) -> bool {
        match self {
            Self::Variant(..) | Self::New(..) | Self::From(..) | Self::Wrapper(_) => true,
            Self::Array(inner) | Self::Vec(inner) | Self::Into(inner) | Self::EachInto(inner) => {
                inner.names_model()
            }
            _ => false,
        }
    }
}

/// Chooses the values of examples.
#[derive(Clone, Copy)]
pub(crate) struct Examples<'a> {
    pub(crate) api: &'a Api,
    pub(crate) facts: &'a Facts,
}

impl<'a> Examples<'a> {
    /// Returns the call of an operation.
    pub(crate) fn call(self, operation: &'a Operation) -> ExampleCall<'a> {
        let parameters = operation.parameters.iter().filter(|parameter| parameter.is_argument());
        let parameters = parameters.map(|parameter| {
            let value = self.argument(&parameter.ty, parameter.example.as_ref());
            (value, Passing::of_parameter(self.api, &parameter.ty) == Passing::Reference)
        });
        ExampleCall {
            parameters: parameters.collect(),
            body: operation.body().map(|body| self.body(body)),
            has_response: operation.outcome.success != Bodies::Empty,
        }
    }

    /// Returns a value that can be passed as an argument of a type.
    fn argument(self, ty: &'a Type, example: Option<&'a Value>) -> Example<'a> {
        self.value(ty, example, Extent { depth: 0, values: &Cell::new(MOST) })
    }

    fn body(self, body: &'a Body) -> ExampleBody<'a> {
        let passing = Passing::of_body(body);
        let (ty, value) = match passing {
            Passing::Text | Passing::Into => (None, self.argument(&body.ty, None)),
            _ => self.referenced(body.ty.not_null()),
        };
        let setter = (!body.required).then_some(&body.name);
        ExampleBody { ty, value, passing, setter }
    }

    /// Returns a value that is passed by reference, and the type with which it must be declared, if any.
    /// Values behind a reference are not converted, so the value must have the type itself.
    fn referenced(self, ty: &'a Type) -> (Option<&'a Type>, Example<'a>) {
        let extent = Extent { depth: 0, values: &Cell::new(MOST) };
        let value = self.value(ty, None, extent);
        if self.is_whole(ty) {
            return (None, value);
        }
        match self.api.resolved(ty) {
            Type::Json | Type::Map(_) | Type::Nullable(_) => (None, Example::Default),
            _ if is_of_runtime(ty) => (None, Example::Default),
            Type::List(item) => {
                let element = self.value(item, None, extent.deeper());
                let element = if self.is_whole(item) { element } else { element.into() };
                (Some(ty), Example::Vec(Box::new(element)))
            }
            _ => (Some(ty), value.into()),
        }
    }

    fn shape(self, id: ModelId) -> Option<&'a Shape> {
        self.api.model(id).map(|model| &model.shape)
    }

    /// Returns whether an example of a type has that type itself, rather than a type that converts into it.
    fn is_whole(self, ty: &Type) -> bool {
        match self.api.resolved(ty) {
            Type::Boolean | Type::Integer | Type::Integer32 | Type::Number => true,
            Type::Model(id) => !matches!(self.shape(*id), Some(Shape::Union(_))),
            _ => false,
        }
    }

    fn value(self, ty: &'a Type, example: Option<&'a Value>, extent: Extent<'_>) -> Example<'a> {
        extent.values.set(extent.values.get().saturating_sub(1));
        let integer = || example.and_then(Value::as_i64).unwrap_or(1);
        let text = |default| example.and_then(Value::as_str).unwrap_or(default);
        match self.api.resolved(ty) {
            Type::List(_) if extent.is_used_up() => Example::Default,
            Type::Model(id) if extent.is_used_up() && !matches!(self.shape(*id), Some(Shape::Enum(_))) => {
                Example::Default
            }
            Type::Boolean => Example::Boolean(example.and_then(Value::as_bool).unwrap_or(true)),
            Type::Integer | Type::Integer32 => Example::Integer(integer()),
            Type::BigInteger => Example::Integer64(integer()),
            Type::Unsigned => Example::Unsigned(example.and_then(Value::as_u64).unwrap_or(1)),
            Type::Number => {
                let number = example.and_then(Value::as_f64).filter(|number| number.is_finite());
                Example::Number(number.unwrap_or(1.0))
            }
            Type::String => Example::Text(text("text")),
            // The text of an example would have to be parsed as a type that the example does not import.
            Type::DateTime => Example::Now,
            Type::Date => Example::Parsed(text("2024-01-01")),
            Type::Base64 => Example::ByteText,
            Type::Verbatim(format) => Example::ParsedAs(text("text"), *format),
            Type::JsonString(inner) if self.is_whole(inner) => {
                self.value(inner, None, extent.deeper()).into()
            }
            Type::JsonString(_) => Example::Parsed("{}"),
            Type::List(item) => {
                let first = example.and_then(Value::as_array).and_then(|items| items.first());
                let element = self.value(item, first, extent.deeper());
                // An argument converts the elements of a list, but not the elements of lists within it.
                let element = match self.api.resolved(item) {
                    Type::List(within) => {
                        let is_ready = self.is_whole(within)
                            || matches!(self.api.resolved(within), Type::Map(_) | Type::Nullable(_));
                        let list = element.in_vec();
                        if is_ready || matches!(list, Example::Default) {
                            list
                        } else {
                            Example::EachInto(Box::new(list))
                        }
                    }
                    _ => element,
                };
                Example::Array(Box::new(element))
            }
            Type::File | Type::Bytes => Example::Bytes,
            // A text converts into these types.
            Type::Text | Type::Json => Example::Text("text"),
            Type::Map(_) | Type::Nullable(_) | Type::Tuple(_) => Example::Default,
            // Streams occur only in responses.
            Type::Events(_) | Type::FullEvents(_) | Type::Lines(_) => Example::Nothing,
            Type::Model(id) => self.model(*id, example, extent),
        }
    }

    fn model(self, id: ModelId, example: Option<&'a Value>, extent: Extent<'_>) -> Example<'a> {
        let Some(model) = self.api.model(id) else { return Example::Nothing };
        let example = example.or(model.example.as_deref());
        match &model.shape {
            Shape::Enum(words) => {
                known(words, example).map_or(Example::Nothing, |it| Example::Variant(id, it))
            }
            Shape::Union(union) => match self.variant(union, example) {
                Some(ty) => self.exactly(ty, example, extent.deeper()),
                None => Example::Nothing,
            },
            Shape::Alias(ty) => self.value(ty, example, extent.deeper()),
            Shape::Wrapper(_) => Example::Wrapper(id),
            Shape::Record(record) => {
                let required =
                    record.fields.iter().filter(|field| self.facts.is_argument(self.api, id, field));
                let values = required.map(|field| {
                    let example = example.and_then(|example| example.get(field.name.wire()));
                    let ty = match self.api.resolved(&field.ty) {
                        // The constructor of a model takes the value within the JSON string.
                        Type::JsonString(inner) => inner,
                        ty => ty,
                    };
                    self.value(ty, example.or(field.example.as_deref()), extent.deeper())
                });
                Example::New(id, values.collect())
            }
        }
    }

    /// Returns the type of the variant for an example of a union.
    fn variant(self, union: &'a Union, example: Option<&Value>) -> Option<&'a Type> {
        let types = || union.variants.iter().map(|variant| &variant.ty);
        let fitting = types().find(|ty| {
            example.is_some_and(|example| match ty {
                Type::Boolean => example.is_boolean(),
                Type::String => example.is_string(),
                _ => example.is_number(),
            })
        });
        // Conversions into a union take exactly the types of its variants, or a text. Prefer variants whose
        // examples have that type.
        let is_exact = |ty: &&Type| match self.api.resolved(ty) {
            Type::Boolean | Type::Integer | Type::Integer32 | Type::Number | Type::String => true,
            ty => matches!(ty, Type::Model(_)),
        };
        let is_list = |ty: &&Type| matches!(self.api.resolved(ty), Type::List(_));
        let exact = types().find(is_exact).or_else(|| types().find(is_list));
        fitting.or(exact).or_else(|| types().next())
    }

    /// Returns a value that has a type itself, rather than a type that converts into it.
    fn exactly(self, ty: &'a Type, example: Option<&'a Value>, extent: Extent<'_>) -> Example<'a> {
        match self.api.resolved(ty) {
            Type::List(item) => {
                let element = self.value(item, None, extent);
                let element = if self.is_whole(item) { element } else { element.into() };
                Example::Vec(Box::new(element))
            }
            resolved => {
                let value = self.value(resolved, example, extent);
                match resolved {
                    Type::Model(id) if !self.is_whole(resolved) => Example::From(*id, Box::new(value)),
                    _ => value,
                }
            }
        }
    }
}

/// Returns the variant that an example names, or else the first variant.
fn known<'a>(words: &'a Enum, example: Option<&Value>) -> Option<&'a Name> {
    let number = example.and_then(Value::as_i64).map(|number| number.to_string());
    let wanted = example.and_then(Value::as_str).or(number.as_deref());
    words.known.iter().find(|word| Some(word.wire()) == wanted).or(words.known.first())
}

/// Returns whether the name of a type is in the runtime, which examples do not import.
fn is_of_runtime(ty: &Type) -> bool {
    match ty {
        Type::List(item) | Type::Nullable(item) => is_of_runtime(item),
        Type::DateTime | Type::Date | Type::Base64 | Type::Verbatim(_) | Type::JsonString(_) => true,
        Type::BigInteger | Type::Tuple(_) => true,
        Type::File | Type::Bytes | Type::Text | Type::Json | Type::Map(_) => true,
        Type::Events(_) | Type::FullEvents(_) | Type::Lines(_) => true,
        Type::Boolean | Type::Integer | Type::Integer32 | Type::Unsigned | Type::Number => false,
        Type::String | Type::Model(_) => false,
    }
}

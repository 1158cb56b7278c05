//! Values for the examples in the documentation. They come from the examples in the description where it has
//! them.

mod extent;
mod value;

use serde_json::Value;

use self::extent::{Budget, Extent};
use super::{Facts, Passing};
use crate::ir::walk::models_in;
use crate::ir::{Api, Bodies, Body, FormatId, ModelId, Operation, Shape, Type};
use crate::naming::Name;

/// A value in an example.
#[derive(Debug, PartialEq)]
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
    /// An array of one element, or an empty one.
    Array(Option<Box<Example<'a>>>),
    /// A `Vec` of one element, or an empty one.
    Vec(Option<Box<Example<'a>>>),
    /// An empty `Vec` of a model.
    NoModels(ModelId),
    /// A value that is not null, as an `Option`.
    Some(Box<Example<'a>>),
    /// A value that is converted into the expected type.
    Into(Box<Example<'a>>),
    /// A variant of an enum.
    Variant(ModelId, &'a Name),
    /// A variant of a union, with its content.
    Union(ModelId, &'a Name, Box<Example<'a>>),
    /// A model that is created with its required fields.
    New(ModelId, Vec<Example<'a>>),
    /// A model that is converted from a value.
    From(ModelId, Box<Example<'a>>),
    /// An empty wrapper.
    Wrapper(ModelId),
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

impl Example<'_> {
    fn into(self) -> Self {
        Self::Into(Box::new(self))
    }

    fn names_model(&self) -> bool {
        match self {
            Self::Variant(..) | Self::Union(..) | Self::New(..) | Self::From(..) => true,
            Self::Wrapper(_) | Self::NoModels(_) => true,
            Self::Array(inner) | Self::Vec(inner) => inner.as_ref().is_some_and(|inner| inner.names_model()),
            Self::Into(inner) | Self::Some(inner) => inner.names_model(),
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
    /// Returns the call of an operation, or `None` if a required argument has no value for an example.
    pub(crate) fn call(self, operation: &'a Operation) -> Option<ExampleCall<'a>> {
        let parameters = operation.parameters.iter().filter(|parameter| parameter.is_argument());
        let parameters = parameters.map(|parameter| {
            let value = self.parameter(&parameter.ty, parameter.example.as_ref())?;
            Some((value, Passing::of_parameter(self.api, &parameter.ty) == Passing::Reference))
        });
        let body = match operation.body() {
            Some(body) if body.required => Some(self.body(body)?),
            body => body.and_then(|body| self.body(body)),
        };
        Some(ExampleCall {
            parameters: parameters.collect::<Option<_>>()?,
            body,
            has_response: operation.outcome.success != Bodies::Empty,
        })
    }

    /// Returns a value that can be passed for a parameter of an operation.
    fn parameter(self, ty: &'a Type, example: Option<&'a Value>) -> Option<Example<'a>> {
        let budget = Budget::default();
        let extent = Extent::new(&budget);
        match (self.api.resolved(ty), Passing::of_parameter(self.api, ty)) {
            (Type::List(item), _) => self.array(item, example, extent),
            (Type::String, _) | (_, Passing::Into) => self.convertible(ty, example, extent),
            _ => self.exact(ty, example, extent),
        }
    }

    fn body(self, body: &'a Body) -> Option<ExampleBody<'a>> {
        let passing = Passing::of_body(body);
        let budget = Budget::default();
        let extent = Extent::new(&budget);
        let ty = body.ty.not_null();
        let (ty, value) = match passing {
            Passing::Text => (None, Example::Text("text")),
            Passing::Into => (None, Example::Bytes),
            _ => (self.declared(ty), self.exact(ty, None, extent)?),
        };
        let setter = (!body.required).then_some(&body.name);
        Some(ExampleBody { ty, value, passing, setter })
    }

    /// Returns the type with which an example declares a value, for its readers: the call determines the type
    /// too.
    fn declared(self, ty: &'a Type) -> Option<&'a Type> {
        let is_evident = matches!(
            self.api.resolved(ty),
            Type::Boolean
                | Type::Integer
                | Type::Integer32
                | Type::Unsigned
                | Type::Number
                | Type::Model(_)
                | Type::Json
                | Type::Map(_)
                | Type::Nullable(_)
        );
        (!is_evident && !is_of_runtime(ty)).then_some(ty)
    }

    fn shape(self, id: ModelId) -> Option<&'a Shape> {
        self.api.model(id).map(|model| &model.shape)
    }
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

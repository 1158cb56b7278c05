//! How callers pass values to generated functions.

use crate::ir::{Api, Body, BodyForm, Shape, Type};

/// The form in which a value is passed to a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    /// As `&str`.
    Text,
    /// By reference.
    Reference,
    /// By value.
    Value,
    /// As anything that converts into the type.
    Into,
    /// As an `Option` of a reference.
    OptionalReference,
}

impl Passing {
    /// Returns how a parameter of a type is passed. A list is passed by value, as anything that iterates over
    /// its items.
    pub(crate) fn of_parameter(api: &Api, ty: &Type) -> Self {
        match api.resolved(ty) {
            Type::String => Self::Text,
            Type::Map(_) => Self::Reference,
            Type::Model(id) => match api.model(*id).map(|model| &model.shape) {
                Some(Shape::Record(_) | Shape::Wrapper(_)) => Self::Reference,
                _ => Self::of_value(api, ty),
            },
            _ => Self::of_value(api, ty),
        }
    }

    /// Returns how a value that will be stored is passed. Its type must not be a list.
    pub(crate) fn of_value(api: &Api, ty: &Type) -> Self {
        let converts = match api.resolved(ty) {
            Type::String | Type::Json | Type::File | Type::DateTime | Type::Base64 | Type::Verbatim(_) => {
                true
            }
            Type::BigInteger => true,
            Type::Model(id) => {
                api.model(*id).is_some_and(|model| matches!(model.shape, Shape::Enum(_) | Shape::Union(_)))
            }
            _ => false,
        };
        if converts { Self::Into } else { Self::Value }
    }

    /// Returns how a body is passed.
    pub(crate) fn of_body(body: &Body) -> Self {
        match body.form {
            BodyForm::Text => Self::Text,
            BodyForm::Bytes => Self::Into,
            BodyForm::Lines => Self::Reference,
            BodyForm::Json | BodyForm::Form | BodyForm::Multipart | BodyForm::Xml => match body.ty {
                Type::Nullable(_) => Self::OptionalReference,
                _ => Self::Reference,
            },
        }
    }
}

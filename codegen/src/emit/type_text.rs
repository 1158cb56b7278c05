//! Prints types and arguments for tools that describe the generated code.

use proc_macro2::{Ident, Span};

use super::{operations, render, types};
use crate::analysis::Passing;
use crate::ir::{Api, Bodies, Body, BodyForm, Type};

/// Returns a type as Rust code in a sibling module of the models, for example `Vec<models::Image>`.
pub fn rust_type(api: &Api, ty: &Type) -> String {
    render::ty(&types::plain(api, ty, types::From::Sibling))
}

/// Returns the type of the bodies of several responses, in the form of [`rust_type`].
pub(crate) fn bodies_text(api: &Api, bodies: &Bodies) -> String {
    render::ty(&operations::bodies(api, bodies))
}

/// The types of an argument as text.
pub(crate) struct ArgumentText {
    /// The type of the argument.
    pub(crate) ty: String,
    /// The type of the value.
    pub(crate) value: String,
    /// How the value is passed.
    pub(crate) passing: Passing,
}

/// Returns the argument of a parameter.
pub(crate) fn parameter_text(api: &Api, ty: &Type) -> ArgumentText {
    let argument = types::parameter_argument(api, ty, &Ident::new("value", Span::call_site()));
    let passing = Passing::of_parameter(api, ty);
    ArgumentText { ty: render::ty(&argument.ty), value: rust_type(api, ty), passing }
}

/// Returns the argument of a body.
pub(crate) fn body_text(api: &Api, body: &Body) -> ArgumentText {
    let value = match body.form {
        BodyForm::Text => "str".to_owned(),
        _ => rust_type(api, &body.ty),
    };
    ArgumentText { ty: render::ty(&operations::body_type(api, body)), value, passing: Passing::of_body(body) }
}

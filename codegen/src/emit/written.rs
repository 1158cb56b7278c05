//! Types and arguments as text, for what describes the generated code beside it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{operations, render, types};
use crate::ir::{Api, Bodies, Body, BodyForm, Type};

/// How a type is written in a module beside that of the models, as `Vec<models::Image>`.
pub fn rust_type(api: &Api, ty: &Type) -> String {
    render::ty(&types::plain(api, ty, types::From::Sibling))
}

/// The type of the bodies of several responses, as [`rust_type`] writes it.
pub(crate) fn plain_bodies(api: &Api, bodies: &Bodies) -> String {
    render::ty(&operations::bodies(api, bodies))
}

/// What a caller passes for a value.
pub(crate) struct Passed {
    /// The type of the argument.
    pub(crate) ty: String,
    /// The type of the value.
    pub(crate) value: String,
    /// Whether the value is passed by reference.
    pub(crate) borrowed: bool,
}

impl Passed {
    fn new(ty: &TokenStream, value: String) -> Self {
        let ty = render::ty(ty);
        Self { borrowed: ty.starts_with('&'), ty, value }
    }
}

/// What a caller passes for a parameter.
pub(crate) fn passed_parameter(api: &Api, ty: &Type) -> Passed {
    let argument = types::parameter_argument(api, ty, &quote!(value));
    Passed::new(&argument.ty, rust_type(api, ty))
}

/// What a caller passes for a body.
pub(crate) fn passed_body(api: &Api, body: &Body) -> Passed {
    let value = match body.form {
        BodyForm::Text => "str".to_owned(),
        _ => rust_type(api, &body.ty),
    };
    Passed::new(&operations::body_type(api, body), value)
}

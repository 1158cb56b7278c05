//! The API as tokens: one emitter for each generated module. Emitters decide nothing.

mod client;
mod docs;
mod dress;
mod example;
mod headers;
mod models;
mod operations;
mod paging;
mod resources;
mod servers;
mod types;
mod wire;
mod xml;

use proc_macro2::TokenStream;
use quote::quote;

use dress::Dress;

use crate::facts::Facts;
use crate::ir::{Api, Bodies, Body, BodyForm, Type};
use crate::output::{Output, Room};
use crate::print::Page;
use crate::report::Finding;
use crate::settings::Settings;

/// How a type is written in a module beside that of the models, as `Vec<models::Image>`.
pub fn rust_type(api: &Api, ty: &Type) -> String {
    types::written(&types::plain(api, ty, types::From::Sibling))
}

/// The type of the bodies of several responses, as [`rust_type`] writes it.
pub(crate) fn plain_bodies(api: &Api, bodies: &Bodies) -> String {
    types::written(&operations::bodies(api, bodies))
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
        let ty = types::written(ty);
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

/// What every emitter may look at.
#[derive(Clone, Copy)]
struct Context<'a> {
    api: &'a Api,
    facts: &'a Facts,
    settings: &'a Settings,
}

/// Modules that generated code names by their last word. None of them can be mistaken for a type.
const IMPORTS: &[(&str, &str)] = &[
    ("runtime", "use openapi_client_runtime as runtime;"),
    ("json", "use openapi_client_runtime::json;"),
    ("xml", "use openapi_client_runtime::xml;"),
    ("models", "use super::models;"),
    ("operations", "use super::operations;"),
    ("resources", "use super::resources;"),
];

/// The generated modules and their emitters.
const ROOMS: [(&str, Emitter); 7] = [
    ("client", client::room),
    ("resources", resources::room),
    ("operations", operations::room),
    ("models", models::room),
    ("wire", wire::room),
    ("headers", headers::room),
    ("servers", servers::room),
];

type Emitter = fn(Context<'_>, &mut Page<'_>);

/// Emits and prints every module, each on a thread of its own: that is where most of the time goes.
///
/// # Errors
/// A fault of the generator itself.
pub(crate) fn rooms(api: &Api, facts: &Facts, settings: &Settings, entry: &str) -> Result<Output, Finding> {
    let header = format!("Generated from {entry}. Change the description or the settings, not this file.");
    let rooms = |module: &str, emit: Emitter| -> Result<Vec<Room>, Finding> {
        let context = Context { api, facts, settings };
        let dress = Dress::of(context)?;
        let dress = |file: &mut syn::File| dress.apply(module, file);
        let mut page = Page::new(&dress);
        emit(context, &mut page);
        page.finish(module, &header, IMPORTS)
    };
    let rooms = std::thread::scope(|scope| {
        let threads = ROOMS.map(|(module, emit)| scope.spawn(move || rooms(module, emit)));
        threads.map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let rooms = rooms.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Output { rooms: rooms.concat() })
}

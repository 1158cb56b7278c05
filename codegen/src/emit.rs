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
mod types;
mod wire;

use proc_macro2::{Spacing, TokenStream, TokenTree};
use quote::quote;

use dress::Dress;

use crate::facts::Facts;
use crate::ir::{Api, Bodies, Body, BodyForm, Type};
use crate::output::{Output, Room};
use crate::print::print;
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
    ("models", "use super::models;"),
    ("operations", "use super::operations;"),
    ("resources", "use super::resources;"),
];

/// Whether tokens hold a path that begins with a word.
fn uses(tokens: &TokenStream, word: &str) -> bool {
    let mut after_colon = false;
    let mut after_first_half = false;
    let mut begins = false;
    for tree in tokens.clone() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == ':' => {
                // The first half of `::` is joint to the second; the colon of `name: Type` is not.
                if begins && punct.spacing() == Spacing::Joint {
                    return true;
                }
                after_colon = punct.spacing() == Spacing::Alone && after_first_half;
                after_first_half = punct.spacing() == Spacing::Joint;
                continue;
            }
            TokenTree::Ident(ident) => begins = !after_colon && ident == word,
            TokenTree::Group(group) if uses(&group.stream(), word) => return true,
            _ => begins = false,
        }
        after_colon = false;
        after_first_half = false;
    }
    false
}

/// Emits and prints every module.
///
/// # Errors
/// A fault of the generator itself.
pub(crate) fn rooms(api: &Api, facts: &Facts, settings: &Settings, entry: &str) -> Result<Output, Finding> {
    let context = Context { api, facts, settings };
    let dress = Dress::of(context)?;
    let header = format!("Generated from {entry}. Change the description or the settings, not this file.");
    let room = |file_name, items: Vec<TokenStream>| -> Result<Room, Finding> {
        let imports = IMPORTS.iter().filter(|(word, _)| items.iter().any(|item| uses(item, word)));
        let imports: TokenStream =
            imports.filter_map(|(_, import)| import.parse::<TokenStream>().ok()).collect();
        let items = if imports.is_empty() { items } else { [vec![imports], items].concat() };
        Ok(Room { file_name, text: print(&header, items, |file| dress.apply(file_name, file))? })
    };
    Ok(Output {
        rooms: vec![
            room("client.rs", client::room(context))?,
            room("resources.rs", resources::room(context))?,
            room("operations.rs", operations::room(context))?,
            room("models.rs", models::room(context))?,
            room("wire.rs", wire::room(context))?,
            room("headers.rs", headers::room(context))?,
        ],
    })
}

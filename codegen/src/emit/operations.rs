//! The module of operations: a marker type for each, which says what it is on the wire, and the setters
//! of its optional parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::Text;
use super::models::deprecated;
use super::types::{self, From};
use crate::ir::{Operation, Parameter};

pub(super) fn room(context: Context<'_>) -> Vec<TokenStream> {
    let mut items = vec![quote!(runtime::define_request!();)];
    for operation in &context.api.operations {
        items.extend([marker(operation), description(context, operation)]);
        items.extend(setters(context, operation));
    }
    items
}

fn marker(operation: &Operation) -> TokenStream {
    let name = operation.marker.ident();
    let line = format!("`{} {}`", operation.method, operation.path);
    let docs = Text::new().described(&operation.summary).own(&line).attributes();
    quote! {
        #docs
        #[derive(Debug)]
        pub enum #name {}
    }
}

fn description(context: Context<'_>, operation: &Operation) -> TokenStream {
    let name = operation.marker.ident();
    let (id, path) = (operation.name.wire(), &operation.path);
    let method = &operation.method;
    let body = |ty: &Option<crate::ir::Type>| {
        ty.as_ref().map_or(quote!(()), |ty| types::plain(context, ty, From::Sibling))
    };
    let (output, failure) = (body(&operation.outcome.success), body(&operation.outcome.failure));
    let accept = accepted(operation);
    let security = operation.security.iter().map(|needed| quote!(&[#(#needed),*]));
    quote! {
        impl runtime::Operation for #name {
            type Output = #output;
            type Failure = #failure;

            const META: runtime::Meta = runtime::Meta {
                id: #id,
                method: #method,
                path: #path,
                accept: #accept,
                security: &[#(#security),*],
            };
        }
    }
}

/// Every media type that a response may have, in the order of the description.
pub(super) fn accepted(operation: &Operation) -> String {
    let mut media: Vec<&str> = Vec::new();
    for name in operation.outcome.responses.iter().flat_map(|response| &response.media) {
        if !media.contains(&name.as_str()) {
            media.push(name);
        }
    }
    media.join(", ")
}

fn setters(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let optional: Vec<_> = operation.parameters.iter().filter(|parameter| !parameter.required).collect();
    if optional.is_empty() {
        return None;
    }
    let name = operation.marker.ident();
    let setters = optional.into_iter().map(|parameter| setter(context, parameter));
    Some(quote! {
        impl Request<#name> {
            #(#setters)*
        }
    })
}

fn setter(context: Context<'_>, parameter: &Parameter) -> TokenStream {
    let (name, wire) = (parameter.name.ident(), parameter.name.wire());
    let types::Argument { ty, value } = types::text_argument(context, &parameter.ty, &name);
    let assumed =
        parameter.default.as_ref().map(|value| format!("Where it is absent, the server assumes `{value}`."));
    let docs = Text::new()
        .described_or(&parameter.docs, &format!("Sets `{wire}`."))
        .own(assumed.as_deref().unwrap_or_default())
        .attributes();
    let deprecated = deprecated(parameter.deprecated);
    quote! {
        #docs
        #deprecated
        pub fn #name(self, #name: #ty) -> Self {
            self.parameter(#wire, #value)
        }
    }
}

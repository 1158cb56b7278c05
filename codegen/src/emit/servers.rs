//! Emits the module `servers`: a function for each server that users can choose, and setters of server
//! variables.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::Text;
use super::printer::ModulePrinter;
use super::types;
use crate::analysis::Condition;
use crate::ir::{Server, ServerVariable, Type};
use crate::markdown;
use crate::text::{Markdown, code};

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    if context.api.servers.is_empty() {
        return;
    }
    module.push(&Condition::ALWAYS, server());
    if !context.api.server_variables.is_empty() {
        module.push(&Condition::ALWAYS, variables(context));
    }
    module.push(&Condition::ALWAYS, conversion());
    module.extend(&Condition::ALWAYS, context.api.servers.iter().map(function));
}

fn server() -> TokenStream {
    quote! {
        /// A server of the API description.
        ///
        /// `Client::builder().server(…)` sets it for a client, `server(…)` of a request for a single call.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Server(runtime::Server);
    }
}

fn variables(context: Context<'_>) -> TokenStream {
    let setters = context.api.server_variables.iter().map(|variable| setter(context, variable));
    quote! {
        impl Server {
            #(#setters)*
        }
    }
}

fn setter(context: Context<'_>, variable: &ServerVariable) -> TokenStream {
    let (name, wire) = (variable.name.ident(), variable.name.wire());
    let docs =
        Text::new().described_or(&variable.docs, markdown!("Sets {} in the URL.", code(wire))).attributes();
    let ty = types::parameter_argument(context.api, &variable.ty, &name).ty;
    let model = types::plain(context.api, &variable.ty, types::From::Sibling);
    let value = match variable.ty {
        Type::Model(_) => quote!(Into::<#model>::into(#name).as_str()),
        _ => quote!(#name),
    };
    quote! {
        #docs
        pub fn #name(self, #name: #ty) -> Self {
            Self(self.0.variable(#wire, #value))
        }
    }
}

fn conversion() -> TokenStream {
    quote! {
        impl From<Server> for runtime::Server {
            fn from(server: Server) -> Self {
                server.0
            }
        }
    }
}

fn function(server: &Server) -> TokenStream {
    let (name, url) = (server.name.ident(), &server.url);
    let defaults =
        server.defaults.iter().map(|(name, default)| markdown!("{} is {}", code(name), code(default)));
    let defaults: Vec<_> = defaults.collect();
    let assumed = if defaults.is_empty() {
        Markdown::default()
    } else {
        markdown!("By default, {}.", Markdown::joined(defaults, ", "))
    };
    let docs = Text::new().described(&server.docs).own(code(url)).own(assumed).attributes();
    let variables = server.defaults.iter().map(|(name, default)| quote!((#name, #default)));
    quote! {
        #docs
        pub fn #name() -> Server {
            Server(runtime::Server::new(#url, &[#(#variables),*]))
        }
    }
}

//! Emits the module `headers`: a typed constant for each declared response header.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::Text;
use super::printer::ModulePrinter;
use super::types::{From, plain};
use crate::analysis::Condition;
use crate::ir::Header;
use crate::markdown;
use crate::text::code;

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    module.extend(&Condition::ALWAYS, context.api.headers.iter().map(|header| constant(context, header)));
}

fn constant(context: Context<'_>, header: &Header) -> TokenStream {
    let docs = Text::new()
        .described_or(&header.docs, "A response header.")
        .own(markdown!("Header {}.", code(header.name.wire())))
        .attributes();
    let (name, wire) = (header.name.ident(), header.name.wire());
    let ty = plain(context.api, &header.ty, From::Sibling);
    quote! {
        #docs
        pub const #name: runtime::Header<#ty> = runtime::Header::new(#wire);
    }
}

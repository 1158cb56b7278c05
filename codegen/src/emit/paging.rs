//! Emits the paging of operations: how they return a list in pages, and where in a page the list is.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::types::{self, From, Holding};
use crate::diagnostics::Pointer;
use crate::ir::{Field, Operation, Paging, Shape};
use crate::settings::{PagedBy, PagingRule};

pub(super) fn paged(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let paging = operation.paging.as_ref()?;
    let rule = context.settings.paging.get(paging.rule)?;
    let name = operation.marker.ident();
    let item = types::plain(context.api, &paging.item, From::Sibling);
    let (described, list) = (described(context, paging, rule), list(context, paging));
    Some(quote! {
        impl codegen::Paged for #name {
            type Item = #item;

            const PAGING: codegen::Paging = #described;

            fn items(page: Self::Output) -> Vec<Self::Item> {
                #list
            }
        }
    })
}

fn described(context: Context<'_>, paging: &Paging, rule: &PagingRule) -> TokenStream {
    let parameter = &rule.parameter;
    let next = rule.next.as_deref().unwrap_or_default();
    let by = match rule.by {
        PagedBy::Number => {
            let first = Literal::u64_unsuffixed(rule.first.unwrap_or(1));
            quote!(number(#parameter, #first))
        }
        PagedBy::Offset => quote!(offset(#parameter)),
        PagedBy::Cursor => quote!(cursor(#parameter, #next)),
        PagedBy::Link => quote!(link(#parameter, #next)),
        PagedBy::Header => quote!(header(#parameter)),
    };
    let items = field(context, paging).map(|field| {
        let pointer = Pointer::root().key(field.name.wire());
        let pointer = pointer.as_str();
        quote!(.items(#pointer))
    });
    let more = rule.more.as_ref().map(|pointer| quote!(.more(#pointer)));
    let total = rule.total.as_ref().map(|pointer| quote!(.total(#pointer)));
    let size = rule.size.as_ref().zip(rule.at_a_time).filter(|_| paging.takes_size);
    let size = size.map(|(name, items)| {
        let items = Literal::u32_unsuffixed(items);
        quote!(.size(#name, #items))
    });
    quote!(codegen::Paging::#by #items #more #total #size)
}

fn field<'a>(context: Context<'a>, paging: &Paging) -> Option<&'a Field> {
    let (model, index) = paging.list?;
    match &context.api.model(model)?.shape {
        Shape::Record(record) => record.fields.get(index),
        _ => None,
    }
}

fn list(context: Context<'_>, paging: &Paging) -> TokenStream {
    let Some(((model, _), field)) = paging.list.zip(field(context, paging)) else { return quote!(page) };
    let name = field.name.ident();
    match types::holding(context, model, field) {
        Holding::Plain => quote!(page.#name),
        Holding::Optional | Holding::Nullable => quote!(page.#name.unwrap_or_default()),
        Holding::ThreeState => quote!(page.#name.into_option().unwrap_or_default()),
    }
}

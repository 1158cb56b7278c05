//! Renders the values of examples as code.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, types};
use crate::analysis::{Example, ExampleBody};
use crate::ir::{Api, ModelId};

/// Renders the statement that creates a body.
pub(super) fn body(context: Context<'_>, body: &ExampleBody<'_>) -> TokenStream {
    let value = value(context.api, &body.value);
    let ty = body.ty.map(|ty| types::plain(context.api, ty, types::From::Sibling));
    let ty = ty.map(|ty| quote!(: #ty));
    quote!(let body #ty = #value;)
}

/// Renders a value as an expression.
pub(super) fn value(api: &Api, example: &Example<'_>) -> TokenStream {
    let inner = |example: &Example<'_>| value(api, example);
    let name = |id: ModelId| api.model(id).map(|model| model.name.ident());
    match example {
        Example::Default => quote!(Default::default()),
        Example::Boolean(flag) => quote!(#flag),
        Example::Integer(number) => literal(Literal::i64_unsuffixed(*number)),
        Example::Integer64(number) => literal(Literal::i64_suffixed(*number)),
        Example::Unsigned(number) => literal(Literal::u64_unsuffixed(*number)),
        Example::Number(number) => literal(Literal::f64_unsuffixed(*number)),
        Example::Text(text) => quote!(#text),
        Example::Now => quote!(std::time::SystemTime::now()),
        Example::Parsed(text) => quote!(#text.parse()?),
        Example::ParsedAs(text, format) => {
            let ty = api.format(*format).and_then(|format| format.ty.parse::<TokenStream>().ok());
            quote!(#text.parse::<#ty>()?)
        }
        Example::ByteText => quote!(b"bytes"),
        Example::Bytes => quote!(vec![1, 2, 3]),
        Example::Array(element) => {
            let element = element.as_deref().map(inner);
            quote!([#element])
        }
        Example::Vec(element) => {
            let element = element.as_deref().map(inner);
            quote!(vec![#element])
        }
        Example::NoModels(id) => {
            let name = name(*id);
            quote!(Vec::<models::#name>::new())
        }
        Example::Some(value) => {
            let value = inner(value);
            quote!(Some(#value))
        }
        Example::Into(value) => {
            let value = inner(value);
            quote!(#value.into())
        }
        Example::Variant(id, variant) => {
            let (name, variant) = (name(*id), variant.ident());
            quote!(models::#name::#variant)
        }
        Example::Union(id, variant, content) => {
            let (name, variant, content) = (name(*id), variant.ident(), inner(content));
            quote!(models::#name::#variant(#content))
        }
        Example::New(id, values) => {
            let (name, values) = (name(*id), values.iter().map(inner));
            quote!(models::#name::new(#(#values),*))
        }
        Example::From(id, value) => {
            let (name, value) = (name(*id), inner(value));
            quote!(models::#name::from(#value))
        }
        Example::Wrapper(id) => {
            let name = name(*id);
            quote!(models::#name(Default::default()))
        }
    }
}

fn literal(literal: Literal) -> TokenStream {
    TokenStream::from(proc_macro2::TokenTree::from(literal))
}

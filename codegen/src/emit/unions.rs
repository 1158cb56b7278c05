//! Emits the unions in the module `models`: their enums, and the conversions into them.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, quote};

use super::Context;
use super::docs::line;
use super::models::{allowing_deprecated, derives, model_docs};
use super::types::{self, From, Holding};
use crate::analysis::TagValue;
use crate::analysis::unions::{convertible, is_displayable};
use crate::ir::{Model, ModelId, Type, Union, Variant};
use crate::markdown;
use crate::text::{Markdown, code};

pub(super) fn definition(context: Context<'_>, id: ModelId, model: &Model, union: &Union) -> TokenStream {
    let (docs, name, other) = (model_docs(context, model), model.name.ident(), union.other.ident());
    let variants = union.variants.iter().map(|variant| {
        let (name, ty) = (variant.name.ident(), variant_type(context, id, &variant.ty));
        let docs = line(variant_docs(context, &variant.ty));
        quote!(#docs #name(#ty))
    });
    let derives = derives(context, id, model);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that matches no variant in the API description, preserved.
            #other(runtime::Value),
        }
    }
}

fn variant_type(context: Context<'_>, owner: ModelId, ty: &Type) -> TokenStream {
    types::boxed(context, owner, ty, types::plain(context.api, ty, From::Models))
}

fn variant_docs(context: Context<'_>, ty: &Type) -> Markdown {
    match context.api.resolved(ty) {
        Type::Boolean => "A boolean.".into(),
        Type::Integer | Type::Integer32 | Type::Unsigned | Type::BigInteger => "An integer.".into(),
        Type::Number => "A number.".into(),
        Type::String => "A string.".into(),
        Type::DateTime => "A date-time.".into(),
        Type::Date => "A date.".into(),
        Type::Base64 => "Bytes as base64.".into(),
        Type::Verbatim(id) => match context.api.format(*id) {
            Some(format) => markdown!("A string in the format {}.", code(&format.name)),
            None => "A string.".into(),
        },
        Type::JsonString(_) => "A string that holds JSON.".into(),
        Type::File | Type::Bytes | Type::Text => "Bytes.".into(),
        Type::Events(_) | Type::FullEvents(_) | Type::Lines(_) => "A stream.".into(),
        Type::Json => "Any value.".into(),
        Type::List(_) => "A list.".into(),
        Type::Tuple(_) => "A tuple.".into(),
        Type::Map(_) => "A map.".into(),
        Type::Nullable(_) => "A value or null.".into(),
        Type::Model(id) => match context.api.model(*id) {
            Some(model) if model.is_component => markdown!("Schema {}.", code(model.name.wire())),
            _ => "A variant of the union.".into(),
        },
    }
}

pub(super) fn conversions(
    context: Context<'_>,
    id: ModelId,
    model: &Model,
    union: &Union,
) -> Vec<TokenStream> {
    let name = model.name.ident();
    let mut items = Vec::new();
    let text = context.facts.text_variant(context.api, id, union);
    for variant in convertible(context.api, union) {
        let (variant_name, ty) = (variant.name.ident(), types::plain(context.api, &variant.ty, From::Models));
        let is_boxed = types::is_boxed(context, id, &variant.ty);
        let value = if is_boxed { quote!(Box::new(value)) } else { quote!(value) };
        let tag = default_tag(context, union, variant);
        items.push(conversion(&name, &ty, &variant_name, &value, tag.as_ref()));
        if text.is_some_and(|text| std::ptr::eq(text, variant)) {
            let made = quote!(value.into());
            let made = if is_boxed { quote!(Box::new(#made)) } else { made };
            items.push(conversion(&name, &quote!(&str), &variant_name, &made, None));
        }
    }
    if is_displayable(context.api, union) {
        let names = union.variants.iter().map(|variant| variant.name.ident()).chain([union.other.ident()]);
        items.push(quote! {
            impl std::fmt::Display for #name {
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    match self {
                        #(Self::#names(value) => value.fmt(formatter),)*
                    }
                }
            }
        });
    }
    items
}

/// Renders a conversion from the type of a variant. `tag` is a statement that sets the discriminator of
/// `value`.
fn conversion(
    name: &Ident,
    from: &TokenStream,
    variant: &Ident,
    value: &TokenStream,
    tag: Option<&TokenStream>,
) -> TokenStream {
    let mutable = tag.map(|_| quote!(mut));
    quote! {
        impl From<#from> for #name {
            fn from(#mutable value: #from) -> Self {
                #tag
                Self::#variant(#value)
            }
        }
    }
}

/// Renders the statement that sets an absent discriminator. Returns `None` if encoding adds it.
fn default_tag(context: Context<'_>, union: &Union, variant: &Variant) -> Option<TokenStream> {
    let tag = context.facts.optional_tag(context.api, union, variant).filter(|tag| !tag.is_encoded)?;
    let value = match tag.typed(context.api)? {
        TagValue::Text(text) => quote!(String::from(#text)),
        TagValue::Boolean(flag) => quote!(#flag),
        TagValue::Integer(number) => Literal::i64_unsuffixed(number).into_token_stream(),
        TagValue::Unsigned(number) => Literal::u64_unsuffixed(number).into_token_stream(),
        TagValue::Variant(variant) => {
            let (ty, variant) = (types::plain(context.api, &tag.field.ty, From::Models), variant.ident());
            quote!(#ty::#variant)
        }
    };
    let (key, allow) = (tag.field.name.ident(), allowing_deprecated(tag.field.deprecated));
    Some(match types::holding(context, tag.owner, tag.field) {
        Holding::ThreeState => quote! {
            #allow
            if value.#key.is_absent() {
                value.#key = #value.into();
            }
        },
        _ => quote! {
            #allow
            if value.#key.is_none() {
                value.#key = Some(#value);
            }
        },
    })
}

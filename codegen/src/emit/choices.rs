//! Enums of types, in the module of models: what they are, and what becomes one.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::Context;
use super::docs::line;
use super::models::{allowing_deprecated, derives, model_docs};
use super::types::{self, From, Holding};
use super::wire;
use crate::ir::{Choice, Model, ModelId, Shape, Type, Variant};
use crate::markdown;
use crate::text::{Markdown, code};

pub(super) fn definition(context: Context<'_>, id: ModelId, model: &Model, choice: &Choice) -> TokenStream {
    let (docs, name, other) = (model_docs(context, model), model.name.ident(), choice.other.ident());
    let variants = choice.variants.iter().map(|variant| {
        let (name, ty) = (variant.name.ident(), variant_type(context, id, &variant.ty));
        let docs = line(variant_words(context, &variant.ty));
        quote!(#docs #name(#ty))
    });
    let is_hashed = choice.variants.iter().all(|variant| is_hashed(context, &variant.ty));
    let hashed = if is_hashed { ["Eq", "Hash"].as_slice() } else { &[] };
    let derives = derives(context, id, hashed);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value that the description does not allow here, preserved.
            #other(runtime::Value),
        }
    }
}

/// Whether values of a type can be keys of a map: texts, whole numbers and booleans.
fn is_hashed(context: Context<'_>, ty: &Type) -> bool {
    match context.api.resolved(ty) {
        Type::Number => false,
        Type::Model(id) => {
            matches!(context.api.model(*id).map(|model| &model.shape), Some(Shape::Words(_)))
        }
        other => is_single(other),
    }
}

/// Whether a type is one text, number or boolean.
fn is_single(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Boolean
            | Type::Integer
            | Type::Integer32
            | Type::Unsigned
            | Type::BigInteger
            | Type::Number
            | Type::String
            | Type::DateTime
            | Type::Date
            | Type::Base64
            | Type::Written(_)
            | Type::Embedded(_)
    )
}

fn variant_type(context: Context<'_>, owner: ModelId, ty: &Type) -> TokenStream {
    types::boxed(context, owner, ty, types::plain(context.api, ty, From::Models))
}

fn variant_words(context: Context<'_>, ty: &Type) -> Markdown {
    match context.api.resolved(ty) {
        Type::Boolean => "A boolean.".into(),
        Type::Integer | Type::Integer32 | Type::Unsigned | Type::BigInteger => "An integer.".into(),
        Type::Number => "A number.".into(),
        Type::String => "A string.".into(),
        Type::DateTime => "A date-time.".into(),
        Type::Date => "A date.".into(),
        Type::Base64 => "Bytes as base64.".into(),
        Type::Written(id) => match context.api.format(*id) {
            Some(format) => markdown!("A string in the format {}.", code(&format.name)),
            None => "A string.".into(),
        },
        Type::Embedded(_) => "A string that holds JSON.".into(),
        Type::File | Type::Bytes | Type::Text => "Bytes.".into(),
        Type::Events(_) | Type::WholeEvents(_) | Type::Lines(_) => "A stream.".into(),
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
    choice: &Choice,
) -> Vec<TokenStream> {
    let name = model.name.ident();
    let mut items = Vec::new();
    // What a text becomes: a string where there is one, else what else takes texts.
    let is_string = |variant: &&Variant| *context.api.resolved(&variant.ty) == Type::String;
    let variants = || choice.variants.iter();
    let text = variants().find(is_string);
    let text =
        text.or_else(|| variants().find(|variant| context.facts.takes_text(context.api, id, &variant.ty)));
    let text = text.map(|variant| &variant.name);
    for variant in &choice.variants {
        // A free value could be any of the variants.
        if *context.api.resolved(&variant.ty) == Type::Json {
            continue;
        }
        let (variant_name, ty) = (variant.name.ident(), types::plain(context.api, &variant.ty, From::Models));
        let is_boxed = types::is_boxed(context, id, &variant.ty);
        let value = if is_boxed { quote!(Box::new(value)) } else { quote!(value) };
        let tag = default_tag(context, choice, variant);
        items.push(conversion(&name, &ty, &variant_name, &value, tag.as_ref()));
        if text == Some(&variant.name) {
            let made = quote!(value.into());
            let made = if is_boxed { quote!(Box::new(#made)) } else { made };
            items.push(conversion(&name, &quote!(&str), &variant_name, &made, None));
        }
    }
    if choice.variants.iter().all(|variant| is_single(context.api.resolved(&variant.ty))) {
        let names = choice.variants.iter().map(|variant| variant.name.ident()).chain([choice.other.ident()]);
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

/// A conversion from the type of a variant. `tag` is a statement that sets the discriminator of `value`.
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

/// Returns the statement that sets an absent discriminator. Encoding does not add one that a value may omit.
fn default_tag(context: Context<'_>, choice: &Choice, variant: &Variant) -> Option<TokenStream> {
    let (field, tag) = wire::left_out_tag(context, choice, variant)
        .filter(|_| choice.is_tag_optional || variant.is_untagged)?;
    let Type::Model(owner) = context.api.resolved(&variant.ty) else { return None };
    let (key, tag) = (field.name.ident(), tag_value(context, &field.ty, tag)?);
    let allow = allowing_deprecated(field.deprecated);
    Some(match types::holding(context, *owner, field) {
        Holding::ThreeState => quote! {
            #allow
            if value.#key.is_absent() {
                value.#key = #tag.into();
            }
        },
        _ => quote! {
            #allow
            if value.#key.is_none() {
                value.#key = Some(#tag);
            }
        },
    })
}

/// Returns a discriminator value as a Rust expression.
fn tag_value(context: Context<'_>, ty: &Type, tag: &str) -> Option<TokenStream> {
    match context.api.resolved(ty) {
        Type::String => Some(quote!(String::from(#tag))),
        Type::Boolean => tag.parse::<bool>().ok().map(|it| quote!(#it)),
        Type::Integer | Type::Integer32 => {
            tag.parse().ok().map(Literal::i64_unsuffixed).map(|it| quote!(#it))
        }
        Type::Unsigned => tag.parse().ok().map(Literal::u64_unsuffixed).map(|it| quote!(#it)),
        Type::Model(id) => {
            let Shape::Words(words) = &context.api.model(*id)?.shape else { return None };
            let word = words.known.iter().find(|known| known.wire() == tag)?.ident();
            let ty = types::plain(context.api, ty, From::Models);
            Some(quote!(#ty::#word))
        }
        _ => None,
    }
}

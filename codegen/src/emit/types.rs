//! Types as tokens: the only place that writes `Option<` or `Box<`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::Context;
use crate::ir::{Api, Field, ModelId, Presence, Shape, Tuple, Type};

/// Where a type is written: it decides how models are reached.
#[derive(Clone, Copy)]
pub(super) enum From {
    /// In the module of the models itself.
    Models,
    /// In a module beside it.
    Sibling,
    /// In a module within it.
    Child,
}

/// A type with nothing around it.
pub(super) fn plain(api: &Api, ty: &Type, from: From) -> TokenStream {
    match ty {
        Type::Boolean => quote!(bool),
        Type::Integer => quote!(i64),
        Type::Integer32 => quote!(i32),
        Type::Unsigned => quote!(u64),
        Type::BigInteger => quote!(runtime::BigInteger),
        Type::Number => quote!(f64),
        Type::String => quote!(String),
        Type::DateTime => quote!(runtime::DateTime),
        Type::Date => quote!(runtime::Date),
        Type::Base64 => quote!(runtime::Base64),
        Type::Written(id) => {
            // Adjusting has seen that it is one.
            let ty = api.format(*id).and_then(|format| format.ty.parse::<TokenStream>().ok());
            quote!(runtime::Verbatim<#ty>)
        }
        Type::Embedded(inner) => {
            let inner = plain(api, inner, from);
            quote!(runtime::JsonString<#inner>)
        }
        Type::File => quote!(runtime::File),
        Type::Bytes => quote!(runtime::Bytes),
        Type::Text => quote!(runtime::Text),
        Type::Json => quote!(runtime::Value),
        Type::Model(id) => model(api, *id, from),
        Type::List(inner) => {
            let inner = plain(api, inner, from);
            quote!(Vec<#inner>)
        }
        Type::Tuple(tuple) => self::tuple(api, tuple, from),
        Type::Map(inner) => {
            let inner = plain(api, inner, from);
            quote!(runtime::Map<#inner>)
        }
        Type::Nullable(inner) => {
            let inner = plain(api, inner, from);
            quote!(Option<#inner>)
        }
        Type::Events(inner) => {
            let inner = plain(api, inner, from);
            quote!(runtime::EventStream<#inner>)
        }
        Type::WholeEvents(inner) => {
            let inner = plain(api, inner, from);
            quote!(runtime::EventStream<runtime::FullEvent<#inner>>)
        }
        Type::Lines(inner) => {
            let inner = plain(api, inner, from);
            quote!(runtime::JsonLines<#inner>)
        }
    }
}

/// Renders a tuple. An element that may be absent is an `Option`, and a nullable one is a `Nullable`, so that null and an
/// absent element differ.
fn tuple(api: &Api, tuple: &Tuple, from: From) -> TokenStream {
    let elements = tuple.elements.iter().enumerate().map(|(index, ty)| {
        let written = plain(api, ty.not_null(), from);
        match ty {
            Type::Nullable(_) => quote!(runtime::Nullable<#written>),
            _ if index < tuple.required => written,
            _ => quote!(Option<#written>),
        }
    });
    let elements = quote!((#(#elements,)*));
    match &tuple.rest {
        None => quote!(runtime::Tuple<#elements>),
        Some(rest) => {
            let rest = plain(api, rest, from);
            quote!(runtime::Tuple<runtime::WithRest<#elements, #rest>>)
        }
    }
}

fn model(api: &Api, id: ModelId, from: From) -> TokenStream {
    let name = api.model(id).map(|model| model.name.ident());
    match from {
        From::Models => quote!(#name),
        From::Sibling => quote!(models::#name),
        From::Child => quote!(super::#name),
    }
}

/// How a field holds its type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holding {
    /// `T`
    Plain,
    /// `Option<T>`, left out where it is `None`.
    Optional,
    /// `Option<T>`, null where it is `None`.
    Nullable,
    /// `Nullable<T>`: left out, null or a value.
    ThreeState,
}

/// How a field of a model holds its type. Only what callers send tells null from absent.
pub(super) fn holding(context: Context<'_>, owner: ModelId, field: &Field) -> Holding {
    match context.facts.presence(owner, field) {
        Presence::Required => Holding::Plain,
        Presence::Optional => Holding::Optional,
        Presence::Nullable => Holding::Nullable,
        Presence::OptionalNullable if context.facts.is_sent(owner) => Holding::ThreeState,
        Presence::OptionalNullable => Holding::Optional,
    }
}

/// The type of a field, as it is written in its struct.
pub(super) fn field(context: Context<'_>, owner: ModelId, field: &Field) -> TokenStream {
    let ty = boxed(context, owner, &field.ty, plain(context.api, &field.ty, From::Models));
    match holding(context, owner, field) {
        Holding::Plain => ty,
        Holding::Optional | Holding::Nullable => quote!(Option<#ty>),
        Holding::ThreeState => quote!(runtime::Nullable<#ty>),
    }
}

/// A type behind a `Box` where its owner is part of it.
pub(super) fn boxed(context: Context<'_>, owner: ModelId, ty: &Type, written: TokenStream) -> TokenStream {
    if is_boxed(context, owner, ty) { quote!(Box<#written>) } else { written }
}

pub(super) fn is_boxed(context: Context<'_>, owner: ModelId, ty: &Type) -> bool {
    matches!(ty, Type::Model(part) if context.facts.is_boxed(owner, *part))
}

/// A parameter of a function and how its value becomes the type: what is easy to write at the call.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// An argument called `name` for a value that `owner` will hold.
pub(super) fn argument(
    context: Context<'_>,
    owner: ModelId,
    ty: &Type,
    name: &proc_macro2::Ident,
) -> Argument {
    let from = From::Models;
    let written = plain(context.api, ty, from);
    let (written, value) = match context.api.resolved(ty) {
        Type::List(item) => {
            let item_type = plain(context.api, item, from);
            if converts(context.api, item) {
                let value = quote!(#name.into_iter().map(Into::into).collect());
                (quote!(impl IntoIterator<Item = impl Into<#item_type>>), value)
            } else {
                (quote!(impl IntoIterator<Item = #item_type>), quote!(#name.into_iter().collect()))
            }
        }
        Type::Embedded(inner) => {
            let Argument { ty, value } = argument(context, owner, inner, name);
            (ty, quote!(runtime::JsonString::new(#value)))
        }
        _ if converts(context.api, ty) => (quote!(impl Into<#written>), quote!(#name.into())),
        _ => (written, quote!(#name)),
    };
    let value = if is_boxed(context, owner, ty) { quote!(Box::new(#value)) } else { value };
    Argument { ty: written, value }
}

/// An argument called `name` of a call: a parameter of the path, query, headers or cookies.
pub(super) fn parameter_argument(api: &Api, ty: &Type, name: &impl ToTokens) -> Argument {
    let written = plain(api, ty, From::Sibling);
    match api.resolved(ty) {
        Type::String => Argument { ty: quote!(&str), value: quote!(&#name) },
        Type::List(item) => {
            let item_type = plain(api, item, From::Sibling);
            let item = if converts(api, item) { quote!(impl Into<#item_type>) } else { item_type.clone() };
            let each = if item.to_string() == item_type.to_string() {
                quote!(#name.into_iter().collect::<Vec<#item_type>>())
            } else {
                quote!(#name.into_iter().map(Into::into).collect::<Vec<#item_type>>())
            };
            Argument { ty: quote!(impl IntoIterator<Item = #item>), value: quote!(&#each) }
        }
        Type::Map(_) => Argument { ty: quote!(&#written), value: quote!(#name) },
        Type::Model(id) if is_record(api, *id) => Argument { ty: quote!(&#written), value: quote!(#name) },
        _ if converts(api, ty) => {
            Argument { ty: quote!(impl Into<#written>), value: quote!(&Into::<#written>::into(#name)) }
        }
        _ => Argument { ty: written, value: quote!(&#name) },
    }
}

fn is_record(api: &Api, id: ModelId) -> bool {
    api.model(id).is_some_and(|model| matches!(model.shape, Shape::Record(_) | Shape::Wrapper(_)))
}

/// Whether there are handier things to pass than the type itself: a `&str` for a `String` or an enum.
fn converts(api: &Api, ty: &Type) -> bool {
    match api.resolved(ty) {
        Type::String | Type::Json | Type::File | Type::DateTime | Type::Base64 | Type::Written(_) => true,
        Type::BigInteger => true,
        Type::Model(id) => {
            api.model(*id).is_some_and(|model| matches!(model.shape, Shape::Words(_) | Shape::Choice(_)))
        }
        _ => false,
    }
}

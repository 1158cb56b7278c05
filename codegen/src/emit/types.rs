//! Renders types, with the `Option`, `Nullable` or `Box` around them.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Context;
use crate::analysis::Passing;
use crate::ir::{Api, Field, ModelId, Presence, Tuple, Type};

/// The module that names a type, which determines the paths of models.
#[derive(Clone, Copy)]
pub(super) enum From {
    /// The module of the models.
    Models,
    /// A sibling of the module of the models.
    Sibling,
    /// A child of the module of the models.
    Child,
}

/// Renders a type, without the `Option`, `Nullable` or `Box` of a field.
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
        Type::Verbatim(id) => {
            // `resolve::adjust` checks that it is a type.
            let ty = api.format(*id).and_then(|format| format.ty.parse::<TokenStream>().ok());
            quote!(runtime::Verbatim<#ty>)
        }
        Type::JsonString(inner) => {
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
        Type::FullEvents(inner) => {
            let inner = plain(api, inner, from);
            quote!(runtime::EventStream<runtime::FullEvent<#inner>>)
        }
        Type::Lines(inner) => {
            let inner = plain(api, inner, from);
            quote!(runtime::JsonLines<#inner>)
        }
    }
}

/// Renders a tuple. An element that may be absent is an `Option`, and a nullable one is a `Nullable`, so that null and
/// an absent element differ.
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

/// The wrapper of a field's type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holding {
    /// `T`
    Plain,
    /// `Option<T>`; `None` is omitted.
    Optional,
    /// `Option<T>`; `None` is sent as null.
    Nullable,
    /// `Nullable<T>`: absent, null or a value.
    ThreeState,
}

/// Returns the wrapper of a field's type. Only models that callers send distinguish null from absent.
pub(super) fn holding(context: Context<'_>, owner: ModelId, field: &Field) -> Holding {
    match context.facts.presence(owner, field) {
        Presence::Required => Holding::Plain,
        Presence::Optional => Holding::Optional,
        Presence::Nullable => Holding::Nullable,
        Presence::OptionalNullable if context.facts.is_sent(owner) => Holding::ThreeState,
        Presence::OptionalNullable => Holding::Optional,
    }
}

/// Renders the type of a field in its struct.
pub(super) fn field(context: Context<'_>, owner: ModelId, field: &Field) -> TokenStream {
    let ty = boxed(context, owner, &field.ty, plain(context.api, &field.ty, From::Models));
    match holding(context, owner, field) {
        Holding::Plain => ty,
        Holding::Optional | Holding::Nullable => quote!(Option<#ty>),
        Holding::ThreeState => quote!(runtime::Nullable<#ty>),
    }
}

/// Puts a rendered type into a `Box` if the type contains its owner.
pub(super) fn boxed(context: Context<'_>, owner: ModelId, ty: &Type, written: TokenStream) -> TokenStream {
    if is_boxed(context, owner, ty) { quote!(Box<#written>) } else { written }
}

pub(super) fn is_boxed(context: Context<'_>, owner: ModelId, ty: &Type) -> bool {
    matches!(ty, Type::Model(part) if context.facts.is_boxed(owner, *part))
}

/// A parameter of a function, and the conversion of its value. Its type makes calls easy to write.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
    /// Whether the value is the argument without a conversion.
    pub(super) is_unchanged: bool,
}

/// Returns an argument called `name` for a value that `owner` will contain.
pub(super) fn argument(context: Context<'_>, owner: ModelId, ty: &Type, name: &Ident) -> Argument {
    let argument = stored(context.api, ty, name);
    if is_boxed(context, owner, ty) {
        let value = argument.value;
        return Argument { value: quote!(Box::new(#value)), is_unchanged: false, ..argument };
    }
    argument
}

fn stored(api: &Api, ty: &Type, name: &Ident) -> Argument {
    let written = |ty: &Type| plain(api, ty, From::Models);
    let (ty, value) = match api.resolved(ty) {
        Type::List(item) => list(api, item, name, From::Models),
        Type::JsonString(inner) => {
            let Argument { ty, value, .. } = stored(api, inner, name);
            (ty, quote!(runtime::JsonString::new(#value)))
        }
        _ => {
            let written = written(ty);
            match Passing::of_value(api, ty) {
                Passing::Into => (quote!(impl Into<#written>), quote!(#name.into())),
                _ => return Argument { ty: written, value: quote!(#name), is_unchanged: true },
            }
        }
    };
    Argument { ty, value, is_unchanged: false }
}

/// Renders the type of an argument that is a list, and the expression that collects it.
fn list(api: &Api, item: &Type, name: &Ident, from: From) -> (TokenStream, TokenStream) {
    let ty = plain(api, item, from);
    // A request encodes the list at once, so nothing else determines its type.
    let collect = match from {
        From::Sibling => quote!(collect::<Vec<#ty>>()),
        From::Models | From::Child => quote!(collect()),
    };
    match Passing::of_value(api, item) {
        Passing::Into => {
            let value = quote!(#name.into_iter().map(Into::into).#collect);
            (quote!(impl IntoIterator<Item = impl Into<#ty>>), value)
        }
        _ => (quote!(impl IntoIterator<Item = #ty>), quote!(#name.into_iter().#collect)),
    }
}

/// Returns an argument called `name` for a parameter in the path, query, headers or cookies.
pub(super) fn parameter_argument(api: &Api, ty: &Type, name: &Ident) -> Argument {
    let written = plain(api, ty, From::Sibling);
    let (ty, value) = match (api.resolved(ty), Passing::of_parameter(api, ty)) {
        (Type::List(item), _) => {
            let (ty, value) = list(api, item, name, From::Sibling);
            (ty, quote!(&#value))
        }
        (_, Passing::Text) => (quote!(&str), quote!(&#name)),
        (_, Passing::Reference) => {
            return Argument { ty: quote!(&#written), value: quote!(#name), is_unchanged: true };
        }
        (_, Passing::Into) => (quote!(impl Into<#written>), quote!(&Into::<#written>::into(#name))),
        (_, Passing::Value | Passing::OptionalReference) => (written, quote!(&#name)),
    };
    Argument { ty, value, is_unchanged: false }
}

//! Values for the examples in the documentation, taken from the description where it has them.

use std::cell::Cell;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::{Context, types};
use crate::ir::{ModelId, Shape, Type, Variant};

/// How large an example may still become.
#[derive(Clone, Copy)]
struct Extent<'a> {
    /// How many levels deep the value is.
    depth: usize,
    /// How many more values there may be.
    values: &'a Cell<usize>,
}

/// How many levels an example has at most. A type that needs itself has no finite one; eight are more than anyone reads.
const DEEPEST: usize = 8;

/// How many values an example has, about: a type may need many of another which needs many more.
const MOST: usize = 500;

impl Extent<'_> {
    /// One level deeper, for a value among so many.
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn is_used_up(self) -> bool {
        self.depth > DEEPEST || self.values.get() == 0
    }
}

/// An expression that can be passed where a value of the type is an argument.
pub(super) fn argument(context: Context<'_>, ty: &Type, example: Option<&Value>) -> TokenStream {
    value(context, ty, example, Extent { depth: 0, values: &Cell::new(MOST) })
}

/// A statement that makes a body that is passed by reference, so that nothing is converted at the call.
pub(super) fn body(context: Context<'_>, ty: &Type) -> TokenStream {
    let extent = Extent { depth: 0, values: &Cell::new(MOST) };
    let made = value(context, ty, None, extent);
    let written = types::plain(context.api, ty, types::From::Sibling);
    if is_whole(context, ty) {
        quote!(let body = #made;)
    } else if matches!(context.api.resolved(ty), Type::Json | Type::Map(_) | Type::Nullable(_))
        || is_of_runtime(ty)
    {
        quote!(let body = Default::default();)
    } else if let Type::List(item) = context.api.resolved(ty) {
        let made = value(context, item, None, extent.deeper());
        let made = if is_whole(context, item) { made } else { quote!(#made.into()) };
        quote!(let body: #written = vec![#made];)
    } else {
        quote!(let body: #written = #made.into();)
    }
}

/// Whether a type is spelled with a word of the runtime, which examples do not import.
fn is_of_runtime(ty: &Type) -> bool {
    match ty {
        Type::List(item) | Type::Nullable(item) => is_of_runtime(item),
        Type::DateTime | Type::Date | Type::Base64 | Type::Written(_) | Type::Embedded(_) => true,
        Type::BigInteger | Type::Tuple(_) => true,
        Type::File | Type::Bytes | Type::Text | Type::Json | Type::Map(_) => true,
        Type::Events(_) | Type::WholeEvents(_) | Type::Lines(_) => true,
        Type::Boolean | Type::Integer | Type::Integer32 | Type::Unsigned | Type::Number => false,
        Type::String | Type::Model(_) => false,
    }
}

fn is_words(context: Context<'_>, id: ModelId) -> bool {
    matches!(context.api.model(id).map(|model| &model.shape), Some(Shape::Words(_)))
}

/// Whether an example of the type is of that type, and not only something that becomes it.
fn is_whole(context: Context<'_>, ty: &Type) -> bool {
    match context.api.resolved(ty) {
        Type::Boolean | Type::Integer | Type::Integer32 | Type::Number => true,
        Type::Model(id) => {
            !matches!(context.api.model(*id).map(|model| &model.shape), Some(Shape::Choice(_)))
        }
        _ => false,
    }
}

fn value(context: Context<'_>, ty: &Type, example: Option<&Value>, extent: Extent<'_>) -> TokenStream {
    extent.values.set(extent.values.get().saturating_sub(1));
    match context.api.resolved(ty) {
        Type::List(_) if extent.is_used_up() => quote!(Default::default()),
        Type::Model(id) if extent.is_used_up() && !is_words(context, *id) => quote!(Default::default()),
        Type::Boolean => {
            let flag = example.and_then(Value::as_bool).unwrap_or(true);
            quote!(#flag)
        }
        Type::Integer | Type::Integer32 => {
            let number = proc_macro2::Literal::i64_unsuffixed(example.and_then(Value::as_i64).unwrap_or(1));
            quote!(#number)
        }
        // The suffix selects the conversion into `BigInteger`.
        Type::BigInteger => {
            let number = proc_macro2::Literal::i64_suffixed(example.and_then(Value::as_i64).unwrap_or(1));
            quote!(#number)
        }
        Type::Unsigned => {
            let number = proc_macro2::Literal::u64_unsuffixed(example.and_then(Value::as_u64).unwrap_or(1));
            quote!(#number)
        }
        Type::Number => {
            let number = example.and_then(Value::as_f64).filter(|number| number.is_finite()).unwrap_or(1.0);
            let number = proc_macro2::Literal::f64_unsuffixed(number);
            quote!(#number)
        }
        Type::String => {
            let text = example.and_then(Value::as_str).unwrap_or("text");
            quote!(#text)
        }
        // The text of an example would have to be parsed as a type that it does not import.
        Type::DateTime => quote!(std::time::SystemTime::now()),
        Type::Date => {
            let text = example.and_then(Value::as_str).unwrap_or("2024-01-01");
            quote!(#text.parse()?)
        }
        Type::Base64 => quote!(b"bytes"),
        Type::Written(id) => {
            let text = example.and_then(Value::as_str).unwrap_or("text");
            let ty = context.api.format(*id).and_then(|format| format.ty.parse::<TokenStream>().ok());
            quote!(#text.parse::<#ty>()?)
        }
        Type::Embedded(inner) if is_whole(context, inner) => {
            let made = value(context, inner, None, extent.deeper());
            quote!(#made.into())
        }
        Type::Embedded(_) => quote!("{}".parse()?),
        Type::List(item) => {
            let first = example.and_then(Value::as_array).and_then(|items| items.first());
            let made = value(context, item, first, extent.deeper());
            // What an argument takes is converted once, and not within what it holds.
            let is_ready = |ty: &Type| {
                is_whole(context, ty) || matches!(context.api.resolved(ty), Type::Map(_) | Type::Nullable(_))
            };
            match context.api.resolved(item) {
                Type::List(within) if is_ready(within) => quote!([vec!#made]),
                Type::List(_) => quote!([vec!#made.into_iter().map(Into::into).collect()]),
                _ => quote!([#made]),
            }
        }
        Type::File | Type::Bytes => quote!(vec![1, 2, 3]),
        Type::Text => quote!("text"),
        // Whatever takes any value takes a text.
        Type::Json => quote!("text"),
        Type::Map(_) | Type::Nullable(_) | Type::Tuple(_) => quote!(Default::default()),
        // Only what comes back is a stream.
        Type::Events(_) | Type::WholeEvents(_) | Type::Lines(_) => TokenStream::new(),
        Type::Model(id) => model(context, *id, example, extent),
    }
}

fn model(context: Context<'_>, id: ModelId, example: Option<&Value>, extent: Extent<'_>) -> TokenStream {
    let Some(model) = context.api.model(id) else { return TokenStream::new() };
    let example = example.or(model.example.as_deref());
    let name = model.name.ident();
    match &model.shape {
        Shape::Words(words) => {
            let number = example.and_then(Value::as_i64).map(|number| number.to_string());
            let wanted = example.and_then(Value::as_str).or(number.as_deref());
            let known = words.known.iter().find(|word| Some(word.wire()) == wanted).or(words.known.first());
            let word = known.map(crate::naming::Name::ident);
            quote!(models::#name::#word)
        }
        Shape::Choice(choice) => {
            let fitting = choice.variants.iter().find(|variant| {
                example.is_some_and(|example| match variant.ty {
                    Type::Boolean => example.is_boolean(),
                    Type::String => example.is_string(),
                    _ => example.is_number(),
                })
            });
            // What is written as it is made: a choice is made of exactly what its variants hold, or of a text.
            let is_exact = |variant: &&Variant| match context.api.resolved(&variant.ty) {
                Type::Boolean | Type::Integer | Type::Integer32 | Type::Number | Type::String => true,
                ty => matches!(ty, Type::Model(_)),
            };
            let is_list = |variant: &&Variant| matches!(context.api.resolved(&variant.ty), Type::List(_));
            let mut variants = choice.variants.iter();
            let exact = variants.clone().find(is_exact).or_else(|| variants.clone().find(is_list));
            let ty = fitting.or(exact).or_else(|| variants.next()).map(|variant| &variant.ty);
            ty.map(|ty| exactly(context, ty, example, extent.deeper())).unwrap_or_default()
        }
        Shape::Alias(ty) => value(context, ty, example, extent.deeper()),
        Shape::Wrapper(_) => quote!(models::#name(Default::default())),
        Shape::Record(record) => {
            let required =
                record.fields.iter().filter(|field| super::models::is_asked_for(context, id, field));
            let values = required.map(|field| {
                let example =
                    example.and_then(|example| example.get(field.name.wire())).or(field.example.as_deref());
                let ty = match context.api.resolved(&field.ty) {
                    // What makes a model takes what a string holds.
                    Type::Embedded(inner) => inner,
                    ty => ty,
                };
                value(context, ty, example, extent.deeper())
            });
            quote!(models::#name::new(#(#values),*))
        }
    }
}

/// A value of the very type, and not only what becomes one.
fn exactly(context: Context<'_>, ty: &Type, example: Option<&Value>, extent: Extent<'_>) -> TokenStream {
    let made = match context.api.resolved(ty) {
        Type::List(item) => {
            let made = value(context, item, None, extent);
            return if is_whole(context, item) { quote!(vec![#made]) } else { quote!(vec![#made.into()]) };
        }
        ty => value(context, ty, example, extent),
    };
    match context.api.resolved(ty) {
        Type::Model(id) if !is_whole(context, ty) => {
            let name = context.api.model(*id).map(|model| model.name.ident());
            quote!(models::#name::from(#made))
        }
        _ => made,
    }
}

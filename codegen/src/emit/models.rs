//! Emits the module `models`: the types that users read. Their encodings are in the module `wire`.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};

use super::docs::{Text, assumed, line, places};
use super::printer::ModulePrinter;
use super::types::{self, From, Holding};
use super::{Context, unions};
use crate::analysis::{Condition, ConstantValue};
use crate::ir::{Enum, Field, Model, ModelId, Presence, Record, Rest, Shape, Type};
use crate::markdown;
use crate::naming::Name;
use crate::text::{Markdown, code};

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    for (id, model) in context.api.models_with_ids() {
        let condition = context.attributes.of_model(id);
        match &model.shape {
            Shape::Record(record) => {
                module.push(&condition, record_struct(context, id, model, record));
                if context.facts.is_sent(id) {
                    module.push(&condition, record_methods(context, id, model, record));
                }
            }
            Shape::Enum(words) => {
                let items = [enum_definition(context, id, model, words), enum_methods(model, words)];
                module.extend(&condition, items);
            }
            Shape::Union(union) => {
                module.push(&condition, unions::definition(context, id, model, union));
                module.extend(&condition, unions::conversions(context, id, model, union));
            }
            Shape::Alias(ty) => module.push(&condition, alias(context, model, ty)),
            Shape::Wrapper(ty) => module.push(&condition, wrapper(context, id, model, ty)),
        }
    }
    let has = |is_whole: bool| {
        let mut models = context.api.models.iter();
        models.any(|model| matches!(&model.shape, Shape::Enum(words) if words.is_whole == is_whole))
    };
    if has(false) {
        module.push(&Condition::ALWAYS, unrecognized());
    }
    if has(true) {
        module.push(&Condition::ALWAYS, unrecognized_integer());
    }
}

/// Renders the derives of a model: its own, and those in the settings.
pub(super) fn derives(context: Context<'_>, id: ModelId, model: &Model) -> TokenStream {
    let own = context.facts.own_derives(context.api, id, model);
    let others = context.attributes.derives(id).iter().filter(|path| !own.contains(&path.as_str()));
    let others = others.filter_map(|path| path.parse::<TokenStream>().ok());
    let own = own.iter().map(|name| Ident::new(name, Span::call_site()).into_token_stream());
    let derives = own.chain(others);
    quote!(#[derive(#(#derives),*)])
}

pub(super) fn model_docs(context: Context<'_>, model: &Model) -> TokenStream {
    let origin = match (model.is_component, model.is_input) {
        (true, false) => markdown!("Schema {}.", code(model.name.wire())),
        (true, true) => markdown!("Schema {}, in requests.", code(model.name.wire())),
        (false, true) => "In requests.".into(),
        (false, false) => Markdown::default(),
    };
    let is_silent = model.docs.trim().is_empty() && origin.is_empty();
    let docs = Text::new().described(&model.docs).own(origin);
    let docs = if is_silent { docs.own(places(context.api, model)) } else { docs };
    let docs = if model.deprecated { docs.own("Deprecated.") } else { docs };
    docs.attributes()
}

/// Allows generated code to use the deprecated fields of a record.
pub(super) fn touches_deprecated(record: &Record) -> TokenStream {
    allowing_deprecated(record.fields.iter().any(|field| field.deprecated))
}

/// Allows generated code to use a deprecated field.
pub(super) fn allowing_deprecated(is_deprecated: bool) -> TokenStream {
    if is_deprecated {
        quote!(#[allow(deprecated, reason = "deprecated fields are still sent")])
    } else {
        TokenStream::new()
    }
}

pub(super) fn deprecated(is_deprecated: bool) -> TokenStream {
    if is_deprecated { quote!(#[deprecated]) } else { TokenStream::new() }
}

fn record_struct(context: Context<'_>, id: ModelId, model: &Model, record: &Record) -> TokenStream {
    let (docs, name) = (model_docs(context, model), model.name.ident());
    let fields = record.fields.iter().map(|field| record_field(context, id, field));
    let rest = record.rest.iter().map(|rest| {
        let (name, ty) = (rest.name.ident(), types::plain(context.api, &rest.ty, From::Models));
        let unrecognized = rest.unrecognized.iter().map(Name::ident);
        quote! {
            /// The other properties, in the order of the JSON object.
            pub #name: runtime::Map<#ty>
            #(,
            /// Other properties whose values do not have the described type, preserved.
            pub #unrecognized: runtime::Map<runtime::Value>)*
        }
    });
    let members = fields.chain(rest);
    let derives = derives(context, id, model);
    let is_silent = record.fields.iter().any(|field| field_docs(field).is_empty());
    let reason = "not every property has a description";
    let allow = is_silent.then(|| quote!(#[allow(missing_docs, reason = #reason)]));
    quote! {
        #docs
        #derives
        #allow
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
        }
    }
}

/// Returns the documentation of a field. Without a description, only a wire name that differs from the name
/// of the field is worth a line.
fn field_docs(field: &Field) -> Text {
    let is_renamed = field.name.wire() != field.name.rust();
    let name = if is_renamed { code(field.name.wire()) } else { Markdown::default() };
    Text::new().described_or(&field.docs, name).own(known(field)).own(assumed(field.default.as_deref()))
}

fn record_field(context: Context<'_>, owner: ModelId, field: &Field) -> TokenStream {
    let docs = field_docs(field).attributes();
    let deprecated = deprecated(field.deprecated);
    let (name, ty) = (field.name.ident(), types::field(context, owner, field));
    quote!(#docs #deprecated pub #name: #ty)
}

/// Returns a line that lists the known numbers of a field, or nothing if there are none.
fn known(field: &Field) -> Markdown {
    if field.known.is_empty() {
        return Markdown::default();
    }
    let numbers = field.known.iter().map(|number| code(&number.to_string()));
    let beginning = if field.known.len() == 1 { "Always" } else { "One of" };
    markdown!("{} {}.", beginning, Markdown::joined(numbers, ", "))
}

/// Renders the constructor, which takes the required fields, and a setter for each other field.
fn record_methods(context: Context<'_>, id: ModelId, model: &Model, record: &Record) -> TokenStream {
    let name = model.name.ident();
    let is_argument = |field: &&Field| context.facts.is_argument(context.api, id, field);
    let parameters = record.fields.iter().filter(is_argument).map(|field| {
        let name = field.name.ident();
        let argument = types::argument(context, id, &field.ty, &name).ty;
        quote!(#name: #argument)
    });
    let values = record.fields.iter().map(|field| {
        let name = field.name.ident();
        let argument = || types::argument(context, id, &field.ty, &name);
        let (value, is_shorthand) = match types::holding(context, id, field) {
            Holding::Plain if !is_argument(&field) => (constant(context, id, field), false),
            Holding::Plain => {
                let argument = argument();
                (argument.value, argument.is_unchanged)
            }
            Holding::Optional | Holding::Nullable => (quote!(None), false),
            Holding::ThreeState => (quote!(runtime::Nullable::Absent), false),
        };
        // `id: id` is written `id`.
        if is_shorthand { quote!(#name) } else { quote!(#name: #value) }
    });
    let rest = record.rest.iter().flat_map(Rest::names).map(|name| {
        let name = name.ident();
        quote!(#name: runtime::Map::new())
    });
    let values = values.chain(rest);
    let setters =
        record.fields.iter().filter(|field| context.facts.presence(id, field) != Presence::Required);
    let setters = setters.map(|field| setter(context, id, field));
    let count = record.fields.iter().filter(is_argument).count();
    let many = (count > 7)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "so many fields are required")]));
    let touches = touches_deprecated(record);
    // A record without required fields derives `Default` instead.
    let default = (count == 0 && !context.facts.is_optional(id, record)).then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        #default

        #touches
        impl #name {
            /// Creates a value with the required properties; the others are absent.
            #many
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#values),* }
            }

            #(#setters)*
        }
    }
}

/// Renders the only value that a field can have.
fn constant(context: Context<'_>, owner: ModelId, field: &Field) -> TokenStream {
    match context.facts.constant(context.api, owner, field) {
        Some(ConstantValue::Text(text)) => quote!(#text.into()),
        Some(ConstantValue::Number(number)) => Literal::i64_unsuffixed(number).into_token_stream(),
        Some(ConstantValue::Word(word)) => {
            let (ty, word) = (types::plain(context.api, &field.ty, From::Models), word.ident());
            quote!(#ty::#word)
        }
        None => TokenStream::new(),
    }
}

fn setter(context: Context<'_>, owner: ModelId, field: &Field) -> TokenStream {
    let (name, setter) = (field.name.ident(), field.setter.ident());
    let types::Argument { ty, value, .. } = types::argument(context, owner, &field.ty, &name);
    let docs = line(markdown!("Sets {}.", code(field.name.wire())));
    let deprecated = deprecated(field.deprecated);
    let holding = types::holding(context, owner, field);
    let held = match holding {
        Holding::Plain => value,
        Holding::Optional | Holding::Nullable => quote!(Some(#value)),
        Holding::ThreeState => quote!(runtime::Nullable::Value(#value)),
    };
    let null = field.null_setter.as_ref().filter(|_| holding == Holding::ThreeState).map(|null| {
        let null = null.ident();
        let docs = line(markdown!("Sets {} to null.", code(field.name.wire())));
        quote! {
            #docs
            #[must_use]
            pub fn #null(mut self) -> Self {
                self.#name = runtime::Nullable::Null;
                self
            }
        }
    });
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #held;
            self
        }

        #null
    }
}

fn enum_definition(context: Context<'_>, id: ModelId, model: &Model, words: &Enum) -> TokenStream {
    let (docs, name, other) = (model_docs(context, model), model.name.ident(), words.other.ident());
    let variants = words.known.iter().enumerate().map(|(index, word)| {
        let described = words.docs.get(index).map(String::as_str).unwrap_or_default();
        let (name, docs) =
            (word.ident(), Text::new().described(described).own(code(word.wire())).attributes());
        quote!(#docs #name)
    });
    let unrecognized = if words.is_whole { quote!(UnrecognizedInteger) } else { quote!(Unrecognized) };
    let derives = derives(context, id, model);
    quote! {
        #docs
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A value not listed in the API description.
            #other(#unrecognized),
        }
    }
}

fn enum_methods(model: &Model, words: &Enum) -> TokenStream {
    let (name, other) = (model.name.ident(), words.other.ident());
    let variants: Vec<_> = words.known.iter().map(Name::ident).collect();
    if words.is_whole {
        let numbers = words.known.iter().filter_map(|word| word.wire().parse().ok());
        let numbers: Vec<_> = numbers.map(Literal::i64_unsuffixed).collect();
        return quote! {
            impl #name {
                /// Returns the value as sent on the wire.
                pub fn as_i64(&self) -> i64 {
                    match self {
                        #(Self::#variants => #numbers,)*
                        Self::#other(value) => value.0,
                    }
                }
            }

            impl From<i64> for #name {
                fn from(value: i64) -> Self {
                    match value {
                        #(#numbers => Self::#variants,)*
                        other => Self::#other(UnrecognizedInteger(other)),
                    }
                }
            }
        };
    }
    let texts: Vec<_> = words.known.iter().map(Name::wire).collect();
    quote! {
        impl #name {
            /// Returns the value as sent on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #texts,)*
                    Self::#other(value) => &value.0,
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#texts => Self::#variants,)*
                    other => Self::#other(Unrecognized(other.into())),
                }
            }
        }
    }
}

/// Renders the type for unknown values of string enums. Its field is private, so that it never contains a
/// listed value.
fn unrecognized() -> TokenStream {
    quote! {
        /// An enum value not listed in the API description.
        ///
        /// To create one, convert a string to the enum: listed strings become their variants.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct Unrecognized(Box<str>);

        impl Unrecognized {
            /// Returns the value as sent on the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
    }
}

/// Renders the type for unknown values of integer enums.
fn unrecognized_integer() -> TokenStream {
    quote! {
        /// An integer not listed in the API description.
        ///
        /// To create one, convert a number to the enum: listed numbers become their variants.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct UnrecognizedInteger(i64);

        impl UnrecognizedInteger {
            /// Returns the value as sent on the wire.
            pub fn as_i64(self) -> i64 {
                self.0
            }
        }
    }
}

/// Renders the type of a list or map that contains itself. Users construct it from its content.
fn wrapper(context: Context<'_>, id: ModelId, model: &Model, ty: &Type) -> TokenStream {
    let (docs, name, ty) =
        (model_docs(context, model), model.name.ident(), types::plain(context.api, ty, From::Models));
    let derives = derives(context, id, model);
    quote! {
        #docs
        #derives
        pub struct #name(
            /// The content.
            pub #ty,
        );
    }
}

fn alias(context: Context<'_>, model: &Model, ty: &Type) -> TokenStream {
    let (docs, name, ty) =
        (model_docs(context, model), model.name.ident(), types::plain(context.api, ty, From::Models));
    quote!(#docs pub type #name = #ty;)
}

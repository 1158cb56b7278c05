//! The module of encodings: how each model is read from JSON and written to it.
//!
//! The code is written out rather than derived, against concrete types: it compiles several times
//! faster, and only this emitter knows how it is done.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::models::touches_deprecated;
use super::types::{self, Holding};
use crate::facts::{JsonKind, Test};
use crate::ir::{Choice, Model, ModelId, Record, Shape, Type};
use crate::print::Page;

pub(super) fn room(context: Context<'_>, page: &mut Page<'_>) {
    let mut words = Vec::new();
    let mut bridged = Vec::new();
    for (id, model) in context.api.models_with_ids() {
        let name = model.name.ident();
        match &model.shape {
            Shape::Record(record) => {
                page.extend([
                    decode_record(context, id, model, record),
                    encode_record(context, id, model, record),
                ]);
                bridged.push(name);
            }
            Shape::Choice(choice) => {
                page.extend([decode_choice(context, id, model, choice), encode_choice(model, choice)]);
                bridged.push(name);
            }
            Shape::Wrapper(_) => {
                page.push(wrapper(model));
                bridged.push(name);
            }
            Shape::Words(_) => words.push(name),
            Shape::Alias(_) => {}
        }
    }
    if !words.is_empty() {
        page.push(quote!(runtime::open_enums!(#(super::#words),*);));
    }
    if !bridged.is_empty() {
        page.push(quote!(runtime::models!(#(super::#bridged),*);));
    }
}

fn decode_record(context: Context<'_>, id: ModelId, model: &Model, record: &Record) -> TokenStream {
    let name = model.name.ident();
    let keys = record.fields.iter().map(|field| field.name.wire());
    let rest_index = Literal::usize_unsuffixed(record.fields.len());
    let holdings: Vec<_> = record.fields.iter().map(|field| types::holding(context, id, field)).collect();
    let starts = holdings.iter().map(|holding| match holding {
        Holding::Plain | Holding::Optional | Holding::Nullable => quote!(None),
        Holding::ThreeState => quote!(runtime::Nullable::Absent),
    });
    let rest_start = record.rest.iter().map(|_| quote!(runtime::Map::new()));
    let starts = starts.chain(rest_start);
    let arms = record.fields.iter().zip(&holdings).enumerate().map(|(index, (field, holding))| {
        let index = Literal::usize_unsuffixed(index);
        match (holding, context.api.resolved(&field.ty)) {
            // A free value holds null itself.
            (Holding::Plain, _) | (Holding::Optional, Type::Json) => {
                quote!(#index => reader.fill(&mut fields.#index))
            }
            _ => quote!(#index => reader.put(&mut fields.#index)),
        }
    });
    let other = if record.rest.is_some() {
        quote!(_ => keys.keep(reader, &mut fields.#rest_index))
    } else {
        quote!(_ => reader.skip())
    };
    let is_required = |holding: &Holding| *holding == Holding::Plain;
    let names = record.fields.iter().map(|field| field.name.ident());
    let names: Vec<_> = names.chain(record.rest.iter().map(|rest| rest.name.ident())).collect();
    let patterns = names.iter().enumerate().map(|(index, name)| {
        if holdings.get(index).is_some_and(is_required) { quote!(Some(#name)) } else { quote!(#name) }
    });
    let required = holdings.iter().enumerate().filter(|(_, holding)| is_required(holding));
    let required: Vec<_> = required.map(|(index, _)| Literal::usize_unsuffixed(index)).collect();
    let missing = (!required.is_empty()).then(|| {
        quote!(else {
            return Err(keys.missing(reader, &[#(#required),*]));
        })
    });
    // All values in one place, taken out at once: every `?` of its own would cost rustc dearly.
    let read = if names.is_empty() {
        quote! {
            while keys.next(reader)?.is_some() {
                reader.skip()?;
            }
        }
    } else {
        quote! {
            let mut fields = (#(#starts,)*);
            while let Some(key) = keys.next(reader)? {
                match key {
                    #(#arms,)*
                    #other,
                }?;
            }
            let (#(#patterns,)*) = fields #missing;
        }
    };
    let touches = touches_deprecated(record);
    quote! {
        #touches
        impl json::Decode for super::#name {
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                let mut keys = reader.object(&[#(#keys),*])?;
                #read
                Ok(Self { #(#names),* })
            }
        }
    }
}

fn encode_record(context: Context<'_>, id: ModelId, model: &Model, record: &Record) -> TokenStream {
    let name = model.name.ident();
    let fields = record.fields.iter().map(|field| {
        let (name, key) = (field.name.ident(), field.name.wire());
        let writer = if field.is_secret { quote!(writer.secret()) } else { quote!(writer) };
        match types::holding(context, id, field) {
            Holding::Plain | Holding::Nullable => quote!(#writer.field(#key, &self.#name);),
            Holding::Optional => quote!(#writer.optional(#key, &self.#name);),
            Holding::ThreeState => quote!(#writer.nullable(#key, &self.#name);),
        }
    });
    let rest = record.rest.iter().map(|rest| {
        let name = rest.name.ident();
        quote!(writer.entries(&self.#name);)
    });
    let fields = fields.chain(rest);
    let touches = touches_deprecated(record);
    quote! {
        #touches
        impl json::Encode for super::#name {
            fn encode(&self, writer: &mut json::Writer) {
                writer.begin_object();
                #(#fields)*
                writer.end_object();
            }
        }
    }
}

fn decode_choice(context: Context<'_>, id: ModelId, model: &Model, choice: &Choice) -> TokenStream {
    let (name, other) = (model.name.ident(), choice.other.ident());
    let chosen = match &choice.tag {
        Some(tag) => {
            let arms = choice.variants.iter().map(|variant| {
                let (name, tags) = (variant.name.ident(), &variant.tags);
                quote!(Some(#(#tags)|*) => reader.attempt().map(Self::#name))
            });
            quote! {
                let chosen = match reader.tag(#tag)?.as_deref() {
                    #(#arms,)*
                    _ => None,
                };
                match chosen {
                    Some(value) => Ok(value),
                    None => reader.value().map(Self::#other),
                }
            }
        }
        None => {
            let tests = context.facts.tests(id).iter().map(test);
            let last = choice.variants.len().saturating_sub(1);
            let arms = choice.variants.iter().enumerate().map(|(index, variant)| {
                let name = variant.name.ident();
                let index = Literal::usize_unsuffixed(index);
                let pattern = if index.to_string() == last.to_string() { quote!(_) } else { quote!(#index) };
                quote!(#pattern => reader.attempt().map(Self::#name))
            });
            quote! {
                for index in reader.candidates(&[#(#tests),*])? {
                    let chosen = match index {
                        #(#arms,)*
                    };
                    if let Some(value) = chosen {
                        return Ok(value);
                    }
                }
                reader.value().map(Self::#other)
            }
        }
    };
    quote! {
        impl json::Decode for super::#name {
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                #chosen
            }
        }
    }
}

fn test(test: &Test) -> TokenStream {
    let kinds = test.kinds.iter().map(|kind| kind_word(*kind));
    let Test { whole, words, required, known, .. } = test;
    let constants = test.constants.iter().map(|(key, values)| quote!((#key, &[#(#values),*])));
    quote! {
        json::Test {
            kinds: &[#(json::Kind::#kinds),*],
            whole: #whole,
            words: &[#(#words),*],
            required: &[#(#required),*],
            known: &[#(#known),*],
            constants: &[#(#constants),*],
        }
    }
}

fn encode_choice(model: &Model, choice: &Choice) -> TokenStream {
    let name = model.name.ident();
    let names = choice.variants.iter().map(|variant| variant.name.ident()).chain([choice.other.ident()]);
    quote! {
        impl json::Encode for super::#name {
            fn encode(&self, writer: &mut json::Writer) {
                match self {
                    #(Self::#names(value) => value.encode(writer),)*
                }
            }
        }
    }
}

fn wrapper(model: &Model) -> TokenStream {
    let name = model.name.ident();
    quote! {
        impl json::Decode for super::#name {
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                reader.value().map(Self)
            }
        }

        impl json::Encode for super::#name {
            fn encode(&self, writer: &mut json::Writer) {
                self.0.encode(writer);
            }
        }
    }
}

fn kind_word(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::Null => quote!(Null),
        JsonKind::Boolean => quote!(Boolean),
        JsonKind::Number => quote!(Number),
        JsonKind::String => quote!(String),
        JsonKind::Array => quote!(Array),
        JsonKind::Object => quote!(Object),
    }
}

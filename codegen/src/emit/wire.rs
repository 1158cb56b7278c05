//! The module of encodings: how each model is read from JSON and written to it.
//!
//! The code is written out rather than derived, against concrete types: it compiles several times
//! faster, and only this emitter knows how it is done.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::models::touches_deprecated;
use super::types::{self, Holding};
use crate::ir::{JsonKind, Model, ModelId, Record, Shape, Variant};

pub(super) fn room(context: Context<'_>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    let mut words = Vec::new();
    let mut bridged = Vec::new();
    for (id, model) in context.api.models_with_ids() {
        let name = model.name.ident();
        match &model.shape {
            Shape::Record(record) => {
                items.extend([
                    decode_record(context, id, model, record),
                    encode_record(context, id, model, record),
                ]);
                bridged.push(name);
            }
            Shape::Choice(variants) => {
                items.extend([decode_choice(model, variants), encode_choice(model, variants)]);
                bridged.push(name);
            }
            Shape::Words(_) => words.push(name),
            Shape::Alias(_) => {}
        }
    }
    if !words.is_empty() {
        items.push(quote!(runtime::open_enums!(#(super::#words),*);));
    }
    if !bridged.is_empty() {
        items.push(quote!(runtime::serde_models!(#(super::#bridged),*);));
    }
    items
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
    let arms = holdings.iter().enumerate().map(|(index, holding)| {
        let index = Literal::usize_unsuffixed(index);
        match holding {
            Holding::Plain => quote!(#index => fields.#index = Some(reader.value()?)),
            _ => quote!(#index => fields.#index = reader.value()?),
        }
    });
    let other = if record.rest.is_some() {
        quote!(_ => keys.keep(reader, &mut fields.#rest_index)?)
    } else {
        quote!(_ => reader.skip()?)
    };
    let values = record.fields.iter().zip(&holdings).enumerate().map(|(index, (field, holding))| {
        let (name, index) = (field.name.ident(), Literal::usize_unsuffixed(index));
        match holding {
            Holding::Plain => quote!(#name: keys.required(fields.#index, #index)?),
            _ => quote!(#name: fields.#index),
        }
    });
    let rest_value = record.rest.iter().map(|rest| {
        let name = rest.name.ident();
        quote!(#name: fields.#rest_index)
    });
    let values = values.chain(rest_value);
    let fields = if record.fields.is_empty() && record.rest.is_none() {
        TokenStream::new()
    } else {
        quote!(let mut fields = (#(#starts,)*);)
    };
    let touches = touches_deprecated(record);
    quote! {
        #touches
        impl json::Decode for super::#name {
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                let mut keys = reader.object(&[#(#keys),*])?;
                #fields
                while let Some(key) = keys.next(reader)? {
                    match key {
                        #(#arms,)*
                        #other,
                    }
                }
                Ok(Self { #(#values),* })
            }
        }
    }
}

fn encode_record(context: Context<'_>, id: ModelId, model: &Model, record: &Record) -> TokenStream {
    let name = model.name.ident();
    let fields = record.fields.iter().map(|field| {
        let (name, key) = (field.name.ident(), field.name.wire());
        match types::holding(context, id, field) {
            Holding::Plain | Holding::Nullable => quote!(writer.field(#key, &self.#name);),
            Holding::Optional => quote!(writer.optional(#key, &self.#name);),
            Holding::ThreeState => quote!(writer.nullable(#key, &self.#name);),
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

fn decode_choice(model: &Model, variants: &[Variant]) -> TokenStream {
    let name = model.name.ident();
    let arms = variants.iter().map(|variant| {
        let (name, kind) = (variant.name.ident(), kind(variant.kind));
        quote!(json::Kind::#kind => Ok(Self::#name(reader.value()?)))
    });
    quote! {
        impl json::Decode for super::#name {
            fn decode(reader: &mut json::Reader<'_>) -> Result<Self, json::Fault> {
                match reader.kind()? {
                    #(#arms,)*
                    other => Err(reader.unexpected(other)),
                }
            }
        }
    }
}

fn encode_choice(model: &Model, variants: &[Variant]) -> TokenStream {
    let name = model.name.ident();
    let names = variants.iter().map(|variant| variant.name.ident());
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

fn kind(kind: JsonKind) -> TokenStream {
    match kind {
        JsonKind::Boolean => quote!(Boolean),
        JsonKind::Number => quote!(Number),
        JsonKind::String => quote!(String),
        JsonKind::Array => quote!(Array),
        JsonKind::Object => quote!(Object),
    }
}

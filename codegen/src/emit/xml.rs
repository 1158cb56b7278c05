//! How models are written in XML: a table for each that travels so.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::types::{self, From};
use crate::ir::{ModelId, Presence, Record, Type, Union, Xml, XmlKind};

/// The function that gives the fields of a record.
pub(super) fn record(context: Context<'_>, id: ModelId, record: &Record) -> Option<TokenStream> {
    context.facts.is_xml(id).then(|| {
        let fields = record.fields.iter().map(|field| {
            let key = field.name.wire();
            let node = field.xml.as_deref().map_or_else(|| quote!(xml::Node::element(#key)), node);
            let is_required = context.facts.presence(id, field) == Presence::Required;
            let required = is_required.then(|| quote!(.required()));
            let shape = shape(context, &field.ty);
            quote!(xml::Field::new(#key, #node, #shape) #required)
        });
        let rest = record.rest.as_ref().map(|rest| shape(context, &rest.ty));
        let rest = rest.map_or(quote!(None), |rest| quote!(Some(#rest)));
        quote! {
            fn xml() -> xml::Shape {
                static FIELDS: &[xml::Field] = &[#(#fields),*];
                xml::Shape::Object(FIELDS, #rest)
            }
        }
    })
}

/// The function that gives the types of a union.
pub(super) fn union(context: Context<'_>, id: ModelId, union: &Union) -> Option<TokenStream> {
    context.facts.is_xml(id).then(|| {
        let shapes = union.variants.iter().map(|variant| shape(context, &variant.ty));
        quote! {
            fn xml() -> xml::Shape {
                static TYPES: &[fn() -> xml::Shape] = &[#(#shapes),*];
                xml::Shape::OneOf(TYPES)
            }
        }
    })
}

/// The function that gives what a wrapper holds.
pub(super) fn wrapper(context: Context<'_>, id: ModelId, ty: &Type) -> Option<TokenStream> {
    context.facts.is_xml(id).then(|| {
        let shape = shape(context, ty);
        quote! {
            fn xml() -> xml::Shape {
                #shape()
            }
        }
    })
}

fn shape(context: Context<'_>, ty: &Type) -> TokenStream {
    let ty = types::plain(context.api, ty, From::Child);
    quote!(<#ty as json::Decode>::xml)
}

/// How a value is written.
pub(super) fn node(xml: &Xml) -> TokenStream {
    let (name, namespace, prefix) = (&xml.name, &xml.namespace, &xml.prefix);
    let made = match xml.kind {
        XmlKind::Element => quote!(element(#name)),
        XmlKind::Attribute => quote!(attribute(#name)),
        XmlKind::Text => quote!(text()),
    };
    let within = (!namespace.is_empty() || !prefix.is_empty()).then(|| quote!(.within(#namespace, #prefix)));
    let around = xml.item.as_deref().map(|item| {
        let item = node(item);
        quote!(.around(const { &#item }))
    });
    quote!(xml::Node::#made #within #around)
}

//! Emits the XML form of models that are sent or received as XML, as a table for each model.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::types::{self, From};
use crate::ir::{ModelId, Presence, Record, Type, Union, Xml, XmlKind};

/// Renders the function that returns the XML form of a record's fields.
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

/// Renders the function that returns the XML forms of a union's variants.
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

/// Renders the function that returns the XML form of a wrapper's content.
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

/// Renders the XML node of a value.
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

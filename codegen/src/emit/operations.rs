//! Emits the module `operations`: marker types with the wire properties, and setters of optional parameters
//! and bodies.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::Context;
use super::docs::{Text, assumed, line};
use super::models::deprecated;
use super::printer::ModulePrinter;
use super::types::{self, From};
use crate::analysis::Condition;
use crate::ir::{
    Api, Bodies, Body, BodyForm, Encoding, Location, Operation, Outcome, Parameter, Representation, Style,
    Type,
};
use crate::markdown;
use crate::naming::Name;
use crate::text::{Foreign, Markdown, code};

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    module.push(&Condition::ALWAYS, quote!(codegen::define_request!();));
    for operation in &context.api.operations {
        let condition = context.attributes.of_group(operation.group);
        let own = (&operation.marker, &operation.outcome, None);
        module.extend(&condition, [marker(operation), description(context, operation, own)]);
        module.extend(&condition, setters(context, operation));
        module.extend(&condition, super::paging::paged(context, operation));
        for bodies in [&operation.outcome.success, &operation.outcome.failure] {
            module.extend(&condition, by_status(context, operation, bodies));
        }
        for other in &operation.representations {
            let its = (&other.marker, &other.outcome, Some(other.media.as_str()));
            module.extend(&condition, [represented(operation, other), description(context, operation, its)]);
            module.extend(&condition, by_status(context, operation, &other.outcome.success));
        }
    }
}

fn marker(operation: &Operation) -> TokenStream {
    let name = operation.marker.ident();
    let docs = Text::new().described(&operation.summary).own(called(operation)).attributes();
    quote! {
        #docs
        #[derive(Debug)]
        pub enum #name {}
    }
}

/// Returns the method and the path of an operation.
pub(super) fn called(operation: &Operation) -> Markdown {
    code(&format!("{} {}", operation.method, operation.path))
}

/// Renders the marker of an operation whose successful response has another media type.
fn represented(operation: &Operation, other: &Representation) -> TokenStream {
    let name = other.marker.ident();
    let line = markdown!("{} as {}", called(operation), code(&other.media));
    let docs = Text::new().described(&operation.summary).own(line).attributes();
    quote! {
        #docs
        #[derive(Debug)]
        pub enum #name {}
    }
}

fn description(
    context: Context<'_>,
    operation: &Operation,
    (marker, outcome, asked): (&Name, &Outcome, Option<&str>),
) -> TokenStream {
    let name = marker.ident();
    let (id, path) = (operation.name.wire(), &operation.path);
    let method = &operation.method;
    let output = bodies(context.api, &outcome.success);
    let failure = bodies(context.api, &outcome.failure);
    let accept = accepted(outcome, asked);
    let accept = (!accept.is_empty()).then(|| quote!(.accept(#accept)));
    let server = operation.server.iter().map(|url| quote!(const SERVER: Option<&'static str> = Some(#url);));
    let security = operation.security.iter().map(|needed| quote!(&[#(#needed),*]));
    let security = (!operation.security.is_empty()).then(|| quote!(.security(&[#(#security),*])));
    let scopes = operation.scopes.iter().map(|needed| quote!(&[#(#needed),*]));
    let scopes = (!operation.scopes.is_empty()).then(|| quote!(.scopes(&[#(#scopes),*])));
    let partial = outcome.is_partial().then(|| {
        quote!(
            const IS_PARTIAL: bool = true;
        )
    });
    quote! {
        impl codegen::Operation for #name {
            type Output = #output;
            type Failure = #failure;

            const META: codegen::Meta = codegen::Meta::new(#id, #method, #path) #accept #security #scopes;

            #(#server)*
            #partial
        }
    }
}

/// Renders the type of the bodies of several responses.
pub(super) fn bodies(api: &Api, bodies: &Bodies) -> TokenStream {
    match bodies {
        Bodies::Empty => quote!(()),
        Bodies::One(ty) => types::plain(api, ty, From::Sibling),
        Bodies::ByStatus { name, .. } => {
            let name = name.ident();
            quote!(#name)
        }
    }
}

/// Renders an enum of bodies that differ by status.
fn by_status(context: Context<'_>, operation: &Operation, bodies: &Bodies) -> Option<TokenStream> {
    let Bodies::ByStatus { name, variants } = bodies else { return None };
    let docs = line(markdown!("The responses of {}, by status.", code(operation.name.wire())));
    let name = name.ident();
    let written = variants.iter().map(|variant| {
        let docs = Text::new()
            .described_or(&variant.docs, markdown!("Status {}.", Foreign::new(variant.name.wire()).inline()))
            .attributes();
        let (name, ty) = (variant.name.ident(), variant.ty.as_ref());
        match ty.map(|ty| types::plain(context.api, ty, From::Sibling)) {
            Some(ty) => quote!(#docs #name(Box<#ty>)),
            None => quote!(#docs #name),
        }
    });
    let arms = variants.iter().map(|variant| {
        let (name, from, to) = (variant.name.ident(), variant.from, variant.to);
        let pattern = pattern(from, to);
        match &variant.ty {
            Some(_) => {
                quote!(#pattern => codegen::FromResponse::from_response(response).map(Box::new).map(Self::#name))
            }
            None => quote!(#pattern => Ok(Self::#name)),
        }
    });
    let is_whole = variants.iter().any(|variant| variant.to == u16::MAX);
    let rest = (!is_whole).then(|| quote!(_ => Err(codegen::undeclared(response)),));
    let streams: Vec<_> = variants
        .iter()
        .filter(|variant| variant.ty.as_ref().is_some_and(Type::is_stream))
        .map(|variant| pattern(variant.from, variant.to))
        .collect();
    // Streams can be neither cloned nor compared.
    let derives = if streams.is_empty() { quote!(Debug, Clone, PartialEq) } else { quote!(Debug) };
    let streams = (!streams.is_empty()).then(|| {
        quote! {
            const KEEPS_CALL: bool = true;

            fn streams(response: &runtime::RawResponse) -> bool {
                matches!(response.status().as_u16(), #(#streams)|*)
            }
        }
    });
    Some(quote! {
        #docs
        #[derive(#derives)]
        #[non_exhaustive]
        pub enum #name {
            #(#written,)*
        }

        impl codegen::FromResponse for #name {
            #streams

            #[inline]
            fn from_response(response: &mut runtime::RawResponse) -> Result<Self, runtime::BodyFault> {
                match response.status().as_u16() {
                    #(#arms,)*
                    #rest
                }
            }
        }
    })
}

/// Renders a pattern that matches the statuses of a variant.
fn pattern(from: u16, to: u16) -> TokenStream {
    let (low, high) = (Literal::u16_unsuffixed(from), Literal::u16_unsuffixed(to));
    match (from, to) {
        (0, u16::MAX) => quote!(_),
        (from, to) if from == to => quote!(#low),
        _ => quote!(#low..=#high),
    }
}

/// Returns the value of `Accept`: every media type that a response may have, in the order of the description.
/// If one is requested, it is the first, and the others have a lower weight (RFC 9110, section 12.4.2).
pub(super) fn accepted(outcome: &Outcome, asked: Option<&str>) -> String {
    let mut media: Vec<String> = asked.map(str::to_owned).into_iter().collect();
    for name in outcome.responses.iter().flat_map(|response| &response.media) {
        if asked == Some(name) {
            continue;
        }
        let name = if asked.is_some() { format!("{name};q=0.5") } else { name.clone() };
        if !media.contains(&name) {
            media.push(name);
        }
    }
    media.join(", ")
}

fn setters(context: Context<'_>, operation: &Operation) -> Option<TokenStream> {
    let optional: Vec<_> = operation.parameters.iter().filter(|parameter| !parameter.required).collect();
    let bodies: Vec<_> = operation.bodies.iter().filter(|body| !body.required).collect();
    if optional.is_empty() && bodies.is_empty() && operation.representations.is_empty() {
        return None;
    }
    let name = operation.marker.ident();
    let bodies = bodies.into_iter().map(|body| {
        let is_one_of_several = operation.bodies.len() > 1;
        let media =
            if is_one_of_several { markdown!(", as {}", code(&body.media)) } else { Markdown::default() };
        let docs = Text::new().described_or(&body.docs, markdown!("Sets the body{}.", media)).attributes();
        let name = body.name.ident();
        let (ty, call) = (body_type(context.api, body), body_call(body));
        quote!(#docs #[inline] pub fn #name(self, #name: #ty) -> Self { self #call })
    });
    let others = operation.representations.iter().map(|other| {
        let docs = line(markdown!("Requests the response as {}.", code(&other.media)));
        let (name, marker) = (other.name.ident(), other.marker.ident());
        quote!(#docs #[inline] pub fn #name(self) -> Request<#marker> { self.represented() })
    });
    let setters =
        optional.into_iter().map(|parameter| setter(context, parameter)).chain(bodies).chain(others);
    Some(quote! {
        impl Request<#name> {
            #(#setters)*
        }
    })
}

fn setter(context: Context<'_>, parameter: &Parameter) -> TokenStream {
    let (name, wire) = (parameter.name.ident(), parameter.name.wire());
    let types::Argument { ty, value, .. } = types::parameter_argument(context.api, &parameter.ty, &name);
    let described = parameter_value(parameter);
    let docs = Text::new()
        .described_or(&parameter.docs, markdown!("Sets {}.", code(wire)))
        .own(assumed(parameter.default.as_ref()))
        .attributes();
    let deprecated = deprecated(parameter.deprecated);
    quote! {
        #docs
        #deprecated
        #[inline]
        pub fn #name(self, #name: #ty) -> Self {
            self.parameter(#described, #value)
        }
    }
}

/// Renders the encoding of a form property or of a part of a multipart body.
fn encoding(encoding: &Encoding) -> TokenStream {
    let Encoding { name, media, style, explode, reserved } = encoding;
    let style = style.map(|style| {
        let parameter = written(name, Location::Query, style, (*explode, *reserved));
        quote!(.style(#parameter))
    });
    let media = media.iter().map(|media| quote!(.media(#media)));
    quote!(codegen::Encoding::new(#name) #style #(#media)*)
}

/// Renders a parameter as the runtime's type.
pub(super) fn parameter_value(parameter: &Parameter) -> TokenStream {
    let how = (parameter.explode, parameter.reserved);
    written(parameter.name.wire(), parameter.place, parameter.style, how)
}

/// Renders how a value is encoded as a parameter. Omits what is the default of its location.
fn written(
    wire: &str,
    place: Location,
    its_style: Style,
    (is_exploded, is_reserved): (bool, bool),
) -> TokenStream {
    let (place, style, explode) = match place {
        Location::Path => (quote!(path), Style::Simple, false),
        Location::Query => (quote!(query), Style::Form, true),
        Location::Header => (quote!(header), Style::Simple, false),
        Location::Cookie => (quote!(cookie), Style::Form, true),
    };
    let styled = (its_style != style).then(|| {
        let style = match its_style {
            Style::Simple => quote!(Simple),
            Style::Label => quote!(Label),
            Style::Matrix => quote!(Matrix),
            Style::Form => quote!(Form),
            Style::Space => quote!(Space),
            Style::Pipe => quote!(Pipe),
            Style::Tab => quote!(Tab),
            Style::Cookie => quote!(Cookie),
            Style::DeepObject => quote!(DeepObject),
            Style::Json => quote!(Json),
            Style::Text => quote!(Text),
            Style::Urlencoded => quote!(Urlencoded),
        };
        quote!(.style(codegen::Style::#style))
    });
    let exploded = (is_exploded != explode).then(|| quote!(.explode(#is_exploded)));
    let reserved = is_reserved.then(|| quote!(.reserved()));
    quote!(codegen::Parameter::#place(#wire) #styled #exploded #reserved)
}

/// Renders the type of the argument for a body.
pub(super) fn body_type(api: &Api, body: &Body) -> TokenStream {
    match body.form {
        BodyForm::Text => quote!(&str),
        BodyForm::Bytes => quote!(impl Into<runtime::Body>),
        BodyForm::Json | BodyForm::Form | BodyForm::Multipart | BodyForm::Xml => match &body.ty {
            Type::Nullable(inner) => {
                let ty = types::plain(api, inner, From::Sibling);
                quote!(Option<&#ty>)
            }
            ty => {
                let ty = types::plain(api, ty, From::Sibling);
                quote!(&#ty)
            }
        },
        BodyForm::Lines => {
            let item = match &body.ty {
                Type::List(item) => item,
                other => other,
            };
            let item = types::plain(api, item, From::Sibling);
            quote!(&[#item])
        }
    }
}

/// Renders the call that adds a body to a request.
pub(super) fn body_call(body: &Body) -> TokenStream {
    let (name, media) = (body.name.ident(), &body.media);
    match body.form {
        BodyForm::Json if matches!(body.ty, Type::Nullable(_)) => quote!(.with_json(#media, &#name)),
        BodyForm::Json => quote!(.with_json(#media, #name)),
        BodyForm::Form => {
            let encodings = body.encodings.iter().map(encoding);
            quote!(.with_form(#media, #name, &[#(#encodings),*]))
        }
        BodyForm::Lines => quote!(.with_lines(#media, #name)),
        BodyForm::Xml => {
            let root = body.xml.as_ref().map(super::xml::node);
            quote!(.with_body(#media, xml::body(#name, #root)))
        }
        BodyForm::Multipart => {
            let encodings = body.encodings.iter().map(encoding);
            quote!(.with_parts(#name, &[#(#encodings),*]))
        }
        BodyForm::Text => quote!(.with_body(#media, #name.to_owned())),
        BodyForm::Bytes => quote!(.with_body(#media, #name)),
    }
}

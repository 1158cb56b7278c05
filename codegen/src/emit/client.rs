//! Emits the module `client`: the client, the properties of its API and an accessor per group of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::Text;
use crate::analysis::Condition;
use crate::emit::printer::{ModulePrinter, cfg};
use crate::ir::{Grant, Group, GroupId, GroupedBy, SchemeKind};
use crate::markdown;
use crate::text::{Foreign, Markdown, code};

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    if context.attributes.has_conditions() {
        module.allow_unused_imports();
    }
    module.extend(&Condition::ALWAYS, [api(context), client(context), methods(context), conversion()]);
}

fn api(context: Context<'_>) -> TokenStream {
    let base_url = context.api.base_url.iter().map(|url| quote!(.base_url(#url)));
    let schemes = context.api.schemes.iter().map(|scheme| {
        let name = &scheme.name;
        let kind = match &scheme.kind {
            SchemeKind::Bearer => quote!(Bearer),
            SchemeKind::Basic => quote!(Basic),
            SchemeKind::Http(word) => quote!(Http(#word)),
            SchemeKind::Header(name) => quote!(Header(#name)),
            SchemeKind::Query(name) => quote!(Query(#name)),
            SchemeKind::Cookie(name) => quote!(Cookie(#name)),
            SchemeKind::Connection => quote!(Connection),
        };
        quote!(codegen::Scheme::new(#name, codegen::SchemeKind::#kind))
    });
    let schemes = (!context.api.schemes.is_empty()).then(|| quote!(.schemes(&[#(#schemes),*])));
    let flows = context.api.schemes.iter().flat_map(|scheme| {
        scheme.flows.iter().map(|flow| {
            let (name, url) = (&scheme.name, &flow.url);
            let grant = match flow.grant {
                Grant::ClientCredentials => quote!(ClientCredentials),
                Grant::RefreshToken => quote!(RefreshToken),
            };
            quote!(codegen::Flow::new(#name, codegen::Grant::#grant, #url))
        })
    });
    let flows: Vec<TokenStream> = flows.collect();
    let flows = (!flows.is_empty()).then(|| quote!(.flows(&[#(#flows),*])));
    let errors = &context.api.errors;
    let errors = setters([
        (quote!(code), &errors.code),
        (quote!(message), &errors.message),
        (quote!(request_id), &errors.request_id),
        (quote!(request_id_header), &errors.request_id_header),
    ]);
    let errors = errors.map(|setters| quote!(.errors(codegen::ErrorShape::new() #setters)));
    let idempotency_key = setters([(quote!(idempotency_key), &context.settings.idempotency_key)]);
    let end_of_events = setters([(quote!(end_of_events), &context.settings.end_of_events)]);
    let declared = |is_idempotent| {
        let operations = context.api.operations.iter();
        let operations = operations.filter(|operation| operation.is_idempotent == Some(is_idempotent));
        let names: Vec<&str> = operations.map(|operation| operation.name.wire()).collect();
        (!names.is_empty()).then(|| quote!((&[#(#names),*])))
    };
    let idempotent = declared(true).map(|names| quote!(.idempotent #names));
    let once = declared(false).map(|names| quote!(.once #names));
    let headers = &context.settings.rate_limit;
    let headers = setters([
        (quote!(limit), &headers.limit),
        (quote!(remaining), &headers.remaining),
        (quote!(reset), &headers.reset),
    ]);
    let rate_limit = headers.map(|setters| quote!(.rate_limit(codegen::RateLimitHeaders::new() #setters)));
    quote! {
        /// The properties of the API that every call needs.
        const API: codegen::Api =
            codegen::Api::new(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))
                #(#base_url)* #schemes #flows #errors #idempotency_key #idempotent #once #rate_limit #end_of_events;
    }
}

/// Returns the calls of the setters that have a value, or `None` if none has.
fn setters<const N: usize>(values: [(TokenStream, &Option<String>); N]) -> Option<TokenStream> {
    let calls: Vec<TokenStream> = values
        .into_iter()
        .filter_map(|(name, value)| {
            let value = value.as_ref()?;
            Some(quote!(.#name(#value)))
        })
        .collect();
    (!calls.is_empty()).then(|| quote!(#(#calls)*))
}

fn client(context: Context<'_>) -> TokenStream {
    let docs = Text::new()
        .own(markdown!("A client of the {}.", Foreign::new(&context.api.title).inline()))
        .described(&context.api.description)
        .own("Cloning is cheap: clones share connections and rate limits.")
        .attributes();
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct Client {
            inner: runtime::Client,
        }
    }
}

fn methods(context: Context<'_>) -> TokenStream {
    let new = context.api.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Bearer).then(|| {
        quote! {
            /// Creates a client that authenticates with a bearer token (RFC 6750). All other settings have
            /// their defaults.
            ///
            /// # Errors
            /// Fails if the token is not a valid header value, or if TLS cannot be set up.
            pub fn new(token: impl Into<String>) -> Result<Self, runtime::Error> {
                Self::builder().token(token).build()
            }
        }
    });
    let groups = context.api.groups_with_ids().map(|(id, group)| accessor(context, id, group));
    quote! {
        impl Client {
            #new

            /// Returns a builder, to set the base URL, timeouts, retries or the transport.
            pub fn builder() -> runtime::ClientBuilder<Self> {
                runtime::ClientBuilder::new(API)
            }

            /// Creates a request for an operation that the API description does not declare. It is
            /// authenticated, retried and limited like every other request. The path is appended to the base
            /// URL and must be percent-encoded.
            pub fn request(&self, method: runtime::http::Method, path: impl Into<String>) -> runtime::RawRequest {
                self.inner.request(method, path)
            }

            /// Returns the base URL.
            pub fn base_url(&self) -> &str {
                self.inner.base_url()
            }

            #(#groups)*
        }
    }
}

/// Returns a line that describes a group.
pub(super) fn group_line(group: &Group) -> Markdown {
    match group.by {
        GroupedBy::Tag => markdown!("Operations tagged {}.", code(group.name.wire())),
        GroupedBy::Path => markdown!("Operations on {}.", code(&format!("/{}", group.name.wire()))),
        GroupedBy::Nothing => "Operations without a tag.".into(),
    }
}

fn accessor(context: Context<'_>, id: GroupId, group: &Group) -> TokenStream {
    let docs = Text::new().described_or(&group.docs, group_line(group)).attributes();
    let (accessor, name) = (group.accessor.ident(), group.name.ident());
    let cfg = cfg(&context.attributes.of_group(id));
    quote! {
        #docs
        #cfg
        pub fn #accessor(&self) -> resources::#name {
            resources::#name::new(&self.inner)
        }
    }
}

fn conversion() -> TokenStream {
    quote! {
        impl From<runtime::Client> for Client {
            fn from(inner: runtime::Client) -> Self {
                Self { inner }
            }
        }
    }
}

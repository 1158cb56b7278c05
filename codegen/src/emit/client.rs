//! The module of the client itself: what it is made from, and its groups of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use super::docs::Text;
use crate::analysis::Condition;
use crate::emit::printer::{ModulePrinter, cfg};
use crate::ir::{Group, GroupId, SchemeKind};
use crate::markdown;
use crate::text::{Foreign, Markdown, code};

pub(super) fn emit(context: Context<'_>, module: &mut ModulePrinter) {
    if context.attributes.has_conditions() {
        module.allow_unused_imports();
    }
    module.extend(&Condition::ALWAYS, [api(context), client(context), methods(context), conversion()]);
}

fn api(context: Context<'_>) -> TokenStream {
    let base_url = option(context.api.base_url.as_deref());
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
        quote!(runtime::Scheme { name: #name, kind: runtime::SchemeKind::#kind })
    });
    let errors = &context.api.errors;
    let code = option(errors.code.as_deref());
    let message = option(errors.message.as_deref());
    let request_id = option(errors.request_id.as_deref());
    let request_id_header = option(errors.request_id_header.as_deref());
    let idempotency_key = option(context.settings.idempotency_key.as_deref());
    let said = |is_idempotent| {
        let operations = context.api.operations.iter();
        operations
            .filter(move |operation| operation.is_idempotent == Some(is_idempotent))
            .map(|operation| operation.name.wire())
    };
    let (idempotent, once) = (said(true), said(false));
    let headers = &context.settings.rate_limit;
    let limit = option(headers.limit.as_deref());
    let remaining = option(headers.remaining.as_deref());
    let reset = option(headers.reset.as_deref());
    quote! {
        /// What the description says of the API as a whole.
        const API: runtime::Api = runtime::Api {
            base_url: #base_url,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            schemes: &[#(#schemes),*],
            errors: runtime::ErrorShape {
                code: #code,
                message: #message,
                request_id: #request_id,
                request_id_header: #request_id_header,
            },
            idempotency_key: #idempotency_key,
            idempotent: &[#(#idempotent),*],
            once: &[#(#once),*],
            rate_limit: runtime::RateLimitHeaders { limit: #limit, remaining: #remaining, reset: #reset },
        };
    }
}

fn option(text: Option<&str>) -> TokenStream {
    text.map_or(quote!(None), |text| quote!(Some(#text)))
}

fn client(context: Context<'_>) -> TokenStream {
    let docs = Text::new()
        .own(markdown!("A client of the {}.", Foreign::new(&context.api.title).inline()))
        .described(&context.api.description)
        .own("Cheap to clone; clones share connections and limits.")
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
            /// A client that proves who calls by a bearer token (RFC 6750), all else as it is by default.
            ///
            /// # Errors
            /// A token that cannot be a header's value, or TLS that cannot be set up.
            pub fn new(token: impl Into<String>) -> Result<Self, runtime::Error> {
                Self::builder().token(token).build()
            }
        }
    });
    let groups = context.api.groups_with_ids().map(|(id, group)| accessor(context, id, group));
    quote! {
        impl Client {
            #new

            /// A client in the making: base URL, timeouts, transport.
            pub fn builder() -> runtime::ClientBuilder<Self> {
                runtime::ClientBuilder::new(API)
            }

            /// A call that the description does not know, by method and path, made as every other. The path goes
            /// behind the base URL and is percent-encoded already.
            pub fn request(&self, method: runtime::http::Method, path: impl Into<String>) -> runtime::RawRequest {
                self.inner.request(method, path)
            }

            /// Where it calls.
            pub fn base_url(&self) -> &str {
                self.inner.base_url()
            }

            #(#groups)*
        }
    }
}

/// What a group is, in one line.
pub(super) fn group_line(group: &Group) -> Markdown {
    match group.name.wire() {
        "" => "Operations without a tag.".into(),
        tag => markdown!("Operations tagged {}.", code(tag)),
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

//! The API as data: the arguments, bodies and results of each operation and the content of each model, as
//! Rust types.
//!
//! Test harnesses and documentation tools read the listing instead of generated code. `docs/api-listing.md`
//! describes its form. [`VERSION`] changes when a key is removed or changes its meaning.

mod model;
mod server;

use serde::Serialize;
use serde_json::Value;

use crate::analysis::{self, Passing};
use crate::emit::{ArgumentText, bodies_text, body_text, parameter_text, rust_type};
use crate::ir::{
    Api, Bodies, Body, BodyForm, Grant, Location, Operation, Outcome, Parameter, Scheme, SchemeKind,
};
use crate::naming::Name;

pub use model::{ListedField, ListedModel, ListedVariant};
pub use server::{ListedServer, ListedVariable};

/// The version of the form.
pub const VERSION: u32 = 1;

/// An API.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listing {
    /// [`VERSION`]
    pub version: u32,
    /// The title of the description.
    pub title: String,
    /// The default base URL.
    pub base_url: Option<String>,
    /// The servers that a caller can choose from.
    pub servers: Vec<ListedServer>,
    /// The authentication schemes.
    pub schemes: Vec<ListedScheme>,
    /// The operations, in the order of the description.
    pub operations: Vec<ListedOperation>,
    /// The models, in the order of the generated module.
    pub models: Vec<ListedModel>,
}

/// An authentication scheme.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedScheme {
    /// Its name below `components.securitySchemes`.
    pub name: String,
    /// `bearer`, `basic`, `http`, `header`, `query`, `cookie` or `connection`.
    pub kind: &'static str,
    /// The name of the header, query parameter or cookie, or of another HTTP scheme.
    pub key: Option<String>,
    /// The URL of the endpoint that issues tokens for client credentials.
    pub token_url: Option<String>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedOperation {
    /// The operationId, or a replacement if there is none.
    pub id: String,
    /// The method in upper case.
    pub method: String,
    /// The path template, such as `/v2/images/{image_id}`.
    pub path: String,
    /// The server of the operation, if it is not the base URL.
    pub server: Option<String>,
    /// The path of the method within the client, such as `resources::Images::get_image`.
    pub rust: String,
    /// The method as called on a client, such as `images().get_image`.
    pub call: String,
    /// The marker type, such as `operations::GetImage`.
    pub marker: String,
    /// The arguments of the method, in order; a required body comes last.
    pub arguments: Vec<ListedArgument>,
    /// The required parameters with only one possible value, which is always sent.
    pub constants: Vec<ListedConstant>,
    /// The setters of the request, for optional parameters and bodies.
    pub setters: Vec<ListedArgument>,
    /// The bodies by media type; the first one belongs to the method itself.
    pub bodies: Vec<ListedBody>,
    /// The declared responses, in the order of the description.
    pub outcomes: Vec<ListedOutcome>,
    /// Other media types that can be requested for a success.
    pub representations: Vec<ListedRepresentation>,
    /// The type of a successful result.
    pub output: String,
    /// The type of the declared body of a failure.
    pub failure: String,
    /// The item type of a paged list, if the operation has one.
    pub paged: Option<String>,
    /// The alternatives of authentication; each requires all of its schemes.
    pub security: Vec<Vec<String>>,
    /// Whether the operation is deprecated.
    pub deprecated: bool,
    /// The summary, in one line.
    pub summary: String,
    /// The documentation from the description.
    pub doc: String,
    /// The JSON pointer to the operation.
    pub place: String,
}

/// An argument of a method or setter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedArgument {
    /// The name of the argument or setter.
    pub name: String,
    /// The name on the wire.
    pub wire: String,
    /// `path`, `query`, `header`, `cookie` or `body`.
    #[serde(rename = "in")]
    pub place: &'static str,
    /// The type in the method's signature.
    #[serde(rename = "type")]
    pub ty: String,
    /// The type of the value from which the argument is created.
    pub value: String,
    /// The conversion from a JSON value: `json`, `text` (the characters of a string) or `bytes` (the bytes of
    /// a string).
    pub from: &'static str,
    /// The conversion as a Rust expression, in which `{json}` stands for an expression of type `&str`.
    pub expression: String,
    /// The server's default.
    pub default: Option<Value>,
    /// An example from the description.
    pub example: Option<Value>,
    /// The documentation from the description.
    pub doc: String,
}

/// A required parameter with only one possible value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedConstant {
    /// The name on the wire.
    pub wire: String,
    /// `path`, `query`, `header` or `cookie`.
    #[serde(rename = "in")]
    pub place: &'static str,
    /// The value.
    pub value: Value,
    /// The documentation from the description.
    pub doc: String,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedBody {
    /// The media type, such as `application/json`.
    pub media: String,
    /// `json`, `form`, `multipart`, `lines`, `xml`, `text` or `bytes`.
    pub form: &'static str,
    /// Whether the body is an argument rather than a setter.
    pub required: bool,
    /// The method that takes the body, such as `images().create_custom_image`.
    pub call: String,
    /// The argument of the method, or the setter.
    pub argument: ListedArgument,
}

/// Another media type that can be requested for a success.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedRepresentation {
    /// The media type, such as `text/csv`.
    pub media: String,
    /// The method of the request that selects the media type; it comes after the setters.
    pub method: String,
    /// The marker type.
    pub marker: String,
    /// The declared responses with this media type.
    pub outcomes: Vec<ListedOutcome>,
    /// The type of a successful result with this media type.
    pub output: String,
}

/// A declared response.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedOutcome {
    /// The status, such as `200`, `4XX` or `default`.
    pub status: String,
    /// The media types.
    pub media: Vec<String>,
    /// The type of the body, if there is one.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The variant of `output` for this response, if `output` is an enum by status.
    pub output_variant: Option<String>,
    /// The variant of `failure` for this response, if `failure` is an enum by status.
    pub failure_variant: Option<String>,
    /// The response headers.
    pub headers: Vec<ListedHeader>,
    /// The documentation from the description.
    pub doc: String,
}

/// A response header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedHeader {
    /// The name, in lower case.
    pub wire: String,
    /// The constant, such as `headers::RATELIMIT_RESET`.
    pub rust: String,
    /// The type of the value.
    #[serde(rename = "type")]
    pub ty: String,
}

/// Returns the listing of an API.
pub fn listing(api: &Api) -> Listing {
    let facts = analysis::of(api);
    Listing {
        version: VERSION,
        title: api.title.clone(),
        base_url: api.base_url.clone(),
        servers: api.servers.iter().map(|server| server::listed(api, server)).collect(),
        schemes: api.schemes.iter().map(listed_scheme).collect(),
        operations: api.operations.iter().map(|operation| listed_operation(api, operation)).collect(),
        models: api.models_with_ids().map(|(id, model)| model::listed(api, &facts, id, model)).collect(),
    }
}

fn listed_scheme(scheme: &Scheme) -> ListedScheme {
    let (kind, key) = match &scheme.kind {
        SchemeKind::Bearer => ("bearer", None),
        SchemeKind::Basic => ("basic", None),
        SchemeKind::Http(word) => ("http", Some(word)),
        SchemeKind::Header(key) => ("header", Some(key)),
        SchemeKind::Query(key) => ("query", Some(key)),
        SchemeKind::Cookie(key) => ("cookie", Some(key)),
        SchemeKind::Connection => ("connection", None),
    };
    let token_url = scheme.flows.iter().find(|flow| flow.grant == Grant::ClientCredentials);
    ListedScheme {
        name: scheme.name.clone(),
        kind,
        key: key.cloned(),
        token_url: token_url.map(|flow| flow.url.clone()),
    }
}

fn listed_operation(api: &Api, operation: &Operation) -> ListedOperation {
    let group = api.groups.get(operation.group.0 as usize);
    let (ty, accessor) = group.map(|group| (ident(&group.name), ident(&group.accessor))).unwrap_or_default();
    let method = ident(&operation.name);
    let call = format!("{accessor}().{method}");
    let bodies = operation.bodies.iter().map(|body| {
        let method = body.method.as_ref().unwrap_or(&operation.name);
        listed_body(api, body, format!("{accessor}().{}", ident(method)))
    });
    let bodies: Vec<ListedBody> = bodies.collect();
    let bodies_as_setters = bodies.iter().filter(|body| !body.required).map(|body| body.argument.clone());
    let body_as_argument = bodies.first().filter(|body| body.required).map(|body| body.argument.clone());
    let parameters = |choose: fn(&Parameter) -> bool| {
        let parameters = operation.parameters.iter().filter(move |parameter| choose(parameter));
        parameters.map(|parameter| listed_parameter(api, parameter))
    };
    let constants = operation.parameters.iter().filter_map(|parameter| {
        let value = parameter.constant.as_ref()?.to_json();
        Some(ListedConstant {
            wire: parameter.name.wire().to_owned(),
            place: place_word(parameter.place),
            value,
            doc: parameter.docs.clone(),
        })
    });
    let representations = operation.representations.iter().map(|other| ListedRepresentation {
        media: other.media.clone(),
        method: ident(&other.name),
        marker: format!("operations::{}", ident(&other.marker)),
        outcomes: listed_outcomes(api, &other.outcome),
        output: bodies_text(api, &other.outcome.success),
    });
    ListedOperation {
        id: operation.name.wire().to_owned(),
        method: operation.method.clone(),
        path: operation.path.clone(),
        server: operation.server.clone(),
        rust: format!("resources::{ty}::{method}"),
        marker: format!("operations::{}", ident(&operation.marker)),
        arguments: parameters(Parameter::is_argument).chain(body_as_argument).collect(),
        constants: constants.collect(),
        setters: parameters(|parameter| !parameter.required).chain(bodies_as_setters).collect(),
        outcomes: listed_outcomes(api, &operation.outcome),
        representations: representations.collect(),
        output: bodies_text(api, &operation.outcome.success),
        failure: bodies_text(api, &operation.outcome.failure),
        paged: operation.paging.as_ref().map(|paging| rust_type(api, &paging.item)),
        security: operation.security.clone(),
        deprecated: operation.deprecated,
        summary: operation.summary.clone(),
        doc: operation.docs.clone(),
        place: operation.origin.pointer.as_str().to_owned(),
        call,
        bodies,
    }
}

fn place_word(place: Location) -> &'static str {
    match place {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

fn listed_parameter(api: &Api, parameter: &Parameter) -> ListedArgument {
    let place = place_word(parameter.place);
    ListedArgument {
        default: parameter.default.clone(),
        example: parameter.example.clone(),
        doc: parameter.docs.clone(),
        ..argument(&parameter.name, parameter.name.wire(), place, parameter_text(api, &parameter.ty))
    }
}

fn listed_body(api: &Api, body: &Body, call: String) -> ListedBody {
    let form = match body.form {
        BodyForm::Json => "json",
        BodyForm::Form => "form",
        BodyForm::Multipart => "multipart",
        BodyForm::Lines => "lines",
        BodyForm::Xml => "xml",
        BodyForm::Text => "text",
        BodyForm::Bytes => "bytes",
    };
    let argument = argument(&body.name, "", "body", body_text(api, body));
    ListedBody {
        media: body.media.clone(),
        form,
        required: body.required,
        call,
        argument: ListedArgument { doc: body.docs.clone(), ..argument },
    }
}

/// Returns an argument, with its conversion from a JSON text.
fn argument(name: &Name, wire: &str, place: &'static str, passed: ArgumentText) -> ListedArgument {
    let decoded = |ty: &str| format!("serde_json::from_str::<{ty}>({{json}})?");
    let reference = match passed.passing {
        Passing::Text | Passing::Reference => "&",
        Passing::Value | Passing::Into | Passing::OptionalReference => "",
    };
    let (from, expression) = match passed.value.as_str() {
        "runtime::Bytes" => ("bytes", format!("runtime::Bytes::from({})", decoded("String"))),
        "str" => ("text", format!("&{}", decoded("String"))),
        value if passed.passing == Passing::OptionalReference => {
            ("json", format!("{}.as_ref()", decoded(value)))
        }
        value => ("json", format!("{reference}{}", decoded(value))),
    };
    ListedArgument {
        name: ident(name),
        wire: wire.to_owned(),
        place,
        ty: passed.ty,
        value: passed.value,
        from,
        expression,
        default: None,
        example: None,
        doc: String::new(),
    }
}

fn listed_outcomes(api: &Api, outcome: &Outcome) -> Vec<ListedOutcome> {
    outcome.responses.iter().map(|response| listed_outcome(api, outcome, response)).collect()
}

fn listed_outcome(api: &Api, outcome: &Outcome, response: &crate::ir::Response) -> ListedOutcome {
    let headers = response.headers.iter().filter_map(|id| api.headers.get(id.0 as usize));
    let headers = headers.map(|header| ListedHeader {
        wire: header.name.wire().to_owned(),
        rust: format!("headers::{}", ident(&header.name)),
        ty: rust_type(api, &header.ty),
    });
    ListedOutcome {
        status: response.status.clone(),
        media: response.media.clone(),
        ty: response.body.as_ref().map(|ty| rust_type(api, ty)),
        output_variant: variant(&outcome.success, &response.status),
        failure_variant: variant(&outcome.failure, &response.status),
        headers: headers.collect(),
        doc: response.docs.clone(),
    }
}

/// Returns the variant of a status, such as `operations::GetJobOutput::Status200`.
fn variant(bodies: &Bodies, status: &str) -> Option<String> {
    let Bodies::ByStatus { name, variants } = bodies else { return None };
    let variant = variants.iter().find(|variant| variant.name.wire() == status)?;
    Some(format!("operations::{}::{}", ident(name), ident(&variant.name)))
}

/// Returns a name in Rust, with `r#` before a keyword.
fn ident(name: &Name) -> String {
    name.ident().to_string()
}

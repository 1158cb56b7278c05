//! The API as data: what each operation takes, sends and answers, and what each model holds, in Rust's terms.
//!
//! Harnesses and documentation read it instead of generated text. Its form is described in
//! `docs/api-listing.md`; [`VERSION`] changes when something in it changes its meaning or goes.

mod server;

use serde::Serialize;
use serde_json::Value;

use crate::analysis::{self, Facts, Passing};
use crate::emit::{ArgumentText, bodies_text, body_text, parameter_text, rust_type};
use crate::ir::{
    Api, Bodies, Body, BodyForm, Location, Model, ModelId, Operation, Outcome, Parameter, Presence,
    SchemeKind, Shape, Type,
};
use crate::naming::Name;

pub use server::{ListedServer, ListedVariable};

/// The version of the form.
pub const VERSION: u32 = 1;

/// A whole API.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listing {
    /// [`VERSION`]
    pub version: u32,
    /// The title of the description.
    pub title: String,
    /// The base URL that is used unless the caller says otherwise.
    pub base_url: Option<String>,
    /// Servers that a caller can choose from.
    pub servers: Vec<ListedServer>,
    /// Ways to prove who calls.
    pub schemes: Vec<ListedScheme>,
    /// In the order of the description.
    pub operations: Vec<ListedOperation>,
    /// In the order of the generated module.
    pub models: Vec<ListedModel>,
}

/// A way to prove who calls.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedScheme {
    /// Its name below `components.securitySchemes`.
    pub name: String,
    /// `bearer`, `basic`, `http`, `header`, `query`, `cookie` or `connection`.
    pub kind: &'static str,
    /// The name of the header, query parameter or cookie, or the word of another HTTP scheme.
    pub key: Option<String>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedOperation {
    /// The operationId, or what stands for it where there is none.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// The template, as `/v2/images/{image_id}`.
    pub path: String,
    /// Where it is served, where that is not the base URL.
    pub server: Option<String>,
    /// The method's path within the client, as `resources::Images::get_image`.
    pub rust: String,
    /// The same as it is called on a client, as `images().get_image`.
    pub call: String,
    /// The marker type, as `operations::GetImage`.
    pub marker: String,
    /// What the method takes, in order; the body, where it is required, comes last.
    pub arguments: Vec<ListedArgument>,
    /// Methods of the request that the method returns: what may be left out.
    pub setters: Vec<ListedArgument>,
    /// What can be sent along, by media type; the first is the one of the method itself.
    pub bodies: Vec<ListedBody>,
    /// What is declared to come back, in the order of the description.
    pub outcomes: Vec<ListedOutcome>,
    /// Other media types that a success can be asked for.
    pub representations: Vec<ListedRepresentation>,
    /// The type that the request's future gives.
    pub output: String,
    /// The type of the declared body of a failure.
    pub failure: String,
    /// What the list holds that comes in pages; none where nothing does.
    pub paged: Option<String>,
    /// Alternatives, of each of which all schemes are needed.
    pub security: Vec<Vec<String>>,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// One line.
    pub summary: String,
    /// All that the description says.
    pub doc: String,
    /// Where it is described, as a JSON pointer.
    pub place: String,
}

/// An argument of a method, or of a setter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedArgument {
    /// The argument, or the setter.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// `path`, `query`, `header`, `cookie` or `body`.
    #[serde(rename = "in")]
    pub place: &'static str,
    /// Its type, as the method declares it.
    #[serde(rename = "type")]
    pub ty: String,
    /// The type of the value that it is made from.
    pub value: String,
    /// How a JSON value becomes it: `json`, `text` (a string's characters) or `bytes` (a string's bytes).
    pub from: &'static str,
    /// The same as Rust: an expression in which `{json}` stands for an expression of type `&str`.
    pub expression: String,
    /// What the server assumes where it is absent.
    pub default: Option<Value>,
    /// An example from the description.
    pub example: Option<Value>,
    /// What the description says of it.
    pub doc: String,
}

/// A body that can be sent.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedBody {
    /// As `application/json`.
    pub media: String,
    /// `json`, `form`, `multipart`, `lines`, `xml`, `text` or `bytes`.
    pub form: &'static str,
    /// Whether it is an argument, and not a setter.
    pub required: bool,
    /// The method that takes it, as `images().create_custom_image`.
    pub call: String,
    /// The argument of that method, or the setter.
    pub argument: ListedArgument,
}

/// Another media type that a success can be asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedRepresentation {
    /// As `text/csv`.
    pub media: String,
    /// The method of the request that asks for it; it comes after the setters.
    pub method: String,
    /// The marker type.
    pub marker: String,
    /// What is declared to come back then.
    pub outcomes: Vec<ListedOutcome>,
    /// The type that the request's future gives then.
    pub output: String,
}

/// What is declared to come back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedOutcome {
    /// As `200`, `4XX` or `default`.
    pub status: String,
    /// Its media types.
    pub media: Vec<String>,
    /// The type of its body; none where it has none.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The variant of `output` that holds it, where that is an enum by status.
    pub output_variant: Option<String>,
    /// The variant of `failure` that holds it, where that is an enum by status.
    pub failure_variant: Option<String>,
    /// Its headers.
    pub headers: Vec<ListedHeader>,
    /// What the description says of it.
    pub doc: String,
}

/// A response header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedHeader {
    /// Its name, in small letters.
    pub wire: String,
    /// The constant, as `headers::RATELIMIT_RESET`.
    pub rust: String,
    /// The type of its value.
    #[serde(rename = "type")]
    pub ty: String,
}

/// A model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedModel {
    /// As `models::Image`.
    pub rust: String,
    /// The name of its schema, or what stands for it where it has none.
    pub schema: String,
    /// Whether the schema has a name below `components.schemas`.
    pub component: bool,
    /// `record`, `choice`, `words`, `alias` or `wrapper`.
    pub kind: &'static str,
    /// The type behind an alias or wrapper.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// Fields of a record.
    pub fields: Vec<ListedField>,
    /// The type of each value that a record keeps beside its fields.
    pub rest: Option<String>,
    /// Variants of a choice, or words; neither holds the one that keeps what is not known.
    pub variants: Vec<ListedVariant>,
    /// The key whose value tells the variants of a choice apart.
    pub tag: Option<String>,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// What the description says of it.
    pub doc: String,
    /// Where it is described, as a JSON pointer.
    pub place: String,
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedField {
    /// The field.
    pub name: String,
    /// Its key.
    pub wire: String,
    /// The type of a value that is there and not null.
    #[serde(rename = "type")]
    pub ty: String,
    /// `required`, `optional`, `nullable` or `optional-nullable`.
    pub presence: &'static str,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// What the server assumes where it is absent.
    pub default: Option<Value>,
    /// What the description says of it.
    pub doc: String,
}

/// A variant of a choice, or a word.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ListedVariant {
    /// The variant.
    pub name: String,
    /// The string that it stands for, where it is a word.
    pub wire: Option<String>,
    /// The type that it holds, where it is of a choice.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
}

/// Lists an API.
pub fn listing(api: &Api) -> Listing {
    let facts = analysis::of(api);
    Listing {
        version: VERSION,
        title: api.title.clone(),
        base_url: api.base_url.clone(),
        servers: api.servers.iter().map(|server| server::listed(api, server)).collect(),
        schemes: api.schemes.iter().map(|scheme| listed_scheme(&scheme.name, &scheme.kind)).collect(),
        operations: api.operations.iter().map(|operation| listed_operation(api, operation)).collect(),
        models: api.models_with_ids().map(|(id, model)| listed_model(api, &facts, id, model)).collect(),
    }
}

fn listed_scheme(name: &str, kind: &SchemeKind) -> ListedScheme {
    let (kind, key) = match kind {
        SchemeKind::Bearer => ("bearer", None),
        SchemeKind::Basic => ("basic", None),
        SchemeKind::Http(word) => ("http", Some(word)),
        SchemeKind::Header(key) => ("header", Some(key)),
        SchemeKind::Query(key) => ("query", Some(key)),
        SchemeKind::Cookie(key) => ("cookie", Some(key)),
        SchemeKind::Connection => ("connection", None),
    };
    ListedScheme { name: name.to_owned(), kind, key: key.cloned() }
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
    let parameters = |required: bool| {
        let parameters = operation.parameters.iter().filter(move |parameter| parameter.required == required);
        parameters.map(|parameter| listed_parameter(api, parameter))
    };
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
        arguments: parameters(true).chain(body_as_argument).collect(),
        setters: parameters(false).chain(bodies_as_setters).collect(),
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

fn listed_parameter(api: &Api, parameter: &Parameter) -> ListedArgument {
    let place = match parameter.place {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
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

/// An argument and how a JSON text becomes it.
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

/// The variant of a status, as `operations::GetJobOutput::Status200`.
fn variant(bodies: &Bodies, status: &str) -> Option<String> {
    let Bodies::ByStatus { name, variants } = bodies else { return None };
    let variant = variants.iter().find(|variant| variant.name.wire() == status)?;
    Some(format!("operations::{}::{}", ident(name), ident(&variant.name)))
}

fn listed_model(api: &Api, facts: &Facts, id: ModelId, model: &Model) -> ListedModel {
    let written = |ty: &Type| rust_type(api, ty);
    let mut listed = ListedModel {
        rust: format!("models::{}", ident(&model.name)),
        schema: model.name.wire().to_owned(),
        component: model.is_component,
        kind: "alias",
        ty: None,
        fields: Vec::new(),
        rest: None,
        variants: Vec::new(),
        tag: None,
        deprecated: model.deprecated,
        doc: model.docs.clone(),
        place: model.origin.pointer.as_str().to_owned(),
    };
    match &model.shape {
        Shape::Record(record) => {
            listed.kind = "record";
            listed.rest = record.rest.as_ref().map(|rest| written(&rest.ty));
            let fields = record.fields.iter().map(|field| ListedField {
                name: ident(&field.name),
                wire: field.name.wire().to_owned(),
                ty: written(&field.ty),
                presence: match facts.presence(id, field) {
                    Presence::Required => "required",
                    Presence::Optional => "optional",
                    Presence::Nullable => "nullable",
                    Presence::OptionalNullable => "optional-nullable",
                },
                deprecated: field.deprecated,
                default: field.default.as_deref().cloned(),
                doc: field.docs.clone(),
            });
            listed.fields = fields.collect();
        }
        Shape::Choice(choice) => {
            listed.kind = "choice";
            listed.tag = choice.tag.clone();
            let variants = choice.variants.iter().map(|variant| ListedVariant {
                name: ident(&variant.name),
                wire: None,
                ty: Some(written(&variant.ty)),
                tags: variant.tags.clone(),
            });
            listed.variants = variants.collect();
        }
        Shape::Words(words) => {
            listed.kind = "words";
            listed.ty = words.is_whole.then(|| "i64".to_owned());
            let variants = words.known.iter().map(|word| ListedVariant {
                name: ident(word),
                wire: Some(word.wire().to_owned()),
                ty: None,
                tags: Vec::new(),
            });
            listed.variants = variants.collect();
        }
        Shape::Alias(ty) => listed.ty = Some(written(ty)),
        Shape::Wrapper(ty) => {
            listed.kind = "wrapper";
            listed.ty = Some(written(ty));
        }
    }
    listed
}

/// A name as Rust has it, with `r#` before a keyword.
fn ident(name: &Name) -> String {
    name.ident().to_string()
}

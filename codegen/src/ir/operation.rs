//! Calls that an API understands, and what travels with them.

use serde_json::Value;

use super::{Docs, Encoding, GroupId, Location, ModelId, Outcome, SchemeKind, Style, Type, Xml};
use crate::diagnostics::Place;
use crate::naming::Name;
use crate::openapi::media_type::BodyForm;

/// Operations that share a tag.
#[derive(Debug)]
pub struct Group {
    /// The type; its wire form is the tag.
    pub name: Name,
    /// The method of the client that gives it.
    pub accessor: Name,
    /// What the description says of the tag.
    pub docs: Docs,
}

/// A call that the API understands.
#[derive(Debug)]
pub struct Operation {
    /// The method; its wire form is the operationId.
    pub name: Name,
    /// The marker type.
    pub marker: Name,
    /// The group that holds the method.
    pub group: GroupId,
    /// One line.
    pub summary: String,
    /// All that the description says.
    pub docs: Docs,
    /// In capitals.
    pub method: String,
    /// The template, as `/v2/images/{image_id}`.
    pub path: String,
    /// Where it is served, where that is not where the API is: its first server, with the defaults of its variables.
    pub server: Option<String>,
    /// In the order of the description.
    pub parameters: Vec<Parameter>,
    /// What can be sent along, one for each media type; the method itself takes the first.
    pub bodies: Vec<Body>,
    /// What may come back.
    pub outcome: Outcome,
    /// Other media types that a success can be asked for.
    pub representations: Vec<Representation>,
    /// How its list comes in pages, where it does.
    pub paging: Option<Paging>,
    /// Whether carrying it out twice is the same as once, where the settings say so; else by its method.
    pub is_idempotent: Option<bool>,
    /// Alternatives, of each of which all schemes are needed.
    pub security: Vec<Vec<String>>,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// Where it is described.
    pub origin: Place,
}

/// A call that the server makes: nothing is generated for it but the types of what it brings.
#[derive(Debug)]
pub struct Incoming {
    /// Its operationId, else the name of the webhook or callback.
    pub name: String,
    /// `webhook` or `callback`.
    pub kind: &'static str,
    /// The type of what it brings.
    pub payload: Option<Type>,
    /// Where it is described.
    pub origin: Place,
}

impl Operation {
    /// The body that the method itself takes.
    pub fn body(&self) -> Option<&Body> {
        self.bodies.first()
    }
}

/// Another form of a success, which the server sends when it is asked for that media type (RFC 9110, section 12).
#[derive(Debug)]
pub struct Representation {
    /// The method of the request that asks for it.
    pub name: Name,
    /// The marker type.
    pub marker: Name,
    /// As `text/csv`.
    pub media: String,
    /// What may come back then.
    pub outcome: Outcome,
}

/// How the list of an operation comes in pages.
#[derive(Debug)]
pub struct Paging {
    /// Which of the settings' rules it follows.
    pub rule: usize,
    /// The field of the body that is the list, by its position; the body itself where there is none.
    pub list: Option<(ModelId, usize)>,
    /// What the list holds.
    pub item: Type,
    /// Whether the operation takes the rule's parameter for how many items a page has.
    pub takes_size: bool,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// Its name; the wire form travels.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// Where it travels.
    pub place: Location,
    /// How its value is written.
    pub style: Style,
    /// Whether each part of a list or object stands for itself.
    pub explode: bool,
    /// Whether reserved characters are left as they are.
    pub reserved: bool,
    /// Its type.
    pub ty: Type,
    /// Whether the call needs it.
    pub required: bool,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// What the server assumes where it is absent; it is documented and never sent.
    pub default: Option<Value>,
    /// An example from the description.
    pub example: Option<Value>,
    /// Limits in words.
    pub limits: Vec<String>,
    /// Where it is described.
    pub origin: Place,
}

/// What is sent along with a request.
#[derive(Debug)]
pub struct Body {
    /// The argument, or the setter where the call does not need it.
    pub name: Name,
    /// The method that takes it, where that is not the operation's own.
    pub method: Option<Name>,
    /// As `application/json`.
    pub media: String,
    /// How it is written.
    pub form: BodyForm,
    /// Its type.
    pub ty: Type,
    /// How its root is written, where it is XML.
    pub xml: Option<Xml>,
    /// How its properties are written that are not as they are by default, where it is a form or has parts.
    pub encodings: Vec<Encoding>,
    /// Whether the call needs it.
    pub required: bool,
    /// What the description says of it.
    pub docs: Docs,
}

/// A way to prove who calls.
#[derive(Debug, PartialEq)]
pub struct Scheme {
    /// Its name below `components.securitySchemes`.
    pub name: String,
    /// How it travels.
    pub kind: SchemeKind,
}

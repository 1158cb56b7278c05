//! Operations, with their parameters and bodies.

use serde_json::Value;

use super::{Docs, Encoding, Flow, GroupId, Location, ModelId, Outcome, SchemeKind, Style, Type, Xml};
use crate::diagnostics::Place;
use crate::naming::Name;
use crate::openapi::media_type::BodyForm;

/// Operations that share a tag or the first segment of their paths.
#[derive(Debug)]
pub struct Group {
    /// The name of the type; its wire form is the tag or the segment.
    pub name: Name,
    /// What its operations share.
    pub by: GroupedBy,
    /// The name of the client's method that returns the group.
    pub accessor: Name,
    /// Documentation of the tag from the description.
    pub docs: Docs,
}

/// What the operations of a group share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GroupedBy {
    /// Their first tag.
    Tag,
    /// A segment of their paths.
    Path,
    /// Nothing: they have neither a tag nor a segment that names a resource.
    Nothing,
}

/// An operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// The name of the method; its wire form is the operationId.
    pub name: Name,
    /// The name of the marker type.
    pub marker: Name,
    /// The group with the method.
    pub group: GroupId,
    /// The summary, in one line.
    pub summary: String,
    /// Documentation from the description.
    pub docs: Docs,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template, such as `/v2/images/{image_id}`.
    pub path: String,
    /// The URL of the operation's first server, with the defaults of its variables; `None` if the servers of
    /// the API apply.
    pub server: Option<String>,
    /// The parameters, in the order of the description.
    pub parameters: Vec<Parameter>,
    /// The request bodies, one for each media type. The method itself takes the first.
    pub bodies: Vec<Body>,
    /// The responses.
    pub outcome: Outcome,
    /// The other media types in which a success is available.
    pub representations: Vec<Representation>,
    /// The pagination of its list; `None` if the response is not a page.
    pub paging: Option<Paging>,
    /// Whether it is idempotent, if the settings say so; if `None`, its HTTP method decides.
    pub is_idempotent: Option<bool>,
    /// The alternative security requirements. All schemes of an alternative are needed.
    pub security: Vec<Vec<String>>,
    /// The OAuth 2 scopes of each alternative, for tokens by client credentials; empty if none has scopes.
    pub scopes: Vec<Vec<String>>,
    /// Whether the description deprecates it.
    pub deprecated: bool,
    /// The place in the description.
    pub origin: Place,
}

impl Operation {
    /// Returns the outcome of the operation, and those of its other representations.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        let others = self.representations.iter().map(|representation| &representation.outcome);
        std::iter::once(&self.outcome).chain(others)
    }
}

/// A webhook or callback. Only the types of its payload are generated.
#[derive(Debug)]
pub struct Incoming {
    /// The operationId, or else the name of the webhook or callback.
    pub name: String,
    /// `webhook` or `callback`.
    pub kind: &'static str,
    /// The type of its payload.
    pub payload: Option<Type>,
    /// The place in the description.
    pub origin: Place,
}

impl Operation {
    /// Returns the body that the method itself takes.
    pub fn body(&self) -> Option<&Body> {
        self.bodies.first()
    }
}

/// Another media type of a success, which the client requests by `Accept` (RFC 9110, section 12).
#[derive(Debug)]
pub struct Representation {
    /// The name of the request's method that selects it.
    pub name: Name,
    /// The name of the marker type.
    pub marker: Name,
    /// The media type, such as `text/csv`.
    pub media: String,
    /// The responses if this media type is requested.
    pub outcome: Outcome,
}

/// The pagination of an operation's list.
#[derive(Debug)]
pub struct Paging {
    /// The index of the rule in the settings.
    pub rule: usize,
    /// The field of the body that is the list: its model and its index; `None` if the body itself is the
    /// list.
    pub list: Option<(ModelId, usize)>,
    /// The type of an item.
    pub item: Type,
    /// Whether the operation has the rule's parameter for the size of a page.
    pub takes_size: bool,
}

/// A parameter of an operation.
#[derive(Debug)]
pub struct Parameter {
    /// The name; its wire form is sent.
    pub name: Name,
    /// Documentation from the description.
    pub docs: Docs,
    /// Its location in the request.
    pub place: Location,
    /// The style of its value.
    pub style: Style,
    /// Whether each item of a list or object is written on its own (`explode`).
    pub explode: bool,
    /// Whether reserved characters (RFC 3986, section 2.2) are not percent-encoded.
    pub reserved: bool,
    /// Its type.
    pub ty: Type,
    /// Whether it is required.
    pub required: bool,
    /// Its value, if it is required and only one value is allowed. It is always sent, and not an argument.
    pub constant: Option<Constant>,
    /// Whether the description deprecates it.
    pub deprecated: bool,
    /// The value that the server uses if it is absent. It is documented and never sent.
    pub default: Option<Value>,
    /// An example from the description.
    pub example: Option<Value>,
    /// Its limits, as text for the documentation.
    pub limits: Vec<String>,
    /// The place in the description.
    pub origin: Place,
}

impl Parameter {
    /// Returns whether it is an argument of the operation's method.
    pub(crate) fn is_argument(&self) -> bool {
        self.required && self.constant.is_none()
    }
}

/// The only value of a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum Constant {
    /// A string.
    Text(String),
    /// An integer.
    Integer(i64),
    /// A number that is not an integer.
    Number(f64),
    /// A boolean.
    Boolean(bool),
}

impl Constant {
    /// Returns the constant for a JSON value, or `None` for null, lists, objects and larger integers.
    pub(crate) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Bool(value) => Some(Self::Boolean(*value)),
            Value::Number(number) if number.is_f64() => number.as_f64().map(Self::Number),
            Value::Number(number) => number.as_i64().map(Self::Integer),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Returns the value as JSON.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Integer(number) => (*number).into(),
            Self::Number(number) => (*number).into(),
            Self::Boolean(value) => (*value).into(),
        }
    }

    /// Returns the type of the value.
    pub(crate) fn ty(&self) -> Type {
        match self {
            Self::Text(_) => Type::String,
            Self::Integer(_) => Type::Integer,
            Self::Number(_) => Type::Number,
            Self::Boolean(_) => Type::Boolean,
        }
    }
}

/// A request body.
#[derive(Debug)]
pub struct Body {
    /// The name of the argument, or of the setter if the body is optional.
    pub name: Name,
    /// The name of the method that takes it, if that is not the operation's own method.
    pub method: Option<Name>,
    /// The media type, such as `application/json`.
    pub media: String,
    /// The form in which it is written.
    pub form: BodyForm,
    /// Its type.
    pub ty: Type,
    /// The form of its root element, if it is XML.
    pub xml: Option<Xml>,
    /// The encodings of properties that differ from the default, if it is a form or has parts.
    pub encodings: Vec<Encoding>,
    /// Whether it is required.
    pub required: bool,
    /// Documentation from the description.
    pub docs: Docs,
}

/// A security scheme.
#[derive(Debug, PartialEq)]
pub struct Scheme {
    /// The name below `components.securitySchemes`.
    pub name: String,
    /// The kind, with the names that requests use.
    pub kind: SchemeKind,
    /// The OAuth 2 flows.
    pub flows: Vec<Flow>,
}

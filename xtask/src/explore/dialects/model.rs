//! An API apart from any version of OpenAPI: what the versions describe, each in its own form.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An API.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Model {
    /// Whether 2.0 can describe the API.
    pub(super) is_plain: bool,
    pub(super) description: Option<String>,
    pub(super) servers: Vec<String>,
    pub(super) schemes: Vec<Scheme>,
    /// Whether every operation requires the first scheme.
    pub(super) is_protected: bool,
    pub(super) tags: Vec<Tag>,
    pub(super) schemas: Vec<Named>,
    /// Parameters that operations refer to.
    pub(super) parameters: Vec<Parameter>,
    /// Responses that operations refer to.
    pub(super) responses: Vec<Response>,
    pub(super) operations: Vec<Operation>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) link: Option<String>,
}

/// A security scheme.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Scheme {
    Basic,
    Bearer,
    Key { name: String, place: String },
    OAuth2(Flow),
}

/// The flow of an OAuth 2 scheme.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) enum Flow {
    Implicit,
    Password,
    Application,
    AccessCode,
}

/// A component schema, or a property.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Named {
    pub(super) name: String,
    #[serde(default)]
    pub(super) is_required: bool,
    #[serde(default)]
    pub(super) schema: Schema,
}

/// A schema with what all kinds of schemas have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Schema {
    pub(super) kind: Kind,
    pub(super) is_nullable: bool,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) is_read_only: bool,
    /// 2.0 does not have this.
    pub(super) is_write_only: bool,
    /// 2.0 does not have this.
    pub(super) is_deprecated: bool,
    pub(super) default: Option<Value>,
    pub(super) example: Option<Value>,
    /// Which of the forms that a version has for the same statement.
    pub(super) form: usize,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) enum Kind {
    /// Any value.
    Anything,
    #[default]
    Boolean,
    Text(Text),
    Integer(Number),
    Number(Number),
    /// One of some values, all strings or all integers.
    Values(Vec<Value>),
    /// Bytes in base64.
    Base64,
    List(Box<List>),
    Object(Object),
    Reference(String),
    AllOf(Vec<Schema>),
    OneOf(Vec<Schema>),
    AnyOf(Vec<Schema>),
    /// References to schemas that the value of a property selects.
    Tagged(String, Vec<String>),
    /// Values of several JSON types.
    Types(Vec<String>),
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Text {
    pub(super) format: Option<String>,
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
    pub(super) pattern: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Number {
    pub(super) format: Option<String>,
    pub(super) least: Option<Bound>,
    pub(super) most: Option<Bound>,
    pub(super) multiple: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Bound {
    pub(super) value: i64,
    #[serde(default)]
    pub(super) is_exclusive: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct List {
    pub(super) items: Schema,
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
    pub(super) is_unique: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Object {
    pub(super) properties: Vec<Named>,
    pub(super) others: Others,
    pub(super) least: Option<u64>,
    pub(super) most: Option<u64>,
    /// The property whose value names the schema, for a base schema.
    pub(super) selector: Option<String>,
}

/// The undeclared keys of an object.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) enum Others {
    #[default]
    Unstated,
    Forbidden,
    Allowed,
    Of(Box<Schema>),
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) description: Option<String>,
    pub(super) is_required: bool,
    pub(super) allows_empty: bool,
    /// 2.0 does not have this.
    pub(super) is_deprecated: bool,
    pub(super) schema: Schema,
    pub(super) style: Style,
    /// 2.0 does not have this.
    pub(super) example: Option<Value>,
    /// Whether the value is JSON, which 2.0 does not have.
    pub(super) is_json: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Place {
    Path,
    #[default]
    Query,
    Header,
    /// 2.0 does not have this.
    Cookie,
}

/// How a list is written. Except for `Commas`, only in a query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Style {
    #[default]
    Commas,
    Repeated,
    Spaces,
    Pipes,
    /// An object, which 2.0 does not have.
    Deep,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Operation {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) id: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
    pub(super) is_deprecated: bool,
    pub(super) parameters: Vec<Parameter>,
    /// The names of shared parameters.
    pub(super) shared: Vec<String>,
    pub(super) body: Option<Body>,
    pub(super) responses: Vec<Response>,
    /// The media type of the responses with a body.
    pub(super) media: Media,
    /// The statuses of shared responses, and their names.
    pub(super) shared_responses: Vec<(String, String)>,
    /// The numbers of the schemes, any of which suffices.
    pub(super) schemes: Option<Vec<usize>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) enum Body {
    Whole {
        media: Media,
        schema: Box<Schema>,
        is_required: bool,
        description: Option<String>,
    },
    Form {
        fields: Vec<Named>,
    },
    /// A form with files: the fields, and the names of the files.
    Multipart {
        fields: Vec<Named>,
        files: Vec<String>,
    },
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Media {
    #[default]
    Json,
    /// JSON by another name.
    Vendor,
    Text,
    Bytes,
    Xml,
    /// Events, which 2.0 does not have.
    Events,
    Lines,
}

impl Media {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Vendor => "application/vnd.shop+json",
            Self::Text => "text/plain",
            Self::Bytes => "application/octet-stream",
            Self::Xml => "application/xml",
            Self::Events => "text/event-stream",
            Self::Lines => "application/jsonl",
        }
    }
}

/// A response, with its name if it is shared.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Response {
    pub(super) status: String,
    pub(super) description: String,
    pub(super) schema: Option<Schema>,
    pub(super) headers: Vec<Named>,
}

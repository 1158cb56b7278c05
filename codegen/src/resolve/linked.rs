//! The linked description, in which no references are left to follow.

use std::borrow::Cow;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::bounds::Bounds;
use super::constants::Note;
use super::sparse::Sparse;
use super::survey::Known;
use crate::diagnostics::Place;
use crate::openapi::schema_type::SchemaType;

/// A schema of a [`Linked`] description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SchemaId(u32);

impl SchemaId {
    /// Returns its index among all schemas.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// Returns the ID for an index.
    pub(crate) fn of(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A description without references.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) version: String,
    /// The names of its files, the entry file first; empty if there is only one file.
    pub(crate) files: Vec<String>,
    /// The servers of the API. The first is the default.
    pub(crate) servers: Vec<Server>,
    pub(crate) tags: Vec<Tag>,
    /// The named schemas, in the order of the description.
    pub(crate) components: IndexMap<String, SchemaId>,
    /// The places of the components that are only references, by their names.
    pub(crate) references: IndexMap<String, Place>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) incoming: Vec<Incoming>,
    pub(crate) security_schemes: IndexMap<String, SecurityScheme>,
    /// Each is in a `Box`, because a list that grows is copied, and there may be a hundred thousand schemas.
    #[expect(clippy::vec_box, reason = "see above")]
    pub(super) schemas: Vec<Box<Schema>>,
    /// The derived properties of each schema.
    pub(super) known: Vec<Known>,
}

impl Linked {
    pub(crate) fn schema(&self, id: SchemaId) -> Option<&Schema> {
        self.schemas.get(id.0 as usize).map(Box::as_ref)
    }

    pub(crate) fn schema_mut(&mut self, id: SchemaId) -> Option<&mut Schema> {
        self.schemas.get_mut(id.0 as usize).map(Box::as_mut)
    }

    /// Returns the schema of the objects of a class that are of no subclass. It is a schema of its own if the
    /// class is a union of itself and its subclasses.
    pub(crate) fn itself(&self, id: SchemaId) -> SchemaId {
        let discriminator = self.schema(id).and_then(|schema| schema.discriminator.as_ref());
        discriminator.and_then(|it| it.itself).unwrap_or(id)
    }

    /// Returns the discriminator values of a schema: those of the mapping, its own or inherited, or else that
    /// of an extension of the schema.
    pub(crate) fn values_for(&self, discriminator: &Discriminator, id: SchemaId) -> Vec<String> {
        let root = discriminator.root.and_then(|root| self.schema(root));
        let inherited = root.and_then(|root| root.discriminator.as_ref()).into_iter();
        let mapping = discriminator.mapping.iter().chain(inherited.flat_map(|it| &it.mapping));
        let mapped = mapping.filter(|(_, target)| *target == id);
        let mut mapped: IndexSet<&str> = mapped.map(|(value, _)| value.as_str()).collect();
        if mapped.is_empty() {
            mapped.extend(self.named_value(id));
        }
        mapped.into_iter().map(str::to_owned).collect()
    }

    /// Returns the discriminator value that an extension gives to a schema.
    pub(crate) fn named_value(&self, id: SchemaId) -> Option<&str> {
        self.schema(id).map(|schema| schema.discriminator_value.as_str()).filter(|value| !value.is_empty())
    }

    /// Returns the IDs of all schemas, in the order in which they were found.
    pub(crate) fn schema_ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..u32::try_from(self.schemas.len()).unwrap_or(u32::MAX)).map(SchemaId)
    }

    /// Returns the number of schemas.
    pub(crate) fn schema_count(&self) -> usize {
        self.schemas.len()
    }

    /// Adds a schema that is not in the description.
    pub(crate) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId::of(self.schemas.len());
        self.known.push(self.known_of(&schema, id));
        self.schemas.push(Box::new(schema));
        id
    }
}

impl Schema {
    /// Returns the schemas of `anyOf` and `oneOf`.
    pub(crate) fn branches(&self) -> impl Iterator<Item = SchemaId> {
        self.any_of.iter().chain(&self.one_of).copied()
    }
}

/// A server of an API or of an operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Server {
    pub(crate) place: Place,
    /// A URL, or a path relative to the location of the description. `{name}` is a variable.
    pub(crate) url: String,
    /// The name, which only OpenAPI 3.2 supports.
    pub(crate) name: Option<String>,
    pub(crate) description: String,
    pub(crate) variables: Vec<ServerVariable>,
}

/// A variable part of a server's URL.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServerVariable {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) default: String,
    /// The allowed values; empty if any value is allowed.
    pub(crate) values: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) description: String,
}

/// A schema, with all keywords in one struct. Each `$ref` is an ID.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schema {
    /// The place in the description; `None` only while it is being read.
    pub(crate) place: Option<Place>,
    /// The name below `components.schemas`.
    pub(crate) component: Option<String>,
    /// Whether references lead to it, so that it may be used in several places.
    pub(crate) is_referred_to: bool,
    pub(crate) description: String,
    pub(crate) nullable: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<Box<Value>>,
    pub(crate) example: Option<Box<Value>>,
    /// The type, such as `object` or `string`.
    pub(crate) schema_type: Option<SchemaType>,
    pub(crate) format: Option<String>,
    pub(crate) enumeration: Sparse<Vec<Value>>,
    /// The name and description of each value of `enumeration`; empty if it has none.
    pub(crate) notes: Sparse<Vec<Note>>,
    /// The name of an enum, from an extension.
    pub(crate) enum_name: Sparse<String>,
    pub(crate) properties: Sparse<IndexMap<String, SchemaId>>,
    pub(crate) required: Sparse<Vec<String>>,
    pub(crate) additional: Additional,
    /// The schema of every element of a list; `None` for a tuple.
    pub(crate) items: Option<SchemaId>,
    pub(crate) tuple: Option<Box<Tuple>>,
    /// The schema of the JSON in a string.
    pub(crate) content: Option<SchemaId>,
    pub(crate) all_of: Sparse<Vec<SchemaId>>,
    pub(crate) any_of: Sparse<Vec<SchemaId>>,
    pub(crate) one_of: Sparse<Vec<SchemaId>>,
    pub(crate) not: Option<SchemaId>,
    /// Whether it has keywords about strings, numbers or lists, such as `minItems`.
    pub(crate) limits_others: bool,
    pub(crate) discriminator: Option<Box<Discriminator>>,
    /// Its value of an inherited discriminator, if an extension sets one.
    pub(crate) discriminator_value: Sparse<String>,
    pub(crate) title: Sparse<String>,
    /// The bounds of its integers.
    pub(crate) bounds: Bounds,
    /// Its limits, as text for the documentation: `1 to 200`.
    pub(crate) limits: Sparse<Vec<String>>,
    pub(crate) xml: Option<Box<Xml>>,
}

/// A list whose first elements have their own schemas.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tuple {
    pub(crate) elements: Vec<SchemaId>,
    /// The schema of the elements that follow; `None` allows any value.
    pub(crate) rest: Option<SchemaId>,
    /// The smallest and the largest number of elements.
    pub(crate) least: usize,
    pub(crate) most: Option<usize>,
}

/// The XML form of a schema (OpenAPI 3.0.4, "XML Object"; OpenAPI 3.2 has `nodeType` for the last three).
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Xml {
    pub(crate) name: Option<String>,
    pub(crate) namespace: String,
    pub(crate) prefix: String,
    pub(crate) is_attribute: bool,
    pub(crate) is_text: bool,
    pub(crate) is_wrapped: bool,
}

/// The key whose value determines the schema of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Discriminator {
    pub(crate) property: String,
    /// The values with a mapping. Any other value is the name of a component.
    pub(crate) mapping: Vec<(String, SchemaId)>,
    /// The schema of objects without a value, or with one that no schema has (`defaultMapping`).
    pub(crate) default: Option<SchemaId>,
    /// The schema that declares it, with the mapping, if a class or the members of a union inherit it.
    pub(crate) root: Option<SchemaId>,
    /// The schema of the objects that are of the class and of no subclass, if the class is a union of both.
    pub(crate) itself: Option<SchemaId>,
}

impl Discriminator {
    /// Returns the schemas that it refers to.
    pub(crate) fn targets(&self) -> impl Iterator<Item = SchemaId> {
        self.mapping.iter().map(|(_, target)| *target).chain(self.default)
    }

    /// Replaces the schemas that it refers to.
    pub(crate) fn retarget(&mut self, now: impl Fn(SchemaId) -> SchemaId) {
        let targets = self.mapping.iter_mut().map(|(_, target)| target).chain(&mut self.default);
        targets.for_each(|target| *target = now(*target));
    }
}

/// The additional properties of an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Additional {
    /// The description does not specify them.
    #[default]
    Unstated,
    Allowed,
    Forbidden,
    Of(SchemaId),
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) place: Place,
    /// The method, in capitals, as it is sent.
    pub(crate) method: String,
    /// The path template, such as `/v2/images/{image_id}`.
    pub(crate) path: String,
    pub(crate) id: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) deprecated: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) responses: Vec<Response>,
    /// The alternative security requirements. All schemes of an alternative are needed.
    pub(crate) security: Vec<Vec<String>>,
    /// The scopes that each alternative requires of tokens by client credentials.
    pub(crate) scopes: Vec<Vec<String>>,
    pub(crate) security_place: Place,
    /// The indices of the pagination rules in the settings that may apply.
    pub(crate) paging_rules: Vec<usize>,
    /// Its own servers, or else those of its path; empty if the servers of the API apply.
    pub(crate) servers: Vec<Server>,
    /// Whether the settings declare it as idempotent or not.
    pub(crate) is_idempotent: Option<bool>,
}

/// A webhook or callback.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// The operationId, or else the name of the webhook or callback.
    pub(crate) name: String,
    /// `webhook` or `callback`.
    pub(crate) kind: &'static str,
    pub(crate) body: Option<Body>,
    pub(crate) place: Place,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
}

#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) deprecated: bool,
    /// `None` for a parameter with `content` that has no schema.
    pub(crate) schema: Option<SchemaId>,
    pub(crate) example: Option<Value>,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) reserved: bool,
}

impl Parameter {
    /// Returns its location and name. The names of headers are case-insensitive (OpenAPI 3.0.3, section
    /// 4.8.12.1).
    pub(crate) fn on_the_wire(&self) -> (Location, Cow<'_, str>) {
        let name = match self.location {
            Location::Header => Cow::Owned(self.name.to_ascii_lowercase()),
            _ => Cow::Borrowed(self.name.as_str()),
        };
        (self.location, name)
    }
}

/// The style of a parameter's value (OpenAPI 3.0.3, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a,b`
    Label,
    /// `;name=a,b`
    Matrix,
    /// `name=a&name=b`
    Form,
    /// `name=a%20b`
    Space,
    /// `name=a%7Cb`
    Pipe,
    /// `name=a%09b`, only in Swagger 2.0
    Tab,
    /// `name=a; name=b` without percent-encoding, only since 3.2
    Cookie,
    /// `name[key]=value`
    DeepObject,
    /// JSON, for a parameter with `content` of JSON.
    Json,
    /// Unchanged text, for a parameter with `content` of another media type.
    Text,
    /// Form-encoded pairs, for a parameter with `content` of `application/x-www-form-urlencoded`.
    Urlencoded,
}

#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) place: Place,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) content: Vec<Media>,
}

#[derive(Debug)]
pub(crate) struct Media {
    pub(crate) place: Place,
    /// The media type, such as `application/json`.
    pub(crate) name: String,
    pub(crate) schema: Option<SchemaId>,
    pub(crate) encodings: Vec<Encoding>,
}

/// The encoding of a property of a form, or of a part of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// The key of the property.
    pub name: String,
    /// The media type, if the description specifies one.
    pub media: Option<String>,
    /// The style, as for a query parameter, if the description specifies one.
    pub style: Option<Style>,
    /// Whether each item of a list or object is written on its own (`explode`).
    pub explode: bool,
    /// Whether reserved characters (RFC 3986, section 2.2) are not percent-encoded.
    pub reserved: bool,
}

#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) place: Place,
    pub(crate) status: Status,
    pub(crate) description: String,
    pub(crate) headers: Vec<Header>,
    pub(crate) content: Vec<Media>,
}

/// A key of `responses`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Status {
    Code(u16),
    /// `4XX` is `Range(4)`.
    Range(u16),
    Default,
}

#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) schema: Option<SchemaId>,
}

/// A declared security scheme.
#[derive(Debug, PartialEq)]
pub(crate) struct SecurityScheme {
    pub(crate) place: Place,
    pub(crate) kind: SchemeKind,
    pub(crate) flows: Vec<Flow>,
}

/// An OAuth 2 flow by which a program without a user gets tokens (OpenAPI 3.0.3, section 4.7.30).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The way in which the program gets a token.
    pub grant: Grant,
    /// The URL of the token endpoint, which may be relative to the base URL.
    pub url: String,
}

/// The way in which a program gets a token without a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// By its own credentials (RFC 6749, section 4.4).
    ClientCredentials,
    /// By a refresh token (RFC 6749, section 6).
    RefreshToken,
}

/// The way in which credentials are sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750), also for tokens from OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617)
    Basic,
    /// `Authorization: … …`, with the name of another scheme (RFC 9110, section 11.4).
    Http(String),
    /// A header with this name.
    Header(String),
    /// A query parameter with this name.
    Query(String),
    /// A cookie with this name.
    Cookie(String),
    /// Credentials of the connection, such as a client certificate; requests contain none.
    Connection,
}

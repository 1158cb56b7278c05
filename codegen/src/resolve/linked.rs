//! What a description is with nothing left to look up.

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
    /// Its position among all schemas.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The id of a position.
    pub(crate) fn of(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// A description with nothing left to look up.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) version: String,
    /// The names of its files, the entry first; none where there is one alone.
    pub(crate) files: Vec<String>,
    /// Where it is served; the first is the default.
    pub(crate) servers: Vec<Server>,
    pub(crate) tags: Vec<Tag>,
    /// Named schemas, in the order of the description.
    pub(crate) components: IndexMap<String, SchemaId>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) incoming: Vec<Incoming>,
    pub(crate) security_schemes: IndexMap<String, SecurityScheme>,
    /// Each for itself: a list that grows is copied, and there may be a hundred thousand.
    #[expect(clippy::vec_box, reason = "see above")]
    pub(super) schemas: Vec<Box<Schema>>,
    /// What is known of each schema.
    pub(super) known: Vec<Known>,
}

impl Linked {
    pub(crate) fn schema(&self, id: SchemaId) -> Option<&Schema> {
        self.schemas.get(id.0 as usize).map(Box::as_ref)
    }

    pub(crate) fn schema_mut(&mut self, id: SchemaId) -> Option<&mut Schema> {
        self.schemas.get_mut(id.0 as usize).map(Box::as_mut)
    }

    /// Returns the schema of the objects of a class that are of no subclass. It is a schema of its own if the class is a
    /// union of itself and its subclasses.
    pub(crate) fn itself(&self, id: SchemaId) -> SchemaId {
        let discriminator = self.schema(id).and_then(|schema| schema.discriminator.as_ref());
        discriminator.and_then(|it| it.itself).unwrap_or(id)
    }

    /// The values that a discriminator gives to a schema: by its mapping or the one that it inherits, else by an
    /// extension of the schema.
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

    /// The value of a discriminator that an extension gives to a schema.
    pub(crate) fn named_value(&self, id: SchemaId) -> Option<&str> {
        self.schema(id).map(|schema| schema.discriminator_value.as_str()).filter(|value| !value.is_empty())
    }

    /// Every schema, in the order in which they were met.
    pub(crate) fn schema_ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..u32::try_from(self.schemas.len()).unwrap_or(u32::MAX)).map(SchemaId)
    }

    /// Returns the number of schemas.
    pub(crate) fn schema_count(&self) -> usize {
        self.schemas.len()
    }

    /// Adds a schema that the description does not have as such.
    pub(crate) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId::of(self.schemas.len());
        self.known.push(self.known_of(&schema, id));
        self.schemas.push(Box::new(schema));
        id
    }
}

impl Schema {
    /// The schemas of `anyOf` and of `oneOf`.
    pub(crate) fn branches(&self) -> impl Iterator<Item = SchemaId> {
        self.any_of.iter().chain(&self.one_of).copied()
    }
}

/// Where an API, or an operation of it, is served.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Server {
    pub(crate) place: Place,
    /// A URL, or a path below where the description itself lies, in which `{name}` stands for a variable.
    pub(crate) url: String,
    /// What OpenAPI 3.2 has for a name.
    pub(crate) name: Option<String>,
    pub(crate) description: String,
    pub(crate) variables: Vec<ServerVariable>,
}

/// A part of a server's URL that the caller may choose.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServerVariable {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) default: String,
    /// The values that it may have; any where there are none.
    pub(crate) values: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) description: String,
}

/// A schema, all keywords beside each other. `$ref`s have become ids.
#[derive(Debug, Clone, Default)]
pub(crate) struct Schema {
    /// Where it is written; none only while it is being read.
    pub(crate) place: Option<Place>,
    /// Its name below `components.schemas`.
    pub(crate) component: Option<String>,
    /// Whether a reference leads to it, so that it has several homes.
    pub(crate) is_referred_to: bool,
    pub(crate) description: String,
    pub(crate) nullable: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
    pub(crate) default: Option<Box<Value>>,
    pub(crate) example: Option<Box<Value>>,
    /// `object`, `string`, …
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
    /// What a string holds as JSON.
    pub(crate) content: Option<SchemaId>,
    pub(crate) all_of: Sparse<Vec<SchemaId>>,
    pub(crate) any_of: Sparse<Vec<SchemaId>>,
    pub(crate) one_of: Sparse<Vec<SchemaId>>,
    pub(crate) not: Option<SchemaId>,
    pub(crate) discriminator: Option<Box<Discriminator>>,
    /// Its value of an inherited discriminator, if an extension sets one.
    pub(crate) discriminator_value: Sparse<String>,
    pub(crate) title: Sparse<String>,
    /// The bounds of its integers.
    pub(crate) bounds: Bounds,
    /// Limits in words, for the documentation: `1 to 200`.
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

/// How a schema is written in XML (OpenAPI 3.0.4, "XML Object"; 3.2 has `nodeType` for the last three).
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Xml {
    pub(crate) name: Option<String>,
    pub(crate) namespace: String,
    pub(crate) prefix: String,
    pub(crate) is_attribute: bool,
    pub(crate) is_text: bool,
    pub(crate) is_wrapped: bool,
}

/// The key whose value says which of several schemas an object is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Discriminator {
    pub(crate) property: String,
    /// Values that are mapped by name; any other is the name of a component.
    pub(crate) mapping: Vec<(String, SchemaId)>,
    /// The schema that declares it, with the mapping, if a class or the members of a union inherit it.
    pub(crate) root: Option<SchemaId>,
    /// The schema of the objects that are of the class and of no subclass, if the class is a union of both.
    pub(crate) itself: Option<SchemaId>,
}

/// What an object may hold beside its properties.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Additional {
    /// The description does not say.
    #[default]
    Unstated,
    Allowed,
    Forbidden,
    Of(SchemaId),
}

#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) place: Place,
    /// In capitals, as on the wire.
    pub(crate) method: String,
    /// The template, as `/v2/images/{image_id}`.
    pub(crate) path: String,
    pub(crate) id: Option<String>,
    pub(crate) tags: Vec<String>,
    pub(crate) summary: String,
    pub(crate) description: String,
    pub(crate) deprecated: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    pub(crate) responses: Vec<Response>,
    /// Alternatives, of each of which all schemes are needed.
    pub(crate) security: Vec<Vec<String>>,
    pub(crate) security_place: Place,
    /// The rules of the settings that its list may come in pages by, by their numbers.
    pub(crate) paging_rules: Vec<usize>,
    /// Its own servers, else those of its path; none where those of the API hold.
    pub(crate) servers: Vec<Server>,
    /// Whether the settings say that carrying it out twice is the same as once.
    pub(crate) is_idempotent: Option<bool>,
}

/// A call that the server makes.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// Its operationId, else the name of the webhook or callback.
    pub(crate) name: String,
    /// `webhook` or `callback`.
    pub(crate) kind: &'static str,
    pub(crate) body: Option<Body>,
    pub(crate) place: Place,
}

/// Where a parameter travels.
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
    /// None for a parameter that is written as a media type.
    pub(crate) schema: Option<SchemaId>,
    pub(crate) example: Option<Value>,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) reserved: bool,
}

impl Parameter {
    /// What it is called on the wire, and where (OpenAPI 3.0.3, section 4.8.12.1: headers have no case).
    pub(crate) fn on_the_wire(&self) -> (Location, Cow<'_, str>) {
        let name = match self.location {
            Location::Header => Cow::Owned(self.name.to_ascii_lowercase()),
            _ => Cow::Borrowed(self.name.as_str()),
        };
        (self.location, name)
    }
}

/// How the value of a parameter is written (OpenAPI 3.0.3, "Style Values").
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
    /// `name=a%09b`, which only Swagger 2.0 has
    Tab,
    /// `name[key]=value`
    DeepObject,
    /// One JSON text: a parameter with `content` of JSON.
    Json,
    /// The text itself: a parameter with `content` of another media type.
    Text,
    /// One text of pairs: a parameter with `content` of `application/x-www-form-urlencoded`.
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
    /// As `application/json`.
    pub(crate) name: String,
    pub(crate) schema: Option<SchemaId>,
    pub(crate) encodings: Vec<Encoding>,
}

/// How a property of a form, or a part of a body, is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// The key.
    pub name: String,
    /// Its media type, where there is one.
    pub media: Option<String>,
    /// How it is written as a parameter of the query would be, where that is said.
    pub style: Option<Style>,
    /// Whether each part of a list or object stands for itself.
    pub explode: bool,
    /// Whether reserved characters are left as they are.
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

/// A declared way to prove who calls.
#[derive(Debug, PartialEq)]
pub(crate) struct SecurityScheme {
    pub(crate) place: Place,
    pub(crate) kind: SchemeKind,
}

/// How a proof of who calls travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer …` (RFC 6750), also for tokens from OAuth 2 and OpenID Connect.
    Bearer,
    /// `Authorization: Basic …` (RFC 7617)
    Basic,
    /// `Authorization: … …`, with the word of another scheme (RFC 9110, section 11.4).
    Http(String),
    /// A header of that name.
    Header(String),
    /// A part of the query of that name.
    Query(String),
    /// A cookie of that name.
    Cookie(String),
    /// Anything that no request carries.
    Connection,
}

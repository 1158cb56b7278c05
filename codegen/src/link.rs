//! The description with every reference followed: schemas have ids, operations hold what applies to them.

mod adjust;
mod encoding;
mod incoming;
mod operation;
mod schema;
mod server;
mod untyped;

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::ReferenceOr;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::document;
use crate::report::{Code, Finding, Report};
use crate::source::{Place, Source};

pub(crate) use adjust::adjust;
pub(crate) use operation::METHODS;

/// A schema of a [`Linked`] description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SchemaId(u32);

/// A description with nothing left to look up.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) version: String,
    /// Where it is served; the first is the default.
    pub(crate) servers: Vec<Server>,
    pub(crate) tags: Vec<Tag>,
    /// Named schemas, in the order of the description.
    pub(crate) components: IndexMap<String, SchemaId>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) incoming: Vec<Incoming>,
    pub(crate) security_schemes: IndexMap<String, SecurityScheme>,
    schemas: Vec<Schema>,
}

impl Linked {
    pub(crate) fn schema(&self, id: SchemaId) -> Option<&Schema> {
        self.schemas.get(id.0 as usize)
    }

    pub(crate) fn schema_mut(&mut self, id: SchemaId) -> Option<&mut Schema> {
        self.schemas.get_mut(id.0 as usize)
    }

    /// Every schema, in the order in which they were met.
    pub(crate) fn schema_ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..u32::try_from(self.schemas.len()).unwrap_or(u32::MAX)).map(SchemaId)
    }

    /// Adds a schema that the description does not have as such.
    pub(crate) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.schemas.len()).unwrap_or(u32::MAX));
        self.schemas.push(schema);
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
    // Few schemas have what is boxed, and a description may have a hundred thousand schemas.
    pub(crate) default: Option<Box<Value>>,
    pub(crate) example: Option<Box<Value>>,
    pub(crate) type_name: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) enumeration: Vec<Value>,
    pub(crate) properties: IndexMap<String, SchemaId>,
    pub(crate) required: Vec<String>,
    pub(crate) additional: Additional,
    pub(crate) items: Option<SchemaId>,
    pub(crate) all_of: Vec<SchemaId>,
    pub(crate) any_of: Vec<SchemaId>,
    pub(crate) one_of: Vec<SchemaId>,
    pub(crate) not: Option<SchemaId>,
    pub(crate) discriminator: Option<Box<Discriminator>>,
    pub(crate) title: String,
    /// Whether a limit or default is a number that 64 bits cannot hold.
    pub(crate) is_beyond_64_bits: bool,
    /// Limits in words, for the documentation: `1 to 200`.
    pub(crate) limits: Vec<String>,
    pub(crate) xml: Option<Box<Xml>>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// Whether both are one on the wire (OpenAPI 3.0.3, section 4.8.12.1: headers have no case).
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        let is_header = self.location == Location::Header;
        self.location == other.location
            && (self.name == other.name || is_header && self.name.eq_ignore_ascii_case(&other.name))
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
    /// `name[key]=value`
    DeepObject,
    /// One JSON text: a parameter with `content`.
    Json,
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

/// Follows every reference of a description that has passed [`document::check_shape`].
pub(crate) fn link(source: &Source, report: &mut Report) -> Linked {
    let mut linker = Linker { source, report, linked: Linked::default(), ids: HashMap::new() };
    linker.document();
    linker.linked
}

/// How a security scheme travels; none for what the grammar does not have, which has been reported.
fn scheme_kind(node: &Value) -> Option<SchemeKind> {
    let text = |key: &str| node.get(key).and_then(Value::as_str);
    Some(match text("type")? {
        "http" => match text("scheme")? {
            scheme if scheme.eq_ignore_ascii_case("basic") => SchemeKind::Basic,
            scheme if scheme.eq_ignore_ascii_case("bearer") => SchemeKind::Bearer,
            scheme => SchemeKind::Http(scheme.to_owned()),
        },
        "apiKey" => match (text("in")?, text("name")?) {
            ("header", name) => SchemeKind::Header(name.to_ascii_lowercase()),
            ("query", name) => SchemeKind::Query(name.to_owned()),
            ("cookie", name) => SchemeKind::Cookie(name.to_owned()),
            _ => return None,
        },
        // Tokens of both travel as bearer tokens; where they come from is the caller's matter.
        "oauth2" | "openIdConnect" => SchemeKind::Bearer,
        "mutualTLS" => SchemeKind::Connection,
        _ => return None,
    })
}

/// The state of linking. Ids are given when a schema is first met, so that a cycle ends at its own id.
struct Linker<'a> {
    source: &'a Source,
    report: &'a mut Report,
    linked: Linked,
    ids: HashMap<Place, SchemaId>,
}

impl Linker<'_> {
    fn document(&mut self) {
        let root = self.source.entry();
        if let Some(info) = self.read::<openapiv3::Info>(&root.key("info")) {
            self.linked.title = info.title;
            self.linked.version = info.version;
            self.linked.description = info.description.unwrap_or_default();
        }
        self.linked.servers = self.servers(&root.key("servers"));
        if let Some(tags) = self.read_optional::<Vec<openapiv3::Tag>>(&root.key("tags")) {
            let tags = tags.into_iter();
            self.linked.tags = tags
                .map(|tag| Tag { name: tag.name, description: tag.description.unwrap_or_default() })
                .collect();
        }
        self.components(&root.key("components"));
        self.paths(&root);
        self.incoming(&root);
    }

    fn components(&mut self, place: &Place) {
        let schemas = self.landed(place.key("schemas"));
        for name in self.keys(&schemas) {
            let id = self.schema_at(&schemas.key(&name));
            if let Some(schema) = self.linked.schema_mut(id) {
                schema.component.get_or_insert_with(|| name.clone());
            }
            self.linked.components.insert(name, id);
        }
        let schemes = self.landed(place.key("securitySchemes"));
        for name in self.keys(&schemes) {
            let place = self.landed(schemes.key(&name));
            let Some(kind) = self.source.value(&place).and_then(scheme_kind) else { continue };
            self.linked.security_schemes.insert(name, SecurityScheme { place, kind });
        }
    }

    /// Where a node really lies, when a reference stands in its place.
    fn landed(&mut self, place: Place) -> Place {
        let reference = self.source.value(&place).and_then(|node| node.get("$ref")).and_then(Value::as_str);
        let Some(reference) = reference.map(str::to_owned) else { return place };
        self.resolve(&place, &reference).unwrap_or(place)
    }

    /// The keys of an object, in order; none where there is no object.
    fn keys(&self, place: &Place) -> Vec<String> {
        let fields = self.source.value(place).and_then(Value::as_object);
        fields.map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
    }

    fn read<T: DeserializeOwned>(&mut self, place: &Place) -> Option<T> {
        self.said(document::read(self.source, place))
    }

    fn read_operation(&mut self, place: &Place) -> Option<openapiv3::Operation> {
        self.said(document::read_operation(self.source, place))
    }

    /// What was read; else what is wrong with it is reported.
    fn said<T>(&mut self, read: Result<T, Finding>) -> Option<T> {
        read.map_err(|finding| self.report.push(finding)).ok()
    }

    fn read_optional<T: DeserializeOwned>(&mut self, place: &Place) -> Option<T> {
        self.source.value(place).is_some().then(|| self.read(place)).flatten()
    }

    /// Reads a node that may be a reference, and says where it really lies.
    fn follow<T: DeserializeOwned>(&mut self, place: &Place) -> Option<(Place, T)> {
        let mut place = place.clone();
        let mut visited = vec![place.clone()];
        loop {
            match self.read::<ReferenceOr<T>>(&place)? {
                ReferenceOr::Item(item) => return Some((place, item)),
                ReferenceOr::Reference { reference } => place = self.resolve(&place, &reference)?,
            }
            if visited.contains(&place) {
                self.report.survivable(
                    Finding::error(Code::CyclicReference, place, "this reference leads back to itself")
                        .help("break the circle: one of its references must name a definition"),
                );
                return None;
            }
            visited.push(place.clone());
        }
    }

    fn resolve(&mut self, from: &Place, reference: &str) -> Option<Place> {
        match document::resolve(self.source, from, reference) {
            Ok(target) => Some(target),
            Err(finding) => {
                self.report.survivable(finding);
                None
            }
        }
    }
}

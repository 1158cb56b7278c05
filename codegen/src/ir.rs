//! The API in terms of Rust, before any code is generated.

mod operation;
mod responses;
mod server;
pub(crate) mod walk;
mod xml;

use serde_json::Value;

pub use operation::{
    Body, Constant, Group, GroupedBy, Incoming, Operation, Paging, Parameter, Representation, Scheme,
};
pub use responses::{Bodies, Header, Outcome, Response, StatusVariant};
pub use server::{Server, ServerVariable};
#[cfg(feature = "tools")]
pub use walk::reachable;
pub use xml::{Xml, XmlKind};

pub use crate::openapi::media_type::BodyForm;
pub use crate::resolve::{Encoding, Flow, Grant, Location, SchemeKind, Style};

use crate::diagnostics::Place;
use crate::naming::Name;

/// An API.
#[derive(Debug)]
pub struct Api {
    /// The title of the description.
    pub title: String,
    /// What the API is for, in Markdown.
    pub description: String,
    /// The names of the description's files, the entry file first; empty if there is only one file.
    pub files: Vec<String>,
    /// The default base URL: the first server, with the defaults of its variables.
    pub base_url: Option<String>,
    /// The servers that a caller can choose from: those of the API, then those of single operations. Empty if
    /// there is no union.
    pub servers: Vec<Server>,
    /// The variables of the servers, one for each name. Servers with the same variable share it.
    pub server_variables: Vec<ServerVariable>,
    /// The types: first the components, then inline types, in the order of the description.
    pub models: Vec<Model>,
    /// The groups of operations, in the order of the description's tags.
    pub groups: Vec<Group>,
    /// The operations, in the order of the description.
    pub operations: Vec<Operation>,
    /// The webhooks and callbacks.
    pub incoming: Vec<Incoming>,
    /// The response headers of all operations.
    pub headers: Vec<Header>,
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// The formats for which the settings name a type.
    pub formats: Vec<Format>,
    /// The locations of details in error responses.
    pub errors: ErrorShape,
}

/// The locations of details in error responses. Locations in a body are JSON Pointers (RFC 6901).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorShape {
    /// The error code, for programs.
    pub code: Option<String>,
    /// The message, for people.
    pub message: Option<String>,
    /// The request ID, for support requests to the server's operator.
    pub request_id: Option<String>,
    /// The response header with the request ID.
    pub request_id_header: Option<String>,
}

impl Api {
    /// Returns the model with an ID.
    pub fn model(&self, id: ModelId) -> Option<&Model> {
        self.models.get(id.0 as usize)
    }

    /// Returns every model with its ID, in order.
    pub fn models_with_ids(&self) -> impl Iterator<Item = (ModelId, &Model)> {
        (0_u32..).map(ModelId).zip(&self.models)
    }

    /// Returns every group with its ID, in order.
    pub fn groups_with_ids(&self) -> impl Iterator<Item = (GroupId, &Group)> {
        (0_u32..).map(GroupId).zip(&self.groups)
    }

    /// Returns the format with an ID.
    pub fn format(&self, id: FormatId) -> Option<&Format> {
        self.formats.get(id.0 as usize)
    }

    /// Returns the type that an alias stands for, or the type itself if it is not an alias.
    pub fn resolved<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        // `lower::simplify` removes cycles of aliases; before that, the bound ends the loop.
        for _ in 0..=self.models.len() {
            match ty {
                Type::Model(id) => match self.model(*id).map(|model| &model.shape) {
                    Some(Shape::Alias(inner)) => ty = inner,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }
}

/// The ID of a model in an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelId(pub(crate) u32);

/// The ID of a group in an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub(crate) u32);

/// The ID of a response header in an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HeaderId(pub(crate) u32);

/// The ID of a format in an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormatId(pub(crate) u32);

/// A format, and the type that the settings name for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Format {
    /// The format, as in the description.
    pub name: String,
    /// The path of the Rust type, as in the settings.
    pub ty: String,
}

/// Documentation from the description, in Markdown; empty if there is none.
pub type Docs = String;

/// A named type.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The name; its wire form is the name of the schema.
    pub name: Name,
    /// Documentation from the description.
    pub docs: Docs,
    /// The content.
    pub shape: Shape,
    /// Whether the description deprecates it.
    pub deprecated: bool,
    /// Whether it is named below `components.schemas`.
    pub is_component: bool,
    /// Whether it is the request form of a model whose response form is another model.
    pub is_input: bool,
    /// An example from the description.
    pub example: Option<Box<Value>>,
    /// The place in the description.
    pub origin: Place,
    /// The places of the schemas that it is composed of, if it has no place of its own.
    pub parts: Vec<Place>,
}

/// The content of a model.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A struct.
    Record(Record),
    /// A union.
    Union(Union),
    /// A string enum or an integer enum. The server may add values.
    Enum(Enum),
    /// Another name for a type.
    Alias(Type),
    /// A type that contains itself through a list or map, so that an alias would be endless.
    Wrapper(Type),
}

/// A struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The fields, in the order of the description.
    pub fields: Vec<Field>,
    /// The field for all other keys; `None` if they are dropped.
    pub rest: Option<Rest>,
}

/// A field that preserves the keys without a field of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Rest {
    /// The name of the field.
    pub name: Name,
    /// The type of each value.
    pub ty: Type,
    /// The name of the field for keys whose values are not of that type; `None` if every value is.
    pub unrecognized: Option<Name>,
}

impl Rest {
    /// Returns the names of its fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Name> {
        std::iter::once(&self.name).chain(&self.unrecognized)
    }
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name; its wire form is the key.
    pub name: Name,
    /// The name of the setter.
    pub setter: Name,
    /// The name of the setter that sets it to null; `None` if it is never optional and nullable.
    pub null_setter: Option<Name>,
    /// Documentation from the description.
    pub docs: Docs,
    /// The type of a value that is present and not null.
    pub ty: Type,
    /// Whether it may be absent, and whether it may be null.
    pub presence: Presence,
    /// The direction in which it is sent.
    pub access: Access,
    /// Whether the value is secret: a password, or a write-only value.
    pub is_secret: bool,
    /// Whether the description deprecates it.
    pub deprecated: bool,
    /// The value that the server uses if it is absent.
    pub default: Option<Box<Value>>,
    /// The numbers and constants that the description lists. The server may add values.
    pub known: Vec<Value>,
    /// An example from the description.
    pub example: Option<Box<Value>>,
    /// Its form in XML; `None` if the API has no XML.
    pub xml: Option<Box<Xml>>,
    /// The place in the description.
    pub origin: Place,
}

/// Whether a field may be absent, and whether it may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Present, and not null.
    Required,
    /// Absent, or a value.
    Optional,
    /// Present, possibly null.
    Nullable,
    /// Absent, null, or a value.
    OptionalNullable,
}

/// The direction in which a field is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// In requests and responses.
    Both,
    /// In responses only (`readOnly`).
    ReadOnly,
    /// In requests only (`writeOnly`).
    WriteOnly,
}

/// A union. A value that matches none of its variants is preserved.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The variants, in the order of the description.
    pub variants: Vec<Variant>,
    /// The key of the discriminator; `None` if the content of a value determines the variant.
    pub tag: Option<String>,
    /// Whether that key does not determine the variant alone, because a value may omit it or several variants
    /// share a value. The other keys determine the variant then.
    pub is_tag_optional: bool,
    /// Whether that key determines the variant if it is present, because the members inherit it and no two
    /// share a value.
    pub is_tag_inherited: bool,
    /// Whether the variants are the subclasses of a base (`allOf`), rather than listed branches.
    pub is_base: bool,
    /// The name of the variant for all other values.
    pub other: Name,
}

/// A variant of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// The type of its content.
    pub ty: Type,
    /// Its discriminator values.
    pub tags: Vec<String>,
    /// Whether values without the discriminator's key belong to this variant.
    pub is_untagged: bool,
    /// Whether values without the discriminator's key, or with a value that no variant has, belong to this
    /// variant.
    pub is_default: bool,
}

/// An enum of strings or integers, with one variant for unknown values.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    /// The known values, in the order of the description. The wire form of an integer is its digits.
    pub known: Vec<Name>,
    /// The documentation of each known value.
    pub docs: Vec<Docs>,
    /// Whether the values are integers.
    pub is_whole: bool,
    /// The name of the variant for all other values.
    pub other: Name,
    /// Whether the description allows other values.
    pub is_open: bool,
}

/// A list whose first elements have their own types.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tuple {
    /// The types of the first elements.
    pub elements: Vec<Type>,
    /// The number of elements that every value has.
    pub required: usize,
    /// The type of the elements that follow; `None` if the length is fixed and equals `required`.
    pub rest: Option<Type>,
}

impl Tuple {
    /// Returns the types of all elements.
    pub fn types(&self) -> impl Iterator<Item = &Type> {
        self.elements.iter().chain(&self.rest)
    }

    /// Returns the types of all elements.
    pub fn types_mut(&mut self) -> impl Iterator<Item = &mut Type> {
        self.elements.iter_mut().chain(&mut self.rest)
    }
}

/// The type of a field, parameter or body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Type {
    /// `bool`
    Boolean,
    /// `i64`
    Integer,
    /// `i32`, for `format: int32`
    Integer32,
    /// `u64`, for formats such as `uint64`, and for limits between 0 and 2^64 - 1
    Unsigned,
    /// An integer that may need more than 64 bits.
    BigInteger,
    /// `f64` for every format, because an `f32` prints different digits from those that it was parsed from.
    Number,
    /// `String`
    String,
    /// A date-time (RFC 3339, section 5.6). The text of the server is preserved.
    DateTime,
    /// A date (RFC 3339, section 5.6). The text of the server is preserved.
    Date,
    /// Bytes as base64 (RFC 4648). The text of the server is preserved.
    Base64,
    /// A string with a format for which the settings name a type. The text of the server is preserved.
    Verbatim(FormatId),
    /// A string that contains the JSON of a type. The text of the server is preserved.
    JsonString(Box<Type>),
    /// A file, or a string of bytes.
    File,
    /// A body of bytes.
    Bytes,
    /// A body of text that is not JSON.
    Text,
    /// A body that is an event stream, with the type of the data of each event.
    Events(Box<Type>),
    /// A body that is an event stream, with the type of each event.
    FullEvents(Box<Type>),
    /// A body of JSON values, one in each line.
    Lines(Box<Type>),
    /// Any JSON value.
    Json,
    /// A model.
    Model(ModelId),
    /// A list.
    List(Box<Type>),
    /// A list whose first elements have their own types.
    Tuple(Box<Tuple>),
    /// An object with arbitrary keys.
    Map(Box<Type>),
    /// A value or null, as an element of a list or map.
    Nullable(Box<Type>),
}

impl Type {
    /// Returns whether a response of the type is a stream of events or lines.
    pub(crate) fn is_stream(&self) -> bool {
        matches!(self, Self::Events(_) | Self::FullEvents(_) | Self::Lines(_))
    }

    /// Returns the type of a value that is not null.
    pub fn not_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            ty => ty,
        }
    }
}

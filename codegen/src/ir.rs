//! What the API is, in Rust's terms, before any Rust is written.

mod operation;
mod responses;
mod server;
pub(crate) mod walk;
mod xml;

use serde_json::Value;

pub use operation::{Body, Group, Incoming, Operation, Paging, Parameter, Representation, Scheme};
pub use responses::{Bodies, Header, Outcome, Response, StatusVariant};
pub use server::{Server, ServerVariable};
pub use xml::{Xml, XmlKind};

pub use crate::openapi::media_type::BodyForm;
pub use crate::resolve::{Encoding, Location, SchemeKind, Style};

use crate::diagnostics::Place;
use crate::naming::Name;

/// A whole API.
#[derive(Debug)]
pub struct Api {
    /// The title of the description.
    pub title: String,
    /// What the API is for, in Markdown.
    pub description: String,
    /// The names of the description's files, the entry first; none where there is one alone.
    pub files: Vec<String>,
    /// The base URL that is used unless the caller says otherwise: the first server, with the defaults of its
    /// variables.
    pub base_url: Option<String>,
    /// Servers that a caller can choose from, those of single operations after those of the whole; none where
    /// there is nothing to choose.
    pub servers: Vec<Server>,
    /// What their variables are set by: one for each name, whichever servers have it.
    pub server_variables: Vec<ServerVariable>,
    /// Types, the named ones first, in the order of the description.
    pub models: Vec<Model>,
    /// Groups of operations, in the order of the description's tags.
    pub groups: Vec<Group>,
    /// Every operation, in the order of the description.
    pub operations: Vec<Operation>,
    /// Calls that the server makes.
    pub incoming: Vec<Incoming>,
    /// Response headers that are declared anywhere.
    pub headers: Vec<Header>,
    /// Ways to prove who calls.
    pub schemes: Vec<Scheme>,
    /// Formats for which the settings name a type.
    pub formats: Vec<Format>,
    /// Where failures say what is the matter.
    pub errors: ErrorShape,
}

/// Where the body of a failure says what is the matter, as JSON Pointers (RFC 6901).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorShape {
    /// A word for programs.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
    /// What to name to the people behind the server.
    pub request_id: Option<String>,
    /// The response header with the same.
    pub request_id_header: Option<String>,
}

impl Api {
    /// The model of an id that lowering gave.
    pub fn model(&self, id: ModelId) -> Option<&Model> {
        self.models.get(id.0 as usize)
    }

    /// Every model with its id, in order.
    pub fn models_with_ids(&self) -> impl Iterator<Item = (ModelId, &Model)> {
        (0_u32..).map(ModelId).zip(&self.models)
    }

    /// Every group with its id, in order.
    pub fn groups_with_ids(&self) -> impl Iterator<Item = (GroupId, &Group)> {
        (0_u32..).map(GroupId).zip(&self.groups)
    }

    /// The format of an id that lowering gave.
    pub fn format(&self, id: FormatId) -> Option<&Format> {
        self.formats.get(id.0 as usize)
    }

    /// What a type really is, with aliases followed.
    pub fn resolved<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        // An alias names a model that was made before it or is no alias, so this ends; the bound says so.
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

/// A model of an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelId(pub(crate) u32);

/// A group of an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GroupId(pub(crate) u32);

/// A response header of an [`Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HeaderId(pub(crate) u32);

/// A format of an [`Api`] that has a type of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormatId(pub(crate) u32);

/// A format, and the type that the settings name for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Format {
    /// As the description writes it.
    pub name: String,
    /// As the settings write it: a path in Rust.
    pub ty: String,
}

/// What the description says about a thing, in Markdown; empty where it says nothing.
pub type Docs = String;

/// A named type.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Its name; the wire form is the schema's.
    pub name: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// What it is made of.
    pub shape: Shape,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// Whether it has a name below `components.schemas`.
    pub is_component: bool,
    /// Whether it is what is sent of a model that another one is for what is received.
    pub is_input: bool,
    /// An example from the description.
    pub example: Option<Box<Value>>,
    /// Where it is described.
    pub origin: Place,
}

/// What a model is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Fields side by side.
    Record(Record),
    /// One of several types.
    Choice(Choice),
    /// One of several strings or integers; the server may add values.
    Words(Words),
    /// Another name for a type.
    Alias(Type),
    /// A type that holds itself by way of a list or map, so that a name alone would have no end.
    Wrapper(Type),
}

/// Fields side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// In the order of the description.
    pub fields: Vec<Field>,
    /// What becomes of keys that are no field.
    pub rest: Option<Rest>,
}

/// A field that keeps the keys that no other field takes.
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
    /// The names of its fields.
    pub(crate) fn names(&self) -> impl Iterator<Item = &Name> {
        std::iter::once(&self.name).chain(&self.unrecognized)
    }
}

/// A field of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Its name; the wire form is the key.
    pub name: Name,
    /// The method that sets it.
    pub setter: Name,
    /// What the description says of it.
    pub docs: Docs,
    /// The type of a value that is there and not null.
    pub ty: Type,
    /// Whether it must be there, and whether it may be null.
    pub presence: Presence,
    /// Which way it travels.
    pub access: Access,
    /// Whether its value is for nobody's eyes: a password, or what is only sent.
    pub is_secret: bool,
    /// Whether the description advises against it.
    pub deprecated: bool,
    /// What the server assumes where it is absent.
    pub default: Option<Box<Value>>,
    /// The numbers that the description lists for it; the server may add to them.
    pub known: Vec<Value>,
    /// An example from the description.
    pub example: Option<Box<Value>>,
    /// How it is written in XML; none where the API has none.
    pub xml: Option<Box<Xml>>,
    /// Where it is described.
    pub origin: Place,
}

/// Whether a field must be there, and whether it may be null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// There, and not null.
    Required,
    /// Absent or a value.
    Optional,
    /// There, and perhaps null.
    Nullable,
    /// Absent, null or a value.
    OptionalNullable,
}

/// Which way a field travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Both ways.
    Both,
    /// Only from the server.
    ReadOnly,
    /// Only to the server.
    WriteOnly,
}

/// One of several types; a value that matches none of them is preserved.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// In the order of the description.
    pub variants: Vec<Variant>,
    /// The key whose value determines the variant; `None` if its content does.
    pub tag: Option<String>,
    /// Whether a value may omit that key. Its other keys determine the variant then.
    pub is_tag_optional: bool,
    /// Whether the members of the choice inherit that key. If it is present, it determines the variant.
    pub is_tag_inherited: bool,
    /// Whether the variants are what inherits from it (`allOf`), rather than what it lists.
    pub is_base: bool,
    /// The variant that keeps any other value.
    pub other: Name,
}

/// One type of a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// What it holds.
    pub ty: Type,
    /// The values of the tag that mean it.
    pub tags: Vec<String>,
    /// Whether values without the tag belong to this variant.
    pub is_untagged: bool,
}

/// An enum of strings or integers, with one variant for unknown values.
#[derive(Debug, Clone, PartialEq)]
pub struct Words {
    /// The known values, in the order of the description. The wire form of an integer is its digits.
    pub known: Vec<Name>,
    /// The documentation of each known value.
    pub docs: Vec<Docs>,
    /// Whether the values are integers.
    pub is_whole: bool,
    /// The variant that keeps any other.
    pub other: Name,
    /// Whether the description itself allows any other.
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

/// A type, as a field or parameter has it.
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
    /// `f64`, whatever the format: an `f32` prints other digits than it was given.
    Number,
    /// `String`
    String,
    /// A date-time (RFC 3339, section 5.6), kept as the server wrote it.
    DateTime,
    /// A date (RFC 3339, section 5.6), kept as the server wrote it.
    Date,
    /// Bytes as base64 (RFC 4648), kept as the server wrote them.
    Base64,
    /// A text of a format for which the settings name a type, kept as the server wrote it.
    Written(FormatId),
    /// A string that holds the JSON of a type, kept as the server wrote it.
    Embedded(Box<Type>),
    /// A file, or a string of bytes.
    File,
    /// A whole body of bytes.
    Bytes,
    /// A whole body of text that is not JSON.
    Text,
    /// A body that is a stream of events, with the type of what each says.
    Events(Box<Type>),
    /// A body that is a stream of events, with the type of each event.
    WholeEvents(Box<Type>),
    /// A body of JSON values, one a line.
    Lines(Box<Type>),
    /// Any JSON value.
    Json,
    /// A named type.
    Model(ModelId),
    /// A list.
    List(Box<Type>),
    /// A list whose first elements have their own types.
    Tuple(Box<Tuple>),
    /// An object whose keys are data.
    Map(Box<Type>),
    /// A value or null, in a list or map.
    Nullable(Box<Type>),
}

impl Type {
    /// The type of a value that is not null.
    pub fn not_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            ty => ty,
        }
    }
}

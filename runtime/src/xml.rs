//! How values are written in XML (OpenAPI 3.0.4, "XML Object"). Models have no code for it: what they are in JSON is
//! turned into XML and back by what is said here.

#[cfg(feature = "xml")]
mod element;
#[cfg(feature = "xml")]
mod read;
#[cfg(feature = "xml")]
mod well_formed;
#[cfg(feature = "xml")]
mod write;

#[cfg(feature = "xml")]
pub(crate) use read::json_of;
#[cfg(feature = "xml")]
pub use write::body;

/// What a value is made of.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Anything: texts, and objects of what elements hold.
    Any,
    /// Text, which is a string in JSON.
    Text,
    /// Text that is JSON already: a number, `true` or `false`.
    Word,
    /// Fields, and what else is kept. Generated code that needs the feature does not compile without it.
    #[cfg(feature = "xml")]
    Object(&'static [Field], Option<fn() -> Shape>),
    /// A list.
    List(fn() -> Shape),
    /// Elements whose names are data.
    Map(fn() -> Shape),
    /// One of several: an object has the fields of them all.
    OneOf(&'static [fn() -> Shape]),
}

/// A field of an object.
#[cfg(feature = "xml")]
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its key in JSON.
    pub(crate) key: &'static str,
    /// Whether it must be there: a list that has no element is empty then, and else left out.
    pub(crate) is_required: bool,
    pub(crate) node: Node,
    pub(crate) shape: fn() -> Shape,
}

/// How a value is written: as an element, an attribute or text.
#[cfg(feature = "xml")]
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    pub(crate) name: &'static str,
    pub(crate) prefix: &'static str,
    pub(crate) namespace: &'static str,
    pub(crate) kind: Kind,
    pub(crate) wrapped: bool,
    pub(crate) item: Option<&'static Node>,
}

/// What a value is written as.
#[cfg(feature = "xml")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Element,
    Attribute,
    Text,
}

#[cfg(feature = "xml")]
impl Field {
    /// A field: its key in JSON, how it is written, and what its value is made of.
    pub const fn new(key: &'static str, node: Node, shape: fn() -> Shape) -> Self {
        Self { key, is_required: false, node, shape }
    }

    /// Says that it must be there: a list that has no element is empty, and not left out.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }
}

#[cfg(feature = "xml")]
impl Node {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, prefix: "", namespace: "", kind, wrapped: false, item: None }
    }

    /// An element; a list is one for each item.
    pub const fn element(name: &'static str) -> Self {
        Self::new(name, Kind::Element)
    }

    /// An attribute of the element around it.
    pub const fn attribute(name: &'static str) -> Self {
        Self::new(name, Kind::Attribute)
    }

    /// The text of the element around it.
    pub const fn text() -> Self {
        Self::new("", Kind::Text)
    }

    /// The name's namespace (a URI, or empty) and its prefix (or empty).
    #[must_use]
    pub const fn within(self, namespace: &'static str, prefix: &'static str) -> Self {
        Self { namespace, prefix, ..self }
    }

    /// How each item of a list is written, within the element of the list.
    #[must_use]
    pub const fn around(self, item: &'static Node) -> Self {
        Self { wrapped: true, item: Some(item), ..self }
    }
}

/// What a value is made of that is one of several.
#[cfg(feature = "xml")]
enum Joined {
    /// The fields of all that are objects.
    Object(Vec<Field>, Option<fn() -> Shape>),
    Other(Shape),
}

#[cfg(feature = "xml")]
impl Joined {
    fn of(parts: &[fn() -> Shape]) -> Self {
        let (mut fields, mut rest, mut other) = (Vec::<Field>::new(), None, None);
        let mut pending: Vec<Shape> = parts.iter().map(|part| part()).collect();
        // Choices of choices end, for a type that is nothing but itself does not.
        while let Some(shape) = pending.pop() {
            match shape {
                Shape::Object(own, kept) => {
                    let new = own.iter().filter(|field| fields.iter().all(|known| known.key != field.key));
                    let new: Vec<Field> = new.copied().collect();
                    fields.extend(new);
                    rest = rest.or(kept);
                }
                Shape::OneOf(parts) if pending.len() < 1_000 => {
                    pending.extend(parts.iter().map(|part| part()))
                }
                shape => other = Some(shape),
            }
        }
        match (fields.is_empty() && rest.is_none(), other) {
            (false, _) => Self::Object(fields, rest),
            (true, Some(shape @ (Shape::Word | Shape::Text))) if parts.len() == 1 => Self::Other(shape),
            (true, _) => Self::Other(Shape::Any),
        }
    }
}

//! The XML forms of values (OpenAPI 3.0.4, "XML Object"). Models have no code for XML: these tables convert
//! their JSON to XML and back.

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

/// The structure of a value. The feature `xml` adds a variant.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Shape {
    /// Any structure: text, or an object of child elements.
    Any,
    /// Text that is a string in JSON.
    Text,
    /// Text that is the same in JSON: a number, `true` or `false`.
    Word,
    /// An object: its fields, and the structure of its other keys. Generated code that needs the feature
    /// `xml` does not compile without it.
    #[cfg(feature = "xml")]
    Object(&'static [Field], Option<fn() -> Shape>),
    /// A list.
    List(fn() -> Shape),
    /// Elements with arbitrary names.
    Map(fn() -> Shape),
    /// A union: an object may have the fields of all variants.
    OneOf(&'static [fn() -> Shape]),
}

/// A field of an object.
#[cfg(feature = "xml")]
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The key in JSON.
    pub(crate) key: &'static str,
    /// Whether the field is required. A list without elements is then empty, and absent otherwise.
    pub(crate) is_required: bool,
    pub(crate) node: Node,
    pub(crate) shape: fn() -> Shape,
}

/// The XML form of a value: an element, an attribute or text.
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

/// The kinds of XML nodes.
#[cfg(feature = "xml")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Element,
    Attribute,
    Text,
}

#[cfg(feature = "xml")]
impl Field {
    /// Creates a field from its key in JSON, its XML form, and the structure of its value.
    pub const fn new(key: &'static str, node: Node, shape: fn() -> Shape) -> Self {
        Self { key, is_required: false, node, shape }
    }

    /// Makes the field required: a list without elements is then empty, not absent.
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

    /// Creates an element. A list becomes one element for each item.
    pub const fn element(name: &'static str) -> Self {
        Self::new(name, Kind::Element)
    }

    /// Creates an attribute of the surrounding element.
    pub const fn attribute(name: &'static str) -> Self {
        Self::new(name, Kind::Attribute)
    }

    /// Creates the text of the surrounding element.
    pub const fn text() -> Self {
        Self::new("", Kind::Text)
    }

    /// Sets the namespace of the name (a URI, or empty) and its prefix (or empty).
    #[must_use]
    pub const fn within(self, namespace: &'static str, prefix: &'static str) -> Self {
        Self { namespace, prefix, ..self }
    }

    /// Makes a list one element that contains its items, and sets the XML form of each item.
    #[must_use]
    pub const fn around(self, item: &'static Node) -> Self {
        Self { wrapped: true, item: Some(item), ..self }
    }
}

/// The merged structure of the variants of a union.
#[cfg(feature = "xml")]
enum MergedShape {
    /// The fields of all variants that are objects, and the structure of other keys.
    Object(Vec<Field>, Option<fn() -> Shape>),
    Other(Shape),
}

#[cfg(feature = "xml")]
impl MergedShape {
    fn of(parts: &[fn() -> Shape]) -> Self {
        let (mut fields, mut rest, mut other) = (Vec::<Field>::new(), None, None);
        let mut pending: Vec<Shape> = parts.iter().map(|part| part()).collect();
        // Nested unions are expanded too, as long as fewer than 1,000 shapes are pending.
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

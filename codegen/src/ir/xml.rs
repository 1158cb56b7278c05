//! How values are written in XML.

/// The form of a value in XML.
#[derive(Debug, Clone, PartialEq)]
pub struct Xml {
    /// The name of the element or attribute, without a prefix.
    pub name: String,
    /// The namespace of the name; empty if it has none.
    pub namespace: String,
    /// The prefix of the name; empty if it has none.
    pub prefix: String,
    /// The kind of node. It applies to each item of a list that is not wrapped.
    pub kind: XmlKind,
    /// The form of each item of a list that is wrapped in an element.
    pub item: Option<Box<Xml>>,
}

/// The kind of XML node of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlKind {
    /// An element.
    Element,
    /// An attribute of the enclosing element.
    Attribute,
    /// The text of the enclosing element.
    Text,
}

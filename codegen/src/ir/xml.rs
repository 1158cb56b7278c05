//! How values are written in XML.

/// How a value is written in XML.
#[derive(Debug, Clone, PartialEq)]
pub struct Xml {
    /// The name of the element or attribute, without prefix.
    pub name: String,
    /// The namespace of the name; empty where it has none.
    pub namespace: String,
    /// The prefix of the name; empty where it has none.
    pub prefix: String,
    /// What it is written as; a list that is not wrapped is so for each item.
    pub kind: XmlKind,
    /// How each item of a list is written, within an element of the list's own.
    pub item: Option<Box<Xml>>,
}

/// What a value is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum XmlKind {
    /// An element.
    Element,
    /// An attribute of the element around it.
    Attribute,
    /// The text of the element around it.
    Text,
}

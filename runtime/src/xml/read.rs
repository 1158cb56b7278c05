//! XML to JSON.

use super::element::Element;
use super::{Field, Joined, Kind, Shape};
use crate::json::{self, Writer};

/// What an XML document is in JSON. What the shape does not know is ignored, and so are prefixes.
///
/// # Errors
/// What is no XML, in words.
pub(crate) fn json_of(text: &str, shape: Shape) -> Result<String, String> {
    let root = Element::read(text)?;
    let mut writer = Writer::default();
    value(&mut writer, &root, shape);
    Ok(writer.into_text())
}

fn value(writer: &mut Writer, element: &Element, shape: Shape) {
    if element.is_nil() {
        return writer.raw("null");
    }
    match shape {
        Shape::Text => writer.string(&element.text),
        Shape::Word => word(writer, &element.text),
        Shape::Object(fields, rest) => object(writer, element, fields, rest),
        Shape::List(item) => list(writer, element.children.iter(), item()),
        Shape::Map(entry) => {
            writer.begin_object();
            entries(writer, element.children.iter(), entry());
            writer.end_object();
        }
        Shape::OneOf(parts) => match Joined::of(parts) {
            Joined::Object(fields, rest) => object(writer, element, &fields, rest),
            Joined::Other(shape) => value(writer, element, shape),
        },
        Shape::Any => any(writer, element),
    }
}

/// A number or boolean. What is neither is a string, which its type refuses with the place.
fn word(writer: &mut Writer, text: &str) {
    let text = text.trim();
    match (text, json::from_str::<serde_json::Value>(text)) {
        ("", _) => writer.raw("null"),
        (_, Ok(value)) if value.is_number() || value.is_boolean() => writer.raw(text),
        // XML Schema, section 3.3.2.
        _ => match text.strip_prefix('+') {
            Some(rest) => word(writer, rest),
            None => writer.string(text),
        },
    }
}

fn list<'e>(writer: &mut Writer, items: impl Iterator<Item = &'e Element>, item: Shape) {
    writer.begin_array();
    for element in items {
        writer.element();
        value(writer, element, item);
    }
    writer.end_array();
}

fn object(writer: &mut Writer, element: &Element, fields: &[Field], rest: Option<fn() -> Shape>) {
    writer.begin_object();
    for field in fields {
        self::field(writer, element, field);
    }
    if let Some(rest) = rest {
        let is_field = |child: &&Element| {
            let mut named = fields.iter().filter(|field| field.node.kind == Kind::Element);
            named.any(|field| child.name == field.node.name)
        };
        entries(writer, element.children.iter().filter(|child| !is_field(child)), rest());
    }
    writer.end_object();
}

fn field(writer: &mut Writer, element: &Element, field: &Field) {
    let shape = (field.shape)();
    let text = match field.node.kind {
        Kind::Element => None,
        Kind::Attribute => element.attribute(field.node.name),
        Kind::Text => Some(element.text.as_str()),
    };
    if let Some(text) = text {
        writer.key(field.key);
        return match shape {
            Shape::Word => word(writer, text),
            // A list of words (XML Schema, section 2.5.1.2).
            Shape::List(item) => {
                writer.begin_array();
                for part in text.split_whitespace() {
                    writer.element();
                    if matches!(item(), Shape::Word) { word(writer, part) } else { writer.string(part) }
                }
                writer.end_array();
            }
            _ => writer.string(text),
        };
    }
    if field.node.kind != Kind::Element {
        return;
    }
    let mut found = element.children.iter().filter(|child| child.name == field.node.name).peekable();
    match shape {
        Shape::List(item) if !field.node.wrapped => {
            if field.is_required || found.peek().is_some() {
                writer.key(field.key);
                list(writer, found, item());
            }
        }
        Shape::List(_) if found.peek().is_none() && field.is_required => {
            writer.key(field.key);
            writer.raw("[]");
        }
        shape => {
            if let Some(child) = found.next() {
                writer.key(field.key);
                value(writer, child, shape);
            }
        }
    }
}

/// Elements by their names; those that share one are a list.
fn entries<'e>(writer: &mut Writer, elements: impl Iterator<Item = &'e Element>, entry: Shape) {
    let mut groups: indexmap::IndexMap<&str, Vec<&Element>> = indexmap::IndexMap::new();
    for element in elements {
        groups.entry(&element.name).or_default().push(element);
    }
    for (name, group) in groups {
        writer.key(name);
        match (group.as_slice(), entry) {
            ([only], _) => value(writer, only, entry),
            (all, Shape::Any) => list(writer, all.iter().copied(), entry),
            (all, Shape::List(item)) => list(writer, all.iter().copied(), item()),
            // Only one of them can have the key.
            (all, _) => {
                if let Some(last) = all.last() {
                    value(writer, last, entry);
                }
            }
        }
    }
}

/// Text is a string, elements are an object; attributes are keys beside them.
fn any(writer: &mut Writer, element: &Element) {
    if element.children.is_empty() && element.attributes.is_empty() {
        return writer.string(&element.text);
    }
    writer.begin_object();
    let children = || element.children.iter();
    for (name, value) in &element.attributes {
        if !children().any(|child| child.name == *name) {
            writer.key(name);
            writer.string(value);
        }
    }
    entries(writer, children(), Shape::Any);
    if element.children.is_empty() && !element.text.trim().is_empty() {
        writer.key("#text");
        writer.string(&element.text);
    }
    writer.end_object();
}

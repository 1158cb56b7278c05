//! Conversion of JSON to XML.

use quick_xml::escape::escape;

use super::well_formed::{is_character, is_name};
use super::{Field, Kind, MergedShape, Node, Shape};
use crate::body::Body;
use crate::codec::json::{Decode, Encode, Tree, Writer};

/// Encodes a value as an XML document whose root element has the form `root`. A call with a value that XML
/// cannot represent fails before anything is sent.
pub fn body<T: Encode + Decode>(value: &T, root: Node) -> Body {
    let body = Tree::of_body(value, Writer::default())
        .and_then(|(tree, secrets)| Ok(Body::from(document(&tree, T::xml(), root)?).with_secrets(secrets)));
    body.unwrap_or_else(|why| Body::refused(&why))
}

fn document(value: &Tree, shape: Shape, root: Node) -> Result<String, String> {
    let text = r#"<?xml version="1.0" encoding="UTF-8"?>"#.to_owned();
    let mut page = Page { text, fault: None };
    page.element(value, shape, &Name::of(&root), root.item);
    page.fault.map_or(Ok(page.text), Err)
}

/// The name of an element or attribute, as written.
struct Name<'a> {
    prefix: &'a str,
    name: String,
    namespace: &'a str,
}

impl<'a> Name<'a> {
    fn of(node: &Node) -> Name<'static> {
        Name { prefix: node.prefix, name: sound(node.name), namespace: node.namespace }
    }

    fn data(name: &str) -> Self {
        Name { prefix: "", name: sound(name), namespace: "" }
    }

    fn written(&self) -> String {
        if self.prefix.is_empty() { self.name.clone() } else { format!("{}:{}", self.prefix, self.name) }
    }

    /// Returns the declaration of the prefix (Namespaces in XML 1.0, section 3).
    fn declared(&self) -> String {
        match (self.prefix, escaped(self.namespace)) {
            (_, namespace) if namespace.is_empty() => String::new(),
            ("", namespace) => format!(" xmlns=\"{namespace}\""),
            (prefix, namespace) => format!(" xmlns:{prefix}=\"{namespace}\""),
        }
    }
}

struct Page {
    text: String,
    /// The reason why XML cannot represent the value.
    fault: Option<String>,
}

impl Page {
    fn element(&mut self, value: &Tree, shape: Shape, name: &Name<'_>, item: Option<&Node>) {
        let written = name.written();
        self.text.push_str(&format!("<{written}{}", name.declared()));
        let before = self.text.len();
        match (shape, value) {
            (Shape::Object(fields, rest), Tree::Object(entries)) => self.object(entries, fields, rest),
            (Shape::OneOf(parts), value) => {
                // Values that are not objects have the same form in every variant.
                let (fields, rest) = match MergedShape::of(parts) {
                    MergedShape::Object(fields, rest) => (fields, rest),
                    MergedShape::Other(_) => (Vec::new(), None),
                };
                match value {
                    Tree::Object(entries) => self.object(entries, &fields, rest),
                    value => self.content(value, Shape::Any, &name.name, item),
                }
            }
            (shape, value) => self.content(value, shape, &name.name, item),
        }
        if self.text.get(before..) == Some(">") {
            self.text.pop();
            self.text.push_str("/>");
        } else {
            self.text.push_str(&format!("</{written}>"));
        }
    }

    /// Writes the content of an element without attributes.
    fn content(&mut self, value: &Tree, shape: Shape, name: &str, item: Option<&Node>) {
        self.text.push('>');
        match value {
            Tree::Null | Tree::File(_) => {}
            Tree::Text(text) | Tree::Word(text) => self.data(text),
            Tree::Object(entries) => {
                let entry = if let Shape::Map(entry) = shape { entry() } else { Shape::Any };
                for (key, value) in entries {
                    self.entry(key, value, entry);
                }
            }
            Tree::List(items) => {
                let entry = if let Shape::List(item) = shape { item() } else { Shape::Any };
                let inner = item.map_or_else(|| Name::data(name), Name::of);
                for value in items {
                    self.element(value, entry, &inner, item.and_then(|item| item.item));
                }
            }
        }
    }

    fn object(&mut self, entries: &[(String, Tree)], fields: &[Field], rest: Option<fn() -> Shape>) {
        let of = |key: &str| fields.iter().find(|field| field.key == key);
        for (key, value) in entries {
            if let Some(field) = of(key).filter(|field| field.node.kind == Kind::Attribute)
                && let Some(text) = words(value)
            {
                let name = Name::of(&field.node);
                // An attribute without a prefix has no namespace (Namespaces in XML 1.0, section 6.2).
                let declared = if name.prefix.is_empty() { String::new() } else { name.declared() };
                self.text.push_str(&format!("{declared} {}=\"", name.written()));
                self.data(&text);
                self.text.push('"');
            }
        }
        self.text.push('>');
        for (key, value) in entries {
            match (of(key), rest) {
                (Some(field), _) => self.field(field, value),
                (None, rest) => self.entry(key, value, rest.map_or(Shape::Any, |rest| rest())),
            }
        }
    }

    fn field(&mut self, field: &Field, value: &Tree) {
        let (node, shape) = (&field.node, (field.shape)());
        match (node.kind, value) {
            (Kind::Attribute, _) | (_, Tree::Null) => {}
            (Kind::Text, value) => self.data(&words(value).unwrap_or_default()),
            (Kind::Element, Tree::List(items)) if !node.wrapped => {
                let shape = if let Shape::List(item) = shape { item() } else { Shape::Any };
                for item in items {
                    self.element(item, shape, &Name::of(node), node.item);
                }
            }
            (Kind::Element, value) => self.element(value, shape, &Name::of(node), node.item),
        }
    }

    /// Writes text or an attribute's value (section 2.2).
    fn data(&mut self, text: &str) {
        if let Some(c) = text.chars().find(|c| !is_character(*c)) {
            self.fault = Some(format!("XML does not allow the character U+{:04X}", u32::from(c)));
        }
        self.text.push_str(&escaped(text));
    }

    /// Writes an element with an arbitrary name. A list becomes one element for each item.
    fn entry(&mut self, key: &str, value: &Tree, shape: Shape) {
        if !is_name(key) {
            self.fault = Some(format!("{key:?} cannot be the name of an element"));
        }
        match (value, shape) {
            (Tree::Null, _) => {}
            (Tree::List(items), shape) => {
                let shape = if let Shape::List(item) = shape { item() } else { Shape::Any };
                for item in items {
                    self.element(item, shape, &Name::data(key), None);
                }
            }
            (value, shape) => self.element(value, shape, &Name::data(key), None),
        }
    }
}

/// Returns a value as a single text. Spaces separate the items of a list (XML Schema, section 2.5.1.2).
fn words(value: &Tree) -> Option<String> {
    match value {
        Tree::Null => None,
        Tree::List(items) => Some(items.iter().filter_map(words).collect::<Vec<_>>().join(" ")),
        value => Some(value.text()),
    }
}

fn escaped(text: &str) -> String {
    // A parser would treat a carriage return as a line end (section 2.11).
    escape(text).replace('\r', "&#13;")
}

/// Returns a name of the description as a valid XML name (section 2.3): invalid characters become `_`.
fn sound(name: &str) -> String {
    let is_first = |c: char| c.is_alphabetic() || c == '_';
    let is_part = |c: char| is_first(c) || c.is_numeric() || matches!(c, '-' | '.' | ':');
    let sound: String = name.chars().map(|c| if is_part(c) { c } else { '_' }).collect();
    if sound.starts_with(is_first) { sound } else { format!("_{sound}") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_that_xml_cannot_represent_are_refused() {
        for (value, why) in [
            (json!({"a": "x\u{1}"}), "the character U+0001"),
            (json!({"a": ["\u{ffff}"]}), "the character U+FFFF"),
            (json!({"a b": 1}), "\"a b\" cannot be the name"),
        ] {
            let body = body(&value, Node::element("r"));
            assert!(body.fault().unwrap().contains(why), "{:?}", body.fault());
        }
        assert!(body(&f64::NAN, Node::element("r")).fault().unwrap().contains("not finite"));
        let written = body(&json!({"a": "<\r\n\t&\u{e9}"}), Node::element("r"));
        let text = String::from_utf8(written.as_bytes().unwrap().to_vec()).unwrap();
        assert!(text.ends_with("<r><a>&lt;&#13;\n\t&amp;\u{e9}</a></r>"), "{text}");
    }
}

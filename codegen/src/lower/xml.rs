//! The XML form of values: names of elements and attributes, and wrappers of lists.

use super::Lowering;
use crate::ir::{BodyForm, Xml, XmlKind};
use crate::openapi::media_type::form_of;
use crate::resolve::{self, Linked, Schema, SchemaId};

/// The largest number of nested lists.
const DEEPEST: usize = 8;

impl Lowering<'_> {
    /// Returns the XML form of the value of a key, or `None` if the description has no XML.
    pub(super) fn xml(&self, schema: SchemaId, key: &str) -> Option<Xml> {
        self.has_xml.then(|| self.node(schema, key, DEEPEST))
    }

    /// Returns the XML form of a body. The schema names its root element; without a name, it is `root`.
    pub(super) fn xml_root(&self, schema: SchemaId) -> Xml {
        let chain = self.chain(schema);
        let component = |chain: &[&Schema]| chain.iter().find_map(|schema| schema.component.clone());
        let name = component(&chain).unwrap_or("root".to_owned());
        let mut root = self.declared(&chain, &name);
        // The root is a single element, so a list is always wrapped.
        root.item = chain.iter().find_map(|schema| schema.items).map(|items| {
            let name = component(&self.chain(items)).unwrap_or(root.name.clone());
            Box::new(self.node(items, &name, DEEPEST))
        });
        Xml { kind: XmlKind::Element, ..root }
    }

    fn node(&self, schema: SchemaId, name: &str, depth: usize) -> Xml {
        let chain = self.chain(schema);
        let own = self.declared(&chain, name);
        let is_wrapped = chain.iter().filter_map(|schema| schema.xml.as_ref()).any(|xml| xml.is_wrapped);
        let items = chain.iter().find_map(|schema| schema.items).filter(|_| depth > 0);
        match items {
            Some(items) if own.kind == XmlKind::Element => {
                let item = self.node(items, &own.name, depth - 1);
                if is_wrapped { Xml { item: Some(Box::new(item)), ..own } } else { item }
            }
            _ => own,
        }
    }

    /// Returns the XML form of a schema itself, by the first schema of the chain that specifies each part.
    fn declared(&self, chain: &[&Schema], name: &str) -> Xml {
        let declared: Vec<&resolve::Xml> = chain.iter().filter_map(|schema| schema.xml.as_deref()).collect();
        let text = |get: fn(&resolve::Xml) -> &String| {
            declared.iter().map(|xml| get(xml)).find(|text| !text.is_empty()).cloned().unwrap_or_default()
        };
        let kind = match () {
            () if declared.iter().any(|xml| xml.is_attribute) => XmlKind::Attribute,
            () if declared.iter().any(|xml| xml.is_text) => XmlKind::Text,
            () => XmlKind::Element,
        };
        Xml {
            name: declared.iter().find_map(|xml| xml.name.clone()).unwrap_or_else(|| name.to_owned()),
            namespace: text(|xml| &xml.namespace),
            prefix: text(|xml| &xml.prefix),
            kind,
            item: None,
        }
    }

    /// Returns a schema and the schemas that it is an alias of.
    fn chain(&self, schema: SchemaId) -> Vec<&Schema> {
        let mut chain = Vec::new();
        let mut next = Some(schema);
        while let Some(schema) = next.and_then(|id| self.linked.schema(id)).filter(|_| chain.len() < 16) {
            chain.push(schema);
            next = self.linked.sole_part(schema);
        }
        chain
    }
}

/// Returns whether any body of a description is XML.
pub(super) fn is_used(linked: &Linked) -> bool {
    let contents = linked.operations.iter().flat_map(|operation| {
        let bodies = operation.body.iter().flat_map(|body| &body.content);
        bodies.chain(operation.responses.iter().flat_map(|response| &response.content))
    });
    contents.into_iter().any(|media| form_of(&media.name) == BodyForm::Xml)
}

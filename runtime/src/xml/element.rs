//! A document taken apart (XML 1.0), without namespaces: names are those after the prefix.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// How deep elements may lie within each other: what JSON may do, too.
const DEEPEST: usize = 128;

/// An element with all that it holds.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// All text that lies in it directly.
    pub(super) text: String,
}

impl Element {
    /// Reads a document.
    ///
    /// # Errors
    /// What is no XML, says its own entities (a bomb could), or is nested too deep.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        // The elements that are open, below one that stands for the document.
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event().map_err(|error| format!("the body is no XML: {error}"))?;
            let is_empty = matches!(event, Event::Empty(_));
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    if open.len() > DEEPEST {
                        return Err("the elements are nested too deep".to_owned());
                    }
                    open.push(Self::begin(&start)?);
                    if is_empty {
                        close(&mut open);
                    }
                }
                Event::End(_) => close(&mut open),
                Event::Text(text) => say(&mut open, &text.xml10_content()),
                Event::CData(text) => say(&mut open, &text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let name = reference.xml10_content();
                    let character = reference.resolve_char_ref().map_err(|error| error.to_string())?;
                    match (character, resolve_predefined_entity(&name)) {
                        (Some(character), _) => say(&mut open, character.encode_utf8(&mut [0; 4])),
                        (None, Some(text)) => say(&mut open, text),
                        (None, None) => return Err(format!("nobody knows the entity `{name}`")),
                    }
                }
                Event::DocType(_) => return Err("a document type is not read".to_owned()),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
                Event::Eof => break,
            }
        }
        let mut document = open.pop().unwrap_or_default();
        match (open.is_empty(), document.children.pop()) {
            (true, Some(root)) if document.children.is_empty() => Ok(root),
            _ => {
                Err("the body is no XML document: it has no root, several, or one that is not closed"
                    .to_owned())
            }
        }
    }

    fn begin(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut element = Self { name: start.local_name().as_ref().to_owned(), ..Self::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| format!("an attribute is no XML: {error}"))?;
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|error| format!("an attribute is no XML: {error}"))?;
            if attribute.key.prefix().is_some_and(|prefix| prefix.as_ref() == "xmlns")
                || attribute.key.as_ref() == "xmlns"
            {
                continue;
            }
            element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
        }
        Ok(element)
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it says to be null (XML Schema, section 2.7.2).
    pub(super) fn is_nil(&self) -> bool {
        self.attribute("nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }
}

fn say(open: &mut [Element], text: &str) {
    if let Some(last) = open.last_mut() {
        last.text.push_str(text);
    }
}

/// Puts the innermost open element into the one around it. The reader sees to it that names match.
fn close(open: &mut Vec<Element>) {
    if let Some(last) = open.pop() {
        match open.last_mut() {
            Some(parent) => parent.children.push(last),
            None => open.push(last),
        }
    }
}

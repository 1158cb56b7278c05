//! Parsing of XML documents (XML 1.0). Namespaces are ignored: names have no prefix.

use quick_xml::Reader;
use quick_xml::events::{BytesDecl, BytesStart, Event};

use super::well_formed::{attributes, is_character, is_name, is_space, resolve, shown};

/// The largest nesting depth of elements, as in JSON.
const MAX_DEPTH: usize = 128;

/// An element with its content.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// The text directly within the element.
    pub(super) text: String,
}

impl Element {
    /// Parses a document.
    ///
    /// # Errors
    /// Fails if the text is not well-formed, has a document type (whose entities could expand without end),
    /// or is nested too deeply.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // The reader would skip a second byte order mark.
        if text.starts_with('\u{feff}') {
            return Err("the body has text outside its root element".to_owned());
        }
        if let Some(wrong) = text.chars().find(|c| !is_character(*c)) {
            return Err(format!("the body contains U+{:04X}, which XML does not allow", u32::from(wrong)));
        }
        let mut reader = Reader::from_str(text);
        reader.config_mut().enable_all_checks(true);
        let mut document = Document::default();
        loop {
            let at = reader.buffer_position();
            let event = reader.read_event().map_err(|error| format!("the body is not XML: {error}"))?;
            if let Event::Eof = event {
                return document.finish();
            }
            document.add(event, at == 0)?;
        }
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns whether the element is null (XML Schema, section 2.7.2).
    pub(super) fn is_nil(&self) -> bool {
        self.attribute("nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }

    fn begin(start: &BytesStart<'_>) -> Result<Self, String> {
        let name = start.name();
        if !is_name(name.as_ref()) {
            return Err(format!("`{}` is not the name of an element", shown(name.as_ref())));
        }
        let mut element = Self { name: local(name.as_ref()).to_owned(), ..Self::default() };
        for (name, value) in attributes(start.attributes_raw())? {
            if name != "xmlns" && !name.starts_with("xmlns:") {
                element.attributes.push((local(name).to_owned(), value));
            }
        }
        Ok(element)
    }
}

/// The open elements of a document, and its root after that is closed.
#[derive(Default)]
struct Document {
    open: Vec<Element>,
    root: Option<Element>,
}

impl Document {
    fn add(&mut self, event: Event<'_>, is_first: bool) -> Result<(), String> {
        match event {
            Event::Start(start) => self.open(&start)?,
            Event::Empty(start) => {
                self.open(&start)?;
                self.close();
            }
            // The reader checks that names match.
            Event::End(_) => self.close(),
            Event::Text(text) if text.contains("]]>") => {
                return Err("the text contains `]]>` outside a CDATA section".to_owned());
            }
            Event::Text(text) => self.text(&text.xml10_content())?,
            Event::CData(text) => self.inner()?.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => resolve(&reference, &mut self.inner()?.text)?,
            Event::DocType(_) => {
                return Err("the body has a document type, which is not supported".to_owned());
            }
            Event::Decl(_) if !is_first => {
                return Err("the XML declaration is not at the beginning".to_owned());
            }
            Event::Decl(declaration) => declared(&declaration)?,
            Event::PI(instruction) => {
                let target = instruction.target();
                if !is_name(target) || target.eq_ignore_ascii_case("xml") {
                    return Err(format!("`{}` is not a processing instruction", shown(target)));
                }
            }
            Event::Comment(_) | Event::Eof => {}
        }
        Ok(())
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err("the elements are nested too deeply".to_owned());
        }
        if self.open.is_empty() && self.root.is_some() {
            return Err("the body has more than one root element".to_owned());
        }
        self.open.push(Element::begin(start)?);
        Ok(())
    }

    fn close(&mut self) {
        if let Some(last) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(last),
                None => self.root = Some(last),
            }
        }
    }

    /// Returns the innermost open element.
    fn inner(&mut self) -> Result<&mut Element, String> {
        self.open.last_mut().ok_or_else(|| "the body has text outside its root element".to_owned())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        if self.open.is_empty() && text.chars().all(is_space) {
            return Ok(());
        }
        self.inner()?.text.push_str(text);
        Ok(())
    }

    fn finish(self) -> Result<Element, String> {
        match self.open.last() {
            Some(open) => Err(format!("the element `{}` is not closed", shown(&open.name))),
            None => self.root.ok_or_else(|| "the body has no root element".to_owned()),
        }
    }
}

/// Checks an XML declaration (section 2.8).
fn declared(declaration: &BytesDecl<'_>) -> Result<(), String> {
    let wrong = || format!("`<?{}?>` is not an XML declaration", shown(declaration));
    let parts = attributes(declaration.strip_prefix("xml").ok_or_else(wrong)?)?;
    let mut expected = ["version", "encoding", "standalone"].into_iter();
    let in_order = parts.iter().all(|(name, _)| expected.any(|known| known == *name));
    match parts.first() {
        Some(("version", version)) if in_order && version.starts_with("1.") => Ok(()),
        _ => Err(wrong()),
    }
}

/// Returns a name without its prefix.
fn local(name: &str) -> &str {
    name.split_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_parsed() {
        let text = "\u{feff}<?xml version='1.0' encoding=\"utf-8\" ?>\n<!-- a --><?p i?><n:a xmlns:n='u' n:b='1'>\
                    x&amp;&#x41;<![CDATA[<&]]>\r\ny<c/></n:a > <!--z-->\n";
        let root = Element::read(text).unwrap();
        assert_eq!((root.name.as_str(), root.text.as_str()), ("a", "x&A<&\ny"));
        assert_eq!(root.attributes, [("b".to_owned(), "1".to_owned())]);
        assert_eq!(root.children.len(), 1);
    }

    #[test]
    fn documents_that_are_not_well_formed_are_refused() {
        for wrong in [
            "",
            " ",
            "text",
            "<a>",
            "</a>",
            "<a></b>",
            "<a></a b>",
            "<a/><b/>",
            "<a/>text",
            "text<a/>",
            "<a/>&amp;",
            "<a/><![CDATA[ ]]>",
            "\u{feff}\u{feff}<a/>",
            "<a>\0</a>",
            "<a>\u{b}</a>",
            "<a>\u{ffff}</a>",
            "<a>&#0;</a>",
            "<a>&#xD800;</a>",
            "<a>&#xFFFE;</a>",
            "<a>&#;</a>",
            "<a>&#x;</a>",
            "<a>&#X41;</a>",
            "<a>]]></a>",
            "<a>&</a>",
            "<a>& b;</a>",
            "<a>&lt</a>",
            "<a>&nbsp;</a>",
            "<a>&;</a>",
            "<1/>",
            "<-a/>",
            "<a$/>",
            "< a/>",
            "<>x</>",
            "<a b/>",
            "<a b=1/>",
            "<a b='1' b='2'/>",
            "<a b='1'c='2'/>",
            "<a b='<'/>",
            "<a b='&x;'/>",
            "<a/b/>",
            "<a><!-- -- --></a>",
            "<a><!-- </a>",
            "<a><![CDATA[x</a>",
            "<a><?xml version='1.0'?></a>",
            " <?xml version='1.0'?><a/>",
            "<?xml?><a/>",
            "<?xml encoding='utf-8'?><a/>",
            "<?xml version='2.0'?><a/>",
            "<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>",
            "<?XML version='1.0'?><a/>",
            "<?1?><a/>",
            "<!DOCTYPE a><a/>",
            "<a><!ELEMENT b></a>",
        ] {
            let read = Element::read(wrong);
            assert!(read.is_err(), "{wrong:?}: {read:?}");
        }
    }

    #[test]
    fn nesting_is_limited() {
        let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(Element::read(&nested(128)).is_ok());
        assert!(Element::read(&nested(129)).unwrap_err().contains("too deep"));
        assert!(Element::read(&nested(1_000_000)).is_err());
    }
}

//! A value taken apart, for the parts of a request that are not JSON.

use super::reader::{Kind, Reader};

/// A JSON value whose single values are as they are written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Null,
    /// A string.
    Text(String),
    /// A number or boolean.
    Word(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Takes a text apart that the writer made.
    pub(crate) fn parse(text: &str) -> Self {
        Self::read(&mut Reader::new(text)).unwrap_or(Self::Null)
    }

    fn read(reader: &mut Reader<'_>) -> Option<Self> {
        Some(match reader.kind().ok()? {
            Kind::Null => {
                reader.skip().ok()?;
                Self::Null
            }
            Kind::Boolean => Self::Word(reader.boolean().ok()?.to_string()),
            Kind::Number => Self::Word(reader.number().ok()?.to_owned()),
            Kind::String => Self::Text(reader.string().ok()?.into_owned()),
            Kind::Array => {
                let mut elements = reader.array().ok()?;
                let mut items = Vec::new();
                while elements.next(reader).ok()? {
                    items.push(Self::read(reader)?);
                }
                Self::List(items)
            }
            Kind::Object => {
                let mut keys = reader.object(&[]).ok()?;
                let mut entries = Vec::new();
                while keys.next(reader).ok()?.is_some() {
                    let key = keys.unknown().to_owned();
                    entries.push((key, Self::read(reader)?));
                }
                Self::Object(entries)
            }
        })
    }

    /// The value on one line. What has parts within a part has no form of its own, so it is JSON.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) | Self::Word(text) => text.clone(),
            parts => parts.json(),
        }
    }

    /// The value as JSON again.
    pub(crate) fn json(&self) -> String {
        let mut writer = super::Writer::default();
        self.write(&mut writer);
        writer.into_text()
    }

    fn write(&self, writer: &mut super::Writer) {
        match self {
            Self::Null => writer.raw("null"),
            Self::Text(text) => writer.string(text),
            Self::Word(word) => writer.raw(word),
            Self::List(items) => {
                writer.begin_array();
                for item in items {
                    writer.element();
                    item.write(writer);
                }
                writer.end_array();
            }
            Self::Object(entries) => {
                writer.begin_object();
                for (key, value) in entries {
                    writer.key(key);
                    value.write(writer);
                }
                writer.end_object();
            }
        }
    }
}

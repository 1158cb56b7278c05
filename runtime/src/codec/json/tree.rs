//! JSON values as trees, for the parts of a request that are not JSON.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::reader::{Kind, Reader};
use super::{Encode, Fault, Writer};
use crate::codec::form::File;
use crate::secret::is_secret_name;

/// A JSON value whose scalars are text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Null,
    /// A string.
    Text(String),
    /// A number or boolean.
    Word(String),
    /// A file that the writer has collected separately.
    File(File),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

type Files = Peekable<IntoIter<(usize, File)>>;

impl Tree {
    /// Converts a value to a tree.
    ///
    /// # Errors
    /// Fails if the value cannot be sent, or is nested too deeply.
    pub(crate) fn of(value: &dyn Encode) -> Result<Self, String> {
        let mut writer = Writer::default();
        value.encode(&mut writer);
        Self::written(writer)
    }

    /// Converts the value of a body to a tree. `writer` decides how files are written. Also returns, as JSON,
    /// the values that the description or their names mark as secret.
    ///
    /// # Errors
    /// Fails as [`Tree::of`] does.
    pub(crate) fn of_body(value: &dyn Encode, mut writer: Writer) -> Result<(Self, Vec<String>), String> {
        value.encode(&mut writer);
        let mut secrets = writer.take_secrets();
        let tree = Self::written(writer)?;
        tree.find_secrets(&mut secrets);
        Ok((tree, secrets))
    }

    fn find_secrets(&self, found: &mut Vec<String>) {
        match self {
            Self::List(items) => items.iter().for_each(|item| item.find_secrets(found)),
            Self::Object(entries) => {
                for (key, value) in entries {
                    match value {
                        Self::File(_) => {}
                        value if is_secret_name(key) => found.push(value.json()),
                        value => value.find_secrets(found),
                    }
                }
            }
            Self::Null | Self::Text(_) | Self::Word(_) | Self::File(_) => {}
        }
    }

    fn written(writer: Writer) -> Result<Self, String> {
        let (text, files) = writer.into_parts()?;
        Self::read(&mut Reader::new(&text), &mut files.into_iter().peekable())
            .map_err(|fault| fault.message().to_owned())
    }

    fn read(reader: &mut Reader<'_>, files: &mut Files) -> Result<Self, Fault> {
        Ok(match reader.kind()? {
            Kind::Null => {
                reader.skip()?;
                Self::Null
            }
            Kind::Boolean => Self::Word(reader.boolean()?.to_string()),
            Kind::Number => Self::Word(reader.number()?.to_owned()),
            Kind::String => {
                let at = reader.at;
                let text = reader.string()?;
                match files.next_if(|(place, _)| *place == at) {
                    Some((_, file)) => Self::File(file),
                    None => Self::Text(text.into_owned()),
                }
            }
            Kind::Array => {
                let mut elements = reader.array()?;
                let mut items = Vec::new();
                while elements.next(reader)? {
                    items.push(Self::read(reader, files)?);
                }
                Self::List(items)
            }
            Kind::Object => {
                let mut keys = reader.object(&[])?;
                let mut entries = Vec::new();
                while keys.next(reader)?.is_some() {
                    let key = keys.unknown().to_owned();
                    entries.push((key, Self::read(reader, files)?));
                }
                Self::Object(entries)
            }
        })
    }

    /// Returns the value as text. Lists and objects become JSON, because they have no other form within a
    /// list or object.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Text(text) | Self::Word(text) => text.clone(),
            parts => parts.json(),
        }
    }

    /// Returns the value as JSON.
    pub(crate) fn json(&self) -> String {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.into_text()
    }

    /// Returns the value as JSON, with files as text.
    ///
    /// # Errors
    /// Fails if a file is not text.
    pub(crate) fn sendable_json(&self) -> Result<String, &'static str> {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.into_parts().map(|(text, _)| text)
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.raw("null"),
            Self::Text(text) => writer.string(text),
            Self::Word(word) => writer.raw(word),
            Self::File(file) => writer.file(file),
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

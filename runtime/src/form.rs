//! Bodies of requests that have parts: HTML forms, and multipart bodies with files.

mod multipart;

use bytes::Bytes;

use crate::body::Body;
use crate::json::{Decode, Encode, Fault, Reader, Tree, Writer};
use crate::parameter::Parameter;
use crate::path::encoded;

pub(crate) use multipart::multipart;

/// A file: a part of a multipart body, or a string of bytes within JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct File {
    content: Body,
    name: Option<String>,
    media: Option<String>,
    headers: Vec<(String, String)>,
}

impl File {
    /// A file without a name: of bytes, or of a [`Body`] that streams.
    pub fn new(content: impl Into<Body>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Names the file, as servers show it.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says what the file is, as `image/png`.
    #[must_use]
    pub fn media(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }

    /// Adds a header to the file's part (RFC 7578, section 4.8).
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// What is in it.
    pub fn content(&self) -> &Body {
        &self.content
    }
}

impl From<&str> for File {
    fn from(content: &str) -> Self {
        Self::new(content.to_owned())
    }
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl From<Bytes> for File {
    fn from(content: Bytes) -> Self {
        Self::new(content)
    }
}

impl From<Body> for File {
    fn from(content: Body) -> Self {
        Self::new(content)
    }
}

impl Encode for File {
    fn encode(&self, writer: &mut Writer) {
        writer.file(self);
    }
}

/// Within JSON a file is a string.
impl Decode for File {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.value::<String>().map(|text| Self::new(text.into_bytes()))
    }

    fn xml() -> crate::xml::Shape {
        crate::xml::Shape::Text
    }
}

crate::serde_models!(File);

/// How a property of a form, or a part of a multipart body, is written (OpenAPI 3.0.4, "Encoding Object").
#[derive(Debug, Clone, Copy)]
pub struct Encoding {
    name: &'static str,
    style: Option<Parameter>,
    media: &'static str,
}

impl Encoding {
    /// As it is by default.
    pub const fn new(name: &'static str) -> Self {
        Self { name, style: None, media: "" }
    }

    /// As a parameter of the query is.
    #[must_use]
    pub const fn style(self, parameter: Parameter) -> Self {
        Self { style: Some(parameter), ..self }
    }

    /// In a media type, as `application/json`.
    #[must_use]
    pub const fn media(self, media: &'static str) -> Self {
        Self { media, ..self }
    }

    fn is_json(&self) -> bool {
        let essence = self.media.split(';').next().unwrap_or_default().trim();
        essence == "application/json" || essence.ends_with("+json")
    }

    fn of<'e>(encodings: &'e [Self], name: &str) -> Option<&'e Self> {
        encodings.iter().find(|encoding| encoding.name == name)
    }
}

/// `application/x-www-form-urlencoded`: one pair for each key; a list repeats its key, unless it is said otherwise.
///
/// # Errors
/// Fails if the value cannot be sent.
pub(crate) fn form(value: &dyn Encode, encodings: &[Encoding]) -> Result<Body, String> {
    let (tree, secrets) = Tree::of_body(value, Writer::default())?;
    Ok(Body::from(form_text(tree, encodings)).with_secrets(secrets))
}

/// The same of a value that is taken apart already.
pub(crate) fn form_text(tree: Tree, encodings: &[Encoding]) -> String {
    let mut pairs = Vec::new();
    if let Tree::Object(entries) = tree {
        for (key, value) in entries.into_iter().filter(|(_, value)| *value != Tree::Null) {
            pairs.extend(match Encoding::of(encodings, &key) {
                Some(encoding) if encoding.is_json() => vec![(encoded(&key), encoded(&value.json()))],
                Some(Encoding { style: Some(style), .. }) => style.pairs_of(&value),
                _ => Parameter::query("").pairs_of(&Tree::Object(vec![(key, value)])),
            });
        }
    }
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn forms_repeat_the_keys_of_lists() {
        let value = json!({"a": "x y", "b": [1, 2], "c": null, "d": {"e": true}});
        assert_eq!(*form(&value, &[]).unwrap().as_bytes().unwrap(), "a=x%20y&b=1&b=2&d%5Be%5D=true");
    }
}

//! HTML forms, and the files of multipart bodies.

mod multipart;

use std::fmt;

use bytes::Bytes;

use crate::body::Body;
use crate::codec::json::{Decode, Encode, Fault, Reader, Tree, Writer};
use crate::codec::parameter::Parameter;
use crate::codec::path::encoded;

pub(crate) use multipart::multipart;

/// A file: a part of a multipart body, or a binary string within JSON.
///
/// ```
/// # use openapi_client_runtime::File;
/// let file = File::new("name,size\n").name("images.csv").media("text/csv");
/// assert_eq!(file.content().length(), Some(10));
/// ```
#[derive(Clone, PartialEq, Eq, Default)]
pub struct File {
    content: Body,
    name: Option<String>,
    media: Option<String>,
    headers: Vec<(String, String)>,
}

impl File {
    /// Creates a file without a name, from bytes or from a streamed [`Body`].
    pub fn new(content: impl Into<Body>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// Sets the name of the file, which is sent to the server.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type of the file, such as `image/png`.
    #[must_use]
    pub fn media(mut self, media: impl Into<String>) -> Self {
        self.media = Some(media.into());
        self
    }

    /// Adds a header to the file's part (RFC 7578, section 4.8). `Content-Type` replaces the media type. A
    /// call with `Content-Disposition` fails, because the names of the part and of the file determine that
    /// header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let name = name.into();
        if name.eq_ignore_ascii_case("content-type") {
            return self.media(value);
        }
        self.headers.push((name, value.into()));
        self
    }

    /// Returns the content.
    pub fn content(&self) -> &Body {
        &self.content
    }
}

/// Shows the names of the headers but not their values, because any of them may be secret.
impl fmt::Debug for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        formatter
            .debug_struct("File")
            .field("content", &self.content)
            .field("name", &self.name)
            .field("media", &self.media)
            .field("headers", &headers)
            .finish()
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

/// Reads a string, because a file within JSON is one.
impl Decode for File {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        reader.value::<String>().map(|text| Self::new(text.into_bytes()))
    }

    fn xml() -> crate::codec::xml::Shape {
        crate::codec::xml::Shape::Text
    }
}

crate::serde_models!(File);

/// The serialization of a property of a form or of a part of a multipart body (OpenAPI 3.0.4, "Encoding
/// Object").
#[derive(Debug, Clone, Copy)]
pub struct Encoding {
    name: &'static str,
    style: Option<Parameter>,
    media: &'static str,
}

impl Encoding {
    /// Creates the default encoding of a property.
    pub const fn new(name: &'static str) -> Self {
        Self { name, style: None, media: "" }
    }

    /// Serializes the property like a query parameter.
    #[must_use]
    pub const fn style(self, parameter: Parameter) -> Self {
        Self { style: Some(parameter), ..self }
    }

    /// Serializes the property in a media type, such as `application/json`.
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

/// Serializes a value as `application/x-www-form-urlencoded`, with one pair for each key. By default, a list
/// repeats its key.
///
/// # Errors
/// Fails if the value cannot be sent.
pub(crate) fn form(value: &dyn Encode, encodings: &[Encoding]) -> Result<Body, String> {
    let (tree, secrets) = Tree::of_body(value, Writer::default())?;
    Ok(Body::from(form_text(tree, encodings)).with_secrets(secrets))
}

/// Serializes a value that was already converted to a tree.
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

impl Body {
    /// Creates a body from the JSON text of a writer.
    pub(crate) fn written(mut writer: Writer) -> Self {
        let secrets = writer.take_secrets();
        writer.into_parts().map_or_else(Self::refused, |(text, _)| Self::from(text).with_secrets(secrets))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn debug_of_a_file_hides_the_values_of_headers() {
        let file = File::new("x").name("a.txt").header("X-Signature", "secret-7");
        let shown = format!("{file:?}");
        assert!(
            shown.contains("X-Signature") && shown.contains("a.txt") && !shown.contains("secret"),
            "{shown}"
        );
    }

    #[test]
    fn forms_repeat_the_keys_of_lists() {
        let value = json!({"a": "x y", "b": [1, 2], "c": null, "d": {"e": true}});
        assert_eq!(*form(&value, &[]).unwrap().as_bytes().unwrap(), "a=x%20y&b=1&b=2&d%5Be%5D=true");
    }
}

//! Bodies of requests that have parts: HTML forms, and multipart bodies with files.

use bytes::Bytes;

use crate::body::Body;
use crate::json::{self, Decode, Encode, Fault, Reader, Tree, Writer};
use crate::parameter::Parameter;
use crate::path::encoded;

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
pub(crate) fn form(value: &dyn Encode, encodings: &[Encoding]) -> Bytes {
    let mut pairs = Vec::new();
    if let Tree::Object(entries) = Tree::parse(&json::to_string(value)) {
        for (key, value) in entries.into_iter().filter(|(_, value)| *value != Tree::Null) {
            pairs.extend(match Encoding::of(encodings, &key) {
                Some(encoding) if encoding.is_json() => vec![(encoded(&key), encoded(&value.json()))],
                Some(Encoding { style: Some(style), .. }) => style.pairs_of(&value),
                _ => Parameter::query("").pairs_of(&Tree::Object(vec![(key, value)])),
            });
        }
    }
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Bytes::from(pairs.join("&"))
}

/// `multipart/form-data` (RFC 7578): one part for each key, a list repeats its key, an object is JSON.
pub(crate) fn multipart(value: &dyn Encode, encodings: &[Encoding]) -> (String, Body) {
    let mut writer = Writer::with_files();
    value.encode(&mut writer);
    let (text, files) = writer.into_parts();
    let mut parts: Vec<(String, Part<'_>)> = Vec::new();
    if let Tree::Object(entries) = Tree::parse(&text) {
        for (key, value) in entries {
            match Encoding::of(encodings, &key) {
                Some(encoding) if encoding.is_json() => parts.extend(as_json(&key, value, &files)),
                Some(Encoding { style: Some(style), .. }) if matches!(value, Tree::List(_)) => {
                    let pairs = style.pairs_of(&value).into_iter();
                    parts.extend(pairs.map(|(key, text)| (decoded(&key), Part::Text(decoded(&text)))));
                }
                _ => collect(&key, value, &files, &mut parts),
            }
        }
    }
    let boundary = boundary(&files, &text);
    let mut body = Assembly::default();
    for (key, part) in &parts {
        body.text(&format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"", quoted(key)));
        let media =
            Encoding::of(encodings, key).map(|encoding| encoding.media).filter(|media| !media.is_empty());
        match part {
            Part::Text(text) => {
                if let Some(media) = media {
                    body.text(&format!("\r\ncontent-type: {}", quoted(media)));
                }
                body.text(&format!("\r\n\r\n{text}"));
            }
            Part::Json(text) => {
                let media = quoted(media.unwrap_or("application/json"));
                body.text(&format!("\r\ncontent-type: {media}\r\n\r\n{text}"));
            }
            Part::File(file) => {
                // Servers take a part for a file only when it has a name.
                let name = file.name.as_deref().unwrap_or("file");
                let media = file.media.as_deref().or(media).unwrap_or("application/octet-stream");
                body.text(&format!("; filename=\"{}\"\r\ncontent-type: {}", quoted(name), quoted(media)));
                for (name, value) in &file.headers {
                    body.text(&format!("\r\n{}: {}", quoted(name), quoted(value)));
                }
                body.text("\r\n\r\n");
                body.push(&file.content);
            }
        }
        body.text("\r\n");
    }
    body.text(&format!("--{boundary}--\r\n"));
    (format!("multipart/form-data; boundary={boundary}"), body.finish())
}

/// A body in the making: one piece of bytes, unless something in it streams.
#[derive(Default)]
struct Assembly {
    bodies: Vec<Body>,
    bytes: Vec<u8>,
}

impl Assembly {
    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn push(&mut self, body: &Body) {
        match body.as_bytes() {
            Some(bytes) => self.bytes.extend_from_slice(bytes),
            None => {
                self.bodies.push(std::mem::take(&mut self.bytes).into());
                self.bodies.push(body.clone());
            }
        }
    }

    fn finish(mut self) -> Body {
        let last = Body::from(self.bytes);
        if self.bodies.is_empty() {
            return last;
        }
        self.bodies.push(last);
        Body::chain(self.bodies)
    }
}

enum Part<'a> {
    Text(String),
    Json(String),
    File(&'a File),
}

fn collect<'a>(key: &str, value: Tree, files: &'a [File], parts: &mut Vec<(String, Part<'a>)>) {
    match value {
        Tree::Null => {}
        Tree::Text(text) => {
            let file = json::file_index(&text).and_then(|index| files.get(index));
            parts.push((key.to_owned(), file.map_or(Part::Text(text), Part::File)));
        }
        Tree::Word(word) => parts.push((key.to_owned(), Part::Text(word))),
        Tree::List(items) => items.into_iter().for_each(|item| collect(key, item, files, parts)),
        object @ Tree::Object(_) => parts.push((key.to_owned(), Part::Json(object.json()))),
    }
}

/// Parts that are JSON whatever they hold, but for files; each item of a list is one.
fn as_json<'a>(key: &str, value: Tree, files: &'a [File]) -> Vec<(String, Part<'a>)> {
    let mut parts = Vec::new();
    match value {
        Tree::Text(text) if json::file_index(&text).is_some() => {
            collect(key, Tree::Text(text), files, &mut parts);
        }
        Tree::Null => {}
        Tree::List(items) => parts.extend(items.into_iter().flat_map(|item| as_json(key, item, files))),
        value => parts.push((key.to_owned(), Part::Json(value.json()))),
    }
    parts
}

/// What a style has escaped for a URL: a part has no need of it.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A line that stands in no part. It is made from the content, so that a body is the same each time; what
/// streams is not looked into, and no two bodies that stream have the same.
fn boundary(files: &[File], text: &str) -> String {
    let bytes: Vec<&Bytes> = files.iter().filter_map(|file| file.content.as_bytes()).collect();
    let mut number = (text.len() + bytes.iter().map(|bytes| bytes.len()).sum::<usize>()) as u64;
    if bytes.len() < files.len() {
        number = number.wrapping_add(fastrand::u64(..));
    }
    loop {
        let boundary = format!("----openapi-client-{number:016x}");
        let stands_in =
            |bytes: &[u8]| bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !stands_in(text.as_bytes()) && !bytes.iter().any(|bytes| stands_in(bytes)) {
            return boundary;
        }
        number = number.wrapping_add(1);
    }
}

/// Quotes and line ends are escaped as browsers do (HTML, "multipart form data").
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::parameter::Style;
    use crate::stream::ByteStream;

    #[test]
    fn forms_repeat_the_keys_of_lists() {
        let value = json!({"a": "x y", "b": [1, 2], "c": null, "d": {"e": true}});
        assert_eq!(form(&value, &[]), "a=x%20y&b=1&b=2&d%5Be%5D=true");
    }

    #[test]
    fn properties_are_written_as_their_encodings_say() {
        let value =
            json!({"a": ["x", "y z"], "b": {"k": [1, true, "s"]}, "c": ["p", "q"], "d": "u/v", "e": null});
        let encodings = [
            Encoding::new("a").style(Parameter::query("a").style(Style::Pipe).explode(false)),
            Encoding::new("b").media("application/json"),
            Encoding::new("d").style(Parameter::query("d").reserved()).media("text/plain; charset=utf-8"),
        ];
        assert_eq!(
            form(&value, &encodings),
            "a=x%7Cy%20z&b=%7B%22k%22%3A%5B1%2Ctrue%2C%22s%22%5D%7D&c=p&c=q&d=u/v"
        );
        let (media, body) = multipart(&value, &encodings);
        let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text =
            String::from_utf8_lossy(body.as_bytes().unwrap()).replace(boundary, "B").replace("\r\n", ";");
        assert_eq!(
            text.replace("content-disposition: form-data; name=", ""),
            "--B;\"a\";;x|y z;--B;\"b\";content-type: application/json;;{\"k\":[1,true,\"s\"]};--B;\"c\";;p;\
             --B;\"c\";;q;--B;\"d\";content-type: text/plain; charset=utf-8;;u/v;--B--;"
        );
    }

    #[test]
    fn parts_hold_files_texts_and_json() {
        struct Upload;
        impl Encode for Upload {
            fn encode(&self, writer: &mut Writer) {
                writer.begin_object();
                writer.field("file", &File::new(vec![0, 159]).name("a\"b.png").media("image/png"));
                writer.field("tags", &json!(["x", "y"]));
                writer.field("meta", &json!({"k": "v"}));
                writer.end_object();
            }
        }
        let (media, body) = multipart(&Upload, &[]);
        let body = body.as_bytes().unwrap();
        let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text = String::from_utf8_lossy(body).replace(boundary, "B").replace("\r\n", "|");
        assert_eq!(
            text,
            "--B|content-disposition: form-data; name=\"file\"; filename=\"a%22b.png\"|content-type: image/png||\0\u{fffd}|\
             --B|content-disposition: form-data; name=\"tags\"||x|--B|content-disposition: form-data; name=\"tags\"||y|\
             --B|content-disposition: form-data; name=\"meta\"|content-type: application/json||{\"k\":\"v\"}|--B--|"
        );
    }

    #[tokio::test]
    async fn a_part_may_stream() {
        struct Upload(File);
        impl Encode for Upload {
            fn encode(&self, writer: &mut Writer) {
                writer.begin_object();
                writer.field("file", &self.0);
                writer.field("name", &"x");
                writer.end_object();
            }
        }
        let reader = || Body::from_fn(|| async { Ok(ByteStream::from_reader(&b"many bytes"[..])) });
        let file = File::new(reader().with_length(10)).header("x-checksum", "7\r\n");
        let (media, body) = multipart(&Upload(file), &[]);
        assert!(body.as_bytes().is_none() && body.is_replayable());
        let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
        let bytes = body.clone().into_stream().bytes().await.unwrap();
        assert_eq!(body.length(), Some(bytes.len() as u64));
        let text = String::from_utf8_lossy(&bytes).replace(boundary, "B").replace("\r\n", "|");
        assert_eq!(
            text,
            "--B|content-disposition: form-data; name=\"file\"; filename=\"file\"|content-type: application/octet-stream|\
             x-checksum: 7%0D%0A||many bytes|--B|content-disposition: form-data; name=\"name\"||x|--B--|"
        );
        assert_eq!(body.into_stream().bytes().await.unwrap(), bytes);
        let (_, body) = multipart(&Upload(File::new(Body::reader(&b"once"[..]))), &[]);
        assert!(!body.is_replayable() && body.length().is_none());
        assert!(body.clone().into_stream().bytes().await.is_ok());
        assert!(body.into_stream().bytes().await.unwrap_err().to_string().contains("sent before"));
    }
}

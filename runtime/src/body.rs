//! Bodies of requests that are not JSON: forms, parts, text and bytes.

use bytes::Bytes;

use crate::json::{self, Decode, Encode, Fault, Reader, Tree, Writer};
use crate::parameter::Parameter;

/// A file: a part of a multipart body, or a string of bytes within JSON.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct File {
    content: Bytes,
    name: Option<String>,
    media: Option<String>,
}

impl File {
    /// A file without a name.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self { content: content.into(), name: None, media: None }
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

    /// What is in it.
    pub fn content(&self) -> &Bytes {
        &self.content
    }
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl From<&str> for File {
    fn from(content: &str) -> Self {
        Self::new(content.as_bytes().to_vec())
    }
}

impl From<Bytes> for File {
    fn from(content: Bytes) -> Self {
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
}

crate::serde_models!(File);

/// `application/x-www-form-urlencoded`: one pair for each key; a list repeats its key.
pub(crate) fn form(value: &dyn Encode) -> Bytes {
    let pairs = Parameter::query("").pairs(value);
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Bytes::from(pairs.join("&"))
}

/// `multipart/form-data` (RFC 7578): one part for each key, a list repeats its key, an object is JSON.
pub(crate) fn multipart(value: &dyn Encode) -> (String, Bytes) {
    let mut writer = Writer::with_files();
    value.encode(&mut writer);
    let (text, files) = writer.into_parts();
    let mut parts: Vec<(String, Part<'_>)> = Vec::new();
    if let Tree::Object(entries) = Tree::parse(&text) {
        for (key, value) in entries {
            collect(&key, value, &files, &mut parts);
        }
    }
    let boundary = boundary(&files, &text);
    let mut body = Vec::new();
    for (key, part) in &parts {
        body.extend_from_slice(
            format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"", quoted(key)).as_bytes(),
        );
        match part {
            Part::Text(text) => body.extend_from_slice(format!("\r\n\r\n{text}").as_bytes()),
            Part::Json(text) => {
                body.extend_from_slice(
                    format!("\r\ncontent-type: application/json\r\n\r\n{text}").as_bytes(),
                );
            }
            Part::File(file) => {
                // Servers take a part for a file only when it has a name.
                let name = file.name.as_deref().unwrap_or("file");
                let media = file.media.as_deref().unwrap_or("application/octet-stream");
                body.extend_from_slice(
                    format!("; filename=\"{}\"\r\ncontent-type: {}\r\n\r\n", quoted(name), quoted(media))
                        .as_bytes(),
                );
                body.extend_from_slice(&file.content);
            }
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), Bytes::from(body))
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
        Tree::List(items) => items.into_iter().for_each(|item| collect(key, item, files, parts)),
        object @ Tree::Object(_) => parts.push((key.to_owned(), Part::Json(object.json()))),
    }
}

/// A line that stands in no part. It is made from the content, so that a body is the same each time.
fn boundary(files: &[File], text: &str) -> String {
    let mut number = text.len() + files.iter().map(|file| file.content.len()).sum::<usize>();
    loop {
        let boundary = format!("----openapi-client-{number:016x}");
        let stands_in =
            |bytes: &[u8]| bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !stands_in(text.as_bytes()) && !files.iter().any(|file| stands_in(&file.content)) {
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

    #[test]
    fn forms_repeat_the_keys_of_lists() {
        let value = json!({"a": "x y", "b": [1, 2], "c": null, "d": {"e": true}});
        assert_eq!(form(&value), "a=x%20y&b=1&b=2&d%5Be%5D=true");
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
        let (media, body) = multipart(&Upload);
        let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text = String::from_utf8_lossy(&body).replace(boundary, "B").replace("\r\n", "|");
        assert_eq!(
            text,
            "--B|content-disposition: form-data; name=\"file\"; filename=\"a%22b.png\"|content-type: image/png||\0\u{fffd}|\
             --B|content-disposition: form-data; name=\"tags\"||x|--B|content-disposition: form-data; name=\"tags\"||y|\
             --B|content-disposition: form-data; name=\"meta\"|content-type: application/json||{\"k\":\"v\"}|--B--|"
        );
    }
}

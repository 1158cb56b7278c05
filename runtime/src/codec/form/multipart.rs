//! Multipart bodies (RFC 7578).

use bytes::Bytes;
use http::header::CONTENT_DISPOSITION;
use http::{HeaderName, HeaderValue};

use super::{Encoding, File};
use crate::body::Body;
use crate::codec::json::{Encode, Tree, Writer};

/// Serializes a value as `multipart/form-data` (RFC 7578), with one part for each key. A list repeats its
/// key; an object is JSON.
///
/// # Errors
/// Fails if the value cannot be sent, or if a header of a part is not valid.
pub(crate) fn multipart(value: &dyn Encode, encodings: &[Encoding]) -> Result<(String, Body), String> {
    let mut parts = Vec::new();
    let (tree, secrets) = Tree::of_body(value, Writer::with_files())?;
    if let Tree::Object(entries) = tree {
        for (key, value) in entries {
            match Encoding::of(encodings, &key) {
                Some(encoding) if encoding.is_json() => as_json(&key, value, &mut parts)?,
                Some(Encoding { style: Some(style), .. }) if is_flat_list(&value) => {
                    let pairs = style.pairs_of(&value).into_iter();
                    parts.extend(pairs.map(|(key, text)| (decoded(&key), Part::Text(decoded(&text)))));
                }
                _ => collect(&key, value, &mut parts)?,
            }
        }
    }
    let boundary = boundary(&parts);
    let mut body = Assembly::default();
    for (key, part) in &parts {
        let media =
            Encoding::of(encodings, key).map(|encoding| encoding.media).filter(|media| !media.is_empty());
        body.text(&format!("--{boundary}\r\n"));
        body.part(key, part, media)?;
        body.text("\r\n");
    }
    body.text(&format!("--{boundary}--\r\n"));
    Ok((format!("multipart/form-data; boundary={boundary}"), body.finish().with_secrets(secrets)))
}

/// A body that is being assembled. It is one chunk of bytes, unless a part is a stream.
#[derive(Default)]
struct Assembly {
    bodies: Vec<Body>,
    bytes: Vec<u8>,
}

impl Assembly {
    fn text(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// Adds the headers and the content of a part. `media` is the media type in the description.
    fn part(&mut self, key: &str, part: &Part, media: Option<&str>) -> Result<(), String> {
        self.text(&format!("content-disposition: form-data; name=\"{}\"", quoted(key)?));
        match part {
            Part::Text(text) => {
                if let Some(media) = media {
                    self.header("content-type", media)?;
                }
                self.text(&format!("\r\n\r\n{text}"));
            }
            Part::Json(text) => {
                self.header("content-type", media.unwrap_or("application/json"))?;
                self.text(&format!("\r\n\r\n{text}"));
            }
            Part::File(file) => {
                // Servers treat a part as a file only if it has a file name.
                let name = file.name.as_deref().unwrap_or("file");
                self.text(&format!("; filename=\"{}\"", quoted(name)?));
                let media = file.media.as_deref().or(media);
                self.header("content-type", media.unwrap_or("application/octet-stream"))?;
                file.headers.iter().try_for_each(|(name, value)| self.header(name, value))?;
                self.text("\r\n\r\n");
                self.push(&file.content);
            }
        }
        Ok(())
    }

    /// Ends the previous line, and adds a header.
    fn header(&mut self, name: &str, value: &str) -> Result<(), String> {
        // The value may be a secret, so the message has only the name.
        let header = HeaderName::try_from(name);
        if header.as_ref().is_ok_and(|header| header == CONTENT_DISPOSITION) {
            return Err(format!(
                "the header {name:?} of a part cannot be set — the names of the part and of the file determine it"
            ));
        }
        if header.is_err() || HeaderValue::try_from(value).is_err() || value.is_empty() {
            return Err(format!("the header {name:?} of a part or its value is not valid"));
        }
        self.text(&format!("\r\n{name}: {value}"));
        Ok(())
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

enum Part {
    Text(String),
    Json(String),
    File(File),
}

type Parts = Vec<(String, Part)>;

/// Returns whether a value is a list of simple items, which a style can serialize (OpenAPI 3.1.1, "Encoding
/// Object"). Files and objects use their media types instead.
fn is_flat_list(value: &Tree) -> bool {
    let is_flat = |item: &Tree| matches!(item, Tree::Null | Tree::Text(_) | Tree::Word(_));
    matches!(value, Tree::List(items) if items.iter().all(is_flat))
}

fn collect(key: &str, value: Tree, parts: &mut Parts) -> Result<(), String> {
    match value {
        Tree::List(items) => items.into_iter().try_for_each(|item| single(key, item, parts)),
        value => single(key, value, parts),
    }
}

/// Adds the part of a value that is not a list, or of an item of a list.
fn single(key: &str, value: Tree, parts: &mut Parts) -> Result<(), String> {
    let part = match value {
        Tree::Null => return Ok(()),
        Tree::Text(text) | Tree::Word(text) => Part::Text(text),
        Tree::File(file) => Part::File(file),
        value @ (Tree::Object(_) | Tree::List(_)) => Part::Json(value.sendable_json()?),
    };
    parts.push((key.to_owned(), part));
    Ok(())
}

/// Adds a value as JSON parts, one for each item of a list. Files stay files.
fn as_json(key: &str, value: Tree, parts: &mut Parts) -> Result<(), String> {
    match value {
        Tree::List(items) => return items.into_iter().try_for_each(|item| as_json(key, item, parts)),
        Tree::Null => {}
        Tree::File(file) => parts.push((key.to_owned(), Part::File(file))),
        value => parts.push((key.to_owned(), Part::Json(value.sendable_json()?))),
    }
    Ok(())
}

/// Removes the percent-encoding of a style, which a part does not need.
fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns a boundary that occurs in no part. It depends on the content, so that equal bodies have equal
/// bytes. The content of a stream is not known, so a body with streams gets a random boundary.
fn boundary(parts: &Parts) -> String {
    let bytes = |part: &(String, Part)| match &part.1 {
        Part::Text(text) | Part::Json(text) => Some(Bytes::from(text.clone())),
        Part::File(file) => file.content.as_bytes().cloned(),
    };
    let contents: Vec<Bytes> = parts.iter().filter_map(bytes).collect();
    let mut number = contents.iter().map(|bytes| bytes.len() as u64).sum::<u64>();
    if contents.len() < parts.len() {
        number = number.wrapping_add(fastrand::u64(..));
    }
    loop {
        let boundary = format!("----openapi-client-{number:016x}");
        let stands_in =
            |bytes: &Bytes| bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
        if !contents.iter().any(stands_in) {
            return boundary;
        }
        // A part may have been crafted to contain the next number as well.
        number = fastrand::u64(..);
    }
}

/// Returns the name of a part or file. Quotes and line ends are escaped as in browsers (RFC 7578, section
/// 4.2; HTML, "multipart form data").
///
/// # Errors
/// Fails if the name contains another control character.
fn quoted(name: &str) -> Result<String, String> {
    let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    match name.chars().all(|c| !c.is_ascii_control()) {
        true => Ok(name),
        false => Err(format!("the name {name:?} of a part contains a control character")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::form;
    use super::*;
    use crate::body::stream::ByteStream;
    use crate::codec::parameter::{Parameter, Style};

    #[test]
    fn encodings_determine_the_form_of_properties() {
        let value =
            json!({"a": ["x", "y z"], "b": {"k": [1, true, "s"]}, "c": ["p", "q"], "d": "u/v", "e": null});
        let encodings = [
            Encoding::new("a").style(Parameter::query("a").style(Style::Pipe).explode(false)),
            Encoding::new("b").media("application/json"),
            Encoding::new("d").style(Parameter::query("d").reserved()).media("text/plain; charset=utf-8"),
        ];
        assert_eq!(
            *form(&value, &encodings).unwrap().as_bytes().unwrap(),
            "a=x%7Cy%20z&b=%7B%22k%22%3A%5B1%2Ctrue%2C%22s%22%5D%7D&c=p&c=q&d=u/v"
        );
        let (media, body) = multipart(&value, &encodings).unwrap();
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
    fn parts_contain_files_texts_and_json() {
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
        let (media, body) = multipart(&Upload, &[]).unwrap();
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
    async fn a_part_can_be_a_stream() {
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
        let file = File::new(reader().with_length(10)).header("x-checksum", "\"7\"");
        let (media, body) = multipart(&Upload(file), &[]).unwrap();
        assert!(body.as_bytes().is_none() && body.is_replayable());
        let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
        let bytes = body.clone().into_stream().bytes().await.unwrap();
        assert_eq!(body.length(), Some(bytes.len() as u64));
        let text = String::from_utf8_lossy(&bytes).replace(boundary, "B").replace("\r\n", "|");
        assert_eq!(
            text,
            "--B|content-disposition: form-data; name=\"file\"; filename=\"file\"|content-type: application/octet-stream|\
             x-checksum: \"7\"||many bytes|--B|content-disposition: form-data; name=\"name\"||x|--B--|"
        );
        assert_eq!(body.into_stream().bytes().await.unwrap(), bytes);
        let (_, body) = multipart(&Upload(File::new(Body::reader(&b"once"[..]))), &[]).unwrap();
        assert!(!body.is_replayable() && body.length().is_none());
        assert!(body.clone().into_stream().bytes().await.is_ok());
        assert!(body.into_stream().bytes().await.unwrap_err().to_string().contains("already sent"));
    }

    /// The fields of a body.
    struct Fields(Vec<(&'static str, Box<dyn Encode>)>);

    impl Encode for Fields {
        fn encode(&self, writer: &mut Writer) {
            writer.begin_object();
            self.0.iter().for_each(|(key, value)| writer.field(key, &**value));
            writer.end_object();
        }
    }

    fn boxed(value: impl Encode + 'static) -> Box<dyn Encode> {
        Box::new(value)
    }

    fn parts_of(
        fields: Vec<(&'static str, Box<dyn Encode>)>,
        encodings: &[Encoding],
    ) -> Result<String, String> {
        let (media, body) = multipart(&Fields(fields), encodings)?;
        let boundary = media.strip_prefix("multipart/form-data; boundary=").unwrap();
        let text =
            String::from_utf8_lossy(body.as_bytes().unwrap()).replace(boundary, "B").replace("\r\n", "|");
        Ok(text.replace("|content-disposition: form-data; name=", " ").trim_end_matches("|--B--|").to_owned())
    }

    #[test]
    fn text_is_never_mistaken_for_a_file() {
        let mark = "\u{10fffe}file:0";
        let fields = || vec![("a", boxed(mark)), ("b", boxed(File::from("x"))), ("c", boxed(""))];
        assert_eq!(
            parts_of(fields(), &[]).unwrap(),
            format!(
                "--B \"a\"||{mark}|--B \"b\"; filename=\"file\"|content-type: application/octet-stream||x|--B \"c\"||"
            )
        );
    }

    #[test]
    fn styles_do_not_apply_to_files_and_objects() {
        let styled = |name| Encoding::new(name).style(Parameter::query(name).explode(false));
        let encodings = [styled("files"), styled("objects").media("application/x+json"), styled("lists")];
        let fields: Vec<(&str, Box<dyn Encode>)> = vec![
            ("files", boxed(vec![File::from("x").name("1"), File::from("y").name("2")])),
            ("objects", boxed(json!([{"a": 1}, {"b": 2}]))),
            ("lists", boxed(json!([[1, 2], [3]]))),
        ];
        assert_eq!(
            parts_of(fields, &encodings).unwrap(),
            "--B \"files\"; filename=\"1\"|content-type: application/octet-stream||x|\
             --B \"files\"; filename=\"2\"|content-type: application/octet-stream||y|\
             --B \"objects\"|content-type: application/x+json||{\"a\":1}|\
             --B \"objects\"|content-type: application/x+json||{\"b\":2}|\
             --B \"lists\"|content-type: application/json||[1,2]|--B \"lists\"|content-type: application/json||[3]"
        );
        // A file within JSON is its text.
        let within = || vec![("o", boxed(vec![vec![File::from("x\"")]]))];
        assert_eq!(parts_of(within(), &[]).unwrap(), "--B \"o\"|content-type: application/json||[\"x\\\"\"]");
        let bytes = vec![("o", boxed(vec![vec![File::new(vec![0xff])]]))];
        assert!(parts_of(bytes, &[]).unwrap_err().contains("not UTF-8"));
    }

    #[test]
    fn headers_of_parts_are_sent_unchanged_or_refused() {
        let file = |file: File| parts_of(vec![("f", boxed(file))], &[]);
        let quoted = file(
            File::from("x").name("a\"\r\nb").media("text/plain; charset=\"utf-8\"").header("etag", "\"1\""),
        );
        assert_eq!(
            quoted.unwrap(),
            "--B \"f\"; filename=\"a%22%0D%0Ab\"|content-type: text/plain; charset=\"utf-8\"|etag: \"1\"||x"
        );
        for wrong in [
            File::from("x").media("a/b\r\nx: y"),
            File::from("x").media(""),
            File::from("x").header("a b", "c"),
            File::from("x").header("a", "b\nc"),
            File::from("x").name("a\0b"),
            File::from("x").header("Content-Disposition", "form-data; name=\"g\""),
        ] {
            assert!(file(wrong.clone()).is_err(), "{wrong:?}");
        }
        let typed = file(File::from("x").media("a/b").header("Content-Type", "c/d")).unwrap();
        assert_eq!(typed, "--B \"f\"; filename=\"file\"|content-type: c/d||x");
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(parts_of(vec![("n", boxed(number))], &[]).is_err());
            assert!(form(&Fields(vec![("n", boxed(number))]), &[]).is_err());
        }
    }
}

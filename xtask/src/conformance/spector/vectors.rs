//! The vectors of the suite: the calls, the expected requests, and the responses.

use std::collections::BTreeMap;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Debug, Deserialize)]
pub(super) struct Vectors {
    pub(super) vectors: Vec<Vector>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Vector {
    pub(super) scenario: String,
    pub(super) calls: Vec<Wanted>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    pub(super) openapi: BTreeMap<String, Location>,
    pub(super) args: Option<Arguments>,
    #[serde(default)]
    pub(super) why: Vec<String>,
    pub(super) request: Request,
    pub(super) response: Response,
    #[serde(rename = "outsideSchema")]
    pub(super) outside_schema: Option<Value>,
    /// Whether a scenario needs several requests, as for a reconnect.
    #[serde(default, rename = "customHandler")]
    pub(super) is_resumed: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct Location {
    pub(super) file: String,
    pub(super) path: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Arguments {
    #[serde(default)]
    pub(super) path: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) query: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) header: BTreeMap<String, Value>,
    #[serde(default)]
    pub(super) cookie: BTreeMap<String, Value>,
    pub(super) body: Option<Value>,
    pub(super) auth: Option<Value>,
    pub(super) server: Option<Value>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) body: Option<Body>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Response {
    pub(super) status: u16,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, Value>,
    pub(super) body: Option<Body>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Body {
    #[serde(rename = "contentType")]
    pub(super) media: Option<String>,
    pub(super) json: Option<Value>,
    pub(super) text: Option<String>,
    pub(super) base64: Option<String>,
    /// The parts of a multipart body that are not files.
    #[serde(default)]
    pub(super) parts: Map<String, Value>,
    #[serde(default)]
    pub(super) files: Vec<FileContent>,
}

/// A file of a multipart body.
#[derive(Debug, Deserialize)]
pub(super) struct FileContent {
    pub(super) name: String,
    pub(super) filename: Option<String>,
    #[serde(rename = "contentType")]
    pub(super) media: Option<String>,
    pub(super) base64: String,
}

impl Body {
    /// Returns the media type without its parameters.
    pub(super) fn essence(&self) -> &str {
        let media = self.media.as_deref().unwrap_or_default();
        media.split(';').next().unwrap_or_default().trim()
    }

    /// Returns the text, if the body is one.
    pub(super) fn text(&self) -> Option<String> {
        let decoded = || String::from_utf8(BASE64_STANDARD.decode(self.base64.as_ref()?).ok()?).ok();
        self.text.clone().or_else(decoded)
    }

    /// Returns whether the body is a stream of items.
    pub(super) fn is_stream(&self) -> bool {
        let essence = self.essence();
        essence == "text/event-stream" || essence.ends_with("jsonl") || essence.ends_with("ndjson")
    }

    /// Returns whether the body is XML.
    pub(super) fn is_xml(&self) -> bool {
        self.essence() == "text/xml" || self.essence().ends_with("/xml") || self.essence().ends_with("+xml")
    }

    /// Returns the items of a stream: the data of events, or the values of lines.
    pub(super) fn items(&self) -> Option<Value> {
        let text = self.text().filter(|_| self.is_stream())?;
        if self.essence() == "text/event-stream" {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let data = |event: &str| {
                let lines: Vec<&str> = event.lines().filter_map(|line| line.strip_prefix("data:")).collect();
                let lines = lines.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line));
                lines.collect::<Vec<_>>().join("\n")
            };
            // An event must end with an empty line.
            let events = text.rsplit_once("\n\n").map(|(whole, _)| whole)?;
            let events =
                events.split("\n\n").filter(|event| event.lines().any(|line| line.starts_with("data")));
            return Some(events.map(|event| Value::from(data(event))).collect());
        }
        Some(text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).collect())
    }

    /// Returns the value for the driver, in which bytes are a list of numbers.
    pub(super) fn value(&self) -> Value {
        match (&self.json, &self.base64, &self.text) {
            (Some(json), _, _) => json.clone(),
            (_, Some(base64), _) => BASE64_STANDARD.decode(base64).map(Value::from).unwrap_or_default(),
            (_, _, Some(text)) => Value::from(text.as_str()),
            _ => Value::Null,
        }
    }
}

//! The content of a recording: requests and their responses, as JSON that people can read and compare.

use base64::prelude::{BASE64_STANDARD, Engine};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde::{Deserialize, Serialize};

use super::scrub::Scrubber;
use crate::Map;
use crate::Value;
use crate::transport::{Phase, TransportError};

/// A request with its response or its error. A response may also be incomplete.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    pub(super) operation: String,
    pub(super) request: RecordedRequest,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) response: Option<RecordedResponse>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<ConnectionFailure>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedRequest {
    pub(super) method: String,
    /// Path and query.
    pub(super) target: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(super) headers: Map<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Content>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordedResponse {
    pub(super) status: u16,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub(super) headers: Map<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) body: Option<Content>,
}

/// A connection that failed, by its phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ConnectionFailure {
    Connect,
    Send,
    Read,
    /// A timeout before the response began.
    Wait,
    /// A timeout within the response.
    Pause,
}

/// A body in its most readable form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Content {
    Json(Value),
    Text(String),
    Base64(String),
    /// The body was not recorded, for this reason.
    Omitted(String),
}

impl ConnectionFailure {
    pub(super) fn of(error: &TransportError) -> Self {
        match (error.phase(), error.is_timeout()) {
            (Phase::Connect, _) => Self::Connect,
            (Phase::Sent, false) => Self::Send,
            (Phase::Sent, true) => Self::Wait,
            (Phase::Reading, false) => Self::Read,
            (Phase::Reading, true) => Self::Pause,
        }
    }

    pub(super) fn error(self) -> TransportError {
        let failed = |phase| TransportError::new(phase, "the connection failed when this was recorded");
        match self {
            Self::Connect => failed(Phase::Connect),
            Self::Send => failed(Phase::Sent),
            Self::Read => failed(Phase::Reading),
            Self::Wait => failed(Phase::Sent).timed_out(),
            Self::Pause => failed(Phase::Reading).timed_out(),
        }
    }
}

impl Content {
    /// Creates the content of a body without its secrets; `None` if the body is empty.
    pub(super) fn of(body: &[u8], headers: &HeaderMap, scrubber: &mut Scrubber) -> Option<Self> {
        let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if media.starts_with("multipart/") {
            return Some(Self::Omitted(format!("multipart, {} bytes", body.len())));
        }
        if body.is_empty() {
            return None;
        }
        let Ok(text) = std::str::from_utf8(body) else {
            return Some(Self::base64(body));
        };
        Some(match serde_json::from_str(text) {
            Ok(mut value) if is_exact(&value, text) => {
                scrubber.json(&mut value);
                Self::Json(value)
            }
            _ if media.starts_with("application/x-www-form-urlencoded") => Self::Text(scrubber.pairs(text)),
            _ => Self::Text(scrubber.lines(text)),
        })
    }

    pub(super) fn base64(bytes: &[u8]) -> Self {
        Self::Base64(BASE64_STANDARD.encode(bytes))
    }

    /// Returns the bytes of the response body.
    pub(super) fn bytes(&self) -> Result<Bytes, &'static str> {
        match self {
            Self::Json(value) => Ok(value.to_string().into()),
            Self::Text(text) => Ok(text.clone().into()),
            Self::Base64(text) => {
                BASE64_STANDARD.decode(text).map(Bytes::from).map_err(|_| "a body is not valid Base64")
            }
            Self::Omitted(_) => Err("the body of a response was not recorded"),
        }
    }
}

/// Returns whether every number of a JSON text is unchanged after parsing. A number with too many digits is
/// not.
fn is_exact(value: &Value, text: &str) -> bool {
    match value {
        Value::Number(number) => text.contains(&number.to_string()),
        Value::Array(elements) => elements.iter().all(|element| is_exact(element, text)),
        Value::Object(entries) => entries.values().all(|entry| is_exact(entry, text)),
        _ => true,
    }
}

/// Returns headers in the order of their names; headers of the same name are merged into one line (RFC 9110,
/// section 5.3).
pub(super) fn headers(headers: &HeaderMap, scrubber: &mut Scrubber) -> Map<String> {
    let mut names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    let lines = names.into_iter().map(|name| {
        let values: Vec<_> = headers.get_all(name).iter().map(|value| scrubber.header(name, value)).collect();
        (name.to_owned(), values.join(", "))
    });
    lines.collect()
}

//! The texts of an error: the server's message, on one line and without secrets.

use std::fmt;

use http::StatusCode;
use serde_json::Value;

use super::{Error, ErrorKind};
use crate::api::ErrorShape;
use crate::codec::json;
use crate::response::RawResponse;

/// The longest text of a server that is returned, in bytes.
const LONGEST: usize = 64 * 1024;

/// The longest text of a server in one line of `Display`, in characters.
const LONGEST_SHOWN: usize = 300;

fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// The texts of a response that errors show. A body may be large, so it is read once.
#[derive(Default)]
pub(super) struct Texts {
    code: Option<String>,
    message: Option<String>,
    request_id: Option<String>,
}

impl Texts {
    fn of(response: &RawResponse, shape: ErrorShape) -> Self {
        let body = response.text().unwrap_or_default();
        let at = |pointer: &str| text_at(&body, pointer);
        // This is the type of problems without one (RFC 9457, section 4.2.1).
        let ty = || at("/type").filter(|ty| ty != "about:blank");
        let title = || at("/detail").or_else(|| at("/title"));
        let id = || shape.request_id.and_then(at).or_else(|| at("/instance"));
        Self {
            code: shape.code.and_then(at).or_else(ty),
            message: shape.message.and_then(at).or_else(title),
            request_id: response.request_id(shape).or_else(id),
        }
    }
}

/// Returns a string or number of a body, truncated; `None` if it is empty.
fn text_at(body: &str, pointer: &str) -> Option<String> {
    let found = json::find(body, pointer).filter(|found| !found.starts_with(['{', '[']))?;
    let text = match json::from_str(found).ok()? {
        Value::String(text) => text,
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
        other => json::to_string(&other),
    };
    Some(cut(&text, LONGEST).to_owned()).filter(|text| !text.trim().is_empty())
}

impl Error {
    /// Returns the server's error code: the value at the location that the API defines, or else the `type` of
    /// problem details (RFC 9457). Secrets are hidden, and it is truncated after 64 KiB.
    pub fn code(&self) -> Option<String> {
        Some(self.0.secrets.hide(self.texts().code.as_ref()?))
    }

    /// Returns the server's message: the value at the location that the API defines, or else the `detail` of
    /// problem details (RFC 9457), or else their `title`. Secrets are hidden, and it is truncated after 64
    /// KiB.
    pub fn message(&self) -> Option<String> {
        Some(self.0.secrets.hide(self.texts().message.as_ref()?))
    }

    /// Returns the ID that identifies the request to the operators of the server: from a header, or else from
    /// the body. Secrets are hidden, and it is truncated after 64 KiB.
    pub fn request_id(&self) -> Option<String> {
        Some(self.0.secrets.hide(self.texts().request_id.as_ref()?))
    }

    fn texts(&self) -> &Texts {
        self.0.texts.get_or_init(|| {
            let shape = self.0.shape;
            self.0.response.as_ref().map(|response| Texts::of(response, shape)).unwrap_or_default()
        })
    }

    /// Returns the target of a redirect (RFC 9110, section 10.2.2): origin and path, or only the path if the
    /// server sends no origin. The client does not follow redirects, because they could carry a credential to
    /// another server. The query is left out, because it may be secret; the `Location` header has it.
    pub fn redirects_to(&self) -> Option<String> {
        self.status().filter(StatusCode::is_redirection)?;
        let location = self.headers()?.get(http::header::LOCATION)?.to_str().ok()?;
        let shown = match url::Url::parse(location) {
            Ok(url) if url.has_host() => format!("{}{}", url.origin().ascii_serialization(), url.path()),
            Ok(url) => format!("{}:", url.scheme()),
            Err(_) => without_query(location).to_owned(),
        };
        Some(self.line(&shown))
    }

    /// Returns a text of the server on one line, truncated.
    pub(super) fn line(&self, text: &str) -> String {
        self.0.secrets.hide_line(text, LONGEST_SHOWN)
    }
}

/// Returns the path of a URL reference, which may begin with `//` and an authority that contains a password.
fn without_query(reference: &str) -> &str {
    let path = reference.split(['?', '#']).next().unwrap_or_default();
    path.rsplit_once('@').map_or(path, |(_, rest)| rest)
}

/// Writes one line: `get_image: 404 not_found: The resource … (request 4d9d…)`.
impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation() {
            write!(formatter, "{operation}: ")?;
        }
        if let Some(status) = self.status() {
            write!(formatter, "{}", status.as_u16())?;
        }
        match self.0.kind {
            ErrorKind::Status => match (&self.texts().code, &self.texts().message) {
                (Some(code), Some(message)) => {
                    write!(formatter, " {}: {}", self.line(code), self.line(message))?
                }
                (Some(text), None) | (None, Some(text)) => write!(formatter, " {}", self.line(text))?,
                (None, None) => {
                    let reason = self.status().and_then(|status| status.canonical_reason());
                    write!(formatter, " {}", reason.unwrap_or("not a success"))?;
                    match (self.status(), self.redirects_to()) {
                        (_, Some(target)) => write!(formatter, ", which is not followed: {target}")?,
                        (Some(StatusCode::PROXY_AUTHENTICATION_REQUIRED), _) => {
                            formatter.write_str(": the proxy rejected the credentials of its URL")?;
                        }
                        _ => {}
                    }
                }
            },
            ErrorKind::Decode => {
                let path = self.json_path().unwrap_or("$");
                write!(formatter, " with a body that does not decode: {} at {path}", self.0.detail)?;
            }
            _ => formatter.write_str(&self.0.detail)?,
        }
        let retry_after = self.0.retry_after.filter(|_| self.0.kind == ErrorKind::Status);
        let retry_after = retry_after.map(|wait| format!("retry after {} s", wait.as_secs_f64().ceil()));
        let request_id = self.texts().request_id.as_ref().map(|id| format!("request {}", self.line(id)));
        let attempts = (self.0.attempts > 1).then(|| format!("{} attempts", self.0.attempts));
        let unread = self.0.source.is_some() && self.0.kind == ErrorKind::Status;
        let unread = unread.then(|| self.line(&self.0.detail));
        let notes: Vec<String> = [unread, retry_after, request_id, attempts].into_iter().flatten().collect();
        if notes.is_empty() { Ok(()) } else { write!(formatter, " ({})", notes.join(", ")) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("operation", &self.0.operation)
            .field("status", &self.status())
            .field("message", &self.to_string())
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

/// Writes one or two words, such as `rate limited`.
impl fmt::Display for ErrorKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(match self {
            Self::Configuration => "configuration",
            Self::Request => "request",
            Self::Credentials => "credentials",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::RateLimited => "rate limited",
            Self::Status => "status",
            Self::Decode => "decode",
            Self::Paging => "paging",
            Self::Wait => "wait",
        })
    }
}

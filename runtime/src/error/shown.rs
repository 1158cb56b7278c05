//! The texts of an error: the server's message, on one line and without secrets.

use std::fmt;

use http::StatusCode;
use serde_json::Value;

use super::{Error, ErrorKind};
use crate::codec::json;

/// The longest message of a server that is returned, in bytes.
const LONGEST_MESSAGE: usize = 64 * 1024;

/// The longest text of a server in one line of `Display`, in characters.
const LONGEST_SHOWN: usize = 300;

fn cut(text: &str, limit: usize) -> &str {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

impl Error {
    /// Returns the server's code for the failure, from its place in the description, else the `type` of
    /// problem details (RFC 9457). Secrets are hidden.
    pub fn code(&self) -> Option<String> {
        let described = self.0.shape.code.and_then(|pointer| self.text_at(pointer));
        // This is the type of problems without one (RFC 9457, section 4.2.1).
        let code = described.or_else(|| self.text_at("/type").filter(|ty| ty != "about:blank"))?;
        Some(self.0.secrets.hide(&code))
    }

    /// Returns the server's message, from its place in the description, else the `detail` of problem details
    /// (RFC 9457), else their `title`. Secrets are hidden, and it is truncated after 64 KiB.
    pub fn message(&self) -> Option<String> {
        Some(self.0.secrets.hide(cut(&self.raw_message()?, LONGEST_MESSAGE)))
    }

    fn raw_message(&self) -> Option<String> {
        let described = self.0.shape.message.and_then(|pointer| self.text_at(pointer));
        described.or_else(|| self.text_at("/detail")).or_else(|| self.text_at("/title"))
    }

    /// Returns the ID that identifies the request to the operators of the server: from a header, else from
    /// the body.
    pub fn request_id(&self) -> Option<String> {
        let reply = self.0.reply.as_ref()?;
        let in_body = || self.0.shape.request_id.and_then(|pointer| self.text_at(pointer));
        let id = reply.request_id(self.0.shape).or_else(in_body).or_else(|| self.text_at("/instance"))?;
        Some(self.0.secrets.hide(&id))
    }

    /// Returns the target of a redirect (RFC 9110, section 10.2.2): origin and path, or the path alone if the
    /// server sends no more. The client does not follow redirects, which could carry a credential to another
    /// server. The query is left out, because it may be secret; the header `Location` has it.
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

    /// Returns a string or number of the body; `None` if it is empty.
    fn text_at(&self, pointer: &str) -> Option<String> {
        let body: Value = json::from_str(std::str::from_utf8(self.raw_body()?).ok()?).ok()?;
        match body.pointer(pointer)? {
            Value::String(text) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
            other => Some(json::to_string(other)),
        }
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
            ErrorKind::Status => match (self.code(), self.raw_message()) {
                (Some(code), Some(message)) => {
                    write!(formatter, " {}: {}", self.line(&code), self.line(&message))?
                }
                (Some(text), None) | (None, Some(text)) => write!(formatter, " {}", self.line(&text))?,
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
        let request_id = self.request_id().map(|id| format!("request {}", self.line(&id)));
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

/// Writes one word or two, such as `rate limited`.
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

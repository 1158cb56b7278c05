//! A transport that replays a recording.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::exchange::{ConnectionFailure, Content, Exchange, RecordedRequest, RecordedResponse};
use super::scrub::fits;
use crate::Value;
use crate::body::Body;
use crate::body::stream::{ByteStream, poll_fn};
use crate::transport::{Attempt, Phase, Transport, TransportError, TransportFuture};

/// A transport that returns the responses that a [`Recorder`](super::Recorder) recorded. Clones share the
/// recording.
///
/// Each response is returned once: to the first request with the same operation, method, path, query and
/// body, regardless of its credentials and headers. A replaced secret matches any text. A call that was not
/// recorded, or was recorded fewer times, fails; the error names the next recorded request of its operation.
///
/// ```
/// # use openapi_client_runtime::{Client, ClientBuilder, mock::Replay};
/// # fn example(builder: ClientBuilder<Client>) -> Result<(), Box<dyn std::error::Error>> {
/// let replay = Replay::open("tests/recorded.json")?;
/// let client = builder.transport(replay.clone()).build()?;
/// // … calls …
/// assert_eq!(replay.remaining(), 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Replay(Arc<Mutex<Vec<Exchange>>>);

impl Replay {
    /// Reads a recording.
    ///
    /// # Errors
    /// Fails if the file cannot be read, or is not a recording.
    pub fn open(path: impl AsRef<Path>) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let exchanges: Vec<Exchange> = serde_json::from_str(&text)?;
        Ok(Self(Arc::new(Mutex::new(exchanges))))
    }

    /// Returns the number of responses that no call has used.
    pub fn remaining(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Removes and returns the exchange that matches a request.
    fn take(&self, operation: &str, asked: &RecordedRequest) -> Result<Exchange, String> {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it =
            |exchange: &Exchange| exchange.operation == operation && is_same(&exchange.request, asked);
        if let Some(position) = left.iter().position(is_it) {
            return Ok(left.remove(position));
        }
        Err(match left.iter().find(|exchange| exchange.operation == operation) {
            None => "the recording has no response left for this operation".to_owned(),
            Some(Exchange { request, .. }) => {
                let is_body = request.method == asked.method && fits(&request.target, &asked.target);
                let body = if is_body { ", with another body" } else { "" };
                // Errors hide the query of a URL, so it is separated from the path.
                let target = request.target.replacen('?', " with the query ", 1);
                let method = &request.method;
                format!(
                    "the recording has no response to this request; the next recorded request of the operation is {method} {target}{body}"
                )
            }
        })
    }
}

fn is_same(recorded: &RecordedRequest, asked: &RecordedRequest) -> bool {
    let is_same_body = match (&recorded.body, &asked.body) {
        (Some(Content::Omitted(_)), _) | (None, None) => true,
        (Some(Content::Json(recorded)), Some(Content::Text(text))) => {
            serde_json::from_str(text).is_ok_and(|value| is_same_value(recorded, &value))
        }
        (Some(Content::Text(recorded)), Some(Content::Text(text))) => fits(recorded, text),
        (recorded, asked) => recorded == asked,
    };
    is_same_body && recorded.method == asked.method && fits(&recorded.target, &asked.target)
}

fn is_same_value(recorded: &Value, value: &Value) -> bool {
    match (recorded, value) {
        (Value::String(recorded), Value::String(text)) => fits(recorded, text),
        (Value::Array(recorded), Value::Array(elements)) => {
            recorded.len() == elements.len()
                && recorded.iter().zip(elements).all(|(recorded, element)| is_same_value(recorded, element))
        }
        (Value::Object(recorded), Value::Object(entries)) => {
            recorded.len() == entries.len()
                && recorded.iter().all(|(key, recorded)| {
                    entries.get(key).is_some_and(|value| is_same_value(recorded, value))
                })
        }
        (recorded, value) => recorded == value,
    }
}

/// Returns the parts of a request that are compared.
fn asked(request: &http::Request<Body>) -> RecordedRequest {
    let body = request.body().as_bytes().filter(|bytes| !bytes.is_empty());
    RecordedRequest {
        method: request.method().to_string(),
        target: request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        headers: crate::Map::new(),
        body: body.map(|bytes| match std::str::from_utf8(bytes) {
            Ok(text) => Content::Text(text.to_owned()),
            Err(_) => Content::base64(bytes),
        }),
    }
}

impl Transport for Replay {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let replay = self.clone();
        Box::pin(async move {
            let operation = request.extensions().get::<Attempt>().map_or("", Attempt::operation);
            let wrong = |what: String| TransportError::new(Phase::Sent, what).permanent();
            let exchange = replay.take(operation, &asked(&request)).map_err(wrong)?;
            match (exchange.response, exchange.lost) {
                (Some(recorded), lost) => response(&recorded, lost).map_err(|what| wrong(what.to_owned())),
                (None, Some(lost)) => Err(lost.error()),
                (None, None) => Err(wrong("the recording has a request without a response".to_owned())),
            }
        })
    }
}

fn response(
    recorded: &RecordedResponse,
    lost: Option<ConnectionFailure>,
) -> Result<http::Response<ByteStream>, &'static str> {
    let body = recorded.body.as_ref().map(Content::bytes).transpose()?.unwrap_or_default();
    let mut response = http::Response::new(stream(body, lost));
    *response.status_mut() = http::StatusCode::from_u16(recorded.status).map_err(|_| "invalid status")?;
    for (name, value) in &recorded.headers {
        let name = HeaderName::try_from(name).map_err(|_| "invalid header name")?;
        response
            .headers_mut()
            .insert(name, HeaderValue::try_from(value).map_err(|_| "invalid header value")?);
    }
    Ok(response)
}

/// Returns a body as a stream, followed by the recorded failure if the connection failed.
fn stream(body: Bytes, lost: Option<ConnectionFailure>) -> ByteStream {
    let Some(lost) = lost else { return body.into() };
    let mut pieces = [Ok(body), Err(lost.error())].into_iter();
    ByteStream::new(poll_fn(move |_| std::task::Poll::Ready(pieces.next())))
}

impl fmt::Debug for Replay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Replay").field("remaining", &self.remaining()).finish_non_exhaustive()
    }
}

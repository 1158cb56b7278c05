//! A recorder, which writes real traffic to a file without its secrets.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use http::header::{HeaderMap, USER_AGENT};
use http::{Method, StatusCode};

use super::exchange::{self, ConnectionFailure, Content, Exchange, RecordedRequest, RecordedResponse};
use super::scrub::Scrubber;
use crate::body::Body;
use crate::body::stream::{ByteStream, poll_fn};
use crate::secret::Secrets;
use crate::transport::{Attempt, Interceptor, Next, TransportError, TransportFuture};

/// Records the traffic between a client and a server, for [`Replay`](super::Replay). Clones share the
/// recording.
///
/// It is an interceptor, so it records attempts: each retry is a further exchange. Bodies that are JSON or
/// text are recorded as such; a request body that is a stream or multipart is omitted.
///
/// Secrets are replaced: headers and cookies with credentials, headers that the caller set, fields that the
/// description marks as `writeOnly` or passwords, strings below keys and parts of queries whose names mark
/// them as secret, the whole query if it is signed, parts of a query without `=`, and users and passwords in
/// URLs. Each of these secrets is also replaced wherever else it occurs, including percent-encoded and in
/// Base64. [`secret`](Self::secret) adds names. Numbers are not replaced. Read a recording before you publish
/// it: no rule knows every secret.
///
/// ```no_run
/// # use openapi_client_runtime::{Client, ClientBuilder, Error, mock::Recorder};
/// # async fn example(builder: ClientBuilder<Client>) -> Result<(), Box<dyn std::error::Error>> {
/// let recorder = Recorder::new();
/// let client = builder.interceptor(recorder.clone()).build()?;
/// // … calls …
/// recorder.save("tests/recorded.json")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    names: Vec<String>,
    taken: Vec<RawExchange>,
}

/// An exchange before secrets are replaced.
struct RawExchange {
    operation: &'static str,
    method: Method,
    target: String,
    headers: HeaderMap,
    /// `None` if it is a stream.
    body: Option<Bytes>,
    secrets: Secrets,
    response: Option<(StatusCode, HeaderMap)>,
    response_body: BytesMut,
    lost: Option<ConnectionFailure>,
}

impl Recorder {
    /// Creates an empty recorder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Marks a name as the name of a secret: a key, a header or a part of a query.
    #[must_use]
    pub fn secret(self, name: impl Into<String>) -> Self {
        self.state().names.push(name.into());
        self
    }

    /// Writes the recording to a file, in the order in which requests were sent.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        let exchanges = self.exchanges();
        let text = serde_json::to_string_pretty(&exchanges).map_err(io::Error::other)?;
        std::fs::write(path, text + "\n")
    }

    fn exchanges(&self) -> Vec<Exchange> {
        let state = self.state();
        let mut scrubber = Scrubber::new(&state.names);
        // A secret may occur before it is known to be one.
        state.taken.iter().for_each(|taken| scrubber.learn(&taken.secrets));
        state.taken.iter().map(|taken| taken.exchange(&mut scrubber)).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, request: &http::Request<Body>) -> Place {
        let attempt = request.extensions().get::<Attempt>();
        let secrets = request.extensions().get::<Secrets>();
        let mut headers = request.headers().clone();
        // The version in it would change every recording.
        headers.remove(USER_AGENT);
        let taken = RawExchange {
            operation: attempt.map_or("", Attempt::operation),
            method: request.method().clone(),
            target: request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned(),
            headers,
            body: request.body().as_bytes().cloned(),
            secrets: secrets.cloned().unwrap_or_default(),
            response: None,
            response_body: BytesMut::new(),
            // The default, until the recorder sees how the exchange ends.
            lost: Some(ConnectionFailure::Wait),
        };
        let mut state = self.state();
        state.taken.push(taken);
        Place { recorder: self.clone(), position: state.taken.len() - 1 }
    }
}

impl RawExchange {
    fn exchange(&self, scrubber: &mut Scrubber) -> Exchange {
        let body = match &self.body {
            Some(body) => Content::of(body, &self.headers, scrubber),
            None => Some(Content::Omitted("a stream".to_owned())),
        };
        let response = self.response.as_ref().map(|(status, headers)| RecordedResponse {
            status: status.as_u16(),
            headers: exchange::headers(headers, scrubber),
            body: Content::of(&self.response_body, headers, scrubber),
        });
        Exchange {
            operation: self.operation.to_owned(),
            request: RecordedRequest {
                method: self.method.to_string(),
                target: scrubber.target(&self.target),
                headers: exchange::headers(&self.headers, scrubber),
                body,
            },
            response,
            lost: self.lost,
        }
    }
}

/// The position of an exchange in the recording.
struct Place {
    recorder: Recorder,
    position: usize,
}

impl Place {
    fn note(&self, note: impl FnOnce(&mut RawExchange)) {
        if let Some(taken) = self.recorder.state().taken.get_mut(self.position) {
            note(taken);
        }
    }

    /// Records a chunk of the response, or its end.
    fn hear(&self, piece: Option<&Result<Bytes, TransportError>>) {
        self.note(|taken| match piece {
            Some(Ok(bytes)) => taken.response_body.extend_from_slice(bytes),
            Some(Err(error)) => taken.lost = Some(ConnectionFailure::of(error)),
            None => taken.lost = None,
        });
    }
}

impl Interceptor for Recorder {
    fn intercept(&self, request: http::Request<Body>, next: Next) -> TransportFuture {
        let recorder = self.clone();
        Box::pin(async move {
            let place = recorder.begin(&request);
            let (head, mut body) = match next.run(request).await {
                Ok(response) => response.into_parts(),
                Err(error) => {
                    place.note(|taken| taken.lost = Some(ConnectionFailure::of(&error)));
                    return Err(error);
                }
            };
            place.note(|taken| {
                taken.response = Some((head.status, head.headers.clone()));
                taken.lost = Some(ConnectionFailure::Pause);
            });
            let length = body.length();
            let heard = ByteStream::new(poll_fn(move |context| {
                let piece = body.poll_chunk(context);
                if let std::task::Poll::Ready(piece) = &piece {
                    place.hear(piece.as_ref());
                }
                piece
            }));
            let heard = match length {
                Some(length) => heard.with_length(length),
                None => heard,
            };
            Ok(http::Response::from_parts(head, heard))
        })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Recorder")
            .field("exchanges", &self.state().taken.len())
            .finish_non_exhaustive()
    }
}

//! Server-sent events (WHATWG HTML, section 9.2), as a stream that can reconnect.

mod parser;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderValue, StatusCode};

use self::parser::{ParsedEvent, Parser};
use super::{FromResponse, RawResponse, Resume, ResumeFuture, Text, essence};
use crate::api::ErrorShape;
use crate::body::stream::ByteStream;
use crate::codec::json::{self, Decode};
use crate::error::{BodyFault, Error};

/// The delay before a reconnection, unless the server sends another one.
const RETRY: Duration = Duration::from_secs(3);

/// The longest delay before a reconnection, even if the server sends a longer one.
const LONGEST_RETRY: Duration = Duration::from_secs(60 * 60);

/// A server-sent event.
///
/// ```
/// # use openapi_client_runtime::{Event, Value};
/// # fn example(event: Event<Value>) -> Result<(), Box<dyn std::error::Error>> {
/// if event.event == "delta" {
///     let delta = event.data()?;
///     println!("{delta}");
/// }
/// # Ok(())
/// # }
/// ```
pub struct Event<T> {
    /// The type of the event; `message` unless the server sends another one.
    pub event: String,
    /// The last event ID; empty if the server sent none. Events with the same ID share the string.
    pub id: Arc<str>,
    /// The data of the event, not decoded.
    pub text: String,
    ty: PhantomData<fn() -> T>,
}

impl<T: FromEvent> Event<T> {
    /// Returns the data, decoded as the type that the description declares.
    ///
    /// # Errors
    /// Fails if the data is not a value of the type. [`EventStream::until`] ends a stream at such an event.
    pub fn data(&self) -> Result<T, BodyFault> {
        T::from_event(&self.event, &self.id, &self.text)
    }
}

impl<T> Clone for Event<T> {
    fn clone(&self) -> Self {
        let (event, id, text) = (self.event.clone(), self.id.clone(), self.text.clone());
        Self { event, id, text, ty: PhantomData }
    }
}

/// Does not show the data, because it may be secret.
impl<T> fmt::Debug for Event<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Event")
            .field("event", &self.event)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A type that can be decoded from a server-sent event. Not for programs, like
/// [`Operation`](crate::codegen::Operation).
pub trait FromEvent: Sized {
    /// Decodes an event from its type, its ID and its data.
    ///
    /// # Errors
    /// Fails if the data is not a value of the type.
    fn from_event(event: &str, id: &str, text: &str) -> Result<Self, BodyFault>;
}

impl<T: Decode> FromEvent for T {
    fn from_event(_: &str, _: &str, text: &str) -> Result<Self, BodyFault> {
        json::from_str(text).map_err(|fault| BodyFault::new(&fault, text))
    }
}

/// The data as text.
impl FromEvent for Text {
    fn from_event(_: &str, _: &str, text: &str) -> Result<Self, BodyFault> {
        Ok(Self(text.to_owned()))
    }
}

/// A value that is decoded from the whole event, with its `event`, `id` and `data` (OpenAPI 3.2, section
/// 4.14.3), instead of from its data alone.
///
/// ```
/// # use openapi_client_runtime::{Event, FullEvent, Value};
/// # fn example(event: Event<FullEvent<Value>>) -> Result<(), Box<dyn std::error::Error>> {
/// let event = event.data()?;
/// println!("{} {}", event["event"], event["data"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FullEvent<T>(pub T);

impl<T> std::ops::Deref for FullEvent<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// Decodes data that is a JSON object or array, unless the type expects a string.
impl<T: Decode> FromEvent for FullEvent<T> {
    fn from_event(event: &str, id: &str, text: &str) -> Result<Self, BodyFault> {
        let object = |data: serde_json::Value| {
            let mut object = serde_json::Map::new();
            object.insert("event".to_owned(), event.into());
            if !id.is_empty() {
                object.insert("id".to_owned(), id.into());
            }
            object.insert("data".to_owned(), data);
            json::to_string(&serde_json::Value::Object(object))
        };
        let plain = object(text.into());
        // Data that looks like a number may be text.
        let parsed: Option<serde_json::Value> = json::from_str(text).ok();
        let parsed = parsed.filter(|data| data.is_object() || data.is_array()).map(object);
        let decoded = parsed.and_then(|parsed| json::from_str(&parsed).ok());
        let decoded = decoded.map_or_else(|| json::from_str(&plain), Ok);
        decoded.map(Self).map_err(|fault| BodyFault::new(&fault, &plain))
    }
}

/// A `Stream` of server-sent events. It ends after an error. An event larger than the client's limit for
/// bodies is an error.
///
/// ```
/// # use openapi_client_runtime::{EventStream, Text};
/// # async fn example(events: EventStream<Text>) -> Result<(), Box<dyn std::error::Error>> {
/// let mut events = events.until("[DONE]");
/// while let Some(event) = events.try_next().await? {
///     println!("{}: {}", event.event, event.data()?);
/// }
/// # Ok(())
/// # }
/// ```
pub struct EventStream<T> {
    state: State,
    parser: Parser,
    resume: Option<Resume>,
    reconnects: u32,
    /// The data of the event that ends the stream.
    last: Option<Cow<'static, str>>,
    ty: PhantomData<fn() -> T>,
}

enum State {
    Open(ByteStream),
    Connecting(ResumeFuture),
    Over,
}

impl<T> EventStream<T> {
    /// Reconnects when the connection ends or breaks, and requests the events after the last ID
    /// (`Last-Event-ID`). Gives up after `times` reconnections in a row without an event. The delay before
    /// each reconnection is the one that the server sent, at most one hour; without one, it is three seconds.
    ///
    /// A reconnection that fails for a transient reason (no connection, a timeout, or a status such as 429 or
    /// 503) counts as one of them. Any other failure, and a response that is not an event stream, ends the
    /// stream with an error. Status 204 ends the stream without an error.
    #[must_use]
    pub fn reconnecting(mut self, times: u32) -> Self {
        self.reconnects = times;
        self.parser.failures = 0;
        self
    }

    /// Ends the stream at the event with this data, such as the `[DONE]` of some servers, which is no value. The
    /// stream does not contain that event, and does not reconnect after it. By default, the settings of the client
    /// determine the data.
    #[must_use]
    pub fn until(mut self, data: impl Into<Cow<'static, str>>) -> Self {
        self.last = Some(data.into());
        self
    }

    /// Returns the next event; `None` at the end.
    ///
    /// # Errors
    /// Fails if the connection fails, or if a pause between two chunks is too long.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Starts a reconnection; `None` if there were too many in a row.
    fn connect(&mut self) -> Option<State> {
        if self.parser.failures >= self.reconnects {
            return None;
        }
        self.parser.failures += 1;
        let resume = self.resume.clone()?;
        let wait = self.parser.retry.unwrap_or(RETRY).min(LONGEST_RETRY);
        // An ID that is not a valid header value cannot be sent.
        let id = Some(self.parser.id.clone());
        let id = id.filter(|id| !id.is_empty() && HeaderValue::try_from(&**id).is_ok());
        Some(State::Connecting(Box::pin(async move {
            crate::transport::timer::sleep(wait).await;
            resume(id.as_deref(), is_event_stream).await
        })))
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(ParsedEvent { event, id, data: text }) = this.parser.next_event() {
                if let State::Open(bytes) = &this.state
                    && let Some(error) = bytes.too_long("an event", event.len() + id.len() + text.len())
                {
                    this.state = State::Over;
                    this.parser.cut();
                    return Poll::Ready(Some(Err(error)));
                }
                if this.last.as_ref().is_some_and(|last| *last == text) {
                    this.state = State::Over;
                    this.parser = Parser::default();
                    return Poll::Ready(None);
                }
                this.parser.failures = 0;
                return Poll::Ready(Some(Ok(Event { event, id, text, ty: PhantomData })));
            }
            match &mut this.state {
                State::Over => return Poll::Ready(None),
                State::Open(bytes) => {
                    if let Some(error) = bytes.too_long("an event", this.parser.pending()) {
                        this.state = State::Over;
                        return Poll::Ready(Some(Err(error)));
                    }
                    let end = match ready!(Pin::new(bytes).poll_next(context)) {
                        Some(Ok(bytes)) => {
                            this.parser.feed(bytes);
                            continue;
                        }
                        Some(Err(error)) => Some(error),
                        None => None,
                    };
                    this.parser.cut();
                    match this.connect() {
                        Some(connecting) => this.state = connecting,
                        None => {
                            this.state = State::Over;
                            return Poll::Ready(end.map(Err));
                        }
                    }
                }
                State::Connecting(response) => match ready!(response.as_mut().poll(context)) {
                    // This status tells a client to stop reconnecting (section 9.2.1).
                    Ok(response) if response.status() == StatusCode::NO_CONTENT => this.state = State::Over,
                    Ok(mut response) if is_event_stream(&response) => {
                        this.state = State::Open(response.take_stream())
                    }
                    Ok(response) => {
                        this.state = State::Over;
                        let error = Error::decode(response, ErrorShape::default(), not_an_event_stream());
                        return Poll::Ready(Some(Err(error)));
                    }
                    Err(error) => match this.connect().filter(|_| error.is_transient()) {
                        Some(connecting) => this.state = connecting,
                        None => {
                            this.state = State::Over;
                            return Poll::Ready(Some(Err(error)));
                        }
                    },
                },
            }
        }
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("EventStream").finish_non_exhaustive()
    }
}

/// Returns whether a response may be an event stream. A parser would read JSON, for instance, as no events.
fn is_event_stream(response: &RawResponse) -> bool {
    matches!(essence(response.headers()).as_str(), "text/event-stream" | "text/plain" | "")
}

fn not_an_event_stream() -> BodyFault {
    BodyFault::of_body("the `Content-Type` of the response is not `text/event-stream`")
}

impl<T> FromResponse for EventStream<T> {
    const KEEPS_CALL: bool = true;

    fn streams(response: &RawResponse) -> bool {
        is_event_stream(response)
    }

    fn from_response(response: &mut RawResponse) -> Result<Self, BodyFault> {
        if !is_event_stream(response) {
            return Err(not_an_event_stream());
        }
        let state = State::Open(response.take_stream());
        let resume = response.take_resume();
        let last = response.end_of_events().map(Cow::Borrowed);
        Ok(Self { state, parser: Parser::default(), resume, reconnects: 0, last, ty: PhantomData })
    }
}

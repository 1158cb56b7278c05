//! Request bodies: bytes, or a stream of chunks.

mod content;
pub(crate) mod stream;

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
#[cfg(not(target_family = "wasm"))]
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::AsyncRead;

use self::content::{Chain, ExactLength, LazyStream, Pieces};
use crate::body::stream::ByteStream;
#[cfg(not(target_family = "wasm"))]
use crate::body::stream::unreadable;
#[cfg(not(target_family = "wasm"))]
use crate::transport::TransportError;
#[cfg(not(target_family = "wasm"))]
use crate::transport::driver::OnDriver;

/// The body of a request.
///
/// Bytes and files can be sent again when a call is retried; a stream or reader cannot, unless
/// [`from_fn`](Self::from_fn) opens it for each attempt.
///
/// ```
/// # use openapi_client_runtime::Body;
/// let body = Body::from("name,size\nfedora,20");
/// assert_eq!(body.length(), Some(19));
/// assert!(body.is_replayable());
/// ```
#[derive(Clone)]
pub struct Body {
    content: Content,
    length: Option<u64>,
    /// The secret values in the body, as JSON.
    secrets: Vec<String>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    /// Copies share the stream; the first copy that is sent takes it.
    Once(Arc<Mutex<Option<ByteStream>>>),
    Again(Arc<dyn Fn() -> OpenFuture + Send + Sync>),
    /// A body that cannot be sent, with the reason.
    Refused(Arc<str>),
}

type OpenFuture = Pin<Box<dyn Future<Output = io::Result<ByteStream>> + Send>>;

impl Body {
    /// Creates an empty body.
    pub const fn empty() -> Self {
        Self { content: Content::Bytes(Bytes::new()), length: Some(0), secrets: Vec::new() }
    }

    /// Creates a body that cannot be sent, for the reason `why`. A call with it fails before anything is
    /// sent.
    pub(crate) fn refused(why: &str) -> Self {
        Self { content: Content::Refused(why.into()), length: None, secrets: Vec::new() }
    }

    /// Sets the secret values in the body, as JSON.
    pub(crate) fn with_secrets(self, secrets: Vec<String>) -> Self {
        Self { secrets, ..self }
    }

    pub(crate) fn secrets(&self) -> &[String] {
        &self.secrets
    }

    /// Returns the reason why the body cannot be sent, if it cannot.
    pub(crate) fn fault(&self) -> Option<&str> {
        if let Content::Refused(why) = &self.content { Some(why) } else { None }
    }

    /// Creates a body from a stream of chunks. It can be sent only once, so a call with it is not retried.
    /// The stream must not block: the thread that drives all connections polls it.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        ByteStream::new(Pieces(Box::pin(stream))).into()
    }

    /// Creates a body from a reader, which is read to its end. It can be sent only once, so a call with it is
    /// not retried. The reader must not block: the thread that drives all connections polls it.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        ByteStream::from_reader(reader).into()
    }

    /// Creates a body from a function that opens a stream for each attempt.
    ///
    /// ```
    /// # use openapi_client_runtime::{Body, ByteStream};
    /// let body = Body::from_fn(|| async { Ok(ByteStream::from_reader(tokio::io::repeat(7))) });
    /// assert!(body.is_replayable());
    /// ```
    pub fn from_fn<F, T>(open: F) -> Self
    where
        F: Fn() -> T + Send + Sync + 'static,
        T: Future<Output = io::Result<ByteStream>> + Send + 'static,
    {
        Self {
            content: Content::Again(Arc::new(move || Box::pin(open()))),
            length: None,
            secrets: Vec::new(),
        }
    }

    /// Creates a body from a file, which is opened for each attempt.
    ///
    /// # Errors
    /// Fails if the metadata of the file cannot be read.
    #[cfg(not(target_family = "wasm"))]
    pub async fn file(path: impl Into<std::path::PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let looked_at = path.clone();
        // Tokio reads files on the threads of its runtime, and the caller may not have one.
        let length = OnDriver::new(async move { tokio::fs::metadata(looked_at).await }).await?.len();
        let open = move || {
            let path = path.clone();
            OnDriver::new(async move {
                let file = tokio::fs::File::open(path).await?;
                Ok(ByteStream::from_reader(OnDriver::new(file)))
            })
        };
        Ok(Self::from_fn(open).with_length(length))
    }

    /// Sets the length in bytes, which is sent as `Content-Length`. A stream of another length fails. A body
    /// of bytes keeps its own length.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        if self.as_bytes().is_none() {
            self.length = Some(bytes);
        }
        self
    }

    /// Returns the length in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Returns the bytes; `None` if the body is a stream.
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Once(_) | Content::Again(_) | Content::Refused(_) => None,
        }
    }

    /// Returns whether the body can be sent a second time.
    pub fn is_replayable(&self) -> bool {
        !matches!(self.content, Content::Once(_))
    }

    /// Converts the body to a stream. The stream fails if the body is a stream that was already taken, or if
    /// its length is not the one that was set.
    pub fn into_stream(self) -> ByteStream {
        let failed = |why: &str| ByteStream::new(LazyStream::Failed(Some(why.to_owned())));
        let stream = match self.content {
            Content::Bytes(bytes) => return bytes.into(),
            Content::Refused(why) => return failed(&why),
            Content::Once(stream) => {
                let taken = stream.lock().unwrap_or_else(PoisonError::into_inner).take();
                taken.unwrap_or_else(|| failed("it was already sent"))
            }
            Content::Again(open) => ByteStream::new(LazyStream::Opening(open())),
        };
        match self.length {
            Some(length) => ByteStream::new(ExactLength::new(stream, length)).with_length(length),
            None => stream,
        }
    }

    /// Concatenates bodies.
    pub(crate) fn chain(parts: Vec<Self>) -> Self {
        let length = parts.iter().try_fold(0_u64, |all, part| all.checked_add(part.length()?));
        let stream = |parts: Vec<Self>| ByteStream::new(Chain { parts: parts.into(), current: None });
        let body = if parts.iter().all(Self::is_replayable) {
            Self::from_fn(move || {
                let stream = stream(parts.clone());
                async move { Ok(stream) }
            })
        } else {
            stream(parts).into()
        };
        Self { length, ..body }
    }
}

/// For transports that send an `http_body::Body`. Copies of a streamed body read the same stream.
#[cfg(not(target_family = "wasm"))]
impl http_body::Body for Body {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, TransportError>>> {
        let this = &mut *self;
        if let Content::Again(_) | Content::Refused(_) = &this.content {
            let stream = this.clone().into_stream();
            this.content = Content::Once(Arc::new(Mutex::new(Some(stream))));
        }
        let piece = match &mut this.content {
            Content::Bytes(bytes) => {
                this.length = Some(0);
                Some(Ok(std::mem::take(bytes)))
                    .filter(|piece| !matches!(piece, Ok(bytes) if bytes.is_empty()))
            }
            Content::Once(stream) => match &mut *stream.lock().unwrap_or_else(PoisonError::into_inner) {
                Some(stream) => ready!(stream.poll_chunk(context)),
                None => Some(Err(unreadable("it was already sent"))),
            },
            Content::Again(_) | Content::Refused(_) => None,
        };
        if let (Some(Ok(piece)), Some(length)) = (&piece, &mut this.length) {
            *length = length.saturating_sub(piece.len() as u64);
        }
        Poll::Ready(piece.map(|piece| piece.map(http_body::Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.as_bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length.map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self { length: Some(bytes.len() as u64), content: Content::Bytes(bytes), secrets: Vec::new() }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Bytes::from(bytes).into()
    }
}

/// The body can be sent only once, so a call with it is not retried.
impl From<ByteStream> for Body {
    fn from(stream: ByteStream) -> Self {
        let length = stream.length();
        Self { content: Content::Once(Arc::new(Mutex::new(Some(stream)))), length, secrets: Vec::new() }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

/// Two bodies are equal if they have the same bytes, or are the same stream.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Bytes(left), Content::Bytes(right)) => left == right,
            (Content::Once(left), Content::Once(right)) => Arc::ptr_eq(left, right),
            (Content::Again(left), Content::Again(right)) => Arc::ptr_eq(left, right),
            (Content::Refused(left), Content::Refused(right)) => left == right,
            _ => false,
        }
    }
}

impl Eq for Body {}

/// Shows only the length, because the content may be secret.
impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_stream = self.as_bytes().is_none();
        match self.length {
            Some(length) if is_stream => write!(formatter, "Body(stream of {length} bytes)"),
            Some(length) => write!(formatter, "Body({length} bytes)"),
            None => formatter.write_str("Body(stream)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stream_that_differs_from_its_declared_length_is_an_error() {
        let body = |length| Body::reader(&b"0123456789"[..]).with_length(length);
        assert_eq!(body(10).into_stream().bytes().await.unwrap(), "0123456789");
        for (length, what) in [
            (9, "longer than the declared 9 bytes"),
            (0, "longer than the declared 0 bytes"),
            (11, "shorter than the declared 11 bytes"),
        ] {
            let mut stream = body(length).into_stream();
            let mut read = 0;
            let error = loop {
                match stream.try_next().await {
                    Ok(piece) => read += piece.unwrap().len() as u64,
                    Err(error) => break error,
                }
            };
            assert!(error.to_string().contains(what), "{error}");
            // After the declared number of bytes, a server considers the request complete.
            assert!(read < length.max(1), "{read} of {length}");
            assert!(stream.try_next().await.unwrap().is_none());
        }
    }
}

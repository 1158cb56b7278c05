//! Bodies as streams of chunks.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use sync_wrapper::SyncWrapper;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Instant, Sleep};

use crate::api::Meta;
use crate::error::Error;
use crate::transport::{Phase, TransportError};

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The largest number of bytes in one read.
const READ: usize = 64 * 1024;

/// A body as a `Stream` of chunks. It ends after an error.
///
/// [`try_next`](Self::try_next) needs no extension trait:
///
/// ```
/// # async fn example(mut body: openapi_client_runtime::ByteStream) -> Result<(), openapi_client_runtime::Error> {
/// while let Some(chunk) = body.try_next().await? {
///     println!("{} bytes more", chunk.len());
/// }
/// # Ok(())
/// # }
/// ```
pub struct ByteStream {
    /// `None` after the end. Only one thread at a time reads the stream, but types that contain it must be
    /// `Sync`.
    chunks: Option<SyncWrapper<Chunks>>,
    length: Option<u64>,
    meta: Option<Meta>,
    idle: Option<PauseLimit>,
    /// The largest number of bytes that a parser of the stream keeps in memory.
    limit: usize,
}

/// The longest pause before the next chunk.
struct PauseLimit {
    limit: Duration,
    sleep: Option<Pin<Box<Sleep>>>,
    is_waiting: bool,
}

impl ByteStream {
    /// Creates a stream from the chunks of a transport.
    pub fn new(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self {
            chunks: Some(SyncWrapper::new(Box::pin(chunks))),
            length: None,
            meta: None,
            idle: None,
            limit: usize::MAX,
        }
    }

    /// Creates a stream from a reader, which is read to its end.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Self::new(ReaderStream { reader: Box::pin(reader), buffer: BytesMut::new() })
    }

    /// Sets the length of the whole stream in bytes.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// Returns the length of the whole stream in bytes, if it is known.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Sets the operation that errors name, the longest pause between two chunks, and the largest number of
    /// bytes that a parser keeps in memory.
    pub(crate) fn of(mut self, meta: Meta, idle: Duration, limit: usize) -> Self {
        self.meta = Some(meta);
        self.limit = limit;
        self.idle = Some(PauseLimit { limit: idle, sleep: None, is_waiting: false });
        self
    }

    /// Returns an error if a part of the body exceeds the limit.
    pub(crate) fn too_long(&self, part: &str, bytes: usize) -> Option<Error> {
        let what = || format!("{part} exceeds the limit of {} bytes", self.limit);
        let error = || TransportError::new(Phase::Reading, what()).permanent();
        (bytes > self.limit).then(|| of(self.meta, error()))
    }

    /// Returns the next chunk; `None` at the end.
    ///
    /// # Errors
    /// Fails if the connection fails, or if a pause between two chunks is too long.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Collects the rest of the stream. The length is not limited.
    ///
    /// # Errors
    /// Fails as [`try_next`](Self::try_next) does.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let meta = self.meta;
        self.collect(usize::MAX).await.map_err(|error| of(meta, error))
    }

    /// Collects the rest of the stream, up to `limit` bytes.
    pub(crate) async fn collect(&mut self, limit: usize) -> Result<Bytes, TransportError> {
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        while let Some(chunk) = std::future::poll_fn(|context| self.poll_chunk(context)).await {
            let chunk = chunk?;
            let length = first.len() + all.len() + chunk.len();
            if length > limit {
                let what = format!("the body exceeds the limit of {limit} bytes");
                // The body of the next attempt would be as large.
                return Err(TransportError::new(Phase::Reading, what).permanent());
            }
            // Most bodies are one chunk, which needs no copy.
            if first.is_empty() && all.is_empty() {
                first = chunk;
                continue;
            }
            if all.is_empty() {
                let expected = self.length.and_then(|length| usize::try_from(length).ok()).unwrap_or(length);
                all.reserve(expected.clamp(length, limit.max(length)).min(READ * 16).max(length));
                all.extend_from_slice(&std::mem::take(&mut first));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(if all.is_empty() { first } else { all.freeze() })
    }

    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let Some(chunks) = &mut self.chunks else { return Poll::Ready(None) };
        let next = match chunks.get_mut().as_mut().poll_next(context) {
            Poll::Ready(next) => next,
            Poll::Pending => match self.idle.as_mut().map(|idle| idle.poll(context)) {
                Some(Poll::Ready(limit)) => {
                    let what = format!("no data for {} s", limit.as_secs_f64());
                    Some(Err(TransportError::new(Phase::Reading, what).timed_out()))
                }
                _ => return Poll::Pending,
            },
        };
        if let Some(idle) = &mut self.idle {
            idle.is_waiting = false;
        }
        if !matches!(next, Some(Ok(_))) {
            self.chunks = None;
        }
        Poll::Ready(next)
    }
}

impl PauseLimit {
    /// Completes when the limit has passed since the first poll that waits. The time before it belongs to the
    /// caller, and does not count.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Duration> {
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(crate::transport::timer::sleep(self.limit)));
        if !self.is_waiting {
            // A limit beyond the range of the clock never expires.
            let Some(end) = Instant::now().checked_add(self.limit) else { return Poll::Pending };
            sleep.as_mut().reset(end);
            self.is_waiting = true;
        }
        ready!(sleep.as_mut().poll(context));
        Poll::Ready(self.limit)
    }
}

fn of(meta: Option<Meta>, error: TransportError) -> Error {
    Error::transport(meta.as_ref(), error)
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let meta = self.meta;
        self.poll_chunk(context).map(|next| next.map(|chunk| chunk.map_err(|error| of(meta, error))))
    }
}

/// Creates a stream of one chunk.
impl From<Bytes> for ByteStream {
    fn from(bytes: Bytes) -> Self {
        let length = bytes.len() as u64;
        Self::new(SingleChunk(Some(bytes).filter(|bytes| !bytes.is_empty()))).with_length(length)
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ByteStream").field("length", &self.length).finish_non_exhaustive()
    }
}

/// Creates a stream from a poll function.
pub(crate) fn poll_fn<F>(poll: F) -> impl Stream<Item = Result<Bytes, TransportError>>
where
    F: FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> + Unpin,
{
    PollFn(poll)
}

struct PollFn<F>(F);

impl<F> Stream for PollFn<F>
where
    F: FnMut(&mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> + Unpin,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        (self.0)(context)
    }
}

struct SingleChunk(Option<Bytes>);

impl Stream for SingleChunk {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

struct ReaderStream<R> {
    reader: Pin<Box<R>>,
    buffer: BytesMut,
}

impl<R: AsyncRead> Stream for ReaderStream<R> {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        this.buffer.resize(READ, 0);
        let mut buffer = ReadBuf::new(&mut this.buffer);
        let read = ready!(this.reader.as_mut().poll_read(context, &mut buffer));
        let filled = buffer.filled().len();
        Poll::Ready(match read {
            Err(error) => Some(Err(unreadable(error))),
            Ok(()) if filled == 0 => None,
            Ok(()) => Some(Ok(this.buffer.split_to(filled).freeze())),
        })
    }
}

/// Creates the error for a request body that cannot be read.
pub(crate) fn unreadable(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> TransportError {
    let error = error.into();
    TransportError::new(Phase::Sent, format!("the request body cannot be read: {error}")).caused_by(error)
}

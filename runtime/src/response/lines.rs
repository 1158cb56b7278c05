//! JSON lines: a response with one value on each line (also as `application/x-ndjson`, and as
//! `application/json-seq`, RFC 7464).

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;

use crate::api::ErrorShape;
use crate::body::stream::ByteStream;
use crate::error::{BodyFault, Error};
use crate::response::{FromReply, Reply};

/// A byte order mark. The reader skips one in front of a value; alone on a line it is not a value.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A `Stream` of values. It ends after an error of the connection, and after a line that exceeds the client's
/// limit for bodies. A line that does not decode is an error of its own, and the next line follows.
///
/// ```
/// # async fn example(
/// #     mut values: openapi_client_runtime::JsonLines<openapi_client_runtime::Value>,
/// # ) -> Result<(), openapi_client_runtime::Error> {
/// while let Some(value) = values.try_next().await? {
///     println!("{value}");
/// }
/// # Ok(())
/// # }
/// ```
pub struct JsonLines<T> {
    /// `None` after the end.
    bytes: Option<ByteStream>,
    /// The bytes that have not been returned yet.
    buffer: BytesMut,
    /// How many of them are known to contain no line end.
    searched: usize,
    /// The response, for errors.
    reply: Reply,
    ty: PhantomData<fn() -> T>,
}

impl<T: FromReply> JsonLines<T> {
    /// Returns the next value; `None` at the end.
    ///
    /// # Errors
    /// Fails if the connection fails, or if a line is not a value of the type.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Returns the next line that is not empty. The last one needs no line end.
    fn line(&mut self) -> Option<Bytes> {
        loop {
            let end = self.buffer.iter().skip(self.searched).position(|byte| *byte == b'\n');
            let end = match (end, &self.bytes) {
                (Some(end), _) => self.searched + end,
                (None, None) if !self.buffer.is_empty() => self.buffer.len(),
                _ => {
                    self.searched = self.buffer.len();
                    return None;
                }
            };
            self.searched = 0;
            let mut line = self.buffer.split_to(end).freeze();
            self.buffer.advance(1.min(self.buffer.len()));
            // A record of a JSON text sequence begins with 0x1E.
            while line.first().is_some_and(|byte| *byte == 0x1e || byte.is_ascii_whitespace()) {
                line.advance(1);
            }
            if line == MARK {
                continue;
            }
            if !line.is_empty() {
                return Some(line);
            }
        }
    }
}

impl<T: FromReply> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(line) = this.line() {
                let mut reply = this.reply.clone().with_body(line);
                let value = T::from_reply(&mut reply);
                let shape = ErrorShape::default();
                return Poll::Ready(Some(value.map_err(|fault| Error::decode(reply, shape, fault))));
            }
            let Some(bytes) = &mut this.bytes else { return Poll::Ready(None) };
            let failed = match ready!(Pin::new(&mut *bytes).poll_next(context)) {
                Some(Ok(piece)) => {
                    let too_long = bytes.too_long("a line", this.searched);
                    this.buffer.extend_from_slice(&piece);
                    too_long
                }
                Some(Err(error)) => Some(error),
                None => {
                    this.bytes = None;
                    None
                }
            };
            if failed.is_some() {
                this.bytes = None;
                this.buffer.clear();
                return Poll::Ready(failed.map(Err));
            }
        }
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("JsonLines").finish_non_exhaustive()
    }
}

impl<T> FromReply for JsonLines<T> {
    fn streams(_: &Reply) -> bool {
        true
    }

    fn from_reply(reply: &mut Reply) -> Result<Self, BodyFault> {
        let bytes = Some(reply.take_stream());
        Ok(Self { bytes, buffer: BytesMut::new(), searched: 0, reply: reply.clone(), ty: PhantomData })
    }
}

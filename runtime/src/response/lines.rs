//! JSON lines (also as `application/x-ndjson`), with one value on each line, and JSON text sequences
//! (`application/json-seq`, RFC 7464), with a separator before each value.

pub(crate) mod sequence;

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use futures_core::Stream;

use crate::api::ErrorShape;
use crate::body::stream::ByteStream;
use crate::error::{BodyFault, Error};
use crate::response::{FromResponse, RawResponse, essence};

use self::sequence::{SEPARATOR, Scanner, may_be_truncated};

/// A byte order mark. The reader skips one before a value; a line with only a mark has no value.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// A `Stream` of values. It ends after a connection error, and after a line larger than the client's limit
/// for bodies. A line that does not decode is an error too, but the stream continues with the next line.
///
/// In a response with the media type `application/json-seq`, values are separated by the character U+001E and
/// may extend over several lines. A value that may be truncated is an error (RFC 7464, section 2.4), and the
/// stream continues with the next value.
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
    /// The number of bytes at the start of the buffer that contain no end of a value.
    searched: usize,
    /// `None` if values end with their lines.
    scanner: Option<Scanner>,
    /// The response that errors refer to.
    response: RawResponse,
    ty: PhantomData<fn() -> T>,
}

impl<T: FromResponse> JsonLines<T> {
    /// Returns the next value; `None` at the end.
    ///
    /// # Errors
    /// Fails if the connection fails, or if a line is not a value of the type.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Returns the next line or record that is not empty. The last one may lack a line end.
    fn item(&mut self) -> Option<Bytes> {
        loop {
            let rest = self.buffer.get(self.searched..).unwrap_or_default();
            let end = match &mut self.scanner {
                Some(scanner) => scanner.end(rest),
                None => rest.iter().position(|byte| *byte == b'\n'),
            };
            let end = match (end, &self.bytes) {
                (Some(end), _) => self.searched + end,
                (None, None) if !self.buffer.is_empty() => self.buffer.len(),
                _ => {
                    self.searched = self.buffer.len();
                    return None;
                }
            };
            self.searched = 0;
            // White space before a separator, and the line end itself, show that a number is complete.
            let is_line = self.buffer.get(end).is_some_and(|byte| *byte == b'\n');
            let mut item = self.buffer.split_to(end + usize::from(is_line)).freeze();
            if !is_line {
                self.buffer.advance(1.min(self.buffer.len()));
            } else if self.scanner.is_none() {
                item.truncate(end);
            }
            // Some servers send a separator before each line.
            while item.first().is_some_and(|byte| *byte == SEPARATOR || byte.is_ascii_whitespace()) {
                item.advance(1);
            }
            if item.trim_ascii_end() == MARK {
                continue;
            }
            if !item.is_empty() {
                return Some(item);
            }
        }
    }

    /// Decodes a line or record.
    fn decoded(&self, item: Bytes) -> Result<T, Error> {
        let is_truncated = self.scanner.is_some() && may_be_truncated(&item);
        let mut response = self.response.clone().with_body(item);
        let value = if is_truncated {
            Err(BodyFault::of_body("the record may be truncated: no white space follows the value"))
        } else {
            T::from_response(&mut response)
        };
        value.map_err(|fault| Error::decode(response, ErrorShape::default(), fault))
    }
}

impl<T: FromResponse> Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.item() {
                return Poll::Ready(Some(this.decoded(item)));
            }
            let Some(bytes) = &mut this.bytes else { return Poll::Ready(None) };
            let failed = match ready!(Pin::new(&mut *bytes).poll_next(context)) {
                Some(Ok(piece)) => {
                    let part = if this.scanner.is_some() { "a record" } else { "a line" };
                    let too_long = bytes.too_long(part, this.searched);
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

impl<T> FromResponse for JsonLines<T> {
    fn streams(_: &RawResponse) -> bool {
        true
    }

    fn from_response(response: &mut RawResponse) -> Result<Self, BodyFault> {
        let bytes = Some(response.take_stream());
        let is_sequence = sequence::is_sequence(&essence(response.headers()));
        Ok(Self {
            bytes,
            buffer: BytesMut::new(),
            searched: 0,
            scanner: is_sequence.then(Scanner::default),
            response: response.clone(),
            ty: PhantomData,
        })
    }
}

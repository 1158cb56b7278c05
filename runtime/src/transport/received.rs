//! Response bodies from `http_body`.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body;

use super::TransportError;
use crate::body::stream::ByteStream;

/// Returns a body as a stream of its data. `failed` converts its errors.
pub(super) fn received<B, F>(body: B, failed: F) -> ByteStream
where
    B: Body<Data = Bytes> + Send + Unpin + 'static,
    F: Fn(B::Error) -> TransportError + Send + Unpin + 'static,
{
    let length = body.size_hint().exact();
    let stream = ByteStream::new(ReceivedBody { body, failed });
    match length {
        Some(length) => stream.with_length(length),
        None => stream,
    }
}

/// The data of a body; trailers are skipped.
struct ReceivedBody<B, F> {
    body: B,
    failed: F,
}

impl<B, F> Stream for ReceivedBody<B, F>
where
    B: Body<Data = Bytes> + Unpin,
    F: Fn(B::Error) -> TransportError + Unpin,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            return Poll::Ready(match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => None,
                Some(Err(error)) => Some(Err((self.failed)(error))),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => Some(Ok(bytes)),
                    Err(_) => continue,
                },
            });
        }
    }
}

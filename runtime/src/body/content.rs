//! Streams for request bodies: opened on demand, checked against a declared length, or concatenated.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;

use super::stream::{ByteStream, unreadable};
use super::{Body, OpenFuture};
use crate::transport::TransportError;

pub(super) struct Pieces<S>(pub(super) Pin<Box<S>>);

impl<S, E> Stream for Pieces<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context).map(|next| next.map(|piece| piece.map_err(unreadable)))
    }
}

/// A stream that is opened when it is first polled.
pub(super) enum LazyStream {
    Failed(Option<String>),
    Opening(OpenFuture),
    Open(ByteStream),
}

impl Stream for LazyStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match &mut *self {
                Self::Failed(why) => return Poll::Ready(why.take().map(|why| Err(unreadable(why)))),
                Self::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(stream) => *self = Self::Open(stream),
                    Err(error) => {
                        *self = Self::Failed(None);
                        return Poll::Ready(Some(Err(unreadable(error))));
                    }
                },
                Self::Open(stream) => return stream.poll_chunk(context),
            }
        }
    }
}

/// A stream that fails unless it has the declared length. A server considers a request complete after that
/// many bytes, so the last chunk is returned only after the stream has ended.
pub(super) struct ExactLength {
    stream: ByteStream,
    length: u64,
    /// The number of bytes that remain.
    left: u64,
    /// The chunk that completes the body.
    last: Option<Bytes>,
}

impl ExactLength {
    pub(super) fn new(stream: ByteStream, length: u64) -> Self {
        Self { stream, length, left: length, last: None }
    }

    fn failed(&mut self, what: &str) -> Option<Result<Bytes, TransportError>> {
        // After an error, the stream ends.
        (self.last, self.left) = (None, 0);
        let why = format!("it is {what} than the declared {} bytes", self.length);
        Some(Err(unreadable(why).permanent()))
    }
}

impl Stream for ExactLength {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let piece = match ready!(this.stream.poll_chunk(context)) {
                Some(Ok(piece)) => piece,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if this.left > 0 => return Poll::Ready(this.failed("shorter")),
                None => return Poll::Ready(this.last.take().map(Ok)),
            };
            let length = piece.len() as u64;
            if length == 0 {
                continue;
            }
            if length > this.left {
                return Poll::Ready(this.failed("longer"));
            }
            this.left -= length;
            if this.left > 0 {
                return Poll::Ready(Some(Ok(piece)));
            }
            this.last = Some(piece);
        }
    }
}

pub(super) struct Chain {
    pub(super) parts: VecDeque<Body>,
    pub(super) current: Option<ByteStream>,
}

impl Stream for Chain {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current {
                match ready!(current.poll_chunk(context)) {
                    Some(piece) => return Poll::Ready(Some(piece)),
                    None => self.current = None,
                }
            }
            match self.parts.pop_front() {
                Some(part) => self.current = Some(part.into_stream()),
                None => return Poll::Ready(None),
            }
        }
    }
}

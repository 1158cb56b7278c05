//! A decoder of a body as a stream of chunks, in constant memory.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use compression_codecs::DecodeV2;
use compression_codecs::core::util::{PartialBuffer, WriteBuffer};
use futures_core::Stream;

use super::Coding;
use crate::body::stream::ByteStream;
use crate::transport::{Phase, TransportError};

/// The size of a decoded chunk, in bytes.
const PIECE: usize = 32 * 1024;

/// The largest window of zstd that a client must support, as a power of two (RFC 9659, section 3).
#[cfg(feature = "zstd")]
const ZSTD_WINDOW: u32 = 23;

pub(super) struct DecodedStream {
    source: ByteStream,
    coding: Coding,
    /// `None` before the first byte: a body without bytes is empty, regardless of its coding.
    decoder: Option<Box<dyn DecodeV2 + Send>>,
    input: Bytes,
    is_over: bool,
    /// Whether a member or frame has ended, and no further one has begun.
    is_complete: bool,
    buffer: BytesMut,
}

impl DecodedStream {
    pub(super) fn new(source: ByteStream, coding: Coding) -> Self {
        let (input, buffer) = (Bytes::new(), BytesMut::new());
        Self { source, coding, decoder: None, input, is_over: false, is_complete: false, buffer }
    }

    /// Decodes the next chunk of the input. It is empty if more input is needed.
    fn decode(&mut self) -> io::Result<Bytes> {
        let Some(decoder) = &mut self.decoder else { return Ok(Bytes::new()) };
        self.buffer.resize(PIECE, 0);
        let mut output = WriteBuffer::new_initialized(&mut self.buffer);
        while !self.input.is_empty() && !output.has_no_spare_space() {
            if std::mem::take(&mut self.is_complete) {
                self.coding.goes_on()?;
                decoder.reinit()?;
            }
            let before = output.written_len();
            let mut input = PartialBuffer::new(&*self.input);
            self.is_complete = decoder.decode(&mut input, &mut output)?;
            let read = input.written_len();
            self.input.advance(read);
            if read == 0 && output.written_len() == before && !self.is_complete {
                return Err(io::Error::other("the decoder makes no progress"));
            }
        }
        // The input may decode to more than one chunk, and a reader of events waits for all of it.
        while self.input.is_empty() && !self.is_complete && !output.has_no_spare_space() {
            if decoder.flush(&mut output)? {
                break;
            }
        }
        if self.is_over && self.input.is_empty() && !self.is_complete && !output.has_no_spare_space() {
            let finished = decoder.finish(&mut output);
            self.is_complete = finished.map_err(|_| io::ErrorKind::UnexpectedEof)?;
        }
        let length = output.written_len();
        if self.is_over && !self.is_complete && length == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(self.buffer.split_to(length).freeze())
    }

    fn failed(&self, why: &io::Error) -> TransportError {
        let why = match why.kind() {
            io::ErrorKind::UnexpectedEof => "it is truncated".to_owned(),
            _ => why.to_string(),
        };
        TransportError::new(Phase::Reading, format!("the body is not valid {}: {why}", self.coding.name()))
    }
}

impl Stream for DecodedStream {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match this.decode() {
                Ok(piece) if !piece.is_empty() => return Poll::Ready(Some(Ok(piece))),
                Ok(_) if this.is_over => return Poll::Ready(None),
                Ok(_) => {}
                Err(error) => return Poll::Ready(Some(Err(this.failed(&error)))),
            }
            match ready!(this.source.poll_chunk(context)) {
                Some(Ok(chunk)) => {
                    if let (None, Some(first)) = (&this.decoder, chunk.first()) {
                        this.decoder = Some(this.coding.decoder(*first));
                    }
                    this.input = chunk;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => this.is_over = true,
            }
        }
    }
}

impl Coding {
    fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "gzip")]
            Self::Gzip => "gzip",
            #[cfg(feature = "gzip")]
            Self::Deflate => "deflate",
            #[cfg(feature = "brotli")]
            Self::Brotli => "brotli",
            #[cfg(feature = "zstd")]
            Self::Zstd => "zstd",
        }
    }

    /// Returns a decoder for a body that begins with a byte.
    fn decoder(
        self,
        #[cfg_attr(not(feature = "gzip"), expect(unused, reason = "only deflate asks"))] first: u8,
    ) -> Box<dyn DecodeV2 + Send> {
        match self {
            #[cfg(feature = "gzip")]
            Self::Gzip => Box::new(compression_codecs::GzipDecoder::new()),
            // Some servers omit the wrapper (RFC 9110, section 8.4.1.2), whose first byte is this one (RFC
            // 1950, section 2.2).
            #[cfg(feature = "gzip")]
            Self::Deflate if first & 0x8f == 0x08 => Box::new(compression_codecs::ZlibDecoder::new()),
            #[cfg(feature = "gzip")]
            Self::Deflate => Box::new(compression_codecs::DeflateDecoder::new()),
            #[cfg(feature = "brotli")]
            Self::Brotli => Box::new(compression_codecs::BrotliDecoder::new()),
            #[cfg(feature = "zstd")]
            Self::Zstd => {
                let window = compression_codecs::zstd::params::DParameter::window_log_max(ZSTD_WINDOW);
                Box::new(compression_codecs::ZstdDecoder::new_with_params(&[window]))
            }
        }
    }

    /// Checks whether data may follow the end: gzip has members (RFC 1952, section 2.2), zstd has frames (RFC
    /// 8878, section 3).
    ///
    /// # Errors
    /// Fails if the coding ends there.
    fn goes_on(self) -> io::Result<()> {
        match self {
            #[cfg(feature = "gzip")]
            Self::Gzip => Ok(()),
            #[cfg(feature = "zstd")]
            Self::Zstd => Ok(()),
            #[cfg(feature = "gzip")]
            Self::Deflate => Err(io::Error::other("data follows its end")),
            #[cfg(feature = "brotli")]
            Self::Brotli => Err(io::Error::other("data follows its end")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use compression_codecs::EncodeV2;

    use super::*;

    fn every() -> Vec<(Coding, Box<dyn EncodeV2>)> {
        vec![
            #[cfg(feature = "gzip")]
            (
                Coding::Gzip,
                Box::new(compression_codecs::GzipEncoder::new(flate2::Compression::best().into())),
            ),
            #[cfg(feature = "gzip")]
            (
                Coding::Deflate,
                Box::new(compression_codecs::ZlibEncoder::new(flate2::Compression::best().into())),
            ),
            #[cfg(feature = "gzip")]
            (
                Coding::Deflate,
                Box::new(compression_codecs::DeflateEncoder::new(flate2::Compression::best().into())),
            ),
            #[cfg(feature = "brotli")]
            (Coding::Brotli, Box::new(compression_codecs::BrotliEncoder::new(Default::default()))),
            #[cfg(feature = "zstd")]
            (Coding::Zstd, Box::new(compression_codecs::ZstdEncoder::new(3))),
        ]
    }

    /// Encodes a text, to its end or to a flush.
    fn encoded(encoder: &mut dyn EncodeV2, text: &[u8], ends: bool) -> Vec<u8> {
        let mut out = vec![0; text.len() * 2 + 1_000];
        let mut output = WriteBuffer::new_initialized(&mut out);
        let mut input = PartialBuffer::new(text);
        while !input.unwritten().is_empty() {
            encoder.encode(&mut input, &mut output).unwrap();
        }
        while !(if ends { encoder.finish(&mut output) } else { encoder.flush(&mut output) }).unwrap() {}
        let length = output.written_len();
        out.truncate(length);
        out
    }

    async fn decoded(coding: Coding, bytes: &[u8], piece: usize) -> Result<Vec<u8>, String> {
        let mut pieces: Vec<Bytes> = bytes.chunks(piece).map(Bytes::copy_from_slice).collect();
        pieces.reverse();
        let source = crate::body::stream::poll_fn(move |_| Poll::Ready(pieces.pop().map(Ok)));
        let stream = ByteStream::new(DecodedStream::new(ByteStream::new(source), coding));
        stream.bytes().await.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string())
    }

    fn text() -> Vec<u8> {
        (0..2_000_u32)
            .flat_map(|number| format!("{} ", number.wrapping_mul(2_654_435_761)).into_bytes())
            .collect()
    }

    #[tokio::test]
    async fn chunks_of_any_size_are_decoded() {
        let text = text();
        for (coding, mut encoder) in every() {
            let bytes = encoded(&mut *encoder, &text, true);
            for piece in [1, 2, 3, 1_000, bytes.len()] {
                assert!(decoded(coding, &bytes, piece).await.unwrap() == text, "{coding:?} {piece}");
            }
        }
    }

    #[tokio::test]
    async fn an_empty_body_is_valid_but_a_truncated_one_is_an_error() {
        for (coding, mut encoder) in every() {
            let bytes = encoded(&mut *encoder, b"a text that is cut off somewhere", true);
            assert_eq!(decoded(coding, b"", 1).await.unwrap(), b"");
            for length in 1..bytes.len() {
                for piece in [1, length] {
                    let outcome = decoded(coding, &bytes[..length], piece).await;
                    assert!(outcome.is_err(), "{coding:?} {length} of {}: {outcome:?}", bytes.len());
                }
            }
        }
    }

    #[tokio::test]
    async fn only_members_and_frames_may_follow_each_other() {
        for ((coding, mut first), (_, mut second)) in every().into_iter().zip(every()) {
            let first = encoded(&mut *first, b"one, ", true);
            let both = [first.clone(), encoded(&mut *second, b"two", true)].concat();
            let goes_on = coding.goes_on().is_ok();
            for piece in [1, first.len(), both.len()] {
                let outcome = decoded(coding, &both, piece).await;
                assert_eq!(outcome.ok(), goes_on.then(|| b"one, two".to_vec()), "{coding:?} {piece}");
                for garbage in [&b"\0"[..], b"garbage"] {
                    let outcome = decoded(coding, &[&first, garbage].concat(), piece).await;
                    assert!(outcome.is_err(), "{coding:?}: {outcome:?}");
                }
            }
        }
    }

    #[tokio::test]
    async fn invalid_bytes_do_not_panic() {
        for (coding, mut encoder) in every() {
            let bytes = encoded(&mut *encoder, &text(), true);
            for at in (0..bytes.len()).step_by(bytes.len() / 200) {
                let mut wrong = bytes.clone();
                wrong[at] ^= 0x55;
                drop(decoded(coding, &wrong, 997).await);
            }
        }
    }

    /// A reader of events must not wait for data that has already been read.
    #[test]
    fn received_data_is_returned_before_more_is_read() {
        for (coding, mut encoder) in every() {
            // Longer than one chunk, so that the decoder keeps the last part.
            let text = text().repeat(4);
            assert!(text.len() > 2 * PIECE);
            let next = Arc::new(Mutex::new(Some(Bytes::from(encoded(&mut *encoder, &text, false)))));
            let source = crate::body::stream::poll_fn(move |_| match next.lock().unwrap().take() {
                Some(bytes) => Poll::Ready(Some(Ok(bytes))),
                None => Poll::Pending,
            });
            let mut stream = DecodedStream::new(ByteStream::new(source), coding);
            let mut context = Context::from_waker(std::task::Waker::noop());
            let mut read = Vec::new();
            while let Poll::Ready(piece) = Pin::new(&mut stream).poll_next(&mut context) {
                read.extend_from_slice(&piece.unwrap().unwrap());
            }
            assert!(read == text, "{coding:?}: {} of {}", read.len(), text.len());
        }
    }
}

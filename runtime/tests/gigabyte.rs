//! One gibibyte up and one gibibyte down, in memory that does not grow with the size of the body.
//!
//! `cargo test -p openapi-client-runtime --test gigabyte -- --ignored --nocapture`
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "this is a test")]

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use openapi_client_runtime::codegen::{Api, Meta, Operation, RequestParts};
use openapi_client_runtime::{Body, ByteStream, Bytes, Client, ClientBuilder};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader, ReadBuf};
use tokio::net::TcpListener;

const GIBIBYTE: u64 = 1024 * 1024 * 1024;

enum Copy {}

impl Operation for Copy {
    type Output = ByteStream;
    type Failure = ();
    const META: Meta = Meta::new("copy", "PUT", "/copy").accept("application/octet-stream");
}

/// Sends back the bytes that it receives, as they arrive.
async fn echo(listener: TcpListener) -> io::Result<()> {
    let (socket, _) = listener.accept().await?;
    let (read, mut write) = socket.into_split();
    let mut read = BufReader::new(read);
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        read.read_line(&mut line).await?;
    }
    write.write_all(format!("HTTP/1.1 200 OK\r\ncontent-length: {GIBIBYTE}\r\n\r\n").as_bytes()).await?;
    tokio::io::copy(&mut read.take(GIBIBYTE), &mut write).await?;
    Ok(())
}

/// A reader of consecutive numbers of eight bytes, so that a lost or repeated part is noticed.
struct Numbers(u64);

impl AsyncRead for Numbers {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        while self.0 < GIBIBYTE / 8 && buffer.remaining() >= 8 {
            buffer.put_slice(&self.0.to_le_bytes());
            self.0 += 1;
        }
        Poll::Ready(Ok(()))
    }
}

fn peak_kibibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
#[ignore = "it moves two gibibytes: run it alone, as .ci/run does"]
async fn a_gibibyte_is_sent_and_received_in_constant_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(echo(listener));
    let client: Client = ClientBuilder::new(Api::new("gigabyte/1")).base_url(base_url).build().unwrap();
    let mut parts = RequestParts::new(Copy::META);
    let body = Body::from_fn(|| async { Ok(ByteStream::from_reader(Numbers(0))) });
    parts.body("application/octet-stream", body.with_length(GIBIBYTE));

    let mut back = client.send::<Copy>(parts).await.unwrap();
    let (mut received, mut rest) = (0_u64, Vec::new());
    while let Some(chunk) = back.try_next().await.unwrap() {
        received += chunk.len() as u64;
        check(&chunk, received, &mut rest);
    }
    server.await.unwrap().unwrap();
    assert_eq!(received, GIBIBYTE);
    let peak = peak_kibibytes() / 1024;
    println!("peak {peak} MiB");
    assert!(peak < 64, "{peak} MiB");
}

fn check(chunk: &Bytes, received: u64, rest: &mut Vec<u8>) {
    rest.extend_from_slice(chunk);
    let blocks = rest.chunks_exact(8);
    let left = blocks.remainder().len() as u64;
    let first = (received - left) / 8 - blocks.len() as u64;
    for (number, block) in (first..).zip(blocks) {
        assert_eq!(u64::from_le_bytes(block.try_into().unwrap()), number);
    }
    let whole = rest.len() - rest.len() % 8;
    rest.drain(..whole);
}

//! HTTP/2: many calls on one connection, and streams that the server refuses or resets.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use h2::Reason;
use openapi_client_runtime::{Bytes, Client, ErrorKind, Retry};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::tls::{ROOT, acceptor};
use support::api::{Create, Read, builder, call};

#[derive(Default)]
struct Seen {
    connections: usize,
    /// Methods, each with the HTTP version of its request.
    requests: Vec<(String, http::Version)>,
    /// The steps for the next requests; further requests succeed.
    steps: VecDeque<Step>,
}

#[derive(Clone)]
enum Step {
    Reset(Reason),
    /// A response with headers and a body of these sizes in bytes.
    Large {
        headers: usize,
        body: usize,
    },
}

type Shared = Arc<Mutex<Seen>>;

async fn start(steps: impl IntoIterator<Item = Step>) -> (String, Shared) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Seen { steps: steps.into_iter().collect(), ..Seen::default() }));
    let remembered = seen.clone();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            remembered.lock().unwrap().connections += 1;
            tokio::spawn(serve(socket, remembered.clone()));
        }
    });
    (url, seen)
}

async fn serve(socket: TcpStream, seen: Shared) {
    let socket = acceptor(&[b"h2", b"http/1.1"]).accept(socket).await.unwrap();
    let mut connection = h2::server::handshake(socket).await.unwrap();
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let mut seen = seen.lock().unwrap();
        seen.requests.push((request.method().to_string(), request.version()));
        match seen.steps.pop_front() {
            Some(Step::Reset(reason)) => respond.send_reset(reason),
            Some(Step::Large { headers, body }) => {
                let mut head = http::Response::new(());
                for number in 0..headers / 100 {
                    let name = http::HeaderName::try_from(format!("x-{number}")).unwrap();
                    head.headers_mut().insert(name, "v".repeat(60).parse().unwrap());
                }
                let mut stream = respond.send_response(head, false).unwrap();
                stream.send_data(Bytes::from(vec![b' '; body]), true).unwrap();
            }
            None => {
                let mut body = respond.send_response(http::Response::new(()), false).unwrap();
                body.send_data(Bytes::from_static(b"{}"), true).unwrap();
            }
        }
    }
}

fn client(url: &str) -> Client {
    let quick = Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(2));
    builder(url).root_certificates(ROOT).retry(quick).build().unwrap()
}

#[tokio::test]
async fn many_calls_share_one_connection() {
    let (url, seen) = start([]).await;
    let client = client(&url);
    call::<Read>(&client).await.unwrap();
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(call::<Create>(&client))).collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().attempts(), 1);
    }
    let seen = seen.lock().unwrap();
    assert_eq!((seen.connections, seen.requests.len()), (1, 51));
    assert!(seen.requests.iter().all(|(_, version)| *version == http::Version::HTTP_2));
}

#[tokio::test]
async fn refused_streams_are_retried_and_reset_streams_only_if_that_is_safe() {
    // The server has not processed it (RFC 9113, section 8.7); each retry counts as an attempt.
    let (url, seen) = start([Step::Reset(Reason::REFUSED_STREAM)]).await;
    assert_eq!(call::<Create>(&client(&url)).await.unwrap().attempts(), 2);
    assert_eq!(seen.lock().unwrap().requests.len(), 2);

    let (url, seen) = start(vec![Step::Reset(Reason::REFUSED_STREAM); 9]).await;
    let error = call::<Create>(&client(&url)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
    assert!(!error.outcome_unknown() && error.to_string().contains("refused the stream"), "{error}");
    assert_eq!(seen.lock().unwrap().requests.len(), 3);

    let (url, seen) = start([Step::Reset(Reason::INTERNAL_ERROR)]).await;
    assert_eq!(call::<Read>(&client(&url)).await.unwrap().attempts(), 2);
    assert_eq!(seen.lock().unwrap().requests.len(), 2);

    let (url, seen) = start([Step::Reset(Reason::INTERNAL_ERROR)]).await;
    let error = call::<Create>(&client(&url)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(seen.lock().unwrap().requests.len(), 1);
}

#[tokio::test]
async fn unread_bodies_do_not_stop_other_calls() {
    let large = Step::Large { headers: 0, body: 8 << 20 };
    let (url, seen) = start(vec![large; 8]).await;
    let client = client(&url);
    let mut unread = Vec::new();
    for _ in 0..8 {
        unread.push(client.clone().send_for_stream(support::api::parts::<Read>()).await.unwrap());
    }
    let other = tokio::time::timeout(Duration::from_secs(20), call::<Create>(&client)).await;
    assert_eq!(other.unwrap().unwrap().attempts(), 1);
    for body in unread {
        assert_eq!(body.into_inner().bytes().await.unwrap().len(), 8 << 20);
    }
    assert_eq!(seen.lock().unwrap().connections, 1);
}

#[tokio::test]
async fn headers_beyond_the_limit_fail_without_a_retry() {
    let steps = [100_000, 300_000].map(|headers| Step::Large { headers, body: 2 });
    let (url, seen) = start(steps).await;
    let client = client(&url);
    let large = client.clone().send_for_stream(support::api::parts::<Read>()).await.unwrap();
    assert_eq!(large.headers().len(), 1_000);
    let error = call::<Read>(&client).await.unwrap_err();
    assert!(error.attempts() == 1 && error.to_string().contains("headers"), "{error}");
    assert_eq!(seen.lock().unwrap().requests.len(), 2);
}

/// Hand-written frames, for cases that the server library does not send by itself.
mod frames {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_rustls::server::TlsStream;

    use super::*;

    const PREFACE: usize = 24;
    const HEADERS: u8 = 1;
    const SETTINGS: u8 = 4;
    const GOAWAY: u8 = 7;

    pub(super) async fn write(
        socket: &mut TlsStream<TcpStream>,
        kind: u8,
        flags: u8,
        stream: u32,
        body: &[u8],
    ) {
        let length = u32::try_from(body.len()).unwrap().to_be_bytes();
        let mut frame = vec![length[1], length[2], length[3], kind, flags];
        frame.extend(stream.to_be_bytes());
        frame.extend(body);
        socket.write_all(&frame).await.unwrap();
        socket.flush().await.unwrap();
    }

    /// Reads frames up to the next request, and returns its stream identifier.
    pub(super) async fn request(socket: &mut TlsStream<TcpStream>) -> Option<u32> {
        loop {
            let mut head = [0; 9];
            socket.read_exact(&mut head).await.ok()?;
            let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
            let mut body = vec![0; length as usize];
            socket.read_exact(&mut body).await.ok()?;
            if head[3] == HEADERS {
                return Some(u32::from_be_bytes([head[5], head[6], head[7], head[8]]));
            }
        }
    }

    pub(super) async fn accept(listener: &TcpListener) -> TlsStream<TcpStream> {
        let (socket, _) = listener.accept().await.unwrap();
        let mut socket = acceptor(&[b"h2"]).accept(socket).await.unwrap();
        socket.read_exact(&mut [0; PREFACE]).await.unwrap();
        write(&mut socket, SETTINGS, 0, 0, &[]).await;
        socket
    }

    /// Sends a response without a body: `:status: 200` of the static table (RFC 7541, appendix A).
    pub(super) async fn respond(socket: &mut TlsStream<TcpStream>, stream: u32) {
        write(socket, HEADERS, 0x5, stream, &[0x88]).await;
    }

    pub(super) async fn go_away(socket: &mut TlsStream<TcpStream>, last: u32, reason: Reason) {
        let body = [last.to_be_bytes(), u32::from(reason).to_be_bytes()].concat();
        write(socket, GOAWAY, 0, 0, &body).await;
    }
}

/// Starts a server that closes each connection at its first request, with `last` as the last processed
/// stream.
async fn going(last: fn(u32) -> u32, reason: Reason, times: usize) -> (String, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(0));
    let counted = seen.clone();
    tokio::spawn(async move {
        for number in 0.. {
            let mut socket = frames::accept(&listener).await;
            let Some(stream) = frames::request(&mut socket).await else { continue };
            *counted.lock().unwrap() += 1;
            if number < times {
                frames::go_away(&mut socket, last(stream), reason).await;
                // Closes the connection for calls that still wait, after reading everything: unread data
                // would turn the close into a reset.
                tokio::spawn(async move {
                    socket.shutdown().await.ok();
                    while frames::request(&mut socket).await.is_some() {}
                });
                continue;
            }
            frames::respond(&mut socket, stream).await;
            tokio::spawn(async move { while frames::request(&mut socket).await.is_some() {} });
        }
    });
    (url, seen)
}

#[tokio::test]
async fn streams_above_the_last_stream_are_retried() {
    for reason in [Reason::NO_ERROR, Reason::ENHANCE_YOUR_CALM] {
        let (url, seen) = going(|stream| stream - 1, reason, 2).await;
        let client = client(&url);
        let sent = client.clone().send_for_stream(support::api::parts::<Create>()).await.unwrap();
        assert_eq!((sent.attempts(), *seen.lock().unwrap()), (3, 3), "{reason:?}");
    }
    // A stream that is not above the last one may have been processed.
    for reason in [Reason::NO_ERROR, Reason::ENHANCE_YOUR_CALM] {
        let (url, seen) = going(|stream| stream, reason, 1).await;
        let error = call::<Create>(&client(&url)).await.unwrap_err();
        assert!(error.attempts() == 1 && error.outcome_unknown(), "{error}");
        assert_eq!(*seen.lock().unwrap(), 1);
    }
}

#[tokio::test]
async fn a_dead_connection_is_abandoned_before_the_attempt_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        // The first connection reads nothing more after a request, as if the cable were cut.
        let mut dead = frames::accept(&listener).await;
        frames::request(&mut dead).await.unwrap();
        let mut alive = frames::accept(&listener).await;
        while let Some(stream) = frames::request(&mut alive).await {
            frames::respond(&mut alive, stream).await;
        }
        drop(dead);
    });
    let began = std::time::Instant::now();
    let response = client(&url).send_for_stream(support::api::parts::<Read>()).await.unwrap();
    assert_eq!(response.attempts(), 2);
    assert!(began.elapsed() < Duration::from_secs(29), "{:?}", began.elapsed());
}

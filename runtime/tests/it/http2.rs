//! HTTP/2: many calls on one connection, and streams that the server refuses or gives up.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use h2::Reason;
use openapi_client_runtime::{Bytes, Client, ErrorKind, Retry};
use tokio::net::{TcpListener, TcpStream};

use super::api::{Create, Read, builder, call};
use super::tls::{ROOT, acceptor};

#[derive(Default)]
struct Seen {
    connections: usize,
    /// Methods, each with the version by which it came.
    requests: Vec<(String, http::Version)>,
    /// How the next streams are ended; the others are answered.
    resets: VecDeque<Reason>,
}

type Shared = Arc<Mutex<Seen>>;

async fn start(resets: impl IntoIterator<Item = Reason>) -> (String, Shared) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Seen { resets: resets.into_iter().collect(), ..Seen::default() }));
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
        if let Some(reason) = seen.resets.pop_front() {
            respond.send_reset(reason);
            continue;
        }
        let mut body = respond.send_response(http::Response::new(()), false).unwrap();
        body.send_data(Bytes::from_static(b"{}"), true).unwrap();
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
async fn a_stream_that_is_refused_is_sent_again_and_one_that_is_given_up_only_if_that_is_safe() {
    // The server has not looked at it (RFC 9113, section 8.7), so the transport itself sends it again.
    let (url, seen) = start([Reason::REFUSED_STREAM]).await;
    assert_eq!(call::<Create>(&client(&url)).await.unwrap().attempts(), 1);
    assert_eq!(seen.lock().unwrap().requests.len(), 2);

    let (url, seen) = start([Reason::INTERNAL_ERROR]).await;
    assert_eq!(call::<Read>(&client(&url)).await.unwrap().attempts(), 2);
    assert_eq!(seen.lock().unwrap().requests.len(), 2);

    let (url, seen) = start([Reason::INTERNAL_ERROR]).await;
    let error = call::<Create>(&client(&url)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert!(error.outcome_unknown(), "{error}");
    assert_eq!(seen.lock().unwrap().requests.len(), 1);
}

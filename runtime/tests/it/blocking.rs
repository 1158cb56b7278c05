//! Blocking calls: from every kind of thread, on connections that are driven between calls.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use openapi_client_runtime::{Body, Client, ErrorKind, JsonLines, Value, blocking};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;

use support::api::{Create, Read, builder, call, parts};
use support::server::{Server, read, response};

/// An event on an idle connection, shortly after the response.
#[derive(Clone, Copy)]
enum After {
    Close,
    Reset,
    /// The server sends an unsolicited response (RFC 9112, section 9.2).
    Says(&'static [u8]),
}

/// Starts a server on its own thread, for programs without async.
fn start(after: After) -> String {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(format!("http://{}", listener.local_addr().unwrap())).unwrap();
            while let Ok((mut socket, _)) = listener.accept().await {
                tokio::spawn(async move {
                    while let Ok(Some(_)) = read(&mut socket).await {
                        let asked = b"HTTP/1.1 200 X\r\ncontent-length: 8\r\n\r\n{\"id\":1}";
                        socket.write_all(asked).await.unwrap();
                        tokio::time::sleep(Duration::from_millis(10)).await;
                        match after {
                            After::Close => return,
                            After::Reset => return socket.set_zero_linger().unwrap(),
                            After::Says(bytes) => drop(socket.write_all(bytes).await),
                        }
                    }
                });
            }
        });
    });
    receiver.recv().unwrap()
}

const UNASKED: [After; 4] = [
    After::Close,
    After::Reset,
    After::Says(b"HTTP/1.1 200 X\r\ncontent-length: 10\r\n\r\n{\"id\":666}"),
    After::Says(b"HTTP/1.1 408 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
];

/// Asserts that connections are driven between calls, so that no call receives an unsolicited response.
fn is_right(make: impl Fn(&Client) -> Value) {
    for after in UNASKED {
        let client: Client = builder(&start(after)).build().unwrap();
        for _ in 0..8 {
            assert_eq!(make(&client)["id"], 1);
            // Much longer than the server waits, for a busy machine.
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

#[test]
fn idle_connections_are_driven_between_blocking_calls() {
    is_right(|client| call::<Create>(client).block().unwrap().into_inner());
}

#[test]
fn idle_connections_are_driven_if_the_runtime_runs_only_during_calls() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    is_right(|client| runtime.block_on(call::<Create>(client)).unwrap().into_inner());
}

#[test]
fn a_client_outlives_the_runtimes_of_its_calls() {
    let client: Client = builder(&start(After::Says(b""))).build().unwrap();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || {
                for _ in 0..50 {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                    runtime.block_on(call::<Create>(&client)).unwrap();
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn calls_complete_on_any_executor() {
    let client: Client =
        builder(&start(After::Says(b""))).timeout(Duration::from_millis(300)).build().unwrap();
    // A call completes on a runtime of either flavor without timers and sockets, and without a runtime.
    let current = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let several = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
    for runtime in [current, several] {
        assert_eq!(runtime.block_on(call::<Create>(&client)).unwrap().into_inner()["id"], 1);
        let spawned = runtime.block_on(async { tokio::spawn(call::<Create>(&client)).await });
        spawned.unwrap().unwrap();
    }
    let mut pending = std::pin::pin!(call::<Create>(&client));
    let mut context = Context::from_waker(Waker::noop());
    let began = std::time::Instant::now();
    while pending.as_mut().poll(&mut context).is_pending() {
        assert!(began.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(1));
    }
    // A call that is dropped before it completes, outside of every runtime.
    let mut pending = Box::pin(call::<Create>(&client));
    assert!(pending.as_mut().poll(&mut context).is_pending());
    drop(pending);
    assert_eq!(call::<Create>(&client).block().unwrap().into_inner()["id"], 1);
    // Files are also read without a runtime of the program.
    let mut file = Box::pin(Body::file(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")));
    let body = loop {
        match file.as_mut().poll(&mut context) {
            Poll::Ready(body) => break body.unwrap(),
            Poll::Pending => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    let length = body.length().unwrap();
    let mut bytes = Box::pin(body.into_stream().bytes());
    let bytes = loop {
        match bytes.as_mut().poll(&mut context) {
            Poll::Ready(bytes) => break bytes.unwrap(),
            Poll::Pending => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    assert_eq!(bytes.len() as u64, length);
}

#[test]
fn blocking_calls_work_on_threads_that_may_block() {
    let client: Client = builder(&start(After::Says(b""))).build().unwrap();
    let make = {
        let client = client.clone();
        move || call::<Create>(&client).block().unwrap().into_inner()["id"].clone()
    };
    let several = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let current = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for runtime in [&several, &current] {
        let (blocking, entered) = (make.clone(), make.clone());
        let blocked = runtime.block_on(async { tokio::task::spawn_blocking(blocking).await });
        assert_eq!(blocked.unwrap(), 1);
        let _guard = runtime.enter();
        assert_eq!(entered(), 1);
        // In async code it is an error, at any depth, and the task continues.
        let error = runtime.block_on(async { call::<Create>(&client).block().unwrap_err() });
        assert_eq!(error.kind(), ErrorKind::Configuration);
        runtime.block_on(async {
            let client = client.clone();
            let within =
                async move { (call::<Create>(&client).block().is_err(), call::<Create>(&client).await) };
            let (is_refused, awaited) = tokio::spawn(within).await.unwrap();
            assert!(is_refused && awaited.is_ok());
        });
    }
    let in_place = make.clone();
    let within = async move { tokio::spawn(async move { tokio::task::block_in_place(in_place) }).await };
    assert_eq!(several.block_on(within).unwrap(), 1);
    let threads: Vec<_> = (0..8).map(|_| std::thread::spawn(make.clone())).collect();
    threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), 1));
}

#[test]
fn blocking_streams_are_iterators_that_end() {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let lines = "{\"n\":1}\nnonsense\n{\"n\":2}\n";
            let server = Server::start([response(200, "", lines), response(200, "", lines)]).await;
            sender.send(server.url.clone()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    let client: Client = builder(&receiver.recv().unwrap()).build().unwrap();
    let body = client.clone().send_for_stream(parts::<Read>()).block().unwrap().into_inner();
    assert_eq!(body.blocking().map(|piece| piece.unwrap().len()).sum::<usize>(), 25);
    let lines = client.request(http::Method::GET, "/").send_as::<JsonLines<Value>>().block().unwrap();
    let mut decoded = Vec::new();
    // The iterator continues after a line that does not decode.
    for line in lines.into_inner().blocking() {
        decoded.push(line.map_err(|error| error.kind()));
    }
    assert_eq!(decoded.len(), 3);
    assert_eq!(decoded[1], Err(ErrorKind::Decode));
    // Within async code, the iterator returns one error and ends.
    let lines = blocking::block(client.request(http::Method::GET, "/").stream()).unwrap().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let pieces = runtime.block_on(async move { lines.into_inner().blocking().count() });
    assert_eq!(pieces, 1);
}

#[test]
fn a_token_is_fetched_for_blocking_calls() {
    let url = start(After::Says(b""));
    let count = Arc::new(AtomicU32::new(0));
    let counted = count.clone();
    let provider = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        async {
            tokio::time::sleep(Duration::from_millis(20)).await;
            Ok(openapi_client_runtime::Token::new("t"))
        }
    };
    let client: Client = builder(&url).credentials(provider).build().unwrap();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || call::<Create>(&client).block().unwrap())
        })
        .collect();
    threads.into_iter().for_each(|thread| drop(thread.join().unwrap()));
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

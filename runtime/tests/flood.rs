//! A server that sends interim responses without end. This is a test program of its own, because it keeps the
//! thread of connections busy.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use openapi_client_runtime::codegen::Api;
use openapi_client_runtime::{Client, ClientBuilder, Value, http::Method};

/// The time for which the server sends.
const FLOOD: Duration = Duration::from_secs(40);

/// Starts a server that responds to each request with interim responses.
fn flooding() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        while let Ok((mut socket, _)) = listener.accept() {
            let began = Instant::now();
            std::thread::spawn(move || {
                let piece = b"HTTP/1.1 102 Processing\r\n\r\n".repeat(4_000);
                _ = socket.read(&mut [0; 4_096]);
                while began.elapsed() < FLOOD && socket.write_all(&piece).is_ok() {}
            });
        }
    });
    url
}

#[tokio::test]
async fn endless_interim_responses_do_not_prevent_the_timeout() {
    let url = flooding();
    let client: Client = ClientBuilder::new(Api::new("test/1")).base_url(&url).build().unwrap();
    let call = || client.request(Method::GET, "/").deadline(Duration::from_secs(2)).send_as::<Value>();
    let began = Instant::now();
    let calls: Vec<_> = (0..4).map(|_| tokio::spawn(call())).collect();
    for call in calls {
        assert!(call.await.unwrap().unwrap_err().is_timeout());
    }
    // Allows for a busy machine, but less time than the server sends.
    assert!(began.elapsed() < FLOOD / 2, "{:?}", began.elapsed());
}

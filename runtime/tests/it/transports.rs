//! The ways to send requests: lengths, headers, sockets, services and the program's own clients.

use std::time::Duration;

use openapi_client_runtime::codegen::{Operation, RequestParts};
use openapi_client_runtime::{Client, ErrorKind, Value};

use support::api::{Create, Read, Replace, builder, call};
use support::server::{ReceivedRequest, Server};

fn header<'a>(seen: &'a ReceivedRequest, name: &str) -> Option<&'a str> {
    seen.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[tokio::test]
async fn an_empty_body_has_a_length_if_the_method_expects_a_body() {
    let server = Server::start([]).await;
    let client: Client = builder(&server.url).build().unwrap();
    for (method, length) in [
        ("POST", Some("0")),
        ("PUT", Some("0")),
        ("PATCH", Some("0")),
        ("GET", None),
        ("DELETE", None),
        ("HEAD", None),
        ("OPTIONS", None),
    ] {
        client.request(method.parse().unwrap(), "/raw").send_as::<()>().await.unwrap();
        let seen = server.seen();
        let seen = seen.last().unwrap();
        assert_eq!((seen.method.as_str(), header(seen, "content-length")), (method, length));
        assert_eq!(header(seen, "transfer-encoding"), None);
    }
    client.clone().send::<Create>(RequestParts::new(Create::META)).await.unwrap();
    assert_eq!(header(server.seen().last().unwrap(), "content-length"), Some("0"));
    // A header that the caller sets is not added again.
    let by_hand = client.request(http::Method::POST, "/raw").header("content-length", "0");
    by_hand.send_as::<()>().await.unwrap();
    let head = server.seen().last().unwrap().head.clone();
    assert_eq!(head.matches("content-length").count(), 1, "{head}");
}

#[tokio::test]
async fn default_headers_are_sent_with_every_call() {
    let server = Server::start([]).await;
    let client: Client = builder(&server.url)
        .default_header("x-tenant", "seven")
        .default_header("user-agent", "mine")
        .build()
        .unwrap();
    call::<Create>(&client).await.unwrap();
    client.request(http::Method::GET, "/raw").header("x-tenant", "eight").send_as::<Value>().await.unwrap();
    let seen = server.seen();
    assert_eq!((header(&seen[0], "x-tenant"), header(&seen[0], "user-agent")), (Some("seven"), Some("mine")));
    assert_eq!(header(&seen[1], "x-tenant"), Some("eight"));
    for (name, value) in
        [("Content-Length", "1"), ("transfer-encoding", "chunked"), ("x y", ""), ("x", "a\nb")]
    {
        let error = builder(&server.url).default_header(name, value).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn calls_can_use_a_unix_socket() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let folder = std::env::temp_dir().join(format!("openapi-client-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("socket");
    let listener = tokio::net::UnixListener::bind(&path).unwrap();
    let served = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut head = vec![0; 4096];
        let length = socket.read(&mut head).await.unwrap();
        socket.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n{}").await.unwrap();
        String::from_utf8(head[..length].to_vec()).unwrap()
    });
    let client: Client =
        builder("http://localhost/v1.56").unix_socket(&path).proxy("http://localhost:1").build().unwrap();
    call::<Read>(&client).await.unwrap();
    let head = served.await.unwrap();
    assert!(head.starts_with("GET /v1.56/things HTTP/1.1\r\n"), "{head}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn unlimited_durations_are_valid() {
    let server = Server::start([]).await;
    for limit in [Duration::MAX, Duration::from_secs(u64::MAX), Duration::from_secs(1 << 40)] {
        let client: Client = builder(&server.url)
            .timeout(limit)
            .deadline(limit)
            .read_timeout(limit)
            .connect_timeout(limit)
            .idle_connections(usize::MAX, limit)
            .build()
            .unwrap();
        for _ in 0..3 {
            call::<Replace>(&client).await.unwrap();
        }
    }
    let client: Client = builder(&server.url).idle_connections(0, Duration::ZERO).build().unwrap();
    for _ in 0..3 {
        call::<Replace>(&client).await.unwrap();
    }
    for (timeout, deadline) in [(0, 9), (9, 0), (0, 0)] {
        let client: Client = builder(&server.url)
            .timeout(Duration::from_secs(timeout))
            .deadline(Duration::from_secs(deadline))
            .connect_timeout(Duration::ZERO)
            .build()
            .unwrap();
        // Timers have a precision of a millisecond, in which a server on this machine may respond.
        let failed = call::<Create>(&client).await.err();
        assert!(failed.is_none_or(|error| error.is_timeout()));
    }
}

#[cfg(feature = "reqwest-client")]
#[tokio::test]
async fn a_program_may_set_its_own_reqwest_client() {
    let server = Server::start([support::server::response(500, "", "")]).await;
    let mut headers = http::HeaderMap::new();
    headers.insert("x-own", "yes".parse().unwrap());
    // The program's own client chooses its crypto provider itself, unless one is installed.
    #[cfg(feature = "rustls")]
    drop(rustls::crypto::ring::default_provider().install_default());
    let own = reqwest::Client::builder().no_proxy().default_headers(headers).build().unwrap();
    let client: Client = builder(&server.url).reqwest_client(own).build().unwrap();
    assert_eq!(call::<Replace>(&client).await.unwrap().attempts(), 2);
    assert!(server.seen().iter().all(|seen| header(seen, "x-own") == Some("yes")));
}

#[cfg(feature = "tower")]
mod tower {
    use std::sync::{Arc, Mutex};
    use std::task::{Context, Poll};

    use http_body::Body as _;
    use openapi_client_runtime::transport::{Phase, TransportError};
    use openapi_client_runtime::{Body, Bytes, Retry};
    use tower_service::Service;

    use super::*;

    /// Fails before it is ready, that number of times; then reads the request and echoes it.
    #[derive(Clone, Default)]
    struct Echo {
        unready: Arc<Mutex<u32>>,
        fault: Option<Phase>,
    }

    impl Service<http::Request<Body>> for Echo {
        type Response = http::Response<Body>;
        type Error = Box<dyn std::error::Error + Send + Sync>;
        type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
            let mut unready = self.unready.lock().unwrap();
            if *unready == 0 {
                return Poll::Ready(Ok(()));
            }
            *unready -= 1;
            Poll::Ready(Err("secret".into()))
        }

        fn call(&mut self, request: http::Request<Body>) -> Self::Future {
            let fault = self.fault;
            Box::pin(async move {
                if let Some(phase) = fault {
                    return Err(TransportError::new(phase, "the service failed").unprocessed().into());
                }
                let mut body = std::pin::pin!(request.into_body());
                let mut all = Vec::new();
                while let Some(frame) =
                    std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
                {
                    all.extend(frame?.into_data().unwrap());
                }
                Ok(http::Response::new(Body::from(all)))
            })
        }
    }

    fn client(service: Echo) -> Client {
        let quick = Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(1));
        builder("https://example.com").service(service).retry(quick).build().unwrap()
    }

    #[tokio::test]
    async fn a_tower_service_is_a_transport() {
        let echo = Echo { unready: Arc::new(Mutex::new(2)), fault: None };
        let response = call::<Create>(&client(echo)).await.unwrap();
        assert_eq!((response.attempts(), response.into_inner()["name"].as_str()), (3, Some("x")));

        let error = call::<Create>(&client(Echo { fault: Some(Phase::Sent), ..Echo::default() })).await;
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 3));
        assert!(error.to_string().contains("the service failed") && !error.outcome_unknown());

        let unready = Echo { unready: Arc::new(Mutex::new(9)), fault: None };
        let error = call::<Create>(&client(unready)).await.unwrap_err();
        assert!(error.is_connect() && !error.to_string().contains("secret"), "{error}");
    }

    #[tokio::test]
    async fn a_service_can_read_bodies() {
        let twice =
            Body::from_fn(|| async { Ok(openapi_client_runtime::ByteStream::from_reader(&b"[7]"[..])) });
        let call = client(Echo::default()).request(http::Method::PUT, "/").body("text/plain", twice);
        assert_eq!(call.send_as::<Bytes>().await.unwrap().into_inner(), "[7]");
        let once = Body::reader(&b"[8]"[..]).with_length(3);
        let call = client(Echo::default()).request(http::Method::PUT, "/").body("text/plain", once);
        assert_eq!(call.clone().send_as::<Bytes>().await.unwrap().into_inner(), "[8]");
    }
}

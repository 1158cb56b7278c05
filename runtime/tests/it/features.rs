//! Optional features: compressed responses and blocking calls.

#[cfg(feature = "gzip")]
mod gzip {
    use std::io::Write as _;

    use openapi_client_runtime::codegen::{Meta, Operation};
    use openapi_client_runtime::{ErrorKind, JsonLines, Value};
    use serde_json::json;

    use support::api::{Read, builder, call, parts};
    use support::server::{Server, Step, response};

    fn gzip(body: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    fn coded(coding: &str, body: &[u8]) -> Step {
        let head =
            format!("HTTP/1.1 200 X\r\ncontent-encoding: {coding}\r\ncontent-length: {}\r\n\r\n", body.len());
        Step::Response([head.as_bytes(), body].concat())
    }

    #[tokio::test]
    async fn limits_apply_to_the_decoded_body() {
        let bomb = gzip(&vec![b' '; 33 * 1024 * 1024]);
        assert!(bomb.len() < 64 * 1024);
        let server = Server::start([coded("gzip", &gzip(b"{\"a\": 1}")), coded("gzip", &bomb)]).await;
        let client = builder(&server.url).build().unwrap();
        assert_eq!(call::<Read>(&client).await.unwrap()["a"], 1);
        let error = call::<Read>(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
        assert!(error.to_string().contains("exceeds the limit of 33554432 bytes"), "{error}");
    }

    #[tokio::test]
    async fn codings_ignore_case_and_are_decoded_in_reverse_order() {
        let two = [gzip(b"{\"a\""), gzip(b": 1}")].concat();
        let server = Server::start([
            coded("GZIP", &two),
            coded("x-gzip", &two),
            coded("identity, gzip, Gzip", &gzip(&two)),
            coded("gzip", b""),
            coded("gzip", &gzip(b"{}")[..20]),
            coded("zip", b"{}"),
        ])
        .await;
        let client = builder(&server.url).retry(openapi_client_runtime::Retry::never()).build().unwrap();
        for _ in 0..3 {
            let response = call::<Read>(&client).await.unwrap();
            assert_eq!(response["a"], 1);
            let names = ["content-encoding", "content-length"];
            assert!(names.iter().all(|name| !response.headers().contains_key(*name)));
        }
        assert!(call::<Read>(&client).await.unwrap_err().is_decode());
        let error = call::<Read>(&client).await.unwrap_err();
        assert_eq!(error.to_string(), "read_thing: the body is not valid gzip: it is truncated");
        let error = call::<Read>(&client).await.unwrap_err();
        assert_eq!(error.to_string(), "read_thing: the response has the unknown content coding \"zip\"");
        assert!(server.seen().iter().all(|seen| seen.head.contains("accept-encoding: gzip")));
    }

    #[tokio::test]
    async fn codings_are_not_requested_if_the_program_sets_accept_encoding_or_range() {
        let server = Server::start([response(200, "", "{}"), response(200, "", "{}")]).await;
        let client: openapi_client_runtime::Client = builder(&server.url).build().unwrap();
        for (name, value) in [("accept-encoding", "identity"), ("range", "bytes=0-1")] {
            let mut parts = parts::<Read>();
            parts.header(name, value);
            client.clone().send::<Read>(parts).await.unwrap();
        }
        let heads: Vec<String> = server.seen().into_iter().map(|seen| seen.head).collect();
        assert!(heads[0].contains("accept-encoding: identity") && !heads[1].contains("accept-encoding"));
    }

    enum Lines {}

    impl Operation for Lines {
        type Output = JsonLines<Value>;
        type Failure = ();
        const META: Meta = Meta::new("lines", "GET", "/lines");
    }

    #[tokio::test]
    async fn streams_are_decoded_as_they_arrive() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(b"{\"n\":1}\n").unwrap();
        encoder.flush().unwrap();
        let begun = encoder.get_ref().clone();
        let head = b"HTTP/1.1 200 X\r\ncontent-encoding: gzip\r\ncontent-length: 900\r\n\r\n";
        // The server sends nothing more, and keeps the connection open.
        let server = Server::start([Step::Hold([&head[..], &begun].concat())]).await;
        let client: openapi_client_runtime::Client = builder(&server.url).build().unwrap();
        let mut lines = client
            .send::<Lines>(openapi_client_runtime::codegen::RequestParts::new(Lines::META))
            .await
            .unwrap();
        assert_eq!(lines.try_next().await.unwrap(), Some(json!({"n": 1})));
    }
}

#[cfg(all(feature = "blocking", feature = "test-util"))]
mod blocking {
    use std::time::Duration;

    use openapi_client_runtime::mock::Mock;
    use openapi_client_runtime::{Client, ErrorKind, Progress, Waiter};
    use serde_json::json;

    use support::api::{Read, builder, call};

    #[test]
    fn calls_and_waiters_may_block() {
        let mock = Mock::new();
        mock.on::<Read>().status(500).reply_json(&json!({"n": 1})).reply_json(&json!({"n": 2}));
        let client: Client = builder("https://example.com").transport(mock.clone()).build().unwrap();
        assert_eq!(call::<Read>(&client).block().unwrap().attempts(), 2);
        let ask = move || client.clone().send::<Read>(support::api::parts::<Read>());
        let judge = |value: &openapi_client_runtime::Value| {
            if value["n"] == 2 { Progress::Done } else { Progress::Pending }
        };
        assert_eq!(Waiter::new(ask, judge).at_most(Duration::from_secs(9)).block().unwrap()["n"], 2);
        assert_eq!(mock.calls().len(), 3);
    }

    #[tokio::test]
    async fn a_blocking_call_in_async_code_is_an_error() {
        let client: Client = builder("https://example.com").transport(Mock::new()).build().unwrap();
        let error = call::<Read>(&client).block().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

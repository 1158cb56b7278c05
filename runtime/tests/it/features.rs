//! What is behind features: answers that travel compressed, and calls that block.

#[cfg(feature = "gzip")]
mod gzip {
    use std::io::Write as _;

    use openapi_client_runtime::ErrorKind;

    use crate::api::{Read, builder, call};
    use crate::server::{Server, Step};

    fn compressed(body: &[u8]) -> Step {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).unwrap();
        let body = encoder.finish().unwrap();
        let head =
            format!("HTTP/1.1 200 X\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", body.len());
        Step::Answer([head.as_bytes(), &body].concat())
    }

    #[tokio::test]
    async fn limits_count_what_comes_out() {
        let bomb = compressed(&vec![b' '; 33 * 1024 * 1024]);
        let Step::Answer(bytes) = &bomb else { panic!("an answer") };
        assert!(bytes.len() < 64 * 1024);
        let server = Server::start([compressed(b"{\"a\": 1}"), bomb]).await;
        let client = builder(&server.url).build().unwrap();
        assert_eq!(call::<Read>(&client).await.unwrap()["a"], 1);
        let error = call::<Read>(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
        assert!(error.to_string().contains("longer than the limit of 33554432 bytes"), "{error}");
    }
}

#[cfg(all(feature = "blocking", feature = "test-util"))]
mod blocking {
    use std::time::Duration;

    use openapi_client_runtime::mock::Mock;
    use openapi_client_runtime::{Client, ErrorKind, Progress, Waiter};
    use serde_json::json;

    use crate::api::{Read, builder, call};

    #[test]
    fn calls_from_programs_without_async() {
        let mock = Mock::new();
        mock.on::<Read>().status(500).reply_json(&json!({"n": 1})).reply_json(&json!({"n": 2}));
        let client: Client = builder("https://example.com").transport(mock.clone()).build().unwrap();
        assert_eq!(call::<Read>(&client).block().unwrap().attempts(), 2);
        let ask = move || client.clone().send::<Read>(super::super::api::draft::<Read>());
        let judge = |value: &openapi_client_runtime::Value| {
            if value["n"] == 2 { Progress::Done } else { Progress::Pending }
        };
        assert_eq!(Waiter::new(ask, judge).at_most(Duration::from_secs(9)).block().unwrap()["n"], 2);
        assert_eq!(mock.calls().len(), 3);
    }

    #[tokio::test]
    async fn within_async_code_it_is_an_error() {
        let client: Client = builder("https://example.com").transport(Mock::new()).build().unwrap();
        let error = call::<Read>(&client).block().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
}

//! The content of spans: OpenTelemetry's names, and no secret. This is a process of its own, because
//! `tracing` caches for all threads whether a span has a subscriber.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    reason = "a test fails by panicking, and uses only a part of the shared modules"
)]

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use openapi_client_runtime::{Client, ClientBuilder, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use support::api::{Read, builder, parts};
use support::server::{Server, response};

/// A subscriber that writes every field of every span and event.
#[derive(Clone, Default)]
struct Written {
    text: Arc<Mutex<String>>,
    spans: Arc<AtomicU64>,
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        writeln!(self.0, "{}={value:?}", field.name()).unwrap();
    }
}

impl Subscriber for Written {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("openapi_client_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = self.text.lock().unwrap();
        writeln!(text, "[{}]", span.metadata().name()).unwrap();
        span.record(&mut Fields(&mut text));
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Fields(&mut self.text.lock().unwrap()));
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Fields(&mut self.text.lock().unwrap()));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

async fn written(builder: ClientBuilder<Client>) -> String {
    let written = Written::default();
    let guard = tracing::subscriber::set_default(written.clone());
    let client = builder.build().unwrap();
    let mut parts = parts::<Read>();
    parts.query("signature", &"a-secret");
    parts.query("page", &2);
    parts.header("x-api-key", "another-secret");
    let response: Value = client.send::<Read>(parts).await.unwrap();
    assert_eq!(response, serde_json::json!({}));
    drop(guard);
    let text = written.text.lock().unwrap();
    text.clone()
}

#[tokio::test]
async fn calls_and_attempts_have_spans_without_secrets() {
    let server = Server::start([response(503, "", "{\"message\": \"body-secret\"}")]).await;
    let text = written(builder(&server.url)).await;
    assert_eq!(text.matches("[call]").count(), 1);
    assert_eq!(text.matches("[http_request]").count(), 2);
    let url = format!("url.full=\"{}/things?signature=REDACTED&page=REDACTED\"", server.url);
    let expected = [
        "otel.name=GET /things",
        "otel.kind=\"client\"",
        "http.request.method=\"GET\"",
        "url.template=\"/things\"",
        "server.address=\"127.0.0.1\"",
        "http.response.status_code=503",
        "error.type=\"503\"",
        "http.request.resend_count=1",
        "http.response.status_code=200",
        "network.protocol.version=HTTP/1.1",
        "attempts=2",
        &url,
    ];
    for expected in expected {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
    assert!(!text.contains("secret"), "{text}");

    // Queries are shown if the program allows it.
    let server = Server::start([]).await;
    let text = written(builder(&server.url).show_queries(true)).await;
    assert!(
        text.contains("/things?signature=a-secret&page=2\"") && !text.contains("another-secret"),
        "{text}"
    );
}

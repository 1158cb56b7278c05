//! Streamed responses: events and lines.

use openapi_client_runtime::codegen::{Api, Meta, Operation, RequestParts};
use openapi_client_runtime::{
    Client, ClientBuilder, ErrorKind, Event, EventStream, FullEvent, JsonLines, Retry, StatusCode, Text,
    Value,
};
use serde_json::json;

use support::api::builder;
use support::server::{Server, Step, head, response};

macro_rules! operation {
    ($name:ident, $output:ty) => {
        enum $name {}

        impl Operation for $name {
            type Output = $output;
            type Failure = ();
            const META: Meta = Meta::new("listen", "GET", "/parts").accept("text/event-stream");
        }
    };
}

operation!(Events, EventStream<Value>);
operation!(Described, EventStream<FullEvent<Value>>);
operation!(Lines, JsonLines<Value>);
operation!(Texts, JsonLines<Text>);

async fn open<O: Operation>(server: &Server) -> O::Output {
    let client: Client = builder(&server.url).build().unwrap();
    client.send::<O>(RequestParts::new(O::META)).await.unwrap()
}

async fn all<T>(events: &mut EventStream<T>) -> Vec<Event<T>> {
    let mut found = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        found.push(event);
    }
    found
}

#[tokio::test]
async fn events_are_typed_and_invalid_data_does_not_end_the_stream() {
    let body = "event: add\nid: 7\ndata: {\"n\":1}\n\ndata: [DONE]\n\n";
    let server = Server::start([response(200, "content-type: text/event-stream\r\n", body)]).await;
    let events = all(&mut open::<Events>(&server).await).await;
    assert_eq!((events[0].event.as_str(), &*events[0].id), ("add", "7"));
    assert_eq!(events[0].data().unwrap(), json!({"n": 1}));
    assert_eq!((events[1].text.as_str(), &*events[1].id), ("[DONE]", "7"));
    assert!(events[1].data().unwrap_err().to_string().contains("at $"));
    assert!(!format!("{:?}", events[0]).contains("\"n\""));
}

#[tokio::test]
async fn a_stream_ends_at_the_event_that_the_settings_or_the_program_name() {
    let body = "data: {\"n\":1}\n\ndata: [DONE]\n\ndata: {\"n\":2}\n\n";
    let done = || response(200, "content-type: text/event-stream\r\n", body);
    // A third connection would be a reconnection.
    let server = Server::start([done(), done(), response(500, "", "")]).await;
    let api = Api::new("test/1").end_of_events("[DONE]");
    let client: Client = ClientBuilder::new(api).base_url(&server.url).build().unwrap();
    let by_settings = client.send::<Events>(RequestParts::new(Events::META)).await.unwrap();
    let by_program = open::<Events>(&server).await.until("[DONE]");
    for events in [by_settings, by_program] {
        let mut events = events.reconnecting(3);
        let found = all(&mut events).await;
        assert_eq!(found.iter().map(|event| event.text.as_str()).collect::<Vec<_>>(), ["{\"n\":1}"]);
        assert!(events.try_next().await.unwrap().is_none());
    }
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn a_response_that_is_not_an_event_stream_is_an_error_with_its_body() {
    let server = Server::start([response(200, "content-type: application/json\r\n", "{\"n\":1}")]).await;
    let client: Client = builder(&server.url).build().unwrap();
    let failure = client.send::<Events>(RequestParts::new(Events::META)).await.err().unwrap();
    assert_eq!(failure.kind(), ErrorKind::Decode);
    assert_eq!(failure.raw_body().map(|body| &body[..]), Some(&b"{\"n\":1}"[..]));
}

#[tokio::test]
async fn a_type_may_describe_the_full_event() {
    let body = "event: add\ndata: {\"n\":1}\n\n";
    let server = Server::start([response(200, "", body)]).await;
    let events = all(&mut open::<Described>(&server).await).await;
    assert_eq!(events[0].data().unwrap().0, json!({"event": "add", "data": {"n": 1}}));
}

#[tokio::test]
async fn a_broken_stream_is_resumed_after_its_last_event() {
    let length = 1000;
    let server = Server::start([
        Step::Close(head(200, "", length, "retry: 1\nid: 1\ndata: 1\n\ndata: lost")),
        Step::Close(head(200, "", length, "id: 2\ndata: 2\n\n")),
        response(204, "", ""),
    ])
    .await;
    let mut events = open::<Events>(&server).await.reconnecting(1);
    let events: Vec<Value> = all(&mut events).await.iter().map(|event| event.data().unwrap()).collect();
    assert_eq!(events, [json!(1), json!(2)]);
    let heads: Vec<String> = server.seen().into_iter().map(|seen| seen.head.to_lowercase()).collect();
    assert_eq!(heads.len(), 3);
    assert!(!heads[0].contains("last-event-id"));
    assert!(heads[1].contains("last-event-id: 1") && heads[2].contains("last-event-id: 2"));
}

#[tokio::test]
async fn a_broken_stream_is_an_error_without_reconnecting_or_if_the_server_refuses() {
    let broken = || Step::Close(head(200, "", 1000, "retry: 1\ndata: 1\n\n"));
    let server = Server::start([broken()]).await;
    let mut events = open::<Events>(&server).await;
    assert!(events.try_next().await.unwrap().is_some());
    assert!(events.try_next().await.is_err());
    assert!(events.try_next().await.unwrap().is_none());
    let server = Server::start([broken(), response(404, "", "")]).await;
    let mut events = open::<Events>(&server).await.reconnecting(5);
    assert!(events.try_next().await.unwrap().is_some());
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
}

#[tokio::test]
async fn reconnections_are_limited() {
    let broken = || Step::Close(head(200, "", 1000, "retry: 1\ndata: 1\n\n"));
    let busy = || response(503, "", "");
    // An event restarts the count of attempts.
    let steps = [broken(), busy(), Step::ResetAfter, broken(), busy(), busy(), busy(), broken()];
    let server = Server::start(steps).await;
    let client: Client = builder(&server.url).retry(Retry::never()).build().unwrap();
    let mut events = client.send::<Events>(RequestParts::new(Events::META)).await.unwrap().reconnecting(3);
    assert!(events.try_next().await.unwrap().is_some());
    assert!(events.try_next().await.unwrap().is_some());
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert!(events.try_next().await.unwrap().is_none());
    assert_eq!(server.seen().len(), 7);
}

#[tokio::test]
async fn an_html_page_is_not_read_as_events() {
    let page = response(200, "content-type: text/html\r\n", "<p>data: 2\n\n</p>");
    let server = Server::start([response(200, "", "retry: 1\ndata: 1\n\n"), page]).await;
    let mut events = open::<Events>(&server).await.reconnecting(5);
    assert!(events.try_next().await.unwrap().is_some());
    let error = events.try_next().await.unwrap_err();
    assert!(error.is_decode() && error.raw_body().is_some_and(|body| body.starts_with(b"<p>")));
    assert!(events.try_next().await.unwrap().is_none());
    assert_eq!(server.seen().len(), 2);
}

#[tokio::test]
async fn an_id_that_is_invalid_in_a_header_does_not_end_the_stream() {
    let first = "retry: 1\nid: a\u{1}b\ndata: 1\n\n";
    let second = "retry: 1\nid: \u{e9}\ndata: 2\n\n";
    let server =
        Server::start([response(200, "", first), response(200, "", second), response(204, "", "")]).await;
    let events = all(&mut open::<Events>(&server).await.reconnecting(1)).await;
    let ids: Vec<_> = events.iter().map(|event| &*event.id).collect();
    assert_eq!(ids, ["a\u{1}b", "\u{e9}"]);
    let heads: Vec<String> = server.seen().into_iter().map(|seen| seen.head.to_lowercase()).collect();
    assert!(!heads[1].contains("last-event-id") && heads[2].contains("last-event-id: \u{e9}\r\n"));
}

#[tokio::test]
async fn an_id_counts_towards_the_limit_of_an_event() {
    let body = format!("id: {}\n\ndata: 1\n\n", "7".repeat(2_000));
    let server = Server::start([response(200, "", &body)]).await;
    let client: Client = builder(&server.url).response_limit(1_000).build().unwrap();
    let mut events = client.send::<Events>(RequestParts::new(Events::META)).await.unwrap();
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.to_string(), "listen: an event exceeds the limit of 1000 bytes");
    assert!(events.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn an_invalid_line_does_not_affect_the_others() {
    let body = "{\"n\":1}\r\n\n\u{1e}{\"n\":2}\nwrong\n{\"n\":3}";
    let server = Server::start([response(200, "", body), response(200, "", "a b\nc\n")]).await;
    let mut lines = open::<Lines>(&server).await;
    assert_eq!(lines.try_next().await.unwrap(), Some(json!({"n": 1})));
    assert_eq!(lines.try_next().await.unwrap(), Some(json!({"n": 2})));
    let error = lines.try_next().await.unwrap_err();
    assert!(error.is_decode() && error.raw_body().is_some_and(|body| body == "wrong"));
    assert_eq!(lines.try_next().await.unwrap(), Some(json!({"n": 3})));
    assert_eq!(lines.try_next().await.unwrap(), None);
    let mut texts = open::<Texts>(&server).await;
    assert_eq!(texts.try_next().await.unwrap(), Some(Text("a b".to_owned())));
}

#[tokio::test]
async fn records_of_a_sequence_may_have_several_lines() {
    let media = "content-type: application/json-seq; x=y\r\n";
    let body = "\u{1e}{\n  \"n\": \"a\\\"b\"\n}\n\u{1e}{\"cut\": \"\n\u{1e}1\n\u{1e}[\n2]\u{1e}12\u{1e}\u{1e}true\n\u{1e}34";
    let server = Server::start([response(200, media, body)]).await;
    let mut records = open::<Lines>(&server).await;
    let mut found = Vec::new();
    while let Some(record) = records.try_next().await.transpose() {
        found.push(record.map_err(|error| error.raw_body().unwrap().to_vec()));
    }
    let cut = |text: &str| Err(text.as_bytes().to_vec());
    let expected = [
        Ok(json!({"n": "a\"b"})),
        cut("{\"cut\": \"\n"),
        Ok(json!(1)),
        Ok(json!([2])),
        cut("12"),
        Ok(json!(true)),
        cut("34"),
    ];
    assert_eq!(
        found.iter().map(|record| record.as_ref()).collect::<Vec<_>>(),
        expected.iter().map(|record| record.as_ref()).collect::<Vec<_>>()
    );

    // A record is available as soon as its line is complete; its size is limited.
    let begun = Step::Hold([&head(200, media, 900, "\u{1e}{\n\"n\": 1}\n")[..], b"\x1e{\"n\""].concat());
    let long = format!("\u{1e}[{}", "2,\n".repeat(2_000));
    let server = Server::start([begun, response(200, media, &long)]).await;
    let client: Client = builder(&server.url).response_limit(1_000).build().unwrap();
    let mut records = client.clone().send::<Lines>(RequestParts::new(Lines::META)).await.unwrap();
    assert_eq!(records.try_next().await.unwrap(), Some(json!({"n": 1})));
    let mut records = client.send::<Lines>(RequestParts::new(Lines::META)).await.unwrap();
    // Either the limit or the end of the body comes first.
    assert!(records.try_next().await.is_err() && records.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn lines_may_begin_with_a_byte_order_mark() {
    let bodies = ["\u{feff}{\"n\":1}\n2\n", "\u{feff}\n{\"n\":1}\n2\n"];
    let server = Server::start(bodies.map(|body| response(200, "", body))).await;
    for _ in bodies {
        let mut lines = open::<Lines>(&server).await;
        assert_eq!(lines.try_next().await.unwrap(), Some(json!({"n": 1})));
        assert_eq!(lines.try_next().await.unwrap(), Some(json!(2)));
        assert_eq!(lines.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn endless_events_and_lines_are_errors() {
    let endless = format!("data: 1\n\ndata: {}", "x".repeat(2_000));
    let lines = format!("1\n[{}", "2,".repeat(2_000));
    let server =
        Server::start([response(200, "", &endless), Step::Close(head(200, "", 9_999, &lines))]).await;
    let client: Client = builder(&server.url).response_limit(1_000).build().unwrap();
    let mut events =
        client.clone().send::<Events>(RequestParts::new(Events::META)).await.unwrap().reconnecting(3);
    assert_eq!(events.try_next().await.unwrap().unwrap().text, "1");
    let error = events.try_next().await.unwrap_err();
    assert_eq!(error.to_string(), "listen: an event exceeds the limit of 1000 bytes");
    assert!(events.try_next().await.unwrap().is_none());

    let mut lines = client.send::<Lines>(RequestParts::new(Lines::META)).await.unwrap();
    assert_eq!(lines.try_next().await.unwrap(), Some(json!(1)));
    // Either the limit or the end of the connection comes first.
    assert!(lines.try_next().await.is_err() && lines.try_next().await.unwrap().is_none());
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn values_are_sent_as_lines() {
    let client: Client = builder("https://example.com").build().unwrap();
    let mut parts = RequestParts::new(Events::META);
    let values = [json!({"n": 1}), json!("a\nb")];
    parts.lines(
        "application/jsonl",
        &mut values.iter().map(|value| value as &dyn openapi_client_runtime::codegen::json::Encode),
    );
    let request = client.build(&parts).unwrap();
    assert_eq!(request.body().as_bytes().unwrap().as_ref(), b"{\"n\":1}\n\"a\\nb\"\n");
    parts.lines("application/json-seq", &mut values.iter().map(|value| value as _));
    let request = client.build(&parts).unwrap();
    assert_eq!(request.body().as_bytes().unwrap().as_ref(), b"\x1e{\"n\":1}\n\x1e\"a\\nb\"\n");
}

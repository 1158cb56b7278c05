//! Results of calls when the server or the network misbehaves: attempts, outcomes and limits.

use std::fmt;
use std::time::{Duration, Instant};

use openapi_client_runtime::codegen::Operation;
use openapi_client_runtime::{Client, Error, ErrorKind, Retry};

use support::api::{Create, Read, Replace, builder, call};
use support::server::{Server, Step, head, ok, response};

/// Returns a policy with very short delays, so that the other limits apply.
fn quick() -> Retry {
    Retry::new().backoff(Duration::from_millis(1), Duration::from_millis(2))
}

fn client(url: &str) -> Client {
    builder(url)
        .retry(quick())
        .timeout(Duration::from_millis(250))
        .read_timeout(Duration::from_millis(100))
        .response_limit(1_000)
        .build()
        .unwrap()
}

/// The expected result of a row of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Outcome {
    attempts: u32,
    seen: usize,
    kind: Option<ErrorKind>,
    is_unknown: bool,
}

const fn fails(kind: ErrorKind, attempts: u32, seen: usize, is_unknown: bool) -> Outcome {
    Outcome { attempts, seen, kind: Some(kind), is_unknown }
}

const fn succeeds(attempts: u32, seen: usize) -> Outcome {
    Outcome { attempts, seen, kind: None, is_unknown: false }
}

async fn outcome<O: Operation>(steps: Vec<Step>) -> (Outcome, Option<Error>) {
    let server = Server::start(steps).await;
    let began = Instant::now();
    let result = call::<O>(&client(&server.url)).await;
    // The test asserts that a call ends; its speed depends on the machine.
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    let seen = server.seen();
    assert!(seen.iter().all(|seen| seen.method == O::META.method && seen.body == seen_body::<O>()));
    let seen = seen.len();
    match result {
        Ok(response) => {
            (Outcome { attempts: response.attempts(), seen, kind: None, is_unknown: false }, None)
        }
        Err(error) => {
            let (attempts, is_unknown) = (error.attempts(), error.outcome_unknown());
            (Outcome { attempts, seen, kind: Some(error.kind()), is_unknown }, Some(error))
        }
    }
}

/// Returns the body that every attempt sends.
fn seen_body<O: Operation>() -> &'static [u8] {
    if O::META.method == "GET" { b"" } else { b"{\"name\":\"x\"}" }
}

/// Formats a cell of docs/failures.md.
impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            None => formatter.write_str("success")?,
            Some(kind) => write!(formatter, "`{kind:?}`")?,
        }
        match self.attempts {
            1 => {}
            attempts => write!(formatter, ", {attempts} attempts")?,
        }
        formatter.write_str(if self.is_unknown { ", outcome unknown" } else { "" })
    }
}

/// A situation, and the outcomes of GET, PUT and POST.
type Row = (&'static str, Vec<Step>, Outcome, Outcome, Outcome);

/// Creates a row in which all methods have the same outcome.
fn alike(what: &'static str, steps: Vec<Step>, outcome: Outcome) -> Row {
    (what, steps, outcome, outcome, outcome)
}

fn rows() -> Vec<Row> {
    use ErrorKind::{Decode, Status, Timeout, Transport};
    let past = "retry-after: Wed, 21 Oct 2015 07:28:00 GMT\r\n";
    let cut = || Step::Close(head(200, "", 500, "{"));
    let long = || Step::Response(head(200, "", 1_001, &" ".repeat(1_001)));
    vec![
        ("200", vec![ok()], succeeds(1, 1), succeeds(1, 1), succeeds(1, 1)),
        (
            "429 with `Retry-After` in seconds, 429 with a date, 200",
            vec![response(429, "retry-after: 0\r\n", ""), response(429, past, ""), ok()],
            succeeds(3, 3),
            succeeds(3, 3),
            succeeds(3, 3),
        ),
        alike(
            "429 with `Retry-After` of an hour",
            vec![response(429, "retry-after: 3600\r\n", "")],
            fails(Status, 1, 1, false),
        ),
        ("500, 200", vec![response(500, "", "")], succeeds(2, 2), succeeds(2, 2), fails(Status, 1, 1, true)),
        (
            "503 and 502 and 504, HTML from a proxy",
            vec![response(503, "", ""), response(502, "", "<html>"), response(504, "", "<html>")],
            fails(Status, 3, 3, false),
            fails(Status, 3, 3, true),
            fails(Status, 1, 1, true),
        ),
        (
            "520 and 522 and 524, from Cloudflare for its origin",
            vec![response(520, "", ""), response(522, "", ""), response(524, "", "")],
            fails(Status, 3, 3, false),
            fails(Status, 3, 3, true),
            fails(Status, 1, 1, true),
        ),
        ("529, 200", vec![response(529, "", "")], succeeds(2, 2), succeeds(2, 2), fails(Status, 1, 1, true)),
        ("425, 200", vec![response(425, "", "")], succeeds(2, 2), succeeds(2, 2), succeeds(2, 2)),
        (
            "507",
            vec![response(507, "", "")],
            fails(Status, 1, 1, false),
            fails(Status, 1, 1, true),
            fails(Status, 1, 1, true),
        ),
        alike(
            "407 from a proxy",
            vec![response(407, "proxy-authenticate: Basic\r\n", "")],
            fails(Status, 1, 1, false),
        ),
        (
            "more than 1,024 headers",
            vec![response(200, &"x: y\r\n".repeat(1_025), "{}")],
            fails(Transport, 1, 1, false),
            fails(Transport, 1, 1, true),
            fails(Transport, 1, 1, true),
        ),
        alike("501", vec![response(501, "", "")], fails(Status, 1, 1, false)),
        alike("409", vec![response(409, "", "")], fails(Status, 1, 1, false)),
        alike(
            "302",
            vec![response(302, "location: http://127.0.0.1:1/\r\n", "")],
            fails(Status, 1, 1, false),
        ),
        (
            "reset after the request, 200",
            vec![Step::ResetAfter],
            succeeds(2, 2),
            succeeds(2, 2),
            fails(Transport, 1, 1, true),
        ),
        (
            "reset before the request, 200",
            vec![Step::Reset],
            succeeds(2, 1),
            succeeds(2, 1),
            fails(Transport, 1, 0, true),
        ),
        (
            "endless resets",
            vec![Step::ResetAfter; 9],
            fails(Transport, 3, 3, false),
            fails(Transport, 3, 3, true),
            fails(Transport, 1, 1, true),
        ),
        (
            "closed without a response",
            vec![Step::Close(Vec::new())],
            succeeds(2, 2),
            succeeds(2, 2),
            fails(Transport, 1, 1, true),
        ),
        (
            "half a body",
            vec![cut(); 3],
            fails(Transport, 3, 3, false),
            fails(Transport, 3, 3, true),
            fails(Transport, 1, 1, true),
        ),
        ("half a body, 200", vec![cut()], succeeds(2, 2), succeeds(2, 2), fails(Transport, 1, 1, true)),
        (
            "no response",
            vec![Step::Hold(Vec::new()); 3],
            fails(Timeout, 3, 3, false),
            fails(Timeout, 3, 3, true),
            fails(Timeout, 1, 1, true),
        ),
        (
            "endless headers",
            vec![Step::Hold(b"HTTP/1.1 200 OK\r\nx: y\r\n".to_vec())],
            succeeds(2, 2),
            succeeds(2, 2),
            fails(Timeout, 1, 1, true),
        ),
        (
            "a body that stops",
            vec![Step::Hold(head(200, "", 500, "{"))],
            succeeds(2, 2),
            succeeds(2, 2),
            fails(Timeout, 1, 1, true),
        ),
        (
            "a body sent byte by byte",
            vec![Step::Drip(head(200, "", 500, &" ".repeat(500))); 3],
            fails(Timeout, 3, 3, false),
            fails(Timeout, 3, 3, true),
            fails(Timeout, 1, 1, true),
        ),
        alike(
            "a body longer than `Content-Length`",
            vec![Step::Close(head(200, "", 1, "{}HTTP/1.1 200 X\r\n\r\n"))],
            fails(Decode, 1, 1, false),
        ),
        // A body that is too long once is too long in every attempt.
        (
            "a body over the limit",
            vec![long(); 3],
            fails(Transport, 1, 1, false),
            fails(Transport, 1, 1, true),
            fails(Transport, 1, 1, true),
        ),
        // An error response is a `Status` error, even if its body fails.
        alike("404, half a body", vec![Step::Close(head(404, "", 500, "{"))], fails(Status, 1, 1, false)),
        (
            "429 with `Retry-After` in seconds and a body over the limit, 200",
            vec![response(429, "retry-after: 0\r\n", &" ".repeat(1_001))],
            succeeds(2, 2),
            succeeds(2, 2),
            succeeds(2, 2),
        ),
        (
            "503, a body that stops, 200",
            vec![Step::Hold(head(503, "retry-after: 0\r\n", 500, "{"))],
            succeeds(2, 2),
            succeeds(2, 2),
            fails(Status, 1, 1, true),
        ),
        alike("invalid JSON", vec![response(200, "", "{nonsense")], fails(Decode, 1, 1, false)),
        alike(
            "invalid UTF-8",
            vec![Step::Response(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n\xff\xfe".to_vec())],
            fails(Decode, 1, 1, false),
        ),
        (
            "invalid HTTP",
            vec![Step::Close(b"SSH-2.0-x\r\n".to_vec()); 3],
            fails(Transport, 3, 3, false),
            fails(Transport, 3, 3, true),
            fails(Transport, 1, 1, true),
        ),
    ]
}

#[tokio::test]
async fn every_failure_has_the_result_in_the_table() {
    for (what, steps, get, put, post) in rows() {
        assert_eq!(outcome::<Read>(steps.clone()).await.0, get, "GET: {what}");
        assert_eq!(outcome::<Replace>(steps.clone()).await.0, put, "PUT: {what}");
        assert_eq!(outcome::<Create>(steps).await.0, post, "POST: {what}");
    }
}

/// `INSTA_UPDATE=always` rewrites the page, as it does with snapshots.
#[test]
fn the_page_matches_the_table() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/failures.md");
    let rows = rows().into_iter();
    let rows: String =
        rows.map(|(what, _, get, put, post)| format!("| {what} | {get} | {put} | {post} |\n")).collect();
    let text = std::fs::read_to_string(page).unwrap();
    let (before, _) = text.split_once("|---|---|---|---|\n").unwrap();
    let (_, after) = text.split_once("\n\nBeside").unwrap();
    let expected = format!("{before}|---|---|---|---|\n{rows}\nBeside{after}");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(page, &expected).unwrap();
    }
    assert_eq!(std::fs::read_to_string(page).unwrap(), expected);
}

#[tokio::test]
async fn the_limit_of_bodies_is_32_mib() {
    let body = |length: usize| response(200, "", &format!("{}{{}}", " ".repeat(length - 2)));
    let server = Server::start([body(32 << 20), body((32 << 20) + 1)]).await;
    let client: Client = builder(&server.url).build().unwrap();
    assert_eq!(call::<Read>(&client).await.unwrap().body().len(), 32 << 20);
    let error = call::<Read>(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert_eq!(error.to_string(), "read_thing: the body exceeds the limit of 33554432 bytes");
}

#[tokio::test]
async fn a_refused_connection_is_retried() {
    let server = Server::start([]).await;
    let url = server.url.replace("127.0.0.1", "127.0.0.2");
    let error = call::<Create>(&client(&url)).await.unwrap_err();
    assert!(error.is_connect() && !error.outcome_unknown(), "{error}");
    assert_eq!((error.attempts(), server.seen().len()), (3, 0));
}

#[tokio::test]
async fn many_headers_are_accepted() {
    let server = Server::start([response(200, &"x: y\r\n".repeat(1_000), "{}")]).await;
    let response = call::<Create>(&client(&server.url)).await.unwrap();
    assert_eq!(response.headers().get_all("x").iter().count(), 1_000);
}

#[tokio::test]
async fn the_error_of_a_content_length_that_is_too_large_names_it() {
    let head = format!("HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n", u64::MAX);
    let (_, error) = outcome::<Create>(vec![Step::Close(head.into_bytes())]).await;
    let error = error.unwrap().to_string();
    assert!(error.ends_with("or a `Content-Length` that is too large"), "{error}");
}

#[tokio::test]
async fn the_error_of_a_redirect_has_its_target_without_secrets() {
    for (location, shown) in [
        ("https://user:pw@elsewhere.example/a/b?token=secret#x", ": https://elsewhere.example/a/b"),
        ("/other?token=secret", ": /other"),
        ("//user:pw@h/other?token=secret", ": h/other"),
        ("data:secret", ": data:"),
        ("", ": "),
    ] {
        let location = format!("location: {location}\r\n");
        let (_, error) = outcome::<Create>(vec![response(307, &location, "")]).await;
        let text = error.unwrap().to_string();
        let expected = format!("create_thing: 307 Temporary Redirect, which is not followed{shown}");
        assert_eq!(text.trim_end(), expected.trim_end());
    }
    let (_, error) = outcome::<Read>(vec![response(407, "", "")]).await;
    let text = "read_thing: 407 Proxy Authentication Required: the proxy rejected the credentials of its URL";
    assert_eq!(error.unwrap().to_string(), text);
}

#[tokio::test]
async fn problem_details_in_another_charset_are_decoded() {
    let head =
        "HTTP/1.1 404 X\r\ncontent-type: application/problem+json; charset=ISO-8859-1\r\ncontent-length: 19";
    let body = [head.as_bytes(), b"\r\n\r\n{\"detail\": \"caf\xe9s\"}"].concat();
    let (_, error) = outcome::<Read>(vec![Step::Response(body)]).await;
    assert_eq!(error.unwrap().to_string(), "read_thing: 404 cafés");
}

#[tokio::test]
async fn errors_describe_the_attempts() {
    let busy = response(503, "x-request-id: r1\r\n", "{\"message\": \"busy\"}");
    let (_, error) = outcome::<Read>(vec![busy; 3]).await;
    assert_eq!(error.unwrap().to_string(), "read_thing: 503 busy (3 attempts)");
    let (_, error) = outcome::<Read>(vec![Step::Hold(Vec::new()); 3]).await;
    assert_eq!(error.unwrap().to_string(), "read_thing: no complete response within 0.25 s (3 attempts)");
    let (_, error) =
        outcome::<Read>(vec![response(429, "retry-after: 3600\r\nratelimit-remaining: 0\r\n", "")]).await;
    let error = error.unwrap();
    let wait = error.retry_at().unwrap().duration_since(std::time::SystemTime::now()).unwrap();
    assert!(error.is_rate_limited() && wait > Duration::from_secs(3590) && wait < Duration::from_secs(3601));
    assert_eq!(error.rate_limit().unwrap().remaining, Some(0));
}

#[tokio::test]
async fn texts_of_the_server_are_truncated() {
    let long = "x".repeat(1 << 20);
    let body = format!(
        "{{\"filler\": [[], {{}}], \"type\": \"{long}\", \"message\": \"{long}\", \"instance\": \"é{long}\"}}"
    );
    let server = Server::start([response(400, "", &body)]).await;
    let error = call::<Read>(&builder(&server.url).build().unwrap()).await.unwrap_err();
    for text in [error.code(), error.message(), error.request_id()] {
        assert_eq!(text.unwrap().len(), 64 << 10);
    }
    let (shown, id) = ("x".repeat(300), "x".repeat(299));
    assert_eq!(error.to_string(), format!("read_thing: 400 {shown}: {shown} (request é{id})"));
    assert_eq!(error.raw_body().unwrap().len(), body.len());
}

#[tokio::test]
async fn a_status_is_preserved_if_its_body_cannot_be_read() {
    for (step, why) in [
        (
            Step::Close(head(404, "", 500, "{")),
            "the connection failed within the response: end of file before message length reached",
        ),
        (Step::Hold(head(404, "", 500, "{")), "no data for 0.1 s"),
        (response(404, "", &" ".repeat(1_001)), "the body exceeds the limit of 1000 bytes"),
        #[cfg(feature = "gzip")]
        (
            response(404, "content-encoding: gzip\r\n", "not compressed"),
            "the body is not valid gzip: Invalid gzip header",
        ),
    ] {
        let (_, error) = outcome::<Read>(vec![step]).await;
        let error = error.unwrap();
        assert_eq!(error.to_string(), format!("read_thing: 404 Not Found (the body cannot be read: {why})"));
        assert!(error.is_not_found() && !error.is_timeout() && error.raw_body().unwrap().is_empty());
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), why);
    }
}

#[tokio::test]
async fn a_call_marked_idempotent_is_retried() {
    let server = Server::start([response(500, "", ""), Step::ResetAfter]).await;
    let mut parts = support::api::parts::<Create>();
    parts.idempotent(true);
    let response = client(&server.url).send_with_response::<Create>(parts).await.unwrap();
    assert_eq!((response.attempts(), server.seen().len()), (3, 3));
}

#[tokio::test]
async fn partial_content_is_a_success_only_if_it_was_requested() {
    let part = || response(206, "content-range: bytes 0-1/9\r\n", "{}");
    let server = Server::start([part(), part(), part(), part()]).await;
    let client = client(&server.url);
    let error = call::<Read>(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.status().unwrap().as_u16()),
        (ErrorKind::Decode, 1, 206)
    );
    assert_eq!(
        error.to_string(),
        "read_thing: 206 with a body that does not decode: it is partial content, but the request has no `Range` \
         header at $"
    );
    let error = client.request(http::Method::GET, "/raw").stream().await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, 206));
    let mut ranged = support::api::parts::<Read>();
    ranged.header("Range", "bytes=0-1");
    assert_eq!(client.clone().send_with_response::<Read>(ranged).await.unwrap().status().as_u16(), 206);
    let declared = support::api::parts::<Read>().partial(true);
    assert_eq!(client.send_with_response::<Read>(declared).await.unwrap().status().as_u16(), 206);
}

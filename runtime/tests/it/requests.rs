//! Requests that cannot be sent: each is an error before anything is sent.

use openapi_client_runtime::codegen::{Operation, Parameter, RequestParts};
use openapi_client_runtime::transport::{Transport, TransportFuture};
use openapi_client_runtime::{Body, Client, ErrorKind, JsonString};

use support::api::{Create, Read, builder, parts};

/// Fails the test if anything is sent.
struct Nowhere;

impl Transport for Nowhere {
    fn send(&self, _: http::Request<Body>) -> TransportFuture {
        panic!("a request was sent");
    }
}

/// Sends a call, and returns the text of its error.
async fn refused<O: Operation>(parts: RequestParts) -> String {
    let client: Client = builder("https://example.com").transport(Nowhere).build().unwrap();
    let error = client.send::<O>(parts).await.err().unwrap();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Request, 0));
    error.to_string()
}

#[tokio::test]
async fn numbers_that_are_not_finite_are_refused_within_strings() {
    let value = || JsonString::from(vec![1.0, f64::NAN]);
    let why = "a number that is not finite cannot be sent";
    let mut parts = RequestParts::new(Create::META);
    parts.json("application/json", &vec![value()]);
    assert_eq!(refused::<Create>(parts).await, format!("create_thing: the body: {why}"));
    let mut parts = RequestParts::new(Read::META);
    parts.parameter(Parameter::query("filter"), &value());
    assert_eq!(refused::<Read>(parts).await, format!("read_thing: the parameter `filter`: {why}"));
    let mut parts = RequestParts::new(Create::META);
    parts.lines("application/jsonl", &mut [value()].iter().map(|value| value as _));
    assert_eq!(refused::<Create>(parts).await, format!("create_thing: the body: {why}"));
}

#[tokio::test]
async fn headers_that_frame_the_message_are_refused() {
    for (name, value, why) in [
        ("Content-Length", "5", "the header `content-length` is 5, but the body has 12 bytes"),
        ("content-length", "+12", "the header `content-length` is not a number of bytes"),
        ("content-length", "12, 12", "the header `content-length` is not a number of bytes"),
        (
            "transfer-encoding",
            "chunked",
            "the header `transfer-encoding` cannot be set: the body determines it",
        ),
        ("connection", "close", "the header `connection` cannot be set: the connection determines it"),
        ("Keep-Alive", "timeout=5", "the header `keep-alive` cannot be set: the connection determines it"),
        ("te", "trailers", "the header `te` cannot be set: the connection determines it"),
        ("Trailer", "x", "the header `trailer` cannot be set: the connection determines it"),
        ("upgrade", "h2c", "the header `upgrade` cannot be set: the connection determines it"),
    ] {
        let mut by_hand = parts::<Create>();
        by_hand.header(name, value);
        assert_eq!(refused::<Create>(by_hand).await, format!("create_thing: {why}"), "{name}");
        let mut declared = parts::<Create>();
        declared.parameter(Parameter::header(name), &value);
        assert_eq!(refused::<Create>(declared).await, format!("create_thing: {why}"), "{name}");
        let built = builder("https://example.com").default_header(name, value).build();
        assert_eq!(built.err().unwrap().kind(), ErrorKind::Configuration, "{name}");
    }
    let mut empty = parts::<Read>();
    empty.header("content-length", "3");
    let why = "the header `content-length` is 3, but the body has 0 bytes";
    assert_eq!(refused::<Read>(empty).await, format!("read_thing: {why}"));
}

#[test]
fn a_correct_content_length_is_sent_once_and_sets_that_of_a_stream() {
    let client: Client = builder("https://example.com").build().unwrap();
    let mut parts = parts::<Create>();
    parts.header("content-length", "12");
    assert!(!client.build(&parts).unwrap().headers().contains_key("content-length"));
    parts.body("text/plain", Body::reader(&b"many bytes"[..]));
    parts.header("content-length", "10");
    assert_eq!(client.build(&parts).unwrap().body().length(), Some(10));
}

#[test]
fn users_and_passwords_that_basic_cannot_express_are_refused() {
    for (user, password, is_right) in [
        ("a:b", "c", false),
        ("a", "b:c", true),
        ("a\n", "b", false),
        ("a", "b\u{7f}", false),
        ("\u{e9}", "\u{20ac}", true),
        ("", "", true),
    ] {
        let built = builder("https://example.com").basic(user, password).build();
        let kind = built.err().map(|error| error.kind());
        assert_eq!(kind, (!is_right).then_some(ErrorKind::Configuration), "{user:?} {password:?}");
    }
}

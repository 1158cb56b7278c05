//! No text contains a secret: every value that is marked as secret is searched for in everything that a
//! program can show, log or record. This is a process of its own, because logs are those of the whole
//! process.

#![cfg(feature = "test-util")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    reason = "a test fails by panicking, and uses only a part of the shared modules"
)]

mod logs;

use std::collections::BTreeMap;
use std::fmt::Debug;

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine};
use openapi_client_runtime::codegen::json::{Decode, Encode, Fault, Reader, Secret, Writer};
use openapi_client_runtime::codegen::{
    Api, ErrorShape, Meta, Operation, Paged, Paging, Parameter, RequestParts, Scheme, SchemeKind,
};
use openapi_client_runtime::mock::{Mock, Recorder};
use openapi_client_runtime::transport::{Phase, Transport, TransportError, TransportFuture};
use openapi_client_runtime::{
    Body, Client, ClientBuilder, Error, JsonLines, Response, ResponseFuture, Retry, Server as At, Text,
    Token, Value, http,
};
use support::server::{ReceivedRequest, Server, Step, head, response};

const TOKEN: &str = "tok-SECRET-1/a+b";
const PASSWORD: &str = "pw-SECRET-2 é\"x";
const HEADER_KEY: &str = "hk-SECRET-3-abc";
const QUERY_KEY: &str = "qk SECRET/4+abc";
const COOKIE_KEY: &str = "ck-SECRET-5-abc";
const PROXY: &str = "pp-SECRET-6-abc";
const BASE: &str = "bp-SECRET-7-abc";
const FIELD: &str = "fp-SECRET-8-\"\\abc";
const NAMED: &str = "np-SECRET-9-abc";
const SIGNATURE: &str = "sg-SECRET-10-abc";
const HEADER: &str = "xh-SECRET-11-abc";
const PRESIGNED: &str = "ps-SECRET-12-abc";
const CURSOR: &str = "cu-SECRET-13-abc";
const FETCHED: &str = "ft-SECRET-14-abc";
const BARE: &str = "ba-SECRET-15-abc";
const FORM: &str = "fo-SECRET-16 abc";
const COOKIE: &str = "co-SECRET-17-abc";

const ALL: [&str; 17] = [
    TOKEN, PASSWORD, HEADER_KEY, QUERY_KEY, COOKIE_KEY, PROXY, BASE, FIELD, NAMED, SIGNATURE, HEADER,
    PRESIGNED, CURSOR, FETCHED, BARE, FORM, COOKIE,
];

/// A body with a field that only the description marks as secret, one whose name marks it, and a URL.
#[derive(PartialEq, Clone)]
struct Login;

impl Encode for Login {
    fn encode(&self, writer: &mut Writer) {
        let url =
            format!("see https://h.example/a and https://u:{BASE}@h.example/x?X-Amz-Signature={PRESIGNED}");
        let text = format!("{{\"pwd\": \"{NAMED}\"}}");
        writer
            .record(&["name", "code", "jwt", "url", "text"], (&"ann", &Secret(&FIELD), &NAMED, &url, &text));
    }
}

impl Decode for Login {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let (_,): (Value,) = reader.record(&["name"])?;
        Ok(Self)
    }
}

openapi_client_runtime::codegen::models!(Login);

macro_rules! operation {
    ($name:ident, $output:ty, $id:literal, $method:literal) => {
        enum $name {}

        impl Operation for $name {
            type Output = $output;
            type Failure = Value;
            const META: Meta =
                Meta::new($id, $method, "/things/{id}").accept("application/json").security(&[
                    &["bearer", "header", "query", "cookie"],
                    &["basic", "header", "query", "cookie"],
                ]);
        }
    };
}

operation!(List, Value, "list_things", "GET");
operation!(Create, Login, "create_thing", "POST");
operation!(Read, Text, "read_thing", "GET");

impl Paged for List {
    type Item = Value;
    const PAGING: Paging = Paging::cursor("cursor", "/next").items("/items");
    fn items(page: Value) -> Vec<Value> {
        page["items"].as_array().cloned().unwrap_or_default()
    }
}

fn builder(url: &str) -> ClientBuilder<Client> {
    const SCHEMES: &[Scheme] = &[
        Scheme::new("bearer", SchemeKind::Bearer),
        Scheme::new("basic", SchemeKind::Basic),
        Scheme::new("header", SchemeKind::Header("x-key")),
        Scheme::new("query", SchemeKind::Query("key")),
        Scheme::new("cookie", SchemeKind::Cookie("session")),
    ];
    let errors = ErrorShape::new().code("/code").message("/message").request_id_header("x-request-id");
    ClientBuilder::new(Api::new("test/1").schemes(SCHEMES).errors(errors))
        .base_url(url)
        .retry(Retry::never())
        .api_key("header", HEADER_KEY)
        .api_key("query", QUERY_KEY)
        .api_key("cookie", COOKIE_KEY)
}

/// Creates a call that has a secret in every part that can hold one; `id` is in its path.
fn parts<O: Operation>(id: &str) -> RequestParts {
    let mut parts = RequestParts::new(O::META);
    parts.parameter(Parameter::path("id"), &id);
    parts.parameter(Parameter::query("cursor"), &CURSOR);
    parts.query("signature", &SIGNATURE);
    parts.header("x-auth-token", HEADER);
    parts.parameter(Parameter::cookie("other"), &COOKIE);
    if O::META.method == "POST" {
        parts.json("application/json", &Login);
    }
    parts
}

/// All texts that were shown, with the place that showed each of them.
#[derive(Default)]
struct Places(Vec<(String, String)>);

impl Places {
    fn show(&mut self, place: &str, text: impl Into<String>) {
        self.0.push((place.to_owned(), text.into()));
    }

    fn debug(&mut self, place: &str, value: &impl Debug) {
        self.show(&format!("{place}, Debug"), format!("{value:?}"));
        self.show(&format!("{place}, alternate Debug"), format!("{value:#?}"));
    }

    fn error(&mut self, place: &str, error: &Error) {
        self.debug(place, error);
        let mut next: Option<&dyn std::error::Error> = Some(error);
        while let Some(error) = next {
            self.show(&format!("{place}, source"), format!("{error} {error:?} {error:#?}"));
            next = error.source();
        }
        for (what, text) in [
            ("code", error.code()),
            ("message", error.message()),
            ("request id", error.request_id()),
            ("path", error.json_path().map(str::to_owned)),
        ] {
            self.show(&format!("{place}, {what}"), text.unwrap_or_default());
        }
    }

    fn outcome<T: Debug>(&mut self, place: &str, outcome: &Result<T, Error>) {
        match outcome {
            Ok(value) => self.debug(place, value),
            Err(error) => self.error(place, error),
        }
    }
}

/// Returns the texts to search for: each secret in all its forms, and its beginning.
fn needles() -> Vec<(&'static str, String)> {
    let start = |secret: &'static str| (secret, secret[..secret.find("SECRET").unwrap() + 8].to_owned());
    forms().into_iter().chain(ALL.into_iter().map(start)).collect()
}

/// Returns each secret in the forms in which it may be written.
fn forms() -> Vec<(&'static str, String)> {
    let mut needles = Vec::new();
    for secret in ALL {
        needles.push((secret, secret.to_owned()));
        needles.push((secret, url::form_urlencoded::byte_serialize(secret.as_bytes()).collect()));
        needles.push((secret, secret.bytes().map(|byte| format!("%{byte:02X}")).collect()));
        needles.push((secret, BASE64_STANDARD.encode(secret)));
        needles.push((secret, BASE64_URL_SAFE_NO_PAD.encode(secret)));
    }
    needles.push((PASSWORD, BASE64_STANDARD.encode(format!("user:{PASSWORD}"))));
    needles.push((PROXY, BASE64_STANDARD.encode(format!("user:{PROXY}"))));
    needles
}

/// Returns the response text of a server that repeats the whole request.
fn echo(seen: &ReceivedRequest) -> String {
    let body = String::from_utf8_lossy(&seen.body);
    let known = forms().into_iter().filter(|(secret, _)| *secret != CURSOR);
    // The server cannot repeat secrets that were not sent. It repeats the others in every form.
    let decoded = percent_encoding::percent_decode_str(&seen.head).decode_utf8_lossy().into_owned();
    let in_json = |secret: &str| serde_json::Value::from(secret).to_string().trim_matches('"').to_owned();
    let body_is = |secret: &str| body.contains(secret) || body.contains(&in_json(secret));
    let sent = |secret: &str| decoded.contains(secret) || body_is(secret);
    let repeated: Vec<String> = known.filter(|(secret, _)| sent(secret)).map(|(_, form)| form).collect();
    let field = if body_is(FIELD) { FIELD } else { "…" };
    format!("password {field} too short: {} {body} {}", seen.head, repeated.join(" "))
}

/// The name of a server behaviour, and its implementation.
type Behaviour = (&'static str, fn(&ReceivedRequest) -> Step);

/// Returns the behaviours of the server.
fn behaviours() -> Vec<Behaviour> {
    vec![
        ("401 in JSON", |seen| {
            let body = serde_json::json!({"code": HEADER_KEY, "message": echo(seen)}).to_string();
            response(401, &format!("x-request-id: {HEADER_KEY}\r\n"), &body)
        }),
        ("422 as problem details", |seen| {
            let body = serde_json::json!({"type": QUERY_KEY, "detail": echo(seen), "instance": COOKIE_KEY});
            response(422, "content-type: application/problem+json\r\n", &body.to_string())
        }),
        ("400 in HTML", |seen| response(400, "content-type: text/html\r\n", &echo(seen))),
        ("200 of another type", |seen| response(200, "", &serde_json::json!([echo(seen)]).to_string())),
        ("200 that repeats secrets", |seen| {
            let token = if seen.head.contains(TOKEN) { TOKEN } else { HEADER_KEY };
            let text = [token, HEADER_KEY, QUERY_KEY, COOKIE_KEY].join(" ");
            response(200, "", &serde_json::json!({"name": text, token: 1, "n": 1}).to_string())
        }),
        ("302", |_| response(302, &format!("location: https://h.example/?code={PRESIGNED}\r\n"), "")),
        ("a reset", |_| Step::ResetAfter),
        ("invalid HTTP", |seen| Step::Close(echo(seen).into_bytes())),
        ("an invalid header", |_| {
            Step::Close(format!("HTTP/1.1 200 X\r\n{HEADER_KEY} x: 1\r\n\r\n").into_bytes())
        }),
        ("half a body", |seen| Step::Close(head(200, "", 90_000, &echo(seen)))),
    ]
}

async fn calls(places: &mut Places, what: &str, client: &Client, id: &str) {
    places.debug(&format!("{what}: client"), client);
    let request = parts::<Create>(id);
    places.debug(&format!("{what}: request"), &request);
    let pending: ResponseFuture<Response<Login>> = client.clone().send_with_response::<Create>(request);
    places.debug(&format!("{what}: pending"), &pending);
    places.outcome(&format!("{what}: create"), &pending.await);
    places.outcome(
        &format!("{what}: list"),
        &client.clone().send_with_response::<List>(parts::<List>(id)).await,
    );
    let text = client.clone().send_with_response::<Read>(parts::<Read>(id)).await;
    places.outcome(&format!("{what}: text"), &text);
    let mut form = RequestParts::new(Create::META);
    form.parameter(Parameter::path("id"), &"x");
    form.body("application/x-www-form-urlencoded", format!("password={}&a=b", FORM.replace(' ', "+")).into());
    places.outcome(&format!("{what}: form"), &client.clone().send::<Create>(form).await);
    let mut multipart = RequestParts::new(Create::META);
    multipart.parameter(Parameter::path("id"), &"x");
    multipart.multipart(&Login, &[]);
    places.outcome(&format!("{what}: multipart"), &client.clone().send::<Create>(multipart).await);
    let mut lines = RequestParts::new(Create::META);
    lines.parameter(Parameter::path("id"), &"x");
    lines.lines("application/jsonl", &mut [&Login as &dyn Encode, &Login].into_iter());
    places.outcome(&format!("{what}: lines"), &client.clone().send::<Create>(lines).await);
    #[cfg(feature = "xml")]
    {
        use openapi_client_runtime::codegen::xml;
        let mut document = RequestParts::new(Create::META);
        document.parameter(Parameter::path("id"), &"x");
        document.body("application/xml", xml::body(&Login, xml::Node::element("login")));
        places.outcome(&format!("{what}: XML"), &client.clone().send::<Create>(document).await);
    }
    let raw = client.request(http::Method::GET, format!("/a?access_token={SIGNATURE}&{BARE}"));
    places.debug(&format!("{what}: raw request"), &raw);
    places.outcome(&format!("{what}: raw"), &raw.send_as::<Login>().await);
    let raw = client.request(http::Method::GET, format!("/a?access_token={SIGNATURE}&{BARE}"));
    if let Ok(response) = raw.send_as::<JsonLines<Login>>().await {
        let mut lines = response.into_inner();
        while let Some(line) = lines.try_next().await.transpose() {
            places.outcome(&format!("{what}: a line"), &line);
        }
    }
    let mut items = client.clone().items::<List>(parts::<List>(id));
    places.debug(&format!("{what}: items"), &items);
    let first = items.try_next().await.map(|_| ());
    places.outcome(&format!("{what}: items"), &first);
}

async fn server_that_repeats(places: &mut Places) {
    for (what, decide) in behaviours() {
        let server = Server::by(move |seen| seen.map_or_else(support::server::ok, decide)).await;
        let recorder = Recorder::new();
        for (kind, builder) in [
            ("token", builder(&server.url).token(format!(" \"{TOKEN}\"\n"))),
            ("basic", builder(&server.url).basic("user", PASSWORD)),
            ("fetched", builder(&server.url).credentials(|| async { Ok(Token::new(FETCHED)) })),
        ] {
            let what = format!("{what} ({kind})");
            let builder = builder.no_proxy().interceptor(recorder.clone());
            places.debug(&format!("{what}: builder"), &builder);
            calls(places, &what, &builder.build().unwrap(), if kind == "token" { TOKEN } else { "7" }).await;
        }
        let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("secrets.json");
        recorder.save(&path).unwrap();
        places.show(&format!("{what}: recording"), std::fs::read_to_string(path).unwrap());
    }
}

async fn lists_in_circles(places: &mut Places) {
    let page = serde_json::json!({"items": [1], "next": CURSOR}).to_string();
    let server = Server::by(move |_| response(200, "", &page)).await;
    let client = builder(&server.url).token(TOKEN).no_proxy().build().unwrap();
    let mut start = RequestParts::new(List::META);
    start.parameter(Parameter::path("id"), &"x");
    let pages = client.clone().pages::<List>(start.clone());
    places.debug("pages", &pages);
    let error = client.items::<List>(start).try_collect().await.unwrap_err();
    assert_eq!(error.kind(), openapi_client_runtime::ErrorKind::Paging);
    places.error("a cyclic list", &error);
}

/// A transport whose errors contain secrets.
struct Talkative;

#[derive(Debug)]
#[expect(dead_code, reason = "its Debug shows it")]
struct Cause(String);

impl std::fmt::Display for Cause {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a cause")
    }
}

impl std::error::Error for Cause {}

impl Transport for Talkative {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let seen = format!("{} {:?}", request.uri(), request.headers()["authorization"].to_str());
        Box::pin(async move {
            let cause = TransportError::new(Phase::Sent, seen.clone()).caused_by(Cause(seen.clone()));
            Err(TransportError::new(Phase::Connect, format!("cannot reach {seen}")).caused_by(cause))
        })
    }
}

async fn other_ways_to_fail(places: &mut Places) {
    let client = builder("https://h.example").token(TOKEN).transport(Talkative).build().unwrap();
    let error = client.clone().send::<Create>(parts::<Create>(TOKEN)).await.unwrap_err();
    assert!(error.is_connect() && error.to_string().contains("cannot reach"), "{error}");
    places.error("a transport whose errors contain secrets", &error);
    let fetch = || async {
        Err(format!("Bearer {FETCHED} refused, password={NAMED} https://u:{BASE}@h/?x={SIGNATURE}").into())
    };
    let client = builder("https://h.example").credentials(fetch).transport(Talkative).build().unwrap();
    places.error(
        "a provider whose errors contain secrets",
        &client.send::<Create>(parts::<Create>("7")).await.unwrap_err(),
    );
    let proxies = ["http", "socks5"].map(|scheme| format!("{scheme}://user:{PROXY}@127.0.0.1:1"));
    for proxy in proxies.iter().map(String::as_str).chain([&*format!("http://user:{PROXY}@[bad")]) {
        let builder = builder("https://h.example").token(TOKEN).proxy(proxy);
        places.debug("builder with a proxy", &builder);
        match builder.build() {
            Err(error) => places.error("an invalid proxy", &error),
            Ok(client) => {
                places.debug("client with a proxy", &client);
                let mut parts = parts::<Create>(TOKEN);
                parts.timeout(std::time::Duration::from_secs(20));
                places.outcome("an unreachable proxy", &client.send::<Create>(parts).await);
            }
        }
    }
    let refusing = Server::by(|_| response(407, "", "")).await;
    let proxy = refusing.url.replace("://", &format!("://user:{PROXY}@"));
    for base in ["https://h.example", "http://127.0.0.2:1"] {
        let client = builder(base).token(TOKEN).proxy(&*proxy).build().unwrap();
        places.outcome("a proxy that refuses", &client.send::<Create>(parts::<Create>(TOKEN)).await);
    }
}

fn builders(places: &mut Places) {
    for base in [
        format!("https://user:{BASE}@h.example"),
        format!("https://h.example/?key={BASE}"),
        format!("http://user:{BASE}@h.example/p"),
        format!("ht!tp://user:{BASE}@h"),
        format!("https://user:{BASE}@"),
        format!("{BASE}://x"),
        format!("https://{BASE}@h"),
    ] {
        let builder = builder(&base).token(TOKEN);
        places.debug("builder with a password in its URL", &builder);
        places.outcome("a base URL with a password", &builder.build());
        let server = At::from(base.as_str());
        places.debug("server", &server);
        let api = Api::new("test/1");
        let client = ClientBuilder::<Client>::new(api).server(server.variable("none", BASE)).build();
        places.outcome("a server with a password", &client);
    }
    for token in [format!("{TOKEN}\0"), format!("{TOKEN}\u{e9}")] {
        places.outcome("a token that cannot be sent", &builder("https://h.example").token(token).build());
    }
    let client = builder("https://h.example").token(TOKEN).transport(Mock::new()).build().unwrap();
    let mut drafts = vec![parts::<Create>(TOKEN), parts::<Create>(TOKEN), parts::<Create>(TOKEN)];
    drafts[0].header("x-auth", &format!("{HEADER}\n"));
    drafts[1].server(At::from(format!("https://user:{BASE}@h")));
    drafts[2].server(At::from(format!("/p?key={BASE}")));
    for parts in drafts {
        places.outcome("a request that cannot be built", &client.build(&parts).map(|_| ()));
    }
    places.outcome("an invalid path", &client.build(&RequestParts::new(Create::META)).map(|_| ()));
    places.debug("token", &Token::new(FETCHED));
    places.debug("model", &Login);
    places.debug("text", &Text(format!("https://user:{BASE}@h/?sig={PRESIGNED} password={NAMED}")));
    let embedded =
        openapi_client_runtime::JsonString::<Value>::as_written(format!("{{\"jwt\":\"{NAMED}\"}}"));
    places.debug("JSON in a string", &embedded);
    places.debug(
        "two URLs",
        &openapi_client_runtime::Verbatim::<String>::as_written(format!("a://b c://u:{BASE}@d")),
    );
}

async fn mocks(places: &mut Places) {
    let mock = Mock::new();
    mock.on::<List>().reply_json(&serde_json::json!({"items": []}));
    let client = builder("https://h.example").token(TOKEN).transport(mock.clone()).build().unwrap();
    client.send::<List>(parts::<List>(TOKEN)).await.unwrap();
    places.debug("call of a mock", &mock.calls());
}

/// Returns the text around a leak.
fn around(text: &str, needle: &str) -> String {
    let at = text.find(needle).unwrap();
    let before: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    format!("{before}{}", text[at..].chars().take(40).collect::<String>())
}

#[expect(clippy::print_stdout, reason = "the test reports the number of places")]
#[tokio::test]
async fn no_text_contains_a_secret() {
    let logs = logs::Logs::install();
    let mut places = Places::default();
    server_that_repeats(&mut places).await;
    lists_in_circles(&mut places).await;
    other_ways_to_fail(&mut places).await;
    builders(&mut places);
    mocks(&mut places).await;
    let lines = logs.lines();
    assert!(lines.iter().any(|line| line.contains("http_request")), "spans are logged");
    assert!(lines.len() > 1_000, "{} lines", lines.len());
    for line in lines {
        places.show("log or span", line);
    }
    let needles = needles();
    let mut leaks = BTreeMap::<String, String>::new();
    for (place, text) in &places.0 {
        for (secret, needle) in needles.iter().filter(|(_, needle)| text.contains(needle.as_str())) {
            leaks.entry(format!("{place}: {secret} as {needle}")).or_insert_with(|| around(text, needle));
        }
    }
    println!("{} places searched for {} forms of {} secrets", places.0.len(), needles.len(), ALL.len());
    let kinds: std::collections::BTreeSet<_> = places.0.iter().map(|(place, _)| place).collect();
    assert!(kinds.len() > 500, "{} kinds of places", kinds.len());
    assert!(leaks.is_empty(), "{} leaks: {leaks:#?}", leaks.len());
}

#[tokio::test]
async fn the_raw_body_is_unchanged() {
    let server = Server::by(|seen| match seen {
        Some(seen) => response(400, "", &serde_json::json!({"message": echo(seen)}).to_string()),
        None => support::server::ok(),
    })
    .await;
    let client = builder(&server.url).token(TOKEN).no_proxy().build().unwrap();
    let error = client.send::<Create>(parts::<Create>(TOKEN)).await.unwrap_err();
    let raw: Value = serde_json::from_slice(error.raw_body().unwrap()).unwrap();
    assert!(raw["message"].as_str().unwrap().contains(TOKEN));
    assert!(error.to_string().chars().count() < 400, "{error}");
    // Text that is not secret is preserved.
    assert!(error.message().unwrap().contains("POST /things/…?… HTTP"), "{}", error.message().unwrap());
    assert!(error.message().unwrap().contains("password … too short"));
}

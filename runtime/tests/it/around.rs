//! Parts around a call: fetched credentials, idempotency keys, interceptors.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use openapi_client_runtime::codegen::{Api, ErrorShape, Meta, Operation, RequestParts, Scheme, SchemeKind};
use openapi_client_runtime::transport::{Attempt, Interceptor, Next, TransportFuture};
use openapi_client_runtime::{Body, ByteStream, Bytes, Client, ClientBuilder, ErrorKind, Token, Value};

use support::api::{Create, Read, Replace, builder, call};
use support::server::{ReceivedRequest, Server, Step, head, ok, response};

enum Secured {}

impl Operation for Secured {
    type Output = Value;
    type Failure = Value;
    const META: Meta = Meta::new("secured", "POST", "/secured").security(&[&["bearer"]]);
}

fn header<'a>(seen: &'a ReceivedRequest, name: &str) -> Option<&'a str> {
    seen.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

fn secured(url: &str, fetched: Arc<AtomicU32>) -> Client {
    let schemes = const { &[Scheme::new("bearer", SchemeKind::Bearer)] };
    let builder: ClientBuilder<Client> = ClientBuilder::new(Api::new("test/1").schemes(schemes));
    let provider = move || {
        let number = fetched.fetch_add(1, Ordering::Relaxed);
        async move { if number < 9 { Ok(Token::new(format!("token-{number}"))) } else { Err("over".into()) } }
    };
    builder.base_url(url).credentials(provider).build().unwrap()
}

/// Starts a server that accepts the token of that number and later ones.
async fn accepting(first: u32) -> Server {
    Server::by(move |seen| {
        let token = seen.and_then(|seen| header(seen, "authorization")).unwrap_or("Bearer token-0");
        let number: u32 = token.strip_prefix("Bearer token-").unwrap().parse().unwrap();
        if number >= first { ok() } else { response(401, "", "") }
    })
    .await
}

#[tokio::test]
async fn a_rejected_token_is_renewed_once() {
    let (server, fetched) = (accepting(1).await, Arc::new(AtomicU32::new(0)));
    let client = secured(&server.url, fetched.clone());
    let response = call::<Secured>(&client).await.unwrap();
    assert_eq!((response.attempts(), fetched.load(Ordering::Relaxed)), (2, 2));
    assert_eq!(call::<Secured>(&client).await.unwrap().attempts(), 1);
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [b"{\"name\":\"x\"}"; 3]);

    let server = accepting(9).await;
    let error = call::<Secured>(&secured(&server.url, Arc::default())).await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 2);
    let error = call::<Secured>(&secured(&server.url, Arc::new(AtomicU32::new(9)))).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Credentials, "secured: fetching a token failed: over")
    );
}

/// Creates a client whose provider returns a token with the number of the fetch. From `last` on, it returns
/// an error that repeats the first token.
fn rotating(url: &str, last: u32) -> Client {
    let schemes = const { &[Scheme::new("bearer", SchemeKind::Bearer)] };
    let errors = ErrorShape::new().message("/message");
    let builder: ClientBuilder<Client> =
        ClientBuilder::new(Api::new("test/1").schemes(schemes).errors(errors));
    let count = AtomicU32::new(0);
    let provider = move || {
        let number = count.fetch_add(1, Ordering::Relaxed);
        let token = format!("secret-token-{number}");
        async move {
            if number < last { Ok(Token::new(token)) } else { Err("no refresh of secret-token-0".into()) }
        }
    };
    builder.base_url(url).credentials(provider).build().unwrap()
}

#[tokio::test]
async fn replaced_tokens_are_never_shown() {
    let echo = "{\"message\": \"not secret-token-0\"}";
    let denied = || response(401, "", "");
    let server =
        Server::start([denied(), response(403, "", echo), response(200, "", "[secret-token-0")]).await;
    let client = rotating(&server.url, 20);
    let error = call::<Secured>(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "secured: 403 not … (2 attempts)");
    // The body of a successful response that does not decode, in a later call.
    let error = call::<Secured>(&client).await.unwrap_err();
    assert!(error.is_decode() && !format!("{error} {error:?}").contains("token-0"), "{error:?}");

    let server = Server::start([denied(), denied()]).await;
    let client = rotating(&server.url, 1);
    for attempts in [1, 0] {
        let error = call::<Secured>(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credentials, attempts));
        assert_eq!(error.to_string(), "secured: fetching a token failed: no refresh of …");
        assert!(!format!("{error:?}").contains("token-0"), "{error:?}");
    }
}

#[tokio::test]
async fn a_response_hides_all_tokens_of_its_call() {
    let denied = || response(401, "", "");
    let first = [denied(), response(200, "", "\"secret-token-0 secret-token-1\"")];
    let server =
        Server::start(first.into_iter().chain((0..20).flat_map(|_| [denied(), response(200, "", "1")])))
            .await;
    let client = rotating(&server.url, 99);
    let response = call::<Secured>(&client).await.unwrap();
    // Meanwhile, other calls replace the token many times.
    for _ in 0..20 {
        call::<Secured>(&client).await.unwrap();
    }
    assert!(format!("{response:?}").contains("… …"), "{response:?}");
}

#[tokio::test]
async fn a_token_is_renewed_even_if_the_rejection_is_truncated() {
    let server = Server::start([Step::Close(head(401, "", 500, "{"))]).await;
    let client = secured(&server.url, Arc::default());
    assert_eq!(call::<Secured>(&client).await.unwrap().attempts(), 2);
    let tokens: Vec<_> =
        server.seen().iter().map(|seen| header(seen, "authorization").map(str::to_owned)).collect();
    assert_eq!(tokens, ["Bearer token-0", "Bearer token-1"].map(|token| Some(token.to_owned())));
}

#[tokio::test]
async fn a_stream_is_sent_only_once() {
    let server = accepting(1).await;
    let mut parts = RequestParts::new(Secured::META);
    parts.body("text/plain", Body::reader(&b"once"[..]).with_length(4));
    let error = secured(&server.url, Arc::default()).send::<Secured>(parts).await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 1);
    assert_eq!(server.seen()[0].body, b"once");
}

#[tokio::test]
async fn an_idempotency_key_makes_a_call_retryable() {
    let server = Server::start([Step::ResetAfter, response(500, "", "")]).await;
    let api = Api::new("test/1").idempotency_key("idempotency-key");
    let client: Client = ClientBuilder::new(api).base_url(&server.url).build().unwrap();
    assert_eq!(call::<Create>(&client).await.unwrap().attempts(), 3);
    call::<Create>(&client).await.unwrap();
    call::<Replace>(&client).await.unwrap();
    let seen = server.seen();
    let keys: Vec<_> = seen.iter().map(|seen| header(seen, "idempotency-key")).collect();
    assert!(keys[0] == keys[1] && keys[1] == keys[2] && keys[2] != keys[3] && keys[4].is_none(), "{keys:?}");
    let key = keys[0].unwrap();
    assert!(key.len() == 36 && key.get(14..15) == Some("4"), "{key}");
    let mut parts = support::api::parts::<Create>();
    parts.header("Idempotency-Key", "mine");
    client.send::<Create>(parts).await.unwrap();
    assert_eq!(header(&server.seen()[5], "idempotency-key"), Some("mine"));
}

#[tokio::test]
async fn the_settings_choose_the_calls_that_are_retried() {
    let server = Server::start([response(500, "", ""), ok(), response(500, "", "")]).await;
    let api = Api::new("test/1").idempotent(&["create_thing"]).once(&["read_thing"]);
    let client: Client = ClientBuilder::new(api).base_url(&server.url).build().unwrap();
    assert_eq!(call::<Create>(&client).await.unwrap().attempts(), 2);
    assert_eq!(call::<Read>(&client).await.unwrap_err().attempts(), 1);
}

/// Signs each attempt, and responds to the third one itself.
struct Signed;

impl Interceptor for Signed {
    fn intercept(&self, mut request: http::Request<Body>, next: Next) -> TransportFuture {
        Box::pin(async move {
            let attempt = *request.extensions().get::<Attempt>().unwrap();
            assert_eq!((attempt.operation(), attempt.template()), ("read_thing", "/things"));
            if attempt.number() == 3 {
                let body = ByteStream::from(Bytes::from_static(b"\"short\""));
                return Ok(http::Response::new(body));
            }
            request.headers_mut().insert("x-attempt", attempt.number().into());
            next.run(request).await
        })
    }
}

#[tokio::test]
async fn interceptors_run_for_every_attempt() {
    let server = Server::start([response(500, "", ""), response(500, "", "")]).await;
    let client: Client = builder(&server.url).interceptor(Signed).build().unwrap();
    let response = call::<Read>(&client).await.unwrap();
    assert_eq!((response.as_str(), response.attempts()), (Some("short"), 3));
    let seen = server.seen();
    assert_eq!(seen.iter().map(|seen| header(seen, "x-attempt").unwrap()).collect::<Vec<_>>(), ["1", "2"]);
}

#[tokio::test]
async fn a_call_that_the_description_does_not_declare_can_be_sent() {
    let server = accepting(1).await;
    let client = secured(&server.url, Arc::default());
    let call = client.request(http::Method::PATCH, "/v2/things/7?a=b").query("c", "d e");
    let response = call.json(&serde_json::json!({"x": 1})).send_as::<Value>().await.unwrap();
    assert_eq!((response.attempts(), response.into_inner()), (2, serde_json::json!({})));
    let seen = &server.seen()[1];
    assert!(seen.head.starts_with("PATCH /v2/things/7?a=b&c=d%20e HTTP/1.1\r\n"), "{}", seen.head);
    assert_eq!(seen.body, b"{\"x\":1}");
    for (method, path) in [("GET", "things"), ("GET", "/a/%2e%2E/b"), ("BREW", "/pot")] {
        let call = client.request(method.parse().unwrap(), path).send_as::<Value>();
        assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Request, "{method} {path}");
    }
}

//! OAuth 2: token requests, the scopes of operations, refresh tokens, and errors of the token endpoint.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use openapi_client_runtime::codegen::{Api, Flow, Grant, Meta, Operation, Scheme, SchemeKind};
use openapi_client_runtime::{Client, ClientAuthentication, ClientBuilder, ErrorKind, OAuth2, Value};

use support::api::call;
use support::server::{ReceivedRequest, Server, Step, ok, response};

macro_rules! operation {
    ($name:ident, $id:literal, $scopes:expr) => {
        enum $name {}

        impl Operation for $name {
            type Output = Value;
            type Failure = Value;
            const META: Meta = Meta::new($id, "POST", "/things").security(&[&["login"]]).scopes($scopes);
        }
    };
}

operation!(Read, "read", &[&["read"]]);
operation!(Write, "write", &[&["write", "read"]]);
operation!(Plain, "plain", &[]);

const SCHEMES: &[Scheme] = &[Scheme::new("login", SchemeKind::Bearer)];
const FLOWS: &[Flow] = &[
    Flow::new("login", Grant::ClientCredentials, "/token?version=2"),
    Flow::new("login", Grant::RefreshToken, "/refresh"),
];

fn builder(url: &str) -> ClientBuilder<Client> {
    ClientBuilder::new(Api::new("test/1").schemes(SCHEMES).flows(FLOWS)).base_url(url)
}

/// Starts a server whose token endpoints respond with a body, and whose operations return nothing.
async fn server(body: &'static str) -> Server {
    Server::by(move |seen| if is_token_request(seen) { response(200, "", body) } else { ok() }).await
}

fn is_token_request(seen: Option<&ReceivedRequest>) -> bool {
    seen.is_some_and(|seen| !seen.head.starts_with("POST /things "))
}

fn header(seen: &ReceivedRequest, name: &str) -> Option<String> {
    seen.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).map(str::to_owned)
}

/// Returns the forms of the token requests.
fn forms(server: &Server) -> Vec<BTreeMap<String, String>> {
    let requests = server.seen().into_iter().filter(|seen| is_token_request(Some(seen)));
    requests.map(|seen| url::form_urlencoded::parse(&seen.body).into_owned().collect()).collect()
}

fn form<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[tokio::test]
async fn each_set_of_scopes_has_one_token() {
    let server = Server::by(|seen| {
        if !is_token_request(seen) {
            return ok();
        }
        let scope = seen.map(|seen| String::from_utf8(seen.body.clone()).unwrap()).unwrap_or_default();
        let token = if scope.contains("write") { "writing" } else { "reading" };
        let body = format!(r#"{{"access_token": "{token}", "token_type": "bearer", "expires_in": 3600}}"#);
        response(200, "", &body)
    })
    .await;
    let client = builder(&server.url).client_credentials("my:id", "a secret+").build().unwrap();
    let (one, other, third) =
        tokio::join!(call::<Read>(&client), call::<Read>(&client), call::<Write>(&client));
    assert!(one.is_ok() && other.is_ok() && third.is_ok());
    call::<Write>(&client).await.unwrap();
    let mut forms = forms(&server);
    forms.sort();
    let grant = ("grant_type", "client_credentials");
    assert_eq!(forms, [form([grant, ("scope", "read")]), form([grant, ("scope", "read write")])]);
    let seen = server.seen();
    let request = seen.iter().find(|seen| is_token_request(Some(seen))).unwrap();
    assert!(request.head.starts_with("POST /token?version=2 HTTP/1.1"), "{}", request.head);
    // RFC 6749, section 2.3.1: both are encoded before they are joined.
    assert_eq!(header(request, "authorization").unwrap(), "Basic bXklM0FpZDphK3NlY3JldCUyQg==");
    assert_eq!(header(request, "accept").unwrap(), "application/json");
    let calls = seen.iter().filter(|seen| !is_token_request(Some(seen)));
    let mut tokens: Vec<_> = calls.filter_map(|seen| header(seen, "authorization")).collect();
    tokens.sort();
    assert_eq!(tokens, ["Bearer reading", "Bearer reading", "Bearer writing", "Bearer writing"]);
}

#[tokio::test]
async fn settings_of_the_grant_are_sent() {
    let server = server(r#"{"access_token": "t"}"#).await;
    let grant = OAuth2::client_credentials("id", "secret")
        .token_url(format!("{}/elsewhere", server.url))
        .scopes(["a", "b"])
        .resource("https://one.example")
        .parameter("audience", "api")
        .authentication(ClientAuthentication::Body);
    let client = builder("http://127.0.0.1:9").oauth2(grant).build().unwrap();
    // The server of the API is not there: only the token request is sent.
    assert!(call::<Write>(&client).await.is_err());
    let expected = form([
        ("grant_type", "client_credentials"),
        ("scope", "a b"),
        ("resource", "https://one.example"),
        ("audience", "api"),
        ("client_id", "id"),
        ("client_secret", "secret"),
    ]);
    assert_eq!(forms(&server), [expected]);
    assert_eq!(header(&server.seen()[0], "authorization"), None);
}

#[tokio::test]
async fn a_new_refresh_token_is_used_and_reported() {
    let numbers = Mutex::new(1..);
    let server = Server::by(move |seen| {
        if is_token_request(seen) {
            let number = numbers.lock().unwrap().next().unwrap();
            let body = format!(
                r#"{{"access_token": "access-{number}", "token_type": "Bearer", "refresh_token": "refresh-{number}"}}"#
            );
            return response(200, "", &body);
        }
        let is_first = seen.and_then(|seen| header(seen, "authorization")) == Some("Bearer access-1".to_owned());
        if is_first { response(401, "", "") } else { ok() }
    })
    .await;
    let stored = Arc::new(Mutex::new(Vec::new()));
    let observer = stored.clone();
    let grant = OAuth2::refresh_token("public", "refresh-0")
        .on_token(move |token| observer.lock().unwrap().extend(token.refresh_token.clone()));
    let client = builder(&server.url).oauth2(grant).build().unwrap();
    call::<Read>(&client).await.unwrap();
    let sent =
        |token| form([("grant_type", "refresh_token"), ("refresh_token", token), ("client_id", "public")]);
    assert_eq!(forms(&server), [sent("refresh-0"), sent("refresh-1")]);
    assert_eq!(*stored.lock().unwrap(), ["refresh-1", "refresh-2"]);
}

#[tokio::test]
async fn errors_of_the_endpoint_have_its_message_without_secrets() {
    let refusal = r#"{"error": "invalid_client", "error_description": "top-secret is wrong"}"#;
    let server =
        Server::by(move |seen| if is_token_request(seen) { response(401, "", refusal) } else { ok() }).await;
    for place in [ClientAuthentication::Header, ClientAuthentication::Body] {
        let grant = OAuth2::client_credentials("id", "top-secret").authentication(place);
        let client = builder(&server.url).oauth2(grant).build().unwrap();
        let error = call::<Plain>(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let text = format!("{error} {error:?}");
        assert!(text.contains("is wrong") && text.contains("invalid_client"), "{text}");
        assert!(!text.contains("top-secret"), "{text}");
        assert!(!format!("{client:?}").contains("top-secret"));
    }
    assert!(server.seen().iter().all(|seen| is_token_request(Some(seen))), "no call is sent without a token");
}

#[tokio::test]
async fn responses_of_the_endpoint_are_checked() {
    for (body, is_accepted) in [
        (r#"{"access_token": "t"}"#, true),
        (r#"{"access_token": "t", "token_type": "bEARER", "expires_in": "3600", "resource": null}"#, true),
        (r#"{"access_token": "t", "expires_in": -1, "scope": "", "resource": "urn:x"}"#, true),
        (r#"{"access_token": "t", "expires_in": 1e300}"#, true),
        (r#"{"access_token": ""}"#, false),
        (r#"{"access_token": 7}"#, false),
        (r#"{"access_token": "a\nb"}"#, false),
        (r#"{"access_token": "t", "token_type": "mac"}"#, false),
        (r#"{"access_token": "t", "resource": ""}"#, false),
        (r#"{"access_token": "t", "resource": ["urn:x"]}"#, false),
        (r#"{"token_type": "bearer"}"#, false),
        ("[]", false),
        ("<html>", false),
    ] {
        let server = server(body).await;
        let client = builder(&server.url).client_credentials("id", "secret").build().unwrap();
        let outcome = call::<Plain>(&client).await;
        assert_eq!(outcome.is_ok(), is_accepted, "{body}: {:?}", outcome.err());
    }
}

#[tokio::test]
async fn a_call_does_not_wait_longer_than_its_deadline() {
    let server = Server::by(|seen| if is_token_request(seen) { Step::Hold(Vec::new()) } else { ok() }).await;
    let client = builder(&server.url).client_credentials("id", "secret").deadline(Duration::from_millis(200));
    let error = call::<Plain>(&client.build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.to_string(), "plain: no token before the deadline of the call");
}

#[test]
fn an_endpoint_that_cannot_be_used_is_an_error() {
    let without =
        || ClientBuilder::<Client>::new(Api::new("test/1").schemes(SCHEMES)).base_url("http://localhost");
    for (builder, expected) in [
        (without().client_credentials("a", "b"), "set `OAuth2::token_url`"),
        (
            without().oauth2(OAuth2::refresh_token("a", "b").token_url("http://login.example/token")),
            "login.example",
        ),
        (
            builder("http://localhost").oauth2(OAuth2::client_credentials("a", "b").scheme("other")),
            "no security scheme",
        ),
    ] {
        let error = builder.build().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

/// Runs the cases of token endpoints in the folder that `OAUTH_CASES` names. Each has the response of the endpoint,
/// and what the client sends and accepts.
#[tokio::test]
#[allow(clippy::print_stdout, reason = "a test that runs nothing must not look as if it ran")]
async fn cases_of_token_endpoints() {
    let Ok(folder) = std::env::var("OAUTH_CASES") else {
        println!("OAUTH_CASES is not set: no cases were run");
        return;
    };
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in &paths {
        let case: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let (body, expected) = (case["response"]["body"].to_string(), &case["expect"]);
        let status = case["response"]["status"].as_u64().map_or(200, |status| status as u16);
        let server =
            Server::by(move |seen| if is_token_request(seen) { response(status, "", &body) } else { ok() })
                .await;
        let got = Arc::new(Mutex::new(None));
        let observer = got.clone();
        let mut grant = OAuth2::refresh_token("id", "token")
            .on_token(move |token| *observer.lock().unwrap() = Some(token.clone()));
        if let Some(resource) = case["request"]["resource"].as_str() {
            grant = grant.resource(resource);
        }
        let outcome = call::<Plain>(&builder(&server.url).oauth2(grant).build().unwrap()).await;
        let name = path.display();
        assert_eq!(outcome.is_ok(), expected["outcome"] == "token", "{name}: {outcome:?}");
        let resource = got.lock().unwrap().clone().and_then(|token| token.resource);
        assert_eq!(resource.as_deref(), expected["resource"].as_str(), "{name}");
        let sent = forms(&server)[0].get("resource").cloned();
        assert_eq!(sent.as_deref(), expected["formResource"].as_str(), "{name}");
    }
    assert!(!paths.is_empty(), "the folder has cases");
    println!("{} cases passed", paths.len());
}

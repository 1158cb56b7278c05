//! Recording and replay: the content of a recording, the secrets it omits, and the responses of its replay.

use openapi_client_runtime::codegen::json::{Encode, Secret, Writer};
use openapi_client_runtime::codegen::{Api, Meta, Operation, Parameter, RequestParts, Scheme, SchemeKind};
use openapi_client_runtime::mock::{Recorder, Replay};
use openapi_client_runtime::{Body, Client, ClientBuilder, Error, ErrorKind, Retry, Value};

use support::server::{Server, Step, head, response};

macro_rules! operation {
    ($name:ident, $id:literal, $method:literal) => {
        enum $name {}

        impl Operation for $name {
            type Output = Value;
            type Failure = Value;
            const META: Meta =
                Meta::new($id, $method, "/users").accept("application/json").security(&[&["bearer", "key"]]);
        }
    };
}

operation!(List, "list_users", "GET");
operation!(Create, "create_user", "POST");

/// A body with a field that only the description marks as secret.
struct User;

impl Encode for User {
    fn encode(&self, writer: &mut Writer) {
        writer.record(&["name", "pin"], (&"ann", &Secret(&"four-digits")));
    }
}

fn client(url: &str, configure: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>) -> Client {
    let schemes =
        const { &[Scheme::new("bearer", SchemeKind::Bearer), Scheme::new("key", SchemeKind::Query("k"))] };
    let builder = ClientBuilder::new(Api::new("test/1").schemes(schemes)).base_url(url);
    let retry = Retry::new().backoff(std::time::Duration::ZERO, std::time::Duration::ZERO);
    configure(builder.token("bearer-token").api_key("key", "query-key").retry(retry)).build().unwrap()
}

/// Calls for a page, the page of its cursor, a user, and a connection that fails.
async fn calls(client: &Client) -> [Result<Value, Error>; 4] {
    let list = |cursor: Option<&str>| {
        let mut parts = RequestParts::new(List::META);
        if let Some(cursor) = cursor {
            parts.parameter(Parameter::query("page_token"), &cursor);
        }
        client.clone().send::<List>(parts)
    };
    let first = list(None).await;
    let cursor = first.as_ref().unwrap()["next_page_token"].as_str().unwrap();
    let second = list(Some(cursor)).await;
    let mut parts = RequestParts::new(Create::META);
    parts.header("x-trace", "header-secret");
    parts.json("application/json", &User);
    let created = client.clone().send::<Create>(parts).await;
    let mut parts = RequestParts::new(Create::META);
    parts.body("text/plain", Body::reader(&b"piece by piece"[..]));
    let lost = client.clone().send::<Create>(parts).await;
    [first, second, created, lost]
}

fn file(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[tokio::test]
async fn recorded_responses_are_replayed() {
    let first = r#"{"users": [{"name": "bob", "uri": "mysql://bob:pw@db/x"}], "next_page_token": "cursor"}"#;
    let server = Server::start([
        response(200, "content-type: application/json\r\nset-cookie: a=b\r\n", first),
        response(503, "retry-after: 0\r\n", "busy: bearer-token"),
        response(200, "", "{\"users\": [], \"big\": 123456789012345678901234567890, \"secret\": \"sh\"}"),
        response(201, "location: /users/7?k=query-key&x=1\r\n", "{\"id\": 7, \"pin\": \"four-digits\"}"),
        Step::Close(head(200, "", 500, "{\"id\":")),
    ])
    .await;
    let recorder = Recorder::new();
    let recorded = calls(&client(&server.url, |builder| builder.interceptor(recorder.clone()))).await;
    let path = file("recording.json");
    recorder.save(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/recording.json"), &text).unwrap();
    }
    assert_eq!(text, include_str!("recording.json"));
    for secret in
        ["bearer-token", "query-key", "header-secret", "four-digits", "cursor", "a=b", "pw", "\"sh\""]
    {
        assert!(!text.contains(secret), "{secret}");
    }

    let replay = Replay::open(&path).unwrap();
    let replayed =
        calls(&client("https://example.com", |builder| builder.token("another").transport(replay.clone())))
            .await;
    for (recorded, replayed) in recorded.iter().zip(&replayed) {
        match (recorded, replayed) {
            (Ok(_), Ok(_)) => {}
            (Err(recorded), Err(replayed)) => assert_eq!(
                (recorded.kind(), recorded.attempts(), recorded.outcome_unknown()),
                (replayed.kind(), replayed.attempts(), replayed.outcome_unknown())
            ),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(replayed[0].as_ref().unwrap()["users"][0]["name"], "bob");
    assert_eq!(replayed[2].as_ref().unwrap()["id"], 7);
    assert_eq!(replay.remaining(), 0);
}

#[tokio::test]
async fn an_unrecorded_request_is_an_error() {
    let path = file("other.json");
    std::fs::write(&path, include_str!("recording.json")).unwrap();
    let replay = Replay::open(&path).unwrap();
    let client = client("https://example.com", |builder| builder.transport(replay.clone()));
    let mut parts = RequestParts::new(List::META);
    parts.query("page", &3);
    let error = client.clone().send::<List>(parts).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
    assert_eq!(
        error.to_string(),
        "list_users: the recording has no response to this request; the next recorded request of the operation is GET /users with the query k=secret-2"
    );
    let mut parts = RequestParts::new(Create::META);
    parts.json("application/json", &serde_json::json!({"name": "eve", "pin": ""}));
    // The second exchange of the operation matches any body; the first does not.
    client.clone().send::<Create>(parts.clone()).await.unwrap_err();
    let error = client.clone().send::<Create>(parts).await.unwrap_err();
    assert!(
        error.to_string().ends_with("is POST /users with the query k=secret-2, with another body"),
        "{error}"
    );
    assert_eq!(replay.remaining(), 4);

    std::fs::write(&path, "[{\"operation\": 7}]").unwrap();
    assert!(Replay::open(&path).unwrap_err().to_string().contains("line 1"));
    assert!(Replay::open(file("none.json")).is_err());
}

#[tokio::test]
async fn secrets_in_forms_are_replaced() {
    let server = Server::start([]).await;
    let recorder = Recorder::new();
    let client = client(&server.url, |builder| builder.interceptor(recorder.clone()));
    let mut parts = RequestParts::new(Create::META);
    parts.form("application/x-www-form-urlencoded", &User, &[]);
    client.send::<Create>(parts).await.unwrap();
    let path = file("form.json");
    recorder.save(&path).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"text\": \"name=ann&pin=secret-3\"") && !text.contains("four-digits"), "{text}");
}

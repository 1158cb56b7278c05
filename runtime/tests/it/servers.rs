//! The URL of a call: the client's base URL, the servers of the description, and those of single operations.

use openapi_client_runtime::codegen::{Api, Meta, RequestParts, Scheme, SchemeKind};
use openapi_client_runtime::{Client, ClientBuilder, Error, Server};

const META: Meta = Meta::new("read", "GET", "/things").security(&[&["key"]]);

fn builder() -> ClientBuilder<Client> {
    let schemes = const { &[Scheme::new("key", SchemeKind::Bearer)] };
    let api = Api::new("test/1").base_url("https://api.example.com/v1").schemes(schemes);
    ClientBuilder::new(api).token("secret")
}

fn regional() -> Server {
    Server::new("https://{region}.example.com/{version}", &[("region", "eu"), ("version", "{region}")])
}

/// Returns the URL of a call whose operation has the described server.
fn goes(builder: ClientBuilder<Client>, described: Option<&'static str>) -> Result<String, Error> {
    let request = builder.build()?.build(&RequestParts::new(META).served_at(described))?;
    assert_eq!(request.headers()["authorization"], "Bearer secret");
    Ok(request.uri().to_string())
}

#[test]
fn calls_use_the_server_that_applies_to_them() {
    let upload = Some("https://upload.example.com");
    for (builder, described, target) in [
        (builder(), None, "https://api.example.com/v1/things"),
        (builder(), upload, "https://upload.example.com/things"),
        (builder(), Some("/beta/"), "https://api.example.com/beta/things"),
        (builder().server(regional()), None, "https://eu.example.com/%7Bregion%7D/things"),
        (builder().server(regional().variable("version", "v2")), None, "https://eu.example.com/v2/things"),
        (builder().server(regional().variable("version", "v2")), upload, "https://upload.example.com/things"),
        // A base URL applies to every call.
        (builder().base_url("http://localhost:1/x"), None, "http://localhost:1/x/things"),
        (builder().base_url("http://localhost:1/x"), upload, "http://localhost:1/x/things"),
        (builder().base_url("http://localhost:1/x"), Some("/beta"), "http://localhost:1/x/things"),
        // An origin keeps the paths.
        (builder().origin("http://localhost:1"), None, "http://localhost:1/v1/things"),
        (builder().origin("http://localhost:1/"), upload, "http://localhost:1/things"),
        (builder().origin("https://[::1]"), Some("https://h/beta/"), "https://[::1]/beta/things"),
        (builder().origin("http://localhost:1"), Some("/beta"), "http://localhost:1/beta/things"),
        (builder().origin("http://localhost").server("http://h/x"), None, "http://localhost/x/things"),
        (builder().origin("http://h").allow_plain_http(), None, "http://h/v1/things"),
        // The base URL of the description, which is the default.
        (builder().base_url("https://api.example.com/v1"), upload, "https://upload.example.com/things"),
    ] {
        assert_eq!(goes(builder, described).unwrap(), target);
    }
}

#[test]
fn a_call_may_set_its_own_server() {
    let client = builder().base_url("http://localhost:1").build().unwrap();
    for (server, target) in [
        (Server::from("https://other.example.com/v3/"), "https://other.example.com/v3/things"),
        (regional().variable("region", "us").variable("version", "v1"), "https://us.example.com/v1/things"),
        (Server::from("/v4"), "http://localhost:1/v4/things"),
    ] {
        let mut parts = RequestParts::new(META).served_at(Some("https://upload.example.com"));
        parts.server(server);
        assert_eq!(client.build(&parts).unwrap().uri(), target);
    }
}

#[test]
fn credentials_are_not_sent_over_plain_http() {
    let error = goes(builder(), Some("http://upload.example.com")).unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
    let error = goes(builder().server("http://example.com"), None).unwrap_err();
    assert!(error.to_string().contains("plain http"), "{error}");
    for (url, is_here) in [
        ("http://localhost", true),
        ("http://LOCALHOST.:80", true),
        ("http://a.localhost", true),
        ("http://127.255.0.1", true),
        ("http://[::1]", true),
        ("http://[::ffff:127.0.0.1]", true),
        ("http://[::ffff:8.8.8.8]", false),
        ("http://localhost.example.com", false),
        ("http://notlocalhost", false),
        ("http://0.0.0.0", false),
        ("http://10.0.0.1", false),
        ("http://[::]", false),
    ] {
        assert_eq!(goes(builder().base_url(url), None).is_ok(), is_here, "{url}");
        assert!(goes(builder().base_url(url).allow_plain_http(), None).is_ok(), "{url}");
    }
    // The setting applies to every server.
    let target = goes(builder().allow_plain_http(), Some("http://upload.example.com")).unwrap();
    assert_eq!(target, "http://upload.example.com/things");
}

#[test]
fn urls_without_a_host_are_refused() {
    for url in ["https:///x", "https:x", "https:/x", "https:\\\\x", "https://", "https://?x", "ftp://x", "x"]
    {
        let error = goes(builder().base_url(url), None).unwrap_err();
        assert!(error.to_string().contains("the base URL"), "{url}: {error}");
    }
    for origin in ["http://localhost/v1", "https:///x", "http://10.0.0.1"] {
        assert!(builder().origin(origin).build().is_err(), "{origin}");
    }
    let error = builder().origin("http://localhost").base_url("http://localhost").build().unwrap_err();
    assert!(error.to_string().contains("both a base URL and an origin are set"), "{error}");
}

#[test]
fn invalid_servers_are_refused() {
    let stray = builder().server(regional().variable("port", "1")).build().unwrap_err();
    assert!(stray.to_string().contains("has no variable `port`"), "{stray}");
    let relative = Api::new("test/1").base_url("/api/v1");
    let error = ClientBuilder::<Client>::new(relative).build().unwrap_err();
    assert!(
        error.to_string().contains("has the server \"/api/v1\" without a host — set `base_url`"),
        "{error}"
    );
    // The path comes from the description, and the origin from the program.
    let client = ClientBuilder::<Client>::new(relative).origin("http://localhost:2375").build().unwrap();
    assert_eq!(client.base_url(), "http://localhost:2375/api/v1");
    let nowhere = ClientBuilder::<Client>::new(Api::new("test/1")).origin("http://localhost:1");
    assert_eq!(nowhere.build().unwrap().base_url(), "http://localhost:1/");
    assert!(ClientBuilder::<Client>::new(relative).base_url("http://localhost/api/v1").build().is_ok());
}

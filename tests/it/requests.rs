//! Tests of the request of every operation, without a server.

use std::fmt::Write as _;
use std::path::Path;

use digitalocean_images::models::{Distribution, ImageNewCustom, ImageUpdate, RegionSlug};
use digitalocean_images::operations::Request;
use digitalocean_images::{Client, ErrorKind};

use super::cases;

fn client() -> Client {
    Client::new("a-token").unwrap()
}

/// Returns a request as HTTP text, without its secret.
fn wire<O: openapi_client_runtime::codegen::Operation>(request: &Request<O>) -> String {
    let built = request.build().unwrap();
    let mut text = format!("{} {}\n", built.method(), built.uri());
    for (name, value) in built.headers() {
        let value = if value.is_sensitive() { "[sensitive]" } else { value.to_str().unwrap() };
        // The version changes with every release.
        let value = value.replace(env!("CARGO_PKG_VERSION"), "VERSION");
        writeln!(text, "{name}: {value}").unwrap();
    }
    writeln!(text, "\n{}\n", std::str::from_utf8(built.body().as_bytes().unwrap()).unwrap()).unwrap();
    text
}

#[test]
fn every_operation_has_its_wire_form() {
    let images = client().images();
    let mut text = String::new();
    text += &wire(&images.get_images_list());
    text += &wire(
        &images
            .get_images_list()
            .r#type("distribution")
            .private(true)
            .tag_name("a tag & more=é")
            .per_page(200)
            .page(2)
            .query("new", "x/y")
            .header("x-trace", "1"),
    );
    text += &wire(&images.create_custom_image(&ImageNewCustom::new(
        "n",
        "https://example.com/?a=b",
        RegionSlug::Nyc3,
    )));
    let whole = ImageNewCustom::new("\"quoted\"\n", "u", "atl1")
        .distribution(Distribution::RockyLinux)
        .description("")
        .tags(["base-image", "prod"]);
    text += &wire(&images.create_custom_image(&whole));
    text += &wire(&images.create_custom_image(&ImageNewCustom::new("n", "u", "nyc3").tags_null()));
    text += &wire(&images.get_image(62137902));
    text += &wire(&images.get_image("ubuntu 16/04?x#y"));
    text += &wire(&images.update_image(62137902, &ImageUpdate::new().description("")));
    text += &wire(&images.delete_image(62137902));
    cases::assert_snapshot(Path::new("tests/images"), "requests", &text);
}

#[test]
fn a_segment_that_would_reach_another_resource_is_refused() {
    for slug in ["", ".", ".."] {
        let error = client().images().get_image(slug).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(error.to_string().starts_with("get_image: "), "{error}");
    }
}

#[test]
fn a_parameter_set_twice_is_sent_once() {
    let request = client().images().get_images_list().page(1).page(3).build().unwrap();
    assert_eq!(request.uri().query(), Some("page=3"));
}

#[test]
fn debug_of_a_model_shows_its_json_without_secrets() {
    let url = "https://images.example.com/minimal.img?signature=abc";
    let wanted = ImageNewCustom::new("minimal", url, "nyc3").tags(["base"]);
    let shown = format!("{wanted:?}");
    assert_eq!(
        shown,
        r#"ImageNewCustom {"name":"minimal","url":"https://images.example.com/minimal.img?…","region":"nyc3","tags":["base"]}"#
    );
    assert!(format!("{wanted:#?}").contains("\n  \"name\": \"minimal\","));
}

#[test]
fn the_token_is_never_shown() {
    let secret = "dop_v1_secret";
    let client = Client::new(secret).unwrap();
    let request = client.images().get_image("x").header("x-key", secret).query("key", secret);
    let built = request.build().unwrap();
    let shown = format!(
        "{client:?} {:?} {request:?} {:?} {:?}",
        Client::builder().token(secret),
        client.images(),
        built.headers(),
    );
    assert!(!shown.contains(secret), "{shown}");
}

#[test]
fn invalid_clients_are_refused() {
    for (builder, why) in [
        (Client::builder().token(""), "the token is empty"),
        (Client::builder().token("line\nbreak"), "characters"),
        (Client::builder().token("t").base_url("http://example.com"), "https"),
        (Client::builder().token("t").base_url("ftp://example.com"), "https"),
        (Client::builder().token("t").base_url("https://user:secret@example.com"), "credential"),
        (Client::builder().token("t").base_url("https://example.com?x=1"), "query"),
        (Client::builder().token("t").base_url("nonsense"), "the base URL is invalid"),
        (Client::builder().token("t").user_agent_prefix("a\nb"), "product"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(why), "{error}");
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}

#[test]
fn a_call_without_the_required_token_fails() {
    let client = Client::builder().build().unwrap();
    let error = client.images().get_image(1).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(error.to_string(), "get_image: missing credentials: this call requires bearer_auth");
}

#[test]
fn futures_are_send_and_static() {
    fn assert_send<T: Send + 'static>(_: &T) {}
    let images = client().images();
    assert_send(&images.get_images_list().send());
    assert_send(&images.create_custom_image(&ImageNewCustom::new("n", "u", "nyc3")).send());
    assert_send(&images.get_image(1).with_response());
    assert_send(&images.update_image(1, &ImageUpdate::new()).send());
    assert_send(&images.delete_image(1).send());
}

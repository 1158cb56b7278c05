//! Calls the clients of the fixtures with a mock, or only builds the requests.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use compiled::several_servers::servers;
use compiled::xml::{client::Client, models, operations};
use openapi_client_runtime::mock::Mock;

fn pet() -> models::Pet {
    serde_json::from_value(serde_json::json!({
        "id": 7, "name": "Ada & <Bo>\r", "weight": 1.5, "isTame": true, "status": "free",
        "tags": ["a", "b"], "photos": ["x.png"], "colors": ["red", "blue"], "sizes": [1, 2],
        "friends": [{"id": 8, "tags": []}], "owner": {"since": "2020", "words": "hers"},
        "toy": {"radius": 3}, "notes": {"one": 1, "two": 2}, "extra": {"k": ["v", "w"]},
    }))
    .unwrap()
}

const PET: &str = concat!(
    r#"<p:pet xmlns:p="https://example.com/pets" id="7" sizes="1 2"><given-name>Ada &amp; &lt;Bo&gt;&#13;</given-name>"#,
    "<weight>1.5</weight><isTame>true</isTame><status>free</status><tags><tags>a</tags><tags>b</tags></tags>",
    "<album><photo>x.png</photo></album><color>red</color><color>blue</color>",
    r#"<p:pet xmlns:p="https://example.com/pets" id="8"><tags/></p:pet>"#,
    r#"<owner since="2020">hers</owner><toy><radius>3</radius></toy><notes><one>1</one><two>2</two></notes>"#,
    "<extra><k>v</k><k>w</k></extra></p:pet>"
);

fn client(mock: &Mock) -> Client {
    Client::builder().transport(mock.clone()).build().unwrap()
}

#[tokio::test]
async fn xml_is_sent_and_received() {
    let mock = Mock::new();
    mock.on::<operations::AddPetAsXml>().reply_as("text/xml; charset=utf-8", PET);
    let received = client(&mock).pets().add_pet(&pet()).as_xml().await.unwrap();
    let sent = mock.calls();
    let body = std::str::from_utf8(sent[0].body()).unwrap();
    assert_eq!(body, format!("{}{PET}", r#"<?xml version="1.0" encoding="UTF-8"?>"#));
    assert_eq!(sent[0].headers()["content-type"], "application/xml");
    assert_eq!(received, pet());
}

#[tokio::test]
async fn a_key_that_is_not_an_xml_name_is_refused_before_the_request_is_sent() {
    let mock = Mock::new();
    mock.on::<operations::AddPetAsXml>().reply_as("text/xml", PET);
    let mut pet = serde_json::to_value(pet()).unwrap();
    pet["notes"] = serde_json::json!({"2 b": 2});
    let pet: models::Pet = serde_json::from_value(pet).unwrap();
    client(&mock).pets().add_pet(&pet).as_xml().await.unwrap_err();
    assert!(mock.calls().is_empty());
}

#[tokio::test]
async fn xml_of_servers_is_decoded() {
    let mock = Mock::new();
    let text = "\u{feff}<?xml version='1.0'?><!-- c --><Pets xmlns='urn:x'>\n\
        <pet id='1' other='y'> <unknown><deep/></unknown> <weight> +2 </weight><status>new</status><color/></pet>\n\
        <x:pet xmlns:x='urn:x' xmlns:xsi='urn:i' id='2'><given-name><![CDATA[<b>]]>&#x41;</given-name><weight xsi:nil='true'/></x:pet>\n\
        </Pets>";
    mock.on::<operations::ListPets>().reply_as("text/xml", text);
    let pets = client(&mock).pets().list_pets().await.unwrap();
    assert_eq!((pets.len(), pets[0].id, pets[0].weight), (2, 1, Some(2.0)));
    assert_eq!(pets[0].status.as_ref().map(models::PetStatus::as_str), Some("new"));
    assert_eq!((pets[0].colors.as_deref(), pets[0].photos.as_ref()), (Some(&[String::new()][..]), None));
    assert!(pets[0].tags.is_empty());
    assert_eq!((pets[1].name.as_deref(), pets[1].weight), (Some("<b>A"), None));
}

#[tokio::test]
async fn errors_of_xml_have_their_reason() {
    let deep = format!("<Pets>{}", "<pet>".repeat(1_000));
    for (text, said) in [
        ("<Pets><pet id='x'/></Pets>", "$[0].id"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]><Pets/>", "document type"),
        ("<Pets>&b;</Pets>", "entity `b`"),
        ("<Pets><pet></Pets>", "not XML"),
        ("<Pets/><Pets/>", "more than one root element"),
        ("", "no root element"),
        (deep.as_str(), "too deep"),
    ] {
        let mock = Mock::new();
        mock.on::<operations::ListPets>().reply_as("application/xml", text.to_owned());
        let error = client(&mock).pets().list_pets().await.unwrap_err();
        let words = format!("{error} {:?}", error.json_path());
        assert!(words.contains(said), "{text}: {words}");
    }
    let mock = Mock::new();
    let problem = "<problem><detail>gone</detail></problem>";
    mock.on::<operations::ListPets>().reply_as("application/problem+xml", problem).with_status(404);
    let error = client(&mock).pets().list_pets().await.unwrap_err();
    let declared = error.declared::<operations::ListPets>().unwrap();
    assert_eq!(declared.detail.as_deref(), Some("gone"));
}

#[test]
fn servers_are_selected_by_name() {
    use compiled::several_servers::client::Client;
    let at = |server: servers::Server| {
        let client = Client::builder().server(server).build().unwrap();
        let own = client.uploads().upload().build().unwrap().uri().to_string();
        (client.things().list_things().build().unwrap().uri().to_string(), own)
    };
    let own = "https://upload.example.com/files/uploads".to_owned();
    assert_eq!(at(servers::regional()), ("https://eu.example.com/v1/things".to_owned(), own.clone()));
    let chosen =
        servers::regional().region(compiled::several_servers::models::ServerRegion::UsEast).version("v2");
    assert_eq!(at(chosen), ("https://us-east.example.com/v2/things".to_owned(), own));
    let client = Client::builder().build().unwrap();
    let part = client.uploads().upload().server(servers::uploads().part("images")).build().unwrap();
    assert_eq!(part.uri(), "https://upload.example.com/images/uploads");
    assert_eq!(client.beta().get_beta().build().unwrap().uri(), "https://eu.example.com/beta/beta");
}

#[test]
fn a_body_may_be_null() {
    use compiled::bodies::{client::Client, models};
    let client = Client::builder().base_url("https://example.com").build().unwrap();
    let window = models::Window::new("monday");
    let sent = |request: openapi_client_runtime::http::Request<openapi_client_runtime::Body>| {
        String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap()
    };
    assert_eq!(sent(client.window().set_window(Some(&window)).build().unwrap()), r#"{"day":"monday"}"#);
    assert_eq!(sent(client.window().set_window(None).build().unwrap()), "null");
    assert_eq!(sent(client.window().change_window().body(None).build().unwrap()), "null");
    assert_eq!(sent(client.window().change_window().build().unwrap()), "");
}

#[test]
fn forms_and_parts_are_encoded_as_described() {
    use compiled::bodies::{client::Client, models};
    let client = Client::builder().base_url("https://example.com").build().unwrap();
    let text = |request: openapi_client_runtime::http::Request<openapi_client_runtime::Body>| {
        String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap()
    };
    let value = serde_json::json!({"tags": ["a", "b"], "meta": {"n": 1}, "url": "https://x/?y"});
    let form: models::SendEncodedFormBody = serde_json::from_value(value.clone()).unwrap();
    let sent = text(client.encoded().send_encoded_form(&form).build().unwrap());
    assert_eq!(sent, "tags=a%7Cb&meta=%7B%22n%22%3A1%7D&url=https://x/?y");
    let parts: models::SendEncodedPartsBody = serde_json::from_value(value).unwrap();
    let sent = text(client.encoded().send_encoded_parts(&parts).build().unwrap());
    assert!(sent.contains("name=\"url\"\r\ncontent-type: text/uri-list\r\n\r\nhttps://x/?y\r\n"), "{sent}");
    assert!(
        sent.contains("name=\"meta\"\r\ncontent-type: application/merge-patch+json\r\n\r\n{\"n\":1}\r\n"),
        "{sent}"
    );
    assert!(sent.contains("name=\"tags\"\r\n\r\nb\r\n"), "{sent}");
}

#[test]
fn parameters_with_one_allowed_value_are_sent() {
    use compiled::constant_parameters::client::Client;
    use compiled::constant_parameters::models::FindPetsNullable;

    let client = Client::builder().base_url("https://example.com").build().unwrap();
    let pets = client.pets();
    let request = pets.find_pets("x", FindPetsNullable::One, [FindPetsNullable::One]).build().unwrap();
    let query = "api-version=2024-01-01&depth=-3&ratio=0.5&strict=true&where=x&nullable=one&several=one";
    assert_eq!(request.uri().to_string(), format!("https://example.com/pets/all?{query}"));
    assert_eq!(request.headers()["x-kind"], "pet");
    assert_eq!(request.headers()["cookie"], "session=%22none%22");
}

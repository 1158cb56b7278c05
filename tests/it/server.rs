//! Tests of the client with a server, over a socket.

use std::time::Duration;

use digitalocean_images::models::{ImageNewCustom, ImageStatus, ImageUpdate};
use digitalocean_images::operations::{CreateCustomImage, GetImage, GetImagesList};
use digitalocean_images::{Client, Error, ErrorKind, Retry, headers};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use support::images::{TIRED_TOKEN, TOKEN, start};

async fn client(token: &str) -> Client {
    let address = start().await.unwrap();
    Client::builder().token(token).base_url(format!("http://{address}")).build().unwrap()
}

#[tokio::test]
async fn pages_and_filters() {
    let images = client(TOKEN).await.images();
    let page = images.get_images_list().per_page(2).page(2).await.unwrap();
    assert_eq!((page.images.len(), page.meta.total), (2, 5));
    let links = page.links.unwrap().pages.unwrap();
    assert!(links.first.is_some() && links.prev.is_some() && links.next.is_some() && links.last.is_some());
    let all = images.get_images_list().per_page(2).items().try_collect().await.unwrap();
    assert_eq!(all.len(), 5);
    let mut pages = images.get_images_list().per_page(2).page(2).pages();
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(
        (page.images.len(), page.meta.total, page.header(&headers::RATELIMIT_LIMIT)),
        (2, 5, Some(5_000))
    );
    assert_eq!(pages.next_page().as_deref(), Some("3"));
    let applications = images.get_images_list().r#type("application").await.unwrap();
    assert_eq!(applications.images.len(), 1);
    assert_eq!(images.get_images_list().private(true).await.unwrap().images, []);
}

#[tokio::test]
async fn an_image_from_import_to_deletion() {
    let images = client(TOKEN).await.images();
    let wanted = ImageNewCustom::new("minimal", "https://example.com/minimal.img", "nyc3").tags(["base"]);
    let image = images.create_custom_image(&wanted).await.unwrap().image;
    assert_eq!((image.status, image.public), (ImageStatus::New, None));
    assert_eq!(images.get_image(image.id).await.unwrap().image.status, ImageStatus::Pending);
    assert_eq!(images.get_image(image.id).await.unwrap().image.status, ImageStatus::Available);
    assert_eq!(images.get_images_list().tag_name("base").await.unwrap().meta.total, 1);
    let changes = ImageUpdate::new().name("golden").description("");
    let updated = images.update_image(image.id, &changes).with_response().await.unwrap();
    assert_eq!(updated.status(), 200);
    assert_eq!(updated.image.description.as_deref(), Some(""));
    assert_eq!(updated.header(&headers::RATELIMIT_LIMIT), Some(5_000));
    assert_eq!(updated.header(&headers::RATELIMIT_REMAINING), Some(4_995));
    assert_eq!(updated.request_id().as_deref(), Some("515850a0-a812-50bf-aa3c-d0d21d287e40"));
    assert_eq!(images.delete_image(image.id).with_response().await.unwrap().status(), 204);
    assert!(images.delete_image(image.id).await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn errors_have_the_complete_response() {
    let images = client(TOKEN).await.images();
    let error = images.get_image("no-such-slug").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.operation(), Some("get_image"));
    assert_eq!(error.code().as_deref(), Some("not_found"));
    assert_eq!(error.header(&headers::RATELIMIT_RESET), Some(1_444_931_833));
    assert_eq!(error.declared::<GetImage>().unwrap().id, "not_found");
    assert_eq!(
        error.to_string(),
        "get_image: 404 not_found: The resource you requested could not be found. \
         (request 515850a0-a812-50bf-aa3c-d0d21d287e40)"
    );
    let wanted = ImageNewCustom::new("minimal", "https://example.com/minimal.img", "mars1");
    let error = images.create_custom_image(&wanted).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    assert_eq!(error.declared::<CreateCustomImage>().unwrap().message, "Region is not available");
    assert!(error.raw_body().unwrap().starts_with(b"{"));
}

#[tokio::test]
async fn unauthorized_and_rate_limited_calls_are_distinguished() {
    let error = client("wrong").await.images().get_images_list().await.unwrap_err();
    assert!(error.is_unauthorized() && !error.is_rate_limited());
    let tired = client(TIRED_TOKEN).await.images().get_images_list();
    // `Retry-After` is 29 seconds, which is after the deadline of this call.
    let error = tired.deadline(Duration::from_secs(20)).await.unwrap_err();
    assert!(error.retry_at().is_some() && error.rate_limit().unwrap().remaining == Some(0));
    assert!(error.is_rate_limited());
    assert_eq!(error.headers().unwrap()["retry-after"], "29");
}

/// Serves one connection: reads the head of a request and writes `answer`; if `holds`, the connection stays
/// open.
async fn canned(answer: &'static [u8], holds: bool) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut head = [0; 4096];
        let _ = socket.read(&mut head).await;
        socket.write_all(answer).await.unwrap();
        if holds {
            std::future::pending::<()>().await;
        }
    });
    let base_url = format!("http://{address}/prefix");
    let builder = Client::builder().token("secret-token").base_url(base_url).response_limit(1_000);
    builder.retry(Retry::never()).build().unwrap()
}

async fn list(answer: &'static [u8], holds: bool) -> Error {
    let client = canned(answer, holds).await;
    let error = client.images().get_images_list().timeout(Duration::from_millis(300)).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
    error
}

#[tokio::test]
async fn a_body_that_cannot_be_decoded_is_in_the_error() {
    let error = list(
        b"HTTP/1.1 200 OK\r\ncontent-length: 55\r\nx-request-id: r1\r\n\r\n\
          {\"images\": [{\"id\": \"seven\"}], \"meta\": {\"total\": 1}}    ",
        false,
    )
    .await;
    assert!(error.is_decode());
    assert_eq!(error.json_path(), Some("$.images[0].id"));
    assert_eq!(error.raw_body().unwrap().len(), 55);
    assert_eq!(
        error.to_string(),
        "get_images_list: 200 with a body that does not decode: expected an integer, found a string \
         at $.images[0].id (request r1)"
    );
}

#[tokio::test]
async fn invalid_responses_are_errors() {
    let html = list(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 6\r\n\r\n<html>", false).await;
    assert_eq!((html.kind(), html.declared::<GetImagesList>()), (ErrorKind::Status, None));
    assert_eq!(html.to_string(), "get_images_list: 502 Bad Gateway");
    let redirect =
        list(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n", false)
            .await;
    assert_eq!(redirect.status().unwrap(), 302);
    let no_text = list(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n\xff\xfe", false).await;
    assert!(no_text.is_decode());
    let long = list(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n", false).await;
    assert_eq!(long.kind(), ErrorKind::Transport);
    let cut = list(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"images\": [", false).await;
    assert_eq!(cut.kind(), ErrorKind::Transport);
    let silent = list(b"", true).await;
    assert!(silent.is_timeout());
    let slow = list(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{", true).await;
    assert!(slow.is_timeout());
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let body: &'static [u8] = Box::leak(
        [b"HTTP/1.1 200 OK\r\ncontent-length: 1001\r\n\r\n".as_slice(), &[b' '; 1001]]
            .concat()
            .into_boxed_slice(),
    );
    let error = list(body, false).await;
    assert!(error.to_string().contains("exceeds the limit of 1000 bytes"), "{error}");
}

#[tokio::test]
async fn a_refused_connection_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder().token("t").base_url(base_url).build().unwrap();
    let error = client.images().get_image(1).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}

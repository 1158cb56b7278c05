//! Pages: valid ones, and invalid links to the next page.

use std::sync::{Arc, Mutex};

use openapi_client_runtime::codegen::{Meta, Operation, Paged, Paging, Parameter, RequestParts};
use openapi_client_runtime::transport::{Transport, TransportFuture};
use openapi_client_runtime::{Body, ByteStream, Bytes, Client, Error, ErrorKind, Value};
use serde_json::json;

use support::api::builder;

const fn meta(id: &'static str) -> Meta {
    Meta::new(id, "GET", "/things")
}

/// Defines an operation that lists numbers, with its paging rule.
macro_rules! list {
    ($name:ident, $paging:expr) => {
        enum $name {}
        impl Operation for $name {
            type Output = Value;
            type Failure = Value;
            const META: Meta = meta("list_things");
        }
        impl Paged for $name {
            type Item = i64;
            const PAGING: Paging = $paging;
            fn items(page: Value) -> Vec<i64> {
                let list = page.get("items").unwrap_or(&page).as_array().cloned().unwrap_or_default();
                list.iter().filter_map(Value::as_i64).collect()
            }
        }
    };
}

list!(ByLink, Paging::link("page", "/links/next").items("/items").size("per_page", 200));
list!(ByHeader, Paging::header("page"));
list!(ByCursor, Paging::cursor("after", "/items/-").items("/items").more("/more"));
list!(ByToken, Paging::cursor("token", "/next").items("/items"));
list!(ByOffset, Paging::offset("offset").items("/items").total("/total"));
list!(ByNumber, Paging::number("page", 1).items("/items"));

/// Responds with one page after the other: its `Link` header and its body.
#[derive(Clone)]
struct Book {
    pages: Arc<Vec<(&'static str, Value)>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Transport for Book {
    fn send(&self, request: http::Request<Body>) -> TransportFuture {
        let mut seen = self.seen.lock().unwrap();
        let number = seen.len();
        seen.push(request.uri().to_string());
        // There is no page after the last one.
        let (status, (link, body)) = match self.pages.get(number) {
            Some(page) => (200, page.clone()),
            None => (404, ("", json!({}))),
        };
        let body = ByteStream::from(Bytes::from(body.to_string()));
        let response = http::Response::builder().status(status).header("link", link).body(body);
        Box::pin(async move { Ok(response.unwrap()) })
    }
}

/// Returns the items, the error if there was one, and the queries that were sent.
async fn read<O: Paged<Item = i64>>(
    pages: impl IntoIterator<Item = (&'static str, Value)>,
    first: Option<(&'static str, &str)>,
) -> (Vec<i64>, Option<Error>, Vec<String>)
where
    O::Output: Send,
{
    let book = Book { pages: Arc::new(pages.into_iter().collect()), seen: Arc::default() };
    let client: Client = builder("https://example.com").transport(book.clone()).build().unwrap();
    let mut parts = RequestParts::new(O::META);
    if let Some((name, value)) = first {
        parts.parameter(Parameter::query(name), &value);
    }
    let mut items = client.items::<O>(parts);
    let (mut read, mut failed) = (Vec::new(), None);
    loop {
        match items.try_next().await {
            Ok(Some(item)) => read.push(item),
            Ok(None) => break,
            Err(error) => {
                failed = Some(error);
                assert!(items.try_next().await.unwrap().is_none(), "the stream ends after an error");
                break;
            }
        }
    }
    let seen = book.seen.lock().unwrap();
    let seen = seen.iter();
    let queries =
        seen.map(|uri| uri.strip_prefix("https://example.com/things").unwrap().to_owned()).collect();
    (read, failed, queries)
}

fn page(items: &[i64], next: &str) -> (&'static str, Value) {
    ("", json!({"items": items, "links": {"next": next}}))
}

#[tokio::test]
async fn only_the_query_of_a_link_is_used() {
    let pages = [
        page(&[1, 2], "https://example.com/things?per_page=200&page=2"),
        // Another host, an empty page, and an invalid URL.
        page(&[], "https://elsewhere.example/?token=x&page=3"),
        page(&[3], "https//example.com/things?page=4#there"),
        ("", json!({"items": [4], "links": {}})),
    ];
    let (items, failed, queries) = read::<ByLink>(pages, None).await;
    assert!(failed.is_none());
    assert_eq!(items, [1, 2, 3, 4]);
    assert_eq!(
        queries,
        ["?per_page=200", "?per_page=200&page=2", "?per_page=200&page=3", "?per_page=200&page=4"]
    );
    for end in [
        json!({"items": [1]}),
        json!({"items": [1], "links": null}),
        json!({"items": [1], "links": {"next": ""}}),
    ] {
        assert_eq!(read::<ByLink>([("", end)], Some(("page", "7"))).await.2, ["?page=7&per_page=200"]);
    }
}

#[tokio::test]
async fn repeated_pages_and_links_without_a_page_are_errors() {
    let circle = [page(&[1], "?page=2"), page(&[2], "?page=3"), page(&[3], "?page=2")];
    let (items, failed, queries) = read::<ByLink>(circle, None).await;
    let failed = failed.unwrap();
    assert_eq!((items, queries.len(), failed.kind()), (vec![1, 2, 3], 3, ErrorKind::Paging));
    assert_eq!(
        failed.to_string(),
        "list_things: the next page was already returned: `page` has a value of an earlier request"
    );
    let itself = [page(&[1], "?page=5")];
    assert!(read::<ByLink>(itself, Some(("page", "5"))).await.1.is_some());
    for link in ["https://example.com/things", "?page=", "nonsense", "?other=2"] {
        let failed = read::<ByLink>([page(&[1], link)], None).await.1.unwrap();
        assert_eq!(failed.to_string(), "list_things: the link to the next page has no `page`", "{link}");
    }
}

#[tokio::test]
async fn links_in_a_header_are_read() {
    let pages = [
        (
            "<https://example.com/things?page=1>; rel=\"prev first\", <https://example.com/things?page=2&x=a,b>; rel=\"next\"",
            json!([1]),
        ),
        ("<https://example.com/things?page=3>; title=\"x\"; rel=next", json!([2])),
        ("<https://example.com/things?page=1>; rel=\"first\"", json!([3])),
    ];
    let (items, failed, queries) = read::<ByHeader>(pages, None).await;
    assert!(failed.is_none(), "{failed:?}");
    assert_eq!(
        (items, queries),
        (vec![1, 2, 3], vec![String::new(), "?page=2".to_owned(), "?page=3".to_owned()])
    );
}

#[tokio::test]
async fn an_invalid_link_is_an_error_and_not_the_end_of_the_list() {
    let broken = |link| [("<?page=2>; Rel=\"prev NEXT\"", json!([1])), (link, json!([2]))];
    for link in ["<?page=3; rel=next", "?page=3; rel=next", "<?page=3>; rel=\"next"] {
        let (items, failed, queries) = read::<ByHeader>(broken(link), None).await;
        assert_eq!((items, queries.len()), (vec![1, 2], 2));
        assert_eq!(failed.unwrap().kind(), ErrorKind::Paging, "{link}");
    }
    for next in [json!({"page": 2}), json!(["?page=2"]), json!(true)] {
        let pages = [("", json!({"items": [1], "links": {"next": next}}))];
        assert_eq!(read::<ByLink>(pages, None).await.1.unwrap().kind(), ErrorKind::Paging);
    }
    let ends = [("", json!({"items": [1], "links": {"next": false}}))];
    assert!(read::<ByLink>(ends, None).await.1.is_none());
}

#[tokio::test]
async fn pages_are_requested_by_cursor_offset_or_number() {
    let pages =
        [json!({"items": [1, 2], "more": true}), json!({"items": [9], "more": false})].map(|page| ("", page));
    let (items, _, queries) = read::<ByCursor>(pages, None).await;
    assert_eq!((items, queries), (vec![1, 2, 9], vec![String::new(), "?after=2".to_owned()]));

    let pages =
        [json!({"items": [1], "next": "a/b=="}), json!({"items": [2], "next": null})].map(|page| ("", page));
    assert_eq!(read::<ByToken>(pages, None).await.2, ["", "?token=a%2Fb%3D%3D"]);

    let pages =
        [json!({"items": [1, 2], "total": 5}), json!({"items": [3, 4]}), json!({"items": [5], "total": 5})];
    let (items, _, queries) = read::<ByOffset>(pages.map(|page| ("", page)), None).await;
    assert_eq!(items, [1, 2, 3, 4, 5]);
    assert_eq!(queries, ["", "?offset=2", "?offset=4"]);

    let pages = [json!({"items": [1]}), json!({"items": [2]}), json!({"items": []})].map(|page| ("", page));
    assert_eq!(read::<ByNumber>(pages, Some(("page", "4"))).await.2, ["?page=4", "?page=5", "?page=6"]);
}

#[tokio::test]
async fn pages_have_their_headers_and_can_be_resumed() {
    let book = Book { pages: Arc::new(vec![page(&[1], "?page=2"), page(&[2], "")]), seen: Arc::default() };
    let client: Client = builder("https://example.com").transport(book).build().unwrap();
    let mut pages = client.pages::<ByLink>(RequestParts::new(ByLink::META));
    assert_eq!(pages.next_page(), None);
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!((first.status().as_u16(), &first["items"]), (200, &json!([1])));
    assert_eq!(pages.next_page().as_deref(), Some("2"));
    assert!(pages.try_next().await.unwrap().is_some());
    assert_eq!((pages.next_page(), pages.try_next().await.unwrap().is_none()), (None, true));
}

#[tokio::test]
async fn a_failed_page_can_be_requested_again() {
    let book = || Book { pages: Arc::new(vec![page(&[1, 2], "?page=2")]), seen: Arc::default() };
    let client: Client = builder("https://example.com").transport(book()).build().unwrap();
    let mut items = client.items::<ByLink>(RequestParts::new(ByLink::META));
    while let Ok(item) = items.try_next().await {
        assert!(item.is_some());
    }
    assert_eq!(items.next_page().as_deref(), Some("2"));
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(items.next_page().as_deref(), Some("2"));

    let circle =
        Book { pages: Arc::new(vec![page(&[1], "?page=2"), page(&[2], "?page=2")]), seen: Arc::default() };
    let client: Client = builder("https://example.com").transport(circle).build().unwrap();
    let mut pages = client.pages::<ByLink>(RequestParts::new(ByLink::META));
    assert!(
        pages.try_next().await.is_ok() && pages.try_next().await.is_ok() && pages.try_next().await.is_err()
    );
    assert_eq!(pages.next_page(), None);
}

//! Convenience functions for programs: texts of an error, parts of a page, and the unused responses of a
//! mock.

use std::time::Duration;

use openapi_client_runtime::codegen::{Meta, Operation, Paged, Paging, RequestParts};
use openapi_client_runtime::mock::Mock;
use openapi_client_runtime::{Client, ErrorKind, Nullable, Response, Retry, Value};
use serde_json::json;

use support::api::{Create, Read, builder, call};

enum List {}

impl Operation for List {
    type Output = Value;
    type Failure = Value;
    const META: Meta = Meta::new("list_things", "GET", "/things");
}

impl Paged for List {
    type Item = Value;
    const PAGING: Paging = Paging::number("page", 1).items("/items").total("/meta/total");
    fn items(page: Value) -> Vec<Value> {
        page["items"].as_array().cloned().unwrap_or_default()
    }
}

fn client(mock: &Mock) -> Client {
    builder("https://example.com").retry(Retry::never()).transport(mock.clone()).build().unwrap()
}

#[tokio::test]
async fn the_message_is_the_described_field_or_the_detail_of_problem_details() {
    let mock = Mock::new();
    let bodies = [
        (json!({"message": "m", "detail": "d", "title": "t"}), "400 m"),
        (
            json!({"type": "https://example.com/p#x", "title": "t", "detail": "d"}),
            "400 https://example.com/p#x: d",
        ),
        (json!({"type": "about:blank", "title": "t", "status": 400}), "400 t"),
        (json!({"message": " ", "detail": null, "title": "t"}), "400 t"),
        (json!({"message": {"deep": 1}, "detail": "d"}), "400 d"),
        (json!([]), "400 Bad Request"),
    ];
    for (body, expected) in bodies {
        mock.on::<Read>().fail(400, &body);
        let error = call::<Read>(&client(&mock)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("read_thing: {expected}"));
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_has_the_time_to_retry() {
    let mock = Mock::new();
    mock.on::<Create>().status(429).header("retry-after", "3600");
    let error = call::<Create>(&client(&mock)).await.unwrap_err();
    assert_eq!(error.to_string(), "create_thing: 429 Too Many Requests (retry after 3600 s)");
    let wait = error.retry_after().unwrap();
    assert!(
        error.is_rate_limited() && wait > Duration::from_secs(3_500) && wait <= Duration::from_secs(3_600)
    );
    assert!(error.retry_at().is_some());
    // The client's own limit reports it too.
    mock.on::<Create>().status(429).header("retry-after", "50");
    let client = builder("https://example.com")
        .deadline(Duration::from_secs(9))
        .transport(mock.clone())
        .build()
        .unwrap();
    call::<Create>(&client).await.unwrap_err();
    let error = call::<Create>(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::RateLimited, 0));
    assert!(error.retry_after().unwrap() > Duration::from_secs(40));
    mock.on::<Read>().status(404);
    assert_eq!(call::<Read>(&self::client(&mock)).await.unwrap_err().retry_after(), None);
}

#[test]
fn error_kinds_are_printed_as_words() {
    assert_eq!(ErrorKind::RateLimited.to_string(), "rate limited");
    assert_eq!(format!("[{:>9}]", ErrorKind::Decode), "[   decode]");
}

#[tokio::test]
async fn items_give_access_to_their_page() {
    let mock = Mock::new();
    let page = |items: Value| json!({"items": items, "meta": {"total": 3, "sync": "s"}});
    let plan = || mock.on::<List>().reply_json(&page(json!([1, 2]))).reply_json(&page(json!([3])));
    plan();
    let mut items = client(&mock).items::<List>(RequestParts::new(List::META));
    assert_eq!((items.total(), items.page().is_none()), (None, true));
    let mut sum = 0;
    while let Some(item) = items.try_next().await.unwrap() {
        sum += item.as_i64().unwrap();
        let page = items.page().unwrap();
        assert_eq!((items.total(), page.status().as_u16()), (Some(3), 200));
        assert_eq!(page.json_at("/meta/sync"), Some(json!("s")));
    }
    assert_eq!(sum, 6);
    plan();
    let mut pages = client(&mock).pages::<List>(RequestParts::new(List::META));
    let page: Response<Value> = pages.try_next().await.unwrap().unwrap();
    assert_eq!((page.total(), pages.total(), page.json_at("/meta/none")), (Some(3), Some(3), None));
    let page = page.map(List::items);
    assert_eq!((page.total(), page.len()), (Some(3), 2));
    let (items, response) = page.into_parts();
    assert_eq!((items, response.json_at("/items/1")), (vec![json!(1), json!(2)], Some(json!(2))));
}

#[tokio::test]
async fn a_mock_reports_unused_responses() {
    let mock = Mock::new();
    mock.on::<Read>().status(404).reply_json(&json!({})).times(3);
    mock.on::<Create>().reply_json(&json!({})).always();
    assert_eq!(mock.verify().unwrap_err().operations(), [("read_thing", 4), ("create_thing", 1)]);
    for _ in 0..2 {
        drop(call::<Read>(&client(&mock)).await);
    }
    call::<Create>(&client(&mock)).await.unwrap();
    let unused = mock.verify().unwrap_err();
    assert_eq!(unused.to_string(), "unused planned responses: 2 of `read_thing`");
    for _ in 0..2 {
        call::<Read>(&client(&mock)).await.unwrap();
    }
    assert_eq!(mock.verify(), Ok(()));
}

#[test]
fn options_convert_to_nullable_and_back() {
    let none: Nullable<i64> = None.into();
    assert_eq!((none, Nullable::from(Some(7))), (Nullable::Null, Nullable::Value(7)));
    assert_eq!((Option::from(Nullable::Value(7)), Option::<i64>::from(Nullable::Absent)), (Some(7), None));
    assert!(none.is_null() && Nullable::<i64>::Absent.is_absent() && !Nullable::from(7).is_null());
}

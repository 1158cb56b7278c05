//! Responses for the tests of this crate.

use http::{HeaderMap, HeaderName, HeaderValue};

use super::RawResponse;
use crate::api::{Meta, RateLimitHeaders};

/// Creates headers from pairs of name and value.
pub(crate) fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let name = |name: &str| name.parse::<HeaderName>().unwrap();
    pairs.iter().map(|(header, value)| (name(header), HeaderValue::from_static(value))).collect()
}

/// Creates a response without a body.
pub(crate) fn response(status: u16, pairs: &[(&'static str, &'static str)]) -> RawResponse {
    let mut head = http::Response::builder().status(status).body(()).unwrap().into_parts().0;
    head.headers = headers(pairs);
    let meta = Meta { id: "o", method: "GET", path: "/", accept: "", security: &[], scopes: &[] };
    RawResponse::new(meta, head, &RateLimitHeaders::default())
}

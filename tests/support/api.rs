//! The API of the tests: one operation that reads, one that writes, and one that replaces.

use openapi_client_runtime::codegen::{Api, ErrorShape, Meta, Operation, RequestParts};
use openapi_client_runtime::{Client, ClientBuilder, Response, ResponseFuture, Value};

macro_rules! operation {
    ($name:ident, $id:literal, $method:literal) => {
        pub enum $name {}

        impl Operation for $name {
            type Output = Value;
            type Failure = Value;
            const META: Meta = Meta::new($id, $method, "/things").accept("application/json");
        }
    };
}

operation!(Read, "read_thing", "GET");
operation!(Create, "create_thing", "POST");
operation!(Replace, "replace_thing", "PUT");

pub fn builder(base_url: &str) -> ClientBuilder<Client> {
    let errors = ErrorShape::new().message("/message");
    ClientBuilder::new(Api::new("test/1").errors(errors)).base_url(base_url)
}

/// Creates a call with a body, unless the operation only reads.
pub fn parts<O: Operation>() -> RequestParts {
    let mut parts = RequestParts::new(O::META);
    if O::META.method != "GET" {
        parts.json("application/json", &serde_json::json!({"name": "x"}));
    }
    parts
}

pub fn call<O: Operation>(client: &Client) -> ResponseFuture<Response<O::Output>> {
    client.clone().send_with_response::<O>(parts::<O>())
}

mod generated {
    //! The same items as in generated code.
    #![allow(dead_code, missing_docs, unreachable_pub, reason = "only compiled, never called")]

    openapi_client_runtime::codegen::define_request!();
}

/// Compiles only if, for any operation, every part of a call can be sent to another thread, and its result
/// can be awaited there. tests/compiled asserts for every fixture that bodies can be sent: a bound of
/// `Operation` would be checked in every client that is built.
#[expect(dead_code, reason = "only compiled, never called")]
fn every_call_can_be_spawned<O: openapi_client_runtime::codegen::Paged<Output: Send>>() {
    use std::future::IntoFuture;

    use openapi_client_runtime::{Error, Items, Pages, Waiter};

    fn future<F: Future<Output: Send> + Send + 'static>() {}
    fn value<T: Send + 'static>() {}

    future::<<generated::Request<O> as IntoFuture>::IntoFuture>();
    future::<ResponseFuture<Response<O::Output>>>();
    future::<<Waiter<O::Output> as IntoFuture>::IntoFuture>();
    value::<(generated::Request<O>, Pages<O::Output>, Items<O::Output, O::Item>, Waiter<O::Output>)>();
    value::<(Client, ClientBuilder<Client>, Error)>();
}

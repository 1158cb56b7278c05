//! The API that the tests call: an operation that reads, one that writes, one that replaces.

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

/// A call with a body, unless it is one that reads.
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
    //! What generated code has.
    #![allow(dead_code, missing_docs, unreachable_pub, reason = "it is here to be compiled")]

    openapi_client_runtime::codegen::define_request!();
}

/// Whatever an operation is, everything that its call goes through can be sent to another thread, and a result of it
/// can be waited for there: this compiles. That bodies can be sent is asserted in tests/compiled, for every fixture: as
/// a bound of `Operation` it would be asked of every client that is built.
#[expect(dead_code, reason = "it is here to be compiled")]
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

//! The API that the tests call: an operation that reads, one that writes, one that replaces.

use openapi_client_runtime::{
    Api, Client, ClientBuilder, Draft, ErrorShape, Meta, Operation, Pending, Response, Value,
};

macro_rules! operation {
    ($name:ident, $id:literal, $method:literal) => {
        pub(crate) enum $name {}

        impl Operation for $name {
            type Output = Value;
            type Failure = Value;
            const META: Meta =
                Meta { id: $id, method: $method, path: "/things", accept: "application/json", security: &[] };
        }
    };
}

operation!(Read, "read_thing", "GET");
operation!(Create, "create_thing", "POST");
operation!(Replace, "replace_thing", "PUT");

pub(crate) fn builder(base_url: &str) -> ClientBuilder<Client> {
    let errors = ErrorShape { message: Some("/message"), ..ErrorShape::default() };
    ClientBuilder::new(Api { errors, ..Api::new("test/1") }).base_url(base_url)
}

/// A call with a body, unless it is one that reads.
pub(crate) fn draft<O: Operation>() -> Draft {
    let mut draft = Draft::new(O::META);
    if O::META.method != "GET" {
        draft.json("application/json", &serde_json::json!({"name": "x"}));
    }
    draft
}

pub(crate) fn call<O: Operation>(client: &Client) -> Pending<Response<O::Output>> {
    client.clone().send_with_response::<O>(draft::<O>())
}

//! Everything that the fixtures become, compiled under the workspace's own lints.

use openapi_client_runtime::codegen::Operation;

/// Every call can be made, and waited for, on any thread.
const fn can_be_spawned<O: Operation<Output: Send, Failure: Send>>() {}

include!(concat!(env!("OUT_DIR"), "/tree.rs"));

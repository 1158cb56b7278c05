//! The generated clients of all fixtures, compiled with the lints of the workspace.

use openapi_client_runtime::codegen::Operation;

/// Asserts at compile time that the result of an operation is `Send`, so that calls can be spawned on any
/// thread.
const fn can_be_spawned<O: Operation<Output: Send, Failure: Send>>() {}

include!(concat!(env!("OUT_DIR"), "/tree.rs"));

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// A response header.
///
/// Header `location`.
pub const LOCATION: runtime::Header<String> = runtime::Header::new("location");

/// A response header.
///
/// Header `x-calls-left`.
pub const X_CALLS_LEFT: runtime::Header<i64> = runtime::Header::new("x-calls-left");

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// How many.
///
/// Header `x-total`.
pub const X_TOTAL: runtime::Header<i64> = runtime::Header::new("x-total");

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;

codegen::define_request!();

/// `POST /shapes`
#[derive(Debug)]
pub enum Draw {}

impl codegen::Operation for Draw {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("draw", "POST", "/shapes");
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `GET /countries/{code}`
#[derive(Debug)]
pub enum GetCountry {}

impl codegen::Operation for GetCountry {
    type Output = models::Country;
    type Failure = models::GetCountry404Response;
    const META: codegen::Meta = codegen::Meta::new(
            "get_country",
            "GET",
            "/countries/{code}",
        )
        .accept("application/json");
}

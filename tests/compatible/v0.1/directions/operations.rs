// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `POST /accounts`
#[derive(Debug)]
pub enum CreateAccount {}

impl codegen::Operation for CreateAccount {
    type Output = models::Account;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("create_account", "POST", "/accounts")
        .accept("application/json");
}

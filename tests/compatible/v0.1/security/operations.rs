// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;

codegen::define_request!();

/// `GET /either`
#[derive(Debug)]
pub enum Either {}

impl codegen::Operation for Either {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("either", "GET", "/either")
        .security(&[&["token"], &["key", "cookie"]]);
}

/// `GET /anyone`
#[derive(Debug)]
pub enum Anyone {}

impl codegen::Operation for Anyone {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("anyone", "GET", "/anyone")
        .security(&[&[], &["basic"]]);
}

/// `GET /default`
#[derive(Debug)]
pub enum Default {}

impl codegen::Operation for Default {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("default", "GET", "/default")
        .security(&[&["token"]]);
}

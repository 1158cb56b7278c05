// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;

codegen::define_request!();

/// `GET /things`
#[derive(Debug)]
pub enum ListThings {}

impl codegen::Operation for ListThings {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("list_things", "GET", "/things");
}

impl Request<ListThings> {
    /// Sets `server`.
    #[inline]
    pub fn server_in_query(self, server_in_query: &str) -> Self {
        self.parameter(codegen::Parameter::query("server"), &server_in_query)
    }
}

/// `POST /uploads`
#[derive(Debug)]
pub enum Upload {}

impl codegen::Operation for Upload {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("upload", "POST", "/uploads");
    const SERVER: Option<&'static str> = Some("https://upload.example.com/files");
}

/// `DELETE /uploads`
#[derive(Debug)]
pub enum Remove {}

impl codegen::Operation for Remove {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("remove", "DELETE", "/uploads");
    const SERVER: Option<&'static str> = Some("https://admin.example.com");
}

/// `GET /beta`
#[derive(Debug)]
pub enum GetBeta {}

impl codegen::Operation for GetBeta {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("get_beta", "GET", "/beta");
    const SERVER: Option<&'static str> = Some("/beta");
}

/// `GET /same`
#[derive(Debug)]
pub enum GetSame {}

impl codegen::Operation for GetSame {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("get_same", "GET", "/same");
}

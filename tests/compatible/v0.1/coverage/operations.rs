// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `POST /images`
#[derive(Debug)]
pub enum CreateImage {}

impl codegen::Operation for CreateImage {
    type Output = models::Image;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("create_image", "POST", "/images")
        .accept("application/json");
    const SERVER: Option<&'static str> = Some("https://images.example.com");
}

impl Request<CreateImage> {
    /// Sets `page`.
    #[inline]
    pub fn page(self, page: &str) -> Self {
        self.parameter(codegen::Parameter::query("page"), &page)
    }

    /// Sets the body, as `application/json`.
    #[inline]
    pub fn body(self, body: &models::Image) -> Self {
        self.with_json("application/json", body)
    }

    /// Sets the body, as `text/csv`.
    #[inline]
    pub fn csv_body(self, csv_body: &str) -> Self {
        self.with_body("text/csv", csv_body.to_owned())
    }

    /// Requests the response as `application/yaml`.
    #[inline]
    pub fn as_yaml(self) -> Request<CreateImageAsYaml> {
        self.represented()
    }
}

/// `POST /images` as `application/yaml`
#[derive(Debug)]
pub enum CreateImageAsYaml {}

impl codegen::Operation for CreateImageAsYaml {
    type Output = runtime::Text;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("create_image", "POST", "/images")
        .accept("application/yaml");
    const SERVER: Option<&'static str> = Some("https://images.example.com");
}

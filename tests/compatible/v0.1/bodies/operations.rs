// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;

codegen::define_request!();

/// `POST /form`
#[derive(Debug)]
pub enum SendForm {}

impl codegen::Operation for SendForm {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("send_form", "POST", "/form");
}

/// `POST /parts`
#[derive(Debug)]
pub enum SendParts {}

impl codegen::Operation for SendParts {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("send_parts", "POST", "/parts");
}

/// `PUT /bytes`
#[derive(Debug)]
pub enum SendBytes {}

impl codegen::Operation for SendBytes {
    type Output = runtime::Bytes;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("send_bytes", "PUT", "/bytes")
        .accept("application/pdf");
}

impl Request<SendBytes> {
    /// Sets the body.
    #[inline]
    pub fn body(self, body: impl Into<runtime::Body>) -> Self {
        self.with_body("application/octet-stream", body)
    }
}

/// `PUT /named-json`
#[derive(Debug)]
pub enum SendFile {}

impl codegen::Operation for SendFile {
    type Output = runtime::Bytes;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("send_file", "PUT", "/named-json")
        .accept("application/json");
}

/// `POST /text`
#[derive(Debug)]
pub enum SendText {}

impl codegen::Operation for SendText {
    type Output = runtime::Text;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("send_text", "POST", "/text")
        .accept("text/html");
}

/// `PUT /window`
#[derive(Debug)]
pub enum SetWindow {}

impl codegen::Operation for SetWindow {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("set_window", "PUT", "/window");
}

/// `PATCH /window`
#[derive(Debug)]
pub enum ChangeWindow {}

impl codegen::Operation for ChangeWindow {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("change_window", "PATCH", "/window");
}

impl Request<ChangeWindow> {
    /// Sets the body.
    #[inline]
    pub fn body(self, body: Option<&runtime::Map<String>>) -> Self {
        self.with_json("application/json", &body)
    }
}

/// `POST /encoded`
#[derive(Debug)]
pub enum SendEncodedForm {}

impl codegen::Operation for SendEncodedForm {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new(
        "send_encoded_form",
        "POST",
        "/encoded",
    );
}

/// `PUT /encoded`
#[derive(Debug)]
pub enum SendEncodedParts {}

impl codegen::Operation for SendEncodedParts {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new(
        "send_encoded_parts",
        "PUT",
        "/encoded",
    );
}

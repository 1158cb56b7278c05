// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `GET /pets`
#[derive(Debug)]
pub enum ListPets {}

impl codegen::Operation for ListPets {
    type Output = Vec<models::Pet>;
    type Failure = models::Fault;
    const META: codegen::Meta = codegen::Meta::new("list_pets", "GET", "/pets")
        .accept("application/json")
        .security(&[&["basic"]]);
}

impl Request<ListPets> {
    /// Sets `tags`.
    #[inline]
    pub fn tags(self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.parameter(
            codegen::Parameter::query("tags"),
            &tags.into_iter().map(Into::into).collect::<Vec<String>>(),
        )
    }

    /// Sets `ids`.
    #[inline]
    pub fn ids(self, ids: impl IntoIterator<Item = i64>) -> Self {
        self.parameter(
            codegen::Parameter::query("ids").style(codegen::Style::Pipe).explode(false),
            &ids.into_iter().collect::<Vec<i64>>(),
        )
    }
}

/// `POST /pets`
#[derive(Debug)]
pub enum CreatePet {}

impl codegen::Operation for CreatePet {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("create_pet", "POST", "/pets");
}

/// `POST /photos`
#[derive(Debug)]
pub enum SendPhoto {}

impl codegen::Operation for SendPhoto {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("send_photo", "POST", "/photos");
}

/// `GET /photos/{id}`
#[derive(Debug)]
pub enum GetPhoto {}

impl codegen::Operation for GetPhoto {
    type Output = runtime::Bytes;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("get_photo", "GET", "/photos/{id}")
        .accept("*/*");
}

impl Request<GetPhoto> {
    /// Sets `sizes`.
    #[inline]
    pub fn sizes(self, sizes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.parameter(
            codegen::Parameter::query("sizes").style(codegen::Style::Tab).explode(false),
            &sizes.into_iter().map(Into::into).collect::<Vec<String>>(),
        )
    }
}

/// `PATCH /photos/{id}`
#[derive(Debug)]
pub enum DescribePhoto {}

impl codegen::Operation for DescribePhoto {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new(
        "describe_photo",
        "PATCH",
        "/photos/{id}",
    );
}

impl Request<DescribePhoto> {
    /// Sets the body.
    #[inline]
    pub fn body(self, body: &models::DescribePhotoBody) -> Self {
        self.with_form(
            "application/x-www-form-urlencoded",
            body,
            &[
                codegen::Encoding::new("tags")
                    .style(
                        codegen::Parameter::query("tags")
                            .style(codegen::Style::Pipe)
                            .explode(false),
                    ),
            ],
        )
    }
}

/// `GET /pets/{name}/archive`
#[derive(Debug)]
pub enum GetArchive {}

impl codegen::Operation for GetArchive {
    type Output = runtime::Bytes;
    type Failure = models::Fault;
    const META: codegen::Meta = codegen::Meta::new(
            "get_archive",
            "GET",
            "/pets/{name}/archive",
        )
        .accept("application/x-tar, application/json");
}

/// `GET /pets/{name}/log`
#[derive(Debug)]
pub enum GetLog {}

impl codegen::Operation for GetLog {
    type Output = models::Pet;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("get_log", "GET", "/pets/{name}/log")
        .accept("application/json");
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `GET /pets`
#[derive(Debug)]
pub enum ListPets {}

impl codegen::Operation for ListPets {
    type Output = Vec<models::Pet>;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("list_pets", "GET", "/pets")
        .accept("application/json");
}

impl Request<ListPets> {
    /// Sets `ids`.
    #[inline]
    pub fn ids(self, ids: impl IntoIterator<Item = i64>) -> Self {
        self.parameter(
            codegen::Parameter::query("ids").style(codegen::Style::Tab).explode(false),
            &ids.into_iter().collect::<Vec<i64>>(),
        )
    }

    /// Sets `X-Groups`.
    #[inline]
    pub fn x_groups(
        self,
        x_groups: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.parameter(
            codegen::Parameter::header("X-Groups").style(codegen::Style::Pipe),
            &x_groups.into_iter().map(Into::into).collect::<Vec<String>>(),
        )
    }
}

/// `POST /pets`
#[derive(Debug)]
pub enum CreatePet {}

impl codegen::Operation for CreatePet {
    type Output = models::Owner;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("create_pet", "POST", "/pets")
        .accept("application/json");
}

/// `GET /pets/{id}`
#[derive(Debug)]
pub enum GetPet {}

impl codegen::Operation for GetPet {
    type Output = models::Pet;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("get_pet", "GET", "/pets/{id}")
        .accept("application/json");
}

impl Request<GetPet> {
    /// Sets `limit`.
    #[inline]
    pub fn limit(self, limit: i64) -> Self {
        self.parameter(codegen::Parameter::query("limit"), &limit)
    }

    /// Sets `dryRun`.
    #[inline]
    pub fn dry_run(self, dry_run: bool) -> Self {
        self.parameter(codegen::Parameter::query("dryRun"), &dry_run)
    }

    /// Sets `languages`.
    #[inline]
    pub fn languages(
        self,
        languages: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.parameter(
            codegen::Parameter::query("languages")
                .style(codegen::Style::Space)
                .explode(false),
            &languages.into_iter().map(Into::into).collect::<Vec<String>>(),
        )
    }
}

/// `PUT /pets/{id}`
#[derive(Debug)]
pub enum PutPet {}

impl codegen::Operation for PutPet {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("put_pet", "PUT", "/pets/{id}");
}

impl Request<PutPet> {
    /// Takes the place of the shared one.
    #[inline]
    pub fn limit(self, limit: &str) -> Self {
        self.parameter(codegen::Parameter::query("limit"), &limit)
    }
}

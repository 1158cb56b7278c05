// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use openapi_client_runtime::codegen::xml;
use super::models;

codegen::define_request!();

/// `GET /pets`
#[derive(Debug)]
pub enum ListPets {}

impl codegen::Operation for ListPets {
    type Output = models::Pets;
    type Failure = models::ListPets4XxResponse;
    const META: codegen::Meta = codegen::Meta::new("list_pets", "GET", "/pets")
        .accept("text/xml, application/problem+xml");
}

/// `POST /pets`
#[derive(Debug)]
pub enum AddPet {}

impl codegen::Operation for AddPet {
    type Output = models::Pet;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("add_pet", "POST", "/pets")
        .accept("application/json");
}

impl Request<AddPet> {
    /// Requests the response as `application/xml`.
    #[inline]
    pub fn as_xml(self) -> Request<AddPetAsXml> {
        self.represented()
    }
}

/// `POST /pets` as `application/xml`
#[derive(Debug)]
pub enum AddPetAsXml {}

impl codegen::Operation for AddPetAsXml {
    type Output = models::Pet;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("add_pet", "POST", "/pets")
        .accept("application/xml");
}

/// `PUT /pets`
#[derive(Debug)]
pub enum ReplacePets {}

impl codegen::Operation for ReplacePets {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("replace_pets", "PUT", "/pets");
}

impl Request<ReplacePets> {
    /// Sets the body.
    #[inline]
    pub fn body(self, body: &models::Pets) -> Self {
        self.with_body(
            "application/xml",
            xml::body(
                body,
                xml::Node::element("Pets")
                    .around(const {
                        &xml::Node::element("pet")
                            .within("https://example.com/pets", "p")
                    }),
            ),
        )
    }
}

/// `GET /note`
#[derive(Debug)]
pub enum GetNote {}

impl codegen::Operation for GetNote {
    type Output = runtime::Text;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("get_note", "GET", "/note")
        .accept("application/xml");
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen::xml;
use super::models;
use super::operations;

/// Operations without a tag.
///
/// Creating and cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Untagged {
    client: runtime::Client,
}

impl Untagged {
    pub(crate) fn new(client: &runtime::Client) -> Self {
        Self { client: client.clone() }
    }

    /// `GET /pets`
    ///
    /// # Returns
    /// [`Pets`]
    ///
    /// # Errors
    /// Declared errors have the body [`ListPets4XxResponse`].
    ///
    /// # Content types
    /// `Accept: text/xml, application/problem+xml`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | all | [`Pets`] |  |
    /// | 4XX | why not | [`ListPets4XxResponse`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().list_pets().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Pets`]: super::models::Pets
    /// [`ListPets4XxResponse`]: super::models::ListPets4XxResponse
    #[inline]
    pub fn list_pets(&self) -> operations::Request<operations::ListPets> {
        operations::Request::new(&self.client)
    }

    /// `POST /pets`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`Pet`] | yes | |  |
    ///
    /// # Returns
    /// [`Pet`]
    ///
    /// # Other response types
    /// | method | content type | returns |
    /// |---|---|---|
    /// | `.as_xml()` | `application/xml` | [`Pet`] |
    ///
    /// # Content types
    /// `Content-Type: application/xml`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | the pet | [`Pet`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::Pet::new(1, ["text"]);
    /// let response = client.untagged().add_pet(&body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Pet`]: super::models::Pet
    #[inline]
    pub fn add_pet(
        &self,
        body: &models::Pet,
    ) -> operations::Request<operations::AddPet> {
        operations::Request::new(&self.client)
            .with_body(
                "application/xml",
                xml::body(
                    body,
                    xml::Node::element("pet").within("https://example.com/pets", "p"),
                ),
            )
    }

    /// `PUT /pets`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`Pets`] | no | |  |
    ///
    /// # Content types
    /// `Content-Type: application/xml`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 204 | done | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body: models::Pets = vec![models::Pet::new(1, ["text"])];
    /// client.untagged().replace_pets().body(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Pets`]: super::models::Pets
    #[inline]
    pub fn replace_pets(&self) -> operations::Request<operations::ReplacePets> {
        operations::Request::new(&self.client)
    }

    /// `GET /note`
    ///
    /// # Returns
    /// `Text`
    ///
    /// # Content types
    /// `Accept: application/xml`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | text | `Text` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().get_note().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_note(&self) -> operations::Request<operations::GetNote> {
        operations::Request::new(&self.client)
    }
}

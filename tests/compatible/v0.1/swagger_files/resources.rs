// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
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
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `ids` | query | `Vec<i64>` | no |  |  |
    /// | `X-Groups` | header | `Vec<String>` | no |  |  |
    ///
    /// # Returns
    /// `Vec<Pet>`
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | ok | `Vec<Pet>` |  |
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
    /// [`Owner`]
    ///
    /// # Content types
    /// `Content-Type: application/json`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 201 | made | [`Owner`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::Pet::new("Rex");
    /// let response = client.untagged().create_pet(&body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Owner`]: super::models::Owner
    /// [`Pet`]: super::models::Pet
    #[inline]
    pub fn create_pet(
        &self,
        body: &models::Pet,
    ) -> operations::Request<operations::CreatePet> {
        operations::Request::new(&self.client).with_json("application/json", body)
    }

    /// `GET /pets/{id}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `id` | path | `String` | yes |  |  |
    /// | `limit` | query | `i64` | no |  |  |
    /// | `dryRun` | query | `bool` | no |  |  |
    /// | `languages` | query | `Vec<String>` | no |  |  |
    ///
    /// # Returns
    /// [`Pet`]
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | One. | [`Pet`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().get_pet("text").await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Pet`]: super::models::Pet
    #[inline]
    pub fn get_pet(&self, id: &str) -> operations::Request<operations::GetPet> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("id"), &id)
    }

    /// `PUT /pets/{id}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `id` | path | `String` | yes |  |  |
    /// | `limit` | query | `String` | no |  | Takes the place of the shared one. |
    /// | `body` | body | [`Wanted`] | yes | |  |
    ///
    /// # Content types
    /// `Content-Type: application/json`
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
    /// let body = models::Wanted::new();
    /// client.untagged().put_pet("text", &body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Wanted`]: super::models::Wanted
    #[inline]
    pub fn put_pet(
        &self,
        id: &str,
        body: &models::Wanted,
    ) -> operations::Request<operations::PutPet> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("id"), &id)
            .with_json("application/json", body)
    }
}

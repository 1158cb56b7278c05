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
    /// | `tags` | query | `Vec<String>` | no |  |  |
    /// | `ids` | query | `Vec<i64>` | no |  |  |
    ///
    /// # Returns
    /// `Vec<Pet>`
    ///
    /// # Errors
    /// Declared errors have the body [`Fault`].
    ///
    /// # Authorization
    /// `basic`
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | pets | `Vec<Pet>` | [`x-total`] |
    /// | default | fault | [`Fault`] |  |
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
    /// [`Fault`]: super::models::Fault
    /// [`x-total`]: super::headers::X_TOTAL
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
    /// # Content types
    /// `Content-Type: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 201 | made | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::Pet::new("text");
    /// client.untagged().create_pet(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Pet`]: super::models::Pet
    #[inline]
    pub fn create_pet(
        &self,
        body: &models::Pet,
    ) -> operations::Request<operations::CreatePet> {
        operations::Request::new(&self.client).with_json("application/json", body)
    }

    /// `POST /photos`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`SendPhotoBody`] | yes | |  |
    ///
    /// # Content types
    /// `Content-Type: multipart/form-data`
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
    /// let body = models::SendPhotoBody::new(vec![1, 2, 3]);
    /// client.untagged().send_photo(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`SendPhotoBody`]: super::models::SendPhotoBody
    #[inline]
    pub fn send_photo(
        &self,
        body: &models::SendPhotoBody,
    ) -> operations::Request<operations::SendPhoto> {
        operations::Request::new(&self.client).with_parts(body, &[])
    }

    /// `GET /photos/{id}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `id` | path | `String` | yes |  |  |
    /// | `sizes` | query | `Vec<String>` | no |  |  |
    ///
    /// # Returns
    /// `Bytes`
    ///
    /// # Content types
    /// `Accept: */*`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | The photo itself. | `Bytes` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().get_photo("text").await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_photo(&self, id: &str) -> operations::Request<operations::GetPhoto> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("id"), &id)
    }

    /// `PATCH /photos/{id}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `id` | path | `String` | yes |  |  |
    /// | `body` | body | [`DescribePhotoBody`] | no | |  |
    ///
    /// # Content types
    /// `Content-Type: application/x-www-form-urlencoded`
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
    /// let body = models::DescribePhotoBody::new();
    /// client.untagged().describe_photo("text").body(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`DescribePhotoBody`]: super::models::DescribePhotoBody
    #[inline]
    pub fn describe_photo(
        &self,
        id: &str,
    ) -> operations::Request<operations::DescribePhoto> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("id"), &id)
    }

    /// `GET /pets/{name}/archive`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `name` | path | `String` | yes |  |  |
    ///
    /// # Returns
    /// `Bytes`
    ///
    /// # Errors
    /// Declared errors have the body [`Fault`].
    ///
    /// # Content types
    /// `Accept: application/x-tar, application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | A file. | `Bytes` |  |
    /// | 404 | An object is no archive. | [`Fault`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().get_archive("text").await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Fault`]: super::models::Fault
    #[inline]
    pub fn get_archive(
        &self,
        name: &str,
    ) -> operations::Request<operations::GetArchive> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("name"), &name)
    }

    /// `GET /pets/{name}/log`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `name` | path | `String` | yes |  |  |
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
    /// | 200 | An object is no plain text. | [`Pet`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().get_log("text").await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Pet`]: super::models::Pet
    #[inline]
    pub fn get_log(&self, name: &str) -> operations::Request<operations::GetLog> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("name"), &name)
    }
}

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

    /// `GET /countries/{code}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `code` | path | [`CountryCode`] | yes |  |  |
    ///
    /// # Returns
    /// [`Country`]
    ///
    /// # Errors
    /// Declared errors have the body [`GetCountry404Response`].
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | A country. | [`Country`] |  |
    /// | 404 | None. | [`GetCountry404Response`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().get_country(models::CountryCode::Dk).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Country`]: super::models::Country
    /// [`GetCountry404Response`]: super::models::GetCountry404Response
    /// [`CountryCode`]: super::models::CountryCode
    #[inline]
    pub fn get_country(
        &self,
        code: impl Into<models::CountryCode>,
    ) -> operations::Request<operations::GetCountry> {
        operations::Request::new(&self.client)
            .parameter(
                codegen::Parameter::path("code"),
                &Into::<models::CountryCode>::into(code),
            )
    }
}

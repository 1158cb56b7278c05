// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
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

    /// `POST /accounts`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`AccountInput`] | yes | |  |
    ///
    /// # Returns
    /// [`Account`]
    ///
    /// # Content types
    /// `Content-Type: application/json`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 201 | made | [`Account`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::AccountInput::new("text", "text");
    /// let response = client.untagged().create_account(&body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Account`]: super::models::Account
    /// [`AccountInput`]: super::models::AccountInput
    #[inline]
    pub fn create_account(
        &self,
        body: &models::AccountInput,
    ) -> operations::Request<operations::CreateAccount> {
        operations::Request::new(&self.client).with_json("application/json", body)
    }
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
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

    /// `POST /images`
    ///
    /// Sent to `https://images.example.com`, unless the base URL of the client is set.
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `page` | query | `String` | no |  |  |
    /// | `body` | body | [`Image`] | no | |  |
    ///
    /// # Returns
    /// [`Image`]
    ///
    /// # Other response types
    /// | method | content type | returns |
    /// |---|---|---|
    /// | `.as_yaml()` | `application/yaml` | `Text` |
    ///
    /// # Content types
    /// `Content-Type: application/json`, `Content-Type: text/csv`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 201 | made | [`Image`] | [`location`], [`x-calls-left`] |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::Image::new();
    /// let response = client.untagged().create_image().body(&body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Image`]: super::models::Image
    /// [`location`]: super::headers::LOCATION
    /// [`x-calls-left`]: super::headers::X_CALLS_LEFT
    #[inline]
    pub fn create_image(&self) -> operations::Request<operations::CreateImage> {
        operations::Request::new(&self.client)
    }
}

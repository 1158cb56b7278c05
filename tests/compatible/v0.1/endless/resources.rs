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

    /// `POST /shapes`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`Shape`] | yes | |  |
    ///
    /// # Content types
    /// `Content-Type: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 204 | Drawn. | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body: models::Shape = models::Frame::new(
    ///         models::Frame::new(
    ///             models::Frame::new(models::Frame::new(Default::default())),
    ///         ),
    ///     )
    ///     .into();
    /// client.untagged().draw(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Shape`]: super::models::Shape
    #[inline]
    pub fn draw(&self, body: &models::Shape) -> operations::Request<operations::Draw> {
        operations::Request::new(&self.client).with_json("application/json", body)
    }
}

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

    /// `GET /either`
    ///
    /// # Authorization
    /// `token`, or `key` and `cookie`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 204 | done | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.untagged().either().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn either(&self) -> operations::Request<operations::Either> {
        operations::Request::new(&self.client)
    }

    /// `GET /anyone`
    ///
    /// # Authorization
    /// none, or `basic`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 204 | done | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.untagged().anyone().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn anyone(&self) -> operations::Request<operations::Anyone> {
        operations::Request::new(&self.client)
    }

    /// `GET /default`
    ///
    /// # Authorization
    /// `token`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 204 | done | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.untagged().default().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn default(&self) -> operations::Request<operations::Default> {
        operations::Request::new(&self.client)
    }
}

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

    /// `GET /things`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `server` | query | `String` | no |  |  |
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
    /// client.untagged().list_things().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_things(&self) -> operations::Request<operations::ListThings> {
        operations::Request::new(&self.client)
    }

    /// `POST /uploads`
    ///
    /// Sent to `https://upload.example.com/files`, unless the base URL of the client is set.
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
    /// client.untagged().upload().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn upload(&self) -> operations::Request<operations::Upload> {
        operations::Request::new(&self.client)
    }

    /// `DELETE /uploads`
    ///
    /// Sent to `https://admin.example.com`, unless the base URL of the client is set.
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
    /// client.untagged().remove().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn remove(&self) -> operations::Request<operations::Remove> {
        operations::Request::new(&self.client)
    }

    /// `GET /beta`
    ///
    /// Sent to `/beta`, unless the base URL of the client is set.
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
    /// client.untagged().get_beta().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_beta(&self) -> operations::Request<operations::GetBeta> {
        operations::Request::new(&self.client)
    }

    /// `GET /same`
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
    /// client.untagged().get_same().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn get_same(&self) -> operations::Request<operations::GetSame> {
        operations::Request::new(&self.client)
    }
}

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

    /// `GET /by_header`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `page` | query | `i64` | no |  |  |
    /// | `per_page` | query | `i64` | no |  |  |
    ///
    /// # Returns
    /// [`Things`]
    ///
    /// # Pages
    /// Returns one page of a list. [`items`](super::operations::Request::items) iterates over all items, [`pages`](super::operations::Request::pages) over all pages.
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | The whole body is the list. | [`Things`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().by_header().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Things`]: super::models::Things
    #[inline]
    pub fn by_header(&self) -> operations::Request<operations::ByHeader> {
        operations::Request::new(&self.client)
    }

    /// `GET /by_link`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `page` | query | `i64` | no |  |  |
    ///
    /// # Returns
    /// [`ByLink200Response`]
    ///
    /// # Pages
    /// Returns one page of a list. [`items`](super::operations::Request::items) iterates over all items, [`pages`](super::operations::Request::pages) over all pages.
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | One of two lists, which may be missing. | [`ByLink200Response`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().by_link().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`ByLink200Response`]: super::models::ByLink200Response
    #[inline]
    pub fn by_link(&self) -> operations::Request<operations::ByLink> {
        operations::Request::new(&self.client)
    }

    /// `GET /by_cursor`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `after` | query | `String` | no |  |  |
    ///
    /// # Returns
    /// [`ByCursor200Response`]
    ///
    /// # Pages
    /// Returns one page of a list. [`items`](super::operations::Request::items) iterates over all items, [`pages`](super::operations::Request::pages) over all pages.
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | The cursor is the last thing's. | [`ByCursor200Response`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().by_cursor().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`ByCursor200Response`]: super::models::ByCursor200Response
    #[inline]
    pub fn by_cursor(&self) -> operations::Request<operations::ByCursor> {
        operations::Request::new(&self.client)
    }

    /// `GET /by_offset`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `offset` | query | `i64` | no |  |  |
    /// | `limit` | query | `i64` | no |  |  |
    ///
    /// # Returns
    /// [`ByOffset200Response`]
    ///
    /// # Pages
    /// Returns one page of a list. [`items`](super::operations::Request::items) iterates over all items, [`pages`](super::operations::Request::pages) over all pages.
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | Null where there is nothing. | [`ByOffset200Response`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().by_offset().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`ByOffset200Response`]: super::models::ByOffset200Response
    #[inline]
    pub fn by_offset(&self) -> operations::Request<operations::ByOffset> {
        operations::Request::new(&self.client)
    }

    /// `GET /by_number`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `page` | query | `i64` | no |  |  |
    ///
    /// # Returns
    /// [`ByNumber200Response`]
    ///
    /// # Pages
    /// Returns one page of a list. [`items`](super::operations::Request::items) iterates over all items, [`pages`](super::operations::Request::pages) over all pages.
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | Nothing but the list. | [`ByNumber200Response`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().by_number().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`ByNumber200Response`]: super::models::ByNumber200Response
    #[inline]
    pub fn by_number(&self) -> operations::Request<operations::ByNumber> {
        operations::Request::new(&self.client)
    }

    /// `GET /without_parameter`
    ///
    /// # Returns
    /// [`Things`]
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | All of it at once. | [`Things`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().without_parameter().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Things`]: super::models::Things
    #[inline]
    pub fn without_parameter(
        &self,
    ) -> operations::Request<operations::WithoutParameter> {
        operations::Request::new(&self.client)
    }

    /// `GET /without_list`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `page` | query | `i64` | no |  |  |
    ///
    /// # Returns
    /// [`WithoutList200Response`]
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | A page of text. | [`WithoutList200Response`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().without_list().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`WithoutList200Response`]: super::models::WithoutList200Response
    #[inline]
    pub fn without_list(&self) -> operations::Request<operations::WithoutList> {
        operations::Request::new(&self.client)
    }
}

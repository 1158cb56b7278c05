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

    /// `QUERY /things/{id}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `id` | path | `String` | yes |  |  |
    /// | `body` | body | [`FindBody`] | yes | |  |
    ///
    /// # Returns
    /// `Vec<String>`
    ///
    /// # Content types
    /// `Content-Type: application/json`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | Found. | `Vec<String>` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::FindBody::new();
    /// let response = client.untagged().find("text", &body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`FindBody`]: super::models::FindBody
    #[inline]
    pub fn find(
        &self,
        id: &str,
        body: &models::FindBody,
    ) -> operations::Request<operations::Find> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("id"), &id)
            .with_json("application/json", body)
    }

    /// `COPY /things/{id}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `id` | path | `String` | yes |  |  |
    /// | `Destination` | header | `String` | yes |  |  |
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 201 | Copied. | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// client.untagged().copy("text", "text").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn copy(
        &self,
        id: &str,
        destination: &str,
    ) -> operations::Request<operations::Copy> {
        operations::Request::new(&self.client)
            .parameter(codegen::Parameter::path("id"), &id)
            .parameter(codegen::Parameter::header("Destination"), &destination)
    }

    /// `POST /reports`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`ReportBody`] | yes | |  |
    ///
    /// # Returns
    /// [`ReportBody`]
    ///
    /// # Content types
    /// `Content-Type: application/json`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | It. | [`ReportBody`] |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::ReportBody::new("text");
    /// let response = client.untagged().send_report(&body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`ReportBody`]: super::models::ReportBody
    #[inline]
    pub fn send_report(
        &self,
        body: &models::ReportBody,
    ) -> operations::Request<operations::SendReport> {
        operations::Request::new(&self.client).with_json("application/json", body)
    }

    /// `GET /events`
    ///
    /// # Returns
    /// `Vec<Message>`
    ///
    /// # Other response types
    /// | method | content type | returns |
    /// |---|---|---|
    /// | `.as_event_stream()` | `text/event-stream` | `EventStream<FullEvent<ListEventsEventStream200Response>>` |
    ///
    /// # Content types
    /// `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | Events whose data is JSON, and the same within JSON. | `Vec<Message>` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().list_events().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn list_events(&self) -> operations::Request<operations::ListEvents> {
        operations::Request::new(&self.client)
    }

    /// `POST /events`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`Message`] | yes | |  |
    ///
    /// # Content types
    /// `Content-Type: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 204 | Taken. | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = models::Message::new(
    ///     models::Progress::new(1.0),
    ///     ["text"],
    ///     ["{}".parse()?],
    /// );
    /// client.untagged().send_event(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`Message`]: super::models::Message
    #[inline]
    pub fn send_event(
        &self,
        body: &models::Message,
    ) -> operations::Request<operations::SendEvent> {
        operations::Request::new(&self.client).with_json("application/json", body)
    }
}

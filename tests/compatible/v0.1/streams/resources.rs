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

    /// `POST /answers`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | `Vec<Part>` | yes | |  |
    ///
    /// # Returns
    /// [`AnswerOutput`]
    ///
    /// # Other response types
    /// | method | content type | returns |
    /// |---|---|---|
    /// | `.as_event_stream()` | `text/event-stream` | [`AnswerAsEventStreamOutput`] |
    ///
    /// # Content types
    /// `Content-Type: application/jsonl`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | All of it, or bit by bit. | [`Part`] |  |
    /// | 202 | Later. | nothing |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::{Client, models};
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body: Vec<models::Part> = vec![models::Part::new("text")];
    /// let response = client.untagged().answer(&body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`AnswerOutput`]: super::operations::AnswerOutput
    /// [`Part`]: super::models::Part
    /// [`AnswerAsEventStreamOutput`]: super::operations::AnswerAsEventStreamOutput
    #[inline]
    pub fn answer(
        &self,
        body: &[models::Part],
    ) -> operations::Request<operations::Answer> {
        operations::Request::new(&self.client).with_lines("application/jsonl", body)
    }

    /// `GET /events`
    ///
    /// # Returns
    /// `EventStream<FullEvent<Listen200Response>>`
    ///
    /// # Content types
    /// `Accept: text/event-stream`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | What happens. | `EventStream<FullEvent<Listen200Response>>` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().listen().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn listen(&self) -> operations::Request<operations::Listen> {
        operations::Request::new(&self.client)
    }

    /// `GET /texts`
    ///
    /// # Returns
    /// `EventStream<Text>`
    ///
    /// # Content types
    /// `Accept: text/event-stream`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | Anything. | `EventStream<Text>` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().texts().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn texts(&self) -> operations::Request<operations::Texts> {
        operations::Request::new(&self.client)
    }

    /// `GET /parts`
    ///
    /// # Returns
    /// `JsonLines<Part>`
    ///
    /// # Content types
    /// `Accept: application/x-ndjson`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | One a line. | `JsonLines<Part>` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let response = client.untagged().parts().await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn parts(&self) -> operations::Request<operations::Parts> {
        operations::Request::new(&self.client)
    }
}

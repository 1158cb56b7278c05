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

    /// `POST /form`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`SendFormBody`] | yes | |  |
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
    /// let body = models::SendFormBody::new("text");
    /// client.untagged().send_form(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`SendFormBody`]: super::models::SendFormBody
    #[inline]
    pub fn send_form(
        &self,
        body: &models::SendFormBody,
    ) -> operations::Request<operations::SendForm> {
        operations::Request::new(&self.client)
            .with_form("application/x-www-form-urlencoded", body, &[])
    }

    /// `POST /parts`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`SendPartsBody`] | yes | |  |
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
    /// let body = models::SendPartsBody::new(vec![1, 2, 3]);
    /// client.untagged().send_parts(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`SendPartsBody`]: super::models::SendPartsBody
    #[inline]
    pub fn send_parts(
        &self,
        body: &models::SendPartsBody,
    ) -> operations::Request<operations::SendParts> {
        operations::Request::new(&self.client).with_parts(body, &[])
    }

    /// `PUT /bytes`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | `Bytes` | no | |  |
    ///
    /// # Returns
    /// `Bytes`
    ///
    /// # Content types
    /// `Content-Type: application/octet-stream`, `Accept: application/pdf`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | bytes | `Bytes` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = vec![1, 2, 3];
    /// let response = client.untagged().send_bytes().body(body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn send_bytes(&self) -> operations::Request<operations::SendBytes> {
        operations::Request::new(&self.client)
    }

    /// `PUT /named-json`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | `Bytes` | yes | |  |
    ///
    /// # Returns
    /// `Bytes`
    ///
    /// # Content types
    /// `Content-Type: application/json`, `Accept: application/json`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | the same | `Bytes` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = vec![1, 2, 3];
    /// let response = client.untagged().send_file(body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn send_file(
        &self,
        body: impl Into<runtime::Body>,
    ) -> operations::Request<operations::SendFile> {
        operations::Request::new(&self.client).with_body("application/json", body)
    }

    /// `POST /text`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | `Text` | yes | |  |
    ///
    /// # Returns
    /// `Text`
    ///
    /// # Content types
    /// `Content-Type: text/plain`, `Accept: text/html`
    ///
    /// # Responses
    /// | status | meaning | body | headers |
    /// |---|---|---|---|
    /// | 200 | text | `Text` |  |
    ///
    /// # Example
    /// ```no_run
    /// use fixture::Client;
    ///
    /// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let body = "text";
    /// let response = client.untagged().send_text(body).await?;
    /// println!("{response:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn send_text(&self, body: &str) -> operations::Request<operations::SendText> {
        operations::Request::new(&self.client).with_body("text/plain", body.to_owned())
    }

    /// `PUT /window`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | `Option<Window>` | yes | |  |
    ///
    /// # Content types
    /// `Content-Type: application/json`
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
    /// let body = models::Window::new("text");
    /// client.untagged().set_window(Some(&body)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn set_window(
        &self,
        body: Option<&models::Window>,
    ) -> operations::Request<operations::SetWindow> {
        operations::Request::new(&self.client).with_json("application/json", &body)
    }

    /// `PATCH /window`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | `Option<Map<String>>` | no | |  |
    ///
    /// # Content types
    /// `Content-Type: application/json`
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
    /// let body = Default::default();
    /// client.untagged().change_window().body(Some(&body)).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub fn change_window(&self) -> operations::Request<operations::ChangeWindow> {
        operations::Request::new(&self.client)
    }

    /// `POST /encoded`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`SendEncodedFormBody`] | yes | |  |
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
    /// let body = models::SendEncodedFormBody::new();
    /// client.untagged().send_encoded_form(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`SendEncodedFormBody`]: super::models::SendEncodedFormBody
    #[inline]
    pub fn send_encoded_form(
        &self,
        body: &models::SendEncodedFormBody,
    ) -> operations::Request<operations::SendEncodedForm> {
        operations::Request::new(&self.client)
            .with_form(
                "application/x-www-form-urlencoded",
                body,
                &[
                    codegen::Encoding::new("tags")
                        .style(
                            codegen::Parameter::query("tags")
                                .style(codegen::Style::Pipe)
                                .explode(false),
                        ),
                    codegen::Encoding::new("meta").media("application/json"),
                    codegen::Encoding::new("url")
                        .style(codegen::Parameter::query("url").reserved()),
                ],
            )
    }

    /// `PUT /encoded`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `body` | body | [`SendEncodedPartsBody`] | yes | |  |
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
    /// let body = models::SendEncodedFormBody::new();
    /// client.untagged().send_encoded_parts(&body).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`SendEncodedPartsBody`]: super::models::SendEncodedPartsBody
    #[inline]
    pub fn send_encoded_parts(
        &self,
        body: &models::SendEncodedPartsBody,
    ) -> operations::Request<operations::SendEncodedParts> {
        operations::Request::new(&self.client)
            .with_parts(
                body,
                &[
                    codegen::Encoding::new("url").media("text/uri-list"),
                    codegen::Encoding::new("meta").media("application/merge-patch+json"),
                ],
            )
    }
}

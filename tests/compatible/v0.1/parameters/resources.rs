// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
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

    /// `GET /things/{id}/{matrix}/{base}...{head}`
    ///
    /// # Parameters
    /// | name | in | type | required | default | meaning |
    /// |---|---|---|---|---|---|
    /// | `id` | path | `Vec<String>` | yes |  |  |
    /// | `matrix` | path | `Map<String>` | yes |  |  |
    /// | `base` | path | `String` | yes |  |  |
    /// | `head` | path | `String` | yes |  |  |
    /// | `ids` | query | `Vec<i64>` | no |  |  |
    /// | `IDs` | query | `Vec<String>` | no |  |  |
    /// | `filter` | query | [`GetThingFilter`] | no |  |  |
    /// | `where` | query | `Map<Value>` | no |  |  |
    /// | `words` | query | `String` | no |  |  |
    /// | `count` | query | `i64` | no |  |  |
    /// | `pairs` | query | `Map<String>` | no |  |  |
    /// | `page` | query | `Map<Value>` | no |  |  |
    /// | `X-Text` | header | `String` | no |  |  |
    /// | `raw` | query | `String` | no |  |  |
    /// | `X-Trace` | header | `String` | yes |  |  |
    /// | `X-Many` | header | `Vec<String>` | no |  |  |
    /// | `session` | cookie | `String` | no |  |  |
    /// | `id` | query | `String` | no |  |  |
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
    /// client.untagged().get_thing(["text"], &Default::default(), "text", "text", "text").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// [`GetThingFilter`]: super::models::GetThingFilter
    #[inline]
    pub fn get_thing(
        &self,
        id: impl IntoIterator<Item = impl Into<String>>,
        matrix: &runtime::Map<String>,
        base: &str,
        head: &str,
        x_trace: &str,
    ) -> operations::Request<operations::GetThing> {
        operations::Request::new(&self.client)
            .parameter(
                codegen::Parameter::path("id"),
                &id.into_iter().map(Into::into).collect::<Vec<String>>(),
            )
            .parameter(
                codegen::Parameter::path("matrix")
                    .style(codegen::Style::Matrix)
                    .explode(true),
                matrix,
            )
            .parameter(codegen::Parameter::path("base"), &base)
            .parameter(codegen::Parameter::path("head"), &head)
            .parameter(codegen::Parameter::header("X-Trace"), &x_trace)
    }
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;
use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `GET /things/{id}/{matrix}/{base}...{head}`
#[derive(Debug)]
pub enum GetThing {}

impl codegen::Operation for GetThing {
    type Output = ();
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new(
        "get_thing",
        "GET",
        "/things/{id}/{matrix}/{base}...{head}",
    );
}

impl Request<GetThing> {
    /// Sets `ids`.
    #[inline]
    pub fn ids(self, ids: impl IntoIterator<Item = i64>) -> Self {
        self.parameter(
            codegen::Parameter::query("ids").explode(false),
            &ids.into_iter().collect::<Vec<i64>>(),
        )
    }

    /// Sets `IDs`.
    #[inline]
    pub fn ids_in_query(
        self,
        ids_in_query: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.parameter(
            codegen::Parameter::query("IDs").style(codegen::Style::Pipe).explode(false),
            &ids_in_query.into_iter().map(Into::into).collect::<Vec<String>>(),
        )
    }

    /// Sets `filter`.
    #[inline]
    pub fn filter(self, filter: &models::GetThingFilter) -> Self {
        self.parameter(
            codegen::Parameter::query("filter").style(codegen::Style::DeepObject),
            filter,
        )
    }

    /// Sets `where`.
    #[inline]
    pub fn r#where(self, r#where: &runtime::Map<runtime::Value>) -> Self {
        self.parameter(
            codegen::Parameter::query("where")
                .style(codegen::Style::Json)
                .explode(false),
            r#where,
        )
    }

    /// Sets `words`.
    #[inline]
    pub fn words(self, words: &str) -> Self {
        self.parameter(
            codegen::Parameter::query("words")
                .style(codegen::Style::Text)
                .explode(false),
            &words,
        )
    }

    /// Sets `count`.
    #[inline]
    pub fn count(self, count: i64) -> Self {
        self.parameter(
            codegen::Parameter::query("count")
                .style(codegen::Style::Text)
                .explode(false),
            &count,
        )
    }

    /// Sets `pairs`.
    #[inline]
    pub fn pairs(self, pairs: &runtime::Map<String>) -> Self {
        self.parameter(
            codegen::Parameter::query("pairs")
                .style(codegen::Style::Urlencoded)
                .explode(false),
            pairs,
        )
    }

    /// Sets `page`.
    #[inline]
    pub fn page(self, page: &runtime::Map<runtime::Value>) -> Self {
        self.parameter(
            codegen::Parameter::query("page").style(codegen::Style::Json).explode(false),
            page,
        )
    }

    /// Sets `X-Text`.
    #[inline]
    pub fn x_text(self, x_text: &str) -> Self {
        self.parameter(
            codegen::Parameter::header("X-Text").style(codegen::Style::Text),
            &x_text,
        )
    }

    /// Sets `raw`.
    #[inline]
    pub fn raw(self, raw: &str) -> Self {
        self.parameter(codegen::Parameter::query("raw").reserved(), &raw)
    }

    /// Sets `X-Many`.
    #[inline]
    pub fn x_many(self, x_many: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.parameter(
            codegen::Parameter::header("X-Many"),
            &x_many.into_iter().map(Into::into).collect::<Vec<String>>(),
        )
    }

    /// Sets `session`.
    #[inline]
    pub fn session(self, session: &str) -> Self {
        self.parameter(codegen::Parameter::cookie("session"), &session)
    }

    /// Sets `id`.
    #[inline]
    pub fn id_in_query(self, id_in_query: &str) -> Self {
        self.parameter(codegen::Parameter::query("id"), &id_in_query)
    }
}

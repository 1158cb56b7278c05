// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime::codegen;
use super::models;

codegen::define_request!();

/// `GET /by_header`
#[derive(Debug)]
pub enum ByHeader {}

impl codegen::Operation for ByHeader {
    type Output = models::Things;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("by_header", "GET", "/by_header")
        .accept("application/json");
}

impl Request<ByHeader> {
    /// Sets `page`.
    #[inline]
    pub fn page(self, page: i64) -> Self {
        self.parameter(codegen::Parameter::query("page"), &page)
    }

    /// Sets `per_page`.
    #[inline]
    pub fn per_page(self, per_page: i64) -> Self {
        self.parameter(codegen::Parameter::query("per_page"), &per_page)
    }
}

impl codegen::Paged for ByHeader {
    type Item = models::Thing;
    const PAGING: codegen::Paging = codegen::Paging::header("page")
        .size("per_page", 100);

    fn items(page: Self::Output) -> Vec<Self::Item> {
        page
    }
}

/// `GET /by_link`
#[derive(Debug)]
pub enum ByLink {}

impl codegen::Operation for ByLink {
    type Output = models::ByLink200Response;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("by_link", "GET", "/by_link")
        .accept("application/json");
}

impl Request<ByLink> {
    /// Sets `page`.
    #[inline]
    pub fn page(self, page: i64) -> Self {
        self.parameter(codegen::Parameter::query("page"), &page)
    }
}

impl codegen::Paged for ByLink {
    type Item = models::Thing;
    const PAGING: codegen::Paging = codegen::Paging::link("page", "/links/next")
        .items("/things");

    fn items(page: Self::Output) -> Vec<Self::Item> {
        page.things.unwrap_or_default()
    }
}

/// `GET /by_cursor`
#[derive(Debug)]
pub enum ByCursor {}

impl codegen::Operation for ByCursor {
    type Output = models::ByCursor200Response;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("by_cursor", "GET", "/by_cursor")
        .accept("application/json");
}

impl Request<ByCursor> {
    /// Sets `after`.
    #[inline]
    pub fn after(self, after: &str) -> Self {
        self.parameter(codegen::Parameter::query("after"), &after)
    }
}

impl codegen::Paged for ByCursor {
    type Item = models::Thing;
    const PAGING: codegen::Paging = codegen::Paging::cursor("after", "/data/-/id")
        .items("/data")
        .more("/has_more");

    fn items(page: Self::Output) -> Vec<Self::Item> {
        page.data
    }
}

/// `GET /by_offset`
#[derive(Debug)]
pub enum ByOffset {}

impl codegen::Operation for ByOffset {
    type Output = models::ByOffset200Response;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("by_offset", "GET", "/by_offset")
        .accept("application/json");
}

impl Request<ByOffset> {
    /// Sets `offset`.
    #[inline]
    pub fn offset(self, offset: i64) -> Self {
        self.parameter(codegen::Parameter::query("offset"), &offset)
    }

    /// Sets `limit`.
    #[inline]
    pub fn limit(self, limit: i64) -> Self {
        self.parameter(codegen::Parameter::query("limit"), &limit)
    }
}

impl codegen::Paged for ByOffset {
    type Item = i64;
    const PAGING: codegen::Paging = codegen::Paging::offset("offset")
        .items("/things")
        .total("/total")
        .size("limit", 50);

    fn items(page: Self::Output) -> Vec<Self::Item> {
        page.things.unwrap_or_default()
    }
}

/// `GET /by_number`
#[derive(Debug)]
pub enum ByNumber {}

impl codegen::Operation for ByNumber {
    type Output = models::ByNumber200Response;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new("by_number", "GET", "/by_number")
        .accept("application/json");
}

impl Request<ByNumber> {
    /// Sets `page`.
    #[inline]
    pub fn page(self, page: i64) -> Self {
        self.parameter(codegen::Parameter::query("page"), &page)
    }
}

impl codegen::Paged for ByNumber {
    type Item = String;
    const PAGING: codegen::Paging = codegen::Paging::number("page", 0).items("/names");

    fn items(page: Self::Output) -> Vec<Self::Item> {
        page.names
    }
}

/// `GET /without_parameter`
#[derive(Debug)]
pub enum WithoutParameter {}

impl codegen::Operation for WithoutParameter {
    type Output = models::Things;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new(
            "without_parameter",
            "GET",
            "/without_parameter",
        )
        .accept("application/json");
}

/// `GET /without_list`
#[derive(Debug)]
pub enum WithoutList {}

impl codegen::Operation for WithoutList {
    type Output = models::WithoutList200Response;
    type Failure = ();
    const META: codegen::Meta = codegen::Meta::new(
            "without_list",
            "GET",
            "/without_list",
        )
        .accept("application/json");
}

impl Request<WithoutList> {
    /// Sets `page`.
    #[inline]
    pub fn page(self, page: i64) -> Self {
        self.parameter(codegen::Parameter::query("page"), &page)
    }
}

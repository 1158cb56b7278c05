// Generated from openapi.yaml. Change the description or the settings, not this file.

/// Schema `thing`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Thing {
    /// `id`
    pub id: String,
}

/// Schema `things`.
pub type Things = Vec<Thing>;

/// Described at `#/paths/~1by_link/get/responses/200/content/application~1json/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ByLink200Response {
    /// `things`
    pub things: Option<Things>,

    /// `warnings`
    pub warnings: Option<Vec<String>>,

    /// `links`
    pub links: Option<ByLink200ResponseLinks>,
}

/// Described at `#/paths/~1by_link/get/responses/200/content/application~1json/schema/properties/links`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ByLink200ResponseLinks {
    /// `next`
    pub next: Option<String>,
}

/// Described at `#/paths/~1by_cursor/get/responses/200/content/application~1json/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ByCursor200Response {
    /// `data`
    pub data: Things,

    /// `has_more`
    pub has_more: bool,
}

/// Described at `#/paths/~1by_offset/get/responses/200/content/application~1json/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ByOffset200Response {
    /// `things`
    pub things: Option<Vec<i64>>,

    /// `total`
    pub total: i64,
}

/// Described at `#/paths/~1by_number/get/responses/200/content/application~1json/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ByNumber200Response {
    /// `names`
    pub names: Vec<String>,
}

/// Described at `#/paths/~1without_list/get/responses/200/content/application~1json/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct WithoutList200Response {
    /// `text`
    pub text: Option<String>,
}

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `image`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Image {
    /// `name`
    pub name: Option<String>,

    /// `regions`
    pub regions: Option<
        runtime::Tuple<runtime::WithRest<(Option<ImageRegionsFirst>,), runtime::Value>>,
    >,
}

impl Image {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { name: None, regions: None }
    }

    /// Sets `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets `regions`.
    #[must_use]
    pub fn regions(
        mut self,
        regions: runtime::Tuple<
            runtime::WithRest<(Option<ImageRegionsFirst>,), runtime::Value>,
        >,
    ) -> Self {
        self.regions = Some(regions);
        self
    }
}

/// Schema `pair`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Pair {
    /// `left`
    pub left: Option<PairLeft>,

    /// `right`
    pub right: Option<PairRight>,
}

/// Schema `borrowed`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Borrowed {
    /// `left`
    pub left: Option<PairLeft>,

    /// `right`
    pub right: Option<PairRight>,
}

/// Schema `extended`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Extended {
    /// `x-rank`
    pub x_rank: Option<i64>,

    /// `pair`
    pub pair: Option<Pair>,
}

/// Described at `#/components/schemas/image/allOf/1/properties/regions/prefixItems/0`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct ImageRegionsFirst {
    /// `slug`
    pub slug: Option<String>,
}

impl ImageRegionsFirst {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { slug: None }
    }

    /// Sets `slug`.
    #[must_use]
    pub fn slug(mut self, slug: impl Into<String>) -> Self {
        self.slug = Some(slug.into());
        self
    }
}

/// Described at `#/components/schemas/pair/properties/left`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct PairLeft {
    /// `size`
    pub size: Option<i64>,
}

/// Described at `#/components/schemas/pair/properties/right`.
pub type PairRight = PairLeft;

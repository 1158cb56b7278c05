// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `counts`.
pub type Counts = runtime::Map<i64>;

/// Schema `anything`.
pub type Anything = runtime::Map<runtime::Value>;

/// Schema `labels`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Labels {
    /// `app`
    pub app: String,

    /// The other properties, in the order of the JSON object.
    pub additional: runtime::Map<String>,

    /// Other properties whose values do not have the described type, preserved.
    pub unrecognized: runtime::Map<runtime::Value>,
}

impl Labels {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(app: impl Into<String>) -> Self {
        Self {
            app: app.into(),
            additional: runtime::Map::new(),
            unrecognized: runtime::Map::new(),
        }
    }
}

/// Schema `open`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Open {
    /// `additional`
    pub additional: Option<String>,

    /// The other properties, in the order of the JSON object.
    pub additional_properties: runtime::Map<runtime::Value>,
}

impl Open {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            additional: None,
            additional_properties: runtime::Map::new(),
        }
    }

    /// Sets `additional`.
    #[must_use]
    pub fn additional(mut self, additional: impl Into<String>) -> Self {
        self.additional = Some(additional.into());
        self
    }
}

/// Schema `meant`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Meant {
    /// `networks`
    pub networks: Option<runtime::Map<Labels>>,

    /// `sizes`
    pub sizes: Option<Vec<i64>>,
}

impl Meant {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            networks: None,
            sizes: None,
        }
    }

    /// Sets `networks`.
    #[must_use]
    pub fn networks(mut self, networks: runtime::Map<Labels>) -> Self {
        self.networks = Some(networks);
        self
    }

    /// Sets `sizes`.
    #[must_use]
    pub fn sizes(mut self, sizes: impl IntoIterator<Item = i64>) -> Self {
        self.sizes = Some(sizes.into_iter().collect());
        self
    }
}

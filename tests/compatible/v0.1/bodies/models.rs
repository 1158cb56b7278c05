// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `window`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Window {
    /// `day`
    pub day: String,
}

impl Window {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(day: impl Into<String>) -> Self {
        Self { day: day.into() }
    }
}

/// Described at `#/paths/~1form/post/requestBody/content/application~1x-www-form-urlencoded/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct SendFormBody {
    /// `a`
    pub a: String,
}

impl SendFormBody {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(a: impl Into<String>) -> Self {
        Self { a: a.into() }
    }
}

/// Described at `#/paths/~1parts/post/requestBody/content/multipart~1form-data/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct SendPartsBody {
    /// `file`
    pub file: runtime::File,

    /// `tags`
    pub tags: Option<Vec<String>>,
}

impl SendPartsBody {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(file: impl Into<runtime::File>) -> Self {
        Self {
            file: file.into(),
            tags: None,
        }
    }

    /// Sets `tags`.
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }
}

/// Described at `#/paths/~1encoded/post/requestBody/content/application~1x-www-form-urlencoded/schema`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct SendEncodedFormBody {
    /// `tags`
    pub tags: Option<Vec<String>>,

    /// `meta`
    pub meta: Option<SendEncodedFormBodyMeta>,

    /// `url`
    pub url: Option<String>,
}

impl SendEncodedFormBody {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self {
            tags: None,
            meta: None,
            url: None,
        }
    }

    /// Sets `tags`.
    #[must_use]
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// Sets `meta`.
    #[must_use]
    pub fn meta(mut self, meta: SendEncodedFormBodyMeta) -> Self {
        self.meta = Some(meta);
        self
    }

    /// Sets `url`.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}

/// Described at `#/paths/~1encoded/post/requestBody/content/application~1x-www-form-urlencoded/schema/properties/meta`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct SendEncodedFormBodyMeta {
    /// `n`
    pub n: Option<i64>,
}

impl SendEncodedFormBodyMeta {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { n: None }
    }

    /// Sets `n`.
    #[must_use]
    pub fn n(mut self, n: i64) -> Self {
        self.n = Some(n);
        self
    }
}

/// Described at `#/paths/~1encoded/put/requestBody/content/multipart~1form-data/schema`.
pub type SendEncodedPartsBody = SendEncodedFormBody;

/// Described at `#/paths/~1encoded/put/requestBody/content/multipart~1form-data/schema/properties/meta`.
pub type SendEncodedPartsBodyMeta = SendEncodedFormBodyMeta;

// Generated from openapi.yaml. Change the description or the settings, not this file.

use openapi_client_runtime as runtime;

/// Schema `Progress`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// `done`
    pub done: f64,
}

impl Progress {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(done: f64) -> Self {
        Self { done }
    }
}

/// Schema `Message`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Message {
    /// `progress`
    pub progress: runtime::JsonString<Progress>,

    /// `words`
    pub words: runtime::JsonString<Vec<String>>,

    /// `next`
    pub next: Option<runtime::JsonString<Message>>,

    /// `history`
    pub history: Vec<runtime::JsonString<String>>,

    /// `other`
    pub other: Option<runtime::File>,
}

impl Message {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(
        progress: Progress,
        words: impl IntoIterator<Item = impl Into<String>>,
        history: impl IntoIterator<Item = runtime::JsonString<String>>,
    ) -> Self {
        Self {
            progress: runtime::JsonString::new(progress),
            words: runtime::JsonString::new(words.into_iter().map(Into::into).collect()),
            next: None,
            history: history.into_iter().collect(),
            other: None,
        }
    }

    /// Sets `next`.
    #[must_use]
    pub fn next(mut self, next: Message) -> Self {
        self.next = Some(runtime::JsonString::new(next));
        self
    }

    /// Sets `other`.
    #[must_use]
    pub fn other(mut self, other: impl Into<runtime::File>) -> Self {
        self.other = Some(other.into());
        self
    }
}

/// Described at `#/paths/~1things~1{id}/query/requestBody/content/application~1json/schema`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct FindBody {
    /// `words`
    pub words: Option<String>,
}

impl FindBody {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { words: None }
    }

    /// Sets `words`.
    #[must_use]
    pub fn words(mut self, words: impl Into<String>) -> Self {
        self.words = Some(words.into());
        self
    }
}

/// Described at `#/components/mediaTypes/Report/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ReportBody {
    /// `words`
    pub words: String,
}

impl ReportBody {
    /// Creates a value with the required properties; the others are absent.
    pub fn new(words: impl Into<String>) -> Self {
        Self { words: words.into() }
    }
}

/// Described at `#/paths/~1events/get/responses/200/content/text~1event-stream/schema`.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct ListEventsEventStream200Response {
    /// `event`
    pub event: String,

    /// `data`
    pub data: runtime::JsonString<Progress>,
}

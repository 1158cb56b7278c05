// Generated from openapi.yaml. Change the description or the settings, not this file.

/// Described at `#/paths/~1things~1{id}~1{matrix}~1{base}...{head}/get/parameters/6/schema`.
#[derive(Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct GetThingFilter {
    /// `name`
    pub name: Option<String>,
}

impl GetThingFilter {
    /// Creates a value with the required properties; the others are absent.
    pub fn new() -> Self {
        Self { name: None }
    }

    /// Sets `name`.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

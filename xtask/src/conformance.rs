//! Conformance suites of other projects, run against generated clients.

pub(crate) mod behaviour;
mod description;
pub(crate) mod driver;
pub(crate) mod dynamic;
pub(crate) mod equal;
pub(crate) mod json;
pub(crate) mod json_path;
pub(crate) mod openapi_schema;
pub(crate) mod overlay;
pub(crate) mod parameters;
pub(crate) mod prism;
pub(crate) mod spector;
pub(crate) mod templates;

//! The rules of OpenAPI: its grammar, versions, methods and media types.

pub(crate) mod extent;
pub(crate) mod grammar;
pub(crate) mod header;
pub(crate) mod media_type;
pub(crate) mod method;
pub(crate) mod normalize;
mod other_form;
pub(crate) mod path_template;
mod plausible;
pub(crate) mod schema_type;
pub(crate) mod validate;

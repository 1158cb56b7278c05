//! Conversion of values to and from their forms on the wire: JSON, XML, parameters, forms, paths and header
//! fields.

pub(crate) mod form;
pub mod json;
pub(crate) mod link;
pub(crate) mod parameter;
pub(crate) mod path;
pub(crate) mod structured;
pub mod xml;

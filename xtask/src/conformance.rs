//! Suites that others wrote, and what they say of generated clients.

mod description;
mod driver;
pub(crate) mod equal;
pub(crate) mod parameters;
pub(crate) mod prism;
pub(crate) mod spector;

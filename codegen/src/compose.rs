//! Composition: `allOf`, `anyOf`, `oneOf` and keywords beside them become one schema.

pub(crate) mod canonical;
pub(crate) mod objects;

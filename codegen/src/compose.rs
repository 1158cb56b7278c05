//! Composition: `allOf`, `anyOf`, `oneOf` and the keywords beside them become one schema.

pub(crate) mod canonical;
pub(crate) mod objects;

//! Values that a schema allows and its type excludes by a decision of ARCHITECTURE.md.

use std::collections::HashMap;

use openapi_client_codegen::Source;
use openapi_client_codegen::ir::Api;
use serde_json::Value;

use super::driver::Types;
use super::invented;
use crate::Result;
use crate::invent::{Inventor, Standard};

/// The schemas as the decisions read them: one with properties or items and without a type has only objects
/// or lists, and an integer without limits has 64 bits.
pub(super) struct Decisions {
    inventor: Inventor,
    /// The definition of each root.
    definitions: HashMap<String, usize>,
}

impl Decisions {
    pub(super) fn of(source: &Source, api: &Api) -> Result<Self> {
        let mut standard = Standard::narrow(source);
        let roots = invented::roots(source, api, &mut Types::default(), &mut standard);
        let definitions = roots.into_iter().map(|root| (root.place, root.definition)).collect();
        Ok(Self { inventor: Inventor::new(standard)?, definitions })
    }

    /// Returns whether a decision excludes a value of a root.
    pub(super) fn exclude(&mut self, root: &str, value: &Value) -> bool {
        let definition = self.definitions.get(root);
        definition.is_some_and(|definition| !self.inventor.is_valid(*definition, value))
    }
}

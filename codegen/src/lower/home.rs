//! The component that each inline schema of a property belongs to, which names it.
//!
//! A schema may be reached through many components: those that inherit it, and unions that list it. Its name must
//! not depend on which of them comes first.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use super::model::Hint;
use crate::resolve::{Linked, SchemaId};

/// The component that lists each inline schema as a property, and its key. A schema that several components list
/// has none.
pub(super) type Homes<'a> = HashMap<SchemaId, Option<(SchemaId, &'a str)>>;

/// Finds the components. A component lists the properties of its inline parts too, but not those of branches,
/// which the names of variants distinguish.
pub(super) fn homes(linked: &Linked) -> Homes<'_> {
    let is_inline = |id: SchemaId| {
        linked.schema(id).is_some_and(|schema| schema.component.is_none() && !schema.is_referred_to)
    };
    let mut homes = Homes::new();
    let components =
        linked.schema_ids().filter(|id| linked.schema(*id).is_some_and(|schema| schema.component.is_some()));
    for component in components {
        let (mut pending, mut met) = (vec![component], HashSet::new());
        while let Some(id) = pending.pop() {
            let Some(schema) = linked.schema(id).filter(|_| met.insert(id)) else { continue };
            for (key, property) in schema.properties.iter().filter(|(_, property)| is_inline(**property)) {
                let home = homes.entry(*property).or_insert(Some((component, key.as_str())));
                if home.is_some_and(|(other, _)| other != component) {
                    *home = None;
                }
            }
            pending.extend(schema.all_of.iter().copied().filter(|part| is_inline(*part)));
        }
    }
    homes
}

impl Lowering<'_> {
    /// Returns a hint for the inline schema of a component's property.
    pub(super) fn hint_of_home(&self, id: SchemaId) -> Option<Hint> {
        let (component, key) = (*self.homes.get(&id)?)?;
        let model = self.models.get(&component).and_then(|model| self.api.model(*model));
        let name = match model {
            Some(model) => model.name.rust(),
            None => self.component_word(self.linked.schema(component)?.component.as_deref()?),
        };
        Some(Hint::new(format!("{name} {key}"), "property"))
    }
}

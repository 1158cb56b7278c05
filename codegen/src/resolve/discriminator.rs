//! Discriminators, and the schemas that they refer to.

use serde_json::Value;

use super::{Discriminator, Linker, SchemaId};
use crate::diagnostics::{Code, Finding, Place, Pointer, Severity};
use crate::source;

impl Linker<'_, '_> {
    /// Reads the discriminator of the schema at a place.
    pub(super) fn discriminator(
        &mut self,
        written: openapiv3::Discriminator,
        place: &Place,
    ) -> Discriminator {
        let at = place.key("discriminator");
        let mut mapping = Vec::new();
        for (value, target) in written.mapping {
            match self.mapped(target, place, &at.key("mapping").key(&value)) {
                Ok(id) => mapping.push((value, id)),
                Err(finding) => self.report.survivable(finding),
            }
        }
        // OpenAPI 3.0 does not have this key, so `openapiv3` does not support it.
        let at = at.key("defaultMapping");
        let default = self.source.value(&at).and_then(Value::as_str).map(str::to_owned);
        // Without its target, such objects are preserved like any that match no variant.
        let default = default.and_then(|target| {
            let found = self.mapped(target, place, &at);
            found.map_err(|finding| self.report.push(Finding { severity: Severity::Warning, ..finding })).ok()
        });
        Discriminator { property: written.property_name, mapping, default, ..Discriminator::default() }
    }

    /// Returns the schema that a discriminator refers to, by reference or by the name of a component.
    fn mapped(&mut self, target: String, place: &Place, at: &Place) -> Result<SchemaId, Finding> {
        // A name without a path is that of a component (OpenAPI 3.0.3, section 4.7.25).
        let named = Place {
            file: place.file,
            pointer: Pointer::root().key("components").key("schemas").key(&target),
        };
        let reference =
            if self.source.value(&named).is_some() { format!("#{}", named.pointer.as_str()) } else { target };
        match source::resolve(self.source, place, &reference) {
            Ok(target) => {
                let target = self.landed(target);
                let id = self.reserved(&target);
                self.order.leads_to(id, Some(&target));
                Ok(id)
            }
            Err(_) => {
                let what = format!("`{reference}` has no target");
                let finding = Finding::error(Code::DanglingReference, at.clone(), what);
                Err(finding.help("correct the mapping, or add its target"))
            }
        }
    }
}

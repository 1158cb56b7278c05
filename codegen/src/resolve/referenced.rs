//! The targets of references, which must remain in the source while a description is linked.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Bound;

use serde_json::{Map, Value};

use super::Linker;
use crate::diagnostics::Place;
use crate::source::{self, Source};

/// Returns the targets of all references in a description, also those of discriminators.
pub(super) fn entered(source: &Source) -> BTreeSet<Place> {
    let mut found = BTreeSet::new();
    for root in source.roots() {
        source.value(&root).into_iter().for_each(|value| gather(source, &root, value, &mut found));
    }
    found
}

/// Every string that looks like a reference to a part of a file counts, because unnecessary targets are
/// harmless.
fn gather(source: &Source, file: &Place, value: &Value, found: &mut BTreeSet<Place>) {
    match value {
        Value::Object(fields) => fields.values().for_each(|value| gather(source, file, value, found)),
        Value::Array(items) => items.iter().for_each(|value| gather(source, file, value, found)),
        Value::String(text) if text.contains("#/") => {
            found.extend(source::resolve(source, file, text));
        }
        _ => {}
    }
}

impl Linker<'_, '_> {
    /// Releases a schema that has an ID, with its content, because only its ID is used from then on. An empty
    /// schema remains in its place.
    pub(super) fn let_go(&mut self, place: &Place) {
        let Cow::Owned(source) = &mut *self.source else { return };
        // In the order of places, those within a place follow it.
        let begins = |other: &&Place| {
            other.file == place.file && other.pointer.as_str().starts_with(place.pointer.as_str())
        };
        let mut after = self.entered.range((Bound::Excluded(place), Bound::Unbounded)).take_while(begins);
        if !after.any(|other| other.pointer.is_within(&place.pointer)) {
            source.change(place, |node| *node = Value::Object(Map::new()));
        }
    }
}

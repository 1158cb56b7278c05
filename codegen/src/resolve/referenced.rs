//! Which nodes have to stay as they are while a description is linked: references lead into them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Bound;

use serde_json::{Map, Value};

use super::Linker;
use crate::diagnostics::Place;
use crate::source::{self, Source};

/// Where the references of a description lead, those of discriminators too.
pub(super) fn entered(source: &Source) -> BTreeSet<Place> {
    let mut found = BTreeSet::new();
    for root in source.roots() {
        source.value(&root).into_iter().for_each(|value| gather(source, &root, value, &mut found));
    }
    found
}

/// Whatever reads as a reference to a part of a file is taken for one: too many do no harm.
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
    /// Lets go of a schema that has its id, with all that it holds: nobody asks for it again but by that id. Where it
    /// stood there is still a schema.
    pub(super) fn let_go(&mut self, place: &Place) {
        let Cow::Owned(source) = &mut *self.source else { return };
        // What begins as the place does comes right after it.
        let begins = |other: &&Place| {
            other.file == place.file && other.pointer.as_str().starts_with(place.pointer.as_str())
        };
        let mut after = self.entered.range((Bound::Excluded(place), Bound::Unbounded)).take_while(begins);
        if !after.any(|other| other.pointer.is_within(&place.pointer)) {
            source.change(place, |node| *node = Value::Object(Map::new()));
        }
    }
}

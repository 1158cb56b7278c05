//! Finds the named components that the paths and webhooks of a description reach through references.

use std::collections::HashSet;

use serde_json::Value;

use super::{keys, landed};
use crate::diagnostics::Place;
use crate::source::{Source, discriminator_targets, resolve};

/// Returns the components that no path or webhook reaches, in the order of the description.
pub(super) fn unreached(source: &Source) -> Vec<Place> {
    let root = source.entry();
    let mut reach = Reach { source, found: HashSet::new(), above: HashSet::new(), pending: Vec::new() };
    for start in ["paths", "webhooks"] {
        reach.pending.push(root.key(start));
    }
    reach.go();
    let mut named: Vec<Place> = named(source);
    let mut bases: HashSet<Place> = HashSet::new();
    // A base with a discriminator may stand for each schema that inherits from it, even if it does not name
    // that schema.
    loop {
        bases.extend(
            named.iter().filter(|place| reach.has(place) && has_discriminator(source, place)).cloned(),
        );
        let heir = |place: &&Place| !bases.contains(place) && reach.inherits(place, &bases);
        let heirs: Vec<Place> = named.iter().filter(heir).cloned().collect();
        if heirs.is_empty() {
            break;
        }
        reach.pending.extend(heirs.iter().cloned());
        reach.found.extend(heirs.iter().cloned());
        bases.extend(heirs);
        reach.go();
    }
    named.retain(|place| !reach.has(place));
    named
}

/// Returns all components except security schemes, which the client uses even though no reference reaches
/// them.
fn named(source: &Source) -> Vec<Place> {
    let root = source.entry();
    let components = root.key("components");
    let kinds = [
        "schemas",
        "responses",
        "parameters",
        "requestBodies",
        "headers",
        "callbacks",
        "pathItems",
        "mediaTypes",
    ];
    let older = ["definitions", "responses", "parameters"].map(|key| root.key(key));
    let maps = kinds.map(|kind| components.key(kind)).into_iter().chain(older);
    maps.map(|map| landed(source, map))
        .filter(|map| map.file == root.file)
        .flat_map(|map| keys(source, &map).map(|name| map.key(name)).collect::<Vec<Place>>())
        .collect()
}

fn has_discriminator(source: &Source, place: &Place) -> bool {
    source.value(place).is_some_and(|schema| schema.get("discriminator").is_some())
}

struct Reach<'a> {
    source: &'a Source,
    /// The targets of references.
    found: HashSet<Place>,
    /// The ancestors of the targets.
    above: HashSet<Place>,
    /// The targets that have not been searched for references yet.
    pending: Vec<Place>,
}

impl Reach<'_> {
    fn go(&mut self) {
        while let Some(place) = self.pending.pop() {
            if let Some(node) = self.source.value(&place) {
                self.look(node, &place);
            }
        }
    }

    /// Follows every reference below a node, including those of discriminators.
    fn look(&mut self, node: &Value, place: &Place) {
        match node {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    self.follow(place, reference);
                }
                let discriminator = fields.get("discriminator").and_then(Value::as_object);
                for target in discriminator.into_iter().flat_map(discriminator_targets) {
                    self.follow(place, target);
                    let component = self.source.entry().key("components").key("schemas").key(target);
                    self.find(component);
                }
                fields.iter().for_each(|(key, value)| self.look(value, &place.key(key)));
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(index, item)| self.look(item, &place.index(index)));
            }
            _ => {}
        }
    }

    fn follow(&mut self, from: &Place, reference: &str) {
        if let Ok(target) = resolve(self.source, from, reference) {
            self.find(target);
        }
    }

    fn find(&mut self, target: Place) {
        if self.source.value(&target).is_some() && self.found.insert(target.clone()) {
            let mut above = target.clone();
            while let Some(pointer) = above.pointer.parent() {
                above = Place { file: target.file, pointer };
                if !self.above.insert(above.clone()) {
                    break;
                }
            }
            self.pending.push(target);
        }
    }

    /// Returns whether a reference leads to a component, to the node that it refers to, or to a part of it.
    fn has(&self, place: &Place) -> bool {
        let is_found = |place: &Place| self.found.contains(place);
        is_found(place) || self.above.contains(place) || is_found(&landed(self.source, place.clone()))
    }

    fn inherits(&self, place: &Place, bases: &HashSet<Place>) -> bool {
        let parts = self.source.value(place).and_then(|schema| schema.get("allOf")).and_then(Value::as_array);
        let references = parts.into_iter().flatten().filter_map(|part| part.get("$ref")?.as_str());
        references
            .filter_map(|reference| resolve(self.source, place, reference).ok())
            .any(|base| bases.contains(&base))
    }
}

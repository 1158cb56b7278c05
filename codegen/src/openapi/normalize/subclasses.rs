//! Subclasses in other files: only the `allOf` of a subclass refers to its base, so no reference leads to the
//! subclass itself. The discriminator of the base gets a mapping to it, which all stages follow.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::diagnostics::Place;
use crate::source::{self, Source};

/// Adds to the discriminators the subclasses in other files than the entry, whose components are known
/// anyway. The name of a subclass is its value (OpenAPI 3.0.4, "Discriminator Object").
pub(crate) fn declare(source: &mut Cow<'_, Source>) {
    let heirs = heirs(source);
    let mut bases: Vec<&Place> = heirs.keys().filter(|base| is_base(source, base)).collect();
    bases.sort();
    let mut counts = HashMap::new();
    let added: Vec<(Place, Vec<Heir>)> =
        bases.into_iter().map(|base| (base.clone(), subclasses(source, &heirs, base, &mut counts))).collect();
    for (base, subclasses) in added.into_iter().filter(|(_, subclasses)| !subclasses.is_empty()) {
        let references: Vec<(String, String)> = subclasses
            .into_iter()
            .map(|heir| (heir.value, source.reference_to(base.file, &heir.place)))
            .collect();
        source.to_mut().change(&base.key("discriminator"), |discriminator| {
            // Swagger 2.0 has only the name of the property.
            if discriminator.is_string() {
                *discriminator = json!({"propertyName": discriminator});
            }
            let Value::Object(fields) = discriminator else { return };
            let mapping = fields.entry("mapping").or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(mapping) = mapping else { return };
            for (value, reference) in references {
                mapping.entry(value).or_insert(Value::String(reference));
            }
        });
    }
}

/// A schema whose `allOf` refers to another.
#[derive(Debug, Clone)]
struct Heir {
    place: Place,
    /// Its discriminator value.
    value: String,
}

/// Returns the heirs of each schema that are in other files than the entry, in the order of the files.
fn heirs(source: &Source) -> HashMap<Place, Vec<Heir>> {
    let mut heirs: HashMap<Place, Vec<Heir>> = HashMap::new();
    for root in source.roots().filter(|root| root.file != source.entry().file) {
        let containers = [root.key("components").key("schemas"), root.key("definitions"), root];
        for container in containers {
            let schemas = source.value(&container).and_then(Value::as_object).into_iter().flatten();
            for (name, schema) in schemas {
                let place = container.key(name);
                let value = schema.get("x-ms-discriminator-value").and_then(Value::as_str).unwrap_or(name);
                let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
                for reference in parts.filter_map(|part| part.get("$ref").and_then(Value::as_str)) {
                    if let Ok(base) = source::resolve(source, &place, reference) {
                        let heir = Heir { place: place.clone(), value: value.to_owned() };
                        heirs.entry(base).or_default().push(heir);
                    }
                }
            }
        }
    }
    heirs
}

/// Returns whether a schema has a discriminator and lists no branches.
fn is_base(source: &Source, place: &Place) -> bool {
    source.value(place).and_then(Value::as_object).is_some_and(|fields| {
        fields.contains_key("discriminator") && !fields.contains_key("oneOf") && !fields.contains_key("anyOf")
    })
}

/// The largest number of bases that get a mapping to the same subclass. Without a limit, the mappings of
/// bases with common subclasses would multiply.
const MOST_BASES: usize = 8;

/// Returns the direct and indirect heirs of a base to which its mapping does not refer. Those of a base among
/// them are in the mapping of that base. `counts` has the number of bases of each heir so far.
fn subclasses<'h>(
    source: &Source,
    heirs: &'h HashMap<Place, Vec<Heir>>,
    base: &'h Place,
    counts: &mut HashMap<&'h Place, usize>,
) -> Vec<Heir> {
    let discriminator = source.value(&base.key("discriminator")).and_then(Value::as_object);
    let mapped = discriminator.into_iter().flat_map(source::discriminator_targets);
    let mapped: HashSet<Place> =
        mapped.filter_map(|target| source::resolve(source, base, target).ok()).collect();
    let mut visited: HashSet<&Place> = HashSet::from([base]);
    let mut pending = vec![base];
    let mut found = Vec::new();
    while let Some(place) = pending.pop() {
        for heir in heirs.get(place).into_iter().flatten() {
            let count = counts.entry(&heir.place).or_default();
            if *count < MOST_BASES && visited.insert(&heir.place) {
                *count += 1;
                found.push(heir.clone());
                if !is_base(source, &heir.place) {
                    pending.push(&heir.place);
                }
            }
        }
    }
    found.retain(|heir| !mapped.contains(&heir.place));
    found.sort_by(|one, other| one.place.cmp(&other.place));
    found
}

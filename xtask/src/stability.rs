//! Changes what must not change a name: the order of paths, schemas and properties, and unrelated neighbours.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use openapi_client_codegen::{Place, Settings, Source, generate, open};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde_json::{Map, Value, json};

use crate::corpus;
use crate::locality::put;
use crate::{Result, print};

/// The number of differing names that are printed for each change.
const PRINTED: usize = 3;

/// What the pointers of the schema and the operation contain that are added.
const NEW: &str = "brand";

/// The keys of objects whose order has no meaning in any version of OpenAPI.
const UNORDERED: &[&str] = &[
    "paths",
    "properties",
    "definitions",
    "schemas",
    "responses",
    "requestBodies",
    "parameters",
    "headers",
    "$defs",
];

/// Changes each entry of a corpus in three ways, and counts the names that differ. Returns whether no name does.
pub(crate) fn run(dir: &Path, only: &[String], seed: u64) -> Result<bool> {
    print(&format!(
        "{:<28} {:>7} {:>8} {:>9} {:>11}",
        "entry", "names", "shuffled", "a schema", "an operation"
    ));
    let (mut entries, mut stable) = (0, 0);
    for (name, settings) in corpus::descriptions(dir, only)? {
        let Some(row) = entry(&settings, seed) else {
            print(&format!("{name:<28} cannot be generated"));
            continue;
        };
        entries += 1;
        stable += usize::from(row.changes.iter().all(Vec::is_empty));
        let [shuffled, schema, operation] = row.changes.each_ref().map(Vec::len);
        print(&format!("{name:<28} {:>7} {shuffled:>8} {schema:>9} {operation:>11}", row.names));
        for name in row.changes.iter().flat_map(|names| names.iter().take(PRINTED)) {
            print(&format!("  {name}"));
        }
    }
    print(&format!("{stable} of {entries} have the same names"));
    Ok(stable == entries)
}

/// The names of one entry.
struct Row {
    names: usize,
    /// The places with other names: with another order, with a new schema, with a new operation.
    changes: [Vec<String>; 3],
}

fn entry(settings: &Settings, seed: u64) -> Option<Row> {
    let source = open(settings).ok()?;
    let before = names(&source, settings)?;
    let changes: [&Change<'_>; 3] =
        [&|value| shuffle(value, &mut StdRng::seed_from_u64(seed)), &add_schema, &add_operation];
    let changes = changes.map(|change| {
        let mut changed = source.clone();
        for root in source.roots() {
            changed.change(&root, change);
        }
        // A description that cannot be generated any more has no names.
        let after = names(&changed, settings).unwrap_or_default();
        let places: BTreeSet<&Place> = before.keys().chain(after.keys()).collect();
        let names = |all: &Names, place: &Place| all.get(place).cloned().unwrap_or_default();
        let differing = places.into_iter().filter(|place| before.get(place) != after.get(place));
        let differing = differing.filter(|place| !place.pointer.as_str().contains(NEW));
        differing
            .map(|place| format!("{}: {} → {}", place.pointer, names(&before, place), names(&after, place)))
            .collect()
    });
    Some(Row { names: before.len(), changes })
}

type Change<'a> = dyn Fn(&mut Value) + 'a;

/// The names of the types and operations at each place.
type Names = BTreeMap<Place, String>;

fn names(source: &Source, settings: &Settings) -> Option<Names> {
    let api = generate(source, settings).ok()?.api;
    let models = api.models.iter().map(|model| (model.origin.clone(), &model.name));
    let operations = api.operations.iter().map(|operation| (operation.origin.clone(), &operation.marker));
    let mut by_place: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
    for (place, name) in models.chain(operations) {
        by_place.entry(place).or_default().insert(name.rust().to_string());
    }
    let joined = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(", ");
    Some(by_place.into_iter().map(|(place, names)| (place, joined(names))).collect())
}

/// Shuffles the objects whose order has no meaning.
fn shuffle(document: &mut Value, rng: &mut StdRng) {
    let mut pending = vec![document];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(map) => {
                for key in UNORDERED {
                    if let Some(Value::Object(unordered)) = map.get_mut(*key) {
                        let mut entries: Vec<_> = std::mem::take(unordered).into_iter().collect();
                        entries.shuffle(rng);
                        *unordered = entries.into_iter().collect();
                    }
                }
                pending.extend(map.values_mut());
            }
            Value::Array(list) => pending.extend(list),
            _ => {}
        }
    }
}

/// Adds a schema before all others. A part of it is equal to one of them.
fn add_schema(document: &mut Value) {
    let is_swagger = document.get("swagger").is_some();
    if !is_swagger && document.get("openapi").is_none() {
        return;
    }
    let path: &[&str] = if is_swagger { &["definitions"] } else { &["components", "schemas"] };
    let schemas = path.iter().try_fold(&*document, |node, key| node.get(key)).and_then(Value::as_object);
    let like = schemas.and_then(|schemas: &Map<String, Value>| schemas.values().next()).cloned();
    let part = like.unwrap_or_else(|| json!({"type": "string"}));
    let new = json!({"type": "object", "properties": {"part": part, "size": {"type": "integer"}}});
    put(document, path, ("brand_new", new), true);
}

/// Adds an operation before all others.
fn add_operation(document: &mut Value) {
    if document.get("swagger").is_none() && document.get("openapi").is_none() {
        return;
    }
    let responses = json!({"204": {"description": "Done."}});
    let new = json!({"operationId": "brand_new", "tags": ["Brand new"], "responses": responses});
    put(document, &["paths"], ("/brand/new", json!({"get": new})), true);
}

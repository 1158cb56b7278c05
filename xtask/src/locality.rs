//! Counts the lines of generated code that an edit of the description changes.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_client_codegen::ir::{Api, Model, Shape};
use openapi_client_codegen::{Module, Place, Settings, Source, generate, open};
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

use crate::{Result, print};

/// Edits a description in several places and counts the changed lines of generated code. Writes only the page
/// that `table` names.
pub(crate) fn run(description: &Path, root: Option<PathBuf>, table: Option<&Path>) -> Result<bool> {
    let mut settings = Settings::new(description, "client");
    settings.root = root;
    settings.lenient = true;
    let source = open(&settings)?;
    let before = generate(&source, &settings)?;
    let mut rows = String::new();
    for edit in edits(&source, &before.api) {
        let mut changes = Vec::new();
        for (place, change) in &edit.places {
            let mut edited = source.clone();
            edited.change(place, change);
            changes.push(count(&before.output.modules, &generate(&edited, &settings)?.output.modules));
        }
        let range = |of: fn(&Change) -> usize| {
            let (least, most) = (changes.iter().map(of).min(), changes.iter().map(of).max());
            let (least, most) = (least.unwrap_or_default(), most.unwrap_or_default());
            if least == most { most.to_string() } else { format!("{least} to {most}") }
        };
        writeln!(
            rows,
            "| {} | {} | {} | {} | {} |",
            edit.name,
            changes.len(),
            range(|change| change.added),
            range(|change| change.removed),
            range(|change| change.files)
        )?;
    }
    let lines: usize = before.output.modules.iter().map(|module| module.text.lines().count()).sum();
    let page = format!(
        "| edit | places | lines added | lines removed | files of {} |\n|---|---|---|---|---|\n{rows}\n\
         The generated text has {lines} lines; {} files were read.\n",
        before.output.modules.len(),
        source.paths().count(),
    );
    match table {
        Some(path) => std::fs::write(path, INTRODUCTION.to_owned() + &page)?,
        None => print(&page),
    }
    Ok(true)
}

const INTRODUCTION: &str = "\
# How local a change is

`cargo xtask locality DESCRIPTION --table docs/locality.md` measures DigitalOcean's whole API. It makes each edit at the
beginning, in the middle and at the end of the description, one at a time, and counts the lines of generated code that change.
Most of the removed lines belong to types that only the removed field or operation reached.

";

/// The change of an edit to a node.
type Alteration = Box<dyn Fn(&mut Value)>;

struct Edit {
    name: &'static str,
    places: Vec<(Place, Alteration)>,
}

impl Edit {
    fn new(name: &'static str, places: &[Place], change: fn(&mut Value)) -> Self {
        let change = |place: &Place| -> (Place, Alteration) { (place.clone(), Box::new(change)) };
        Self { name, places: places.iter().map(change).collect() }
    }

    /// Adds a node to an object of the entry file, before all others and after them.
    fn of_entry(
        name: &'static str,
        entry: &Place,
        path: &'static [&str],
        (key, node): (&'static str, Value),
    ) -> Self {
        let at = |is_first: bool| -> (Place, Alteration) {
            let node = node.clone();
            (entry.clone(), Box::new(move |root| put(root, path, (key, node.clone()), is_first)))
        };
        Self { name, places: vec![at(true), at(false)] }
    }
}

/// Returns the edits, with the nodes that they change.
fn edits(source: &Source, api: &Api) -> Vec<Edit> {
    let has = |place: Place, is: fn(&Value) -> bool| source.value(&place).is_some_and(is);
    let models = |is: &dyn Fn(&Model) -> bool| {
        spread(api.models.iter().filter(|model| is(model)).map(|model| model.origin.clone()))
    };
    let records = models(&|model| {
        matches!(&model.shape, Shape::Record(record) if !record.fields.is_empty())
            && has(model.origin.key("properties"), Value::is_object)
    });
    let words = models(&|model| {
        matches!(model.shape, Shape::Enum(_)) && has(model.origin.key("enum"), Value::is_array)
    });
    let operations = spread(api.operations.iter().map(|operation| operation.origin.clone()));
    let entry = source.entry();
    vec![
        Edit::of_entry("a schema is added", &entry, &["components", "schemas"], ("brand_new", new_schema())),
        Edit::of_entry("an operation is added", &entry, &["paths"], ("/brand/new", new_path())),
        Edit { name: "an operation is removed", places: listed(source).iter().filter_map(without).collect() },
        Edit::new("an optional parameter is added", &operations, parameter),
        Edit::new("an optional field is added", &records, field),
        Edit::new("a field is removed", &records, without_field),
        Edit::new("the description of a schema is changed", &records, described),
        Edit::new("a value of an enum is added", &words, value),
    ]
}

/// Returns the operations that the entry file contains or refers to.
fn listed(source: &Source) -> Vec<Place> {
    let paths = source.entry().key("paths");
    let keys = |place: &Place| -> Vec<String> {
        let fields = source.value(place).and_then(Value::as_object);
        fields.into_iter().flat_map(|fields| fields.keys().cloned()).collect()
    };
    let items = keys(&paths).into_iter().map(|path| paths.key(&path));
    let methods = |item: Place| {
        let methods =
            keys(&item).into_iter().filter(|key| ["get", "put", "post", "delete"].contains(&key.as_str()));
        methods.map(|method| item.key(&method)).collect::<Vec<_>>()
    };
    spread(items.flat_map(methods))
}

/// Removes a node from its object.
fn without(place: &Place) -> Option<(Place, Alteration)> {
    let key = place.pointer.steps().last()?;
    let remove = move |parent: &mut Value| {
        if let Value::Object(fields) = parent {
            fields.shift_remove(&key);
        }
    };
    Some((place.at(place.pointer.parent()?), Box::new(remove)))
}

/// Returns the first, the middle and the last node.
fn spread<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let items: Vec<T> = items.collect();
    let (middle, last) = (items.len() / 2, items.len().saturating_sub(1));
    let chosen = items.into_iter().enumerate().filter(|(index, _)| [0, middle, last].contains(index));
    chosen.map(|(_, item)| item).collect()
}

fn new_schema() -> Value {
    let size = json!({"type": "integer", "description": "How large it is."});
    let name = json!({"type": "string", "description": "What it is called."});
    json!({"type": "object", "required": ["name"], "properties": {"name": name, "size": size}})
}

fn new_path() -> Value {
    let content = json!({"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}});
    let ok = json!({"description": "The names.", "content": content});
    json!({"get": {"operationId": "list_brand_new_names", "tags": ["Brand new"], "responses": {"200": ok}}})
}

/// Adds a key to an object, before all others or after them.
pub(crate) fn put(node: &mut Value, path: &[&str], (key, value): (&str, Value), is_first: bool) {
    let mut node = node;
    for step in path {
        if !node.get(step).is_some_and(Value::is_object) {
            node[*step] = json!({});
        }
        node = &mut node[*step];
    }
    if let Value::Object(fields) = node {
        match is_first {
            true => fields.shift_insert(0, key.to_owned(), value),
            false => fields.insert(key.to_owned(), value),
        };
    }
}

fn parameter(operation: &mut Value) {
    let new = json!({"name": "brand_new", "in": "query", "schema": {"type": "string"}});
    match operation.get_mut("parameters") {
        Some(Value::Array(parameters)) => parameters.push(new),
        _ => put(operation, &[], ("parameters", json!([new])), false),
    }
}

fn field(schema: &mut Value) {
    let new = json!({"type": "string", "description": "Brand new."});
    put(schema, &["properties"], ("brand_new", new), false);
}

fn without_field(schema: &mut Value) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let gone = properties.and_then(|fields| {
        let key = fields.keys().next_back()?.clone();
        fields.shift_remove(&key).map(|_| key)
    });
    if let (Some(gone), Some(Value::Array(required))) = (gone, schema.get_mut("required")) {
        required.retain(|name| name.as_str() != Some(&gone));
    }
}

fn described(schema: &mut Value) {
    put(schema, &[], ("description", json!("Brand new words.")), false);
}

fn value(schema: &mut Value) {
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        values.push(json!("brand_new"));
    }
}

#[derive(Default)]
struct Change {
    added: usize,
    removed: usize,
    files: usize,
}

/// Returns the number of lines that differ between two outputs.
fn count(before: &[Module], after: &[Module]) -> Change {
    let mut total = Change::default();
    for new in after {
        let old = before.iter().find(|old| old.file_name == new.file_name);
        let old = old.map_or("", |old| old.text.as_str());
        if old == new.text {
            continue;
        }
        total.files += 1;
        for change in TextDiff::from_lines(old, &new.text).iter_all_changes() {
            match change.tag() {
                ChangeTag::Insert => total.added += 1,
                ChangeTag::Delete => total.removed += 1,
                ChangeTag::Equal => {}
            }
        }
    }
    total
}

/// Returns the number of lines of generated code that only one of two clients has. Unlike a comparison in
/// order, this takes time in proportion to the lines.
pub(crate) fn changed_lines(before: &[Module], after: &[Module]) -> usize {
    let mut lines: HashMap<&str, isize> = HashMap::new();
    for (modules, sign) in [(before, -1), (after, 1)] {
        for line in modules.iter().flat_map(|module| module.text.lines()) {
            *lines.entry(line).or_default() += sign;
        }
    }
    lines.values().map(|count| count.unsigned_abs()).sum()
}

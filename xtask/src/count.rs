//! Counts the operations of a description from its files, without the generator.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Result;

const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Counts the operations below `paths`, through references between path items and files.
pub(crate) fn operations(entry: &Path) -> Result<usize> {
    let mut files = HashMap::new();
    let root = load(entry, &mut files)?;
    let (paths, file) =
        follow(root.get("paths").cloned().unwrap_or(Value::Null), entry.to_owned(), &mut files)?;
    let mut count = 0;
    for (name, item) in paths.as_object().into_iter().flatten() {
        if name.starts_with("x-") {
            continue;
        }
        let (item, _) = follow(item.clone(), file.clone(), &mut files)?;
        count += METHODS.iter().filter(|method| item.get(**method).is_some()).count();
        count += item.get("additionalOperations").and_then(Value::as_object).map_or(0, serde_json::Map::len);
    }
    Ok(count)
}

fn load(path: &Path, files: &mut HashMap<PathBuf, Value>) -> Result<Value> {
    if let Some(value) = files.get(path) {
        return Ok(value.clone());
    }
    let text = std::fs::read_to_string(path)?;
    let text = text.trim_start_matches('\u{feff}');
    let value = if path.extension().is_some_and(|extension| extension == "json") {
        serde_json::from_str(text)?
    } else {
        json(serde_yaml::from_str(&without_large_numbers(text))?)
    };
    files.insert(path.to_owned(), value);
    load(path, files)
}

/// Replaces integers of more than 18 digits by 0, because serde_yaml refuses integers beyond 64 bits, and no
/// number matters here.
fn without_large_numbers(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut digits = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        kept.push_str(if digits.len() > 18 { "0" } else { &digits });
        digits.clear();
        kept.push(character);
    }
    kept
}

/// Converts YAML to JSON; numbers that JSON cannot represent do not matter here.
fn json(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
                let key = key.as_str().map_or_else(|| format!("{key:?}"), str::to_owned);
                (key, json(value))
            });
            Value::Object(entries.collect())
        }
        serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(json).collect()),
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Tagged(tagged) => json(tagged.value),
        _ => Value::Null,
    }
}

fn follow(node: Value, file: PathBuf, files: &mut HashMap<PathBuf, Value>) -> Result<(Value, PathBuf)> {
    let Some(reference) = node.get("$ref").and_then(Value::as_str) else { return Ok((node, file)) };
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let target = if path.is_empty() { file } else { file.parent().unwrap_or(Path::new("")).join(path) };
    let fragment = fragment.replace("%7B", "{").replace("%7D", "}");
    let node = load(&target, files)?.pointer(&fragment).cloned().unwrap_or(Value::Null);
    follow(node, target, files)
}

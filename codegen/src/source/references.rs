//! References between files: reads the referenced files, and writes references.

use std::path::{Component, Path, PathBuf};

use indexmap::IndexSet;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::files::{self, Refusal, Root, normal};
use super::{FileId, Place, Source};

impl Source {
    /// Reads all directly and indirectly referenced files. Reads only regular files below `root`, and fetches
    /// no URLs. Does not report problems: a later stage reports them if it follows the reference, because an
    /// example may refer to any file.
    pub(crate) fn read_references(&mut self, root: &Root) {
        let mut next = 0;
        while let Some(file) = self.files.get(next) {
            next += 1;
            let folder = file.path.parent().unwrap_or(Path::new("")).to_owned();
            let mut found = IndexSet::new();
            references(&file.value, &mut found);
            for reference in found {
                let path = normal(&folder.join(reference));
                if !self.by_path.contains_key(&path) && !self.refused.contains_key(&path) {
                    self.read_reference(path, root);
                }
            }
        }
    }

    fn read_reference(&mut self, path: PathBuf, root: &Root) {
        let known = files::absolute(&path).ok().and_then(|absolute| self.by_absolute.get(&absolute));
        if let Some(id) = known {
            self.by_path.insert(path, *id);
            return;
        }
        match root.read(&path).and_then(|bytes| self.counted(bytes)) {
            // If parsing fails, the file itself stores the problem.
            Ok(Some(bytes)) => drop(self.add_bytes(&path, bytes)),
            Ok(None) => {}
            Err(refusal) => drop(self.refused.insert(path, refusal)),
        }
    }

    /// Returns the reason why a referenced file was not read, if there is one.
    pub(crate) fn refusal(&self, from: FileId, reference: &str) -> Option<&Refusal> {
        self.refused.get(&self.path_named(from, reference)?)
    }

    fn path_named(&self, from: FileId, reference: &str) -> Option<PathBuf> {
        let folder = self.file(from)?.path.parent().unwrap_or(Path::new(""));
        Some(normal(&folder.join(percent_decoded(reference))))
    }

    /// Returns the file of a reference, if it was read.
    pub(crate) fn file_named(&self, from: FileId, reference: &str) -> Option<FileId> {
        self.by_path.get(&self.path_named(from, reference)?).copied()
    }

    /// Returns a reference from a file to a place in the same or another file.
    pub(crate) fn reference_to(&self, from: FileId, target: &Place) -> String {
        let path = |id: FileId| self.file(id).map(|file| normal(&file.path)).unwrap_or_default();
        let (from, file) = (path(from), path(target.file));
        let pointer = percent_encoded(target.pointer.as_str());
        if from == file {
            return format!("#{pointer}");
        }
        let folder: Vec<Component<'_>> = from.parent().into_iter().flat_map(Path::components).collect();
        let steps: Vec<Component<'_>> = file.components().collect();
        let common = folder.iter().zip(&steps).take_while(|(one, other)| one == other).count();
        let up = folder.iter().skip(common).map(|_| "..".to_owned());
        let down = steps.iter().skip(common).map(|step| percent_encoded(&step.as_os_str().to_string_lossy()));
        format!("{}#{pointer}", up.chain(down).collect::<Vec<_>>().join("/"))
    }
}

/// Collects the files of all references within a value, without duplicates.
fn references(value: &Value, found: &mut IndexSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                let file = percent_decoded(reference.split('#').next().unwrap_or_default());
                if !file.is_empty() && !file.contains("://") {
                    found.insert(file);
                }
            }
            if fields.get("propertyName").is_some_and(Value::is_string) {
                found.extend(discriminator_targets(fields).filter_map(file_of_mapping));
            }
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// Returns the targets of a discriminator: those of its `mapping`, and its `defaultMapping` (OpenAPI 3.2).
pub(crate) fn discriminator_targets(discriminator: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    mapping
        .into_iter()
        .flat_map(Map::values)
        .chain(discriminator.get("defaultMapping"))
        .filter_map(Value::as_str)
}

/// Returns the file in a value of a discriminator's mapping, unless the value is the name of a component.
fn file_of_mapping(target: &str) -> Option<String> {
    let file = target.split('#').next()?;
    (file.contains(['/', '.']) && !file.contains("://")).then(|| percent_decoded(file))
}

/// Decodes a part of a reference: `%7B` means `{` (RFC 3986, section 2.1).
pub(crate) fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}

/// Encodes the characters that would otherwise separate parts of a reference.
fn percent_encoded(text: &str) -> String {
    text.replace('%', "%25").replace('#', "%23")
}

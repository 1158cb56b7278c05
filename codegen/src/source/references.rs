//! References between files: which files they name, and how one is written.

use std::path::{Component, Path, PathBuf};

use indexmap::IndexSet;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::files::{self, Refusal, Root, normal};
use super::{FileId, Place, Source};

impl Source {
    /// Reads every file that the files read so far refer to, and those that they refer to. Only regular files below
    /// `root` are read, and nothing is fetched; a reference to any other leads nowhere, which is said
    /// where it is followed; so is a file that is neither JSON nor YAML, since an example may name any file.
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
            // The file remembers what is wrong with it.
            Ok(Some(bytes)) => drop(self.add_bytes(&path, bytes)),
            Ok(None) => {}
            Err(refusal) => drop(self.refused.insert(path, refusal)),
        }
    }

    /// Why the file that a reference names was not read, if that is why there is nothing.
    pub(crate) fn refusal(&self, from: FileId, reference: &str) -> Option<&Refusal> {
        self.refused.get(&self.path_named(from, reference)?)
    }

    fn path_named(&self, from: FileId, reference: &str) -> Option<PathBuf> {
        let folder = self.file(from)?.path.parent().unwrap_or(Path::new(""));
        Some(normal(&folder.join(percent_decoded(reference))))
    }

    /// The file that a reference from another names.
    pub(crate) fn file_named(&self, from: FileId, reference: &str) -> Option<FileId> {
        self.by_path.get(&self.path_named(from, reference)?).copied()
    }

    /// A reference that stands in one file and leads to a place, perhaps in another.
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

/// The files that the references within a value name, each once.
fn references(value: &Value, found: &mut IndexSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::String(reference)) = fields.get("$ref") {
                let file = percent_decoded(reference.split('#').next().unwrap_or_default());
                if !file.is_empty() && !file.contains("://") {
                    found.insert(file);
                }
            }
            if let (Some(Value::String(_)), Some(Value::Object(mapping))) =
                (fields.get("propertyName"), fields.get("mapping"))
            {
                found.extend(mapping.values().filter_map(Value::as_str).filter_map(file_of_mapping));
            }
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// The file that a value in the mapping of a discriminator names; a bare word is the name of a component.
fn file_of_mapping(target: &str) -> Option<String> {
    let file = target.split('#').next()?;
    (file.contains(['/', '.']) && !file.contains("://")).then(|| percent_decoded(file))
}

/// Parts of a reference are written in URI form: `%7B` stands for `{` (RFC 3986, section 2.1).
pub(crate) fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), |decoded| decoded.into_owned())
}

/// The reverse of [`percent_decoded`], for what would be read as another part of a reference.
fn percent_encoded(text: &str) -> String {
    text.replace('%', "%25").replace('#', "%23")
}

//! The files of a description: their text, their values, and the positions of nodes.

mod files;
mod fixes;
mod flow_depth;
mod follow;
mod locate;
mod mistaken;
mod read;
mod references;
mod yaml_lines;

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use crate::diagnostics::{Code, FileId, Finding, Place, Pointer, Position, Report};
use crate::text::Foreign;
use files::Refusal;

pub(crate) use files::{Root, normal, read_named};

#[cfg(test)]
pub(crate) use fixes::member;
pub(crate) use follow::{Targets, landed, resolve};
pub(crate) use read::parse;
pub(crate) use references::{discriminator_targets, percent_decoded};

/// The syntax of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Yaml,
}

#[derive(Debug, Clone)]
struct File {
    /// The path as the user or reference named it, so that reports are the same on every machine.
    path: PathBuf,
    /// The text, shared by the copies of a source, which differ only in their values.
    text: Arc<String>,
    format: Format,
    value: Value,
    /// The nodes from overlays and the places where they were written; later entries take precedence.
    overlaid: Vec<(Pointer, Place)>,
    /// The problem, if the text could not be parsed.
    fault: Option<Box<Finding>>,
}

/// The files of one description, with the entry file first.
///
/// Files are never fetched over a network.
#[derive(Debug, Clone, Default)]
pub struct Source {
    files: Vec<File>,
    /// The files by all paths that name them.
    by_path: HashMap<PathBuf, FileId>,
    /// The files by their absolute paths, because one file may have several relative paths.
    by_absolute: HashMap<PathBuf, FileId>,
    /// Referenced files that were not read, with the reason and a fix.
    refused: HashMap<PathBuf, Refusal>,
    /// The number of bytes that were read.
    read: u64,
    /// The findings about the files while they were read.
    findings: Report,
}

impl Source {
    /// Reads a description from a file: JSON if its name ends in `.json`, otherwise YAML.
    ///
    /// # Errors
    /// Fails if the file cannot be read, is a symbolic link that leads out of its folder, is not a regular
    /// file, or is larger than 256 MiB. Fails with the position of the fault if it is neither JSON nor YAML.
    pub fn open(path: &Path) -> Result<Self, Report> {
        Self::open_below(path, None)
    }

    /// Reads a description from a file, which may also be a symbolic link to a file below `root`.
    ///
    /// # Errors
    /// Fails as [`Source::open`] does.
    pub(crate) fn open_below(path: &Path, root: Option<&Root>) -> Result<Self, Report> {
        let mut source = Self::default();
        source.add_file(path, root)?;
        Ok(source)
    }

    /// Counts the bytes towards the limit on all files together.
    fn counted<T: AsRef<[u8]>>(&mut self, bytes: Option<T>) -> Result<Option<T>, Refusal> {
        self.read += bytes.as_ref().map_or(0, |bytes| bytes.as_ref().len() as u64);
        if self.read > files::LARGEST_TOTAL {
            return Err(files::too_large("all files together are", files::LARGEST_TOTAL));
        }
        Ok(bytes)
    }

    /// Returns the name of a file without its folders and extension.
    pub(crate) fn stem(&self, id: FileId) -> Option<String> {
        Some(self.file(id)?.path.file_stem()?.to_string_lossy().into_owned())
    }

    /// Returns the name of the folder that contains a file.
    pub(crate) fn folder_name(&self, id: FileId) -> Option<String> {
        Some(self.file(id)?.path.parent()?.file_name()?.to_string_lossy().into_owned())
    }

    /// Returns the numbers of all files.
    pub(crate) fn file_ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId::at)
    }

    /// Creates a source from a text; `name` is the file name in reports.
    ///
    /// # Errors
    /// Fails with the position of the fault if the text is neither JSON nor YAML.
    pub fn from_text(name: &str, text: &str) -> Result<Self, Report> {
        let mut source = Self::default();
        source.add_text(Path::new(name), text.to_owned())?;
        Ok(source)
    }

    /// Reads another file that the user names, such as an overlay, and returns its number.
    pub(crate) fn add_file(&mut self, path: &Path, root: Option<&Root>) -> Result<FileId, Report> {
        if path == Path::new(files::STANDARD_INPUT) {
            return match files::standard_input().and_then(|bytes| self.counted(Some(bytes))) {
                Ok(bytes) => self.add_bytes(Path::new("standard input"), bytes.unwrap_or_default().to_vec()),
                Err(refusal) => Err(Report::of(unreadable(Path::new("standard input"), &refusal))),
            };
        }
        match read_named(path, root).and_then(|bytes| self.counted(Some(bytes))) {
            Ok(bytes) => self.add_bytes(path, bytes.unwrap_or_default()),
            Err(refusal) => Err(Report::of(unreadable(path, &refusal))),
        }
    }

    fn add_bytes(&mut self, path: &Path, bytes: Vec<u8>) -> Result<FileId, Report> {
        self.add_text(path, text(path, bytes).map_err(Report::of)?)
    }

    fn add_text(&mut self, path: &Path, text: String) -> Result<FileId, Report> {
        let format = if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) {
            Format::Json
        } else {
            Format::Yaml
        };
        let id = FileId::at(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let parsed = parse(&text, format).map_err(|fault| {
            let position = Position { file: display_path(path), line: fault.line, column: fault.column };
            Finding::error(fault.code, None, fault.message).help(fault.help).at_position(position)
        });
        let (value, fault) = match parsed {
            Ok(value) => (value, None),
            Err(finding) => (Value::Null, Some(Box::new(finding))),
        };
        let outcome = fault.clone().map_or(Ok(id), |finding| Err(Report::of(*finding)));
        self.by_path.entry(normal(path)).or_insert(id);
        if let Ok(absolute) = files::absolute(path) {
            self.by_absolute.entry(absolute).or_insert(id);
        }
        self.files.push(File {
            path: path.to_owned(),
            text: Arc::new(text),
            format,
            value,
            overlaid: Vec::new(),
            fault,
        });
        outcome
    }

    /// Returns the place of the root of the entry file.
    pub fn entry(&self) -> Place {
        Place { file: FileId::at(0), pointer: Pointer::root() }
    }

    /// Returns the file name of the entry, without its folders.
    pub fn entry_name(&self) -> String {
        let name = self.files.first().and_then(|file| file.path.file_name());
        name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Returns the path of a file relative to the folder of the entry, which is the same on every machine.
    pub(crate) fn relative_name(&self, id: FileId) -> Option<String> {
        let folder = self.files.first()?.path.parent()?;
        let path = normal(&self.file(id)?.path);
        Some(display_path(path.strip_prefix(normal(folder)).unwrap_or(Path::new(path.file_name()?))))
    }

    /// Returns the roots of all files, the entry first.
    pub fn roots(&self) -> impl Iterator<Item = Place> + use<> {
        self.file_ids().map(|file| Place { file, pointer: Pointer::root() })
    }

    /// Adds findings about the files.
    pub(crate) fn add_findings(&mut self, report: Report) {
        self.findings.extend(report);
    }

    /// Returns the findings about the files while they were read.
    pub(crate) fn findings(&self) -> &Report {
        &self.findings
    }

    /// Returns a file with the changes of overlays, as YAML, or as JSON if the file is JSON. Returns the
    /// entry unless `path` names another file.
    ///
    /// # Errors
    /// Fails if the file is not part of the description, or has a number that the format cannot represent.
    pub fn effective(&self, path: Option<&Path>) -> Result<String, Report> {
        let id = path.map_or(Some(FileId::at(0)), |path| self.by_path.get(&normal(path)).copied());
        let Some(file) = id.and_then(|id| self.file(id)) else {
            let path = path.unwrap_or(Path::new("")).display();
            let what = format!("{path} is not a file of the description");
            return Err(Report::of(Finding::error(Code::UnreadableFile, None, what)));
        };
        let text = match file.format {
            Format::Json => serde_json::to_string_pretty(&file.value).map_err(|error| error.to_string()),
            Format::Yaml => serde_yaml::to_string(&file.value).map_err(|error| error.to_string()),
        };
        text.map_err(|what| Report::of(Finding::error(Code::Internal, self.entry(), what)))
    }

    /// Returns the paths of all files that were read, for `rerun-if-changed`.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|file| file.path.as_path())
    }

    /// Returns the texts of the files, in the order of [`Source::paths`].
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|file| file.text.as_str())
    }

    /// Returns the node at a place, if it exists.
    pub fn value(&self, place: &Place) -> Option<&Value> {
        place.pointer.within(&self.file(place.file)?.value)
    }

    /// Returns the target of a reference at `from`, in the same file or in another file that was read.
    pub fn resolve(&self, from: &Place, reference: &str) -> Option<Place> {
        follow::resolve(self, from, reference).ok()
    }

    /// Changes a node. Does nothing if the node does not exist.
    pub fn change(&mut self, place: &Place, change: impl FnOnce(&mut Value)) {
        let root = self.files.get_mut(place.file.index()).map(|file| &mut file.value);
        if let Some(node) = root.and_then(|root| root.pointer_mut(place.pointer.as_str())) {
            change(node);
        }
    }

    /// Removes a node. Does nothing if the node does not exist.
    pub(crate) fn remove(&mut self, place: &Place) {
        if let (Some(parent), Some(last)) = (place.pointer.parent(), place.pointer.steps().last()) {
            self.change(&place.at(parent), |node| fixes::remove(node, &last));
        }
    }

    /// Returns whether an overlay wrote the node.
    pub(crate) fn is_overlaid(&self, place: &Place) -> bool {
        self.origin(place) != *place
    }

    /// Returns the root of a file, so that overlays can change it.
    pub(crate) fn root_mut(&mut self, file: FileId) -> Option<&mut Value> {
        self.files.get_mut(file.index()).map(|file| &mut file.value)
    }

    /// Drops the values and keeps the texts, from which positions are computed.
    pub(crate) fn forget_values(&mut self) {
        self.files.iter_mut().for_each(|file| file.value = Value::Null);
    }

    /// Records that the node at `pointer` of `file` was written at `origin`, in an overlay.
    pub(crate) fn mark_overlaid(&mut self, file: FileId, pointer: Pointer, origin: Place) {
        if let Some(file) = self.files.get_mut(file.index()) {
            file.overlaid.push((pointer, origin));
        }
    }

    /// Returns the positions of places. The position of a node from an overlay is in the overlay. A node that
    /// is not written in any file has the position of its nearest written ancestor.
    pub fn positions(&self, places: &[&Place]) -> Vec<Option<Position>> {
        let origins: Vec<Place> = places.iter().map(|place| self.origin(place)).collect();
        let mut positions = vec![None; places.len()];
        for id in self.file_ids() {
            let Some(file) = self.file(id) else { continue };
            let here: Vec<usize> = origins
                .iter()
                .enumerate()
                .filter(|(_, origin)| origin.file == id)
                .map(|(index, _)| index)
                .collect();
            if here.is_empty() {
                continue;
            }
            let pointers: Vec<&Pointer> =
                here.iter().filter_map(|index| origins.get(*index)).map(|origin| &origin.pointer).collect();
            let found = locate::locate(&file.text, file.format, &pointers);
            for (index, (line, column)) in here.into_iter().zip(found) {
                if let Some(slot) = positions.get_mut(index) {
                    *slot = Some(Position { file: display_path(&file.path), line, column });
                }
            }
        }
        positions
    }

    /// Returns the place where a node was written, if it was moved.
    fn origin(&self, place: &Place) -> Place {
        let overlaid = self.file(place.file).map(|file| file.overlaid.as_slice()).unwrap_or_default();
        match overlaid.iter().rev().find(|(pointer, _)| place.pointer.is_within(pointer)) {
            Some((pointer, origin)) => origin.at(place.pointer.moved(pointer, &origin.pointer)),
            None => place.clone(),
        }
    }

    /// Returns the finding about a file that could not be parsed.
    pub(crate) fn fault(&self, id: FileId) -> Option<&Finding> {
        self.file(id)?.fault.as_deref()
    }

    fn file(&self, id: FileId) -> Option<&File> {
        self.files.get(id.index())
    }
}

/// Returns an absolute path without `.` and `..`. Does not follow symbolic links.
///
/// # Errors
/// Fails if the path is empty, or relative while the current directory is unknown.
#[cfg(feature = "tools")]
pub fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    files::absolute(path)
}

/// Formats a path with `/` as the separator on every system, so that reports are the same everywhere.
pub(crate) fn display_path(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// Creates the finding about a file that the user named and that was not read.
pub(crate) fn unreadable(path: &Path, refusal: &Refusal) -> Finding {
    let name = path.display().to_string();
    let (what, help) = match mistaken::path(&name) {
        Some((what, help)) => (what.to_owned(), help.into()),
        None => (refusal.to_string(), refusal.help.clone()),
    };
    Finding::error(Code::UnreadableFile, None, format!("{name}: {what}")).help(help)
}

/// Decodes the text of a file.
///
/// # Errors
/// Fails at the first byte that is not UTF-8.
pub(crate) fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Finding> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let (line, column) = locate::Lines::of(&String::from_utf8_lossy(before)).position(valid);
        Finding::error(Code::Syntax, None, mistaken::encoding(error.as_bytes()))
            .help("save it as UTF-8")
            .at_position(Position { file: display_path(path), line, column })
    })
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}:{}", Foreign::new(&self.file).line(), self.line, self.column)
    }
}

//! The folder of generated files: finds out which files are generated, and replaces them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::{FileCounts, HEADER, Module, is_inside, path_of};
use crate::diagnostics::{Code, Finding, Report};

/// The first line of the list.
const TITLE: &str = "# Files that openapi-client generated here, and may overwrite or remove.";

/// The largest list that is read, in bytes.
const LARGEST_LIST: u64 = 1 << 24;

/// A checked folder: every file in it that the output would overwrite or remove is generated.
pub(super) struct Folder<'o> {
    path: PathBuf,
    /// The files that the list names; `None` if there is no list.
    listed: Option<BTreeSet<String>>,
    modules: &'o [Module],
    /// The file name of the list.
    list: &'static str,
}

/// Returns the text of the list of generated files, with one name per line.
pub(super) fn list<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: BTreeSet<&str> = names.collect();
    let mut text = format!("{TITLE}\n");
    for name in names {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}");
    }
    text
}

fn refused(path: &Path, what: &str, help: &str) -> Report {
    Report::of(Finding::error(Code::Output, None, format!("{}: {what}", path.display())).help(help))
}

fn failed(path: &Path, error: &std::io::Error) -> Report {
    refused(path, &error.to_string(), "check the permissions of the folder and the free space")
}

impl<'o> Folder<'o> {
    /// Checks that the modules can be written into a folder.
    ///
    /// # Errors
    /// Fails if a file that would be overwritten was not generated, or if the list of files cannot be read.
    pub(super) fn open(path: &Path, modules: &'o [Module], list: &'static str) -> Result<Self, Report> {
        let mut folder = Self { path: path.to_owned(), listed: None, modules, list };
        folder.listed = folder.read_list()?;
        for module in folder.modules {
            folder.check(module)?;
        }
        folder.gone().try_for_each(|name| folder.parents(name).map(drop))?;
        Ok(folder)
    }

    fn read_list(&self) -> Result<Option<BTreeSet<String>>, Report> {
        let path = self.path.join(self.list);
        if kind(&path)? == Kind::Nothing {
            return Ok(None);
        }
        let is_small = std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() <= LARGEST_LIST);
        let text =
            std::fs::read(&path).ok().filter(|_| is_small).and_then(|bytes| String::from_utf8(bytes).ok());
        let names =
            text.as_deref().and_then(|text| text.strip_prefix(TITLE)).map(|names| names.trim().lines());
        let names: Option<BTreeSet<String>> = names.map(|names| names.map(str::to_owned).collect());
        match names {
            Some(names) if names.iter().all(|name| is_inside(name)) => Ok(Some(names)),
            _ => Err(refused(&path, "this is not a list of generated files", "remove it and generate again")),
        }
    }

    /// Returns whether a file already has a text.
    pub(super) fn holds(&self, name: &str, text: &str) -> bool {
        let path = path_of(&self.path, name);
        let has_length = std::fs::metadata(&path).is_ok_and(|metadata| metadata.len() == text.len() as u64);
        has_length && std::fs::read(&path).is_ok_and(|before| before == text.as_bytes())
    }

    /// Returns the listed files that are no longer generated.
    pub(super) fn gone(&self) -> impl Iterator<Item = &str> {
        let names: BTreeSet<&str> = self.modules.iter().map(|module| module.file_name.as_str()).collect();
        let listed = self.listed.iter().flatten().map(String::as_str);
        listed.filter(move |name| !names.contains(name))
    }

    /// Fails if the file of a module exists and was not generated.
    fn check(&self, module: &Module) -> Result<(), Report> {
        let name = &module.file_name;
        if !is_inside(name) {
            let what = format!("`{name}` is not a valid file name");
            return Err(Report::of(Finding::error(Code::Internal, None, what)));
        }
        let path = self.parents(name)?;
        let is_listed = || self.listed.as_ref().is_some_and(|listed| listed.contains(name));
        let adopts = || self.listed.is_none() && begins_with(&path, format!("// {HEADER}").as_bytes());
        if kind(&path)? == Kind::Nothing || is_listed() || adopts() || self.holds(name, &module.text) {
            return Ok(());
        }
        let help = format!(
            "move it, or choose another folder; if it may be overwritten, remove it, or add `{name}` to `{}`",
            self.list
        );
        Err(refused(&path, "this file was not generated, and is not overwritten", &help))
    }

    /// Returns the path of a file. Fails if a folder on the way to it is a symbolic link or a file.
    fn parents(&self, name: &str) -> Result<PathBuf, Report> {
        let path = path_of(&self.path, name);
        let mut parents: Vec<&Path> =
            path.ancestors().skip(1).take_while(|parent| *parent != self.path).collect();
        parents.reverse();
        for parent in parents {
            match std::fs::symlink_metadata(parent) {
                Ok(metadata) if !metadata.is_dir() => {
                    return Err(refused(parent, "this is not a folder", "move it, or choose another folder"));
                }
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => break,
                Err(error) => return Err(failed(parent, &error)),
            }
        }
        Ok(path)
    }

    /// Writes changed files, and removes files that are no longer generated.
    ///
    /// # Errors
    /// Fails if a file cannot be written.
    pub(super) fn write(&self) -> Result<FileCounts, Report> {
        let mut written = FileCounts { changed: 0, same: 0, removed: 0 };
        let names = || self.modules.iter().map(|module| module.file_name.as_str());
        let new: Vec<&Module> =
            self.modules.iter().filter(|module| !self.holds(&module.file_name, &module.text)).collect();
        if !new.is_empty() {
            // After an interruption, the list still names every generated file.
            self.replace(self.list, &list(names().chain(self.gone())))?;
        }
        for module in &new {
            self.replace(&module.file_name, &module.text)?;
        }
        written.changed = new.len();
        written.same = self.modules.len() - new.len();
        for name in self.gone() {
            written.removed += usize::from(self.remove(name)?);
        }
        self.replace(self.list, &list(names()))?;
        Ok(written)
    }

    /// Replaces a file, unless it already has the text.
    fn replace(&self, name: &str, text: &str) -> Result<(), Report> {
        if self.holds(name, text) {
            return Ok(());
        }
        put(&path_of(&self.path, name), text)
    }

    /// Removes a file and the folders that it leaves empty. Returns whether the file existed.
    fn remove(&self, name: &str) -> Result<bool, Report> {
        let path = path_of(&self.path, name);
        let was_there = match std::fs::remove_file(&path) {
            Ok(()) => true,
            Err(error) if error.kind() == ErrorKind::NotFound => false,
            Err(error) => return Err(failed(&path, &error)),
        };
        for parent in path.ancestors().skip(1).take_while(|parent| *parent != self.path) {
            // This fails if the folder is not empty.
            if std::fs::remove_dir(parent).is_err() {
                break;
            }
        }
        Ok(was_there)
    }
}

/// Writes a single generated file outside a [`Folder`]. Its header marks it as generated.
///
/// # Errors
/// Fails if the existing file is not a regular file, if it is not empty and does not begin with the header,
/// or if the file cannot be written.
#[cfg(feature = "tools")]
pub(super) fn put_page(path: &Path, text: &str, header: &str) -> Result<(), Report> {
    if kind(path)? == Kind::Nothing || begins_with(path, header.as_bytes()) {
        return put(path, text);
    }
    let help = "choose another file, or remove this one";
    Err(refused(path, "this file was not generated, and is not overwritten", help))
}

/// Writes a file atomically.
fn put(path: &Path, text: &str) -> Result<(), Report> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
    let beside = parent.join(".openapi-client.new");
    // Remove what an interrupted run left. If it is a link, this removes the link, not its target.
    drop(std::fs::remove_file(&beside));
    let write = || {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside)?;
        file.write_all(text.as_bytes())?;
        drop(file);
        std::fs::rename(&beside, path)
    };
    write().map_err(|error| {
        drop(std::fs::remove_file(&beside));
        failed(path, &error)
    })
}

/// The kind of file at a path.
#[derive(PartialEq, Eq)]
enum Kind {
    Nothing,
    File,
}

/// Returns the kind of file at a path. Fails for anything but a regular file.
fn kind(path: &Path) -> Result<Kind, Report> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Kind::File),
        Ok(metadata) => {
            let what =
                if metadata.is_symlink() { "this is a symbolic link" } else { "this is not a regular file" };
            Err(refused(
                path,
                &format!("{what}, and is not overwritten"),
                "remove it, or choose another folder",
            ))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Kind::Nothing),
        Err(error) => Err(failed(path, &error)),
    }
}

/// Returns whether a file is empty or begins with the header, so that it contains only generated text.
fn begins_with(path: &Path, header: &[u8]) -> bool {
    use std::io::Read;
    let mut start = Vec::new();
    let read =
        std::fs::File::open(path).and_then(|file| file.take(header.len() as u64).read_to_end(&mut start));
    read.is_ok() && (start.is_empty() || start == header)
}

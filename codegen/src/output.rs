//! Generated files, held in memory until all are there; written by one writer, and only when changed.

mod folder;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::diagnostics::Report;
use folder::Folder;

/// A generated module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The file's path below the folder of the output, as `models.rs`; `models/cats.rs` is a part of it that is behind
    /// a cargo feature, and that it includes.
    pub file_name: String,
    /// Its text.
    pub text: String,
}

impl Module {
    /// Returns the name of the module that the text belongs to, as `models`.
    pub fn name(&self) -> &str {
        self.file_name.split(['/', '.']).next().unwrap_or_default()
    }
}

/// Everything that one description becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The modules, in a fixed order.
    pub modules: Vec<Module>,
}

/// What writing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// Files whose text is new.
    pub changed: usize,
    /// Files that were left alone.
    pub same: usize,
    /// Files of an earlier generation that were removed.
    pub removed: usize,
}

impl Output {
    /// The name of the file that lists the generated files of a folder, beside them.
    pub const LIST: &str = ".openapi-client";

    /// The names of the files in a folder that [`write_to`](Self::write_to) would write or remove, in order.
    ///
    /// # Errors
    /// As for [`write_to`](Self::write_to), but for files that cannot be written.
    pub fn stale(&self, folder: &Path) -> Result<Vec<String>, Report> {
        let folder = Folder::open(folder, &self.modules, Self::LIST)?;
        let written = self.files().into_iter().filter(|(name, text)| !folder.holds(name, text));
        let mut stale: BTreeSet<String> = written.map(|(name, _)| name).collect();
        stale.extend(folder.gone().map(str::to_owned));
        Ok(stale.into_iter().collect())
    }

    /// The modules and the list of them, by their names.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> =
            self.modules.iter().map(|module| (module.file_name.clone(), module.text.clone())).collect();
        files.push((
            Self::LIST.to_owned(),
            folder::list(self.modules.iter().map(|module| module.file_name.as_str())),
        ));
        files
    }

    /// Writes into a folder, which is created if it is not there. A file that already holds the text is left alone, so
    /// that Cargo sees no change; files that an earlier generation wrote and this one does not are removed.
    ///
    /// A file is overwritten only if it was generated: [`Output::LIST`] names it, or, in a folder without a list, it is
    /// empty or begins with the header of generated files. Symbolic links are not written through. Nothing is
    /// written unless all of it may be.
    ///
    /// # Errors
    /// Fails if a file in the folder was not generated and would have to be overwritten, if there is a symbolic link in
    /// its place, or if a file cannot be written.
    pub fn write_to(&self, folder: &Path) -> Result<Written, Report> {
        Folder::open(folder, &self.modules, Self::LIST)?.write()
    }
}

/// Writes the pages of an API reference into a folder, like [`Output::write_to`] writes modules. The list of files has
/// another name, so that a folder can contain both.
///
/// # Errors
/// See [`Output::write_to`].
#[cfg(feature = "tools")]
pub fn write_reference(pages: &[Module], folder: &Path) -> Result<Written, Report> {
    Folder::open(folder, pages, ".openapi-client-docs")?.write()
}

/// Writes a generated page, such as a report, into a single file. Replaces an existing file if it is empty or begins with
/// `header`, with which `text` must begin too. Does not follow symbolic links.
///
/// # Errors
/// Fails if the existing file was not generated, or if the file cannot be written.
#[cfg(feature = "tools")]
pub fn write_page(path: &Path, text: &str, header: &str) -> Result<(), Report> {
    folder::put_page(path, text, header)
}

/// Whether a name of a file leads below the folder that it is taken from, on every system.
fn is_inside(name: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    name.split('/').all(is_part)
}

/// The path of a file, by its name with `/` between its parts.
fn path_of(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

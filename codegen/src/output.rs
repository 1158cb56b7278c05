//! Generated files: they are complete in memory before the first is written, and unchanged files are not
//! written.

mod folder;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::diagnostics::Report;
use folder::Folder;

/// The beginning of the first line of every generated file, after `// `.
pub(crate) const HEADER: &str = "Generated from ";

/// A generated module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// The path of the file in the output folder, for example `models.rs`. `models.rs` includes
    /// `models/cats.rs`, the part of it that is behind a Cargo feature.
    pub file_name: String,
    /// The text of the file.
    pub text: String,
}

impl Module {
    /// Returns the name of the module that the text belongs to, for example `models`.
    pub fn name(&self) -> &str {
        self.file_name.split(['/', '.']).next().unwrap_or_default()
    }
}

/// The modules generated from a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The modules, in a fixed order.
    pub modules: Vec<Module>,
}

/// The numbers of files that were written, left unchanged and removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FileCounts {
    /// The number of files that were created or replaced.
    pub changed: usize,
    /// The number of files that already had the text.
    pub same: usize,
    /// The number of files from an earlier generation that were removed.
    pub removed: usize,
}

impl Output {
    /// The name of the file that lists the generated files of a folder. It is in the same folder.
    pub const LIST: &str = ".openapi-client";

    /// Returns the sorted names of the files that [`write_to`](Self::write_to) would write or remove. The
    /// list is one of them if it would change.
    ///
    /// # Errors
    /// Fails if [`write_to`](Self::write_to) would fail before it writes a file.
    pub fn stale(&self, folder: &Path) -> Result<Vec<String>, Report> {
        let folder = Folder::open(folder, &self.modules, Self::LIST)?;
        let written = self.files().into_iter().filter(|(name, text)| !folder.holds(name, text));
        let mut stale: BTreeSet<String> = written.map(|(name, _)| name).collect();
        stale.extend(folder.gone().map(str::to_owned));
        Ok(stale.into_iter().collect())
    }

    /// Returns the name and text of each file, with the list of files last.
    pub fn files(&self) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> =
            self.modules.iter().map(|module| (module.file_name.clone(), module.text.clone())).collect();
        files.push((
            Self::LIST.to_owned(),
            folder::list(self.modules.iter().map(|module| module.file_name.as_str())),
        ));
        files
    }

    /// Writes the files into a folder, which is created if it does not exist. A file that already has the
    /// text is not touched, so that Cargo sees no change. Files that an earlier generation wrote and this one
    /// does not are removed.
    ///
    /// A file is overwritten only if it was generated: [`Output::LIST`] names it, or, in a folder without a
    /// list, it is empty or begins with the header of generated files. Symbolic links are not followed. If a
    /// file must not be overwritten, no file is written.
    ///
    /// # Errors
    /// Fails if a file that would be overwritten was not generated or is a symbolic link, or if a file cannot
    /// be written.
    pub fn write_to(&self, folder: &Path) -> Result<FileCounts, Report> {
        Folder::open(folder, &self.modules, Self::LIST)?.write()
    }
}

/// Writes the pages of an API reference into a folder, in the same way as [`Output::write_to`] writes
/// modules. The list of files has another name, so that a folder can contain both.
///
/// # Errors
/// See [`Output::write_to`].
#[cfg(feature = "tools")]
pub fn write_reference(pages: &[Module], folder: &Path) -> Result<FileCounts, Report> {
    Folder::open(folder, pages, ".openapi-client-docs")?.write()
}

/// Writes a generated page, such as a report, into a single file. Replaces an existing file if it is empty or
/// begins with `header`, with which `text` must begin too. Does not follow symbolic links.
///
/// # Errors
/// Fails if the existing file was not generated, or if the file cannot be written.
#[cfg(feature = "tools")]
pub fn write_page(path: &Path, text: &str, header: &str) -> Result<(), Report> {
    folder::put_page(path, text, header)
}

/// Returns whether a relative file name refers to a file inside its folder, on every operating system.
fn is_inside(name: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']);
    name.split('/').all(is_part)
}

/// Returns the path of a file from its name, in which `/` separates the parts.
fn path_of(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

//! Exchanges files so that a failure leaves all of them as they were.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::FileCopy;
use crate::{Failure, terminal};

/// How the names of the folders begin.
const PREFIX: &str = ".openapi-client-update";

/// A folder for the files on their way in and out, on the same file system as their places.
pub(super) struct Exchange {
    folder: TempDir,
}

/// A file to restore after a failure: its place, and its previous content, if it existed.
struct Backup {
    place: PathBuf,
    kept: Option<PathBuf>,
}

impl Exchange {
    /// Creates the folder.
    ///
    /// # Errors
    /// Fails if the folder of an earlier exchange is there: it was interrupted, and may have the only
    /// copies of files.
    pub(super) fn new(folder: &Path) -> Result<Self, Failure> {
        for entry in std::fs::read_dir(folder)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(PREFIX) {
                return Err(Failure::Words(format!(
                    "an earlier update was interrupted: {} has the files that it replaced\nmove them back, as with \
                     `git restore`, and remove that folder",
                    terminal::path(&entry.path())
                )));
            }
        }
        Ok(Self { folder: tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder)? })
    }

    /// Copies files to their places, removes others, and then runs `finish`. If anything fails, all files are
    /// as before.
    pub(super) fn run<T>(
        &self,
        files: &[FileCopy],
        gone: &[PathBuf],
        finish: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let failed =
            |path: &Path, error: std::io::Error| Failure::Words(format!("{}: {error}", terminal::path(path)));
        // Whatever fails for lack of space or permissions fails here, before any file has changed.
        let mut copies = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let copy = self.folder.path().join(format!("new-{index}"));
            std::fs::copy(&file.from, &copy).map_err(|error| failed(&file.from, error))?;
            copies.push((copy, file.to.as_path()));
        }
        let mut backups = Vec::new();
        let outcome = self
            .exchange(&copies, gone, &mut backups)
            .map_err(|(path, error)| failed(&path, error))
            .and_then(|()| finish());
        if outcome.is_err() {
            for Backup { place, kept } in backups.into_iter().rev() {
                let restored = match &kept {
                    Some(kept) => std::fs::rename(kept, &place),
                    None => std::fs::remove_file(&place),
                };
                if let Err(error) = restored {
                    let kept = kept.as_deref().map(terminal::path).unwrap_or_default();
                    terminal::remark(&format!("cannot restore {}: {error} {kept}\n", terminal::path(&place)));
                }
            }
        }
        outcome
    }

    fn exchange(
        &self,
        copies: &[(PathBuf, &Path)],
        gone: &[PathBuf],
        backups: &mut Vec<Backup>,
    ) -> Result<(), (PathBuf, std::io::Error)> {
        let places = copies.iter().map(|(_, place)| *place).chain(gone.iter().map(PathBuf::as_path));
        for (index, place) in places.enumerate() {
            let at = |error| (place.to_owned(), error);
            let kept = self.folder.path().join(format!("old-{index}"));
            let is_there = place.symlink_metadata().is_ok();
            if is_there {
                std::fs::rename(place, &kept).map_err(at)?;
                backups.push(Backup { place: place.to_owned(), kept: Some(kept) });
            }
            if let Some((copy, _)) = copies.get(index) {
                std::fs::create_dir_all(place.parent().unwrap_or(Path::new("."))).map_err(at)?;
                std::fs::rename(copy, place).map_err(at)?;
                if !is_there {
                    backups.push(Backup { place: place.to_owned(), kept: None });
                }
            }
        }
        Ok(())
    }
}

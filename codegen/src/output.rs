//! Generated files, held in memory until all are there; written by one writer, and only when changed.

use std::path::Path;

use crate::report::{Code, Finding, Report};

/// A generated module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The file's path below the folder of the output, as `models.rs`; `models/cats.rs` is a part of it that is behind
    /// a cargo feature, and that it includes.
    pub file_name: String,
    /// Its text.
    pub text: String,
}

impl Room {
    /// The module that the text belongs to, as `models`.
    pub fn module(&self) -> &str {
        self.file_name.split(['/', '.']).next().unwrap_or_default()
    }
}

/// Everything that one description becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The modules, in a fixed order.
    pub rooms: Vec<Room>,
}

/// What writing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files whose text is new.
    pub changed: usize,
    /// Files that were left alone.
    pub same: usize,
}

impl Output {
    /// The modules whose text a folder does not hold as it is here, or not at all.
    pub fn stale(&self, folder: &Path) -> impl Iterator<Item = &Room> {
        self.rooms.iter().filter(move |room| !is_written(room, folder))
    }

    /// Writes into a folder, which is made if it is not there. A file that already holds the text is
    /// left alone, so that Cargo sees no change.
    ///
    /// # Errors
    /// A folder or file that cannot be written.
    pub fn write_to(&self, folder: &Path) -> Result<Written, Report> {
        let failed = |path: &Path, error: std::io::Error| {
            Report::of(Finding::error(Code::UnreadableFile, None, format!("{}: {error}", path.display())))
        };
        let mut written = Written { changed: 0, same: 0 };
        for room in &self.rooms {
            let path = folder.join(&room.file_name);
            if is_written(room, folder) {
                written.same += 1;
            } else {
                let parent = path.parent().unwrap_or(folder);
                std::fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
                std::fs::write(&path, &room.text).map_err(|error| failed(&path, error))?;
                written.changed += 1;
            }
        }
        Ok(written)
    }
}

fn is_written(room: &Room, folder: &Path) -> bool {
    std::fs::read(folder.join(&room.file_name)).is_ok_and(|before| before == room.text.as_bytes())
}

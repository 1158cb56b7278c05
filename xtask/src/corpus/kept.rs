//! Saved results of entries, valid until their input changes, so that an interrupted run continues.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::Result;

/// The result of an entry, with the fingerprint of its input.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    by: String,
    entry: Entry,
}

/// Returns the fingerprint of an entry's input: this program with its generator, the runtime, and the
/// description.
pub(super) fn shown_by(description: &Path, no_compile: bool) -> Result<String> {
    let mut files = vec![std::env::current_exe()?, description.to_owned()];
    sources(&std::env::current_dir()?.join("runtime"), &mut files)?;
    let mut state = format!("{}compiled", if no_compile { "not " } else { "" });
    for file in files {
        let metadata = std::fs::metadata(&file)?;
        let changed = metadata.modified()?.duration_since(UNIX_EPOCH)?.as_nanos();
        write!(state, ", {} {} {changed}", file.display(), metadata.len())?;
    }
    Ok(state)
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let mut paths = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|it| it.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Returns the saved result of an entry for the same input. Failed entries run again.
pub(super) fn known(folder: &Path, by: &str) -> Option<Entry> {
    let kept: Kept = serde_json::from_str(&std::fs::read_to_string(path(folder)).ok()?).ok()?;
    (kept.by == by && kept.entry.verdict == "pass").then_some(kept.entry)
}

/// Saves the result of an entry.
pub(super) fn keep(folder: &Path, by: String, entry: &Entry) -> Result<()> {
    let kept = Kept { by, entry: entry.clone() };
    Ok(std::fs::write(path(folder), serde_json::to_string(&kept)?)?)
}

fn path(folder: &Path) -> PathBuf {
    folder.join("entry.json")
}

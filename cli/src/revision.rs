//! `REV:PATH`: checks out a git revision into a temporary folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Failure;

/// A file to read.
pub(crate) struct InputFile {
    pub(crate) path: PathBuf,
    /// The temporary folder of the revision, if the file is in one; messages do not show its path.
    pub(crate) folder: Option<TempDir>,
}

/// Returns the file that a path or, if no such file exists, `REV:PATH` names. As in git, a path in a revision
/// that begins with `./` is relative to the current folder, any other to the top of the repository.
pub(crate) fn locate(text: &str) -> Result<InputFile, Failure> {
    let plain = Path::new(text);
    match text.split_once(':') {
        Some((revision, path)) if !plain.exists() && !revision.is_empty() => lay_out(revision, path),
        _ => Ok(InputFile { path: plain.to_owned(), folder: None }),
    }
}

/// Writes the whole tree of a revision into a temporary folder, because the references of a description are
/// known only after reading it. A separate index leaves the one of the repository unchanged.
fn lay_out(revision: &str, path: &str) -> Result<InputFile, Failure> {
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    let tree = folder.path().join("tree");
    std::fs::create_dir(&tree)?;
    git(&["read-tree", &format!("{revision}^{{tree}}")], &index)?;
    let prefix = git(&["rev-parse", "--show-prefix"], &index)?;
    // Run at the top: in a folder below, git writes only that folder.
    let top = git(&["rev-parse", "--show-toplevel"], &index)?;
    let into = format!("--prefix={}/", tree.display());
    git(&["-C", top.trim(), "checkout-index", "--all", "--quiet", &into], &index)?;
    let inner = match path.strip_prefix("./") {
        Some(rest) => Path::new(prefix.trim()).join(rest),
        None => PathBuf::from(path),
    };
    Ok(InputFile { path: tree.join(inner), folder: Some(folder) })
}

fn git(arguments: &[&str], index: &Path) -> Result<String, Failure> {
    let output = Command::new("git")
        .args(arguments)
        .env("GIT_INDEX_FILE", index)
        .output()
        .map_err(|error| Failure::Words(format!("cannot run git: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(Failure::Words(format!("git {}: {}", arguments.join(" "), message.trim())))
}

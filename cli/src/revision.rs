//! `REV:PATH`: a file as it was in a git revision, with all that stood beside it.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Failure;

/// A file to be read; the folder that holds it, if it was laid out for that.
pub(crate) struct Document {
    pub(crate) path: PathBuf,
    /// The folder of the revision, to be left out of what is said.
    pub(crate) folder: Option<TempDir>,
}

/// A path, or `REV:PATH` where there is no such file. A path that begins with `./` is taken from the current
/// folder, any other from the top of the repository, as git does.
pub(crate) fn locate(text: &str) -> Result<Document, Failure> {
    let plain = Path::new(text);
    match text.split_once(':') {
        Some((revision, path)) if !plain.exists() && !revision.is_empty() => lay_out(revision, path),
        _ => Ok(Document { path: plain.to_owned(), folder: None }),
    }
}

/// Writes the whole tree of a revision into a folder: what a description refers to is known only when it is
/// read. An index of its own leaves that of the repository alone.
fn lay_out(revision: &str, path: &str) -> Result<Document, Failure> {
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    let tree = folder.path().join("tree");
    std::fs::create_dir(&tree)?;
    git(&["read-tree", &format!("{revision}^{{tree}}")], &index)?;
    let prefix = git(&["rev-parse", "--show-prefix"], &index)?;
    // Made at the top: in a folder below, git writes that folder alone.
    let top = git(&["rev-parse", "--show-toplevel"], &index)?;
    let into = format!("--prefix={}/", tree.display());
    git(&["-C", top.trim(), "checkout-index", "--all", "--quiet", &into], &index)?;
    let inner = match path.strip_prefix("./") {
        Some(rest) => Path::new(prefix.trim()).join(rest),
        None => PathBuf::from(path),
    };
    Ok(Document { path: tree.join(inner), folder: Some(folder) })
}

fn git(arguments: &[&str], index: &Path) -> Result<String, Failure> {
    let output = Command::new("git")
        .args(arguments)
        .env("GIT_INDEX_FILE", index)
        .output()
        .map_err(|error| Failure::Words(format!("git cannot be run: {error}")))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::Words(format!("git {}: {}", arguments.join(" "), said.trim())))
}

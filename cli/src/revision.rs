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
    let written = format!("{revision}:{path}");
    let Some(repository) = git(&["rev-parse", "--absolute-git-dir"], &[])? else {
        return Err(Failure::Words(format!(
            "cannot read `{written}`: there is no such file, and the current folder is not in a git repository"
        )));
    };
    let tree = format!("{revision}^{{tree}}");
    let verified = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree], &[])?;
    let Some(tree) = verified else {
        return Err(Failure::Words(format!(
            "cannot read `{written}`: the repository has no revision `{revision}`\n`git log --oneline` and `git tag` \
             list the revisions"
        )));
    };
    // Empty in a bare repository, which has no folder to be below of.
    let prefix = git(&["rev-parse", "--show-prefix"], &[])?.unwrap_or_default();
    let inner = match path.strip_prefix("./") {
        Some(rest) => format!("{prefix}{rest}"),
        None => path.to_owned(),
    };
    let folder = tempfile::tempdir()?;
    let files = folder.path().join("tree");
    std::fs::create_dir(&files)?;
    let index = folder.path().join("index");
    let variables = [
        ("GIT_DIR", Path::new(&repository)),
        ("GIT_WORK_TREE", files.as_path()),
        ("GIT_INDEX_FILE", index.as_path()),
    ];
    let is_laid_out = git(&["read-tree", &tree], &variables)?.is_some()
        && git(&["checkout-index", "--all", "--quiet"], &variables)?.is_some();
    if !is_laid_out {
        return Err(Failure::Words(format!(
            "cannot read `{written}`: git cannot check out the revision `{revision}`"
        )));
    }
    let file = files.join(&inner);
    if !file.is_file() {
        let all = git(&["ls-tree", "-r", "--name-only", "-z", &tree], &variables[..1])?.unwrap_or_default();
        let help = match similar(&inner, &prefix, &all) {
            Some(other) => format!("\na similar file is `{revision}:{other}`"),
            None => String::new(),
        };
        return Err(Failure::Words(format!("the revision `{revision}` has no file `{inner}`{help}")));
    }
    Ok(InputFile { path: file, folder: Some(folder) })
}

/// Returns the file of a revision that a missing path may have meant: that path below the current folder, a
/// file of the same name elsewhere, or the same name with another extension.
fn similar<'a>(missing: &str, prefix: &str, files: &'a str) -> Option<&'a str> {
    let name = |path: &str| Path::new(path).file_name().map(|name| name.to_owned());
    let stem = |path: &str| Path::new(path).file_stem().map(|stem| stem.to_owned());
    let files: Vec<&str> = files.split('\0').filter(|file| !file.is_empty()).collect();
    let find = |holds: &dyn Fn(&str) -> bool| files.iter().copied().find(|file| holds(file));
    find(&|file| file == format!("{prefix}{missing}"))
        .or_else(|| find(&|file| name(file) == name(missing)))
        .or_else(|| find(&|file| stem(file) == stem(missing)))
}

/// Runs git. Returns its output without the line break at the end, or `None` if it failed.
fn git(arguments: &[&str], variables: &[(&str, &Path)]) -> Result<Option<String>, Failure> {
    let mut command = Command::new("git");
    command.args(arguments).envs(variables.iter().copied());
    if let Some((_, files)) = variables.iter().find(|(name, _)| *name == "GIT_WORK_TREE") {
        command.current_dir(files);
    }
    let output = command.output().map_err(|error| Failure::Words(format!("cannot run git: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(output.status.success().then(|| text.trim_end_matches('\n').to_owned()))
}

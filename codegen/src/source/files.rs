//! Reads files from the disk: regular ones, of a bounded size, that lie below the folder they may lie in.

use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// The largest file that is read, in bytes. The largest published descriptions have a quarter of it.
pub(super) const LARGEST_FILE: u64 = 256 << 20;

/// The most that is read for one description, in bytes.
pub(super) const LARGEST_TOTAL: u64 = 512 << 20;

/// Why a file was not read.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) what: String,
    pub(crate) help: Cow<'static, str>,
}

/// As it is said behind the name of the file.
impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.what)
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self {
            what: error.to_string(),
            help: Cow::Borrowed("check the path; it is relative to the folder of the settings file"),
        }
    }
}

/// The folder that references may reach.
#[derive(Debug)]
pub(crate) struct Root {
    /// As it was named, for messages.
    named: PathBuf,
    /// Without symbolic links.
    real: PathBuf,
    /// As it was named, from the root of the file system on.
    absolute: PathBuf,
}

impl Root {
    /// Creates a root of an existing folder; the empty path is the current one.
    pub(crate) fn new(folder: &Path) -> std::io::Result<Self> {
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let real = std::fs::canonicalize(named)?;
        Ok(Self { named: named.to_owned(), real, absolute: absolute(named)? })
    }

    /// Reads a file that a reference names.
    ///
    /// Returns nothing where there is no such file. Of files outside, the message does not tell whether they exist.
    pub(super) fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, Refusal> {
        match std::fs::canonicalize(path) {
            Ok(real) if is_below(&real, &self.real) => read_regular(&real).map(Some),
            Ok(_) if self.spells(path) => Err(self.refusal("the file is a symbolic link to outside", path)),
            Err(_) if self.spells(path) => Ok(None),
            _ => Err(self.refusal("the file is outside", path)),
        }
    }

    /// Whether a path reads as if it led below the folder.
    fn spells(&self, path: &Path) -> bool {
        absolute(path).is_ok_and(|path| is_below(&path, &self.absolute) || is_below(&path, &self.real))
    }

    fn refusal(&self, what: &str, path: &Path) -> Refusal {
        let what =
            format!("{what} of `{}`, the folder that references may reach", super::display_path(&self.named));
        let help = match self.around(path) {
            Some(folder) => {
                let folder = super::display_path(&folder);
                format!("allow the folder that holds both, by `--root {folder}` or `root` in the settings")
                    .into()
            }
            None => "move the file there, or set `root` to a folder that holds both".into(),
        };
        Refusal { what, help }
    }

    /// Returns the closest parent folder that also contains `path`, in the form in which the user wrote this folder, or `None`
    /// if it is the root of the file system.
    fn around(&self, path: &Path) -> Option<PathBuf> {
        let path = absolute(path).ok()?;
        let up = self.absolute.ancestors().position(|folder| is_below(&path, folder)).filter(|up| *up > 0)?;
        self.absolute.ancestors().nth(up)?.parent()?;
        let named = normal(&(0..up).fold(self.named.clone(), |folder, _| folder.join("..")));
        Some(if named.as_os_str().is_empty() { PathBuf::from(".") } else { named })
    }
}

/// Reads a file that the user names: a description, an overlay or a settings file. A symbolic link may not lead out of
/// the folder that the path names, unless it leads below `root`.
pub(crate) fn read_named(path: &Path, root: Option<&Root>) -> Result<Vec<u8>, Refusal> {
    let real = std::fs::canonicalize(path)?;
    let folder = Root::new(path.parent().unwrap_or(Path::new("")))?;
    if is_below(&real, &folder.real) || root.is_some_and(|root| is_below(&real, &root.real)) {
        return read_regular(&real);
    }
    Err(Refusal {
        what: "the file is a symbolic link to outside of its folder".to_owned(),
        help: "name the file that it leads to, or set `root` to a folder that holds both".into(),
    })
}

/// Reads a file that neither blocks nor has no end.
fn read_regular(path: &Path) -> Result<Vec<u8>, Refusal> {
    // Opening a pipe waits for its other end: what the file is must be known before.
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "this is a folder" } else { "this is a device or a pipe" };
        return Err(Refusal { what: what.to_owned(), help: "name a regular file".into() });
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large("the file is", LARGEST_FILE));
    }
    Ok(bytes)
}

/// The refusal of what is larger than a limit in bytes.
pub(super) fn too_large(what: &str, limit: u64) -> Refusal {
    let what = format!("{what} larger than {} MiB", limit >> 20);
    Refusal { what, help: "split the description, or leave out what is not needed".into() }
}

/// A path from the root of the file system on, without `.` and `..`; links are not followed.
pub(super) fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    Ok(normal(&std::path::absolute(path)?))
}

/// A path without `.` and `..`, as far as its own words say.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(parts.components().next_back(), Some(Component::Normal(_))) => {
                parts.pop();
            }
            // Above the root of a file system is the root.
            Component::ParentDir if parts.has_root() => {}
            other => parts.push(other),
        }
    }
    parts
}

/// Whether a path leads into a folder, both from the root of the file system on.
fn is_below(path: &Path, folder: &Path) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_ok_and(|rest| rest.components().all(|part| matches!(part, Component::Normal(_))))
}

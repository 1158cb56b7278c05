//! Reads regular files of limited size below an allowed folder.

use std::borrow::Cow;
use std::fmt;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

/// The largest size of a file, in bytes. The largest published descriptions have a quarter of it.
pub(super) const LARGEST_FILE: u64 = 256 << 20;

/// The largest size of all files of one description together, in bytes.
pub(super) const LARGEST_TOTAL: u64 = 512 << 20;

/// The reason why a file was not read, with a fix.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) what: String,
    pub(crate) help: Cow<'static, str>,
}

/// Formats the reason, to follow the name of the file.
impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.what)
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        let what = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ => error.to_string(),
        };
        Self {
            what,
            help: Cow::Borrowed("check the path; paths in a settings file are relative to its folder"),
        }
    }
}

/// The folder to which references are limited.
#[derive(Debug)]
pub(crate) struct Root {
    /// The path as the user wrote it, for messages.
    named: PathBuf,
    /// The path without symbolic links.
    real: PathBuf,
    /// The absolute path, with symbolic links.
    absolute: PathBuf,
}

impl Root {
    /// Creates a root from an existing folder; the empty path is the current directory.
    pub(crate) fn new(folder: &Path) -> std::io::Result<Self> {
        let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let real = std::fs::canonicalize(named)?;
        Ok(Self { named: named.to_owned(), real, absolute: absolute(named)? })
    }

    /// Reads a referenced file.
    ///
    /// Returns `None` if the file does not exist. For a file outside the folder, the message does not reveal
    /// whether the file exists.
    pub(super) fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, Refusal> {
        match std::fs::canonicalize(path) {
            Ok(real) if is_below(&real, &self.real) => read_regular(&real).map(Some),
            Ok(_) if self.spells(path) => Err(self.refusal("the file is a symbolic link out", path)),
            Err(_) if self.spells(path) => Ok(None),
            _ => Err(self.refusal("the file is outside", path)),
        }
    }

    /// Returns whether a path is below the folder before symbolic links are resolved.
    fn spells(&self, path: &Path) -> bool {
        absolute(path).is_ok_and(|path| is_below(&path, &self.absolute) || is_below(&path, &self.real))
    }

    fn refusal(&self, what: &str, path: &Path) -> Refusal {
        let what =
            format!("{what} of `{}`, the folder that limits references", super::display_path(&self.named));
        let help = match self.around(path) {
            Some(folder) => {
                let folder = super::display_path(&folder);
                format!("allow both files with `--root {folder}`, or with `root` in the settings").into()
            }
            None => "move the file there, or set `root` to a folder that contains both".into(),
        };
        Refusal { what, help }
    }

    /// Returns the closest parent folder that also contains `path`, in the form in which the user wrote this
    /// folder, or `None` if it is the root of the file system.
    fn around(&self, path: &Path) -> Option<PathBuf> {
        let path = absolute(path).ok()?;
        let up = self.absolute.ancestors().position(|folder| is_below(&path, folder)).filter(|up| *up > 0)?;
        self.absolute.ancestors().nth(up)?.parent()?;
        let named = normal(&(0..up).fold(self.named.clone(), |folder, _| folder.join("..")));
        Some(if named.as_os_str().is_empty() { PathBuf::from(".") } else { named })
    }
}

/// Reads a file that the user names: a description, an overlay or a settings file. A symbolic link may not
/// lead out of the folder that the path names, unless it leads below `root`.
pub(crate) fn read_named(path: &Path, root: Option<&Root>) -> Result<Vec<u8>, Refusal> {
    let real = std::fs::canonicalize(path)?;
    let folder = Root::new(path.parent().unwrap_or(Path::new("")))?;
    if is_below(&real, &folder.real) || root.is_some_and(|root| is_below(&real, &root.real)) {
        return read_regular(&real);
    }
    Err(Refusal {
        what: "the file is a symbolic link out of its folder".to_owned(),
        help: "name the target of the link, or set `root` to a folder that contains both".into(),
    })
}

/// The path that stands for the standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// Returns the bytes of the standard input, which can be read only once by a process.
pub(super) fn standard_input() -> Result<&'static [u8], Refusal> {
    static BYTES: OnceLock<Result<Vec<u8>, String>> = OnceLock::new();
    let read = BYTES.get_or_init(|| {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().take(LARGEST_FILE + 1).read_to_end(&mut bytes);
        read.map(|_| bytes).map_err(|error| error.to_string())
    });
    match read {
        Ok(bytes) if bytes.len() as u64 > LARGEST_FILE => Err(too_large("the text is", LARGEST_FILE)),
        Ok(bytes) => Ok(bytes),
        Err(error) => Err(Refusal { what: error.clone(), help: "name a file".into() }),
    }
}

/// Reads a regular file, which neither blocks nor is endless.
fn read_regular(path: &Path) -> Result<Vec<u8>, Refusal> {
    // Opening a pipe waits for its other end, so check the type of the file first.
    let metadata = std::fs::metadata(path)?;
    if !metadata.is_file() {
        let what = if metadata.is_dir() { "this is a folder" } else { "this is a device or a pipe" };
        let help = match descriptions(path).as_slice() {
            [] => "name a regular file".to_owned(),
            names => format!("name a file in it, such as {}", names.join(" or ")),
        };
        return Err(Refusal { what: what.to_owned(), help: help.into() });
    }
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(too_large("the file is", LARGEST_FILE));
    }
    Ok(bytes)
}

/// Returns the files in a folder whose names are usual for descriptions, in order.
fn descriptions(folder: &Path) -> Vec<String> {
    let usual = |name: &str| {
        let stem = name.rsplit_once('.').filter(|(_, end)| matches!(*end, "json" | "yaml" | "yml"));
        stem.is_some_and(|(stem, _)| {
            ["openapi", "swagger", "api"].iter().any(|word| stem.to_lowercase().contains(word))
        })
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| usual(name))
        .collect();
    names.sort();
    names.truncate(3);
    names.into_iter().map(|name| format!("`{name}`")).collect()
}

/// Creates the refusal of a file that is larger than a limit in bytes.
pub(super) fn too_large(what: &str, limit: u64) -> Refusal {
    let what = format!("{what} larger than {} MiB", limit >> 20);
    Refusal { what, help: "split the description, or leave out what is not needed".into() }
}

/// Returns an absolute path without `.` and `..`. Does not follow symbolic links.
pub(super) fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    Ok(normal(&std::path::absolute(path)?))
}

/// Removes `.` and `..` from a path, without access to the file system.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut parts = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(parts.components().next_back(), Some(Component::Normal(_))) => {
                parts.pop();
            }
            // The parent of the root of a file system is the root.
            Component::ParentDir if parts.has_root() => {}
            other => parts.push(other),
        }
    }
    parts
}

/// Returns whether an absolute path is below an absolute folder.
fn is_below(path: &Path, folder: &Path) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_ok_and(|rest| rest.components().all(|part| matches!(part, Component::Normal(_))))
}

//! The crates on which a new crate depends: those of crates.io, or the sources in a folder.

use std::path::{Path, PathBuf};

use openapi_client_codegen::text::Foreign;

use crate::arguments::New;
use crate::{Failure, terminal};

/// Where the runtime and the generator are.
pub(super) enum Sources {
    /// In the folder that `--crates` names.
    Named(PathBuf),
    /// In the folder from which this program was built.
    Built(PathBuf),
    /// On crates.io, because `--published` asks for it.
    Published,
    /// On crates.io, because the folder from which this program was built is gone.
    Gone,
}

impl Sources {
    pub(super) fn of(options: &New) -> Self {
        Self::beside(options, Path::new(env!("CARGO_MANIFEST_DIR")))
    }

    /// Returns the sources for a program that was built from a package in `folder`.
    fn beside(options: &New, folder: &Path) -> Self {
        if let Some(folder) = &options.crates {
            return Self::Named(folder.clone());
        }
        if options.published {
            return Self::Published;
        }
        // A package of the registry has no other packages beside it.
        let root = folder.parent().unwrap_or(folder);
        match ["runtime", "codegen"].iter().all(|part| root.join(part).join("Cargo.toml").is_file()) {
            true => Self::Built(root.to_owned()),
            false => Self::Gone,
        }
    }

    /// Returns the absolute path of the package in a folder of the sources.
    pub(super) fn path(&self, folder: &str) -> Result<Option<PathBuf>, Failure> {
        let (Self::Named(sources) | Self::Built(sources)) = self else { return Ok(None) };
        let path = sources.join(folder);
        std::fs::canonicalize(&path).map(Some).map_err(|error| {
            Failure::Words(format!(
                "{}: {error}\n`--crates` names a checkout of this project, with the folders `runtime` and `codegen`",
                terminal::path(&path)
            ))
        })
    }

    /// Returns the remark about a default that the user may want to change.
    pub(super) fn remark(&self) -> Option<String> {
        match self {
            Self::Named(_) | Self::Published => None,
            Self::Built(sources) => {
                let sources = Foreign::new(&sources.display().to_string()).line();
                Some(format!(
                    "the crate depends on {sources}, from which this openapi-client was built; `--published` \
                     depends on crates.io instead"
                ))
            }
            Self::Gone => Some(format!(
                "the crate depends on openapi-client-runtime {} of crates.io; if that version is not published, \
                 `--crates DIR` names a checkout of this project",
                env!("CARGO_PKG_VERSION")
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(arguments: &[&str], folder: &Path) -> Sources {
        use clap::Parser as _;
        let line = ["openapi-client", "new", "openapi.yaml", "--out", "client"];
        let parsed = crate::Arguments::try_parse_from(line.iter().chain(arguments)).unwrap();
        let crate::Command::New(options) = parsed.command else { panic!("not `new`") };
        Sources::beside(&options, folder)
    }

    #[test]
    fn the_sources_of_the_program_are_used_only_while_they_exist() {
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
        let gone = Path::new("/gone/cli");
        let built = sources(&[], checkout);
        assert!(built.remark().unwrap().contains("--published"));
        assert!(built.path("runtime").unwrap().unwrap().ends_with("runtime"));
        let published = sources(&[], gone);
        assert!(published.remark().unwrap().contains("--crates DIR"));
        assert_eq!(published.path("runtime").unwrap(), None);
        assert_eq!(sources(&["--published"], checkout).path("runtime").unwrap(), None);
        let named = sources(&["--crates", "/gone"], checkout);
        assert!(named.path("runtime").is_err() && named.remark().is_none());
    }
}

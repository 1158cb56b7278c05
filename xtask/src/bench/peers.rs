//! Other generators, if they are on PATH.

use std::path::Path;

use super::argument;
use crate::Result;

/// Another generator.
pub(super) struct Peer {
    pub(super) name: &'static str,
    /// Returns its arguments for a description and the folder of a crate.
    arguments: fn(&str, &str) -> Vec<String>,
    /// The descriptions whose crates are not compiled.
    leaves_out: &'static [&'static str],
    /// Adds the missing files of a crate to the folder.
    assemble: fn(&Path) -> Result<()>,
}

// openapi-to-rust 0.23, oas3-gen 0.29.
const ALL: [Peer; 2] = [
    Peer {
        name: "openapi-to-rust",
        arguments: |description, folder| {
            words(&["generate", description, "--quiet", "--output-dir", &format!("{folder}/src/api")])
        },
        // Compiling its crate takes 12 GB.
        leaves_out: &["github"],
        assemble: |folder| {
            let dependencies = std::fs::read_to_string(folder.join("src/api/REQUIRED_DEPS.toml"))?;
            // A TLS library would add to the build, but is not part of the comparison.
            let dependencies = dependencies.replace("\"rustls\", ", "");
            let package = "[package]\nname = \"peer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
            std::fs::write(folder.join("Cargo.toml"), format!("{package}\n{dependencies}"))?;
            Ok(std::fs::write(folder.join("src/lib.rs"), "pub mod api;\n")?)
        },
    },
    Peer {
        name: "oas3-gen",
        arguments: |description, folder| {
            words(&[
                "generate",
                "client-mod",
                "--quiet",
                "-i",
                description,
                "-o",
                &format!("{folder}/src/api"),
            ])
        },
        // Its output does not compile for any of these.
        leaves_out: &["images", "nexus", "digitalocean", "openai", "github"],
        assemble: |_| Ok(()),
    },
];

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Returns the generators that are on PATH.
pub(super) fn here() -> impl Iterator<Item = &'static Peer> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = std::env::split_paths(&path).collect();
    ALL.iter().filter(move |peer| folders.iter().any(|folder| folder.join(peer.name).is_file()))
}

impl Peer {
    /// Returns whether its crate for a description is compiled.
    pub(super) fn compiles(&self, name: &str) -> bool {
        !self.leaves_out.contains(&name)
    }

    /// Returns the command that generates a crate into a folder, which is emptied first.
    pub(super) fn command(&self, description: &str, folder: &Path) -> Result<Vec<String>> {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let mut command = vec![self.name.to_owned()];
        command.extend((self.arguments)(description, &argument(folder)));
        Ok(command)
    }

    /// Completes the generated files to a crate.
    pub(super) fn complete(&self, folder: &Path) -> Result<()> {
        (self.assemble)(folder)?;
        super::crates::complete(folder)
    }
}

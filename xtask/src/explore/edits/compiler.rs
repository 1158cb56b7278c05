//! Many clients and programs as modules of two crates, compiled at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_client_codegen::Output;
use serde_json::Value;

use crate::{Result, print};

/// The largest number of runs of rustc for one batch. An error of an early stage hides those of later stages
/// in all modules, so that each run shows only a part of the errors.
const RUNS: usize = 12;

/// The first error of each module that does not compile.
pub(crate) type Errors = BTreeMap<String, String>;

/// The folder of the crates.
pub(crate) struct Compiler {
    pub(super) folder: PathBuf,
}

impl Compiler {
    /// Creates the crates in a folder.
    pub(crate) fn new(folder: PathBuf) -> Result<Self> {
        let compiler = Self { folder };
        compiler.member("clients", "")?;
        compiler.member("programs", "clients = { path = \"../clients\" }\n")?;
        compiler.member("values", "serde_json = \"1\"\n")?;
        let members = "[workspace]\nmembers = [\"clients\", \"programs\", \"values\"]\nresolver = \"3\"\n\n\
                       [profile.dev]\ndebug = false\nincremental = false\n";
        std::fs::write(compiler.folder.join("Cargo.toml"), members)?;
        Ok(compiler)
    }

    fn member(&self, name: &str, dependencies: &str) -> Result<()> {
        let folder = self.folder.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(folder.join("src"))?;
        let runtime = std::env::current_dir()?.join("runtime");
        let main = if name == "values" { "main.rs" } else { "lib.rs" };
        std::fs::write(folder.join("src").join(main), "fn main() {}\n")?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
             openapi-client-runtime = {{ path = {runtime:?}, default-features = false, features = [\"xml\"] }}\n\
             serde = \"1\"\n{dependencies}"
        );
        std::fs::write(folder.join("Cargo.toml"), manifest)?;
        Ok(())
    }

    /// Compiles clients. Later programs can use those that compile.
    pub(crate) fn clients(&self, clients: &BTreeMap<String, &Output>) -> Result<Errors> {
        for (name, output) in clients {
            output.write_to(&self.folder.join("clients/src").join(name))?;
            let folder = self.folder.join("clients/src").join(name);
            std::fs::write(folder.join("mod.rs"), modules(output))?;
        }
        self.check("clients", clients.keys().cloned().collect())
    }

    /// Compiles programs, each with its client. `CLIENT` in a program stands for the client.
    pub(crate) fn programs(&self, programs: &BTreeMap<String, (String, &str)>) -> Result<Errors> {
        for (name, (client, text)) in programs {
            let text = text.replace("CLIENT", &format!("clients::{client}"));
            std::fs::write(self.folder.join("programs/src").join(format!("{name}.rs")), text)?;
        }
        self.check("programs", programs.keys().cloned().collect())
    }

    /// Checks the modules of a crate, without those that have errors, until no errors are left.
    fn check(&self, package: &str, mut modules: BTreeSet<String>) -> Result<Errors> {
        let mut errors = Errors::new();
        for _ in 0..RUNS {
            let mut tree =
                String::from("//! Modules.\n#![recursion_limit = \"1024\"]\n#![allow(warnings)]\n");
            for name in &modules {
                writeln!(tree, "pub mod {name};")?;
            }
            std::fs::write(self.folder.join(package).join("src/lib.rs"), tree)?;
            let found = self.run(package)?;
            if found.is_empty() {
                return Ok(errors);
            }
            let count = modules.len();
            for (name, error) in found {
                modules.remove(&name);
                errors.entry(name).or_insert(error);
            }
            if modules.len() == count {
                break;
            }
        }
        let first = errors.values().next().cloned().unwrap_or_default();
        Err(format!("{package}: the errors of the compiler do not end: {first}").into())
    }

    /// Returns the first error of each module.
    fn run(&self, package: &str) -> Result<Errors> {
        let output = Command::new("cargo")
            .args(["check", "--quiet", "--message-format=json", "--package", package, "--target-dir"])
            .arg(self.folder.join("../built"))
            .arg("--manifest-path")
            .arg(self.folder.join("Cargo.toml"))
            .env("RUSTFLAGS", "--cap-lints=allow")
            .output()?;
        let mut errors = Errors::new();
        let mut unknown = None;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let Ok(line) = serde_json::from_str::<Value>(line) else { continue };
            let Some(message) = line.get("message").filter(|message| message["level"] == "error") else {
                continue;
            };
            let text = message["message"].as_str().unwrap_or_default().to_owned();
            match modules_of(message).into_iter().next() {
                Some(module) => drop(errors.entry(module).or_insert(text)),
                None => unknown = unknown.or(Some(text)),
            }
        }
        if errors.is_empty() && !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr).into_owned();
            print(&text);
            return Err(unknown.unwrap_or(text).into());
        }
        Ok(errors)
    }
}

/// Returns the modules of an error's spans, the primary ones first.
fn modules_of(message: &Value) -> Vec<String> {
    let mut found: Vec<(bool, String)> = Vec::new();
    let mut pending: Vec<&Value> = message["spans"].as_array().into_iter().flatten().collect();
    while let Some(span) = pending.pop() {
        let file = Path::new(span["file_name"].as_str().unwrap_or_default());
        let mut parts = file.components().map(|part| part.as_os_str().to_string_lossy());
        let module = parts.find(|part| part == "src").and_then(|_| parts.next());
        let module = module.map(|module| module.trim_end_matches(".rs").to_owned());
        let is_ours = !file.is_absolute() && module.as_ref().is_some_and(|module| module.starts_with('m'));
        if let Some(module) = module.filter(|_| is_ours) {
            found.push((span["is_primary"] == true, module));
        }
        pending.extend(span.get("expansion").and_then(|expansion| expansion.get("span")));
    }
    found.sort_by_key(|(is_primary, _)| !is_primary);
    found.into_iter().map(|(_, module)| module).collect()
}

/// Returns the module tree of a client.
pub(super) fn modules(output: &Output) -> String {
    let mut text = String::new();
    for module in &output.modules {
        let name = module.name();
        let inner = if name == "models" { "\nmod wire {\ninclude!(\"wire.rs\");\n}" } else { "" };
        if name != "wire" {
            text.push_str(&format!("pub mod {name} {{\ninclude!(\"{}\");{inner}\n}}\n", module.file_name));
        }
    }
    text
}

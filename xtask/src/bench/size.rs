//! The size of generated code, in lines and bytes per operation, and the number of crates of a program.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_client_codegen::{Settings, generate, open};

use super::{Bench, Figure, Goal, growth};
use crate::{Result, corpus};

pub(super) fn measure(bench: &Bench) -> Result<()> {
    generated(bench, "images", &Settings::open(Path::new("spec/images.toml"))?)?;
    let made = bench.scratch.join("growth-100.json");
    std::fs::write(&made, growth::description(100).to_string())?;
    generated(bench, "100 operations made by code", &lenient(made))?;
    // Not every checkout has a corpus.
    if let Ok(whole) = bench.description("digitalocean-bundled/digitalocean.bundled.yaml") {
        generated(bench, "digitalocean", &lenient(PathBuf::from(whole)))?;
    }
    let figure = Figure::new("crates of a program", "crates", crates("with-client")?);
    bench.take(figure.beside("by hand", crates("hand-written")?).goal(Goal::Times(1.25)))
}

fn lenient(description: PathBuf) -> Settings {
    corpus::settings(description, "xtask".to_owned(), None)
}

fn generated(bench: &Bench, name: &str, settings: &Settings) -> Result<()> {
    let generated = generate(&open(settings)?, settings)?;
    let operations = f64::from(u32::try_from(generated.api.operations.len())?);
    let texts = || generated.output.modules.iter().map(|module| &module.text);
    let lines = u32::try_from(texts().map(|text| text.lines().count()).sum::<usize>())?;
    let bytes = u32::try_from(texts().map(|text| text.len()).sum::<usize>())?;
    let name = format!("an operation of {name}");
    bench.take(Figure::new(&*name, "lines", f64::from(lines) / operations))?;
    bench.take(Figure::new(name, "bytes", f64::from(bytes) / operations))
}

/// Returns the number of crates that are built for a package, including itself.
fn crates(package: &str) -> Result<f64> {
    let output = Command::new("cargo")
        .args(["tree", "--quiet", "--package", package, "--edges", "normal,build", "--prefix", "none"])
        .args(["--format", "{p}"])
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    let name = |line: &str| line.split(" (").next().unwrap_or_default().to_owned();
    let crates: BTreeSet<String> = text.lines().map(name).collect();
    Ok(f64::from(u32::try_from(crates.len())?))
}

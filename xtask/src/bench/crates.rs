//! The cost of compiling generated crates without their dependencies: of whole descriptions, and of one tag.

use std::path::{Path, PathBuf};

use super::{Bench, Figure, Goal, argument, peers};
use crate::Result;
use crate::measure::Cost;

/// The names and descriptions. For large ones, the goal is a fraction of the best peer's cost.
const CHECKED: [(&str, &str); 5] = [
    ("images", ""),
    ("nexus", "oxide-nexus/oxide.json"),
    (WHOLE, "digitalocean-bundled/digitalocean.bundled.yaml"),
    ("openai", "openai/openapi.yaml"),
    ("github", "github-rest/api.github.com.json"),
];
const LARGE: [&str; 3] = [WHOLE, "openai", "github"];
const WHOLE: &str = "digitalocean";

/// Measures the crate of each description, and those of the peers.
pub(super) fn check(bench: &Bench) -> Result<()> {
    for (name, path) in CHECKED {
        let description = described(bench, path)?;
        let cost = alone(bench, &generated(bench, name, &description)?, &["check"])?;
        let title = format!("check of {name}");
        let mut cpu = Figure::new(&*title, "CPU s", cost.cpu_s);
        let mut memory = Figure::new(title, "MB", cost.peak_mb);
        if LARGE.contains(&name) {
            cpu = cpu.goal(Goal::Times(1.0 / 6.0));
            memory = memory.goal(Goal::Times(0.25));
        }
        for (peer, cost) in peers(bench, name, &description, &["check"])? {
            cpu = cpu.beside(peer, cost.cpu_s);
            memory = memory.beside(peer, cost.peak_mb);
        }
        bench.take(cpu)?;
        bench.take(memory)?;
    }
    one_tag(bench)
}

/// Measures the crate with the feature of one tag.
fn one_tag(bench: &Bench) -> Result<()> {
    let description = whole(bench)?;
    let folder = folder(bench, "by-tag");
    let mut command = command(bench, &description, &folder, "by-tag")?;
    command.push("--tag-features".to_owned());
    bench.run("new", &command)?;
    complete(&folder)?;
    let cost = alone(bench, &folder, &["check", "--no-default-features", "--features", "images"])?;
    bench.take(Figure::new("check of one tag of digitalocean", "CPU s", cost.cpu_s).goal(Goal::AtMost(0.6)))
}

/// Measures the release build of a whole description, and the size of programs.
pub(super) fn release(bench: &Bench) -> Result<()> {
    let description = whole(bench)?;
    let cost = alone(bench, &generated(bench, WHOLE, &description)?, &["build", "--release"])?;
    let mut cpu = Figure::new("release build of digitalocean", "CPU s", cost.cpu_s).goal(Goal::Times(0.25));
    let mut memory = Figure::new("release build of digitalocean", "MB", cost.peak_mb).goal(Goal::Times(0.25));
    for (peer, cost) in peers(bench, WHOLE, &description, &["build", "--release"])? {
        cpu = cpu.beside(peer, cost.cpu_s);
        memory = memory.beside(peer, cost.peak_mb);
    }
    let size = |package: &str| -> Result<f64> {
        let stripped = argument(&bench.scratch.join("stripped"));
        bench.run("strip", &["strip", "-o", &stripped, &bench.program(package, package)?])?;
        Ok(f64::from(u32::try_from(std::fs::metadata(&stripped)?.len())?) / 1e6)
    };
    let binary = Figure::new("a program of five operations", "MB", size("with-client")?);
    let binary = binary.beside("by hand", size("hand-written")?).goal(Goal::Times(1.05));
    [cpu, memory, binary].into_iter().try_for_each(|figure| bench.take(figure))
}

fn whole(bench: &Bench) -> Result<String> {
    described(bench, "digitalocean-bundled/digitalocean.bundled.yaml")
}

/// Returns the path of a description in the corpus, or of the one in this repository if none is named.
fn described(bench: &Bench, path: &str) -> Result<String> {
    match path {
        "" => Ok(argument(&Path::new("spec/images.yaml").canonicalize()?)),
        path => bench.description(path),
    }
}

/// Returns the folder of a generated crate.
pub(super) fn folder(bench: &Bench, name: &str) -> PathBuf {
    bench.scratch.join("crates").join(name)
}

fn generated(bench: &Bench, name: &str, description: &str) -> Result<PathBuf> {
    let folder = folder(bench, name);
    bench.run("new", &command(bench, description, &folder, name)?)?;
    complete(&folder)?;
    Ok(folder)
}

/// Returns the command that generates a crate with `openapi-client new`, into an empty folder.
pub(super) fn command(bench: &Bench, description: &str, folder: &Path, name: &str) -> Result<Vec<String>> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    let crates = argument(&std::env::current_dir()?);
    let (generator, folder) = (bench.generator()?, argument(folder));
    let command = [
        &*generator,
        "new",
        description,
        "--out",
        &*folder,
        "--name",
        name,
        "--committed",
        "--lenient",
        "--crates",
        &*crates,
    ];
    Ok(command.map(str::to_owned).to_vec())
}

/// Makes a crate its own workspace, because it is within this one.
pub(super) fn complete(folder: &Path) -> Result<()> {
    let manifest = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&manifest)?;
    if !text.contains("[workspace]") {
        std::fs::write(manifest, text + "\n[workspace]\n")?;
    }
    Ok(())
}

/// Returns the cost of a cargo command for a library whose dependencies are already built.
pub(super) fn alone(bench: &Bench, folder: &Path, command: &[&str]) -> Result<Cost> {
    let (manifest, library) = (argument(&folder.join("Cargo.toml")), folder.join("src/lib.rs"));
    let target = format!("CARGO_TARGET_DIR={}", argument(&bench.scratch.join("built")));
    let begin = ["env", "CARGO_INCREMENTAL=0", &*target, "cargo"];
    let command = [&begin, command, &["--quiet", "--lib", "--manifest-path", &*manifest]].concat();
    let text = std::fs::read_to_string(&library)?;
    std::fs::write(&library, "")?;
    let dependencies = bench.run("dependencies", &command);
    std::fs::write(&library, text)?;
    dependencies?;
    bench.run("alone", &command)
}

/// Returns the costs of the peers that are on PATH and whose output compiles.
fn peers(
    bench: &Bench,
    name: &str,
    description: &str,
    command: &[&str],
) -> Result<Vec<(&'static str, Cost)>> {
    let mut costs = Vec::new();
    for peer in peers::here().filter(|peer| peer.compiles(name)) {
        let folder = folder(bench, &format!("{name}-{}", peer.name));
        let generation = peer.command(description, &folder)?;
        let generated = bench.run("peer", &generation).and_then(|_| peer.complete(&folder));
        match generated.and_then(|()| alone(bench, &folder, command)) {
            Ok(cost) => costs.push((peer.name, cost)),
            Err(error) => crate::print(&format!("{} fails for {name}: {error}", peer.name)),
        }
    }
    Ok(costs)
}

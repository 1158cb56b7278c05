//! `cargo check` of a program after one text has changed: in the OpenAPI description, and in handwritten
//! code.

use std::path::{Path, PathBuf};

use super::{Bench, Figure, Goal, argument};
use crate::Result;

const RUNS: u32 = 5;

pub(super) fn measure(bench: &Bench) -> Result<()> {
    let folder = bench.scratch.join("edit");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    let ours = checked(bench, &generated(bench, &folder)?, "The display name of the image")?;
    let by_hand = checked(bench, &hand_written(&folder)?, "What it is called")?;
    let figure = Figure::new("one description edited, check of a program", "CPU s", ours);
    bench.take(figure.beside("by hand", by_hand).goal(Goal::Times(2.0)))
}

/// Creates a client with a build script and a program that uses it. Returns the program's folder and the
/// description.
fn generated(bench: &Bench, folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let client = folder.join("client");
    let generator = bench.generator()?;
    let crates = argument(&std::env::current_dir()?);
    let out = argument(&client);
    let name = "digitalocean-images";
    bench.run(
        "new",
        &[&*generator, "new", "spec/images.yaml", "--out", &out, "--name", name, "--crates", &crates],
    )?;
    // With the settings of this repository's client.
    let settings = std::fs::read_to_string("spec/images.toml")?.replace("\"images.", "\"spec/images.");
    std::fs::write(client.join("client.toml"), settings)?;
    std::fs::copy("spec/images.overlay.yaml", client.join("spec/images.overlay.yaml"))?;
    let dependency = format!("{name} = {{ path = {out:?}, default-features = false }}");
    let program = program(folder, "with_client", &dependency)?;
    Ok((program, client.join("spec/images.yaml")))
}

/// Creates a handwritten library and a program that uses it.
fn hand_written(folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let library = folder.join("hand_written");
    std::fs::create_dir_all(library.join("src"))?;
    let manifest = std::fs::read_to_string("benches/hand_written/Cargo.toml")?;
    let kept = |line: &&str| !line.contains("workspace");
    let manifest: String = manifest.lines().filter(kept).map(|line| format!("{line}\n")).collect();
    let manifest =
        manifest.replace("[lints]\n", "").replace("[package]\n", "[package]\nedition = \"2024\"\n");
    std::fs::write(library.join("Cargo.toml"), manifest)?;
    let source = library.join("src/lib.rs");
    std::fs::copy("benches/hand_written/src/lib.rs", &source)?;
    let dependency = format!("hand-written = {{ path = {:?} }}", argument(&library));
    Ok((program(folder, "hand_written", &dependency)?, source))
}

fn program(folder: &Path, source: &str, dependency: &str) -> Result<PathBuf> {
    let program = folder.join(format!("{source}_program"));
    std::fs::create_dir_all(program.join("src"))?;
    std::fs::copy(format!("benches/{source}/src/main.rs"), program.join("src/main.rs"))?;
    let manifest = format!(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependency}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n[workspace]\n"
    );
    std::fs::write(program.join("Cargo.toml"), manifest)?;
    Ok(program)
}

/// Returns the cost of checking the program after a sentence in a file has changed.
fn checked(bench: &Bench, (program, file): &(PathBuf, PathBuf), sentence: &str) -> Result<f64> {
    let (manifest, target) = (argument(&program.join("Cargo.toml")), argument(&program.join("target")));
    let command = ["cargo", "check", "--quiet", "--manifest-path", &manifest, "--target-dir", &*target];
    bench.run("edit", &command)?;
    let text = std::fs::read_to_string(file)?;
    if !text.contains(sentence) {
        return Err(format!("{} does not contain `{sentence}`", file.display()).into());
    }
    let mut least = f64::INFINITY;
    for run in 0..RUNS {
        std::fs::write(file, text.replacen(sentence, &format!("{sentence}, edited {run} times"), 1))?;
        least = least.min(bench.run("edit", &command)?.cpu_s);
    }
    Ok(least)
}

//! Compiles one program against the client of every edit of the Images description.

use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_client_codegen::{Code, Settings, Severity, generate, open};
use serde_json::{Value, json};

use crate::{Result, print};

/// Compiles tests/edits/downstream.rs against the client of each edit. It must compile with additive edits
/// and those of the wire, and must not compile with breaking edits. `only` is a part of an edit's name.
pub(crate) fn run(only: Option<&str>) -> Result<bool> {
    let crate_folder = lay_out()?;
    let mut wrong = 0;
    for (kind, compiles) in [("additive", true), ("wire", true), ("breaking", false)] {
        let mut count = 0;
        for (name, actions) in edits(kind)? {
            if only.is_some_and(|only| !name.contains(only)) {
                continue;
            }
            write_client(&crate_folder, &actions).map_err(|error| format!("{name}: {error}"))?;
            let error = check(&crate_folder)?;
            count += 1;
            if error.is_none() != compiles {
                wrong += 1;
                let why = error.unwrap_or_else(|| "the program compiles".to_owned());
                print(&format!("{kind}: {name}: {why}"));
            }
        }
        let expected = if compiles { "compiles" } else { "does not compile" };
        print(&format!("{kind}: the program {expected} with each of {count} edits, except those above"));
    }
    print(&format!("{wrong} unexpected results"));
    Ok(wrong == 0)
}

/// Returns the edits in a file, with their names.
fn edits(kind: &str) -> Result<Vec<(String, Value)>> {
    let text = std::fs::read_to_string(format!("tests/edits/{kind}.yaml"))?;
    let edits: serde_yaml::Mapping = serde_yaml::from_str(&text)?;
    let mut read = Vec::new();
    for (name, actions) in edits {
        let name = name.as_str().ok_or("an edit has no name")?.to_owned();
        read.push((name, serde_json::to_value(actions)?));
    }
    Ok(read)
}

/// Creates the crate for every client, with the program as an example.
fn lay_out() -> Result<PathBuf> {
    let folder = PathBuf::from("target/edits/client");
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::create_dir_all(folder.join("examples"))?;
    let runtime = std::env::current_dir()?.join("runtime");
    std::fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"digitalocean-images\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nopenapi-client-runtime = {{ path = {runtime:?}, default-features = false, features = [\"xml\"] }}\nserde = \"1\"\n\n\
             [workspace]\n"
        ),
    )?;
    let module = |name: &str| format!("pub mod {name} {{\n    include!(\"{name}.rs\");\n}}\n");
    let modules: String = ["operations", "resources", "headers", "servers", "client"].map(module).concat();
    let library = format!(
        "//! A client.\n\npub mod models {{\n    include!(\"models.rs\");\n\n    mod wire {{\n        include!(\"wire.rs\");\n    \
         }}\n}}\n{modules}pub use client::Client;\npub use openapi_client_runtime::Error;\n"
    );
    std::fs::write(folder.join("src/lib.rs"), library)?;
    std::fs::copy("tests/edits/downstream.rs", folder.join("examples/downstream.rs"))?;
    Ok(folder)
}

fn write_client(folder: &Path, actions: &Value) -> Result<()> {
    let overlay = folder.join("edit.json");
    let text = json!({"overlay": "1.0.0", "info": {"title": "edit", "version": "1"}, "actions": actions});
    std::fs::write(&overlay, text.to_string())?;
    let mut settings = Settings::open(Path::new("spec/images.toml"))?;
    // An edit may remove nodes that the settings name.
    settings.severities.insert(Code::Settings, Severity::Warning);
    settings.overlays.push(overlay);
    generate(&open(&settings)?, &settings)?.output.write_to(&folder.join("src"))?;
    Ok(())
}

/// Returns the first error of rustc, if there is one.
fn check(folder: &Path) -> Result<Option<String>> {
    // Cargo compares modification times, and two edits may be written within one tick of the clock.
    std::fs::copy("tests/edits/downstream.rs", folder.join("examples/downstream.rs"))?;
    let output = Command::new("cargo")
        .args([
            "check",
            "--quiet",
            "--example",
            "downstream",
            "--target-dir",
            "target/edits/built",
            "--manifest-path",
        ])
        .arg(folder.join("Cargo.toml"))
        .output()?;
    if output.status.success() {
        return Ok(None);
    }
    let output_text = String::from_utf8_lossy(&output.stderr).into_owned();
    let error = output_text.lines().find(|line| line.starts_with("error")).unwrap_or("cargo check failed");
    Ok(Some(error.to_owned()))
}

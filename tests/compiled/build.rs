//! Generates every fixture, and a module tree that holds them all.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_client_codegen::{Settings, generate, open};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("there is no OUT_DIR")?);
    println!("cargo::rerun-if-changed=../fixtures");
    // A packaged crate stands alone: there is nothing to compile then.
    if !Path::new("../fixtures").exists() {
        std::fs::write(out.join("tree.rs"), "")?;
        return Ok(());
    }
    let mut folders = std::fs::read_dir("../fixtures")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<PathBuf>, _>>()?;
    folders.sort();
    let mut tree = String::new();
    for folder in folders {
        let settings = folder.join("settings.toml");
        let settings = if settings.exists() {
            Settings::open(&settings)?
        } else {
            Settings::new(folder.join("openapi.yaml"), "fixture")
        };
        let name = folder.file_name().unwrap_or_default().to_string_lossy().replace('-', "_");
        let into = out.join(&name);
        generate(&open(&settings)?, &settings)?.output.write_to(&into)?;
        module(&mut tree, &name, &into)?;
    }
    std::fs::write(out.join("tree.rs"), tree)?;
    Ok(())
}

/// The map that a client writes by hand.
fn module(tree: &mut String, name: &str, folder: &Path) -> std::fmt::Result {
    let file = |room: &str| format!("include!({:?});", folder.join(room));
    writeln!(tree, "/// The fixture `{name}`.\npub mod {name} {{")?;
    writeln!(
        tree,
        "/// Models.\npub mod models {{ {} mod wire {{ {} }} }}",
        file("models.rs"),
        file("wire.rs")
    )?;
    for room in ["operations", "resources", "headers", "servers", "client"] {
        writeln!(tree, "/// The module.\npub mod {room} {{ {} }}", file(&format!("{room}.rs")))?;
    }
    let operations = std::fs::read_to_string(folder.join("operations.rs")).map_err(|_| std::fmt::Error)?;
    let mut before = "";
    for line in operations.lines() {
        let operation = line.strip_prefix("impl runtime::Operation for ");
        if let Some(operation) = operation.and_then(|rest| rest.strip_suffix(" {")) {
            // What a tag's feature is in front of is asserted behind it too.
            let feature = if before.starts_with("#[cfg(") { before } else { "" };
            writeln!(tree, "{feature} const _: () = super::can_be_spawned::<operations::{operation}>();")?;
        }
        before = line;
    }
    writeln!(tree, "}}")
}

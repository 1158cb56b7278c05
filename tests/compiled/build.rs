//! Generates the clients of all fixtures, and a module tree that contains them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_client_codegen::{Output, Settings, Source, generate, open};

mod shadowing;

/// The number of fixtures whose clients have a word of the generator.
const MANY: usize = 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    println!("cargo::rerun-if-changed=../fixtures");
    // A packaged crate does not contain the fixtures.
    if !Path::new("../fixtures").exists() {
        std::fs::write(out.join("tree.rs"), "")?;
        return Ok(());
    }
    let mut folders = std::fs::read_dir("../fixtures")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<PathBuf>, _>>()?;
    folders.sort();
    let mut tree = String::new();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for folder in folders {
        let settings = folder.join("settings.toml");
        let settings = if settings.exists() {
            Settings::open(&settings)?
        } else {
            Settings::new(folder.join("openapi.yaml"), "fixture")
        };
        let name = folder.file_name().unwrap_or_default().to_string_lossy().replace('-', "_");
        let into = out.join(&name);
        let output = generate(&open(&settings)?, &settings)?.output;
        output.write_to(&into)?;
        module(&mut tree, &name, &into, &output)?;
        let code: String = output.modules.iter().map(|module| module.text.as_str()).collect();
        for word in shadowing::words(&code) {
            *uses.entry(word.to_owned()).or_default() += 1;
        }
    }
    // Words of many clients are words of the generator.
    let common: BTreeSet<&str> =
        uses.iter().filter(|(_, count)| **count >= MANY).map(|(word, _)| word.as_str()).collect();
    let source = Source::from_text("openapi.json", &shadowing::description(&common))?;
    let into = out.join("shadowing");
    let output = generate(&source, &Settings::new("openapi.json", "fixture")).map_err(|report| report.to_string())?.output;
    output.write_to(&into)?;
    module(&mut tree, "shadowing", &into, &output)?;
    std::fs::write(out.join("tree.rs"), tree)?;
    Ok(())
}

/// Writes the modules of a client, which users write by hand.
fn module(tree: &mut String, name: &str, folder: &Path, output: &Output) -> std::fmt::Result {
    let file = |module: &str| format!("include!({:?});", folder.join(module));
    writeln!(tree, "/// The fixture `{name}`.\npub mod {name} {{")?;
    writeln!(
        tree,
        "/// Models.\npub mod models {{ {} mod wire {{ {} }} }}",
        file("models.rs"),
        file("wire.rs")
    )?;
    for module in ["operations", "resources", "headers", "servers", "client"] {
        writeln!(tree, "/// The module.\npub mod {module} {{ {} }}", file(&format!("{module}.rs")))?;
    }
    for module in output.modules.iter().filter(|module| module.name() == "operations") {
        // The assertion of an operation behind the feature of a tag must be behind the same feature.
        let feature = condition(output, &module.file_name).unwrap_or_default();
        let names = module.text.lines().filter_map(|line| line.strip_prefix("impl codegen::Operation for "));
        for operation in names.filter_map(|rest| rest.strip_suffix(" {")) {
            writeln!(tree, "{feature} const _: () = super::can_be_spawned::<operations::{operation}>();")?;
        }
    }
    writeln!(tree, "}}")
}

/// Returns the `cfg` line above the line that includes a file.
fn condition<'o>(output: &'o Output, file_name: &str) -> Option<&'o str> {
    let include = format!("include!({file_name:?});");
    output.modules.iter().find_map(|module| {
        let lines = module.text.lines();
        lines.clone().zip(lines.skip(1)).find(|(_, line)| *line == include).map(|(before, _)| before)
    })
}

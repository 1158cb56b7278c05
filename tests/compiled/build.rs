//! Generates the clients of all fixtures, and a module tree that contains them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_client_codegen::{Output, Settings, Source, generate, open};

mod places;
mod shadowing;

/// The number of fixtures whose clients have a word of the generator.
const MANY: usize = 10;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    println!("cargo::rerun-if-changed=../fixtures");
    // A packaged crate does not contain the fixtures.
    if !Path::new("../fixtures").exists() {
        std::fs::write(out.join("tree.rs"), "")?;
        std::fs::write(out.join("examples.rs"), "")?;
        return Ok(());
    }
    let mut folders = std::fs::read_dir("../fixtures")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<PathBuf>, _>>()?;
    folders.sort();
    let mut tree = String::new();
    let mut examples = String::new();
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
        examples += &self::examples(&name, &output);
        let code: String = output.modules.iter().map(|module| module.text.as_str()).collect();
        for word in shadowing::words(&code) {
            *uses.entry(word.to_owned()).or_default() += 1;
        }
    }
    // Words of many clients are words of the generator.
    let common: BTreeSet<&str> =
        uses.iter().filter(|(_, count)| **count >= MANY).map(|(word, _)| word.as_str()).collect();
    let mut with_format = Settings::new("openapi.json", "fixture");
    with_format.formats.insert("ipv4".to_owned(), "std::net::Ipv4Addr".to_owned());
    let plain = Settings::new("openapi.json", "fixture");
    for (name, settings, description) in [
        ("shadowing", &plain, shadowing::description(&common)),
        ("places", &with_format, places::description()),
    ] {
        let source = Source::from_text("openapi.json", &description)?;
        let output = generate(&source, settings).map_err(|report| report.to_string())?.output;
        let into = out.join(name);
        output.write_to(&into)?;
        module(&mut tree, name, &into, &output)?;
        let shown = self::examples(name, &output);
        // Only a value that would contain itself has no example.
        let finite =
            description.lines().filter(|line| line.contains("operationId") && !line.contains("endless"));
        if shown.matches("mod example_").count() < finite.count() {
            return Err(format!("an operation of `{name}` has no example").into());
        }
        examples += &shown;
    }
    std::fs::write(out.join("examples.rs"), examples)?;
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

/// Returns a module with the examples in the documentation of a client's operations, each as a function.
fn examples(name: &str, output: &Output) -> String {
    let mut text = format!("mod {name} {{\nuse compiled::{name}::{{client::Client, models}};\n");
    let lines = output
        .modules
        .iter()
        .filter(|module| module.name() == "resources")
        .flat_map(|module| module.text.lines());
    let mut count = 0;
    let mut is_within = false;
    for line in lines.filter_map(|line| line.trim_start().strip_prefix("///")) {
        let line = line.trim_start();
        match line {
            "```no_run" => {
                count += 1;
                is_within = true;
                text += &format!("mod example_{count} {{\n");
            }
            "```" if is_within => {
                is_within = false;
                text += "}\n";
            }
            _ if is_within => {
                let line = line.strip_prefix("# ").unwrap_or(line);
                // The package of a fixture does not exist.
                let imported =
                    line.strip_prefix("use ").and_then(|path| path.trim_start_matches("::").split_once("::"));
                text += &imported
                    .map_or_else(|| format!("{line}\n"), |(_, names)| format!("use super::{names}\n"));
            }
            _ => {}
        }
    }
    text + "}\n"
}

/// Returns the `cfg` line above the line that includes a file.
fn condition<'o>(output: &'o Output, file_name: &str) -> Option<&'o str> {
    let include = format!("include!({file_name:?});");
    output.modules.iter().find_map(|module| {
        let lines = module.text.lines();
        lines.clone().zip(lines.skip(1)).find(|(_, line)| *line == include).map(|(before, _)| before)
    })
}

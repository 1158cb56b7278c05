//! Test cases, one per folder.

use std::path::{Path, PathBuf};

use openapi_client_codegen::{Generated, Report, Settings, generate, generate_once, open};

/// Returns the folders below `tests/<kind>`, in the order of their names.
pub(crate) fn folders(kind: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(Path::new("tests").join(kind)).unwrap();
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    assert!(!folders.is_empty(), "no cases in tests/{kind}");
    folders
}

/// Generates a client from a case, with its settings file or the default settings.
pub(crate) fn run(folder: &Path) -> Result<Generated, Report> {
    let settings = settings(folder)?;
    generate(&open(&settings)?, &settings)
}

/// The same by `generate_once`, which takes ownership of the description.
pub(crate) fn run_once(folder: &Path) -> Result<Generated, Report> {
    let settings = settings(folder)?;
    generate_once(open(&settings)?, &settings)
}

fn settings(folder: &Path) -> Result<Settings, Report> {
    let settings = folder.join("settings.toml");
    if settings.exists() {
        return Settings::open(&settings);
    }
    let names = ["openapi.yaml", "openapi.json"].map(|name| folder.join(name));
    let description = names.into_iter().find(|path| path.exists()).expect("a case has an openapi.yaml");
    Ok(Settings::new(description, "fixture"))
}

/// Compares a text with a snapshot in the folder of the case.
pub(crate) fn assert_snapshot(folder: &Path, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(std::env::current_dir().unwrap().join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

//! Tests of all source files: an opening comment and a limit of their length.

use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            sources(&path, found);
        } else if name.ends_with(".rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_starts_with_its_purpose() {
    let mut files = Vec::new();
    sources(Path::new("."), &mut files);
    assert!(files.len() > 40);
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.starts_with("//!") || text.starts_with("#![doc"),
            "{} does not begin with //!",
            file.display()
        );
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines, more than 500 — split it", file.display());
    }
}

/// A newcomer compiles the examples and the tests first, which must not take the time of the benchmarks.
#[test]
fn only_the_benchmarks_depend_on_criterion() {
    let mut found = Vec::new();
    let folders =
        [".", "benches", "examples", "runtime", "codegen", "cli", "tests/support", "tests/downstream"];
    for folder in folders {
        let manifest = std::fs::read_to_string(Path::new(folder).join("Cargo.toml")).unwrap();
        let is_benchmark =
            |line: &str| ["criterion.", "hand-written "].iter().any(|name| line.starts_with(name));
        if manifest.lines().any(is_benchmark) {
            found.push(folder);
        }
    }
    assert_eq!(found, ["benches"]);
}

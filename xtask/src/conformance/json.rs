//! Runs JSONTestSuite with the reader for descriptions and the reader of clients.
//!
//! DIR contains `test_parsing` and `test_transform`. In the former, a reader must accept texts whose names
//! begin with `y_`, and refuse those with `n_`. For `i_`, and for all texts in the latter, RFC 8259 leaves
//! the choice.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_client_codegen::Source;
use openapi_client_runtime::Value;
use openapi_client_runtime::codegen::json;

use crate::{Result, print};

/// The page with the choices.
pub(crate) const PAGE: &str = "docs/json.md";

/// The stack of the thread that reads, in bytes: less than the default of any system.
const STACK: usize = 1 << 20;

const INTRODUCTION: &str = "# JSON texts

This page lists the texts that the two JSON readers accept: codegen's, for descriptions, and the runtime's, for responses.
RFC 8259 requires that readers accept some texts and refuse others; this table lists the choices for the rest.
`cargo xtask conformance json DIR` runs JSONTestSuite (DIR is its folder) and compares the results with this table;
`--table docs/json.md` updates the table.

Descriptions have stricter rules than JSON: a duplicate key in an object is refused, because either value could be the intended
one. Both readers refuse values that are nested deeper than 128 levels and numbers beyond the range of a double, and ignore a byte
order mark. A lone surrogate is an error in a description; in a response it becomes U+FFFD, so that one character does not make the
rest unreadable. In fields that a client does not read, the runtime's reader skips numbers of any size and values of any depth.

| text | description | response |
|---|---|---|
";

/// Whether each reader accepts a text.
type Verdict = [bool; 2];

/// Runs the suite. Returns whether every verdict is the required or the chosen one.
pub(crate) fn run(suite: &Path, table: Option<&Path>) -> Result<bool> {
    let suite = suite.to_owned();
    // The stack that a reader needs must not depend on the text.
    let work = move || verdicts(&suite).map_err(|error| error.to_string());
    let verdicts = std::thread::Builder::new().stack_size(STACK).spawn(work)?.join();
    let verdicts = verdicts.map_err(|_| "a reader panics")??;
    if let Some(path) = table {
        std::fs::write(path, page(&verdicts))?;
    }
    let chosen = chosen(&std::fs::read_to_string(table.unwrap_or(Path::new(PAGE)))?);
    let mut counts = BTreeMap::new();
    let mut is_right = true;
    for (name, verdict) in &verdicts {
        let demanded = demanded(name).map(|accepts| [accepts; 2]);
        let wanted = chosen.get(name).copied().or(demanded);
        *counts.entry(name.get(..2).filter(|_| demanded.is_some()).unwrap_or("i_")).or_insert(0) += 1;
        if Some(*verdict) != wanted {
            is_right = false;
            print(&format!(
                "{name}: is {} instead of {}",
                words(*verdict),
                wanted.map_or_else(String::new, words)
            ));
        }
    }
    // Duplicate keys in descriptions are the only exception from the requirements of JSON.
    for (name, verdict) in chosen.iter().filter(|(name, _)| demanded(name).is_some()) {
        if !name.starts_with("y_object_duplicated_key") || verdict != &[false, true] {
            is_right = false;
            print(&format!("{name}: RFC 8259 leaves no choice"));
        }
    }
    print(&format!("{} texts: {counts:?}", verdicts.len()));
    Ok(is_right)
}

fn demanded(name: &str) -> Option<bool> {
    match name.get(..2) {
        Some("y_") => Some(true),
        Some("n_") => Some(false),
        _ => None,
    }
}

fn words(verdict: Verdict) -> String {
    verdict.map(|accepts| if accepts { "accepted" } else { "refused" }).join(" | ")
}

fn verdicts(suite: &Path) -> Result<BTreeMap<String, Verdict>> {
    let mut verdicts = BTreeMap::new();
    for folder in ["test_parsing", "test_transform"] {
        let mut files = std::fs::read_dir(suite.join(folder))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<Vec<PathBuf>>>()?;
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "json"))
        {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            verdicts.insert(name, [Source::open(file).is_ok(), is_response(&std::fs::read(file)?)]);
        }
    }
    Ok(verdicts)
}

/// Returns whether a client accepts a body of JSON.
fn is_response(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| json::from_str::<Value>(text).is_ok())
}

/// The rows of the page.
fn chosen(page: &str) -> BTreeMap<String, Verdict> {
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| `")?.strip_suffix(" |")?.split(" | ").collect();
        let [name, description, response] = cells.as_slice() else { return None };
        Some((
            name.trim_end_matches('`').to_owned(),
            [*description, *response].map(|word| word == "accepted"),
        ))
    });
    rows.collect()
}

fn page(verdicts: &BTreeMap<String, Verdict>) -> String {
    let mut page = INTRODUCTION.to_owned();
    for (name, verdict) in verdicts {
        if demanded(name).is_none_or(|accepts| *verdict != [accepts; 2]) {
            // Writing to a string does not fail.
            let _ = writeln!(page, "| `{name}` | {} |", words(*verdict));
        }
    }
    page
}

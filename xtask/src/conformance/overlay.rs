//! The overlays that the OpenAPI Initiative publishes with the Overlay Specification.
//!
//! DIR contains `compliant-sets`, folders with a description, an overlay and the result; and `tests`, valid
//! (`pass`) and invalid (`fail`) overlays by version.

use std::path::{Path, PathBuf};

use openapi_client_codegen::{Code, Settings, Severity, Source, open};

use super::equal::{Null, same};
use crate::{Result, print};

/// Draft versions, which are excluded because they may change.
const DRAFTS: &[&str] = &["v1.2-dev"];

/// The description for overlays without a description.
const DESCRIPTION: &str = "{openapi: 3.1.0, info: {title: Any, version: '1'}, paths: {}}\n";

/// Runs the suite. Returns whether all results are equal, all valid overlays are accepted and all others
/// refused.
pub(crate) fn run(dir: &Path) -> Result<bool> {
    let (mut passed, mut failed, mut left_out) = (0, 0, 0);
    let mut judge = |name: &Path, fault: Option<String>| match fault {
        None => passed += 1,
        Some(fault) => {
            failed += 1;
            print(&format!("{}: {fault}", name.display()));
        }
    };
    for set in entries(&dir.join("compliant-sets"))?.iter().filter(|set| set.is_dir()) {
        judge(set, fault_of_set(set)?);
    }
    let description = std::env::temp_dir().join(format!("overlay-{}.yaml", std::process::id()));
    std::fs::write(&description, DESCRIPTION)?;
    for version in entries(&dir.join("tests"))? {
        let is_draft = version.file_name().is_some_and(|name| DRAFTS.iter().any(|draft| name == *draft));
        for (folder, is_valid) in [("pass", true), ("fail", false)] {
            for overlay in entries(&version.join(folder))? {
                if is_draft {
                    left_out += 1;
                    continue;
                }
                judge(&overlay, fault_of_overlay(&description, &overlay, is_valid)?);
            }
        }
    }
    std::fs::remove_file(&description)?;
    print(&format!("{passed} pass, {failed} fail, {left_out} excluded as drafts"));
    Ok(failed == 0 && passed > 0)
}

pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut entries = entries.collect::<std::io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

/// Returns whether the result of an overlay differs from the expected result, as a message.
fn fault_of_set(set: &Path) -> Result<Option<String>> {
    let mut settings = Settings::new(set.join("openapi.yaml"), "client");
    settings.overlays.push(set.join("overlay.yaml"));
    let source = match open(&settings) {
        Ok(source) => source,
        Err(report) => return Ok(Some(report.to_string())),
    };
    let wanted = Source::open(&set.join("output.yaml"))?;
    let (made, wanted) = (source.value(&source.entry()), wanted.value(&wanted.entry()));
    let is_same = made.zip(wanted).is_some_and(|(made, wanted)| same(made, wanted, Null::Kept));
    Ok((!is_same).then(|| "the result differs".to_owned()))
}

/// Returns the problem with the findings for an overlay, if there is one. Ignores targets that match nothing,
/// because the overlay is for another description.
fn fault_of_overlay(description: &Path, overlay: &Path, is_valid: bool) -> Result<Option<String>> {
    let mut settings = Settings::new(description, "client");
    settings.overlays.push(overlay.to_owned());
    let errors: Vec<String> = match open(&settings) {
        Ok(_) => Vec::new(),
        Err(report) => report
            .findings()
            .iter()
            .filter(|finding| finding.severity == Severity::Error && finding.code != Code::OverlayTarget)
            .map(ToString::to_string)
            .collect(),
    };
    Ok(match (is_valid, errors.is_empty()) {
        (true, false) => Some(errors.join("; ")),
        (false, true) => Some("is accepted".to_owned()),
        _ => None,
    })
}

//! The descriptions with which the OpenAPI Initiative tests its JSON Schema for OpenAPI.
//!
//! DIR contains `tests/schema/pass`, valid descriptions, and `tests/schema/fail`, descriptions with one
//! problem each. A warning or a note suffices for a problem that does not affect clients, such as a second
//! example.

use std::path::Path;

use openapi_client_codegen::{Settings, Severity, generate, open};

use super::overlay::entries;
use crate::{Result, print};

/// Valid descriptions with errors, and invalid descriptions without findings, with the reasons.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("operation-object-example.yaml", "no parameter declares the path's variable, which a schema cannot see"),
    ("security-scheme-object-examples.yaml", "it refers to a document on the network, which is not fetched"),
];

/// Runs the suite. Returns whether the valid descriptions have no errors, and each of the others has a
/// finding with its place.
pub(crate) fn run(dir: &Path) -> Result<bool> {
    let tests = dir.join("tests/schema");
    let mut is_right = true;
    for (folder, is_valid) in [("pass", true), ("fail", false)] {
        let (mut passed, mut excepted, mut failed) = (0, 0, 0);
        for file in entries(&tests.join(folder))? {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let exception = EXCEPTIONS.iter().find(|(excepted, _)| *excepted == name);
            match (fault(&file, is_valid), exception) {
                (None, None) => passed += 1,
                (Some(_), Some((_, reason))) => {
                    excepted += 1;
                    print(&format!("{folder}/{name} is excluded: {reason}"));
                }
                (None, Some(_)) => {
                    failed += 1;
                    print(&format!("{folder}/{name} passes: it needs no exception"));
                }
                (Some(fault), None) => {
                    failed += 1;
                    print(&format!("{folder}/{name}: {fault}"));
                }
            }
        }
        is_right &= failed == 0 && passed > 0;
        print(&format!("{folder}: {passed} pass, {failed} fail, {excepted} excluded"));
    }
    Ok(is_right)
}

/// Returns the problem with the findings for a description, if there is one.
fn fault(file: &Path, is_valid: bool) -> Option<String> {
    let settings = Settings::new(file, "client");
    let outcome = open(&settings).and_then(|source| generate(&source, &settings));
    let report = outcome.map_or_else(|report| report, |generated| generated.report);
    let is_named = report.findings().iter().any(|finding| finding.position.is_some());
    let error = report.findings().iter().find(|finding| finding.severity == Severity::Error);
    match (is_valid, error) {
        (true, Some(error)) => Some(error.to_string()),
        (false, _) if !is_named => Some("has no finding".to_owned()),
        _ => None,
    }
}

//! What is said about descriptions that are wrong, by snapshot.

use openapi_client_codegen::{Code, Report};

use super::cases;

fn report(folder: &std::path::Path) -> Report {
    match cases::run(folder) {
        Ok(generated) => generated.report,
        Err(report) => report,
    }
}

#[test]
fn each_says_its_snapshot() {
    for folder in cases::folders("diagnostics") {
        let report = report(&folder);
        assert!(!report.findings().is_empty(), "{} is not wrong", folder.display());
        cases::assert_snapshot(&folder, "report", &report.to_string());
    }
}

#[test]
fn each_has_a_place() {
    for folder in cases::folders("diagnostics") {
        for finding in report(&folder).findings() {
            // A file that cannot be read has no lines.
            let placeless = finding.code == Code::UnreadableFile;
            assert!(finding.position.is_some() || placeless, "{}: {finding}", folder.display());
        }
    }
}

#[test]
fn a_warning_stops_nothing() {
    let folder =
        cases::folders("diagnostics").into_iter().find(|folder| folder.ends_with("misspelt-key")).unwrap();
    assert!(!cases::run(&folder).unwrap().report.has_errors());
}

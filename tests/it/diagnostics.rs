//! Snapshots of the findings for invalid descriptions.

use openapi_client_codegen::{Code, Report};

use super::cases;

fn report(folder: &std::path::Path) -> Report {
    match cases::run(folder) {
        Ok(generated) => generated.report,
        Err(report) => report,
    }
}

#[test]
fn each_report_matches_its_snapshot() {
    for folder in cases::folders("diagnostics") {
        let report = report(&folder);
        assert!(!report.findings().is_empty(), "{} has no findings", folder.display());
        cases::assert_snapshot(&folder, "report", &report.to_string());
    }
}

#[test]
fn each_has_a_place() {
    for folder in cases::folders("diagnostics") {
        for finding in report(&folder).findings() {
            // A file that cannot be read has no positions.
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

#[test]
fn an_owned_description_gives_the_same_result() {
    for folder in ["diagnostics", "fixtures"].into_iter().flat_map(cases::folders) {
        match (cases::run(&folder), cases::run_once(&folder)) {
            (Ok(kept), Ok(given)) => {
                assert!(kept.output == given.output, "{}", folder.display());
                assert_eq!(kept.report.to_string(), given.report.to_string(), "{}", folder.display());
            }
            // Including the overlay actions that fix the problems.
            (Err(kept), Err(given)) => assert_eq!(kept, given, "{}", folder.display()),
            (kept, given) => panic!("{}: {} and {}", folder.display(), kept.is_ok(), given.is_ok()),
        }
    }
}

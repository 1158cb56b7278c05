//! Tests of the coverage: every node of a description has a status.

use std::fmt::Write as _;

use openapi_client_codegen::coverage::{NodeKind, Status};
use openapi_client_codegen::{Settings, generate, open};

use super::cases;

#[test]
fn each_status_is_shown() {
    let folder = cases::folders("fixtures").into_iter().find(|folder| folder.ends_with("coverage")).unwrap();
    let settings = Settings::new(folder.join("openapi.yaml"), "fixture");
    let source = open(&settings).unwrap();
    let coverage = generate(&source, &settings).unwrap().coverage(&source);
    let mut text = String::new();
    for entry in &coverage.entries {
        let verdict = match &entry.status {
            Status::Generated => "generated".to_owned(),
            Status::Ignored(why) => format!("ignored: {why}"),
            Status::Unsupported(why) => format!("unsupported: {why}"),
        };
        writeln!(text, "{} {} {}\n    {verdict}", entry.kind, entry.name, entry.place.pointer).unwrap();
    }
    writeln!(text, "{:?}", coverage.counts()).unwrap();
    cases::assert_snapshot(&folder, "coverage", &text);
}

#[test]
fn no_operation_of_a_fixture_is_missing() {
    for folder in cases::folders("fixtures") {
        let settings = Settings::new(folder.join("openapi.yaml"), "fixture");
        let source = open(&settings).unwrap();
        let Ok(generated) = generate(&source, &settings) else { continue };
        let coverage = generated.coverage(&source);
        let operations = coverage.entries.iter().filter(|entry| entry.kind == NodeKind::Operation);
        assert_eq!(operations.clone().count(), generated.api.operations.len(), "{}", folder.display());
        for operation in operations {
            assert_eq!(operation.status, Status::Generated, "{}: {}", folder.display(), operation.name);
        }
    }
}

//! What became of every node of a description: nothing is missing without a word.

use std::fmt::Write as _;

use openapi_client_codegen::coverage::{Kind, Verdict};
use openapi_client_codegen::{Settings, generate, open};

use super::cases;

#[test]
fn each_verdict_is_shown() {
    let folder = cases::folders("fixtures").into_iter().find(|folder| folder.ends_with("ledger")).unwrap();
    let settings = Settings::new(folder.join("openapi.yaml"), "fixture");
    let source = open(&settings).unwrap();
    let ledger = generate(&source, &settings).unwrap().ledger(&source);
    let mut text = String::new();
    for entry in &ledger.entries {
        let verdict = match &entry.verdict {
            Verdict::Generated => "generated".to_owned(),
            Verdict::Ignored(why) => format!("ignored: {why}"),
            Verdict::Unsupported(why) => format!("unsupported: {why}"),
        };
        writeln!(text, "{} {} {}\n    {verdict}", entry.kind, entry.name, entry.place.pointer).unwrap();
    }
    writeln!(text, "{:?}", ledger.counts()).unwrap();
    cases::assert_snapshot(&folder, "ledger", &text);
}

#[test]
fn no_operation_of_a_fixture_is_missing() {
    for folder in cases::folders("fixtures") {
        let settings = Settings::new(folder.join("openapi.yaml"), "fixture");
        let source = open(&settings).unwrap();
        let Ok(generated) = generate(&source, &settings) else { continue };
        let ledger = generated.ledger(&source);
        let operations = ledger.entries.iter().filter(|entry| entry.kind == Kind::Operation);
        assert_eq!(operations.clone().count(), generated.api.operations.len(), "{}", folder.display());
        for operation in operations {
            assert_eq!(operation.verdict, Verdict::Generated, "{}: {}", folder.display(), operation.name);
        }
    }
}

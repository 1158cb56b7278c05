//! Tests with random mutations of fixtures: the generator never panics, and errors have places.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use openapi_client_codegen::{Settings, Source, generate};
use serde_json::Value;

use super::cases;
use support::mutation::{Numbers, mutate, nodes};

/// The number of mutants of each description. `cargo xtask mutants` tests more, from larger descriptions.
const MUTANTS: u64 = 25;

#[test]
fn mutants_do_not_panic() {
    let mut descriptions: Vec<PathBuf> =
        cases::folders("fixtures").into_iter().map(|folder| folder.join("openapi.yaml")).collect();
    descriptions.push("spec/images.yaml".into());
    let (mut generated, mut refused) = (0, 0);
    for path in descriptions {
        let source = Source::open(&path).unwrap();
        let whole: Value = source.value(&source.entry()).unwrap().clone();
        let nodes = nodes(&whole);
        for seed in 0..MUTANTS {
            let mut numbers = Numbers(seed);
            let mut document = whole.clone();
            let done: Vec<String> =
                (0..=numbers.below(3)).map(|_| mutate(&mut document, &nodes, &mut numbers)).collect();
            let text = serde_json::to_string_pretty(&document).unwrap();
            for lenient in [false, true] {
                let mut settings = Settings::new("openapi.json", "mutant");
                settings.lenient = lenient;
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    Source::from_text("openapi.json", &text).and_then(|source| generate(&source, &settings))
                }));
                let name = format!("{} seed {seed} lenient {lenient}: {done:?}", path.display());
                let report = match outcome.unwrap_or_else(|_| panic!("{name} panics")) {
                    Ok(outcome) => {
                        generated += 1;
                        outcome.report
                    }
                    Err(report) => {
                        refused += 1;
                        assert!(report.has_errors(), "{name} fails without an error");
                        report
                    }
                };
                for finding in report.findings() {
                    assert!(finding.position.is_some(), "{name}: {finding} has no place");
                }
            }
        }
    }
    // The test is useful only if some mutants are refused and others are generated.
    assert!(generated > 100 && refused > 100, "{generated} generated, {refused} refused");
}

//! Snapshots of the code for small descriptions. The package `compiled` checks that it compiles.

use super::cases;

#[test]
fn each_module_matches_its_snapshot() {
    for folder in cases::folders("fixtures") {
        let generated =
            cases::run(&folder).unwrap_or_else(|report| panic!("{}:\n{report}", folder.display()));
        if !generated.report.findings().is_empty() {
            cases::assert_snapshot(&folder, "report", &generated.report.to_string());
        }
        for module in generated.output.modules {
            // Modules without items are left out of the snapshot.
            let starts = ["pub ", "impl ", "include!"];
            let is_filled = module.text.lines().any(|line| starts.iter().any(|word| line.starts_with(word)));
            if is_filled && module.file_name != "client.rs" {
                cases::assert_snapshot(&folder, &module.file_name.replace('/', "-"), &module.text);
            }
        }
    }
}

#[test]
fn generation_is_deterministic() {
    for folder in cases::folders("fixtures") {
        let (first, second) = (cases::run(&folder).unwrap(), cases::run(&folder).unwrap());
        assert_eq!(first.output, second.output, "{}", folder.display());
    }
}

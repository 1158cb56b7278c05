//! What small descriptions become, by snapshot. That it compiles is shown by the package `compiled`.

use super::cases;

#[test]
fn each_becomes_its_snapshot() {
    for folder in cases::folders("fixtures") {
        let generated =
            cases::run(&folder).unwrap_or_else(|report| panic!("{}:\n{report}", folder.display()));
        if !generated.report.findings().is_empty() {
            cases::assert_snapshot(&folder, "report", &generated.report.to_string());
        }
        for module in generated.output.modules {
            // A module that the case does not fill says nothing about it.
            let says = ["pub ", "impl ", "include!"];
            let is_filled = module.text.lines().any(|line| says.iter().any(|word| line.starts_with(word)));
            if is_filled && module.file_name != "client.rs" {
                cases::assert_snapshot(&folder, &module.file_name.replace('/', "-"), &module.text);
            }
        }
    }
}

#[test]
fn twice_gives_the_same_bytes() {
    for folder in cases::folders("fixtures") {
        let (first, second) = (cases::run(&folder).unwrap(), cases::run(&folder).unwrap());
        assert_eq!(first.output, second.output, "{}", folder.display());
    }
}

//! `check`: everything that there is to say about a description.

use openapi_client_codegen::{Code, Finding, Report, Severity, generate, open};

use crate::arguments::{Check, Deny, Format};
use crate::{Outcome, excerpt, formats, terminal};

pub(crate) fn run(options: &Check) -> Outcome {
    let report = report(options);
    let findings = report.findings();
    terminal::say(&match options.format {
        Format::Text => excerpt::render(findings),
        Format::Json => formats::json(findings),
        Format::Sarif => formats::sarif(findings),
        Format::Github => formats::github(findings),
    });
    if matches!(options.format, Format::Text) {
        terminal::remark(&summary(findings));
    }
    let denied = match options.deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Notes) => Severity::Note,
    };
    Ok(!findings.iter().any(|finding| finding.severity <= denied))
}

/// What every stage says, up to the one that stops.
fn report(options: &Check) -> Report {
    let generated = options.input.settings().and_then(|settings| generate(&open(&settings)?, &settings));
    generated.map_or_else(|report| report, |generated| generated.report)
}

fn summary(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let excluded = findings.iter().filter(|finding| finding.code == Code::Excluded).count();
    let counts = [
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Note) - excluded, "note"),
        (excluded, "node"),
    ];
    let said: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(count, word)).collect();
    let excluded = if excluded > 0 { " left out by the settings" } else { "" };
    if said.is_empty() { "nothing to say\n".to_owned() } else { format!("{}{excluded}\n", said.join(", ")) }
}

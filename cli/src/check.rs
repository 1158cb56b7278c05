//! `check`: reports every problem in a description.

use openapi_client_codegen::{Report, Severity};

use crate::arguments::{Check, Deny, Format};
use crate::{Outcome, excerpt, formats, input, terminal};

pub(crate) fn run(options: &Check) -> Outcome {
    let report = report(options);
    let findings = report.findings();
    terminal::print(&match options.format {
        Format::Text => excerpt::render(findings),
        Format::Json => formats::json(findings),
        Format::Sarif => formats::sarif(findings),
        Format::Github => formats::github(findings),
    });
    if matches!(options.format, Format::Text) {
        terminal::remark(&excerpt::counts(findings));
    }
    let denied = match options.deny {
        None => Severity::Error,
        Some(Deny::Warnings) => Severity::Warning,
        Some(Deny::Notes) => Severity::Note,
    };
    Ok(!findings.iter().any(|finding| finding.severity <= denied))
}

/// Returns the findings of all stages, up to the first one that fails.
fn report(options: &Check) -> Report {
    let generated = options.input.settings().and_then(|settings| input::generated(&settings));
    generated.map_or_else(|report| report, |(_, generated)| generated.report)
}

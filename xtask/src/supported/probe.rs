//! The effect of a field, by two descriptions that differ only in it.

use openapi_client_codegen::{Generated, Report, Settings, Severity, Source, generate};
use serde_json::Value;

use super::fields::{Field, Fields};
use crate::Result;
use crate::explore::Dialect;

/// The effect of a field in one version.
pub(super) enum Verdict {
    /// The generated text changes.
    Generated,
    /// No effect, and a finding says so.
    Noted(String),
    /// An error.
    Refused(String),
    /// No effect by design.
    Documentary(String),
    /// No effect and no finding, for a known reason.
    Gap(String),
    /// No effect and no finding.
    Dropped,
    /// The description without the field is not valid.
    Unprobed(String),
}

impl Verdict {
    /// Returns the word in a cell.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Noted(_) => "noted",
            Self::Refused(_) => "refused",
            Self::Documentary(_) => "none",
            Self::Gap(_) => "gap",
            Self::Dropped => "dropped",
            Self::Unprobed(_) => "?",
        }
    }

    /// Returns the text below the table.
    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Generated | Self::Dropped => None,
            Self::Noted(why)
            | Self::Refused(why)
            | Self::Documentary(why)
            | Self::Gap(why)
            | Self::Unprobed(why) => Some(why),
        }
    }
}

/// Returns the effect of a field.
pub(super) fn verdict(
    fields: &Fields,
    object: &str,
    name: &str,
    field: &Field,
    dialect: Dialect,
) -> Result<Verdict> {
    let pair = fields.pair(object, name, field, dialect)?;
    let with = match generated(&pair.with) {
        Ok(with) => with,
        Err(report) => return Ok(Verdict::Refused(first(&report, None).unwrap_or_default())),
    };
    let without = match generated(&pair.without) {
        Ok(without) => without,
        Err(report) => {
            let why = first(&report, None).unwrap_or_default();
            return Ok(field.documentary.clone().map_or(Verdict::Unprobed(why), Verdict::Documentary));
        }
    };
    if texts(&with) != texts(&without) {
        return Ok(Verdict::Generated);
    }
    let finding = first(&with.report, Some(&without.report));
    let verdict = finding.map(Verdict::Noted);
    let verdict = verdict.or_else(|| field.documentary.clone().map(Verdict::Documentary));
    Ok(verdict.or_else(|| field.gap.clone().map(Verdict::Gap)).unwrap_or(Verdict::Dropped))
}

fn generated(description: &Value) -> std::result::Result<Generated, Report> {
    let settings = Settings::new("api.json", "probe");
    let source = Source::from_text("api.json", &description.to_string())?;
    generate(&source, &settings)
}

fn texts(generated: &Generated) -> Vec<(&str, &str)> {
    generated.output.modules.iter().map(|module| (module.name(), module.text.as_str())).collect()
}

/// Returns the first error, or the first finding that another report does not have.
fn first(report: &Report, other: Option<&Report>) -> Option<String> {
    let is_known = |what: &str| other.is_some_and(|other| other.findings().iter().any(|it| it.what == what));
    let mut findings = report.findings().iter();
    let found = match other {
        None => findings.find(|finding| finding.severity == Severity::Error),
        Some(_) => findings.find(|finding| !is_known(&finding.what)),
    };
    found.map(|finding| finding.what.replace("\n", " "))
}

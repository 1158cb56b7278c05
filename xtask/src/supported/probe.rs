//! The effect of a field, by two descriptions that differ only in it.

use std::collections::HashMap;

use openapi_client_codegen::{Finding, Settings, Severity, Source, generate};
use serde_json::Value;

use super::fields::{Field, Fields};
use crate::Result;
use crate::explore::Dialect;

/// The effect of a field in one version.
#[derive(Clone)]
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

/// The outcome of a description: the modules and the texts of the findings, or the first error.
type Outcome = std::result::Result<(Vec<(String, String)>, Vec<String>), String>;

/// Probes fields. Descriptions without a field are often equal, and are generated once.
#[derive(Default)]
pub(super) struct Prober {
    known: HashMap<String, Outcome>,
}

impl Prober {
    /// Returns the effect of a field.
    pub(super) fn verdict(
        &mut self,
        fields: &Fields,
        object: &str,
        name: &str,
        field: &Field,
        dialect: Dialect,
    ) -> Result<Verdict> {
        let pair = fields.pair(object, name, field, dialect)?;
        let (modules, findings) = match outcome(&pair.with) {
            Ok(with) => with,
            Err(why) => return Ok(Verdict::Refused(why)),
        };
        let text = pair.without.to_string();
        let without = self.known.entry(text).or_insert_with(|| outcome(&pair.without));
        let (other_modules, other_findings) = match without {
            Ok(without) => without,
            Err(why) => {
                let why = Verdict::Unprobed(why.clone());
                return Ok(field.documentary.clone().map_or(why, Verdict::Documentary));
            }
        };
        if modules != *other_modules {
            return Ok(Verdict::Generated);
        }
        let finding = findings.into_iter().find(|what| !other_findings.contains(what));
        let verdict = finding.map(Verdict::Noted);
        let verdict = verdict.or_else(|| field.documentary.clone().map(Verdict::Documentary));
        Ok(verdict.or_else(|| field.gap.clone().map(Verdict::Gap)).unwrap_or(Verdict::Dropped))
    }
}

fn outcome(description: &Value) -> Outcome {
    let settings = Settings::new("api.json", "probe");
    let source = Source::from_text("api.json", &description.to_string());
    let plain = |finding: &Finding| finding.what.replace('\n', " ");
    match source.and_then(|source| generate(&source, &settings)) {
        Ok(generated) => {
            let modules = generated.output.modules.into_iter();
            let modules = modules.map(|module| (module.name().to_owned(), module.text)).collect();
            Ok((modules, generated.report.findings().iter().map(plain).collect()))
        }
        Err(report) => {
            let error = report.findings().iter().find(|finding| finding.severity == Severity::Error);
            Err(error.map(plain).unwrap_or_default())
        }
    }
}

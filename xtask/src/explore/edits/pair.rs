//! A description, and an edited copy of it.

use std::collections::BTreeSet;

use openapi_client_codegen::{Diff, Generated, Output, Settings, Source, Weight, diff, generate};
use quote::ToTokens;
use serde_json::{Value, json};

use super::change::{edited, kinds};
use super::numbers::Numbers;
use super::values::{Cases, Difference, Subject};
use super::{Law, Options, description, program};
use crate::Result;
use crate::explore::{Dialect, Fault};

/// The largest number of attempts to make a description or an edit from which a client is generated.
const ATTEMPTS: u64 = 60;

/// A description, with all that does not depend on its edits.
pub(super) struct Old {
    number: u64,
    dialect: Dialect,
    description: Value,
    source: Source,
    pub(super) generated: Generated,
    /// The program that uses every item of the client.
    pub(super) program: String,
    cases: Cases,
}

/// An edit of a description.
pub(super) struct Pair<'a> {
    pub(super) number: u64,
    pub(super) kind: &'static str,
    pub(super) old: &'a Old,
    description: Value,
    pub(super) generated: Generated,
    pub(super) diff: Diff,
}

/// Generates the client of a description. Returns `None` if the description is refused.
fn client(description: &Value) -> Option<(Source, Generated)> {
    let source = Source::from_text("openapi.json", &description.to_string()).ok()?;
    let generated = generate(&source, &Settings::new("openapi.json", "client")).ok()?;
    Some((source, generated))
}

impl Old {
    /// Makes the description with a number.
    pub(super) fn new(options: &Options, number: u64) -> Result<Self> {
        // The edits are of the dialects with components.
        let dialects: Vec<Dialect> =
            options.dialects().iter().copied().filter(|dialect| *dialect != Dialect::V2_0).collect();
        let index = usize::try_from(number)? % dialects.len().max(1);
        let dialect = dialects.get(index).copied().unwrap_or(Dialect::V3_0);
        for attempt in 0..ATTEMPTS {
            let numbers = Numbers(options.numbers(Law::Edits, number ^ attempt << 40));
            let description = description::made(numbers, dialect);
            let Some((source, generated)) = client(&description) else { continue };
            let program = program::of(&generated.output)?;
            let cases = Cases::new(&source, &generated, options.seed ^ number)?;
            return Ok(Self { number, dialect, description, source, generated, program, cases });
        }
        Err(format!("description {number}: every attempt is refused").into())
    }
}

impl<'a> Pair<'a> {
    /// Makes the edit with a number. Returns `None` if every attempt has no effect or is refused.
    pub(super) fn new(options: &Options, number: u64, old: &'a Old) -> Result<Option<Self>> {
        let kinds = kinds();
        for attempt in 0..ATTEMPTS {
            let seed = number ^ (attempt << 40) ^ (1 << 60);
            let mut numbers = Numbers(options.numbers(Law::Edits, seed));
            let Some(kind) = numbers.pick(&kinds) else { break };
            let Some(description) = edited(&old.description, kind, numbers, old.dialect) else { continue };
            let Some((source, generated)) = client(&description) else { continue };
            let diff = diff((&old.generated, &old.source), (&generated, &source))
                .map_err(|finding| finding.to_string())?;
            return Ok(Some(Self { number, kind: kind.0, old, description, generated, diff }));
        }
        Ok(None)
    }

    pub(super) fn fault(&self, why: &str) -> Fault {
        Fault {
            number: self.number,
            dialect: self.old.dialect,
            why: why.to_owned(),
            description: json!({"old": self.old.description, "new": self.description, "edit": self.kind}),
        }
    }

    pub(super) fn subject(&self) -> Subject<'_> {
        Subject {
            number: self.number,
            description: self.old.number,
            old: &self.old.generated.output,
            new: &self.generated.output,
            cases: &self.old.cases,
        }
    }

    /// Returns the breaking changes.
    pub(super) fn told(&self) -> String {
        self.diff.of(Weight::Breaking).map(|change| change.what.clone()).collect::<Vec<_>>().join("; ")
    }

    /// Returns whether values can be treated in another way.
    pub(super) fn has_other_models(&self) -> bool {
        let (old, new) = (&self.old.generated.output, &self.generated.output);
        ["models", "wire"].iter().any(|name| {
            let text = |output: &Output| {
                let module = output.modules.iter().find(|module| module.name() == *name)?;
                Some(module.text.clone())
            };
            text(old) != text(new)
        })
    }

    /// Returns whether `diff` tells a difference of values.
    pub(super) fn tells(&self, difference: Difference) -> bool {
        self.diff.changes.iter().filter(|change| change.item.starts_with("models::")).any(|change| {
            let is_text = change.is_documentation || change.what.ends_with("is deprecated");
            let is_wire = matches!(change.weight, Weight::Wire | Weight::Internal)
                || change.what.starts_with("required field");
            !is_text && (difference == Difference::Variant || is_wire)
        })
    }

    /// Returns a part of the text that only one of the clients has.
    pub(super) fn untold(&self) -> Option<String> {
        let old = items(&self.old.generated.output).ok()?;
        let new = items(&self.generated.output).ok()?;
        old.symmetric_difference(&new).next().map(|item| item.chars().take(300).collect())
    }
}

/// Returns the items of all modules.
fn items(output: &Output) -> Result<BTreeSet<String>> {
    let mut items = BTreeSet::new();
    for module in &output.modules {
        let found = program::items(module)?;
        // The order of a macro's arguments has no effect.
        let found = found.into_iter().filter(|item| !matches!(item, syn::Item::Macro(_)));
        items.extend(found.map(|item| format!("{}: {}", module.name(), item.into_token_stream())));
    }
    Ok(items)
}

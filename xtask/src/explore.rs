//! Searches the space of descriptions for faults: writes random descriptions, generates their clients, and checks
//! laws that hold for every description.

mod coverage;
mod dialect;
mod dialects;
pub(crate) mod edits;
mod keywords;
mod names;
mod reduce;
mod requests;
mod schemas;
pub(crate) mod second;
mod values;

use std::path::PathBuf;

use clap::ValueEnum;
pub(crate) use dialect::Dialect;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde::Serialize;
use serde_json::Value;

use crate::{Result, print};

/// A statement about every description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Law {
    /// A valid value is decoded and encoded to an equal value.
    Values,
    /// A request arrives as it was meant, by the validators of other projects.
    Requests,
    /// The same API has the same client in every version of OpenAPI.
    Dialects,
    /// The verdict of `diff` about an edit agrees with the compiler and with the values.
    Edits,
}

/// What to search.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) seed: u64,
    /// The number of the first description.
    pub(crate) first: u64,
    /// The number of descriptions of each law.
    pub(crate) count: u64,
    /// The versions of OpenAPI to write; all if empty.
    pub(crate) dialects: Vec<Dialect>,
    /// The laws to check; all if empty.
    pub(crate) laws: Vec<Law>,
    /// The largest duration of each law, in minutes.
    pub(crate) minutes: Option<f64>,
    /// Reports faults as they were found, which is faster.
    pub(crate) unreduced: bool,
    /// The folder for the descriptions of faults.
    pub(crate) faults: PathBuf,
    pub(crate) report: Option<PathBuf>,
}

/// The result of one law.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    pub(crate) law: &'static str,
    pub(crate) seed: u64,
    /// The number of descriptions, operations or edits.
    pub(crate) tried: u64,
    /// Other figures of the law.
    pub(crate) figures: Value,
    pub(crate) faults: Vec<Fault>,
}

/// A description for which a law does not hold.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Fault {
    /// The number of the description.
    pub(crate) number: u64,
    pub(crate) dialect: Dialect,
    pub(crate) why: String,
    /// The smallest description that was found with the same fault.
    pub(crate) description: Value,
}

impl Options {
    pub(crate) fn dialects(&self) -> &[Dialect] {
        if self.dialects.is_empty() { Dialect::value_variants() } else { &self.dialects }
    }

    /// Returns the numbers of the descriptions, with their dialects in turn.
    pub(crate) fn descriptions(&self) -> impl Iterator<Item = (u64, Dialect)> {
        let dialects = self.dialects();
        let dialect_of = |number: u64| {
            let index = usize::try_from(number).unwrap_or_default() % dialects.len();
            dialects.get(index).copied().unwrap_or(Dialect::V3_0)
        };
        (self.first..self.first.saturating_add(self.count)).map(move |number| (number, dialect_of(number)))
    }

    /// Returns the random numbers of a description, which do not depend on other descriptions.
    pub(crate) fn numbers(&self, law: Law, number: u64) -> StdRng {
        StdRng::seed_from_u64(
            self.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.rotate_left(24) ^ law as u64,
        )
    }
}

/// Checks the laws. Returns whether they hold for all descriptions.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let laws = if options.laws.is_empty() { Law::value_variants() } else { &options.laws };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for law in laws {
        let outcome: Outcome = match law {
            Law::Values => values::run(options)?,
            Law::Requests => requests::run(options)?,
            Law::Dialects => dialects::check(options)?,
            Law::Edits => edits::run(options)?,
        };
        print(&format!(
            "{}: {} tried, {} faults, seed {}",
            outcome.law,
            outcome.tried,
            outcome.faults.len(),
            outcome.seed
        ));
        for fault in &outcome.faults {
            values::keep(&options.faults, options.seed, fault)?;
        }
        outcomes.push(outcome);
    }
    if let Some(path) = &options.report {
        std::fs::write(path, serde_json::to_string_pretty(&outcomes)?)?;
    }
    Ok(outcomes.iter().all(|outcome| outcome.faults.is_empty()))
}

//! The same API has the same client in every version of OpenAPI: random APIs are written in each version that can
//! describe them, each in its own form, and the generated modules must be equal. Then the bytes on the wire are too.

mod invent;
mod model;
mod operation;
mod plain;
mod random;
mod schema;
mod shrink;
mod writer;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use openapi_client_codegen::{Settings, Severity, Source, generate};
use serde_json::{Value, json};

use super::{Dialect, Fault, Law, Options, Outcome};
use crate::{Result, print};
use model::Model;

/// The version with which the others are compared: the generator rewrites them into its form.
const REFERENCE: Dialect = Dialect::V3_0;

/// The number of equal faults that are reduced and reported, at most.
const EACH: usize = 3;

/// A difference between the clients of two versions.
struct Difference {
    dialect: Dialect,
    /// Whether a version is refused, so that there are no modules to compare.
    is_refusal: bool,
    why: String,
}

/// Checks the law for random APIs.
pub(super) fn check(options: &Options) -> Result<Outcome> {
    let begun = Instant::now();
    let mut outcome =
        Outcome { law: "dialects", seed: options.seed, tried: 0, figures: Value::Null, faults: Vec::new() };
    let (mut compared, mut refused, mut differing) = (BTreeMap::new(), 0_u64, 0_u64);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for number in options.first..options.first.saturating_add(options.count) {
        if options.minutes.is_some_and(|minutes| begun.elapsed().as_secs_f64() > minutes * 60.0) {
            break;
        }
        let model = invent::model(options.numbers(Law::Dialects, number));
        outcome.tried += 1;
        let reference = Client::of(&model, REFERENCE);
        refused += u64::from(reference.as_ref().is_some_and(|client| client.modules.is_err()));
        for dialect in options.dialects().iter().copied().filter(|dialect| *dialect != REFERENCE) {
            let Some(other) = Client::of(&model, dialect) else { continue };
            *compared.entry(format!("{dialect:?}")).or_insert(0_u64) += 1;
            let Some(found) = reference.as_ref().and_then(|reference| reference.difference(&other)) else {
                continue;
            };
            differing += 1;
            let (model, found) = shrink::shrink(model.clone(), found);
            let seen = kinds.entry(kind(&model, &found)).or_default();
            *seen += 1;
            if *seen <= EACH {
                let fault = fault(number, &model, &found);
                print(&format!("  {number} {dialect:?}: {}", fault.why));
                write(&options.faults, &fault)?;
                outcome.faults.push(fault);
            }
        }
    }
    outcome.figures =
        json!({"compared": compared, "refused": refused, "differing": differing, "kinds": kinds});
    Ok(outcome)
}

/// Returns what tells kinds of faults apart: the reduced model without its data.
fn kind(model: &Model, found: &Difference) -> String {
    let of_line = |line: &str| line.chars().filter(|c| !c.is_ascii_digit()).take(60).collect::<String>();
    let first = found.why.lines().next().unwrap_or_default();
    format!("{:?} {} ({} schemas)", found.dialect, of_line(first), model.schemas.len())
}

fn fault(number: u64, model: &Model, found: &Difference) -> Fault {
    let description = json!({
        "3.0": writer::document(model, REFERENCE),
        "other": writer::document(model, found.dialect),
    });
    Fault { number, dialect: found.dialect, why: found.why.clone(), description }
}

/// Writes both descriptions to a folder in the form of tests/dialects.
fn write(folder: &Path, fault: &Fault) -> Result<()> {
    let name = format!("dialects-{}-{:?}", fault.number, fault.dialect).to_lowercase();
    let folder = folder.join(name);
    std::fs::create_dir_all(&folder)?;
    for (key, name) in
        [("3.0", "openapi-3.0.json".to_owned()), ("other", format!("{:?}.json", fault.dialect))]
    {
        let text = serde_json::to_string_pretty(fault.description.get(key).unwrap_or(&Value::Null))?;
        std::fs::write(folder.join(name.to_lowercase()), text)?;
    }
    std::fs::write(folder.join("why.txt"), &fault.why)?;
    Ok(())
}

/// The modules of an API in one version, or the errors.
struct Client {
    dialect: Dialect,
    modules: std::result::Result<Vec<(String, String)>, String>,
}

impl Client {
    /// Generates the client of an API, unless the version cannot describe it.
    fn of(model: &Model, dialect: Dialect) -> Option<Self> {
        let text = writer::document(model, dialect)?.to_string();
        let settings = Settings::new("api.json", "explored");
        let generated = Source::from_text("api.json", &text).and_then(|source| generate(&source, &settings));
        let modules = generated.map_err(|report| {
            let errors = report.findings().iter().filter(|finding| finding.severity == Severity::Error);
            errors.map(|finding| finding.what.clone()).collect::<Vec<_>>().join("; ")
        });
        let modules = modules.map(|generated| {
            let plain = |text: String| plain(&text);
            generated
                .output
                .modules
                .into_iter()
                .map(|module| (module.name().to_owned(), plain(module.text)))
                .collect()
        });
        Some(Self { dialect, modules })
    }

    /// Returns the difference from another client, if there is one.
    fn difference(&self, other: &Self) -> Option<Difference> {
        let (is_refusal, why) = match (&self.modules, &other.modules) {
            (Err(_), Err(_)) => return None,
            (Ok(_), Err(errors)) => (true, format!("only this version is refused: {errors}")),
            (Err(errors), Ok(_)) => (true, format!("only 3.0 is refused: {errors}")),
            (Ok(own), Ok(others)) => (false, difference(own, others)?),
        };
        Some(Difference { dialect: other.dialect, is_refusal, why })
    }
}

/// Removes the places that the documentation quotes: the same schema is at another place in another version.
fn plain(text: &str) -> String {
    let mut parts = text.split("`#/");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| format!("{text}`#{}", part.split_once('`').map_or("", |(_, rest)| rest)))
}

/// Returns the first lines that differ.
fn difference(own: &[(String, String)], others: &[(String, String)]) -> Option<String> {
    let names =
        |modules: &[(String, String)]| modules.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    if names(own) != names(others) {
        return Some(format!("modules {:?} and {:?}", names(own), names(others)));
    }
    let pairs = own.iter().zip(others).filter(|((_, own), (_, other))| own != other);
    let found = pairs.map(|((name, own), (_, other))| {
        let differing = |(one, two): &(&str, &str)| one != two;
        let ends = std::iter::repeat("(nothing)");
        let count = own.lines().count().max(other.lines().count());
        let lines = own.lines().chain(ends.clone()).zip(other.lines().chain(ends)).take(count);
        let (one, two) = lines.into_iter().find(differing).unwrap_or_default();
        format!("{name}: `{}` and `{}`", one.trim(), two.trim())
    });
    found.into_iter().next()
}

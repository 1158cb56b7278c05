//! Edits of descriptions: the verdict of `diff` agrees with rustc, for a program that uses every item of the
//! old client, and with the values of the old schemas.

mod change;
pub(crate) mod compiler;
mod description;
mod numbers;
mod pair;
pub(crate) mod program;
mod schema;
mod values;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use openapi_client_codegen::Verdict;
use serde::Serialize;
use serde_json::json;

use super::{Fault, Law, Options, Outcome};
use crate::{Result, print};
use compiler::{Compiler, Errors};
use pair::{Old, Pair};
use values::{Subject, differences};

/// The number of edits of each description.
const EDITS: u64 = 10;
/// The number of edits whose clients are compiled at once.
const BATCH: u64 = 40;
/// The number of pairs of clients whose values are compared at once.
const PAIRS: usize = 40;

/// The results of the edits of one kind.
#[derive(Debug, Default, Clone, Serialize)]
struct Figures {
    tried: u64,
    agreed: u64,
    /// Edits that break the program, as `diff` says.
    breaking: u64,
    major_but_compiles: u64,
    safe_but_breaks: u64,
    change_untold: u64,
    wire_change_untold: u64,
    not_rust: u64,
}

/// The way in which an edit's verdict is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    MajorButCompiles,
    SafeButBreaks,
    ChangeUntold,
    WireChangeUntold,
    NotRust,
}

/// Checks the verdicts of `diff` about random edits.
pub(super) fn run(options: &Options) -> Result<Outcome> {
    let start = Instant::now();
    let limit = options.minutes.map(|minutes| Duration::from_secs_f64(minutes * 60.0));
    let compiler = Compiler::new(std::env::current_dir()?.join("target/explore/edits"))?;
    let mut figures: BTreeMap<&'static str, Figures> = BTreeMap::new();
    let mut outcome =
        Outcome { law: "edits", seed: options.seed, tried: 0, figures: json!({}), faults: Vec::new() };
    let end = options.first.saturating_add(options.count);
    let mut next = options.first;
    while next < end && limit.is_none_or(|limit| start.elapsed() < limit) {
        let numbers = next..end.min(next + BATCH);
        next = numbers.end;
        let olds = numbers.start / EDITS..=(numbers.end - 1) / EDITS;
        let olds: BTreeMap<u64, Old> =
            olds.map(|number| Ok((number, Old::new(options, number)?))).collect::<Result<_>>()?;
        let pairs: Vec<Pair<'_>> = numbers
            .filter_map(|number| Pair::new(options, number, olds.get(&(number / EDITS))?).transpose())
            .collect::<Result<_>>()?;
        let verdicts = checked(&compiler, &olds, &pairs)?;
        for pair in &pairs {
            let counted = figures.entry(pair.kind).or_default();
            counted.tried += 1;
            outcome.tried += 1;
            let Some((wrong, why)) = verdicts.get(&pair.number) else {
                counted.agreed += 1;
                counted.breaking += u64::from(!pair.diff.compiles());
                continue;
            };
            *match wrong {
                Wrong::MajorButCompiles => &mut counted.major_but_compiles,
                Wrong::SafeButBreaks => &mut counted.safe_but_breaks,
                Wrong::ChangeUntold => &mut counted.change_untold,
                Wrong::WireChangeUntold => &mut counted.wire_change_untold,
                Wrong::NotRust => &mut counted.not_rust,
            } += 1;
            let fault = pair.fault(&format!("{wrong:?}: {why}"));
            print(&format!("  {}: {}: {}", fault.number, pair.kind, fault.why));
            keep(options, &fault)?;
            outcome.faults.push(fault);
        }
        print(&format!(
            "  {} edits, {} faults, {:.0} s",
            outcome.tried,
            outcome.faults.len(),
            start.elapsed().as_secs_f64()
        ));
    }
    outcome.figures = serde_json::to_value(figures)?;
    Ok(outcome)
}

/// Returns the wrong verdicts, by the numbers of the edits.
fn checked(
    compiler: &Compiler,
    olds: &BTreeMap<u64, Old>,
    pairs: &[Pair<'_>],
) -> Result<BTreeMap<u64, (Wrong, String)>> {
    let mut clients: BTreeMap<String, _> = BTreeMap::new();
    clients.extend(olds.iter().map(|(number, old)| (format!("m{number}old"), &old.generated.output)));
    clients.extend(pairs.iter().map(|pair| (format!("m{}new", pair.number), &pair.generated.output)));
    let not_rust = compiler.clients(&clients)?;
    let has_compiled = |client: &String| !not_rust.contains_key(client);
    let mut programs = BTreeMap::new();
    for (number, old) in olds {
        programs.insert(format!("m{number}old"), (format!("m{number}old"), old.program.as_str()));
    }
    for pair in pairs {
        programs.insert(
            format!("m{}new", pair.number),
            (format!("m{}new", pair.number), pair.old.program.as_str()),
        );
    }
    programs.retain(|_, (client, _)| has_compiled(client));
    let errors = compiler.programs(&programs)?;
    for number in olds.keys() {
        if let Some(error) = errors.get(&format!("m{number}old")) {
            return Err(format!("description {number}: the program does not compile: {error}").into());
        }
    }
    let mut wrong: BTreeMap<u64, (Wrong, String)> =
        pairs.iter().filter_map(|pair| Some((pair.number, compared(pair, &errors, &not_rust)?))).collect();
    let has_values = |pair: &&Pair<'_>| {
        let is_safe = pair.diff.compiles() && !wrong.contains_key(&pair.number);
        is_safe && !not_rust.contains_key(&format!("m{}new", pair.number)) && pair.has_other_models()
    };
    let subjects: Vec<Subject<'_>> = pairs.iter().filter(has_values).map(Pair::subject).collect();
    for subjects in subjects.chunks(PAIRS) {
        for (number, difference, why) in differences(compiler, subjects)? {
            if pairs.iter().any(|pair| pair.number == number && !pair.tells(difference)) {
                wrong.entry(number).or_insert((Wrong::WireChangeUntold, why));
            }
        }
    }
    Ok(wrong)
}

/// Compares the verdict of a pair with the compiler's.
fn compared(pair: &Pair<'_>, errors: &Errors, not_rust: &Errors) -> Option<(Wrong, String)> {
    let name = format!("m{}new", pair.number);
    if let Some(error) = not_rust.get(&name) {
        return Some((Wrong::NotRust, error.clone()));
    }
    match (pair.diff.compiles(), errors.get(&name)) {
        (false, None) => Some((Wrong::MajorButCompiles, pair.told())),
        (false, Some(_)) => None,
        (true, Some(error)) => {
            Some((Wrong::SafeButBreaks, format!("{}: {error}", pair.diff.verdict().as_str())))
        }
        (true, None) if pair.diff.verdict() == Verdict::Nothing => {
            Some((Wrong::ChangeUntold, pair.untold()?))
        }
        (true, None) => None,
    }
}

/// Writes the description and the edit of a fault.
fn keep(options: &Options, fault: &Fault) -> Result<()> {
    std::fs::create_dir_all(&options.faults)?;
    let path = options.faults.join(format!("edits-{}.json", fault.number));
    std::fs::write(path, serde_json::to_string_pretty(fault)?)?;
    Ok(())
}

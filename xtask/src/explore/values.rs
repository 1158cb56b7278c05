//! Values: a description that is valid generates code that compiles, and a valid value is decoded and encoded to an
//! equal value.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use openapi_client_codegen::{Code, Place, Pointer, Report, Settings, Severity, Source, generate};
use serde_json::{Value, json};

use super::coverage::{self, Coverage};
use super::names::{number_in, numbers_of_error};
use super::reduce;
use super::schemas::Group;
use super::second::Second;
use super::{Dialect, Fault, Law, Options, Outcome};
use crate::conformance::equal::Null;
use crate::invent::{Inventor, Standard, Way};
use crate::roundtrip::{Mode, invented};
use crate::{Result, print};

/// The number of descriptions that are compiled together.
const BATCH: usize = 200;
/// The number of values of each schema.
const VALUES: u64 = 8;
/// The number of faults that are reduced, and of the steps and reductions of each.
const REDUCED: usize = 4;
const STEPS: usize = 12;
const REDUCTIONS: usize = 24;
/// The number of times that refused schemas are removed from a description.
const REPAIRS: usize = 8;
/// The number of pairs of keywords in each description.
const PAIRS: usize = 4;

/// A description by its number.
#[derive(Debug, Clone)]
struct Member {
    number: u64,
    group: Group,
}

/// The result of generating one description alone.
enum Alone {
    Generated,
    /// It is refused, rightly as far as the judge knows: the codes and places of the errors.
    Refused(Vec<(&'static str, String)>),
    Fault(String),
}

/// Checks the law for random descriptions.
pub(crate) fn run(options: &Options) -> Result<Outcome> {
    let mut search = Search::new(options)?;
    let begun = Instant::now();
    for dialect in options.dialects() {
        let kept = kept(Path::new(KEPT), *dialect)?;
        if !kept.is_empty() {
            search.batch(*dialect, kept)?;
        }
    }
    // The versions take turns, so that each has a part of a limited time.
    let all: Vec<(u64, Dialect)> = options.descriptions().collect();
    'all: for turn in all.chunks(BATCH * options.dialects().len()) {
        for dialect in options.dialects() {
            if options.minutes.is_some_and(|minutes| begun.elapsed().as_secs_f64() > minutes * 60.0) {
                break 'all;
            }
            let targets = coverage::targets(*dialect);
            let numbers = turn.iter().filter(|(_, other)| other == dialect);
            let members: Vec<Member> =
                numbers.map(|(number, _)| member(options, *number, *dialect, &targets)).collect();
            members.iter().for_each(|member| search.coverage.add(*dialect, &member.group));
            search.batch(*dialect, members)?;
        }
    }
    Ok(search.outcome(options))
}

fn member(options: &Options, number: u64, dialect: Dialect, targets: &[coverage::Target]) -> Member {
    let mut numbers = options.numbers(Law::Values, number);
    let ordinal = usize::try_from(number).unwrap_or_default() / options.dialects().len();
    // Multiplication by a prime visits all pairs in an irregular order.
    let index = |turn: usize| (ordinal * PAIRS + turn).wrapping_mul(7919);
    let wanted = (0..PAIRS).filter_map(|turn| targets.get(index(turn) % targets.len().max(1)).copied());
    Member { number, group: Group::of(&mut numbers, dialect, number, wanted.collect()) }
}

/// Returns the descriptions of a version that once had a fault.
fn kept(folder: &Path, dialect: Dialect) -> Result<Vec<Member>> {
    let mut members = Vec::new();
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    folders.sort();
    for (index, folder) in folders.iter().enumerate() {
        let description: Value =
            serde_yaml::from_str(&std::fs::read_to_string(folder.join("openapi.yaml"))?)?;
        if Dialect::of(&description) != Some(dialect) {
            continue;
        }
        let group = Group::in_description(&description);
        let names = group.schemas.keys().chain(group.paths.keys());
        let known = names
            .filter_map(|name| number_in(name))
            .next()
            .ok_or("a kept description has no number in its names")?;
        let number = FIRST_KEPT + index as u64;
        members.push(Member { number, group: reduce::renumbered(&group, known, number) });
    }
    Ok(members)
}

struct Search {
    folder: PathBuf,
    seed: u64,
    is_reduced: bool,
    coverage: Coverage,
    second: Option<Second>,
    tried: u64,
    values: usize,
    refused: BTreeMap<&'static str, u64>,
    faults: Vec<Fault>,
}

impl Search {
    fn new(options: &Options) -> Result<Self> {
        let folder = std::env::current_dir()?.join("target/explore");
        std::fs::create_dir_all(&folder)?;
        Ok(Self {
            second: Second::install(&folder)?,
            folder,
            seed: options.seed,
            is_reduced: !options.unreduced,
            coverage: Coverage::default(),
            tried: 0,
            values: 0,
            refused: BTreeMap::new(),
            faults: Vec::new(),
        })
    }

    fn outcome(self, options: &Options) -> Outcome {
        let figures = self.coverage.report(options.dialects());
        let mut figures = figures.as_object().cloned().unwrap_or_default();
        figures.insert("values".to_owned(), json!(self.values));
        figures.insert("refused".to_owned(), json!(self.refused));
        figures.insert("second_judge".to_owned(), self.second.as_ref().map_or(Value::Null, Second::report));
        Outcome {
            law: "values",
            seed: options.seed,
            tried: self.tried,
            figures: Value::Object(figures),
            faults: self.faults,
        }
    }

    /// Returns a description without the schemas that are rightly refused, or `None` if it is a fault.
    fn repaired(&mut self, dialect: Dialect, mut member: Member) -> Option<Member> {
        for _ in 0..REPAIRS {
            match alone(&member.group, dialect) {
                Alone::Generated => return Some(member),
                Alone::Refused(errors) => {
                    let mut description = member.group.description(dialect);
                    for (code, pointer) in errors {
                        *self.refused.entry(code).or_default() += 1;
                        if let Some(schema) = description.pointer_mut(&pointer) {
                            *schema = json!({});
                        }
                    }
                    member.group = Group::in_description(&description);
                }
                Alone::Fault(why) => {
                    let same = |group: &Group| matches!(alone(group, dialect), Alone::Fault(other) if kind(&other) == kind(&why));
                    let group = if self.is_reduced { reduced(member.group, same) } else { member.group };
                    self.fault(dialect, member.number, why, &group);
                    return None;
                }
            }
        }
        None
    }

    /// Generates each description alone, then compiles all of them together and sends values through them.
    fn batch(&mut self, dialect: Dialect, members: Vec<Member>) -> Result<()> {
        self.tried += members.len() as u64;
        let mut sound: Vec<Member> = Vec::new();
        for member in members {
            sound.extend(self.repaired(dialect, member));
        }
        let mut failing: Vec<(Member, String)> = Vec::new();
        loop {
            match self.together(dialect, &sound)? {
                Together::Values(values, faults) => {
                    self.values += values;
                    failing.extend(with_members(&sound, faults));
                    break;
                }
                Together::Compilation(error) => {
                    let suspects = self.suspects(dialect, &sound, &error)?;
                    if suspects.is_empty() {
                        return Err(format!("no single description causes: {error}").into());
                    }
                    for (number, why) in suspects {
                        if let Some(index) = sound.iter().position(|member| member.number == number) {
                            failing.push((sound.swap_remove(index), why));
                        }
                    }
                }
            }
        }
        print(&format!(
            "{dialect:?}: {} of {} descriptions, {} faults",
            sound.len(),
            self.tried,
            failing.len()
        ));
        let reduced = if self.is_reduced { REDUCED } else { 0 };
        let rest = failing.split_off(failing.len().min(reduced));
        let failing = self.reduced_together(dialect, failing)?;
        for (member, why) in failing.into_iter().chain(rest) {
            self.fault(dialect, member.number, why, &member.group);
        }
        Ok(())
    }

    fn fault(&mut self, dialect: Dialect, number: u64, why: String, group: &Group) {
        let description = group.description(dialect);
        print(&format!("  {number} {dialect:?}: {why}\n    {}", reduce::text(group)));
        self.faults.push(Fault { number, dialect, why, description });
    }

    /// Compiles descriptions together and sends values through them.
    fn together(&mut self, dialect: Dialect, members: &[Member]) -> Result<Together> {
        let path = self.folder.join("merged.json");
        std::fs::write(&path, merged(members).description(dialect).to_string())?;
        let settings = Settings::new(&path, "explored");
        // Where null is one of many values, it is the same as an absent key.
        let search = invented::Search { second: self.second.as_mut(), sent_null: Null::Folded };
        match invented::run("explored", &settings, Mode::AsShipped, VALUES, self.seed, search) {
            Ok(outcome) => {
                let fault = |failure: &Value| {
                    let place = failure.get("where").and_then(Value::as_str).unwrap_or_default();
                    Some((number_in(place)?, failure.to_string()))
                };
                Ok(Together::Values(outcome.total, outcome.failures.iter().filter_map(fault).collect()))
            }
            Err(error) => Ok(Together::Compilation(error.to_string())),
        }
    }

    /// Returns the descriptions that do not compile alone, with their errors. An error of all descriptions names
    /// lines, from which the descriptions are known.
    fn suspects(&mut self, dialect: Dialect, members: &[Member], error: &str) -> Result<Vec<(u64, String)>> {
        let text = std::fs::read_to_string(self.folder.with_file_name("roundtrip").join("src/models.rs"))
            .unwrap_or_default();
        let named = numbers_of_error(error, &text);
        let mut found = Vec::new();
        for member in members.iter().filter(|member| named.contains(&member.number)) {
            if let Together::Compilation(error) = self.together(dialect, std::slice::from_ref(member))? {
                found.push((member.number, short(&error)));
            }
        }
        if !found.is_empty() {
            return Ok(found);
        }
        // The error is not in the models of one description; search by halves.
        let mut left = members.to_vec();
        while left.len() > 1 {
            let half = left.split_off(left.len() / 2);
            match self.together(dialect, &half)? {
                Together::Compilation(_) => left = half,
                Together::Values(..) => {}
            }
        }
        match (left.first(), self.together(dialect, &left)?) {
            (Some(only), Together::Compilation(error)) => Ok(vec![(only.number, short(&error))]),
            _ => Ok(Vec::new()),
        }
    }

    /// Reduces failing descriptions. The reductions of all are compiled together in each step.
    fn reduced_together(
        &mut self,
        dialect: Dialect,
        mut failing: Vec<(Member, String)>,
    ) -> Result<Vec<(Member, String)>> {
        let mut done = BTreeSet::new();
        for _ in 0..STEPS {
            let mut candidates: Vec<(usize, Member)> = Vec::new();
            for (index, (member, _)) in failing.iter().enumerate().filter(|(index, _)| !done.contains(index))
            {
                let reductions = reduce::smaller(&member.group).into_iter();
                let sound = reductions
                    .filter(|group| matches!(alone(group, dialect), Alone::Generated))
                    .take(REDUCTIONS);
                for group in sound {
                    let number = FIRST_REDUCED + candidates.len() as u64;
                    let group = reduce::renumbered(&group, member.number, number);
                    candidates.push((index, Member { number, group }));
                }
            }
            if candidates.is_empty() {
                break;
            }
            let all: Vec<Member> = candidates.iter().map(|(_, member)| member.clone()).collect();
            let faults: BTreeMap<u64, String> = match self.together(dialect, &all)? {
                Together::Values(_, faults) => faults.into_iter().collect(),
                Together::Compilation(error) => self.suspects(dialect, &all, &error)?.into_iter().collect(),
            };
            done = (0..failing.len()).collect();
            for (index, member) in candidates {
                let Some((known, why)) = failing.get_mut(index) else { continue };
                let Some(fault) = faults.get(&member.number).filter(|fault| kind(fault) == kind(why)) else {
                    continue;
                };
                if done.remove(&index) {
                    let group = reduce::renumbered(&member.group, member.number, known.number);
                    (known.group, *why) = (group, fault.clone());
                }
            }
        }
        Ok(failing)
    }
}

/// The folder of the descriptions that once had a fault.
const KEPT: &str = "tests/explored";
const FIRST_KEPT: u64 = 900_000_000;
/// The number of the first reduction, larger than those of descriptions.
const FIRST_REDUCED: u64 = 1_000_000_000;

enum Together {
    /// The number of values, and the faults by the number of the description.
    Values(usize, Vec<(u64, String)>),
    Compilation(String),
}

fn with_members(members: &[Member], faults: Vec<(u64, String)>) -> Vec<(Member, String)> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (number, why) in faults {
        // One fault of each description suffices.
        if let Some(member) = members.iter().find(|member| member.number == number && seen.insert(number)) {
            found.push((member.clone(), why));
        }
    }
    found
}

fn merged(members: &[Member]) -> Group {
    let schemas = members.iter().flat_map(|member| member.group.schemas.clone()).collect();
    let paths = members.iter().flat_map(|member| member.group.paths.clone()).collect();
    Group { schemas, paths }
}

/// Generates one description.
fn alone(group: &Group, dialect: Dialect) -> Alone {
    let text = group.description(dialect).to_string();
    let settings = Settings::new(Path::new("explored.json"), "explored");
    let generated = catch_unwind(AssertUnwindSafe(|| {
        let source = Source::from_text("explored.json", &text)?;
        match generate(&source, &settings) {
            Ok(generated) => Ok(Ok(generated)),
            Err(report) => Ok(Err((source, report))),
        }
    }));
    match generated {
        Err(_) => Alone::Fault("the generator panics".to_owned()),
        Ok(Err(report)) => refusal(None, &report),
        Ok(Ok(Err((source, report)))) => refusal(Some(&source), &report),
        Ok(Ok(Ok(_))) => Alone::Generated,
    }
}

/// Decides about a refusal: it is a fault if an error has no place, or if a value of the refused schema is valid.
fn refusal(source: Option<&Source>, report: &Report) -> Alone {
    let mut codes = Vec::new();
    for finding in report.findings().iter().filter(|finding| finding.severity == Severity::Error) {
        let Some(place) = &finding.place else {
            return Alone::Fault(format!("an error has no place: {}", finding.what));
        };
        codes.push((finding.code.as_str(), place.pointer.as_str().to_owned()));
        if finding.code != Code::Contradiction {
            continue;
        }
        let Some(source) = source else { continue };
        if let Some(value) = valid(source, place) {
            return Alone::Fault(format!(
                "refused, though {value} is valid: {} at {}",
                finding.what, place.pointer
            ));
        }
    }
    Alone::Refused(codes)
}

/// Returns a valid value of the schema at a place, unless no value is valid by a schema around it.
fn valid(source: &Source, place: &Place) -> Option<Value> {
    let around = std::iter::successors(Some(place.pointer.clone()), Pointer::parent);
    let mut first = None;
    // Places of branches do not count the null that 3.1 writes as a branch, so any of them may be meant.
    let list = place.pointer.parent().map(|list| place.at(list));
    let count =
        list.as_ref().and_then(|list| source.value(list)).and_then(Value::as_array).map_or(0, Vec::len);
    let branches =
        list.iter().flat_map(|list| (0..count).map(|index| list.index(index).pointer)).collect::<Vec<_>>();
    let around = branches.into_iter().chain(around);
    for pointer in around.filter(|pointer| source.value(&place.at(pointer.clone())).is_some_and(is_schema)) {
        let mut standard = Standard::new(source);
        let definition = standard.schema(&place.at(pointer), Way::Either);
        let mut inventor = Inventor::new(standard).ok()?;
        let value = (0..VALUES).find_map(|seed| inventor.invent(definition, seed).ok())?;
        first.get_or_insert(value);
    }
    first
}

/// Returns whether a node is a schema with keywords about values.
fn is_schema(node: &Value) -> bool {
    ["type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf", "properties", "items"]
        .iter()
        .any(|keyword| node.get(keyword).is_some())
}

/// Returns the smallest reduction that still has a fault.
fn reduced(mut group: Group, same: impl Fn(&Group) -> bool) -> Group {
    for _ in 0..200 {
        match reduce::smaller(&group).into_iter().find(&same) {
            Some(smaller) => group = smaller,
            None => break,
        }
    }
    group
}

/// Returns the kind of a fault, by which a reduction is recognized: the words before the first value.
fn kind(why: &str) -> String {
    let why = serde_json::from_str::<Value>(why)
        .ok()
        .and_then(|failure| Some(failure.get("why")?.as_str()?.to_owned()))
        .unwrap_or_else(|| why.to_owned());
    let end = why
        .find(|c: char| c == '`' || c == '"' || c == '{' || c == '\n' || c.is_ascii_digit())
        .unwrap_or(why.len());
    why.get(..end.max(12)).unwrap_or(&why).to_owned()
}

/// Returns the first error of rustc.
fn short(error: &str) -> String {
    let lines: Vec<&str> = error.lines().skip_while(|line| !line.starts_with("error")).take(6).collect();
    if lines.is_empty() { error.to_owned() } else { lines.join("\n") }
}

/// Writes the description of a fault as a folder in the form of a fixture.
pub(crate) fn keep(folder: &Path, seed: u64, fault: &Fault) -> Result<()> {
    let folder = folder.join(format!("{seed}-{}", fault.number));
    std::fs::create_dir_all(&folder)?;
    let why: String = fault.why.lines().map(|line| format!("# {line}\n")).collect();
    let yaml = serde_yaml::to_string(&fault.description)?;
    std::fs::write(folder.join("openapi.yaml"), format!("{why}{yaml}"))?;
    Ok(())
}

//! What the generator and its clients cost: every figure beside what it is held against, taken in the same run.

mod calls;
mod crates;
mod downstream;
mod edit;
mod generation;
mod growth;
mod peers;
mod size;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use crate::measure::{self, Cost};
use crate::{Result, say};

/// What to measure.
pub(crate) struct Options {
    pub(crate) corpus: PathBuf,
    pub(crate) only: Vec<Group>,
    pub(crate) report: Option<PathBuf>,
    pub(crate) baseline: Option<PathBuf>,
}

/// Figures that are taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// Generated lines and bytes an operation; crates of a program.
    Size,
    /// Instructions of one call that lists 200 images.
    Calls,
    /// Generation of large descriptions, the whole process.
    Generation,
    /// `cargo check` of generated crates alone.
    Check,
    /// `cargo build --release` of a generated crate alone, and the program's size.
    Release,
    /// A clean build of a program.
    Downstream,
    /// `cargo check` of a program after one description has changed.
    Edit,
    /// Generation and check as operations grow in number.
    Growth,
}

/// One figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Figure {
    name: String,
    unit: String,
    ours: f64,
    /// What it is held against, by name.
    others: Vec<(String, f64)>,
    goal: Option<Goal>,
}

/// What a figure should be at most.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Goal {
    /// So many times the least of the others.
    Times(f64),
    /// So much, in the figure's unit.
    AtMost(f64),
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Report {
    figures: Vec<Figure>,
}

impl Figure {
    fn new(name: impl Into<String>, unit: &str, ours: f64) -> Self {
        Self { name: name.into(), unit: unit.to_owned(), ours, others: Vec::new(), goal: None }
    }

    fn beside(mut self, name: impl Into<String>, value: f64) -> Self {
        self.others.push((name.into(), value));
        self
    }

    fn goal(self, goal: Goal) -> Self {
        Self { goal: Some(goal), ..self }
    }

    /// The least of the others.
    fn best(&self) -> Option<&(String, f64)> {
        self.others.iter().min_by(|one, other| one.1.total_cmp(&other.1))
    }

    fn ratio(&self) -> Option<f64> {
        self.best().map(|(_, best)| self.ours / best)
    }

    /// Whether it is as it should be; none where nobody says how it should be, or there is nothing to hold it
    /// against.
    fn is_met(&self) -> Option<bool> {
        match self.goal? {
            Goal::Times(times) => Some(self.ratio()? <= times),
            Goal::AtMost(most) => Some(self.ours <= most),
        }
    }

    /// As a line of a table.
    fn line(&self) -> String {
        let (best, ratio) = match self.best() {
            Some((name, best)) => (format!("{best:.2} ({name})"), format!("{:.3}", self.ours / best)),
            None => ("-".to_owned(), "-".to_owned()),
        };
        let goal = match self.goal {
            Some(Goal::Times(times)) => format!("≤ {times:.2} ×"),
            Some(Goal::AtMost(most)) => format!("≤ {most}"),
            None => "-".to_owned(),
        };
        let met = match self.is_met() {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        };
        format!(
            "{:<46} {:>6} {:>12.2} {best:>28} {ratio:>7} {goal:>9} {met}",
            self.name, self.unit, self.ours
        )
    }
}

/// Where measuring takes place, and what it has given so far.
struct Bench {
    corpus: PathBuf,
    scratch: PathBuf,
    report: Option<PathBuf>,
    taken: RefCell<Report>,
}

/// Takes the figures; false where one is worse than the baseline allows.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let bench = Bench {
        corpus: options.corpus.clone(),
        scratch: std::env::current_dir()?.join("target/bench"),
        report: options.report.clone(),
        taken: RefCell::default(),
    };
    std::fs::create_dir_all(&bench.scratch)?;
    let head = ["figure", "unit", "ours", "best of the others", "ratio", "goal"];
    let [name, unit, ours, best, ratio, goal] = head;
    say(&format!("{name:<46} {unit:>6} {ours:>12} {best:>28} {ratio:>7} {goal:>9} met"));
    for group in Group::value_variants() {
        if !options.only.is_empty() && !options.only.contains(group) {
            continue;
        }
        match group {
            Group::Size => size::measure(&bench)?,
            Group::Calls => calls::measure(&bench)?,
            Group::Generation => generation::measure(&bench)?,
            Group::Check => crates::check(&bench)?,
            Group::Release => crates::release(&bench)?,
            Group::Downstream => downstream::measure(&bench)?,
            Group::Edit => edit::measure(&bench)?,
            Group::Growth => growth::measure(&bench)?,
        }
    }
    match &options.baseline {
        Some(path) => Ok(holds(&bench.taken.borrow(), &read(path)?)),
        None => Ok(true),
    }
}

fn read(path: &Path) -> Result<Report> {
    Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
}

impl Report {
    /// Adds a figure, in place of the one that it had before.
    fn add(&mut self, figure: Figure) {
        let is_it = |other: &&mut Figure| other.name == figure.name && other.unit == figure.unit;
        match self.figures.iter_mut().find(is_it) {
            Some(other) => *other = figure,
            None => self.figures.push(figure),
        }
    }
}

/// How much worse than the baseline a figure may be.
const ROOM: f64 = 1.05;

/// Whether no figure is worse than it was. What was held against something is compared by its ratio: machines
/// differ.
fn holds(now: &Report, baseline: &Report) -> bool {
    let mut holds = true;
    for before in &baseline.figures {
        let found =
            now.figures.iter().find(|figure| figure.name == before.name && figure.unit == before.unit);
        let Some(figure) = found else { continue };
        let (was, is) = match (before.ratio(), figure.ratio()) {
            (Some(was), Some(is)) => (was, is),
            _ => (before.ours, figure.ours),
        };
        if is > was * ROOM {
            say(&format!("{} ({}) was {was:.3} and is {is:.3}", figure.name, figure.unit));
            holds = false;
        }
    }
    holds
}

impl Bench {
    /// Says a figure and writes it down at once: a run takes long and may be cut off. What the report's file held of
    /// others stays.
    fn take(&self, figure: Figure) -> Result<()> {
        say(&figure.line());
        if let Some(path) = &self.report {
            let mut report = if path.exists() { read(path)? } else { Report::default() };
            report.add(figure.clone());
            std::fs::write(path, serde_json::to_string_pretty(&report)? + "\n")?;
        }
        self.taken.borrow_mut().add(figure);
        Ok(())
    }

    /// Runs a command, which must succeed, and says what it took.
    fn run<S: AsRef<str>>(&self, name: &str, command: &[S]) -> Result<Cost> {
        let log = self.scratch.join(format!("{name}.log"));
        let command: Vec<String> = command.iter().map(|word| word.as_ref().to_owned()).collect();
        let cost = measure::run(&command, &log)?;
        if !cost.succeeded {
            return Err(format!("`{}` fails: see {}", command.join(" "), log.display()).into());
        }
        Ok(cost)
    }

    /// The cheapest of some runs: what else the machine does only adds to it.
    fn least<S: AsRef<str>>(&self, runs: usize, name: &str, command: &[S]) -> Result<Cost> {
        let mut least = self.run(name, command)?;
        for _ in 1..runs {
            let cost = self.run(name, command)?;
            least.wall_s = least.wall_s.min(cost.wall_s);
            least.cpu_s = least.cpu_s.min(cost.cpu_s);
            least.peak_mb = least.peak_mb.min(cost.peak_mb);
        }
        Ok(least)
    }

    /// A program of this workspace, built for release.
    fn program(&self, package: &str, binary: &str) -> Result<String> {
        self.run("build", &["cargo", "build", "--quiet", "--release", "--package", package])?;
        Ok(Path::new("target/release").join(binary).canonicalize()?.to_string_lossy().into_owned())
    }

    /// The command-line tool.
    fn generator(&self) -> Result<String> {
        self.program("openapi-client-cli", "openapi-client")
    }

    /// A description of the corpus.
    fn description(&self, path: &str) -> Result<String> {
        Ok(self.corpus.join("specs").join(path).canonicalize()?.to_string_lossy().into_owned())
    }
}

/// A path as an argument.
fn argument(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(figures: &[Figure]) -> Report {
        let mut report = Report::default();
        figures.iter().cloned().for_each(|figure| report.add(figure));
        report
    }

    #[test]
    fn a_goal_is_of_the_best_of_the_others() {
        let figure = Figure::new("check", "CPU s", 8.0).beside("slow", 60.0).beside("fast", 40.0);
        assert_eq!(figure.ratio(), Some(0.2));
        assert_eq!(figure.clone().goal(Goal::Times(0.25)).is_met(), Some(true));
        assert_eq!(figure.goal(Goal::Times(0.15)).is_met(), Some(false));
        let alone = Figure::new("check", "CPU s", 8.0);
        assert_eq!(alone.clone().goal(Goal::Times(0.25)).is_met(), None);
        assert_eq!(alone.goal(Goal::AtMost(7.9)).is_met(), Some(false));
    }

    #[test]
    fn what_is_worse_than_the_baseline_is_noticed() {
        let baseline = report(&[
            Figure::new("calls", "M instr", 3.0).beside("by hand", 4.0),
            Figure::new("operation", "lines", 200.0),
        ]);
        // Twice as many instructions, by the same ratio: another compiler, say.
        let same = Figure::new("calls", "M instr", 6.0).beside("by hand", 8.0);
        assert!(holds(&report(&[same, Figure::new("operation", "lines", 209.0)]), &baseline));
        assert!(!holds(&report(&[Figure::new("operation", "lines", 211.0)]), &baseline));
        assert!(!holds(&report(&[Figure::new("calls", "M instr", 3.0).beside("by hand", 3.0)]), &baseline));
    }

    #[test]
    fn a_figure_takes_the_place_of_the_one_before() {
        let report =
            report(&[Figure::new("a", "s", 1.0), Figure::new("a", "MB", 2.0), Figure::new("a", "s", 3.0)]);
        let ours: Vec<f64> = report.figures.iter().map(|figure| figure.ours).collect();
        assert_eq!(ours, [3.0, 2.0]);
    }
}

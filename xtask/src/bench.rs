//! Benchmarks of the generator and its clients. Each figure has the figures of alternatives from the same
//! run.

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
use crate::{Result, print};

/// What to measure.
pub(crate) struct Options {
    pub(crate) corpus: PathBuf,
    pub(crate) only: Vec<Group>,
    pub(crate) report: Option<PathBuf>,
    pub(crate) baseline: Option<PathBuf>,
}

/// A group of figures that are measured together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// Generated lines and bytes per operation; crates of a program.
    Size,
    /// Instructions of one call that lists 200 images.
    Calls,
    /// Generation of large descriptions, as a whole process.
    Generation,
    /// `cargo check` of generated crates alone.
    Check,
    /// `cargo build --release` of a generated crate alone, and the program's size.
    Release,
    /// A clean build of a program.
    Downstream,
    /// `cargo check` of a program after one description has changed.
    Edit,
    /// Generation and `cargo check` for growing numbers of operations.
    Growth,
}

/// One figure.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Figure {
    name: String,
    unit: String,
    ours: f64,
    /// The figures of alternatives, by name.
    others: Vec<(String, f64)>,
    goal: Option<Goal>,
}

/// The largest acceptable value of a figure.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Goal {
    /// A multiple of the smallest alternative.
    Times(f64),
    /// A value in the unit of the figure.
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

    /// Returns the smallest alternative.
    fn best(&self) -> Option<&(String, f64)> {
        self.others.iter().min_by(|one, other| one.1.total_cmp(&other.1))
    }

    fn ratio(&self) -> Option<f64> {
        self.best().map(|(_, best)| self.ours / best)
    }

    /// Returns whether the figure reaches its goal; `None` if it has no goal, or no alternative to compare
    /// with.
    fn is_met(&self) -> Option<bool> {
        match self.goal? {
            Goal::Times(times) => Some(self.ratio()? <= times),
            Goal::AtMost(most) => Some(self.ours <= most),
        }
    }

    /// Returns the row of a table.
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

/// The paths of a run, and its figures so far.
struct Bench {
    corpus: PathBuf,
    scratch: PathBuf,
    report: Option<PathBuf>,
    taken: RefCell<Report>,
}

/// Measures the figures. Returns `false` if one is worse than the baseline allows.
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
    print(&format!("{name:<46} {unit:>6} {ours:>12} {best:>28} {ratio:>7} {goal:>9} met"));
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
    /// Adds a figure, or replaces the one with the same name and unit.
    fn add(&mut self, figure: Figure) {
        let is_it = |other: &&mut Figure| other.name == figure.name && other.unit == figure.unit;
        match self.figures.iter_mut().find(is_it) {
            Some(other) => *other = figure,
            None => self.figures.push(figure),
        }
    }
}

/// The largest allowed ratio of a figure to its baseline.
const TOLERANCE: f64 = 1.05;

/// Returns whether no figure is worse than its baseline. Figures with alternatives are compared by their
/// ratios, because machines differ.
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
        if is > was * TOLERANCE {
            print(&format!("{} ({}) was {was:.3} and is {is:.3}", figure.name, figure.unit));
            holds = false;
        }
    }
    holds
}

impl Bench {
    /// Prints a figure and saves it at once, because a run takes long and may be interrupted. Other figures
    /// in the report file are kept.
    fn take(&self, figure: Figure) -> Result<()> {
        print(&figure.line());
        if let Some(path) = &self.report {
            let mut report = if path.exists() { read(path)? } else { Report::default() };
            report.add(figure.clone());
            std::fs::write(path, serde_json::to_string_pretty(&report)? + "\n")?;
        }
        self.taken.borrow_mut().add(figure);
        Ok(())
    }

    /// Runs a command and returns its cost.
    ///
    /// # Errors
    /// Fails if the command does.
    fn run<S: AsRef<str>>(&self, name: &str, command: &[S]) -> Result<Cost> {
        let log = self.scratch.join(format!("{name}.log"));
        let command: Vec<String> = command.iter().map(|word| word.as_ref().to_owned()).collect();
        let cost = measure::run(&command, &log)?;
        if !cost.succeeded {
            return Err(format!("`{}` fails: see {}", command.join(" "), log.display()).into());
        }
        Ok(cost)
    }

    /// Returns the lowest cost of several runs, because other work of the machine only adds to it.
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

    /// Returns the path of a program of this workspace, in release mode.
    fn program(&self, package: &str, binary: &str) -> Result<String> {
        self.run("build", &["cargo", "build", "--quiet", "--release", "--package", package])?;
        Ok(Path::new("target/release").join(binary).canonicalize()?.to_string_lossy().into_owned())
    }

    /// Returns the path of `openapi-client`.
    fn generator(&self) -> Result<String> {
        self.program("openapi-client-cli", "openapi-client")
    }

    /// Returns the path of a description in the corpus.
    fn description(&self, path: &str) -> Result<String> {
        Ok(self.corpus.join("specs").join(path).canonicalize()?.to_string_lossy().into_owned())
    }
}

/// Returns a path as an argument of a command.
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
        // Twice as many instructions at the same ratio, as by another compiler.
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

//! Real descriptions, broken at random: nothing panics, overflows or hangs, what is refused has a place, and
//! what is generated compiles.

use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use openapi_client_codegen::{Code, Generated, Report, Settings, Source, generate, open};
use serde::{Deserialize, Serialize};

use crate::mutation::{Numbers, mutate, nodes};
use crate::{Result, corpus, say};

/// What to run.
pub(crate) struct Options {
    /// A description, or the folder of a corpus.
    pub(crate) path: PathBuf,
    pub(crate) only: Vec<String>,
    /// How many mutants of each description.
    pub(crate) count: u64,
    pub(crate) seed: u64,
    /// How many of the mutants that were generated to compile, of each description.
    pub(crate) compile: usize,
    pub(crate) report: Option<PathBuf>,
}

/// A generator that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What became of the mutants of one description.
#[derive(Debug, Default, Serialize)]
struct Outcome {
    name: String,
    mutants: u64,
    /// Runs that ended in Rust, and in a report of errors. Each mutant is run twice, lenient and not.
    generated: usize,
    refused: usize,
    compiled: usize,
    failures: Vec<String>,
}

/// A line of what the process that runs the mutants says.
#[derive(Debug, Serialize, Deserialize)]
enum Line {
    Begun(u64),
    Generated,
    Refused,
    Failed(String),
}

/// Runs the mutants; true when there is nothing to mend.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let mut outcomes = Vec::new();
    for (name, settings) in corpus::descriptions(&options.path, &options.only)? {
        let mut outcome = Outcome { name, mutants: options.count, ..Outcome::default() };
        watch(&settings, options, &mut outcome)?;
        compile(&settings, options, &mut outcome)?;
        for failure in &outcome.failures {
            say(&format!("  {failure}"));
        }
        say(&format!(
            "{}: {} mutants, {} runs generated, {} refused, {} compiled, {} failures",
            outcome.name,
            outcome.mutants,
            outcome.generated,
            outcome.refused,
            outcome.compiled,
            outcome.failures.len()
        ));
        outcomes.push(outcome);
    }
    if let Some(path) = &options.report {
        std::fs::write(path, serde_json::to_string_pretty(&outcomes)?)?;
    }
    Ok(outcomes.iter().all(|outcome| outcome.failures.is_empty()))
}

/// Watches the process that runs the mutants, and begins another behind a mutant that ended or held one.
fn watch(settings: &Settings, options: &Options, outcome: &mut Outcome) -> Result<()> {
    let mut next = 0;
    while next < options.count {
        let (mut child, lines) = spawn(settings, options, next)?;
        let ending = loop {
            match lines.recv_timeout(PATIENCE) {
                Ok(Line::Begun(mutant)) => next = mutant,
                Ok(Line::Generated) => outcome.generated += 1,
                Ok(Line::Refused) => outcome.refused += 1,
                Ok(Line::Failed(why)) => outcome.failures.push(why),
                Err(RecvTimeoutError::Timeout) => break Some("hangs".to_owned()),
                Err(RecvTimeoutError::Disconnected) => {
                    let status = child.wait()?;
                    break (!status.success()).then(|| format!("ends the process: {status}"));
                }
            }
        };
        child.kill()?;
        child.wait()?;
        let Some(ending) = ending else { return Ok(()) };
        outcome.failures.push(format!("mutant {next} {ending}"));
        next += 1;
    }
    Ok(())
}

fn spawn(settings: &Settings, options: &Options, first: u64) -> Result<(Child, Receiver<Line>)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("mutants-of")
        .arg(&settings.description)
        .args([first, options.count, options.seed].map(|number| number.to_string()))
        .args(settings.root.as_deref())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = BufReader::new(child.stdout.take().ok_or("there is no output to read")?);
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let lines = output.lines().map_while(std::result::Result::ok);
        for line in lines.filter_map(|line| serde_json::from_str(&line).ok()) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    Ok((child, receiver))
}

/// The process that runs the mutants of one description, from `first` on.
pub(crate) fn child(
    description: PathBuf,
    root: Option<PathBuf>,
    first: u64,
    count: u64,
    seed: u64,
) -> Result<bool> {
    let mut settings = Settings::new(description, "mutant");
    settings.root = root;
    let mutator = Mutator::open(&settings, seed)?;
    let tell = |line: &Line| -> Result<()> {
        say(&serde_json::to_string(line)?);
        Ok(())
    };
    for number in first..count {
        tell(&Line::Begun(number))?;
        let (mutant, done) = mutator.mutant(number);
        for lenient in [false, true] {
            settings.lenient = lenient;
            let name = format!("mutant {number}, {}, {done}", if lenient { "lenient" } else { "strict" });
            let outcome = catch_unwind(AssertUnwindSafe(|| generate(&mutant, &settings)));
            tell(&match outcome {
                Err(panic) => Line::Failed(format!("{name}: {}", message(panic.as_ref()))),
                Ok(Ok(generated)) => fault(&generated.report)
                    .map_or(Line::Generated, |why| Line::Failed(format!("{name}: {why}"))),
                Ok(Err(report)) if !report.has_errors() => {
                    Line::Failed(format!("{name}: it fails without a word"))
                }
                Ok(Err(report)) => {
                    fault(&report).map_or(Line::Refused, |why| Line::Failed(format!("{name}: {why}")))
                }
            })?;
        }
    }
    Ok(true)
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    format!("it panics: {}", text.unwrap_or_default())
}

/// What is wrong with a report: each finding must have a place, and none be the generator's own fault.
fn fault(report: &Report) -> Option<String> {
    let faulty = report.findings().iter().find(|finding| {
        finding.position.is_none() && finding.code != Code::UnreadableFile || finding.code == Code::Internal
    });
    faulty.map(|finding| format!("this has no place, or is the generator's fault: {finding}"))
}

/// A description that is read once, and the places of its nodes.
struct Mutator {
    source: Source,
    nodes: Vec<Vec<String>>,
    seed: u64,
}

impl Mutator {
    fn open(settings: &Settings, seed: u64) -> Result<Self> {
        let source = open(settings)?;
        let nodes = source.roots().map(|root| source.value(&root).map(nodes).unwrap_or_default()).collect();
        Ok(Self { source, nodes, seed })
    }

    /// One mutant, and what was done to it.
    fn mutant(&self, number: u64) -> (Source, String) {
        let mut numbers = Numbers(self.seed.wrapping_mul(1_000_003).wrapping_add(number));
        let mut mutant = self.source.clone();
        let mut done = Vec::new();
        for _ in 0..=numbers.below(3) {
            let file = numbers.below(self.nodes.len());
            let (Some(root), Some(nodes)) = (mutant.roots().nth(file), self.nodes.get(file)) else {
                continue;
            };
            mutant.change(&root, |document| done.push(mutate(document, nodes, &mut numbers)));
        }
        (mutant, done.join(", "))
    }
}

/// Compiles some of the mutants that become Rust, as modules of one crate.
fn compile(settings: &Settings, options: &Options, outcome: &mut Outcome) -> Result<()> {
    if options.compile == 0 {
        return Ok(());
    }
    let mut settings = settings.clone();
    settings.lenient = true;
    let mutator = Mutator::open(&settings, options.seed)?;
    let mut chosen: Vec<(u64, Generated, String)> = Vec::new();
    for number in 0..options.count {
        if chosen.len() == options.compile {
            break;
        }
        let (mutant, done) = mutator.mutant(number);
        let generated = catch_unwind(AssertUnwindSafe(|| generate(&mutant, &settings)));
        if let Ok(Ok(generated)) = generated {
            chosen.push((number, generated, done));
        }
    }
    let folder = std::env::current_dir()?.join("target/mutants");
    let modules = chosen.iter().map(|(number, generated, _)| (format!("mutant_{number}"), &generated.output));
    let log = corpus::check_modules(&folder, modules)?;
    outcome.compiled = chosen.len();
    let Some(log) = log else { return Ok(()) };
    for (number, _, done) in chosen {
        let errors = log.matches(&format!("mutant_{number}/")).count();
        if errors > 0 {
            outcome.failures.push(format!("mutant {number} does not compile: {done}"));
        }
    }
    let first = log.lines().find(|line| line.starts_with("error")).unwrap_or_default();
    outcome.failures.push(format!("{first}, see {}", folder.join("check.log").display()));
    Ok(())
}

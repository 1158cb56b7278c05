//! Random mutations of real descriptions: nothing panics or hangs, errors have places, and generated code
//! compiles.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use openapi_client_codegen::{Code, Generated, Report, Settings, Source, generate, open};
use serde::{Deserialize, Serialize};

use crate::splice::Splicer;
use crate::{Result, corpus, measure, print};
use support::mutation::{Numbers, mutate, nodes};

/// What to run.
pub(crate) struct Options {
    /// A description, or the folder of a corpus.
    pub(crate) path: PathBuf,
    pub(crate) only: Vec<String>,
    /// The number of mutants of each description.
    pub(crate) count: u64,
    pub(crate) seed: u64,
    /// The number of generated mutants to compile, for each description.
    pub(crate) compile: usize,
    pub(crate) report: Option<PathBuf>,
    /// Copies nodes of one description into another; `count` is then the number of all mutants.
    pub(crate) splice: bool,
}

/// The source of mutants.
pub(crate) enum Subject {
    /// Mutations of one description.
    Description(Box<Settings>),
    /// A corpus whose descriptions exchange nodes.
    Corpus(PathBuf, Vec<String>),
}

impl Subject {
    fn open(&self, seed: u64) -> Result<Mutator> {
        match self {
            Self::Description(settings) => {
                Broken::open(settings, seed).map(|broken| Mutator::Broken(Box::new(broken)))
            }
            Self::Corpus(path, only) => Splicer::open(path, only, seed).map(Mutator::Spliced),
        }
    }

    /// Returns the arguments of the process that runs the mutants, which follow their numbers.
    fn arguments(&self) -> Vec<OsString> {
        match self {
            Self::Description(settings) => {
                let root = settings.root.iter().map(|root| root.as_os_str().to_owned());
                [settings.description.as_os_str().to_owned()].into_iter().chain(root).collect()
            }
            Self::Corpus(path, only) => {
                let only = only.iter().map(OsString::from);
                ["--splice".into(), path.as_os_str().to_owned()].into_iter().chain(only).collect()
            }
        }
    }
}

/// The limits of one run: seconds of CPU time, and megabytes in addition to those in use before.
const CPU_SECONDS: f64 = 2.0;
const MEGABYTES: f64 = 200.0;

/// The time without output after which the generator counts as hanging.
const PATIENCE: Duration = Duration::from_secs(120);

/// The results of the mutants of one description.
#[derive(Debug, Default, Serialize)]
struct Outcome {
    name: String,
    mutants: u64,
    /// The number of runs that generated code, and of those that reported errors. Each mutant runs twice,
    /// lenient and strict.
    generated: usize,
    refused: usize,
    compiled: usize,
    failures: Vec<String>,
}

/// A line of output of the process that runs the mutants.
#[derive(Debug, Serialize, Deserialize)]
enum Line {
    Begun(u64),
    Generated,
    Refused,
    Failed(String),
}

/// Runs the mutants. Returns whether there are no failures.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let mut outcomes = Vec::new();
    let subjects = if options.splice {
        vec![("spliced".to_owned(), Subject::Corpus(options.path.clone(), options.only.clone()))]
    } else {
        let descriptions = corpus::descriptions(&options.path, &options.only)?.into_iter();
        descriptions.map(|(name, settings)| (name, Subject::Description(Box::new(settings)))).collect()
    };
    for (name, subject) in subjects {
        let mut outcome = Outcome { name, mutants: options.count, ..Outcome::default() };
        let begun = Instant::now();
        watch(&subject, options, &mut outcome)?;
        let rate = options.count as f64 / begun.elapsed().as_secs_f64();
        compile(&subject, options, &mut outcome)?;
        for failure in &outcome.failures {
            print(&format!("  {failure}"));
        }
        print(&format!(
            "{}: {} mutants, {rate:.0} a second, {} runs generated, {} refused, {} compiled, {} failures",
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

/// Watches the process that runs the mutants. After a mutant that ends or blocks the process, starts another
/// process with the next mutant.
fn watch(subject: &Subject, options: &Options, outcome: &mut Outcome) -> Result<()> {
    let mut next = 0;
    while next < options.count {
        let (mut child, lines) = spawn(subject, options, next)?;
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

fn spawn(subject: &Subject, options: &Options, first: u64) -> Result<(Child, Receiver<Line>)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("mutants-of")
        .args([first, options.count, options.seed].map(|number| number.to_string()))
        .args(subject.arguments())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let output = BufReader::new(child.stdout.take().ok_or("the process has no output")?);
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

/// Runs the mutants from `first` on, in the child process.
pub(crate) fn child(subject: &Subject, first: u64, count: u64, seed: u64) -> Result<bool> {
    let mutator = subject.open(seed)?;
    let tell = |line: &Line| -> Result<()> {
        print(&serde_json::to_string(line)?);
        Ok(())
    };
    for number in first..count {
        tell(&Line::Begun(number))?;
        let (mutant, done) = mutator.mutant(number);
        for lenient in [false, true] {
            let name = format!("mutant {number}, {}, {done}", if lenient { "lenient" } else { "strict" });
            tell(&tried(&mutant, lenient).unwrap_or_else(|why| Line::Failed(format!("{name}: {why}"))))?;
        }
    }
    Ok(true)
}

/// Generates a mutant.
///
/// # Errors
/// Fails if that panics, exceeds a limit, or reports a finding without a place.
fn tried(mutant: &Source, lenient: bool) -> std::result::Result<Line, String> {
    let mut settings = Settings::new("mutant", "mutant");
    settings.lenient = lenient;
    let before = measure::Own::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| generate(mutant, &settings)));
    let (cpu_s, peak_mb) = before.since();
    if cpu_s > CPU_SECONDS || peak_mb > MEGABYTES {
        return Err(format!("it takes {cpu_s:.1} s and {peak_mb:.0} MB"));
    }
    match outcome {
        Err(panic) => Err(message(panic.as_ref())),
        Ok(Ok(generated)) => fault(&generated.report).map_or(Ok(Line::Generated), Err),
        Ok(Err(report)) if !report.has_errors() => Err("generation fails without an error".to_owned()),
        Ok(Err(report)) => fault(&report).map_or(Ok(Line::Refused), Err),
    }
}

fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
    format!("it panics: {}", text.unwrap_or_default())
}

/// Returns the problem with a report: each finding must have a place, and none may be a fault of the
/// generator.
fn fault(report: &Report) -> Option<String> {
    let faulty = report.findings().iter().find(|finding| {
        finding.position.is_none() && finding.code != Code::UnreadableFile || finding.code == Code::Internal
    });
    faulty.map(|finding| format!("this has no place, or is the generator's fault: {finding}"))
}

/// A generator of mutants.
enum Mutator {
    Broken(Box<Broken>),
    Spliced(Splicer),
}

impl Mutator {
    /// Returns a mutant, and the changes to it.
    fn mutant(&self, number: u64) -> (Source, String) {
        match self {
            Self::Broken(broken) => broken.mutant(number),
            Self::Spliced(splicer) => splicer.mutant(number),
        }
    }
}

/// A description that is read once, and the places of its nodes.
struct Broken {
    source: Source,
    nodes: Vec<Vec<String>>,
    seed: u64,
}

impl Broken {
    fn open(settings: &Settings, seed: u64) -> Result<Self> {
        let source = open(settings)?;
        let nodes = source.roots().map(|root| source.value(&root).map(nodes).unwrap_or_default()).collect();
        Ok(Self { source, nodes, seed })
    }

    /// Returns a mutant, and the changes to it.
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

/// Compiles some of the generated mutants, as modules of one crate.
fn compile(subject: &Subject, options: &Options, outcome: &mut Outcome) -> Result<()> {
    if options.compile == 0 {
        return Ok(());
    }
    let mut settings = Settings::new("mutant", "mutant");
    settings.lenient = true;
    let mutator = subject.open(options.seed)?;
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

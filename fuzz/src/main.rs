//! A fuzzer for every parser of foreign text: descriptions, and the bodies and headers of responses.
//!
//! Each target starts from the texts in `corpus/NAME` and runs a number of mutants, which depend on a seed,
//! so that a run can be repeated. A text that fails is printed and kept in `target/fuzz`; once the fault is
//! fixed, it belongs in the corpus.

mod calls;
mod mutant;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use clap::Parser;

use mutant::Mutator;
use targets::{TARGETS, Target};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The longest time that a text may take. The corpora hold texts of a few kilobytes, which take milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Parser)]
struct Arguments {
    /// The number of mutants of each target.
    #[arg(long, default_value_t = 10_000)]
    iterations: u64,
    /// Selects the mutants.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Runs only this target.
    #[arg(long)]
    target: Option<String>,
    /// Writes each mutant to this file before it runs, to find one that ends the process.
    #[arg(long, requires = "target")]
    trace: Option<PathBuf>,
    /// Runs one file and nothing else.
    #[arg(long, requires = "target")]
    file: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool> {
    let Some(name) = &arguments.target else { return children(arguments) };
    let target = TARGETS
        .iter()
        .find(|target| target.name == name)
        .ok_or_else(|| format!("unknown target `{name}`"))?;
    if let Some(file) = &arguments.file {
        let failure = tried(target, &std::fs::read(file)?);
        failure.iter().for_each(|failure| say(failure));
        return Ok(failure.is_none());
    }
    let corpus = corpus(target)?;
    let mut mutator = Mutator::new(arguments.seed, target.words);
    let begun = Instant::now();
    for number in 0..corpus.len() as u64 + arguments.iterations {
        // The corpus itself comes first.
        let whole = usize::try_from(number).ok().and_then(|number| corpus.get(number)).cloned();
        let bytes = whole.unwrap_or_else(|| mutator.mutant(&corpus));
        if let Some(path) = &arguments.trace {
            std::fs::write(path, &bytes)?;
        }
        if let Some(failure) = tried(target, &bytes) {
            let kept = kept(target, &bytes)?;
            say(&format!("{name}: {failure}\nrun: fuzz --target {name} --file {}", kept.display()));
            return Ok(false);
        }
    }
    say(&format!(
        "{name}: {} mutants of {} texts in {:.1?}",
        arguments.iterations,
        corpus.len(),
        begun.elapsed()
    ));
    Ok(true)
}

/// Runs each target in a process of its own, because a stack overflow ends the process.
fn children(arguments: &Arguments) -> Result<bool> {
    let mut is_right = true;
    for target in TARGETS {
        let command = || {
            let mut command = Command::new(std::env::current_exe()?);
            command.args(["--target", target.name, "--seed", &arguments.seed.to_string()]);
            command.args(["--iterations", &(arguments.iterations / target.weight).to_string()]);
            std::io::Result::Ok(command)
        };
        let status = command()?.status()?;
        is_right &= status.success();
        if !status.success() && status.code() != Some(1) {
            let kept = kept(target, b"")?;
            command()?.arg("--trace").arg(&kept).status()?;
            say(&format!("{}: ends the process: {}", target.name, kept.display()));
        }
    }
    Ok(is_right)
}

/// Runs a target on a text. Returns the failure, if there is one.
fn tried(target: &Target, bytes: &[u8]) -> Option<String> {
    let begun = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(bytes)));
    let took = begun.elapsed();
    match outcome {
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Some(format!("it panics: {}", text.unwrap_or_default()))
        }
        Ok(Err(failure)) => Some(failure),
        Ok(Ok(())) => (took > PATIENCE).then(|| format!("it takes {took:?}")),
    }
}

fn corpus(target: &Target) -> Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target.name);
    let mut files = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<Vec<PathBuf>>>()?;
    files.sort();
    Ok(files.iter().map(std::fs::read).collect::<std::io::Result<Vec<_>>>()?)
}

/// Keeps a text that failed.
fn kept(target: &Target, bytes: &[u8]) -> Result<PathBuf> {
    let folder = Path::new("target/fuzz");
    std::fs::create_dir_all(folder)?;
    let path = folder.join(target.name);
    std::fs::write(&path, bytes)?;
    Ok(path)
}

#[expect(clippy::print_stdout, reason = "this is a program for the terminal")]
fn say(line: &str) {
    println!("{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All texts of the corpus, which once failed, pass now, and so do a few of their mutants.
    #[test]
    fn every_text_of_the_corpora_passes() {
        for target in TARGETS {
            let corpus = corpus(target).unwrap();
            let mut mutator = Mutator::new(1, target.words);
            let mutants: Vec<Vec<u8>> = (0..300 / target.weight).map(|_| mutator.mutant(&corpus)).collect();
            for bytes in corpus.iter().chain(&mutants) {
                let text = String::from_utf8_lossy(bytes);
                assert_eq!(tried(target, bytes), None, "{}: {text}", target.name);
            }
        }
    }
}

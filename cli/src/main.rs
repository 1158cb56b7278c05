//! `openapi-client`: the maintainer's commands.

mod api;
mod arguments;
mod check;
mod coverage;
mod diff;
mod docs;
mod excerpt;
mod explain;
mod formats;
mod generate;
mod input;
mod new;
mod revision;
mod terminal;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use openapi_client_codegen::Report;

use crate::arguments::{Arguments, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Why a command did not do what it was asked for.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The description or the settings are wrong.
    Findings(Report),
    /// The same, shown already.
    Shown(String),
    /// Anything else, in words.
    Words(String),
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::Findings(report)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Words(error.to_string())
    }
}

/// Whether all is well: `false` where a command found what it was asked to look for.
pub(crate) type Outcome = Result<bool, Failure>;

fn effective(options: &arguments::Effective) -> Outcome {
    let source = openapi_client_codegen::open(&options.input.settings()?)?;
    terminal::data(&source.effective(options.file.as_deref())?);
    Ok(true)
}

/// Parses the command line. clap's messages repeat invalid arguments, which may hold any characters.
fn arguments() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| {
        let message = error.render().to_string();
        if terminal::lines(&message) != message {
            terminal::remark(&terminal::lines(&message));
            std::process::exit(error.exit_code());
        }
        error.exit()
    })
}

/// 0: done. 1: something is wrong, or is not as it was asked to be. 2: the command line is (by clap).
fn main() -> ExitCode {
    let arguments = arguments();
    terminal::colour(arguments.color);
    let outcome = match arguments.command {
        Command::New(options) => new::run(&options),
        Command::Generate(options) => generate::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Effective(options) => effective(&options),
        Command::Coverage(options) => coverage::run(&options),
        Command::Docs(options) => docs::run(&options),
        Command::Api(options) => api::run(&options),
        Command::Explain { code } => explain::run(code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "openapi-client", &mut script);
            terminal::say(&String::from_utf8_lossy(&script));
            Ok(true)
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(Failure::Findings(report)) => {
            terminal::remark(&excerpt::render(report.findings()));
            ExitCode::FAILURE
        }
        Err(Failure::Shown(shown)) => {
            terminal::remark(&shown);
            ExitCode::FAILURE
        }
        Err(Failure::Words(words)) => {
            terminal::remark(&excerpt::words(&words));
            ExitCode::FAILURE
        }
    }
}

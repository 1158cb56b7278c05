//! The command `openapi-client`.

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
mod manual;
mod new;
mod revision;
mod settings;
mod terminal;
mod update;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use openapi_client_codegen::Report;

use crate::arguments::{Arguments, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The error of a command.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Findings about the description or the settings.
    Findings(Report),
    /// Findings that are already rendered.
    Shown(String),
    /// Any other error, as a message.
    Words(String),
    /// A change that `--deny` forbids; it is already printed.
    Denied,
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

/// The result of a command: `false` if a check failed.
pub(crate) type Outcome = Result<bool, Failure>;

fn effective(options: &arguments::Effective) -> Outcome {
    let source = openapi_client_codegen::open(&options.input.settings()?)?;
    terminal::data(&source.effective(options.file.as_deref())?);
    Ok(true)
}

/// Parses the command line. clap's messages repeat invalid arguments, which may contain control characters.
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

/// The exit code of `diff` for a change that `--deny` forbids.
const DENIED: u8 = 3;

/// Exits with 0 on success, with 1 after an error or a failed check, with 2 if the command line is invalid
/// (by clap), and with [`DENIED`].
fn main() -> ExitCode {
    let arguments = arguments();
    terminal::colour(arguments.color);
    let outcome = match arguments.command {
        Command::New(options) => new::run(&options),
        Command::Generate(options) => generate::run(&options),
        Command::Check(options) => check::run(&options),
        Command::Diff(options) => diff::run(&options),
        Command::Update(options) => update::run(&options),
        Command::Effective(options) => effective(&options),
        Command::Coverage(options) => coverage::run(&options),
        Command::Docs(options) => docs::run(&options),
        Command::Api(options) => api::run(&options),
        Command::Settings(options) => settings::run(&options),
        Command::Explain { code } => explain::run(code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "openapi-client", &mut script);
            terminal::print(&String::from_utf8_lossy(&script));
            Ok(true)
        }
        Command::Man(options) => manual::run(&options),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(Failure::Findings(report)) => {
            terminal::remark(&excerpt::render(&report.summary()));
            ExitCode::FAILURE
        }
        Err(Failure::Shown(shown)) => {
            terminal::remark(&shown);
            ExitCode::FAILURE
        }
        Err(Failure::Denied) => ExitCode::from(DENIED),
        Err(Failure::Words(words)) => {
            terminal::remark(&excerpt::words(&words));
            ExitCode::FAILURE
        }
    }
}

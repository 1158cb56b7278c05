//! `openapi-client`: the maintainer's commands.

mod api;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use openapi_client_codegen::{Report, Settings, generate, open};

/// Generates Rust clients of OpenAPI descriptions.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the same modules as build.rs does, into a folder.
    ///
    /// For example: openapi-client generate spec/images.toml --out generated
    Generate {
        /// The settings file.
        settings: PathBuf,
        /// The folder; it is made if it is not there.
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints what a description becomes: operations with their arguments, and models with their fields.
    ///
    /// For example: openapi-client api openapi.yaml --json
    Api(api::Arguments),
}

/// 0: done. 1: the description or the settings are wrong. 2: the command line is (by clap).
fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Generate { settings, out } => run(&settings, &out),
        Command::Api(arguments) => api::run(&arguments).map(|(text, report)| {
            print(&text);
            report.to_string()
        }),
    };
    match outcome {
        Ok(message) => {
            say(&message);
            ExitCode::SUCCESS
        }
        Err(report) => {
            say(&report.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(settings: &Path, out: &Path) -> Result<String, Report> {
    let settings = Settings::open(settings)?;
    let source = open(&settings)?;
    let generated = generate(&source, &settings)?;
    let written = generated.output.write_to(out)?;
    Ok(format!("{}{} files written, {} unchanged\n", generated.report, written.changed, written.same))
}

#[expect(clippy::print_stderr, reason = "this is a program for the terminal")]
fn say(message: &str) {
    eprint!("{message}");
}

/// What a reader that has gone away does not take is nobody's loss.
fn print(text: &str) {
    use std::io::Write as _;
    drop(std::io::stdout().lock().write_all(text.as_bytes()));
}

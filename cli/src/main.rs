//! `openapi-client`: the maintainer's commands.

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
}

/// 0: done. 1: the description or the settings are wrong. 2: the command line is (by clap).
fn main() -> ExitCode {
    let Command::Generate { settings, out } = Arguments::parse().command;
    match run(&settings, &out) {
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

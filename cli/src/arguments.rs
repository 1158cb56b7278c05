//! The command line, by clap. Its help teaches by example.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::terminal::Color;

/// Rust clients of OpenAPI descriptions: generated, checked and compared.
///
/// Most commands take a description (OpenAPI or Swagger, YAML or JSON) or a settings file (TOML), which names the
/// description and says how its client is generated.
#[derive(Debug, Parser)]
#[command(
    name = "openapi-client",
    version,
    after_help = "A day's work:
  openapi-client check openapi.yaml              what is wrong, where, and what to do
  openapi-client diff HEAD:client.toml client.toml   what changes for those who use it
  openapi-client generate client.toml            write the client's modules
  openapi-client generate client.toml --check    fail when they are stale

Exit codes: 0 done, 1 something is wrong or not as asked, 2 the command line is."
)]
pub(crate) struct Arguments {
    /// When to colour.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Generate(Generate),
    Check(Check),
    Diff(Diff),
    Api(Api),
    /// Says what a diagnostic means and what to do about it.
    #[command(after_help = "Examples:
  openapi-client explain dangling-reference
  openapi-client explain                         every code, a line each")]
    Explain {
        /// The code, as it stands in brackets behind a finding; all of them where it is left out.
        code: Option<String>,
    },
    /// Prints what a shell needs to complete these commands.
    #[command(after_help = "Examples:
  openapi-client completions bash > ~/.local/share/bash-completion/completions/openapi-client
  openapi-client completions fish > ~/.config/fish/completions/openapi-client.fish")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// Writes the modules of a client into a folder, only those that changed.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client generate client.toml                    into the folder that the settings name
  openapi-client generate client.toml --out src/api      into another
  openapi-client generate client.toml --check            in CI: fails when what is committed is stale")]
pub(crate) struct Generate {
    /// The settings file.
    pub(crate) settings: PathBuf,
    /// The folder; it is made if it is not there. The settings can name it as `output`.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Writes nothing, and fails where a module in the folder is not what would be written.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Says everything that is wrong or noteworthy about a description, with the place and what to do.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client check openapi.yaml
  openapi-client check client.toml --deny warnings       in CI: a warning fails too
  openapi-client check openapi.yaml --lenient            what would be survived
  openapi-client check openapi.yaml --format github      as annotations of a pull request
  openapi-client check openapi.yaml --format sarif > findings.sarif")]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How findings are written.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// What else than an error makes the command fail.
    #[arg(long, value_enum)]
    pub(crate) deny: Option<Deny>,
}

/// Says what a changed description changes for those who use the client, and which version that asks for.
///
/// Both sides are descriptions or settings files, each as a path or, in a git repository, as REV:PATH.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client diff old.yaml new.yaml
  openapi-client diff HEAD:client.toml client.toml              what is not committed yet
  openapi-client diff v1.4.2:spec/api.yaml HEAD:spec/api.yaml --current 1.4.2
  openapi-client diff old.yaml new.yaml --format markdown >> CHANGELOG.md
  openapi-client diff old.yaml new.yaml --deny breaking         in CI")]
pub(crate) struct Diff {
    /// The description as it was.
    pub(crate) old: String,
    /// The description as it is.
    pub(crate) new: String,
    /// How the changes are written.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: DiffFormat,
    /// The same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// The client's version now, to be told the next one.
    #[arg(long, value_name = "VERSION")]
    pub(crate) current: Option<String>,
    /// Fails when there is such a change.
    #[arg(long, value_enum, value_name = "WEIGHT")]
    pub(crate) deny: Option<DenyChange>,
    /// The folder that references to other files may reach; the description's own unless said otherwise.
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Takes for a warning what is wrong and can be survived, on both sides.
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// How changes are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Grouped, with places, for people.
    Text,
    /// A draft for a changelog.
    Markdown,
    /// One JSON object: verdict, next version, `changes[]` with weight, item, what, old, new.
    Json,
}

/// Which change makes `diff` fail.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DenyChange {
    /// One that may break those who use the client.
    Breaking,
    /// That, or one that adds to it.
    Additive,
}

/// Prints what a description becomes: operations with their arguments, and models with their fields.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client api openapi.yaml
  openapi-client api client.toml --json          the form that docs/api-listing.md describes")]
pub(crate) struct Api {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Prints the whole listing as JSON, in the form that docs/api-listing.md describes.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a command reads.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// The description, or a settings file (`.toml`).
    #[arg(value_name = "DESCRIPTION")]
    pub(crate) path: PathBuf,
    /// Overlays to apply, in order, after those that the settings name.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The folder that references to other files may reach; the description's own unless said otherwise.
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Takes for a warning what is wrong and can be survived.
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// With the source they are about, for people.
    Text,
    /// One JSON object: `findings[]` with severity, code, file, line, column, pointer, message, help.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
}

/// What makes a command fail.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings.
    Warnings,
    /// Warnings and notes.
    Notes,
}

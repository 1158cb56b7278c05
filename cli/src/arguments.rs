//! The command line, parsed by clap. The help of each command has examples.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use openapi_client_codegen::Code;

use crate::terminal::Color;

/// Generates, checks and compares Rust clients of OpenAPI descriptions.
///
/// Most commands take a description (OpenAPI or Swagger, YAML or JSON) or a settings file (TOML), which names
/// the description and configures the generated client.
#[derive(Debug, Parser)]
#[command(
    name = "openapi-client",
    version,
    after_help = "Examples:
  openapi-client new openapi.yaml --out client       create a crate
  openapi-client check openapi.yaml                  report problems, with positions and fixes
  openapi-client diff HEAD:client.toml client.toml   list changes that affect users of the client
  openapi-client update new.yaml                     take a new description into a crate
  openapi-client coverage client.toml                list what is generated, ignored and unsupported
  openapi-client generate client.toml                write the client's modules
  openapi-client generate client.toml --check        fail if the modules are out of date
  openapi-client settings                            print the page of all settings

Exit codes: 0 success, 1 problems found or a check failed, 2 invalid command line, 3 a change that `diff --deny` forbids."
)]
pub(crate) struct Arguments {
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    New(New),
    Generate(Generate),
    Check(Check),
    Diff(Diff),
    Update(Update),
    Effective(Effective),
    #[command(alias = "ledger")]
    Coverage(Coverage),
    Docs(Docs),
    Api(Api),
    Settings(Settings),
    /// Explains a diagnostic: what it means, why it matters and how to fix it.
    #[command(after_help = "Examples:
  openapi-client explain dangling-reference
  openapi-client explain                         list all codes")]
    Explain {
        /// The code of a finding, without the brackets; lists all codes if omitted.
        #[arg(value_parser = Codes, hide_possible_values = true)]
        code: Option<String>,
    },
    /// Prints a completion script for a shell.
    #[command(after_help = "Examples:
  openapi-client completions bash > ~/.local/share/bash-completion/completions/openapi-client
  openapi-client completions fish > ~/.config/fish/completions/openapi-client.fish")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    Man(Man),
}

/// Accepts every text, so that `explain` can suggest a code; shells complete the codes.
#[derive(Debug, Clone)]
pub(crate) struct Codes;

impl TypedValueParser for Codes {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let value = |code: &Code| PossibleValue::new(code.as_str()).help(code.meaning());
        Some(Box::new(Code::ALL.iter().map(value)))
    }
}

/// Prints the page of all settings, or their JSON Schema.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client settings | less
  openapi-client settings --schema > client.schema.json    for editors: `#:schema ./client.schema.json` in client.toml")]
pub(crate) struct Settings {
    /// Prints the JSON Schema of a settings file.
    #[arg(long)]
    pub(crate) schema: bool,
}

/// Writes a man page for each command.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client man --out ~/.local/share/man/man1
  openapi-client man --out pages                      man -l pages/openapi-client-diff.1 shows one")]
pub(crate) struct Man {
    /// The folder, which is created if it does not exist.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// Creates a crate from a description, ready to build, test and publish.
///
/// The crate's build script generates the client; with --committed, the generated code is part of the crate.
/// The description and every file that it refers to are copied into the crate.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client new openapi.yaml --out my-client
  openapi-client new openapi.yaml --out my-client --committed       the generated code is part of the crate
  openapi-client new openapi.yaml --out my-client --tag-features    one cargo feature per tag
  openapi-client new openapi.yaml --out my-client --lenient         although the description has errors")]
pub(crate) struct New {
    /// The description.
    pub(crate) description: PathBuf,
    /// The folder of the crate; it must be empty or not exist.
    #[arg(long)]
    pub(crate) out: PathBuf,
    /// The name of the package; defaults to the folder's name.
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Writes the generated code into the crate instead of a build script that generates it.
    #[arg(long)]
    pub(crate) committed: bool,
    /// Puts the operations of each tag, and the models that only they use, behind a cargo feature.
    #[arg(long)]
    pub(crate) tag_features: bool,
    /// The folder that must contain all referenced files; defaults to the folder of the description.
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Reports recoverable errors as warnings.
    #[arg(long)]
    pub(crate) lenient: bool,
    /// The folder with the sources of openapi-client, on which the crate depends; defaults to those from
    /// which this program was built, if they still exist.
    #[arg(long, value_name = "DIR")]
    pub(crate) crates: Option<PathBuf>,
    /// Depends on the crates of crates.io, even if the sources exist.
    #[arg(long, conflicts_with = "crates")]
    pub(crate) published: bool,
}

/// Writes the modules of a client into a folder; unchanged files are not touched.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client generate client.toml                    into the folder in the settings
  openapi-client generate client.toml --out src/api      into another folder
  openapi-client generate client.toml --check            in CI: fails if the committed code is out of date")]
pub(crate) struct Generate {
    /// The settings file.
    pub(crate) settings: PathBuf,
    /// The folder, which is created if it does not exist; defaults to `output` in the settings.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
    /// Writes nothing, and fails if a module in the folder is out of date.
    #[arg(long)]
    pub(crate) check: bool,
}

/// Reports every problem in a description, with its position and a fix.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client check openapi.yaml
  openapi-client check client.toml --deny warnings       in CI: warnings fail too
  openapi-client check openapi.yaml --lenient            recoverable errors as warnings
  openapi-client check openapi.yaml --format github      as annotations of a pull request
  openapi-client check openapi.yaml --format sarif > findings.sarif")]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) input: Input,
    /// The format of the findings.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// The severity that makes the command fail, in addition to errors.
    #[arg(long, value_enum)]
    pub(crate) deny: Option<Deny>,
}

/// Lists the changes that affect users of the client, and the semantic version that they require.
///
/// Each side is a description or a settings file, named by a path or, in a git repository, by REV:PATH.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client diff old.yaml new.yaml
  openapi-client diff HEAD:client.toml client.toml              uncommitted changes
  openapi-client diff v1.4.2:spec/api.yaml HEAD:spec/api.yaml --current 1.4.2
  openapi-client diff old.yaml new.yaml --format markdown >> CHANGELOG.md
  openapi-client diff old.yaml new.yaml --deny breaking         in CI")]
pub(crate) struct Diff {
    /// The old description.
    pub(crate) old: String,
    /// The new description.
    pub(crate) new: String,
    /// The format of the changes.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: DiffFormat,
    /// The same as `--format json`.
    #[arg(long, conflicts_with = "format")]
    pub(crate) json: bool,
    /// The current version of the client; the output then has the next version.
    #[arg(long, value_name = "VERSION")]
    pub(crate) current: Option<String>,
    /// Exits with 3 if there is a change of this weight or a heavier one.
    #[arg(long, value_enum, value_name = "WEIGHT")]
    pub(crate) deny: Option<DenyChange>,
    /// The folder that must contain all referenced files; defaults to the folder of the description.
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Reports recoverable errors as warnings, on both sides.
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// Replaces the description of a crate by a new one, regenerates its modules, and lists what changes.
///
/// Prints the changes as `diff` does, the next version, an entry for the changelog, and the findings that are
/// new or gone. If the new description has errors, or anything else fails, nothing changes.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client update ~/Downloads/openapi.yaml
  openapi-client update ../api/specification --settings client.toml    a folder with the entry file and others
  curl -s https://api.example/openapi.json | openapi-client update -
  openapi-client update new.yaml --dry-run                             only print")]
pub(crate) struct Update {
    /// The new description: its entry file, the folder of an entry file with the present name, or `-` for the
    /// standard input.
    pub(crate) description: PathBuf,
    /// The settings file of the crate, which names its description.
    #[arg(long, value_name = "FILE", default_value = "client.toml")]
    pub(crate) settings: PathBuf,
    /// Writes nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The folder that must contain all referenced files of the new description.
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
}

/// The format of changes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Grouped text, with positions.
    Text,
    /// A draft for a changelog.
    Markdown,
    /// One JSON object: verdict, next version, `changes[]` with weight, item, what, old, new.
    Json,
}

/// The changes that make `diff` fail.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum DenyChange {
    /// Changes after which programs may not compile.
    Breaking,
    /// These, and changes on the wire.
    Wire,
    /// All of these, and additive changes.
    Additive,
}

/// Writes a reference of the client in Markdown, with one page per tag and one per model.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client docs client.toml --out docs/reference
  openapi-client docs client.toml --out ../wiki          into another repository")]
pub(crate) struct Docs {
    /// The settings file.
    pub(crate) settings: PathBuf,
    /// The folder, which is created if it does not exist; only generated pages are replaced.
    #[arg(long)]
    pub(crate) out: PathBuf,
}

/// Prints the generated API: operations with their arguments, and models with their fields.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client api openapi.yaml
  openapi-client api client.toml --json          in the format of docs/api-listing.md")]
pub(crate) struct Api {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Prints the listing as JSON, in the format that docs/api-listing.md describes.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Reports whether each node of a description is generated, ignored or unsupported.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client coverage openapi.yaml
  openapi-client coverage client.toml --html coverage.html     a page without external resources
  openapi-client coverage client.toml --deny-unsupported       in CI: fails if a node is unsupported")]
pub(crate) struct Coverage {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Also writes an HTML page: coverage by tag and kind, the largest types, and the nodes that are not
    /// generated.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// The format of the coverage report.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: CoverageFormat,
    /// Fails if a node is unsupported.
    #[arg(long)]
    pub(crate) deny_unsupported: bool,
}

/// The format of the coverage report.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum CoverageFormat {
    /// Counts by kind, and the reasons for nodes that are not generated.
    Table,
    /// One JSON object: counts, and `entries[]` with kind, name, verdict, why and place.
    Json,
}

/// The input of a command.
#[derive(Debug, Args)]
pub(crate) struct Input {
    /// The description, or a settings file (`.toml`); `-` is a description from the standard input.
    #[arg(value_name = "DESCRIPTION")]
    pub(crate) path: PathBuf,
    /// Overlays, applied in order after those in the settings.
    #[arg(long, value_name = "FILE")]
    pub(crate) overlay: Vec<PathBuf>,
    /// The folder that must contain all referenced files; defaults to the folder of the description.
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// Reports recoverable errors as warnings.
    #[arg(long)]
    pub(crate) lenient: bool,
}

/// Prints the description with all overlays applied.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  openapi-client effective client.toml > effective.yaml
  openapi-client effective openapi.yaml --overlay fixes.yaml
  openapi-client effective openapi.yaml --overlay fixes.yaml --file models/image.yaml")]
pub(crate) struct Effective {
    #[command(flatten)]
    pub(crate) input: Input,
    /// Prints this file, to which the description refers, instead of the description.
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

/// The format of findings.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// Text with excerpts of the source.
    Text,
    /// One JSON object: `findings[]` with severity, code, file, line, column, pointer, message, help,
    /// overlay_action.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
}

/// The findings that make a command fail, in addition to errors.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings.
    Warnings,
    /// Warnings and notes.
    Notes,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    /// Returns the command lines in the help of a command, without remarks, redirections and pipes.
    fn examples(command: &clap::Command) -> Vec<Vec<String>> {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let line = |line: &str| {
            let (_, line) = line.split_once("openapi-client ")?;
            let line = line.split("   ").next().unwrap_or_default();
            let line = line.split(['>', '|']).next().unwrap_or_default();
            Some(line.split_whitespace().map(str::to_owned).collect())
        };
        help.lines().filter(|line| line.starts_with("  ")).filter_map(line).collect()
    }

    #[test]
    fn every_command_has_two_examples_which_are_valid() {
        let program = Arguments::command();
        for command in program.get_subcommands().chain([&program]) {
            let (name, examples) = (command.get_name(), examples(command));
            assert!(examples.len() >= 2, "{name}: {examples:?}");
            for example in examples {
                let words = ["openapi-client".to_owned()].into_iter().chain(example);
                let parsed = Arguments::try_parse_from(words.clone());
                assert!(parsed.is_ok(), "{name}: {}: {parsed:?}", words.collect::<Vec<_>>().join(" "));
            }
        }
    }

    #[test]
    fn codes_are_completed() {
        let mut script = Vec::new();
        clap_complete::generate(
            clap_complete::Shell::Bash,
            &mut Arguments::command(),
            "openapi-client",
            &mut script,
        );
        let script = String::from_utf8(script).unwrap();
        assert!(Code::ALL.iter().all(|code| script.contains(code.as_str())), "{script}");
    }
}

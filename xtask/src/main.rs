//! Tools for developing this project that take too long for `cargo test`.

mod bench;
#[cfg(feature = "chaos")]
mod chaos;
mod conformance;
mod corpus;
mod count;
mod edits;
mod explore;
mod history;
mod invent;
mod locality;
mod measure;
mod mutants;
mod roundtrip;
mod splice;
mod stability;
mod supported;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The result of a tool; errors are messages for people.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generates every description of a corpus as a crate and checks that it compiles.
    ///
    /// DIR contains `manifest.json` and `specs/<dir>/<entry>`. Results are saved in target/corpus, so that an
    /// interrupted run continues.
    Corpus {
        /// The folder of the corpus.
        dir: PathBuf,
        /// Runs only entries with these names.
        #[arg(long, num_args = 1..)]
        only: Vec<String>,
        /// Generates without compiling.
        #[arg(long)]
        no_compile: bool,
        /// Ignores saved results.
        #[arg(long)]
        fresh: bool,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
        /// Writes the report as a page, such as docs/corpus.md.
        #[arg(long)]
        table: Option<PathBuf>,
    },
    /// Measures the cost of the generator and its clients, compared with handwritten code and other
    /// generators on PATH.
    ///
    /// All figures together take most of an hour. Measure on an idle machine.
    Bench {
        /// Measures only these groups.
        #[arg(long, num_args = 1.., value_enum)]
        only: Vec<bench::Group>,
        /// The folder of the corpus.
        #[arg(long, default_value = "../shared/corpus")]
        corpus: PathBuf,
        /// Writes the figures as JSON; other figures in the file are kept.
        #[arg(long)]
        report: Option<PathBuf>,
        /// Compares with a report, and fails if a figure is more than 5 % worse.
        #[arg(long)]
        baseline: Option<PathBuf>,
    },
    /// Compiles a program against the client of each edit in tests/edits.
    Edits {
        /// Compiles only edits whose names contain this text.
        #[arg(long)]
        only: Option<String>,
    },
    /// Edits a description in several places, and counts the changed lines of generated code.
    Locality {
        /// The description.
        description: PathBuf,
        /// The folder that must contain all referenced files.
        #[arg(long)]
        root: Option<PathBuf>,
        /// Writes the counts as a page, such as docs/locality.md.
        #[arg(long)]
        table: Option<PathBuf>,
    },
    /// Generates the client of each commit of a description, and compares it with the one before.
    History {
        /// The repository, also a bare one.
        repository: PathBuf,
        /// The entry file, relative to the top of the repository.
        #[arg(long)]
        description: PathBuf,
        /// The number of commits, the newest ones.
        #[arg(long, default_value_t = 100)]
        count: usize,
        /// The number of pairs that rustc checks, spread over the history.
        #[arg(long, default_value_t = 0)]
        compile: usize,
        /// Writes the figures as a page, such as docs/history.md.
        #[arg(long)]
        table: Option<PathBuf>,
        /// Writes the results of each pair as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Changes the order of each description of a corpus, adds unrelated schemas and operations, and counts the
    /// names that differ.
    Stability {
        /// The folder of the corpus.
        dir: PathBuf,
        /// Changes only entries with these names.
        #[arg(long, num_args = 1..)]
        only: Vec<String>,
        /// The seed of the order.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Decodes values by the generated types and encodes them again.
    ///
    /// INSTANCES contains `groups[]` (the name of a component schema, and valid values) or `examples[]`
    /// (method, path, in, status, value). Without it, values are generated for every named schema and every
    /// JSON body.
    Roundtrip {
        /// The description, or the folder of a corpus for generated values.
        description: PathBuf,
        /// The values.
        #[arg(required_unless_present = "invent")]
        instances: Option<PathBuf>,
        /// The number of values to generate for each schema.
        #[arg(long, conflicts_with = "instances")]
        invent: Option<u64>,
        /// The seed of generated values.
        #[arg(long, requires = "invent")]
        seed: Option<u64>,
        /// Runs only entries with these names.
        #[arg(long, num_args = 1.., requires = "invent")]
        only: Vec<String>,
        /// Generates with the default settings, which are stricter; counts the undeclared keys that the
        /// client drops.
        #[arg(long)]
        as_shipped: bool,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Mutates descriptions at random, and checks that nothing panics, errors have places and generated code
    /// compiles.
    Mutants {
        /// The description, or the folder of a corpus.
        path: PathBuf,
        /// Runs only entries with these names.
        #[arg(long, num_args = 1..)]
        only: Vec<String>,
        /// The number of mutants of each description.
        #[arg(long, default_value_t = 1000)]
        count: u64,
        /// The seed of the mutants.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The number of mutants of each description to compile.
        #[arg(long, default_value_t = 0)]
        compile: usize,
        /// Copies nodes of one description into another, for descriptions under 1 MB; COUNT is the number of
        /// all mutants.
        #[arg(long)]
        splice: bool,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Searches the space of descriptions: writes random ones, and checks laws that hold for every description.
    ///
    /// The smallest description of each fault is written to a folder of its own, in the form of a fixture.
    Explore {
        /// The seed; the same seed and number give the same description.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The number of the first description.
        #[arg(long, default_value_t = 0)]
        first: u64,
        /// The number of descriptions of each law.
        #[arg(long, default_value_t = 300)]
        count: u64,
        /// Writes only these versions of OpenAPI.
        #[arg(long, num_args = 1.., value_enum)]
        dialect: Vec<explore::Dialect>,
        /// Checks only these laws.
        #[arg(long, num_args = 1.., value_enum)]
        only: Vec<explore::Law>,
        /// Stops each law after this many minutes.
        #[arg(long)]
        minutes: Option<f64>,
        /// Reports faults as they were found, which is faster.
        #[arg(long)]
        unreduced: bool,
        /// The folder for the descriptions of faults.
        #[arg(long, default_value = "target/explore/faults")]
        faults: PathBuf,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Determines which fields of OpenAPI have an effect on the client, by a small description for each.
    Support {
        /// Writes the result as a page, such as docs/support.md.
        #[arg(long)]
        table: Option<PathBuf>,
        /// Adds how often `explore` tried each keyword, from its report.
        #[arg(long)]
        explored: Option<PathBuf>,
    },
    /// Calls a faulty server, and counts violations on both sides: a write that is processed twice, the
    /// response of another call, a call that ends after its deadline or never, a panic, memory that grows.
    Chaos {
        /// The number of calls.
        #[arg(long, default_value_t = 10_000)]
        calls: u64,
        /// Selects the faults.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Blocks a thread for each call, instead of awaiting it.
        #[arg(long)]
        blocking: bool,
        /// Stops after this many minutes.
        #[arg(long)]
        minutes: Option<f64>,
        /// Excludes faults, by their names in the table.
        #[arg(long, num_args = 1..)]
        leave_out: Vec<String>,
    },
    /// Runs conformance suites of other projects.
    Conformance {
        #[command(subcommand)]
        suite: Suite,
    },
    /// Generates one description into the folder of a crate, for `corpus`.
    #[command(hide = true)]
    GenerateEntry {
        /// The description.
        description: PathBuf,
        /// The name of the package.
        package: String,
        /// The folder of the crate's sources.
        out: PathBuf,
        /// The folder that must contain all referenced files.
        root: Option<PathBuf>,
    },
    /// Runs mutants, for `mutants`.
    #[command(hide = true)]
    MutantsOf {
        /// The first mutant.
        first: u64,
        /// The number of mutants.
        count: u64,
        /// The seed of the mutants.
        seed: u64,
        /// Copies nodes of one description into another.
        #[arg(long)]
        splice: bool,
        /// The description, or the corpus.
        path: PathBuf,
        /// The folder that references may reach, or the names of entries.
        rest: Vec<String>,
    },
    /// Runs a command and writes its cost, for `corpus`.
    #[command(hide = true)]
    Measure {
        /// The output file.
        report: PathBuf,
        /// The command.
        #[arg(trailing_var_arg = true)]
        command: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
enum Suite {
    /// Runs JSONTestSuite with both JSON readers: DIR is the folder of the suite.
    Json {
        /// The folder of the suite.
        dir: PathBuf,
        /// Writes the choices as a page, such as docs/json.md.
        #[arg(long)]
        table: Option<PathBuf>,
    },
    /// Checks the type of each binding of a dynamic reference: DIR contains descriptions.
    DynamicReferences {
        /// The folder of the suite.
        dir: PathBuf,
    },
    /// Runs the implementation of JSONPath for overlays: FILE is `cts.json` of the JSONPath compliance test
    /// suite.
    Jsonpath {
        /// The suite.
        file: PathBuf,
    },
    /// Applies and checks overlays: DIR contains `compliant-sets` and `tests`.
    Overlay {
        /// The folder of the suite.
        dir: PathBuf,
    },
    /// Checks valid and invalid descriptions: DIR contains `tests/schema`.
    OpenapiSchemaTests {
        /// The folder of the suite.
        dir: PathBuf,
    },
    /// Checks the encoding of parameters: FILE contains `vectors[]` (params, expect).
    Params {
        /// The vectors.
        file: PathBuf,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Sends every operation of a description to a mock that validates requests and supports `Prefer: code=`,
    /// such as Prism.
    Prism {
        /// The description.
        description: PathBuf,
        /// The URL of the mock.
        #[arg(long)]
        server: String,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Tests retries, paging, authentication and errors against a scripted server: DIR contains
    /// `openapi.json` and `tests/*.json`.
    Behaviour {
        /// The folder of the suite.
        dir: PathBuf,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Expands the URI templates (RFC 6570) for which OpenAPI has a style: DIR contains `*.json` of the
    /// template suite.
    UriTemplates {
        /// The folder of the suite.
        dir: PathBuf,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
    /// Checks complete calls: DIR contains `vectors.json` (scenarios with calls) and
    /// `openapi/<version>/*.yaml`.
    Spector {
        /// The folder of the suite.
        dir: PathBuf,
        /// The version of OpenAPI, such as 3.0.
        #[arg(long)]
        openapi: String,
        /// The URL of the suite's server.
        #[arg(long)]
        server: String,
        /// The number of scenarios that must pass, if some are known to fail.
        #[arg(long)]
        at_least: Option<usize>,
        /// Writes the report as JSON.
        #[arg(long)]
        report: Option<PathBuf>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Corpus { dir, only, no_compile, fresh, report, table } => {
            corpus::run(&corpus::Options { dir, only, no_compile, fresh, report, table })
        }
        Command::Bench { only, corpus, report, baseline } => {
            bench::run(&bench::Options { only, corpus, report, baseline })
        }
        Command::Stability { dir, only, seed } => stability::run(&dir, &only, seed),
        Command::Locality { description, root, table } => locality::run(&description, root, table.as_deref()),
        Command::History { repository, description, count, compile, table, report } => {
            history::run(&history::Options {
                repository,
                description,
                count,
                compiled: compile,
                table,
                report,
            })
        }
        Command::Edits { only } => edits::run(only.as_deref()),
        Command::Roundtrip { description, instances, invent, seed, only, as_shipped, report } => {
            let mode = if as_shipped { roundtrip::Mode::AsShipped } else { roundtrip::Mode::ByTheLetter };
            match (instances, invent) {
                (Some(instances), _) => roundtrip::run(&description, &instances, mode, report.as_deref()),
                (None, count) => roundtrip::invent(&roundtrip::Invention {
                    path: description,
                    only,
                    count: count.unwrap_or_default(),
                    seed,
                    mode,
                    report,
                }),
            }
        }
        Command::Explore { seed, first, count, dialect, only, minutes, unreduced, faults, report } => {
            explore::run(&explore::Options {
                seed,
                first,
                count,
                dialects: dialect,
                laws: only,
                minutes,
                unreduced,
                faults,
                report,
            })
        }
        Command::Support { table, explored } => supported::run(table.as_deref(), explored.as_deref()),
        #[cfg(feature = "chaos")]
        Command::Chaos { calls, seed, blocking, minutes, leave_out } => {
            chaos::run(&chaos::Options { calls, seed, blocking, minutes, leave_out })
        }
        #[cfg(not(feature = "chaos"))]
        Command::Chaos { .. } => with_chaos(),
        Command::Conformance { suite } => match suite {
            Suite::Json { dir, table } => conformance::json::run(&dir, table.as_deref()),
            Suite::Jsonpath { file } => conformance::json_path::run(&file),
            Suite::Overlay { dir } => conformance::overlay::run(&dir),
            Suite::OpenapiSchemaTests { dir } => conformance::openapi_schema::run(&dir),
            Suite::Params { file, report } => conformance::parameters::run(&file, report.as_deref()),
            Suite::DynamicReferences { dir } => conformance::dynamic::run(&dir),
            Suite::Behaviour { dir, report } => conformance::behaviour::run(&dir, report.as_deref()),
            Suite::UriTemplates { dir, report } => conformance::templates::run(&dir, report.as_deref()),
            Suite::Prism { description, server, report } => {
                conformance::prism::run(&description, &server, report.as_deref())
            }
            Suite::Spector { dir, openapi, server, at_least, report } => {
                conformance::spector::run(&conformance::spector::Options {
                    dir,
                    openapi,
                    server,
                    at_least,
                    report,
                })
            }
        },
        Command::Mutants { path, only, count, seed, compile, splice, report } => {
            mutants::run(&mutants::Options { path, only, count, seed, compile, splice, report })
        }
        Command::MutantsOf { first, count, seed, splice, path, rest } => {
            let subject = if splice {
                mutants::Subject::Corpus(path, rest)
            } else {
                let root = rest.into_iter().next().map(PathBuf::from);
                mutants::Subject::Description(Box::new(corpus::settings(path, "mutant".to_owned(), root)))
            };
            mutants::child(&subject, first, count, seed)
        }
        Command::GenerateEntry { description, package, out, root } => {
            corpus::generate_entry(description, package, &out, root)
        }
        Command::Measure { report, command } => measure::child(&report, &command),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            print(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs the same command in a build of this program with the feature `chaos`.
#[cfg(not(feature = "chaos"))]
fn with_chaos() -> Result<bool> {
    let status = std::process::Command::new("cargo")
        .args(["run", "--quiet", "--package", "xtask", "--features", "chaos", "--"])
        .args(std::env::args_os().skip(1))
        .status()?;
    Ok(status.success())
}

#[expect(clippy::print_stdout, reason = "this is a program for the terminal")]
pub(crate) fn print(line: &str) {
    println!("{line}");
}

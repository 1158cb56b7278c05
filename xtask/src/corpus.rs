//! Generates a crate from every description of a corpus, and compiles it.

mod kept;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use openapi_client_codegen::coverage::{NodeKind, Status};
use openapi_client_codegen::{Output, Settings, Severity, generate, generate_once, open};
use serde::{Deserialize, Serialize};

use crate::measure::{self, Cost};
use crate::{Result, count, print};

/// What to run.
pub(crate) struct Options {
    pub(crate) dir: PathBuf,
    pub(crate) only: Vec<String>,
    pub(crate) no_compile: bool,
    pub(crate) fresh: bool,
    pub(crate) report: Option<PathBuf>,
    pub(crate) table: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Manifest {
    specs: Vec<Spec>,
}

#[derive(Debug, Deserialize)]
struct Spec {
    name: String,
    dir: String,
    entry: String,
}

impl Spec {
    /// Returns the name of its package.
    fn package(&self) -> String {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name: String = self.name.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("entry-{name}") }
    }
}

#[derive(Debug, Default, Serialize)]
struct Report {
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Entry {
    name: String,
    declared_operations: usize,
    generated_operations: usize,
    models: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    generate_ms: f64,
    generate_peak_mb: f64,
    lines: usize,
    check_s: f64,
    rustc_peak_mb: f64,
    verdict: String,
    why: String,
    coverage: Coverage,
}

/// The coverage of a description.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Coverage {
    generated: usize,
    ignored: usize,
    unsupported: usize,
    /// The method and path of each operation that is not generated, with the reason.
    missing_operations: Vec<String>,
}

/// The output of `generate-entry` for one description.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Outcome {
    operations: usize,
    models: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    lines: usize,
    why: String,
}

/// Runs the corpus. Returns whether every entry passes.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let chosen = chosen(&options.dir, &options.only)?;
    let scratch = std::env::current_dir()?.join("target/corpus");
    if options.fresh && scratch.exists() {
        std::fs::remove_dir_all(&scratch)?;
    }
    lay_out(&scratch, &chosen)?;
    let mut report = Report::default();
    print(&format!(
        "{:<28} {:>11} {:>6} {:>5} {:>5} {:>9} {:>7} {:>8} {:>7} {:>7}  verdict",
        "entry", "operations", "models", "warn", "notes", "gen ms", "gen MB", "lines", "check s", "rustc MB"
    ));
    for spec in &chosen {
        let folder = scratch.join("entries").join(&spec.name);
        let description = options.dir.join("specs").join(&spec.dir).join(&spec.entry);
        let by = kept::shown_by(&description, options.no_compile)?;
        let entry = match kept::known(&folder, &by) {
            Some(entry) => entry,
            None => {
                let entry = entry(&options.dir, &scratch, spec, options.no_compile)?;
                kept::keep(&folder, by, &entry)?;
                entry
            }
        };
        print(&format!(
            "{:<28} {:>5}/{:<5} {:>6} {:>5} {:>5} {:>9.0} {:>7.0} {:>8} {:>7.1} {:>7.0}  {} {}",
            entry.name,
            entry.generated_operations,
            entry.declared_operations,
            entry.models,
            entry.warnings,
            entry.notes,
            entry.generate_ms,
            entry.generate_peak_mb,
            entry.lines,
            entry.check_s,
            entry.rustc_peak_mb,
            entry.verdict,
            entry.why.lines().next().unwrap_or_default(),
        ));
        report.entries.push(entry);
    }
    let passed = report.entries.iter().filter(|entry| entry.verdict == "pass").count();
    print(&format!("{passed} of {} pass", report.entries.len()));
    if let Some(path) = &options.report {
        std::fs::write(path, serde_json::to_string_pretty(&report)?)?;
    }
    if let Some(path) = &options.table {
        std::fs::write(path, table(&report, passed)?)?;
    }
    Ok(passed == report.entries.len())
}

/// Returns the report as a page.
fn table(report: &Report, passed: usize) -> Result<String> {
    let mut page = format!(
        "# Real descriptions as crates\n\nBy `cargo xtask corpus`, lenient, on two cores: {passed} of {} pass. \
         An entry passes if its client is generated, compiles and has all operations.\nSeconds are CPU time of \
         `cargo check` for the crate alone, with its dependencies built; MB are the memory of the largest process.\n\n\
         | entry | operations | types | lines | warnings | notes | generation ms | MB | check s | rustc MB | verdict |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|\n",
        report.entries.len()
    );
    for entry in &report.entries {
        writeln!(
            page,
            "| {} | {} of {} | {} | {} | {} | {} | {:.0} | {:.0} | {:.1} | {:.0} | {} |",
            entry.name,
            entry.generated_operations,
            entry.declared_operations,
            entry.models,
            entry.lines,
            entry.warnings,
            entry.notes,
            entry.generate_ms,
            entry.generate_peak_mb,
            entry.check_s,
            entry.rustc_peak_mb,
            entry.verdict,
        )?;
    }
    Ok(page)
}

/// Creates one workspace for all entries, so that their dependencies are built once.
fn lay_out(scratch: &Path, chosen: &[Spec]) -> Result<()> {
    for spec in chosen {
        let folder = scratch.join("entries").join(&spec.name);
        std::fs::create_dir_all(folder.join("src"))?;
        std::fs::write(folder.join("Cargo.toml"), manifest(&spec.package())?)?;
        if !folder.join("src/lib.rs").exists() {
            std::fs::write(folder.join("src/lib.rs"), library())?;
        }
        for module in ["client", "resources", "operations", "models", "wire", "headers", "servers"] {
            let path = folder.join(format!("src/{module}.rs"));
            if !path.exists() {
                std::fs::write(path, "")?;
            }
        }
    }
    // Cargo reads every member, so removed entries must not be members.
    std::fs::write(scratch.join("Cargo.toml"), "[workspace]\nmembers = [\"entries/*\"]\nresolver = \"3\"\n")?;
    Ok(())
}

fn library() -> String {
    format!("//! A generated client.\n#![recursion_limit = \"1024\"]\n{MODULES}")
}

const MODULES: &str = r#"pub mod models {
    include!("models.rs");
    mod wire {
        include!("wire.rs");
    }
}
pub mod operations {
    include!("operations.rs");
}
pub mod resources {
    include!("resources.rs");
}
pub mod headers {
    include!("headers.rs");
}
pub mod servers {
    include!("servers.rs");
}
pub mod client {
    include!("client.rs");
}
"#;

fn entry(dir: &Path, scratch: &Path, spec: &Spec, no_compile: bool) -> Result<Entry> {
    let folder = scratch.join("entries").join(&spec.name);
    let description = dir.join("specs").join(&spec.dir).join(&spec.entry);
    let mut entry = Entry {
        name: spec.name.clone(),
        declared_operations: count::operations(&description)?,
        ..Entry::default()
    };
    let program = std::env::current_exe()?.to_string_lossy().into_owned();
    let command = [
        program,
        "generate-entry".to_owned(),
        description.to_string_lossy().into_owned(),
        spec.package(),
        folder.join("src").to_string_lossy().into_owned(),
        dir.join("specs").join(&spec.dir).to_string_lossy().into_owned(),
    ];
    let cost = measure::run(&command, &folder.join("generate.log"))?;
    entry.generate_ms = cost.wall_s * 1_000.0;
    entry.generate_peak_mb = cost.peak_mb;
    let outcome = std::fs::read_to_string(folder.join("src/outcome.json"));
    let Ok(outcome) = outcome
        .map_err(Into::into)
        .and_then(|text| Ok::<Outcome, Box<dyn std::error::Error>>(serde_json::from_str(&text)?))
    else {
        entry.verdict = "generation-failed".to_owned();
        entry.why = last_line(&folder.join("generate.log"));
        return Ok(entry);
    };
    // Outside of the measured process, so that it does not count as a cost of generation.
    entry.coverage =
        coverage(&settings(description, spec.name.clone(), Some(dir.join("specs").join(&spec.dir))));
    entry.generated_operations = outcome.operations;
    entry.models = outcome.models;
    entry.errors = outcome.errors;
    entry.warnings = outcome.warnings;
    entry.notes = outcome.notes;
    entry.lines = outcome.lines;
    if outcome.errors > 0 || !cost.succeeded {
        entry.verdict = "generation-failed".to_owned();
        entry.why = outcome.why;
        return Ok(entry);
    }
    if !no_compile {
        let cost = check(scratch, &spec.package(), &folder)?;
        entry.check_s = cost.cpu_s;
        entry.rustc_peak_mb = cost.peak_mb;
        if !cost.succeeded {
            entry.verdict = "compile-failed".to_owned();
            entry.why = first_error(&folder.join("check.log"));
            return Ok(entry);
        }
    }
    let complete = entry.generated_operations == entry.declared_operations;
    entry.verdict = if complete { "pass" } else { "incomplete" }.to_owned();
    Ok(entry)
}

/// Checks the crate alone; its dependencies are already built.
fn check(scratch: &Path, name: &str, folder: &Path) -> Result<Cost> {
    let manifest = scratch.join("Cargo.toml").to_string_lossy().into_owned();
    let cargo = |arguments: &[&str]| -> Vec<String> {
        let base = ["cargo", "--manifest-path", &manifest].map(str::to_owned);
        let (program, rest) =
            base.split_first().map_or((String::new(), Vec::new()), |(p, r)| (p.clone(), r.to_vec()));
        [vec![program], arguments.iter().take(1).map(|a| (*a).to_owned()).collect(), rest]
            .concat()
            .into_iter()
            .chain(arguments.iter().skip(1).map(|a| (*a).to_owned()))
            .collect()
    };
    measure::run(&cargo(&["check", "-q", "-p", "openapi-client-runtime"]), &folder.join("dependencies.log"))?;
    // Cargo checks again if a file is newer than the last check.
    std::fs::write(folder.join("src/lib.rs"), library())?;
    measure::run(&cargo(&["check", "-q", "-p", name]), &folder.join("check.log"))
}

/// Checks several generated clients as modules of one crate. Returns the errors of the compiler, if there are
/// any.
pub(crate) fn check_modules<'o>(
    folder: &Path,
    modules: impl Iterator<Item = (String, &'o Output)>,
) -> Result<Option<String>> {
    let mut tree = String::from("//! Generated clients.\n#![recursion_limit = \"1024\"]\n");
    for (name, output) in modules {
        output.write_to(&folder.join("src").join(&name))?;
        let modules = MODULES.replace("include!(\"", &format!("include!(\"{name}/"));
        writeln!(tree, "pub mod {name} {{\n{modules}}}")?;
    }
    std::fs::create_dir_all(folder.join("src"))?;
    std::fs::write(folder.join("src/lib.rs"), tree)?;
    std::fs::write(folder.join("Cargo.toml"), format!("{}\n[workspace]\n", manifest("mutants")?))?;
    let arguments = ["cargo", "check", "-q", "--manifest-path"].map(str::to_owned);
    let path = folder.join("Cargo.toml").to_string_lossy().into_owned();
    let cost = measure::run(&[arguments.as_slice(), &[path]].concat(), &folder.join("check.log"))?;
    Ok(if cost.succeeded { None } else { Some(std::fs::read_to_string(folder.join("check.log"))?) })
}

fn manifest(package: &str) -> Result<String> {
    let runtime = std::env::current_dir()?.join("runtime");
    Ok(format!(
        "[package]\nname = \"{package}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[lib]\ndoctest = false\n\n\
         [dependencies]\nopenapi-client-runtime = {{ path = {runtime:?}, default-features = false, features = [\"xml\"] }}\nserde = \"1\"\n"
    ))
}

fn last_line(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned()
}

fn first_error(log: &Path) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let count = text.lines().filter(|line| line.starts_with("error")).count();
    let first = text.lines().find(|line| line.starts_with("error")).unwrap_or_default();
    format!("{count} errors, the first: {first}")
}

/// Returns the descriptions of a corpus, or a single one, with their names and settings.
pub(crate) fn descriptions(path: &Path, only: &[String]) -> Result<Vec<(String, Settings)>> {
    if !path.is_dir() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![(name, settings(path.to_owned(), "xtask".to_owned(), None))]);
    }
    let specs = chosen(path, only)?.into_iter().map(|spec| {
        let root = path.join("specs").join(&spec.dir);
        (spec.name, settings(root.join(&spec.entry), "xtask".to_owned(), Some(root)))
    });
    Ok(specs.collect())
}

/// Returns the named entries of a manifest, or all if no name is given.
fn chosen(dir: &Path, only: &[String]) -> Result<Vec<Spec>> {
    let manifest: Manifest = serde_json::from_str(&std::fs::read_to_string(dir.join("manifest.json"))?)?;
    if let Some(unknown) = only.iter().find(|name| !manifest.specs.iter().any(|spec| spec.name == **name)) {
        return Err(format!("no entry has the name `{unknown}`").into());
    }
    Ok(manifest.specs.into_iter().filter(|spec| only.is_empty() || only.contains(&spec.name)).collect())
}

pub(crate) fn settings(description: PathBuf, package: String, root: Option<PathBuf>) -> Settings {
    let mut settings = Settings::new(description, package);
    settings.lenient = true;
    settings.root = root;
    settings
}

fn coverage(settings: &Settings) -> Coverage {
    let Ok(source) = open(settings) else { return Coverage::default() };
    let Ok(generated) = generate(&source, settings) else { return Coverage::default() };
    let coverage = generated.coverage(&source);
    let counts = coverage.counts();
    let operations = coverage.entries.iter().filter(|entry| entry.kind == NodeKind::Operation);
    let missing = operations.filter_map(|entry| match &entry.status {
        Status::Generated => None,
        Status::Ignored(why) | Status::Unsupported(why) => Some(format!("{}: {why}", entry.name)),
    });
    Coverage {
        generated: counts.generated,
        ignored: counts.ignored,
        unsupported: counts.unsupported,
        missing_operations: missing.collect(),
    }
}

/// Generates one description. Its findings are in a file beside the sources.
pub(crate) fn generate_entry(
    description: PathBuf,
    package: String,
    out: &Path,
    root: Option<PathBuf>,
) -> Result<bool> {
    let settings = settings(description, package, root);
    let generated = open(&settings).and_then(|source| generate_once(source, &settings));
    let path = out.join("outcome.json");
    drop(std::fs::remove_file(&path));
    let mut outcome = Outcome::default();
    let report = match generated {
        Ok(generated) => {
            generated.output.write_to(out)?;
            outcome.operations = generated.api.operations.len();
            outcome.models = generated.api.models.len();
            outcome.lines = generated.output.modules.iter().map(|module| module.text.lines().count()).sum();
            generated.report
        }
        Err(report) => report,
    };
    let count = |severity| report.findings().iter().filter(|finding| finding.severity == severity).count();
    outcome.errors = count(Severity::Error);
    outcome.warnings = count(Severity::Warning);
    outcome.notes = count(Severity::Note);
    let first = report.findings().iter().find(|finding| finding.severity == Severity::Error);
    outcome.why = first.map(ToString::to_string).unwrap_or_default();
    std::fs::write(path, serde_json::to_string(&outcome)?)?;
    std::fs::write(out.join("report.txt"), report.to_string())?;
    Ok(outcome.errors == 0)
}

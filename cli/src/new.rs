//! `new`: creates a crate that is ready to build, test and publish.

mod package;
mod sources;
mod texts;

pub(crate) use texts::{key, paging};

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};

use openapi_client_codegen::listing::{ListedModel, Listing};
use openapi_client_codegen::text::Foreign;
use openapi_client_codegen::{
    Generated, NameProposal, OperationNames, Report, Settings, Severity, Source, absolute, listing,
};

use self::sources::Sources;
use crate::arguments::New;
use crate::{Failure, Outcome, excerpt, input, terminal};

pub(crate) fn run(options: &New) -> Outcome {
    if options.out.exists() && std::fs::read_dir(&options.out)?.next().is_some() {
        return Err(Failure::Words(format!(
            "{} is not empty\nname a folder that does not exist",
            terminal::path(&options.out)
        )));
    }
    let mut settings = Settings::new(&options.description, package(options)?);
    settings.root = options.root.clone();
    settings.lenient = options.lenient;
    settings.tag_features = options.tag_features;
    let (mut source, mut generated) =
        input::generated(&settings).map_err(|report| with_lenient(&settings, report))?;
    let mut made = listing(&generated.api);
    let mut shortened = Shortened::default();
    let proposal = generated.name_proposal();
    if proposal != NameProposal::default() {
        let before = made;
        if proposal.short_operation_names {
            settings.operation_names = OperationNames::Short;
        }
        settings.schema_prefixes = proposal.schema_prefixes;
        (source, generated) = input::generated(&settings)?;
        made = listing(&generated.api);
        shortened = Shortened::of(&before, &made);
    }
    let findings = generated.report.findings();
    terminal::remark(&excerpt::counts(findings));
    let by_code = excerpt::by_code(findings);
    if !by_code.is_empty() {
        let again = if options.lenient { " --lenient" } else { "" };
        let description = quoted(&options.description.display().to_string());
        terminal::remark(&by_code);
        terminal::remark(&format!(
            "to see them: openapi-client check {}{again}\n",
            Foreign::new(&description).line()
        ));
    }
    let sources = Sources::of(options);
    let remark = sources.remark();
    let plan = Plan { options, settings, shortened, listing: made, generated, source, sources };
    let files = plan.files()?;
    write(&options.out, &files)?;
    let out = quoted(&options.out.display().to_string());
    let remark = remark.map(|remark| format!("{remark}\n")).unwrap_or_default();
    terminal::remark(&format!(
        "{} files written\n{remark}next: cd {} && cargo test\n",
        files.len(),
        Foreign::new(&out).line()
    ));
    Ok(true)
}

/// Adds to the findings that the option `--lenient` helps, if generation survives all of their errors.
fn with_lenient(settings: &Settings, report: Report) -> Failure {
    let errors = report.findings().iter().filter(|finding| finding.severity == Severity::Error).count();
    let mut lenient = settings.clone();
    lenient.lenient = true;
    if settings.lenient || input::generated_once(&lenient).is_err() {
        return Failure::Findings(report);
    }
    let (them, are) = if errors == 1 {
        ("the error is a warning", "its node is")
    } else {
        ("the errors are warnings", "their nodes are")
    };
    Failure::Shown(format!(
        "{}with `--lenient`, {them}, and {are} replaced by the nearest sound choice\n",
        excerpt::render(&report.summary())
    ))
}

/// Writes all files, or none if one cannot be written: into a temporary folder beside `out`, which is renamed
/// once it is complete.
fn write(out: &Path, files: &[(PathBuf, String)]) -> Result<(), Failure> {
    let out = if out.exists() { std::fs::canonicalize(out)? } else { std::path::absolute(out)? };
    let parent = out
        .parent()
        .ok_or_else(|| Failure::Words("a crate cannot be the root folder of a disk".to_owned()))?;
    std::fs::create_dir_all(parent)?;
    let temporary = tempfile::Builder::new().prefix(".openapi-client").tempdir_in(parent)?;
    // Only the owner may enter the temporary folder; a folder within it gets the usual permissions.
    let complete = temporary.path().join("crate");
    for (path, text) in files {
        let failed = |error: std::io::Error| Failure::Words(format!("{}: {error}", out.join(path).display()));
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Failure::Words(format!("{} would be outside of the crate", path.display())));
        }
        let path = complete.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(&complete)).map_err(failed)?;
        let mut file =
            std::fs::OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
        file.write_all(text.as_bytes()).map_err(failed)?;
    }
    // `run` has checked that it is empty.
    if out.exists() {
        std::fs::remove_dir(&out)?;
    }
    Ok(std::fs::rename(&complete, &out)?)
}

/// Quotes a path for a shell.
fn quoted(path: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "/._-~".contains(character);
    if path.chars().all(is_plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Returns the name of the package: the option, or the name of the folder.
fn package(options: &New) -> Result<String, Failure> {
    let folder = options.out.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = options.name.clone().or(folder).unwrap_or_default();
    package::checked(name).map_err(Failure::Words)
}

/// The number of names that the proposed settings shorten.
#[derive(Default)]
struct Shortened {
    operations: usize,
    schemas: usize,
}

impl Shortened {
    fn of(before: &Listing, after: &Listing) -> Self {
        let operations = before.operations.iter().zip(&after.operations);
        let models: HashMap<&str, &str> =
            after.models.iter().map(|model| (model.place.as_str(), model.rust.as_str())).collect();
        let components = before.models.iter().filter(|model| model.component);
        let is_changed =
            |model: &&ListedModel| models.get(model.place.as_str()).is_some_and(|name| *name != model.rust);
        Self {
            operations: operations.filter(|(before, after)| before.call != after.call).count(),
            schemas: components.filter(is_changed).count(),
        }
    }
}

/// The input of the files to write.
struct Plan<'a> {
    options: &'a New,
    settings: Settings,
    shortened: Shortened,
    listing: Listing,
    generated: Generated,
    source: Source,
    sources: Sources,
}

impl Plan<'_> {
    /// Returns every file of the crate, with its path.
    fn files(&self) -> Result<Vec<(PathBuf, String)>, Failure> {
        // References are resolved against these paths, not against the targets of symbolic links.
        let read: Vec<PathBuf> = self.source.paths().map(absolute).collect::<Result<_, _>>()?;
        let folder = common_folder(read.iter().map(PathBuf::as_path));
        let inside = |path: &Path| Path::new("spec").join(path.strip_prefix(&folder).unwrap_or(path));
        let description = absolute(&self.options.description)?;
        let mut files = Vec::new();
        for (path, text) in read.iter().zip(self.source.texts()) {
            files.push((inside(path), text.to_owned()));
        }
        let texts = texts::Texts {
            description: inside(&description).display().to_string().replace('\\', "/"),
            root: Some(folder.as_path()) != description.parent(),
            plan: self,
        };
        files.push((PathBuf::from("Cargo.toml"), texts.manifest()?));
        files.push((PathBuf::from("client.toml"), texts.settings()));
        files.push((PathBuf::from("client.schema.json"), crate::settings::SCHEMA.to_owned()));
        files.push((PathBuf::from("README.md"), texts.readme()));
        files.push((PathBuf::from("src/lib.rs"), texts.library()));
        files.push((PathBuf::from("examples/first_call.rs"), texts.example()));
        files.push((PathBuf::from("tests/client.rs"), texts.tests()));
        files.push((PathBuf::from(".gitignore"), "/target\n".to_owned()));
        if self.options.committed {
            let generated = self.generated.output.files().into_iter();
            files.extend(generated.map(|(name, text)| (Path::new("src/generated").join(name), text)));
            files.push((PathBuf::from(".gitattributes"), texts::ATTRIBUTES.to_owned()));
            files.push((PathBuf::from("CHANGELOG.md"), texts::CHANGELOG.to_owned()));
            files.push((PathBuf::from(".github/workflows/client.yml"), texts::workflow()));
        } else {
            files.push((PathBuf::from("build.rs"), texts.build_script()));
        }
        Ok(files)
    }
}

/// Returns the deepest folder that contains all files.
fn common_folder<'a>(mut paths: impl Iterator<Item = &'a Path>) -> PathBuf {
    let first = paths.next().and_then(Path::parent).unwrap_or(Path::new(""));
    let mut parts: Vec<Component<'_>> = first.components().collect();
    for path in paths {
        let same = parts.iter().zip(path.components()).take_while(|(one, other)| *one == other).count();
        parts.truncate(same);
    }
    parts.iter().collect()
}

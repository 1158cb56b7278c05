//! `update`: takes a new description into a crate, and reports what that changes.

mod exchange;

use std::collections::{BTreeSet, HashSet};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use openapi_client_codegen::text::Foreign;
use openapi_client_codegen::{Finding, Generated, Report, Settings, Source, absolute};
use serde_json::Value;

use crate::arguments::Update;
use crate::new::paging;
use crate::{Failure, Outcome, diff, excerpt, input, terminal};
use exchange::Exchange;

pub(crate) fn run(options: &Update) -> Outcome {
    if !options.settings.exists() {
        return Err(Failure::Words(format!(
            "there is no {}\nrun it in the folder of the crate, or name its settings with `--settings`",
            terminal::path(&options.settings)
        )));
    }
    let settings = Settings::open(&options.settings)?;
    let given = NewDescription::read(&options.description, &settings)?;
    let mut new_settings = settings.clone();
    new_settings.description.clone_from(&given.entry);
    new_settings.root = options.root.clone().or(given.root.clone());
    let (new_source, new) = match input::generated(&new_settings) {
        Ok(new) => new,
        Err(report) => return Err(Failure::Shown(given.shown(&excerpt::render(&report.summary())))),
    };
    let files = files(&settings, &given, &new_source)?;
    let old = input::generated(&settings);
    let gone = match &old {
        Ok((source, _)) => gone(&settings, source, &files)?,
        Err(_) => Vec::new(),
    };
    foreign(&settings, old.as_ref().ok().map(|(source, _)| source), &files)?;
    report(options, &settings, &given, old.as_ref().ok(), (&new_source, &new))?;
    if let Err(report) = &old {
        terminal::remark(&excerpt::render(&report.summary()));
        terminal::remark("the present description has errors, so that it is not compared\n");
    }
    if options.dry_run {
        terminal::remark(&format!("nothing was written: {}\n", summary(&files, &gone)));
        return Ok(true);
    }
    let folder = options.settings.parent().filter(|folder| !folder.as_os_str().is_empty());
    let exchange = Exchange::new(folder.unwrap_or(Path::new(".")))?;
    let exchanged = exchange.run(&files, &gone, || installed(&settings, &new))?;
    terminal::remark(&format!("{}{exchanged}\n", summary(&files, &gone)));
    Ok(true)
}

/// Checks that the files generate the same client at their new places, and writes its modules.
fn installed(settings: &Settings, new: &Generated) -> Result<String, Failure> {
    let generated = input::generated_once(settings)?;
    // The first lines name the files of the description.
    let texts = |generated: &Generated| -> Vec<String> {
        let texts = generated.output.files().into_iter();
        texts
            .map(|(_, text)| text.split_once('\n').map_or(String::new(), |(_, rest)| rest.to_owned()))
            .collect()
    };
    if texts(&generated) != texts(new) {
        return Err(Failure::Words(
            "the description has another meaning at its new place\nits files may refer to each other by names that \
             `description` in the settings does not have; rename the entry file"
                .to_owned(),
        ));
    }
    let Some(output) = &settings.output else { return Ok(String::new()) };
    let before = contents(output, &generated);
    let written = match generated.output.write_to(output) {
        Ok(written) => written,
        Err(report) => {
            restore(&before);
            return Err(report.into());
        }
    };
    Ok(format!("; {} modules written, {} unchanged", written.changed, written.same))
}

/// Returns the present bytes of all files that a generation may write or remove.
fn contents(folder: &Path, generated: &Generated) -> Vec<(PathBuf, Option<Vec<u8>>)> {
    let present = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let written = generated.output.files().into_iter().map(|(name, _)| folder.join(name));
    let paths: BTreeSet<PathBuf> = present.chain(written).filter(|path| !path.is_dir()).collect();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(&path).ok())).collect()
}

/// Writes the files that have other bytes now, and removes those that were not there.
fn restore(before: &[(PathBuf, Option<Vec<u8>>)]) {
    for (path, bytes) in before {
        let now = std::fs::read(path).ok();
        let restored = match bytes {
            Some(bytes) if now.as_ref() != Some(bytes) => std::fs::write(path, bytes),
            None if now.is_some() => std::fs::remove_file(path),
            _ => Ok(()),
        };
        if let Err(error) = restored {
            terminal::remark(&format!("cannot restore {}: {error}\n", terminal::path(path)));
        }
    }
}

/// The new description.
struct NewDescription {
    entry: PathBuf,
    root: Option<PathBuf>,
    /// The folder of a description from standard input.
    folder: Option<tempfile::TempDir>,
}

impl NewDescription {
    /// Finds the entry file: the argument, the file of the same name in a folder, or the standard input.
    fn read(description: &Path, settings: &Settings) -> Result<Self, Failure> {
        let name = settings.description.file_name().map(PathBuf::from).unwrap_or_default();
        if description == Path::new("-") {
            let mut text = Vec::new();
            std::io::stdin().read_to_end(&mut text)?;
            let folder = tempfile::tempdir()?;
            let entry = folder.path().join(name);
            std::fs::write(&entry, text)?;
            return Ok(Self { entry, root: None, folder: Some(folder) });
        }
        if !description.is_dir() {
            let root = settings.root.as_ref().and_then(|root| outer(root, settings, description));
            return Ok(Self { entry: description.to_owned(), root, folder: None });
        }
        let inner = settings.root.as_ref().and_then(|root| settings.description.strip_prefix(root).ok());
        let candidates = inner.into_iter().map(Path::to_owned).chain([name.clone()]);
        match candidates.map(|inner| description.join(inner)).find(|path| path.is_file()) {
            Some(entry) => Ok(Self { entry, root: Some(description.to_owned()), folder: None }),
            None => Err(Failure::Words(format!(
                "{} has no file {}\nname the entry file of the new description",
                terminal::path(description),
                terminal::path(&name)
            ))),
        }
    }
}

impl NewDescription {
    /// Replaces the path of a temporary file in a text.
    fn shown(&self, text: &str) -> String {
        match &self.folder {
            Some(_) => text.replace(&self.entry.display().to_string(), "standard input"),
            None => text.to_owned(),
        }
    }
}

/// Returns the folder around the new entry file that corresponds to the root in the settings.
fn outer(root: &Path, settings: &Settings, entry: &Path) -> Option<PathBuf> {
    let depth = settings.description.parent()?.strip_prefix(root).ok()?.components().count();
    std::path::absolute(entry).ok()?.ancestors().nth(depth + 1).map(Path::to_owned)
}

/// A file to copy, and its place in the crate.
pub(crate) struct FileCopy {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
}

/// Returns the files of the new description, with their places in the crate.
fn files(settings: &Settings, given: &NewDescription, source: &Source) -> Result<Vec<FileCopy>, Failure> {
    let overlays: HashSet<PathBuf> = absolutes(settings.overlays.iter().map(PathBuf::as_path))?;
    let entry = absolute(&given.entry)?;
    let from = entry.parent().unwrap_or(Path::new(""));
    let description = absolute(&settings.description)?;
    let to = description.parent().unwrap_or(Path::new(""));
    let root = absolute(settings.root.as_deref().unwrap_or(to))?;
    let mut files = Vec::new();
    for path in source.paths() {
        let path = absolute(path)?;
        if overlays.contains(&path) {
            continue;
        }
        let target = match path == entry {
            true => description.clone(),
            false => joined(to, &relative(&path, from)),
        };
        if !target.starts_with(&root) {
            return Err(Failure::Words(format!(
                "{} would be outside of {}\nset `root` in the settings to a folder that contains it",
                terminal::path(&target),
                terminal::path(&root)
            )));
        }
        files.push(FileCopy { from: path, to: target });
    }
    Ok(files)
}

/// Returns the files of the present description that the new one does not have.
fn gone(settings: &Settings, source: &Source, files: &[FileCopy]) -> Result<Vec<PathBuf>, Failure> {
    let overlays = absolutes(settings.overlays.iter().map(PathBuf::as_path))?;
    let kept: HashSet<&Path> = files.iter().map(|file| file.to.as_path()).collect();
    let read = absolutes(source.paths())?;
    let mut gone: Vec<PathBuf> =
        read.into_iter().filter(|path| !overlays.contains(path) && !kept.contains(path.as_path())).collect();
    gone.sort();
    Ok(gone)
}

/// Refuses to replace a file that is not part of the present description: a person may have written it.
fn foreign(settings: &Settings, old: Option<&Source>, files: &[FileCopy]) -> Result<(), Failure> {
    let mut known: HashSet<PathBuf> = HashSet::from([absolute(&settings.description)?]);
    if let Some(source) = old {
        known.extend(absolutes(source.paths())?);
    }
    let is_same = |file: &FileCopy| matches!((std::fs::read(&file.from), std::fs::read(&file.to)), (Ok(one), Ok(other)) if one == other);
    let foreign =
        |file: &&FileCopy| file.to.symlink_metadata().is_ok() && !known.contains(&file.to) && !is_same(file);
    match files.iter().find(foreign) {
        Some(file) => Err(Failure::Words(format!(
            "{} is not part of the present description, and is not replaced\nmove it, or remove it",
            terminal::path(&file.to)
        ))),
        None => Ok(()),
    }
}

fn absolutes<'a>(paths: impl Iterator<Item = &'a Path>) -> Result<HashSet<PathBuf>, Failure> {
    Ok(paths.map(absolute).collect::<Result<_, _>>()?)
}

/// Returns the path of a file relative to a folder.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    let common = path.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

/// Joins a relative path to a folder, without `..` in the result.
fn joined(folder: &Path, relative: &Path) -> PathBuf {
    let mut joined = folder.to_owned();
    for part in relative.components() {
        match part {
            Component::ParentDir => drop(joined.pop()),
            part => joined.push(part),
        }
    }
    joined
}

fn summary(files: &[FileCopy], gone: &[PathBuf]) -> String {
    let count = |count: usize| if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
    let removed = if gone.is_empty() { String::new() } else { format!(", {} removed", count(gone.len())) };
    format!("{} of the description{removed}", count(files.len()))
}

/// Reports the changes, the next version, the findings that are new or gone, and proposals for lists.
fn report(
    options: &Update,
    settings: &Settings,
    given: &NewDescription,
    old: Option<&(Source, Generated)>,
    (source, new): (&Source, &Generated),
) -> Result<(), Failure> {
    let Some((old_source, old)) = old else { return Ok(()) };
    let changes = openapi_client_codegen::diff((old, old_source), (new, source))
        .map_err(|finding| Failure::Words(finding.to_string()))?;
    let version = version(&options.settings);
    let next = version.as_ref().and_then(|version| changes.verdict().next(version));
    terminal::print(&given.shown(&diff::text(&changes, next.as_deref())));
    if let (Some(version), Some(next)) = (&version, &next)
        && version != next
    {
        terminal::print(&format!("\nIn Cargo.toml: version = \"{next}\" (is {version})\n"));
    }
    if !changes.changes.is_empty() {
        terminal::print(&format!("\nFor CHANGELOG.md:\n\n{}", diff::markdown(&changes, next.as_deref())));
    }
    let (added, fixed) = (only(&new.report, &old.report), only(&old.report, &new.report));
    if !added.findings().is_empty() {
        let findings = added.summary();
        terminal::remark(&format!("\nnew findings: {}", excerpt::counts(&findings)));
        terminal::remark(&given.shown(&excerpt::render(&findings)));
    }
    if !fixed.findings().is_empty() {
        terminal::remark("\nfindings that are gone:\n");
        for finding in fixed.summary() {
            terminal::remark(&format!("  {}: {}\n", finding.code, Foreign::new(&finding.what).line()));
        }
    }
    let known: HashSet<String> = old.paging_proposals(old_source).iter().map(paging).collect();
    let ruled = |parameter: &str| settings.paging.iter().any(|rule| rule.parameter == parameter);
    for proposal in new.paging_proposals(source).iter().filter(|proposal| !ruled(&proposal.rule.parameter)) {
        let text = paging(proposal);
        if !known.contains(&text) {
            terminal::print(&text);
        }
    }
    Ok(())
}

/// Returns the findings of a report that another does not have.
fn only(report: &Report, other: &Report) -> Report {
    let key = |finding: &Finding| {
        let pointer = finding.place.as_ref().map(|place| place.pointer.as_str().to_owned());
        (finding.code, finding.what.clone(), pointer)
    };
    let known: HashSet<_> = other.findings().iter().map(key).collect();
    let mut only = Report::default();
    for finding in report.findings().iter().filter(|finding| !known.contains(&key(finding))) {
        only.push(finding.clone());
    }
    only
}

/// Returns the version of the package whose manifest is beside the settings.
fn version(settings: &Path) -> Option<String> {
    let folder = std::path::absolute(settings).ok()?;
    let text = std::fs::read_to_string(folder.parent()?.join("Cargo.toml")).ok()?;
    let manifest: Value = basic_toml::from_str(&text).ok()?;
    Some(manifest.get("package")?.get("version")?.as_str()?.to_owned())
}

//! Replays the history of a description: what each commit changes in the generated client, and whether the
//! verdict of `diff` agrees with rustc.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use openapi_client_codegen::{Diff, Generated, Settings, Source, Verdict, Weight, diff, generate, open};
use serde::Serialize;

use crate::explore::edits::compiler::Compiler;
use crate::explore::edits::program;
use crate::locality;
use crate::{Result, print};

/// What to replay.
pub(crate) struct Options {
    pub(crate) repository: PathBuf,
    /// The entry file, relative to the top of the repository.
    pub(crate) description: PathBuf,
    /// The number of commits, the newest ones.
    pub(crate) count: usize,
    /// The number of pairs that rustc checks, spread over the history.
    pub(crate) compiled: usize,
    pub(crate) table: Option<PathBuf>,
    pub(crate) report: Option<PathBuf>,
}

/// The results of all commits.
#[derive(Debug, Default, Serialize)]
pub(crate) struct History {
    pub(crate) commits: usize,
    pub(crate) generated: usize,
    /// The commits whose descriptions have errors, with the first of them.
    pub(crate) refused: Vec<(String, String)>,
    pub(crate) pairs: Vec<Pair>,
    seconds: f64,
}

/// Two successive descriptions.
#[derive(Debug, Serialize)]
pub(crate) struct Pair {
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) verdict: &'static str,
    pub(crate) breaking: usize,
    pub(crate) wire: usize,
    pub(crate) additive: usize,
    pub(crate) internal: usize,
    /// The lines of the description that the commit adds or removes.
    described: usize,
    /// The lines of generated code that it adds or removes.
    generated: usize,
    /// The first error of a program that uses every item of the old client; empty if it compiles.
    pub(crate) error: Option<String>,
    /// Whether `diff` and rustc agree.
    pub(crate) agrees: Option<bool>,
}

/// Replays a history, and prints what it shows. Fails if a verdict is wrong.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let history = replay(options)?;
    let page = page(options, &history);
    match &options.table {
        Some(path) => std::fs::write(path, &page)?,
        None => print(&page),
    }
    if let Some(path) = &options.report {
        std::fs::write(path, serde_json::to_string_pretty(&history)?)?;
    }
    let wrong: Vec<&Pair> = history.pairs.iter().filter(|pair| pair.agrees == Some(false)).collect();
    for pair in &wrong {
        let error = pair.error.as_deref().unwrap_or_default();
        print(&format!("{} → {}: `diff`: {}, rustc: {error}", pair.old, pair.new, pair.verdict));
    }
    Ok(wrong.is_empty())
}

/// Generates the client of each commit, and compares it with the one before.
pub(crate) fn replay(options: &Options) -> Result<History> {
    let start = Instant::now();
    let folder = std::env::current_dir()?.join("target/history");
    let repository = Repository::open(options)?;
    let commits = repository.commits(options.count)?;
    let mut history = History { commits: commits.len(), ..History::default() };
    let compiled = spread(commits.len().saturating_sub(1), options.compiled);
    let compiler = if compiled.is_empty() { None } else { Some(Compiler::new(folder.join("compiled"))?) };
    let mut before: Option<(String, Source, Generated)> = None;
    let mut told = Instant::now();
    for (index, commit) in commits.iter().enumerate() {
        let tree = folder.join("tree");
        repository.lay_out(commit, &tree)?;
        let mut settings = Settings::new(tree.join(&options.description), "client");
        settings.root = Some(tree.clone());
        settings.lenient = true;
        let made = open(&settings).and_then(|source| {
            let generated = generate(&source, &settings)?;
            Ok((source, generated))
        });
        let (source, generated) = match made {
            Ok(made) => made,
            Err(report) => {
                let first = report.findings().first().map(ToString::to_string).unwrap_or_default();
                history.refused.push((commit.clone(), first));
                continue;
            }
        };
        history.generated += 1;
        if let Some((old, old_source, old_generated)) = &before {
            let changes = diff((old_generated, old_source), (&generated, &source))
                .map_err(|finding| finding.to_string())?;
            let mut pair = Pair::new(old, commit, &changes);
            pair.described = repository.changed_lines(old, commit)?;
            pair.generated =
                locality::changed_lines(&old_generated.output.modules, &generated.output.modules);
            if let Some(compiler) = compiler.as_ref().filter(|_| compiled.contains(&index)) {
                let error = compiled_with(compiler, old_generated, &generated)?;
                pair.agrees = Some(changes.compiles() == error.is_none());
                pair.error = error;
            }
            history.pairs.push(pair);
        }
        if told.elapsed() > Duration::from_secs(30) {
            told = Instant::now();
            print(&format!("  {} of {} commits", index + 1, commits.len()));
        }
        before = Some((commit.clone(), source, generated));
    }
    history.seconds = start.elapsed().as_secs_f64();
    Ok(history)
}

/// Returns the first error of a program that uses every item of the old client, with the new one.
fn compiled_with(compiler: &Compiler, old: &Generated, new: &Generated) -> Result<Option<String>> {
    let name = "mnew".to_owned();
    let clients = BTreeMap::from([(name.clone(), &new.output)]);
    if let Some(error) = compiler.clients(&clients)?.remove(&name) {
        return Err(format!("the generated client does not compile: {error}").into());
    }
    let program = program::of(&old.output)?;
    let programs = BTreeMap::from([(name.clone(), (name.clone(), program.as_str()))]);
    Ok(compiler.programs(&programs)?.remove(&name))
}

/// Returns indexes from 1 to `last`, spread evenly.
fn spread(last: usize, count: usize) -> Vec<usize> {
    let count = count.min(last);
    (1..=count).map(|number| number * last / count).collect()
}

impl Pair {
    fn new(old: &str, new: &str, changes: &Diff) -> Self {
        let count = |weight| changes.of(weight).count();
        let verdict = match changes.verdict() {
            Verdict::Major if changes.compiles() => "major, on the wire",
            verdict => verdict.as_str(),
        };
        Self {
            old: old.to_owned(),
            new: new.to_owned(),
            verdict,
            breaking: count(Weight::Breaking),
            wire: count(Weight::Wire),
            additive: count(Weight::Additive),
            internal: count(Weight::Internal),
            described: 0,
            generated: 0,
            error: None,
            agrees: None,
        }
    }
}

struct Repository<'a> {
    folder: PathBuf,
    options: &'a Options,
}

impl<'a> Repository<'a> {
    fn open(options: &'a Options) -> Result<Self> {
        let folder = git(&options.repository, &["rev-parse", "--absolute-git-dir"])?;
        Ok(Self { folder: PathBuf::from(folder.trim()), options })
    }

    /// Returns the newest commits that change the description, the oldest first.
    fn commits(&self, count: usize) -> Result<Vec<String>> {
        let count = format!("--max-count={count}");
        let folder = self.described();
        let log = ["log", "--first-parent", "--format=%h", &count, "--", &folder];
        let mut commits: Vec<String> = git(&self.folder, &log)?.lines().map(str::to_owned).collect();
        commits.reverse();
        Ok(commits)
    }

    /// Returns the folder of the description within the repository.
    fn described(&self) -> String {
        let folder = self.options.description.parent().unwrap_or(Path::new(""));
        if folder.as_os_str().is_empty() { ".".to_owned() } else { folder.display().to_string() }
    }

    fn lay_out(&self, commit: &str, tree: &Path) -> Result<()> {
        if tree.exists() {
            std::fs::remove_dir_all(tree)?;
        }
        std::fs::create_dir_all(tree)?;
        let output = Command::new("git")
            .args(["--work-tree", "."])
            .args(["checkout", "--quiet", "--force", commit, "--", &self.described()])
            .env("GIT_DIR", &self.folder)
            .env("GIT_INDEX_FILE", tree.with_extension("index"))
            .current_dir(tree)
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(())
    }

    fn changed_lines(&self, old: &str, new: &str) -> Result<usize> {
        let counts = git(&self.folder, &["diff", "--numstat", old, new, "--", &self.described()])?;
        Ok(counts
            .lines()
            .flat_map(|line| line.split('\t').take(2))
            .filter_map(|count| count.parse::<usize>().ok())
            .sum())
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn page(options: &Options, history: &History) -> String {
    let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in &history.pairs {
        *verdicts.entry(pair.verdict).or_default() += 1;
    }
    let rows: String = verdicts.iter().map(|(verdict, count)| format!("| {verdict} | {count} |\n")).collect();
    let checked = history.pairs.iter().filter(|pair| pair.agrees.is_some()).count();
    let agreed = history.pairs.iter().filter(|pair| pair.agrees == Some(true)).count();
    let mut ratios: Vec<f64> = history
        .pairs
        .iter()
        .filter(|pair| pair.described > 0)
        .map(|pair| pair.generated as f64 / pair.described as f64)
        .collect();
    ratios.sort_by(f64::total_cmp);
    let at = |part: f64| {
        let index = ((ratios.len().saturating_sub(1)) as f64 * part) as usize;
        ratios.get(index).copied().unwrap_or_default()
    };
    format!(
        "# The history of a description\n\n\
         `cargo xtask history REPOSITORY --description {} --count {}`\n\
         generates the client of each commit and compares it with the one before.\n\n\
         | | |\n|---|---|\n| commits | {} |\n| generated | {} |\n| refused, because of errors in the description | {} |\n\
         | pairs that rustc checked | {checked} |\n| of these, `diff` and rustc agree | {agreed} |\n\
         | lines of generated code that change for each line of the description, median | {:.1} |\n\
         | the same, for nine tenths of the commits at most | {:.1} |\n\n\
         | verdict of `diff` | pairs |\n|---|---|\n{rows}\n\
         rustc checks a program that uses every item of the old client against the new one. It does not see changes on the wire.\n",
        options.description.display(),
        options.count,
        history.commits,
        history.generated,
        history.refused.len(),
        at(0.5),
        at(0.9),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A description with a number of properties, and the key of the first.
    fn description(key: &str, properties: usize) -> String {
        let others: String =
            (0..properties).map(|index| format!("        extra{index}: {{type: string}}\n")).collect();
        format!(
            "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    Disk:\n      \
             type: object\n      properties:\n        {key}: {{type: integer}}\n{others}"
        )
    }

    #[test]
    fn each_commit_is_compared_with_the_one_before() {
        let folder = std::env::temp_dir().join(format!("history-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("spec")).unwrap();
        let git = |arguments: &[&str]| {
            let names = ["-c", "user.name=a", "-c", "user.email=a@example"];
            let status = Command::new("git").args(names).args(arguments).current_dir(&folder).status();
            assert!(status.unwrap().success(), "{arguments:?}");
        };
        git(&["init", "--quiet"]);
        for text in [
            description("size", 0),
            description("size", 1),
            "openapi: [\n".to_owned(),
            description("Size", 1),
            description("size", 0),
        ] {
            std::fs::write(folder.join("spec/api.yaml"), text).unwrap();
            git(&["add", "."]);
            git(&["commit", "--quiet", "-m", "next"]);
        }
        let options = Options {
            repository: folder.clone(),
            description: PathBuf::from("spec/api.yaml"),
            count: 10,
            compiled: 0,
            table: None,
            report: None,
        };
        let history = replay(&options).unwrap();
        assert_eq!((history.commits, history.generated, history.refused.len()), (5, 4, 1));
        let verdicts: Vec<_> = history.pairs.iter().map(|pair| pair.verdict).collect();
        assert_eq!(verdicts, ["minor", "major, on the wire", "major"]);
        std::fs::remove_dir_all(folder).unwrap();
    }
}

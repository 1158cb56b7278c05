//! `diff`: lists the changes between two descriptions that affect users of the client.

use openapi_client_codegen::text::Foreign;
use openapi_client_codegen::{Change, Diff as Changes, Generated, Position, Source, Weight};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::arguments::{DenyChange, Diff, DiffFormat};
use crate::revision::{self, InputFile};
use crate::terminal::{BOLD, DIM, GREEN, PLAIN, RED};
use crate::{Failure, Outcome, excerpt, formats, input, terminal};

pub(crate) fn run(options: &Diff) -> Outcome {
    let (old, new) = (Side::read(&options.old, options)?, Side::read(&options.new, options)?);
    let mut changes =
        openapi_client_codegen::diff((&old.generated, &old.source), (&new.generated, &new.source))
            .map_err(|finding| Failure::Words(finding.to_string()))?;
    for change in &mut changes.changes {
        old.name(&mut change.old);
        new.name(&mut change.new);
    }
    let next = next(&changes, options)?;
    terminal::print(&match if options.json { DiffFormat::Json } else { options.format } {
        DiffFormat::Text => text(&changes, next.as_deref()),
        DiffFormat::Markdown => markdown(&changes, next.as_deref()),
        DiffFormat::Json => formats::lines(&value(&changes, next.as_deref())),
    });
    let denied = |weight| match options.deny {
        None => false,
        Some(DenyChange::Breaking) => weight == Weight::Breaking,
        Some(DenyChange::Additive) => weight != Weight::Internal,
    };
    Ok(!changes.changes.iter().any(|change| denied(change.weight)))
}

/// One of the two clients.
struct Side {
    generated: Generated,
    source: Source,
    file: InputFile,
    written: String,
}

impl Side {
    fn read(written: &str, options: &Diff) -> Result<Self, Failure> {
        let file = revision::locate(written)?;
        let mut settings = input::settings(&file.path)?;
        settings.lenient |= options.lenient;
        settings.root = options.root.clone().or(settings.root);
        let (source, generated) = match (input::generated(&settings), file.folder.as_ref()) {
            (Ok(read), _) => read,
            // Findings are rendered before the temporary files of the revision are removed.
            (Err(report), Some(folder)) => {
                let (tree, revision) = revision_of(folder, written);
                return Err(Failure::Shown(excerpt::render(report.findings()).replace(&tree, &revision)));
            }
            (Err(report), None) => return Err(report.into()),
        };
        Ok(Self { generated, source, file, written: written.to_owned() })
    }

    /// Replaces the path of a temporary file of a revision by `REV:PATH`, as on the command line.
    fn name(&self, position: &mut Option<Position>) {
        let (Some(position), Some(folder)) = (position, &self.file.folder) else { return };
        let (tree, revision) = revision_of(folder, &self.written);
        if let Some(inner) = position.file.strip_prefix(&tree) {
            position.file = format!("{revision}{inner}");
        }
    }
}

/// Returns the prefix of a revision's temporary files, and the prefix that replaces it: the revision of the
/// command line.
fn revision_of(folder: &TempDir, written: &str) -> (String, String) {
    let revision = written.split(':').next().unwrap_or_default();
    (format!("{}/", folder.path().join("tree").display()), format!("{revision}:"))
}

fn next(changes: &Changes, options: &Diff) -> Result<Option<String>, Failure> {
    let Some(current) = &options.current else { return Ok(None) };
    match changes.verdict().next(current) {
        Some(next) => Ok(Some(next)),
        None => Err(Failure::Words(format!("`{current}` is not a version\nwrite it as `1.4.2`"))),
    }
}

const GROUPS: [(Weight, &str); 3] =
    [(Weight::Breaking, "Breaking"), (Weight::Additive, "Added"), (Weight::Internal, "Internal")];

fn text(changes: &Changes, next: Option<&str>) -> String {
    let mut text = String::new();
    for (weight, title) in GROUPS {
        let colour = match weight {
            Weight::Breaking => RED,
            Weight::Additive => GREEN,
            Weight::Internal => BOLD,
        };
        let mut lines = changes.of(weight).peekable();
        if lines.peek().is_some() {
            text.push_str(&format!("{colour}{title}{PLAIN}\n"));
        }
        for change in lines {
            text.push_str(&format!("  {}\n", Foreign::new(&change.what).line().replace('`', "")));
            if let Some(places) = places(change) {
                text.push_str(&format!("    {DIM}{places}{PLAIN}\n"));
            }
        }
    }
    text.push_str(&verdict(changes, next));
    text
}

fn markdown(changes: &Changes, next: Option<&str>) -> String {
    let mut page = format!("## {}\n", next.unwrap_or("Unreleased"));
    for (weight, title) in GROUPS {
        let lines: Vec<String> = changes
            .of(weight)
            .map(|change| {
                let places = places(change).map(|places| format!(" ({places})")).unwrap_or_default();
                format!("* {}{places}\n", Foreign::new(&change.what).inline())
            })
            .collect();
        if !lines.is_empty() {
            page.push_str(&format!("\n### {title}\n\n{}", lines.concat()));
        }
    }
    page.push_str(&format!("\n{}", verdict(changes, next)));
    page
}

fn verdict(changes: &Changes, next: Option<&str>) -> String {
    let count = |weight| changes.of(weight).count();
    let counts = format!(
        "{} breaking, {} additive, {} internal",
        count(Weight::Breaking),
        count(Weight::Additive),
        count(Weight::Internal)
    );
    let next = next.map(|next| format!(", the next version is {next}")).unwrap_or_default();
    format!("Semantic versioning: {} ({counts}){next}\n", changes.verdict().as_str())
}

/// Formats the old and the new position of a change; one if both are the same.
fn places(change: &Change) -> Option<String> {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old == new => Some(new.to_string()),
        (Some(old), Some(new)) => Some(format!("{old} → {new}")),
        (Some(old), None) => Some(format!("was at {old}")),
        (None, Some(new)) => Some(new.to_string()),
        (None, None) => None,
    }
}

fn value(changes: &Changes, next: Option<&str>) -> Value {
    let place = |position: &Option<Position>| {
        position.as_ref().map(|place| json!({"file": place.file, "line": place.line, "column": place.column}))
    };
    let changes_as_values = changes.changes.iter().map(|change| {
        json!({
            "weight": change.weight.as_str(),
            "item": change.item,
            "what": change.what,
            "old": place(&change.old),
            "new": place(&change.new),
        })
    });
    json!({
        "verdict": changes.verdict().as_str(),
        "next": next,
        "changes": changes_as_values.collect::<Vec<_>>(),
    })
}

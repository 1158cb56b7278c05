//! `diff`: lists the changes between two descriptions that affect users of the client.

use openapi_client_codegen::text::Foreign;
use openapi_client_codegen::{Change, Diff as Changes, Generated, Position, Source, Tally, Weight};
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
    let lightest = options.deny.map(|deny| match deny {
        DenyChange::Breaking => Weight::Breaking,
        DenyChange::Wire => Weight::Wire,
        DenyChange::Additive => Weight::Additive,
    });
    let is_denied = |change: &Change| lightest.is_some_and(|lightest| change.weight <= lightest);
    if changes.changes.iter().any(is_denied) { Err(Failure::Denied) } else { Ok(true) }
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

const SECTIONS: [(Weight, &str); 4] = [
    (Weight::Breaking, "Breaking"),
    (Weight::Wire, "On the wire"),
    (Weight::Additive, "Added"),
    (Weight::Internal, "Internal"),
];

/// A section with fewer changes has no headings within.
const MANY: usize = 8;

/// Formats the changes for a terminal.
pub(crate) fn text(changes: &Changes, next: Option<&str>) -> String {
    let mut text = String::new();
    if changes.changes.len() > MANY {
        text.push_str(&format!("{}\n\n", counts(changes)));
    }
    for (weight, title) in SECTIONS {
        let colour = match weight {
            Weight::Breaking | Weight::Wire => RED,
            Weight::Additive => GREEN,
            Weight::Internal => BOLD,
        };
        let (sections, documented) = (Section::of(changes, weight), documented(changes, weight));
        if !sections.is_empty() || documented.is_some() {
            text.push_str(&format!("{colour}{title}{PLAIN}\n"));
        }
        for section in sections {
            let indent = if section.heading.is_some() { "    " } else { "  " };
            if let Some(heading) = section.heading {
                text.push_str(&format!("  {BOLD}{heading}{PLAIN}\n"));
            }
            for change in section.changes {
                text.push_str(&format!("{indent}{}\n", plain(&change.what)));
                for line in types(change) {
                    text.push_str(&format!("{indent}  {}\n", plain(&line)));
                }
                if let Some(settings) = &change.settings {
                    let line = Foreign::new(settings).line();
                    text.push_str(&format!(
                        "{indent}  the old name remains by this line of [names]: {line}\n"
                    ));
                }
                if let Some(places) = places(change) {
                    text.push_str(&format!("{indent}  {DIM}{places}{PLAIN}\n"));
                }
            }
        }
        if let Some(line) = documented {
            text.push_str(&format!("  {}\n", plain(&line)));
        }
    }
    text.push_str(&verdict(changes, next));
    text
}

/// Removes the marks of code spans (CommonMark 0.31, section 6.1), which a terminal does not need.
fn plain(markdown: &str) -> String {
    let mut plain = String::new();
    let mut rest = markdown;
    while let Some(start) = rest.find('`') {
        let (before, after) = rest.split_at(start);
        plain.push_str(before);
        let width = after.len() - after.trim_start_matches('`').len();
        let (mark, inner) = after.split_at(width);
        let end = inner.match_indices(mark).map(|(end, _)| end).find(|end| {
            let is_longer = inner.get(end + width..).is_some_and(|rest| rest.starts_with('`'));
            !is_longer && !inner.get(..*end).is_some_and(|text| text.ends_with('`'))
        });
        let Some(end) = end else {
            plain.push_str(mark);
            rest = inner;
            continue;
        };
        let code = inner.get(..end).unwrap_or_default();
        let padded = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' '));
        plain.push_str(padded.filter(|code| !code.trim().is_empty()).unwrap_or(code));
        rest = inner.get(end + width..).unwrap_or_default();
    }
    plain.push_str(rest);
    Foreign::new(&plain).line()
}

/// The changes of one group of operations, or of all types.
struct Section<'a> {
    heading: Option<String>,
    changes: Vec<&'a Change>,
}

impl<'a> Section<'a> {
    /// Returns the changes with a weight, without those of the documentation.
    fn of(changes: &'a Changes, weight: Weight) -> Vec<Self> {
        let specific: Vec<&Change> = changes.of(weight).filter(|change| !change.is_documentation).collect();
        if specific.len() <= MANY {
            let all = Self { heading: None, changes: specific };
            return if all.changes.is_empty() { Vec::new() } else { vec![all] };
        }
        let mut sections: Vec<Self> = Vec::new();
        for change in specific {
            let heading = match (&change.group, change.item.split("::").next()) {
                (Some(group), _) => format!("{group}()"),
                (None, Some("models")) => "Types".to_owned(),
                (None, Some("headers")) => "Response headers".to_owned(),
                _ => "Client".to_owned(),
            };
            match sections.iter_mut().find(|section| section.heading.as_ref() == Some(&heading)) {
                Some(section) => section.changes.push(change),
                None => sections.push(Self { heading: Some(heading), changes: vec![change] }),
            }
        }
        // Operations come first.
        sections.sort_by_key(|section| section.changes.iter().all(|change| change.group.is_none()));
        sections
    }
}

/// A line names at most so many types.
const NAMED: usize = 6;

/// Returns the lines about the types that only a change adds or removes.
fn types(change: &Change) -> Vec<String> {
    let line = |types: &[String], verb: &str| {
        let named: Vec<String> = types.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
        let more = types.len() - named.len();
        let noun = if types.len() == 1 { "type" } else { "types" };
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        (!types.is_empty()).then(|| format!("{verb} the {noun} {}{rest}", named.join(", ")))
    };
    [line(&change.added_types, "adds"), line(&change.removed_types, "removes")]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the line about the items whose documentation changed.
fn documented(changes: &Changes, weight: Weight) -> Option<String> {
    let mut lines = changes.of(weight).filter(|change| change.is_documentation).map(|change| &change.what);
    let first = lines.next()?;
    Some(match lines.count() {
        0 => first.clone(),
        more => format!("{first}, and that of {more} more"),
    })
}

/// Formats the changes for a release page.
pub(crate) fn markdown(changes: &Changes, next: Option<&str>) -> String {
    let mut page = format!("## {}\n\n{}.\n", next.unwrap_or("Unreleased"), counts(changes));
    for (weight, title) in SECTIONS {
        let sections = Section::of(changes, weight);
        let documented = documented(changes, weight);
        if !sections.is_empty() || documented.is_some() {
            page.push_str(&format!("\n### {title}\n"));
        }
        for section in sections {
            if let Some(heading) = section.heading {
                page.push_str(&format!("\n#### {}\n", Foreign::new(&heading).inline()));
            }
            page.push('\n');
            for change in section.changes {
                page.push_str(&format!("* {}\n", Foreign::new(&change.what).inline()));
                for line in types(change) {
                    page.push_str(&format!("  * {}\n", Foreign::new(&line).inline()));
                }
            }
        }
        if let Some(line) = documented {
            page.push_str(&format!("* {}\n", Foreign::new(&line).inline()));
        }
    }
    page
}

/// Counts the operations and types by what happened to them.
fn counts(changes: &Changes) -> String {
    let words = |tally: Tally| {
        let counted = [
            (tally.removed, "removed"),
            (tally.renamed, "renamed"),
            (tally.changed, "changed"),
            (tally.added, "added"),
        ];
        let words = counted.into_iter().filter(|(count, _)| *count > 0);
        words.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
    };
    let all = [("Operations", changes.counts.operations), ("types", changes.counts.models)];
    let lines =
        all.into_iter().map(|(name, tally)| (name, words(tally))).filter(|(_, words)| !words.is_empty());
    let line = lines.map(|(name, words)| format!("{name}: {words}")).collect::<Vec<_>>().join("; ");
    match line.strip_prefix("types") {
        Some(rest) => format!("Types{rest}"),
        None if line.is_empty() => "No operation or type changed".to_owned(),
        None => line,
    }
}

fn verdict(changes: &Changes, next: Option<&str>) -> String {
    let count = |weight: Weight| format!("{} {}", changes.of(weight).count(), weight.as_str());
    let counts = Weight::ALL.map(count).join(", ");
    let next = next.map(|next| format!(", the next version is {next}")).unwrap_or_default();
    let is_silent = changes.compiles() && changes.of(Weight::Wire).next().is_some();
    let silent = if is_silent { ": programs compile, but send or read something else" } else { "" };
    format!("Semantic versioning: {} ({counts}){silent}{next}\n", changes.verdict().as_str())
}

/// Formats the old and the new position of a change; one if both are the same.
fn places(change: &Change) -> Option<String> {
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if is_same(old, new) => Some(new.to_string()),
        (Some(old), Some(new)) => Some(format!("{old} → {new}")),
        (Some(old), None) => Some(format!("was at {old}")),
        (None, Some(new)) => Some(new.to_string()),
        (None, None) => None,
    }
}

/// Returns whether two positions are the same, also in two revisions.
fn is_same(old: &Position, new: &Position) -> bool {
    let path = |position: &Position| position.file.rsplit(':').next().map(str::to_owned);
    (old.line, old.column) == (new.line, new.column) && path(old) == path(new)
}

/// The version of the JSON form, which `docs/diff.md` describes.
const VERSION: u32 = 2;

fn value(changes: &Changes, next: Option<&str>) -> Value {
    let place = |position: &Option<Position>| {
        position.as_ref().map(|place| json!({"file": place.file, "line": place.line, "column": place.column}))
    };
    let changes_as_values = changes.changes.iter().map(|change| {
        json!({
            "weight": change.weight.as_str(),
            "item": change.item,
            "operation": change.operation,
            "group": change.group,
            "what": change.what,
            "documentation": change.is_documentation,
            "added_types": change.added_types,
            "removed_types": change.removed_types,
            "settings": change.settings,
            "old": place(&change.old),
            "new": place(&change.new),
        })
    });
    let weights = Weight::ALL.map(|weight| (weight.as_str().to_owned(), changes.of(weight).count().into()));
    let tally = |tally: Tally| {
        json!({
            "added": tally.added, "removed": tally.removed, "renamed": tally.renamed, "changed": tally.changed,
        })
    };
    json!({
        "version": VERSION,
        "verdict": changes.verdict().as_str(),
        "compiles": changes.compiles(),
        "next": next,
        "counts": {
            "changes": serde_json::Map::from_iter(weights),
            "operations": tally(changes.counts.operations),
            "types": tally(changes.counts.models),
        },
        "changes": changes_as_values.collect::<Vec<_>>(),
    })
}

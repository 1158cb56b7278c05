//! Findings with an excerpt of the source, a caret below the problem, the reason and the fix.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use openapi_client_codegen::text::{Foreign, visible_json};
use openapi_client_codegen::{Code, Finding, Position, Severity};
use serde_json::Value;

use crate::{explain, terminal};

/// Formats all findings, errors first. The text has styles, which the writer removes if the output is not a
/// terminal.
pub(crate) fn render(findings: &[Finding]) -> String {
    let mut files = Files::default();
    let mut explained = HashSet::new();
    let mut sorted: Vec<&Finding> = findings.iter().filter(|finding| !is_left_out(finding)).collect();
    sorted.sort_by_key(|finding| finding.severity);
    sorted.iter().map(|finding| one(finding, &mut files, &mut explained)).collect()
}

/// Formats an error that has no position in a description.
pub(crate) fn words(words: &str) -> String {
    let words = terminal::lines(words);
    let (title, rest) = words.split_once('\n').unwrap_or((&words, ""));
    let group = Group::with_title(Level::ERROR.primary_title(title));
    let group = if rest.is_empty() { group } else { group.element(Level::HELP.message(rest)) };
    format!("{}\n", Renderer::styled().render(&[group]))
}

/// Formats the numbers of findings by severity, on one line.
pub(crate) fn counts(findings: &[Finding]) -> String {
    let excluded = findings.iter().filter(|finding| is_left_out(finding)).count();
    let shown = || findings.iter().filter(|finding| !is_left_out(finding));
    let count = |severity| shown().filter(|finding| finding.severity == severity).count();
    let plural = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let counts = [
        (count(Severity::Error), "error"),
        (count(Severity::Warning), "warning"),
        (count(Severity::Note), "note"),
        (excluded, "node"),
    ];
    let lines: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(count, word)).collect();
    let excluded = if excluded > 0 { " excluded by the settings" } else { "" };
    if lines.is_empty() {
        "no problems found\n".to_owned()
    } else {
        format!("{}{excluded}\n", lines.join(", "))
    }
}

/// Formats the numbers of findings by code, one code on each line with its severity and meaning, the most
/// severe first.
pub(crate) fn by_code(findings: &[Finding]) -> String {
    let mut codes: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| !is_left_out(finding)) {
        *codes.entry((finding.severity, finding.code)).or_default() += 1;
    }
    let lines = codes.into_iter().map(|((severity, code), count)| {
        format!("{count:>6} {}[{code}]: {}\n", severity.as_str(), code.meaning())
    });
    lines.collect()
}

/// Returns whether a finding is only counted: excluded nodes are not shown, unless the settings raise their
/// severity.
fn is_left_out(finding: &Finding) -> bool {
    finding.code == Code::Excluded && finding.severity == Severity::Note
}

fn one(finding: &Finding, files: &mut Files, explained: &mut HashSet<Code>) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(&finding.what).id(finding.code.as_str()));
    let excerpt = finding.position.as_ref().and_then(|position| files.excerpt(position));
    if let (Some(excerpt), Some(position)) = (&excerpt, &finding.position) {
        let snippet = Snippet::source(&excerpt.text)
            .line_start(excerpt.first)
            .fold(false)
            .annotation(AnnotationKind::Primary.span(excerpt.span.clone()));
        group = if excerpt.is_cut {
            group.element(snippet)
        } else {
            group.element(snippet.path(Foreign::new(&position.file).line()))
        };
    }
    if explained.insert(finding.code)
        && let Some(why) = explain::why(finding.code)
    {
        group = group.element(Level::NOTE.message(why));
    }
    if !finding.help.is_empty() {
        group = group.element(Level::HELP.message(&finding.help));
    }
    if let Some(action) = &finding.overlay_action {
        group =
            group.element(Level::HELP.message(format!("this overlay action fixes it:\n{}", yaml(action))));
    }
    let shown = Renderer::styled().render(&[group]);
    match (&excerpt, &finding.position) {
        (None, Some(position)) => format!("{shown}\n  --> {position}\n\n"),
        // The renderer counts columns from the start of the excerpt, which is not the start of the line.
        (Some(excerpt), Some(position)) if excerpt.is_cut => {
            let (title, rest) = shown.split_once('\n').unwrap_or((&shown, ""));
            let indent = excerpt.last_line().to_string().len();
            format!("{title}\n{:indent$}--> {position}\n{rest}\n\n", "")
        }
        _ => format!("{shown}\n\n"),
    }
}

/// Formats an overlay action as an item of `actions` in YAML. Its values are JSON, which is YAML in flow
/// style.
fn yaml(action: &Value) -> String {
    let fields = action.as_object().into_iter().flatten();
    let lines = fields.map(|(key, value)| format!("{key}: {}", visible_json(&value.to_string())));
    format!("- {}", lines.collect::<Vec<_>>().join("\n  "))
}

/// The lines around a problem.
pub(crate) struct Excerpt {
    text: String,
    /// The number of the first line.
    first: usize,
    span: Range<usize>,
    /// Whether the beginning of the line is cut off.
    is_cut: bool,
}

impl Excerpt {
    /// Returns the number of the last line.
    fn last_line(&self) -> usize {
        self.first + self.text.matches('\n').count()
    }

    /// Returns the text before the problem, the problem, and the text after it.
    pub(crate) fn parts(&self) -> (&str, &str, &str) {
        let part = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        (part(0..self.span.start), part(self.span.clone()), part(self.span.end..self.text.len()))
    }
}

/// A cache of the files that findings refer to.
#[derive(Default)]
pub(crate) struct Files(HashMap<String, Option<File>>);

struct File {
    text: String,
    /// The offset of each line, in bytes.
    starts: Vec<usize>,
    is_ascii: bool,
}

/// The largest number of bytes of a line that are shown before and after a problem. A whole description may
/// be one line, with thousands of problems.
const SHOWN: usize = 400;

impl File {
    fn read(path: &str) -> Option<Self> {
        let text = std::fs::read_to_string(path).ok()?;
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let is_ascii = text.is_ascii();
        Some(Self { text, starts, is_ascii })
    }

    /// Returns a line by its number, counted from 1.
    fn line(&self, number: usize) -> Option<&str> {
        // No line follows the last line break.
        let start = *self.starts.get(number.checked_sub(1)?).filter(|start| **start < self.text.len())?;
        let end = self.starts.get(number).map_or(self.text.len(), |next| next - 1);
        self.text.get(start..end).map(|line| line.strip_suffix('\r').unwrap_or(line))
    }

    /// Returns the byte offset of a column in a line; columns are counted from 1.
    fn offset(&self, line: &str, column: usize) -> usize {
        let index = column.saturating_sub(1);
        if self.is_ascii {
            return index.min(line.len());
        }
        line.char_indices().nth(index).map_or(line.len(), |(offset, _)| offset)
    }
}

/// Returns a range of a line, with both ends moved forward to the next character boundary.
fn part(line: &str, range: Range<usize>) -> &str {
    let whole = |mut at: usize| {
        while !line.is_char_boundary(at) {
            at += 1;
        }
        at
    };
    line.get(whole(range.start)..whole(range.end.min(line.len()))).unwrap_or_default()
}

impl Files {
    /// Returns the line of a position with the lines before and after it, or `None` if the file cannot be
    /// read.
    pub(crate) fn excerpt(&mut self, position: &Position) -> Option<Excerpt> {
        let read = || File::read(&position.file);
        let file = self.0.entry(position.file.clone()).or_insert_with(read).as_ref()?;
        let line = file.line(position.line)?;
        let column = file.offset(line, position.column);
        let before = part(line, column.saturating_sub(SHOWN)..column);
        let after = part(line, column..column + SHOWN);
        let above = file.line(position.line - 1).map(|line| format!("{}\n", part(line, 0..SHOWN)));
        let above = above.unwrap_or_default();
        let below = file.line(position.line + 1).map(|line| format!("\n{}", part(line, 0..SHOWN)));
        let start = above.len() + before.len();
        Some(Excerpt {
            text: format!("{above}{before}{after}{}", below.unwrap_or_default()),
            first: position.line.saturating_sub(1).max(1),
            span: start..start + word_length(after),
            is_cut: before.len() < column,
        })
    }
}

/// Returns the length of the node at the start of a text, in bytes: a quoted string, a list or map in
/// brackets, or a text up to the next delimiter of YAML or JSON.
fn word_length(rest: &str) -> usize {
    let first = rest.chars().next();
    if let Some(quote) = first.filter(|first| matches!(first, '"' | '\''))
        && let Some(end) = rest.get(1..).and_then(|rest| rest.find(quote))
    {
        return end + 2;
    }
    if matches!(first, Some('{' | '[')) {
        return bracketed_length(rest);
    }
    let ends = [": ", " #", ", ", "}", "]"].iter().filter_map(|mark| rest.find(mark));
    let end = ends.min().unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or(rest).trim_end_matches([':', ',', ' ']);
    word.len().max(usize::from(!rest.is_empty()))
}

/// Returns the length up to the bracket that closes the first one, or up to the end of the line.
fn bracketed_length(rest: &str) -> usize {
    let mut open = 0_usize;
    for (index, character) in rest.char_indices() {
        match character {
            '{' | '[' => open += 1,
            '}' | ']' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return index + 1;
        }
    }
    rest.len()
}

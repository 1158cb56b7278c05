//! The coverage as a table for a terminal.

use openapi_client_codegen::coverage::Counts;
use openapi_client_codegen::text::Foreign;

use super::{LocatedCoverage, Row};
use crate::terminal::{BOLD, DIM, PLAIN, RED};

/// The largest number of nodes that are listed for one reason.
const SHOWN: usize = 5;

/// Returns the counts by kind, then the reasons for nodes that are not generated, the most frequent reason
/// first.
pub(super) fn table(report: &LocatedCoverage) -> String {
    let mut text = row("", ["generated", "ignored", "unsupported"].map(str::to_owned), DIM);
    for (kind, counts) in report.by_kind() {
        text.push_str(&row(
            &kind.to_string(),
            numbers(counts),
            if counts.unsupported > 0 { RED } else { "" },
        ));
    }
    text.push_str(&row("all", numbers(report.coverage.counts()), BOLD));
    for (title, unsupported) in [("Unsupported", true), ("Ignored", false)] {
        let reasons = report.reasons(unsupported);
        if !reasons.is_empty() {
            text.push_str(&format!("\n{BOLD}{title}{PLAIN}\n"));
        }
        for (why, entries) in reasons {
            text.push_str(&reason(why, &entries));
        }
    }
    text
}

fn row(name: &str, cells: [String; 3], style: &str) -> String {
    let [generated, ignored, unsupported] = cells;
    format!("{style}{name:<16} {generated:>10} {ignored:>10} {unsupported:>12}{PLAIN}\n")
}

fn numbers(counts: Counts) -> [String; 3] {
    let number = |count: usize| if count == 0 { "-".to_owned() } else { count.to_string() };
    [number(counts.generated), number(counts.ignored), number(counts.unsupported)]
}

fn reason(why: &str, entries: &[Row<'_>]) -> String {
    let mut text = format!("  {:>5}  {}\n", entries.len(), Foreign::new(why).line());
    for (entry, position) in entries.iter().take(SHOWN) {
        let place = position.map_or_else(|| entry.place.pointer.to_string(), ToString::to_string);
        text.push_str(&format!(
            "         {DIM}{} {} {place}{PLAIN}\n",
            entry.kind,
            Foreign::new(&entry.name).line()
        ));
    }
    if entries.len() > SHOWN {
        text.push_str(&format!("         {DIM}and {} more{PLAIN}\n", entries.len() - SHOWN));
    }
    text
}

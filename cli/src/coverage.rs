//! `coverage`: reports whether each node of a description is generated, as a table, JSON or a report.

mod html;
mod table;

use std::collections::HashMap;

use openapi_client_codegen::coverage::{Counts, Coverage, Entry, NodeKind, Status};
use openapi_client_codegen::ir::{Group, GroupedBy};
use openapi_client_codegen::{Generated, Place, Position, Source, write_page};
use serde_json::{Value, json};

use crate::arguments::{Coverage as Options, CoverageFormat};
use crate::{Outcome, formats, input, terminal};

pub(crate) fn run(options: &Options) -> Outcome {
    let (source, generated) = input::generated(&options.input.settings()?)?;
    let report = LocatedCoverage::new(generated, &source);
    if let Some(path) = &options.html {
        write_page(path, &html::page(&report), html::HEADER)?;
        terminal::remark(&format!("{} written\n", terminal::path(path)));
    }
    terminal::print(&match options.format {
        CoverageFormat::Table => table::table(&report),
        CoverageFormat::Json => formats::lines(&value(&report)),
    });
    Ok(!options.deny_unsupported || report.coverage.counts().unsupported == 0)
}

/// A coverage report with the position and the group of each entry.
struct LocatedCoverage {
    generated: Generated,
    coverage: Coverage,
    /// The position of each entry, in the order of the entries.
    positions: Vec<Option<Position>>,
    /// For each entry, the index of the group of its operation.
    groups: Vec<Option<usize>>,
    files: usize,
}

/// An entry and its position.
type Row<'a> = (&'a Entry, Option<&'a Position>);

impl LocatedCoverage {
    fn new(generated: Generated, source: &Source) -> Self {
        let coverage = generated.coverage(source);
        let places: Vec<&Place> = coverage.entries.iter().map(|entry| &entry.place).collect();
        let positions = source.positions(&places);
        let groups = groups(&generated, &coverage);
        Self { generated, positions, groups, files: source.paths().count(), coverage }
    }

    /// Returns the entries with their positions.
    fn entries(&self) -> impl Iterator<Item = Row<'_>> {
        self.coverage.entries.iter().zip(self.positions.iter().map(Option::as_ref))
    }

    /// Returns the kinds of the entries, with their counts.
    fn by_kind(&self) -> Vec<(NodeKind, Counts)> {
        let mut kinds: Vec<(NodeKind, Counts)> = Vec::new();
        for entry in &self.coverage.entries {
            let known = kinds.iter().position(|(kind, _)| *kind == entry.kind);
            let index = known.unwrap_or_else(|| {
                kinds.push((entry.kind, Counts::default()));
                kinds.len() - 1
            });
            if let Some((_, counts)) = kinds.get_mut(index) {
                counts.add(&entry.status);
            }
        }
        kinds.sort_by_key(|(kind, _)| *kind);
        kinds
    }

    /// Returns each tag in the order of the description, with the number of its operations and the counts of
    /// the entries within them.
    fn by_tag(&self) -> Vec<(String, usize, Counts)> {
        let api = &self.generated.api;
        let word = |group: &Group| match group.by {
            GroupedBy::Tag => group.name.wire().to_owned(),
            GroupedBy::Path => format!("/{}", group.name.wire()),
            GroupedBy::Nothing => "without a tag".to_owned(),
        };
        let groups = api.groups.iter();
        let mut tags: Vec<(String, usize, Counts)> =
            groups.map(|group| (word(group), 0, Counts::default())).collect();
        for (entry, group) in self.coverage.entries.iter().zip(&self.groups) {
            if let Some((_, operations, counts)) = group.and_then(|group| tags.get_mut(group)) {
                *operations += usize::from(entry.kind == NodeKind::Operation);
                counts.add(&entry.status);
            }
        }
        tags
    }

    /// Groups the unsupported or the ignored entries by reason, the most frequent reason first.
    fn reasons(&self, unsupported: bool) -> Vec<(&str, Vec<Row<'_>>)> {
        let mut reasons: Vec<(&str, Vec<Row<'_>>)> = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        for located in self.entries() {
            let why = match &located.0.status {
                Status::Unsupported(why) if unsupported => why.as_str(),
                Status::Ignored(why) if !unsupported => why.as_str(),
                _ => continue,
            };
            let at = *index.entry(why).or_insert_with(|| {
                reasons.push((why, Vec::new()));
                reasons.len() - 1
            });
            if let Some((_, entries)) = reasons.get_mut(at) {
                entries.push(located);
            }
        }
        reasons.sort_by_key(|(_, entries)| std::cmp::Reverse(entries.len()));
        reasons
    }
}

/// Returns the index of the group of each entry, by the operation that contains the entry.
fn groups(generated: &Generated, coverage: &Coverage) -> Vec<Option<usize>> {
    let api = &generated.api;
    let groups = api.groups_with_ids().enumerate().map(|(index, (id, _))| (id, index));
    let groups: HashMap<_, _> = groups.collect();
    let operations = api.operations.iter();
    let by_place: HashMap<&Place, usize> = operations
        .filter_map(|operation| Some((&operation.origin, *groups.get(&operation.group)?)))
        .collect();
    let group = |entry: &Entry| {
        let above =
            std::iter::successors(Some(entry.place.clone()), |place| Some(place.at(place.pointer.parent()?)));
        above.into_iter().find_map(|place| by_place.get(&place).copied())
    };
    coverage.entries.iter().map(group).collect()
}

fn value(report: &LocatedCoverage) -> Value {
    let entries = report.entries().map(|(entry, position)| {
        let (status, why) = match &entry.status {
            Status::Generated => ("generated", None),
            Status::Ignored(why) => ("ignored", Some(why)),
            Status::Unsupported(why) => ("unsupported", Some(why)),
        };
        json!({
            "kind": entry.kind.to_string(),
            "name": entry.name,
            "verdict": status,
            "why": why,
            "pointer": entry.place.pointer.as_str(),
            "file": position.map(|position| &position.file),
            "line": position.map(|position| position.line),
            "column": position.map(|position| position.column),
        })
    });
    let counts = report.coverage.counts();
    json!({
        "generated": counts.generated,
        "ignored": counts.ignored,
        "unsupported": counts.unsupported,
        "entries": entries.collect::<Vec<_>>(),
    })
}

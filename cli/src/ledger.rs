//! `ledger`: what became of every node of a description, as a table and as a page.

mod html;
mod table;

use std::collections::HashMap;

use openapi_client_codegen::coverage::{Counts, Entry, Kind, Ledger, Verdict};
use openapi_client_codegen::{Generated, Place, Position, Source, write_page};
use serde_json::{Value, json};

use crate::arguments::{Ledger as Options, LedgerFormat};
use crate::{Outcome, formats, input, terminal};

pub(crate) fn run(options: &Options) -> Outcome {
    let (source, generated) = input::generated(&options.input.settings()?)?;
    let books = Books::new(generated, &source);
    if let Some(path) = &options.html {
        write_page(path, &html::page(&books), html::HEADER)?;
        terminal::remark(&format!("{} written\n", terminal::path(path)));
    }
    terminal::say(&match options.format {
        LedgerFormat::Table => table::table(&books),
        LedgerFormat::Json => formats::lines(&value(&books)),
    });
    Ok(!options.deny_unsupported || books.ledger.counts().unsupported == 0)
}

/// The ledger with what it takes to show it.
struct Books {
    generated: Generated,
    ledger: Ledger,
    /// Where each entry is written, in the order of the entries.
    positions: Vec<Option<Position>>,
    /// The tag of the operation that an entry is part of, by the number of its group.
    groups: Vec<Option<usize>>,
    files: usize,
}

/// An entry and where it is written.
type Located<'a> = (&'a Entry, Option<&'a Position>);

impl Books {
    fn new(generated: Generated, source: &Source) -> Self {
        let ledger = generated.ledger(source);
        let places: Vec<&Place> = ledger.entries.iter().map(|entry| &entry.place).collect();
        let positions = source.positions(&places);
        let groups = groups(&generated, &ledger);
        Self { generated, positions, groups, files: source.paths().count(), ledger }
    }

    /// The entries with their places.
    fn entries(&self) -> impl Iterator<Item = Located<'_>> {
        self.ledger.entries.iter().zip(self.positions.iter().map(Option::as_ref))
    }

    /// Kinds that there are, with their counts.
    fn by_kind(&self) -> Vec<(Kind, Counts)> {
        let mut kinds: Vec<(Kind, Counts)> = Vec::new();
        for entry in &self.ledger.entries {
            let known = kinds.iter().position(|(kind, _)| *kind == entry.kind);
            let index = known.unwrap_or_else(|| {
                kinds.push((entry.kind, Counts::default()));
                kinds.len() - 1
            });
            if let Some((_, counts)) = kinds.get_mut(index) {
                count(counts, &entry.verdict);
            }
        }
        kinds.sort_by_key(|(kind, _)| *kind);
        kinds
    }

    /// Tags in the order of the description: what is written within their operations.
    fn by_tag(&self) -> Vec<(&str, usize, Counts)> {
        let api = &self.generated.api;
        let mut tags: Vec<(&str, usize, Counts)> = api
            .groups
            .iter()
            .map(|group| {
                let wire = group.name.wire();
                (if wire.is_empty() { "without a tag" } else { wire }, 0, Counts::default())
            })
            .collect();
        for (entry, group) in self.ledger.entries.iter().zip(&self.groups) {
            if let Some((_, operations, counts)) = group.and_then(|group| tags.get_mut(group)) {
                *operations += usize::from(entry.kind == Kind::Operation);
                count(counts, &entry.verdict);
            }
        }
        tags
    }

    /// Entries that there is no Rust for, by why.
    fn reasons(&self, unsupported: bool) -> Vec<(&str, Vec<Located<'_>>)> {
        let mut reasons: Vec<(&str, Vec<Located<'_>>)> = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        for located in self.entries() {
            let why = match &located.0.verdict {
                Verdict::Unsupported(why) if unsupported => why.as_str(),
                Verdict::Ignored(why) if !unsupported => why.as_str(),
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

/// The group that each entry belongs to, by the operation that it is written within.
fn groups(generated: &Generated, ledger: &Ledger) -> Vec<Option<usize>> {
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
    ledger.entries.iter().map(group).collect()
}

fn count(counts: &mut Counts, verdict: &Verdict) {
    match verdict {
        Verdict::Generated => counts.generated += 1,
        Verdict::Ignored(_) => counts.ignored += 1,
        Verdict::Unsupported(_) => counts.unsupported += 1,
    }
}

fn value(books: &Books) -> Value {
    let entries = books.entries().map(|(entry, position)| {
        let (verdict, why) = match &entry.verdict {
            Verdict::Generated => ("generated", None),
            Verdict::Ignored(why) => ("ignored", Some(why)),
            Verdict::Unsupported(why) => ("unsupported", Some(why)),
        };
        json!({
            "kind": entry.kind.to_string(),
            "name": entry.name,
            "verdict": verdict,
            "why": why,
            "pointer": entry.place.pointer.as_str(),
            "file": position.map(|position| &position.file),
            "line": position.map(|position| position.line),
            "column": position.map(|position| position.column),
        })
    });
    let counts = books.ledger.counts();
    json!({
        "generated": counts.generated,
        "ignored": counts.ignored,
        "unsupported": counts.unsupported,
        "entries": entries.collect::<Vec<_>>(),
    })
}

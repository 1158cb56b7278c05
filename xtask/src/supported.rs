//! What is supported: a page of the fields of every object of OpenAPI, by the output for a description that uses each.

mod fields;
mod probe;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use crate::explore::Dialect;
use crate::{Result, print};
use fields::Fields;
use probe::Verdict;

const DIALECTS: [Dialect; 4] = [Dialect::V2_0, Dialect::V3_0, Dialect::V3_1, Dialect::V3_2];

/// A row of the page: a field with its verdict in each version that has it.
struct Row {
    name: String,
    verdicts: BTreeMap<Dialect, Verdict>,
}

/// An object with its rows.
struct Section {
    object: String,
    rows: Vec<Row>,
}

/// Writes the page, or prints the fields that are dropped. Returns whether none is.
pub(crate) fn run(table: Option<&Path>, explored: Option<&Path>) -> Result<bool> {
    let sections = sections()?;
    let faults = faults(&sections);
    faults.iter().for_each(|fault| print(fault));
    let mut page = page(&sections)?;
    if let Some(path) = explored {
        page.push_str(&tried(&serde_json::from_str(&std::fs::read_to_string(path)?)?)?);
    }
    match table {
        Some(path) => std::fs::write(path, page)?,
        None => print(&page),
    }
    Ok(faults.is_empty())
}

/// Probes each field of each object in each version that has it.
fn sections() -> Result<Vec<Section>> {
    let fields = Fields::read()?;
    let results = std::thread::scope(|scope| {
        let fields = &fields;
        let probes = |dialect| move || verdicts(fields, dialect).map_err(|error| error.to_string());
        let threads = DIALECTS.map(|dialect| scope.spawn(probes(dialect)));
        threads.map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut sections: Vec<Section> =
        fields.objects().map(|(object, _)| Section { object: object.to_owned(), rows: Vec::new() }).collect();
    for (section, (_, rows)) in sections.iter_mut().zip(fields.objects()) {
        for (name, _) in rows {
            if section.rows.iter().all(|row| row.name != name.trim()) {
                section.rows.push(Row { name: name.trim().to_owned(), verdicts: BTreeMap::new() });
            }
        }
    }
    for (dialect, verdicts) in DIALECTS.into_iter().zip(results) {
        for (object, name, verdict) in verdicts? {
            let section = sections.iter_mut().find(|section| section.object == object);
            let rows = section.into_iter().flat_map(|section| &mut section.rows);
            rows.filter(|row| row.name == name.trim()).for_each(|row| {
                row.verdicts.insert(dialect, verdict.clone());
            });
        }
    }
    Ok(sections)
}

/// Probes each field of each object of one version.
fn verdicts(fields: &Fields, dialect: Dialect) -> Result<Vec<(&str, &str, Verdict)>> {
    let mut verdicts = Vec::new();
    let mut prober = probe::Prober::default();
    for (object, rows) in fields.objects() {
        for (name, field) in rows.iter().filter(|(_, field)| fields.has(object, field, dialect)) {
            verdicts.push((
                object,
                name.as_str(),
                prober.verdict(fields, object, name.trim(), field, dialect)?,
            ));
        }
    }
    Ok(verdicts)
}

/// Returns the fields that are dropped without a finding, and the probes that are not valid.
fn faults(sections: &[Section]) -> Vec<String> {
    let mut faults = Vec::new();
    for section in sections {
        for row in &section.rows {
            for (dialect, verdict) in &row.verdicts {
                let what = match verdict {
                    Verdict::Dropped => "is dropped without a finding".to_owned(),
                    Verdict::Unprobed(why) => format!("has no valid probe: {why}"),
                    _ => continue,
                };
                faults.push(format!("{} `{}` in {dialect:?} {what}", section.object, row.name));
            }
        }
    }
    faults
}

/// The heading and the meaning of the cells.
const INTRODUCTION: &str = "# What is supported\n\n\
    The fields of every object of OpenAPI, and the keywords of JSON Schema, by version. Written by \
    `cargo xtask support --table docs/support.md`,\nwhich generates a small description for each cell in the default \
    settings, and compares the result with the result without the field.\n\n\
    | cell | meaning |\n|---|---|\n\
    | generated | the generated code or its documentation changes |\n\
    | noted | no effect, and a finding says so |\n\
    | refused | an error: nothing is generated |\n\
    | none | no effect by design, for the reason below the table |\n\
    | gap | no effect and no finding, for the reason below the table |\n\
    | | the version does not have the field |\n";

fn page(sections: &[Section]) -> Result<String> {
    let mut page = INTRODUCTION.to_owned();
    let mut counts: BTreeMap<(&str, Dialect), usize> = BTreeMap::new();
    let cells = sections.iter().flat_map(|section| &section.rows).flat_map(|row| &row.verdicts);
    for (dialect, verdict) in cells {
        *counts.entry((verdict.word(), *dialect)).or_default() += 1;
    }
    page.push_str("\n| number of fields | 2.0 | 3.0 | 3.1 | 3.2 |\n|---|---:|---:|---:|---:|\n");
    for word in ["generated", "noted", "refused", "none", "gap"] {
        let counts =
            DIALECTS.map(|dialect| counts.get(&(word, dialect)).copied().unwrap_or_default().to_string());
        writeln!(page, "| {word} | {} |", counts.join(" | "))?;
    }
    for section in sections {
        write!(
            page,
            "\n## {}\n\n| field | 2.0 | 3.0 | 3.1 | 3.2 |\n|---|---|---|---|---|\n",
            section.object
        )?;
        // The fields by reason, in the order of the reasons.
        let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
        for row in &section.rows {
            let cells = DIALECTS.map(|dialect| row.verdicts.get(&dialect).map_or("", Verdict::word));
            writeln!(page, "| `{}` | {} |", row.name, cells.join(" | "))?;
            for reason in row.verdicts.values().filter_map(Verdict::reason) {
                match reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, names)) if names.last() == Some(&row.name.as_str()) => {}
                    Some((_, names)) => names.push(&row.name),
                    None => reasons.push((reason, vec![&row.name])),
                }
            }
        }
        if !reasons.is_empty() {
            page.push('\n');
        }
        for (reason, names) in reasons {
            writeln!(page, "* `{}`: {reason}", names.join("`, `"))?;
        }
    }
    Ok(page)
}

/// Returns a section with the number of descriptions of `cargo xtask explore` that have each keyword.
fn tried(report: &Value) -> Result<String> {
    let mut counts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let outcomes = report.as_array().map_or(std::slice::from_ref(report), Vec::as_slice);
    let tried =
        outcomes.iter().filter_map(|outcome| outcome.pointer("/figures/tried_by_keyword")?.as_object());
    for (dialect, keywords) in tried.flatten() {
        for (keyword, count) in keywords.as_object().into_iter().flatten() {
            let slot = counts.entry(keyword.clone()).or_default().entry(dialect.clone()).or_default();
            *slot += count.as_u64().unwrap_or_default();
        }
    }
    let mut section = EXPLORED.to_owned();
    for (keyword, counts) in counts {
        let cells = ["2.0", "3.0", "3.1", "3.2"]
            .map(|dialect| counts.get(dialect).map(u64::to_string).unwrap_or_default());
        writeln!(section, "| `{keyword}` | {} |", cells.join(" | "))?;
    }
    Ok(section)
}

/// The heading of the section that only a report of `explore` gives.
const EXPLORED: &str = "\n## Explored\n\n\
    The number of random descriptions of `cargo xtask explore` that have the keyword, for which the laws hold.\n\n\
    | keyword | 2.0 | 3.0 | 3.1 | 3.2 |\n|---|---:|---:|---:|---:|\n";

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use openapi_client_codegen::grammar_view::{Object, ValueType};

    use super::{Fields, faults, page, sections};

    #[test]
    fn every_field_has_an_effect_or_a_reason_and_the_page_is_current() {
        let sections = sections().unwrap();
        assert_eq!(faults(&sections), Vec::<String>::new());
        let written = std::fs::read_to_string("../docs/support.md").unwrap();
        let page = page(&sections).unwrap();
        assert!(written.starts_with(&page), "update it: cargo xtask support --table docs/support.md");
    }

    #[test]
    fn every_key_of_the_grammar_is_listed() {
        let fields = Fields::read().unwrap();
        let (mut pending, mut seen) = (vec![Object::DOCUMENT], HashSet::new());
        while let Some(object) = pending.pop() {
            if !seen.insert(object) {
                continue;
            }
            for (key, holds) in object.keys() {
                assert!(fields.lists(&object.name(), key), "{} `{key}` is not listed", object.name());
                pending.extend(held(&holds));
            }
            pending.extend(object.entries().and_then(|entry| held(&entry)));
        }
    }

    fn held(holds: &ValueType) -> Option<Object> {
        match holds {
            ValueType::Object { object, .. } => Some(*object),
            ValueType::List(inner) | ValueType::Map(inner) => held(inner),
            _ => None,
        }
    }
}

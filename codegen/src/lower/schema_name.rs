//! Names of components without the prefixes in the settings.

use std::collections::HashMap;

use super::Lowering;
use crate::diagnostics::{Code, Finding};
use crate::naming::{Kind, reserved, rust_name};
use crate::select::unmatched;

impl Lowering<'_> {
    /// Finds the names of components that the settings shorten. A name that would be that of another
    /// component keeps its prefix, which is reported.
    pub(super) fn short_components(&mut self) {
        let linked = self.linked;
        let bodies = linked.components.keys().filter_map(|name| Some((name.clone(), self.short_body(name)?)));
        self.short_components = bodies.collect();
        let prefixes = &self.settings.schema_prefixes;
        if prefixes.is_empty() {
            return;
        }
        let mut owners: HashMap<String, &str> = HashMap::new();
        let mut pending = Vec::new();
        for (name, id) in &linked.components {
            let place = linked.schema(*id).and_then(|schema| self.component_place(name, schema));
            let named = place.and_then(|place| self.settings.name_of(place));
            let mut fitting: Vec<(usize, &str)> = prefixes
                .iter()
                .enumerate()
                .filter_map(|(index, prefix)| Some((index, rest(name, prefix)?)))
                .collect();
            // The longest prefix first.
            fitting.sort_by_key(|(_, rest)| rest.len());
            match fitting.first() {
                Some((rank, _)) if named.is_none() => pending.push((*rank, name.as_str(), place, fitting)),
                _ => {
                    owners.insert(rust_name(named.unwrap_or(name), Kind::Type), name);
                }
            }
        }
        for prefix in prefixes {
            if !linked.components.keys().any(|name| rest(name, prefix).is_some()) {
                let known: Vec<String> = linked.components.keys().cloned().collect();
                let what = "no name of a schema begins with it";
                self.report.survivable(unmatched("schema_prefixes", prefix, what, &known, self.settings));
            }
        }
        // Without prefixes, schemas of earlier prefixes take precedence.
        pending.sort_by_key(|(rank, ..)| *rank);
        for (_, name, place, fitting) in pending {
            let is_free = |word: &str| !reserved::MODELS.contains(&word) && !owners.contains_key(word);
            let mut words = fitting.iter().map(|(_, rest)| (*rest, rust_name(rest, Kind::Type)));
            let found = words.find(|(_, word)| is_free(word));
            let longest = fitting.first().map(|(_, rest)| rust_name(rest, Kind::Type)).unwrap_or_default();
            let is_longest = found.as_ref().is_some_and(|(_, word)| *word == longest);
            if !is_longest {
                let why = match owners.get(&longest) {
                    Some(owner) => format!("`{owner}` is `{longest}`"),
                    None => format!("generated code uses `{longest}` itself"),
                };
                let what = format!("`{name}` keeps its prefix, or a part of it: {why}");
                let finding = Finding::note(Code::NameClash, place.cloned(), what);
                self.report.push(finding.help("set a name for one of them in [names] of the settings"));
            }
            let kept = rust_name(name, Kind::Type);
            let word = found.map(|(rest, word)| {
                self.short_components.insert(name.to_owned(), rest.to_owned());
                word
            });
            owners.entry(word.unwrap_or(kept)).or_insert(name);
        }
    }

    /// Returns the word for a component in names.
    pub(super) fn component_word<'n>(&'n self, component: &'n str) -> &'n str {
        self.short_components.get(component).map_or(component, String::as_str)
    }
}

/// Returns the rest of a name after a prefix, if the prefix ends where a word ends.
pub(super) fn rest<'n>(name: &'n str, prefix: &str) -> Option<&'n str> {
    let rest = name.strip_prefix(prefix).filter(|_| !prefix.is_empty())?;
    let first = rest.chars().find(|c| c.is_alphanumeric())?;
    let ends = !prefix.ends_with(char::is_alphanumeric) || !rest.starts_with(char::is_alphanumeric);
    (first.is_alphabetic() && (ends || first.is_uppercase())).then_some(rest)
}

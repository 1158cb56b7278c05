//! Proposed settings for names. `new` writes them into the settings of a new crate.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::group::is_version;
use super::operation_name::short;
use super::schema_name::rest;
use crate::ir::Api;
use crate::naming::{Kind, rust_name};

/// Proposed settings for names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Proposal {
    /// Whether short names fit at least half of the operations.
    pub short_operation_names: bool,
    /// The namespaces that the names of schemas can lose without becoming equal, the longest first.
    pub schema_prefixes: Vec<String>,
}

/// The smallest number of schemas whose names are examined for a prefix.
const FEW: usize = 8;

/// The largest number of prefixes, so that the settings remain readable.
const MOST: usize = 100;

/// Returns the settings that fit a description.
pub(crate) fn proposal(api: &Api) -> Proposal {
    let operations = api.operations.iter();
    let shorter = operations.filter(|operation| short(operation.name.wire(), &operation.path).is_some());
    let count = shorter.count();
    let components = api.models.iter().filter(|model| model.is_component && !model.is_input);
    let names: Vec<&str> = components.map(|model| model.name.wire()).collect();
    Proposal {
        short_operation_names: count > 0 && count * 2 >= api.operations.len(),
        schema_prefixes: prefixes(&names),
    }
}

/// Returns the prefixes that names can lose, the longest first. Namespaces with more names take precedence;
/// one whose names would be those of others loses only the namespace around it.
fn prefixes(names: &[&str]) -> Vec<String> {
    if names.len() < FEW {
        return Vec::new();
    }
    let root = common_words(names);
    let mut namespaces: IndexMap<&str, Vec<&str>> = IndexMap::new();
    let mut taken: HashSet<String> = HashSet::new();
    for name in names {
        match namespace(name, root) {
            Some(namespace) => namespaces.entry(namespace).or_default().push(name),
            None => drop(taken.insert(rust_name(name, Kind::Type))),
        }
    }
    let count: usize = namespaces.values().map(Vec::len).sum();
    if count * 2 < names.len() {
        return Vec::new();
    }
    namespaces.sort_by(|one, names, other, others| {
        others.len().cmp(&names.len()).then(one.len().cmp(&other.len()))
    });
    let mut least = 1;
    loop {
        let found = fitting(&namespaces, taken.clone(), root, least);
        if found.len() <= MOST || least > names.len() {
            return found;
        }
        least *= 2;
    }
}

/// Returns the prefixes that the names of namespaces can lose. A namespace with fewer than `least` names
/// loses only the namespace around it.
fn fitting(
    namespaces: &IndexMap<&str, Vec<&str>>,
    mut taken: HashSet<String>,
    root: &str,
    least: usize,
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (namespace, names) in namespaces {
        let own = Some(*namespace).filter(|_| names.len() >= least);
        let mut candidates = own.into_iter().chain(around(namespace, root));
        let fitting = candidates.find_map(|prefix| {
            let short = |name: &&str| rest(name, prefix).map(|rest| rust_name(rest, Kind::Type));
            let words: Vec<String> = names.iter().map(short).collect::<Option<_>>()?;
            let own: HashSet<&String> = words.iter().collect();
            let clashes = words.len() - own.iter().filter(|word| !taken.contains(**word)).count();
            // A few names may keep the prefix.
            (clashes * 10 <= words.len()).then_some((prefix, words))
        });
        match fitting {
            Some((prefix, words)) => {
                taken.extend(words);
                if !found.iter().any(|known| known == prefix) {
                    found.push(prefix.to_owned());
                }
            }
            None => taken.extend(names.iter().map(|name| rust_name(name, Kind::Type))),
        }
    }
    found.sort_by_key(|prefix| std::cmp::Reverse(prefix.len()));
    found
}

/// Returns the namespace of a name: all before its last part if it has dots, or else all up to the last
/// version after the words that it has in common with others, or these words.
fn namespace<'n>(name: &'n str, root: &'n str) -> Option<&'n str> {
    if let Some((end, _)) = name.trim_end_matches('.').rmatch_indices('.').next() {
        return name.get(..=end);
    }
    rest(name, root)?;
    let starts: Vec<usize> = word_starts(name).filter(|start| *start >= root.len()).collect();
    let mut words = starts.windows(2).filter_map(|pair| match pair {
        [start, end] => Some((name.get(*start..*end)?, *end)),
        _ => None,
    });
    let end = words.rfind(|(word, _)| is_version(word)).map_or(root.len(), |(_, end)| end);
    name.get(..end)
}

/// Returns the namespaces around a namespace, from the inside to the outside. One that is followed by a
/// version is left out, because the version would be the first word of names.
fn around<'n>(namespace: &'n str, root: &'n str) -> impl Iterator<Item = &'n str> {
    let ends = namespace.trim_end_matches('.').rmatch_indices('.').map(|(end, _)| end + 1);
    let outer = ends.filter_map(move |end| {
        let next = namespace.get(end..)?.split('.').next()?;
        namespace.get(..end).filter(|_| !is_version(next))
    });
    outer.chain(Some(root).filter(|root| !root.is_empty() && *root != namespace && !namespace.contains('.')))
}

/// Returns the words with which at least nine of ten names begin; empty if there are none.
fn common_words<'n>(names: &[&'n str]) -> &'n str {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in names {
        for prefix in word_starts(name).skip(1).filter_map(|end| name.get(..end)) {
            *counts.entry(prefix).or_default() += 1;
        }
    }
    let mut common: Vec<(&'n str, usize)> = Vec::new();
    for name in names {
        let starts = word_starts(name).skip(1).filter_map(|end| name.get(..end));
        common.extend(starts.filter_map(|prefix| Some((prefix, *counts.get(prefix)?))));
    }
    common.retain(|(_, count)| count * 10 >= names.len() * 9);
    common.into_iter().map(|(prefix, _)| prefix).max_by_key(|prefix| prefix.len()).unwrap_or_default()
}

/// Returns where the words of a name begin.
fn word_starts(name: &str) -> impl Iterator<Item = usize> {
    let mut before = None;
    name.char_indices().filter_map(move |(index, character)| {
        let previous: Option<char> = before.replace(character);
        let begins = match previous {
            None => true,
            Some(previous) if !previous.is_alphanumeric() => character.is_alphanumeric(),
            Some(previous) => character.is_uppercase() && !previous.is_uppercase(),
        };
        begins.then_some(index)
    })
}

#[cfg(test)]
mod tests {
    use super::prefixes;

    fn found(names: &[&str]) -> Vec<String> {
        prefixes(names)
    }

    #[test]
    fn namespaces_are_taken_off_where_names_stay_different() {
        let names = [
            "io.k8s.api.core.v1.Pod",
            "io.k8s.api.core.v1.Node",
            "io.k8s.api.core.v1.Event",
            "io.k8s.api.apps.v1.Scale",
            "io.k8s.api.apps.v1.Set",
            "io.k8s.api.events.v1.Event",
            "io.k8s.meta.v1.Time",
            "io.k8s.meta.v1.Status",
            "Plain",
        ];
        let expected = ["io.k8s.api.core.v1.", "io.k8s.api.apps.v1.", "io.k8s.meta.v1.", "io.k8s.api."];
        assert_eq!(found(&names), expected);
        let camel: Vec<String> = ["User", "Group", "Drive", "Mail", "Event", "Chat", "Team", "Site"]
            .map(|name| format!("MicrosoftGraph{name}"))
            .into();
        let camel: Vec<&str> = camel.iter().map(String::as_str).collect();
        assert_eq!(found(&camel), ["MicrosoftGraph"]);
        let versions: Vec<String> =
            camel.iter().map(|name| name.replace("MicrosoftGraph", "IoK8sApiCoreV1")).collect();
        let versions: Vec<&str> = versions.iter().map(String::as_str).collect();
        assert_eq!(found(&versions), ["IoK8sApiCoreV1"]);
    }

    #[test]
    fn names_without_a_namespace_have_no_prefix() {
        let plain = ["User", "Group", "Drive", "Mail", "Event", "Chat", "Team", "Site", "UserGroup"];
        assert!(found(&plain).is_empty());
        assert!(found(&plain[..3]).is_empty());
    }
}

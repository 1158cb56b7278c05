//! The groups of operations: by tag, or by the resource that a path names.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::Lowering;
use crate::ir::{Group, GroupId, GroupedBy};
use crate::naming::{Kind, Scope, reserved, rust_name};
use crate::resolve::{Operation, Tag};
use crate::settings::GroupBy;

/// What the operations of a group share: a tag, or the name of the accessor that a segment gives.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Key {
    Tag(String),
    Path(String),
    Nothing,
}

impl Lowering<'_> {
    /// Creates the groups: first those of tags, in the order of the description, then those of paths.
    pub(super) fn groups(&mut self) {
        let linked = self.linked;
        // The operations of each group determine its words, so that another operation does not change it.
        let mut found: IndexMap<Key, (String, GroupedBy)> = IndexMap::new();
        for operation in &linked.operations {
            let (key, word, by) = self.key(operation);
            found.entry(key).or_insert((word, by));
        }
        let mut described: HashMap<&str, (usize, &Tag)> = HashMap::new();
        for (index, tag) in linked.tags.iter().enumerate() {
            described.entry(&tag.name).or_insert((index, tag));
        }
        let order = |key: &Key| match key {
            Key::Tag(tag) => (0, described.get(tag.as_str()).map_or(usize::MAX, |(index, _)| *index)),
            Key::Path(_) => (1, 0),
            Key::Nothing => (2, 0),
        };
        found.sort_by(|one, _, other, _| order(one).cmp(&order(other)));
        let mut types = Scope::new(Kind::Type, reserved::RESOURCES);
        let mut accessors =
            Scope::new(Kind::Method, &[reserved::CLIENT_METHODS, reserved::HIDDEN_METHODS].concat());
        let entry = linked.operations.first().map(|operation| operation.place.at(Default::default()));
        for (key, (wire, by)) in found {
            let Some(place) = &entry else { return };
            let place = place.key("tags");
            let word = if key == Key::Nothing { "untagged" } else { &wire };
            let calls = format!("{word} api");
            let name = types.claim(&wire, &[word, &calls], &place);
            let accessor = accessors.claim(&wire, &[word, &calls], &place);
            let tag = described.get(wire.as_str()).filter(|_| by == GroupedBy::Tag);
            let docs = tag.map(|(_, tag)| tag.description.clone()).unwrap_or_default();
            let id = GroupId(u32::try_from(self.api.groups.len()).unwrap_or(u32::MAX));
            self.groups.insert(key, id);
            self.api.groups.push(Group { name, by, accessor, docs });
            let reserved = [reserved::RESOURCE_METHODS, reserved::HIDDEN_METHODS].concat();
            self.methods.push(Scope::new(Kind::Method, &reserved));
        }
    }

    pub(super) fn group_of(&self, operation: &Operation) -> Option<GroupId> {
        self.groups.get(&self.key(operation).0).copied()
    }

    /// Returns what groups an operation. It depends on the operation only, except that a segment with the
    /// name of a tag is the group of that tag.
    fn key(&self, operation: &Operation) -> (Key, String, GroupedBy) {
        let tag = first_tag(operation).filter(|_| self.settings.group_by != GroupBy::Path);
        if let Some(tag) = tag {
            return (Key::Tag(tag.clone()), tag.clone(), GroupedBy::Tag);
        }
        let segment = resource(&operation.path).filter(|_| self.settings.group_by != GroupBy::TagOnly);
        let Some(segment) = segment else { return (Key::Nothing, String::new(), GroupedBy::Nothing) };
        let accessor = rust_name(segment, Kind::Method);
        match self.tags_by_accessor.get(&accessor) {
            Some(tag) => (Key::Tag(tag.clone()), tag.clone(), GroupedBy::Tag),
            None => (Key::Path(accessor), segment.to_owned(), GroupedBy::Path),
        }
    }

    /// Finds the tag that each accessor belongs to.
    pub(super) fn find_tags(&mut self) {
        if self.settings.group_by != GroupBy::Tag {
            return;
        }
        for tag in self.linked.operations.iter().filter_map(first_tag) {
            self.tags_by_accessor.entry(rust_name(tag, Kind::Method)).or_insert_with(|| tag.clone());
        }
    }
}

fn first_tag(operation: &Operation) -> Option<&String> {
    operation.tags.first().filter(|tag| !tag.is_empty())
}

/// Returns the segment of a path that names its resource: the first fixed one that is neither `api` nor a
/// version. What follows a dot, colon or parenthesis is an action or a format.
fn resource(path: &str) -> Option<&str> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let fixed = path.split('/').filter_map(|segment| {
        let start = segment.find(|c: char| c.is_alphanumeric()).filter(|_| !segment.starts_with('{'))?;
        let rest = segment.get(start..)?;
        rest.split(['{', '.', ':', '(', ';', '=']).next().map(|word| (segment, word))
    });
    let is_general = |(segment, word): &(&str, &str)| {
        matches!(word.to_ascii_lowercase().as_str(), "api" | "apis" | "rest") || is_version(segment)
    };
    fixed.into_iter().find(|fixed| !is_general(fixed)).map(|(_, word)| word)
}

/// Returns whether a segment is a version: `v2`, `v1beta1`, `v1.0`, `2024-01-01`.
pub(super) fn is_version(word: &str) -> bool {
    let number = word.strip_prefix(['v', 'V']).unwrap_or(word);
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'));
    let stage = rest.trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase();
    number.starts_with(|c: char| c.is_ascii_digit())
        && matches!(stage.as_str(), "" | "alpha" | "beta" | "rc" | "preview")
}

#[cfg(test)]
mod tests {
    use super::resource;

    #[test]
    fn a_path_names_its_resource() {
        for (path, expected) in [
            ("/pets/{id}", Some("pets")),
            ("/v1/pets", Some("pets")),
            ("/api/v2/pets/{id}/toys", Some("pets")),
            ("/API/2024-01-01/pets", Some("pets")),
            ("/v1beta1/{tenant}/pets:search", Some("pets")),
            ("/{version}/pets.json", Some("pets")),
            ("/.well-known/openid", Some("well-known")),
            ("/Pets('{id}')/owner", Some("Pets")),
            ("/vendors", Some("vendors")),
            ("/2fa", Some("2fa")),
            ("/v1/{id}", None),
            ("/{bucket}#acl", None),
            ("/", None),
        ] {
            assert_eq!(resource(path), expected, "{path}");
        }
    }
}

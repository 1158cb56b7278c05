//! The changes to a client's API between two descriptions, and the version that they require.
//!
//! Compares the two generated texts item by item, as rustc sees them, so that the result matches what users
//! notice. The IR adds the place of each item's description and its use on the wire.

mod messages;
mod places;
mod surface;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::Generated;
use crate::diagnostics::{Finding, Place, Position};
use crate::source::Source;
use surface::{Item, Kind, Surface};

/// The effect of a change on users of the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Code that compiles with the old client may not compile with the new one.
    Breaking,
    /// The client has new items, and all existing code still compiles.
    Additive,
    /// The sent, decoded or documented content differs; the types are the same.
    Internal,
}

impl Weight {
    /// Returns the name, such as `breaking`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Additive => "additive",
            Self::Internal => "internal",
        }
    }
}

/// A change of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// The effect on users.
    pub weight: Weight,
    /// The item, such as `models::Image::slug`.
    pub item: String,
    /// The change, in one line of Markdown.
    pub what: String,
    /// The position of the item in the old description.
    pub old: Option<Position>,
    /// The position of the item in the new description.
    pub new: Option<Position>,
}

/// The changes between two clients.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diff {
    /// The changes, ordered by weight with breaking ones first, and then as in the generated text.
    pub changes: Vec<Change>,
}

/// The version that semantic versioning (2.0.0) requires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// There are no changes.
    Nothing,
    /// A new patch version.
    Patch,
    /// A new minor version.
    Minor,
    /// A new major version.
    Major,
}

impl Verdict {
    /// Returns the name, such as `major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Returns the version after another version. Before 1.0.0, Cargo treats a minor version as a major one
    /// and a patch version as a minor one. Returns `None` for a text that does not begin with three numbers.
    pub fn next(self, version: &str) -> Option<String> {
        let core = version.split(['-', '+']).next()?;
        let numbers: Vec<u64> = core.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [major, minor, patch] = numbers.try_into().ok()?;
        let verdict = match (self, major, minor) {
            (Self::Major, 0, 0) | (Self::Minor, 0, _) => Self::Patch,
            (Self::Major, 0, _) => Self::Minor,
            (verdict, ..) => verdict,
        };
        Some(match verdict {
            Self::Nothing => format!("{major}.{minor}.{patch}"),
            Self::Patch => format!("{major}.{minor}.{}", patch + 1),
            Self::Minor => format!("{major}.{}.0", minor + 1),
            Self::Major => format!("{}.0.0", major + 1),
        })
    }
}

impl Diff {
    /// Returns the changes with a weight.
    pub fn of(&self, weight: Weight) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(move |change| change.weight == weight)
    }

    /// Returns the version that all changes together require.
    pub fn verdict(&self) -> Verdict {
        match self.changes.iter().map(|change| change.weight).min() {
            None => Verdict::Nothing,
            Some(Weight::Breaking) => Verdict::Major,
            Some(Weight::Additive) => Verdict::Minor,
            Some(Weight::Internal) => Verdict::Patch,
        }
    }
}

/// Compares the clients of two descriptions.
///
/// # Errors
/// Fails if generated text is not valid Rust, which is a bug in the generator.
pub fn diff(old: (&Generated, &Source), new: (&Generated, &Source)) -> Result<Diff, Finding> {
    let sides = (surface::of(&old.0.output)?, surface::of(&new.0.output)?);
    let required = places::required(&new.0.api);
    let mut comparison = Comparison { old: &sides.0, new: &sides.1, required, found: Vec::new() };
    comparison.items();
    comparison.calls(&old.0.api, &new.0.api);
    let found = comparison.telling();
    let (old_places, new_places) = (places::of(&old.0.api), places::of(&new.0.api));
    let positions = |source: &Source, places: &IndexMap<String, Place>, absent: Side| {
        let place =
            |found: &Difference| (found.only != Some(absent)).then(|| places::find(places, &found.item))?;
        let looked_up: Vec<Option<&Place>> = found.iter().map(place).collect();
        let mut known =
            source.positions(&looked_up.iter().flatten().copied().collect::<Vec<_>>()).into_iter();
        looked_up.iter().map(|place| place.and_then(|_| known.next().flatten())).collect::<Vec<_>>()
    };
    let positions =
        positions(old.1, &old_places, Side::New).into_iter().zip(positions(new.1, &new_places, Side::Old));
    let mut changes: Vec<Change> = found
        .iter()
        .zip(positions)
        .map(|(found, (old, new))| Change {
            weight: found.weight,
            item: found.item.clone(),
            what: found.what.clone(),
            old,
            new,
        })
        .collect();
    changes.sort_by_key(|change| change.weight);
    Ok(Diff { changes })
}

/// One of the two clients.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

struct Difference {
    weight: Weight,
    item: String,
    what: String,
    /// The client that has the item, if only one has it.
    only: Option<Side>,
}

struct Comparison<'a> {
    old: &'a Surface,
    new: &'a Surface,
    /// The fields of the new client without which a value is not decoded.
    required: HashSet<String>,
    found: Vec<Difference>,
}

impl Comparison<'_> {
    fn items(&mut self) {
        // If a type is removed, added or of another kind, do not report its parts.
        let (old, new) = (self.old, self.new);
        let is_gone =
            |path: &str| old.get(path).is_some_and(|was| new.get(path).is_none_or(|is| is.kind != was.kind));
        let is_new =
            |path: &str| new.get(path).is_some_and(|is| old.get(path).is_none_or(|was| is.kind != was.kind));
        for (path, item) in self.old {
            match self.new.get(path) {
                None if !is_below(path, is_gone) => {
                    self.push(Weight::Breaking, path, messages::removed(path, item), Some(Side::Old));
                }
                Some(now) if item.kind != now.kind => {
                    self.push(Weight::Breaking, path, messages::another(path, item, now), None);
                }
                Some(now) => self.changed(path, item, now),
                None => {}
            }
        }
        for (path, item) in self.new {
            if !self.old.contains_key(path) && !is_below(path, is_new) {
                let weight = if self.may_be_added(path, item) { Weight::Additive } else { Weight::Breaking };
                let required = if self.required.contains(path) { "required " } else { "" };
                self.push(
                    weight,
                    path,
                    format!("{required}{}", messages::added(path, item)),
                    Some(Side::New),
                );
            }
        }
    }

    /// Returns whether an item can be added without breaking code. A new variant breaks an exhaustive
    /// `match`.
    fn may_be_added(&self, path: &str, item: &Item) -> bool {
        let parent = parent(path).and_then(|parent| self.old.get(parent));
        item.kind != Kind::Variant || parent.is_none_or(|parent| parent.is_non_exhaustive)
    }

    fn changed(&mut self, path: &str, old: &Item, new: &Item) {
        // Users do not notice whether a type is named by an alias.
        let is_equal = old.signature == new.signature
            || surface::without_aliases(self.old, path, &old.signature)
                == surface::without_aliases(self.new, path, &new.signature);
        if !is_equal {
            let weight =
                if self.accepts_what_it_did(path, old, new) { Weight::Additive } else { Weight::Breaking };
            self.push(weight, path, messages::changed(path, old, new, weight), None);
        } else if !old.is_deprecated && new.is_deprecated {
            self.push(Weight::Additive, path, format!("`{}` is deprecated", messages::short(path)), None);
        } else if old.signature != new.signature || old.code != new.code {
            self.push(Weight::Internal, path, messages::otherwise(path, new), None);
        } else if old.docs != new.docs {
            self.push(
                Weight::Internal,
                path,
                format!("the documentation of `{}` changed", messages::short(path)),
                None,
            );
        }
    }

    /// Returns whether a function whose argument was a `T` now takes `impl Into<U>`, with `U: From<T>`.
    fn accepts_what_it_did(&self, path: &str, old: &Item, new: &Item) -> bool {
        let (Some(before), Some(after)) = (&old.function, &new.function) else { return false };
        let takes = |(before, after): (&String, &String)| {
            let before = surface::without_aliases(self.old, path, before);
            let after = surface::without_aliases(self.new, path, after);
            let target = after.strip_prefix("impl Into < ").and_then(|rest| rest.strip_suffix(" >"));
            let converts =
                |target: &str| self.new.contains_key(&format!("models::{target}: From < {before} >"));
            before == after || target.is_some_and(converts)
        };
        let same = |before: &str, after: &str| {
            surface::without_aliases(self.old, path, before)
                == surface::without_aliases(self.new, path, after)
        };
        same(&before.output, &after.output)
            && before.inputs.len() == after.inputs.len()
            && before.inputs.iter().zip(&after.inputs).all(takes)
    }

    /// Reports requests that are sent elsewhere although their methods are unchanged.
    fn calls(&mut self, old: &crate::ir::Api, new: &crate::ir::Api) {
        let by_marker: HashMap<&str, &crate::ir::Operation> =
            new.operations.iter().map(|operation| (operation.marker.rust(), operation)).collect();
        for before in &old.operations {
            let after = by_marker.get(before.marker.rust());
            let Some(after) = after.filter(|after| after.marker == before.marker) else { continue };
            let line = |operation: &crate::ir::Operation| format!("{} {}", operation.method, operation.path);
            if line(before) != line(after) {
                let path = format!("operations::{}", before.marker.rust());
                let what = format!(
                    "`{}` calls `{}` instead of `{}`",
                    before.marker.rust(),
                    line(after),
                    line(before)
                );
                self.push(Weight::Internal, &path, what, None);
            }
            if before.server != after.server {
                let path = format!("operations::{}", before.marker.rust());
                let url = |url: &Option<String>| url.clone().unwrap_or("the base URL".to_owned());
                let (after, own) = (url(&after.server), url(&before.server));
                let what = format!("`{}` is sent to {after} instead of {own}", before.marker.rust());
                self.push(Weight::Internal, &path, what, None);
            }
        }
        if old.schemes != new.schemes {
            let what = "the authentication schemes changed".to_owned();
            self.push(Weight::Internal, "client::Client", what, None);
        }
        if old.base_url != new.base_url {
            let url = |url: &Option<String>| url.as_ref().map_or("none".to_owned(), |url| format!("`{url}`"));
            let what = format!("the base URL is {} instead of {}", url(&new.base_url), url(&old.base_url));
            self.push(Weight::Internal, "client::Client", what, None);
        }
    }

    fn push(&mut self, weight: Weight, item: &str, what: String, only: Option<Side>) {
        self.found.push(Difference { weight, item: item.to_owned(), what, only });
    }

    /// Removes redundant differences: if the fields of a type change, its encoding changes too.
    fn telling(mut self) -> Vec<Difference> {
        let owner = |item: &str| -> String { parent(item).unwrap_or(item).to_owned() };
        let changed: HashSet<String> = self
            .found
            .iter()
            .filter(|found| found.weight != Weight::Internal)
            .map(|found| owner(&found.item))
            .collect();
        let mut known: HashSet<String> = HashSet::new();
        self.found.retain(|found| {
            let is_new = known.insert(found.what.clone());
            let is_known = found.item.starts_with("models::") && changed.contains(&owner(&found.item));
            found.weight != Weight::Internal || is_new && !is_known
        });
        self.found
    }
}

/// Returns the parent of an item: the type of a field, or the type of an impl.
fn parent(path: &str) -> Option<&str> {
    let (owner, rest) = path.split_once(": ").map_or((path, None), |(owner, rest)| (owner, Some(rest)));
    match rest {
        Some(_) => Some(owner),
        None => path.rsplit_once("::").map(|(parent, _)| parent).filter(|parent| parent.contains("::")),
    }
}

/// Returns whether an ancestor of an item satisfies a condition.
fn is_below(path: &str, holds: impl Fn(&str) -> bool) -> bool {
    std::iter::successors(parent(path), |path| parent(path)).any(holds)
}

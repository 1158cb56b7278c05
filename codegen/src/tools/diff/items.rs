//! The differences between the items of two clients, as rustc sees them.

use std::collections::HashSet;

use super::messages;
use super::sharing::Sharing;
use super::surface::{self, Item, Kind, Surface};
use super::{Side, Statement, Weight};

/// Compares the items of both clients. The old one has the new names of renamed items. `inline` are the types
/// of inline schemas.
pub(super) fn compare(
    old: &Surface,
    new: &Surface,
    required: &HashSet<String>,
    inline: &HashSet<String>,
) -> Vec<Statement> {
    let sharing = Sharing::of(old, new, inline);
    let found = sharing.statements(old, new);
    let (old, new) = (sharing.undone(old), sharing.undone(new));
    let mut comparison = Comparison { old: &old, new: &new, required, found };
    comparison.items();
    comparison.found
}

struct Comparison<'a> {
    old: &'a Surface,
    new: &'a Surface,
    /// The fields of the new client without which a value is not decoded.
    required: &'a HashSet<String>,
    found: Vec<Statement>,
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
                    self.found.push(
                        Statement::new(Weight::Breaking, path, messages::removed(path, item)).only(Side::Old),
                    );
                }
                Some(now) if item.kind != now.kind => {
                    self.found.push(Statement::new(
                        Weight::Breaking,
                        path,
                        messages::another(path, item, now),
                    ));
                }
                Some(now) => self.changed(path, item, now),
                None => {}
            }
        }
        for (path, item) in self.new {
            if !self.old.contains_key(path) && !is_below(path, is_new) {
                let weight = if self.may_be_added(path, item) { Weight::Additive } else { Weight::Breaking };
                let required = if self.required.contains(path) { "required " } else { "" };
                let what = format!("{required}{}", messages::added(path, item));
                self.found.push(Statement::new(weight, path, what).only(Side::New));
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
        let name = messages::short(path);
        let internal = |what| Statement::new(Weight::Internal, path, what);
        let is_same = || {
            old.signature == new.signature
                || surface::without_aliases(self.old, path, &old.signature)
                    == surface::without_aliases(self.new, path, &new.signature)
        };
        let statement = if !is_same() {
            let weight =
                if self.accepts_what_it_did(path, old, new) { Weight::Additive } else { Weight::Breaking };
            Statement::new(weight, path, messages::changed(path, old, new, weight))
        } else if !old.is_deprecated && new.is_deprecated {
            Statement::new(Weight::Additive, path, format!("`{name}` is deprecated"))
        } else if old.is_deprecated && !new.is_deprecated {
            internal(format!("`{name}` is no longer deprecated"))
        } else if !self.has_same_code(path, old, new) {
            let what = messages::otherwise(path, new);
            let weight = if path.ends_with(": codegen :: Paged") { Weight::Wire } else { Weight::Internal };
            Statement { is_vague: true, ..Statement::new(weight, path, what) }
        } else if old.docs != new.docs {
            let what = format!("the documentation of `{name}` changed");
            Statement { is_documentation: true, ..internal(what) }
        } else {
            return;
        };
        self.found.push(statement);
    }

    fn has_same_code(&self, path: &str, old: &Item, new: &Item) -> bool {
        old.code == new.code
            || surface::without_aliases(self.old, path, &old.code)
                == surface::without_aliases(self.new, path, &new.code)
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
}

/// Returns the parent of an item: the type of a field, or the type of an impl.
pub(super) fn parent(path: &str) -> Option<&str> {
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

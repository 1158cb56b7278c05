//! Equal inline schemas that share a type in one client and not in the other.
//!
//! Which places share a type depends on schemas that the description does not link, so a change of sharing does not
//! break a program that names each type by its own name. Both clients are compared as if each place had a type of
//! its own.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::items::parent;
use super::messages;
use super::surface::{Item, Kind, Surface};
use super::{Statement, Weight};

/// The inline types that are aliases in one client, and something else in the other.
pub(super) struct Sharing<'a> {
    paths: Vec<&'a str>,
}

impl<'a> Sharing<'a> {
    /// Compares two clients. `inline` are the types of inline schemas of both.
    pub(super) fn of(old: &'a Surface, new: &Surface, inline: &HashSet<String>) -> Self {
        let differs = |path: &str, old: &Item| {
            let Some(new) = new.get(path) else { return false };
            let is_alias = old.kind == Kind::Alias || new.kind == Kind::Alias;
            is_alias && (old.kind != new.kind || old.signature != new.signature)
        };
        let has_members = |surface: &Surface, path: &str| {
            target(surface, path)
                .and_then(|target| surface.get(&target))
                .is_some_and(|item| matches!(item.kind, Kind::Struct | Kind::Enum))
        };
        let own = old.iter().filter(|(path, item)| inline.contains(*path) && differs(path, item));
        let own = own.filter(|(path, _)| has_members(old, path) && has_members(new, path));
        Self { paths: own.map(|(path, _)| path.as_str()).collect() }
    }

    /// Returns the statements that the types are shared in another way.
    pub(super) fn statements(&self, old: &Surface, new: &Surface) -> Vec<Statement> {
        let both = self.paths.iter().filter_map(|path| Some((*path, old.get(*path)?, new.get(*path)?)));
        both.map(|(path, old, new)| Statement::new(Weight::Internal, path, messages::shared(path, old, new)))
            .collect()
    }

    /// Returns a client in which the types are not shared.
    pub(super) fn undone<'s>(&self, surface: &'s Surface) -> Cow<'s, Surface> {
        let aliases: HashMap<&str, String> = self
            .paths
            .iter()
            .filter(|path| surface.get(**path).is_some_and(|item| item.kind == Kind::Alias))
            .filter_map(|path| Some((*path, target(surface, path)?)))
            .collect();
        if aliases.is_empty() {
            return Cow::Borrowed(surface);
        }
        let mut by_type: HashMap<&str, Vec<(&str, &Item)>> = HashMap::new();
        for (path, item) in surface {
            if let Some(ty) = type_of(path) {
                by_type.entry(ty).or_default().push((path, item));
            }
        }
        let mut undone = Surface::new();
        for (path, item) in surface {
            let Some(target) = aliases.get(path.as_str()) else {
                undone.insert(path.clone(), item.clone());
                continue;
            };
            let renamed = |word: &str| renamed(word, target, path, &aliases);
            for (member, item) in by_type.get(target.as_str()).into_iter().flatten() {
                let rest = member.strip_prefix(target.as_str()).unwrap_or_default();
                undone.insert(format!("{path}{}", words(rest, &renamed)), copy(item, &renamed));
            }
        }
        Cow::Owned(undone)
    }
}

/// Returns the type at the end of a chain of aliases.
fn target(surface: &Surface, path: &str) -> Option<String> {
    let mut path = path.to_owned();
    // Chains of aliases are short.
    for _ in 0..8 {
        match surface.get(&path)? {
            item if item.kind == Kind::Alias => path = format!("models::{}", item.signature),
            _ => return Some(path),
        }
    }
    None
}

/// Returns the path of the type that an item is or belongs to.
fn type_of(path: &str) -> Option<&str> {
    std::iter::successors(Some(path), |path| parent(path)).last().filter(|path| path.starts_with("models::"))
}

/// Returns the name of a type in the copy of a type: that of the copy itself, or that of a type within it, which
/// has its own copy.
fn renamed(word: &str, target: &str, path: &str, aliases: &HashMap<&str, String>) -> Option<String> {
    let (target, name) = (target.strip_prefix("models::")?, path.strip_prefix("models::")?);
    let rest = word.strip_prefix(target)?;
    let own = format!("{name}{rest}");
    let is_copied = || aliases.get(format!("models::{own}").as_str()) == Some(&format!("models::{word}"));
    (rest.is_empty() || is_copied()).then_some(own)
}

fn words(tokens: &str, renamed: &impl Fn(&str) -> Option<String>) -> String {
    let words = tokens.split(' ').map(|word| renamed(word).map_or(Cow::Borrowed(word), Cow::Owned));
    words.collect::<Vec<_>>().join(" ")
}

fn copy(item: &Item, renamed: &impl Fn(&str) -> Option<String>) -> Item {
    let mut copy = item.clone();
    copy.signature = words(&item.signature, renamed);
    copy.code = words(&item.code, renamed);
    if let Some(function) = &mut copy.function {
        function.output = words(&function.output, renamed);
        function.inputs = function.inputs.iter().map(|input| words(input, renamed)).collect();
    }
    copy
}

//! Changes in one line each.

use super::Weight;
use super::surface::{Function, Item, Kind};

/// An item without its module, as code reads: `Image::slug`.
pub(super) fn short(path: &str) -> &str {
    path.split_once("::").map_or(path, |(_, rest)| rest)
}

pub(super) fn removed(path: &str, item: &Item) -> String {
    match (item.kind, path.split_once(": ")) {
        (Kind::Impl, Some((owner, bound))) => {
            format!("`{}` no longer implements `{}`", short(owner), tight(bound))
        }
        _ => format!("{} `{}` is gone", noun(path, item), short(path)),
    }
}

pub(super) fn added(path: &str, item: &Item) -> String {
    match (item.kind, path.split_once(": ")) {
        (Kind::Impl, Some((owner, bound))) => format!("`{}` is `{}`", short(owner), tight(bound)),
        (Kind::Field | Kind::Alias | Kind::Constant, _) => {
            format!("{} `{}: {}` is new", noun(path, item), short(path), tight(&item.signature))
        }
        _ => format!("{} `{}` is new", noun(path, item), short(path)),
    }
}

pub(super) fn changed(path: &str, old: &Item, new: &Item, weight: Weight) -> String {
    let (before, after) = (tight(&old.signature), tight(&new.signature));
    let name = short(path);
    if let (Some(was), Some(is)) = (&old.function, &new.function) {
        let how = match (was.inputs.len().cmp(&is.inputs.len()), was.output == is.output) {
            (std::cmp::Ordering::Less, _) => "takes more",
            (std::cmp::Ordering::Greater, _) => "takes less",
            (_, false) => "gives something else",
            _ if weight == Weight::Additive => "takes what it did, and more",
            _ => "takes something else",
        };
        // What is the same on both sides need not be read.
        let (before, after) = match (was.inputs == is.inputs, was.output == is.output) {
            (_, true) => (arguments(was), arguments(is)),
            (true, false) => (tight(&was.output), tight(&is.output)),
            (false, false) => (before, after),
        };
        return format!("`{name}` {how}: `{after}`, was `{before}`");
    }
    match old.kind {
        Kind::Impl => match path.split_once(": ") {
            Some((owner, "Operation")) => answers(short(owner), &before, &after),
            _ => format!("`{name}`: `{after}`, was `{before}`"),
        },
        _ if after == format!("Option<{before}>") => {
            format!("`{name}` may be missing: `{after}`, was `{before}`")
        }
        _ if before == format!("Option<{after}>") => {
            format!("`{name}` is always there: `{after}`, was `{before}`")
        }
        _ => format!("`{name}` is `{after}`, was `{before}`"),
    }
}

/// The types of a function's arguments, but for the receiver.
fn arguments(function: &Function) -> String {
    let types = function.inputs.iter().filter(|ty| !matches!(ty.as_str(), "self" | "& self" | "mut self"));
    format!("({})", types.map(|ty| tight(ty)).collect::<Vec<_>>().join(", "))
}

/// A name that stands for something else now.
pub(super) fn another(path: &str, old: &Item, new: &Item) -> String {
    let ty = if new.signature.is_empty() { String::new() } else { format!(", `{}`", tight(&new.signature)) };
    format!("`{}` is the {}{ty}, was the {}", short(path), noun(path, new), noun(path, old))
}

/// A change behind an interface that is as it was.
pub(super) fn otherwise(path: &str, item: &Item) -> String {
    match path.split_once(": ") {
        Some((owner, "Encode" | "Decode" | "serde :: Serialize")) => {
            format!("the encoding of `{}` changed", short(owner))
        }
        Some((owner, bound)) => format!("`{}` as `{}` behaves differently", short(owner), tight(bound)),
        None => format!("{} `{}` behaves differently", noun(path, item), short(path)),
    }
}

/// What an operation gives, from its associated types.
fn answers(operation: &str, before: &str, after: &str) -> String {
    let ty = |types: &str, name: &str| -> String {
        let mut types = types.split(';').filter_map(|ty| ty.split_once('='));
        let found = types.find(|(key, _)| key.trim().ends_with(name));
        found.map(|(_, ty)| ty.trim().to_owned()).unwrap_or_default()
    };
    let said = |name: &str, verb: &str| {
        let (was, is) = (ty(before, name), ty(after, name));
        (was != is).then(|| format!("{verb} `{is}`, was `{was}`"))
    };
    let said: Vec<String> =
        [said("Output", "gives"), said("Failure", "fails with")].into_iter().flatten().collect();
    format!("`{operation}` {}", said.join(", and "))
}

fn noun(path: &str, item: &Item) -> &'static str {
    match item.kind {
        Kind::Enum if path.starts_with("operations::") && !item.is_non_exhaustive => "operation",
        Kind::Struct => "struct",
        Kind::Enum => "enum",
        Kind::Alias => "alias",
        Kind::Constant => "constant",
        Kind::Field => "field",
        Kind::Variant => "variant",
        Kind::Function => "method",
        Kind::Impl => "impl",
    }
}

/// Tokens as people write them, for the few forms that types have.
fn tight(tokens: &str) -> String {
    let mut text = tokens.to_owned();
    for (loose, tight) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" > ", "> "),
        (" >", ">"),
        ("& ", "&"),
        (" , ", ", "),
        (" ,", ","),
        ("( ", "("),
        (" )", ")"),
        (" ;", ";"),
        (" (", "("),
    ] {
        text = text.replace(loose, tight);
    }
    // The second of two brackets had no blank before it when the first was looked at.
    text.replace(" >", ">").replace("> ,", ">,")
}

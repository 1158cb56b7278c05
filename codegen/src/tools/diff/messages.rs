//! Messages about changes, in one line each.

use super::Weight;
use super::surface::{Function, Item, Kind};
use crate::naming::Name;
use crate::text::Foreign;

/// Returns a text of the description as a code span, whatever it contains.
pub(super) fn code(text: &str) -> String {
    Foreign::new(text).code().to_string()
}

/// How the names of the private constants of the client begin.
pub(super) const CONSTANT: &str = "const ";

/// Returns the path of an item without its module: `Image::slug`.
pub(super) fn short(path: &str) -> &str {
    path.split_once("::").map_or(path, |(_, rest)| rest)
}

pub(super) fn removed(path: &str, item: &Item) -> String {
    match (item.kind, path.split_once(": ")) {
        (Kind::Impl, Some((owner, bound))) => {
            format!("`{}` no longer implements `{}`", short(owner), tight(bound))
        }
        _ => format!("{} `{}` was removed", noun(path, item), short(path)),
    }
}

pub(super) fn added(path: &str, item: &Item) -> String {
    match (item.kind, path.split_once(": ")) {
        (Kind::Impl, Some((owner, bound))) => format!("`{}` implements `{}`", short(owner), tight(bound)),
        (Kind::Field | Kind::Alias | Kind::Constant, _) => {
            format!("{} `{}: {}` was added", noun(path, item), short(path), tight(&item.signature))
        }
        _ => format!("{} `{}` was added", noun(path, item), short(path)),
    }
}

pub(super) fn changed(path: &str, old: &Item, new: &Item, weight: Weight) -> String {
    let name = short(path);
    if let Some((_, "codegen :: Operation")) = path.split_once(": ") {
        return results(&old.signature, &new.signature);
    }
    let (before, after) = (tight(&old.signature), tight(&new.signature));
    if let (Some(was), Some(is)) = (&old.function, &new.function) {
        let how = match (was.inputs.len().cmp(&is.inputs.len()), was.output == is.output) {
            (std::cmp::Ordering::Less, _) => "takes more arguments",
            (std::cmp::Ordering::Greater, _) => "takes fewer arguments",
            (_, false) => "returns another type",
            _ if weight == Weight::Additive => "accepts more types",
            _ => "takes other types",
        };
        // Leave out the parts that both sides have in common.
        let (before, after) = match (was.inputs == is.inputs, was.output == is.output) {
            (_, true) => (arguments(was), arguments(is)),
            (true, false) => (tight(&was.output), tight(&is.output)),
            (false, false) => (before, after),
        };
        return format!("`{name}` {how}: `{after}`, was `{before}`");
    }
    match old.kind {
        Kind::Impl => match path.split_once(": ") {
            Some((owner, bound)) => {
                format!("`{}` as `{}` is `{after}`, was `{before}`", short(owner), tight(bound))
            }
            None => format!("`{name}`: `{after}`, was `{before}`"),
        },
        _ if after == format!("Option<{before}>") => {
            format!("`{name}` is now optional: `{after}`, was `{before}`")
        }
        _ if before == format!("Option<{after}>") => {
            format!("`{name}` is no longer optional: `{after}`, was `{before}`")
        }
        _ => format!("`{name}` is `{after}`, was `{before}`"),
    }
}

/// Returns the types of a function's arguments without the receiver.
fn arguments(function: &Function) -> String {
    let types = function.inputs.iter().filter(|ty| !matches!(ty.as_str(), "self" | "& self" | "mut self"));
    format!("({})", types.map(|ty| tight(ty)).collect::<Vec<_>>().join(", "))
}

/// Returns the message for a name that has another kind of item now.
pub(super) fn another(path: &str, old: &Item, new: &Item) -> String {
    let ty = if new.signature.is_empty() { String::new() } else { format!(", `{}`", tight(&new.signature)) };
    format!("`{}` is the {}{ty}, was the {}", short(path), noun(path, new), noun(path, old))
}

/// Returns the message for an inline type that shares its definition with others, or does not any more.
pub(super) fn shared(path: &str, old: &Item, new: &Item) -> String {
    let name = short(path);
    let types = |item: &Item| match item.kind {
        Kind::Alias => format!("the same type as `{}`", tight(&item.signature)),
        _ => "a type of its own".to_owned(),
    };
    format!("`{name}` is {}, was {}", types(new), types(old))
}

/// Returns the message for a change that does not affect the interface.
pub(super) fn otherwise(path: &str, item: &Item) -> String {
    match path.split_once(": ") {
        Some((_, "codegen :: Paged")) => "pages are requested or found in another way".to_owned(),
        Some((owner, "Encode" | "Decode" | "serde :: Serialize")) => {
            format!("the implementation of the encoding of `{}` changed", short(owner))
        }
        Some(("client::Client", constant)) if constant.starts_with(CONSTANT) => {
            "the settings of all calls changed: idempotency keys, rate limits or errors".to_owned()
        }
        Some((owner, bound)) => {
            format!("the implementation of `{}` for `{}` changed", tight(bound), short(owner))
        }
        None if item.kind == Kind::Constant => format!("constant `{}` has another value", short(path)),
        None => format!("the implementation of {} `{}` changed", noun(path, item), short(path)),
    }
}

/// Returns an operation as programs call it: `things().list()`.
pub(super) fn call(group: Option<&str>, name: &Name) -> String {
    let group = group.map(|group| format!("{group}().")).unwrap_or_default();
    format!("{group}{}()", name.ident())
}

/// Returns the message for the changed types of an operation's results.
fn results(before: &str, after: &str) -> String {
    let ty = |types: &str, name: &str| -> String {
        let mut types = types.split(" ;").filter_map(|ty| ty.split_once('='));
        let found = types.find(|(key, _)| key.trim().ends_with(name));
        found.map(|(_, ty)| tight(ty.trim())).unwrap_or_default()
    };
    let change = |name: &str, verb: &str| {
        let (was, is) = (ty(before, name), ty(after, name));
        (was != is).then(|| format!("{verb} `{is}`, was `{was}`"))
    };
    let changes: Vec<String> =
        [change("Output", "returns"), change("Failure", "fails with")].into_iter().flatten().collect();
    changes.join(", and ")
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
        // A method follows its type.
        Kind::Function if !short(path).contains("::") => "function",
        Kind::Function => "method",
        Kind::Impl => "impl",
    }
}

/// Formats tokens in the usual style, for the few forms that types have.
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
        ("[ ", "["),
        (" ]", "]"),
        (" ;", ";"),
        (" (", "("),
    ] {
        text = text.replace(loose, tight);
    }
    // The first pass does not see a blank before the second of two brackets.
    text.replace(" >", ">").replace("> ,", ">,")
}

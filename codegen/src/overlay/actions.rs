//! The actions of an overlay document, which is checked against the specification.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::diagnostics::suggest::suggestion;
use crate::diagnostics::{Code, Finding, Place, Report};

/// An action of an overlay (Overlay 1.1.0, section 4.4.3).
pub(super) struct Action {
    /// The JSONPath of the nodes that it changes.
    pub(super) target: String,
    pub(super) change: Change,
    pub(super) place: Place,
}

/// The change that an action makes to each node.
pub(super) enum Change {
    Remove,
    /// Merges a value into the node.
    Update(Value),
    /// Merges the node at another path into the node.
    Copy(String),
    /// The action is valid, but has no effect.
    Nothing,
}

/// The type of the value of a key.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Flag,
    Object,
    List,
    Anything,
}

const OVERLAY: &[(&str, Holds)] =
    &[("overlay", Holds::Text), ("info", Holds::Object), ("extends", Holds::Text), ("actions", Holds::List)];
const INFO: &[(&str, Holds)] =
    &[("title", Holds::Text), ("version", Holds::Text), ("description", Holds::Text)];
const ACTION: &[(&str, Holds)] = &[
    ("target", Holds::Text),
    ("description", Holds::Text),
    ("update", Holds::Anything),
    ("copy", Holds::Text),
    ("remove", Holds::Flag),
];

/// Reads the actions of an overlay. Actions that cannot be read are reported and left out.
///
/// # Errors
/// Fails if the document is not an overlay, or if its version is not supported.
pub(super) fn actions(root: &Value, place: &Place, report: &mut Report) -> Result<Vec<Action>, Finding> {
    let Value::Object(overlay) = root else {
        return Err(wrong(place.clone(), "an overlay must be an object".to_owned()));
    };
    version(overlay, place)?;
    checked(overlay, OVERLAY, place, report);
    match overlay.get("info") {
        Some(Value::Object(info)) => {
            let place = place.key("info");
            checked(info, INFO, &place, report);
            for key in ["title", "version"].into_iter().filter(|key| !info.contains_key(*key)) {
                report.survivable(wrong(place.clone(), format!("`info` has no `{key}`")));
            }
        }
        Some(_) => {}
        None => report.survivable(wrong(place.clone(), "the overlay has no `info`".to_owned())),
    }
    let Some(Value::Array(actions)) = overlay.get("actions") else {
        return Err(wrong(place.clone(), "the overlay has no list `actions`".to_owned()));
    };
    let place = place.key("actions");
    if actions.is_empty() {
        report.survivable(wrong(place.clone(), "the overlay has no action".to_owned()));
    }
    let mut read = Vec::with_capacity(actions.len());
    let mut seen = HashSet::new();
    for (index, node) in actions.iter().enumerate() {
        let place = place.index(index);
        if !seen.insert(node.to_string()) {
            report.survivable(wrong(place.clone(), "the overlay has this action twice".to_owned()));
        }
        read.extend(action(node, place, report));
    }
    Ok(read)
}

fn version(overlay: &Map<String, Value>, place: &Place) -> Result<(), Finding> {
    let version = overlay.get("overlay").and_then(Value::as_str).unwrap_or_default();
    let patch = version.strip_prefix("1.0.").or_else(|| version.strip_prefix("1.1.")).unwrap_or_default();
    if !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    let place = if overlay.contains_key("overlay") { place.key("overlay") } else { place.clone() };
    let finding = Finding::error(Code::Overlay, place, "the overlay's version is not supported");
    Err(finding.help("write `overlay: 1.0.0` or `overlay: 1.1.0`"))
}

fn action(node: &Value, place: Place, report: &mut Report) -> Option<Action> {
    let Value::Object(fields) = node else {
        report.survivable(wrong(place, "an action must be an object".to_owned()));
        return None;
    };
    let is_right = checked(fields, ACTION, &place, report);
    let Some(target) = fields.get("target") else {
        report.survivable(wrong(place, "the action has no `target`".to_owned()));
        return None;
    };
    let target = target.as_str()?.to_owned();
    let change = match (fields.get("remove"), fields.get("update"), fields.get("copy")) {
        (Some(Value::Bool(true)), _, _) => Change::Remove,
        (_, Some(update), _) => Change::Update(update.clone()),
        (_, None, Some(Value::String(from))) => Change::Copy(from.clone()),
        _ => Change::Nothing,
    };
    is_right.then_some(Action { target, change, place })
}

/// Returns whether each key is known and has a value of the right type.
fn checked(fields: &Map<String, Value>, known: &[(&str, Holds)], place: &Place, report: &mut Report) -> bool {
    let mut is_right = true;
    for (key, value) in fields.iter().filter(|(key, _)| !key.starts_with("x-")) {
        let holds = known.iter().find(|(name, _)| name == key).map(|(_, holds)| *holds);
        let expected = match (holds, value) {
            (Some(Holds::Anything), _)
            | (Some(Holds::Text), Value::String(_))
            | (Some(Holds::Flag), Value::Bool(_))
            | (Some(Holds::Object), Value::Object(_))
            | (Some(Holds::List), Value::Array(_)) => continue,
            (Some(Holds::Text), _) => "a string",
            (Some(Holds::Flag), _) => "`true` or `false`",
            (Some(Holds::Object), _) => "an object",
            (Some(Holds::List), _) => "a list",
            (None, _) => {
                let names = known.iter().map(|(name, _)| *name);
                let help = suggestion(key, names).unwrap_or_else(|| "remove it".to_owned());
                let what = format!("overlays do not allow `{key}` here");
                report.survivable(Finding::error(Code::Overlay, place.key(key), what).help(help));
                is_right = false;
                continue;
            }
        };
        report.survivable(wrong(place.key(key), format!("`{key}` must be {expected}")));
        is_right = false;
    }
    is_right
}

fn wrong(place: Place, what: String) -> Finding {
    Finding::error(Code::Overlay, place, what).help("see section 4.4 of the Overlay Specification 1.1.0")
}

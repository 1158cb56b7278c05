//! OpenAPI Overlay 1.0 and 1.1 documents, which are applied before all other stages.

mod actions;
mod json_path;

use std::path::Path;

use serde_json::Value;

use actions::{Action, Change};

use crate::diagnostics::{Code, FileId, Finding, Place, Pointer, Report};
use crate::settings::Settings;
use crate::source::{Root, Source};

/// Reads an overlay and applies its actions, in order, to the file of `source` that it extends: the entry
/// file, unless it names another (Overlay 1.0.0, section 4.4.1, `extends`). Files are read below `root`.
///
/// An action that changes nothing is a warning: the problem that it fixed has been fixed upstream.
///
/// # Errors
/// Fails if the file is not an overlay, or if the target of an action matches nothing: the action is then out
/// of date (Overlay 1.0.0, section 4.4.3).
pub(crate) fn apply(
    source: &mut Source,
    path: &Path,
    root: &Root,
    settings: &Settings,
) -> Result<(), Report> {
    let mut report = Report::with_policy(settings.policy());
    let file = source.add_file(path, Some(root))?;
    let overlay = Place { file, pointer: Pointer::root() };
    let root_value = source.value(&overlay).cloned().unwrap_or_default();
    let actions = actions::actions(&root_value, &overlay, &mut report).map_err(Report::of)?;
    let target = extended(source, &overlay, root, &mut report);
    for action in &actions {
        match apply_action(source, target, action) {
            Err(finding) => report.survivable(finding),
            Ok(false) => {
                let what = match action.change {
                    Change::Nothing => {
                        "the action has no effect: it has neither `update`, `copy` nor `remove: true`"
                    }
                    _ => "the action changes nothing: the description already has these values",
                };
                let finding = Finding::warning(Code::OverlayStale, action.place.clone(), what);
                report.push(finding.help("remove the action"));
            }
            Ok(true) => {}
        }
    }
    report.stop_if_errors()?;
    source.add_findings(report);
    Ok(())
}

/// Returns the places of the nodes that a JSONPath selects, as the targets of overlays are read.
///
/// # Errors
/// Fails if the path is not well-formed (RFC 9535), uses an unsupported function, or visits too many nodes.
#[cfg(feature = "tools")]
pub fn json_path(path: &str, document: &Value) -> Result<Vec<Pointer>, String> {
    json_path::select(&json_path::parse(path)?, document).map_err(|error| error.to_string())
}

/// Returns the file to which an overlay applies. A URL in `extends` is the place of publication, not of a
/// local file, so it means the entry file. So does a name that does not exist, because the user has chosen
/// the description for the overlay.
fn extended(source: &mut Source, overlay: &Place, root: &Root, report: &mut Report) -> FileId {
    let place = overlay.key("extends");
    let entry = source.entry().file;
    let named = source.value(&place).and_then(Value::as_str).map(str::to_owned);
    let Some(named) = named.filter(|named| !named.contains("://")) else { return entry };
    source.read_references(root);
    source.file_named(overlay.file, &named).unwrap_or_else(|| {
        let what = format!(
            "`{named}` is not a file of the description: the overlay is applied to {}",
            source.entry_name()
        );
        let finding = Finding::warning(Code::Overlay, place, what);
        report.push(finding.help("write its path from the folder of the overlay, or leave out `extends`"));
        entry
    })
}

/// Applies an action, and returns whether it changed the description.
fn apply_action(source: &mut Source, file: FileId, action: &Action) -> Result<bool, Finding> {
    let target_place = action.place.key("target");
    let matches = select(source, file, &action.target, &target_place)?;
    if matches.is_empty() {
        let what = format!("`{}` matches nothing", action.target);
        return Err(Finding::error(Code::OverlayTarget, target_place, what)
            .help("the description has changed: fix the target, or remove the action"));
    }
    let (update, origin) = match &action.change {
        Change::Nothing => return Ok(false),
        Change::Remove => {
            remove(source, file, matches);
            return Ok(true);
        }
        Change::Update(update) => (update.clone(), action.place.key("update")),
        Change::Copy(from) => {
            let place = action.place.key("copy");
            let copied = select(source, file, from, &place)?;
            let value =
                copied.first().and_then(|pointer| source.value(&Place { file, pointer: pointer.clone() }));
            let Some(value) = value.cloned() else {
                return Err(Finding::error(Code::OverlayTarget, place, format!("`{from}` matches nothing")));
            };
            (value, place)
        }
    };
    let mut is_news = false;
    for pointer in &matches {
        let mut merge = Merge::default();
        if let Some(node) = source.root_mut(file).and_then(|root| root.pointer_mut(pointer.as_str())) {
            merge.node(node, &update, pointer, &origin);
        }
        is_news |= merge.is_news;
        for (pointer, origin) in merge.brought {
            source.mark_overlaid(file, pointer, origin);
        }
    }
    Ok(is_news)
}

/// Removes nodes. Sorts them first: inner nodes before outer ones, and the last element of a list first, so
/// that the pointers of the others stay valid.
fn remove(source: &mut Source, file: FileId, mut nodes: Vec<Pointer>) {
    nodes.sort_by_cached_key(|pointer| {
        let steps = pointer.steps().map(|step| (step.parse::<usize>().ok(), step));
        std::cmp::Reverse(steps.collect::<Vec<_>>())
    });
    for pointer in nodes {
        source.remove(&Place { file, pointer });
    }
}

fn select(source: &Source, file: FileId, path: &str, place: &Place) -> Result<Vec<Pointer>, Finding> {
    let path = json_path::parse(path).map_err(|message| {
        Finding::error(Code::Overlay, place.clone(), message)
            .help("write it as in RFC 9535: names, `*`, `..`, indexes, slices and `[?@.key == 'value']`")
    })?;
    let root = Place { file, pointer: Pointer::root() };
    let Some(root) = source.value(&root) else { return Ok(Vec::new()) };
    // A path may give a node more than once (RFC 9535, section 2.3.5); an action changes it once.
    json_path::select_once(&path, root).map_err(|error| {
        Finding::error(Code::Limit, place.clone(), error.to_string()).help("write a more specific path")
    })
}

/// The result of a merge.
#[derive(Default)]
struct Merge {
    /// The new nodes, with their places in the overlay.
    brought: Vec<(Pointer, Place)>,
    /// Whether the merge changed any value.
    is_news: bool,
}

impl Merge {
    /// Merges objects key by key, appends to arrays, and replaces all other values.
    fn node(&mut self, node: &mut Value, update: &Value, at: &Pointer, origin: &Place) {
        match (node, update) {
            (Value::Object(fields), Value::Object(updates)) => {
                for (key, value) in updates {
                    let (at, origin) = (at.key(key), origin.key(key));
                    match fields.get_mut(key) {
                        Some(field) => self.node(field, value, &at, &origin),
                        None => {
                            fields.insert(key.clone(), value.clone());
                            self.bring(at, origin, true);
                        }
                    }
                }
            }
            (Value::Array(items), Value::Array(updates)) => {
                for (index, value) in updates.iter().enumerate() {
                    self.append(items, value, at, origin.index(index));
                }
            }
            (Value::Array(items), value) => self.append(items, value, at, origin.clone()),
            (node, value) => {
                let is_news = node != value;
                *node = value.clone();
                self.bring(at.clone(), origin.clone(), is_news);
            }
        }
    }

    fn append(&mut self, items: &mut Vec<Value>, value: &Value, at: &Pointer, origin: Place) {
        let is_news = !items.contains(value);
        self.bring(at.index(items.len()), origin, is_news);
        items.push(value.clone());
    }

    fn bring(&mut self, at: Pointer, origin: Place, is_news: bool) {
        self.brought.push((at, origin));
        self.is_news |= is_news;
    }
}

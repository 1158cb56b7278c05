//! OpenAPI Overlay 1.0 and 1.1 documents, applied before anything is read.

mod json_path;

use std::path::Path;

use serde_json::Value;

use crate::pointer::Pointer;
use crate::report::{Code, Finding, Report};
use crate::settings::Settings;
use crate::source::{FileId, Place, Root, Source};

/// Reads an overlay and applies its actions, in order, to the file of `source` that it extends: the entry file, unless
/// it names another (Overlay 1.0.0, section 4.4.1, `extends`). Files are read below `root`.
///
/// An action that changes nothing is a warning: what it was for has been mended upstream.
///
/// # Errors
/// A file that is no overlay, one that extends a file which the description has not, or an action whose target matches nothing: a repair that no longer
/// repairs anything must be looked at (Overlay 1.0.0, section 4.4.3).
pub(crate) fn apply(
    source: &mut Source,
    path: &Path,
    root: &Root,
    settings: &Settings,
) -> Result<(), Report> {
    let mut report = Report::by(settings);
    let file = source.add_file(path, Some(root))?;
    let overlay_root = Place { file, pointer: Pointer::root() };
    let Some(Value::Object(overlay)) = source.value(&overlay_root).cloned() else {
        return Err(Report::of(Finding::error(Code::Overlay, overlay_root, "an overlay is an object")));
    };
    let version = overlay.get("overlay").and_then(Value::as_str).unwrap_or_default();
    if !(version.starts_with("1.0") || version.starts_with("1.1")) {
        let finding = Finding::error(Code::Overlay, overlay_root, "the overlay's version is not known")
            .help("write `overlay: 1.0.0` or `overlay: 1.1.0`");
        return Err(Report::of(finding));
    }
    let Some(Value::Array(actions)) = overlay.get("actions") else {
        let finding = Finding::error(Code::Overlay, overlay_root, "the overlay has no list `actions`");
        return Err(Report::of(finding));
    };
    let target = extended(source, &overlay_root, root)?;
    for (index, action) in actions.iter().enumerate() {
        let place = overlay_root.key("actions").index(index);
        match apply_action(source, target, action, &place) {
            Err(finding) => report.survivable(finding),
            Ok(false) => {
                let what = "the action changes nothing: the description says so already";
                report.push(Finding::warning(Code::OverlayStale, place, what).help("drop it"));
            }
            Ok(true) => {}
        }
    }
    report.stop_if_errors()?;
    source.say(report);
    Ok(())
}

/// The file that an overlay is for. A URL names where the description is published, which is not where it lies.
fn extended(source: &mut Source, overlay: &Place, root: &Root) -> Result<FileId, Report> {
    let place = overlay.key("extends");
    let named = source.value(&place).and_then(Value::as_str).map(str::to_owned);
    let Some(named) = named.filter(|named| !named.contains("://")) else { return Ok(source.entry().file) };
    source.read_references(root)?;
    source.file_named(overlay.file, &named).ok_or_else(|| {
        let finding =
            Finding::error(Code::Overlay, place, format!("`{named}` is no file of the description"));
        Report::of(finding.help("write its path from the folder of the overlay, or leave out `extends`"))
    })
}

/// Does what an action says, and tells whether that made a difference.
fn apply_action(source: &mut Source, file: FileId, action: &Value, place: &Place) -> Result<bool, Finding> {
    let Some(target) = action.get("target").and_then(Value::as_str) else {
        return Err(Finding::error(Code::Overlay, place.clone(), "the action has no `target`"));
    };
    let target_place = place.key("target");
    let matches = select(source, file, target, &target_place)?;
    if matches.is_empty() {
        return Err(Finding::error(Code::OverlayTarget, target_place, format!("`{target}` matches nothing"))
            .help("the description has changed: mend the target, or drop the action"));
    }
    if action.get("remove").and_then(Value::as_bool) == Some(true) {
        // From the last to the first, so that the places of array elements stay true.
        for pointer in matches.iter().rev() {
            source.remove(&Place { file, pointer: pointer.clone() });
        }
        return Ok(true);
    }
    let (update, origin) = match (action.get("update"), action.get("copy").and_then(Value::as_str)) {
        (Some(update), _) => (update.clone(), place.key("update")),
        (None, Some(from)) => {
            let copied = select(source, file, from, &place.key("copy"))?;
            let value =
                copied.first().and_then(|pointer| source.value(&Place { file, pointer: pointer.clone() }));
            let Some(value) = value.cloned() else {
                return Err(Finding::error(
                    Code::OverlayTarget,
                    place.key("copy"),
                    format!("`{from}` matches nothing"),
                ));
            };
            (value, place.key("copy"))
        }
        (None, None) => {
            return Err(Finding::error(Code::Overlay, place.clone(), "the action does nothing")
                .help("give it `update`, `copy` or `remove: true`"));
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

fn select(source: &Source, file: FileId, path: &str, place: &Place) -> Result<Vec<Pointer>, Finding> {
    let path = json_path::parse(path).map_err(|message| {
        Finding::error(Code::Overlay, place.clone(), message)
            .help("write it as RFC 9535 says: names, `*`, `..`, indexes, slices and `[?@.key == 'value']`")
    })?;
    let root = Place { file, pointer: Pointer::root() };
    Ok(source.value(&root).map(|root| json_path::select(&path, root)).unwrap_or_default())
}

/// What a merge did.
#[derive(Default)]
struct Merge {
    /// What is new, with the place in the overlay that it comes from.
    brought: Vec<(Pointer, Place)>,
    /// Whether anything says what was not said before.
    is_news: bool,
}

impl Merge {
    /// Objects are merged key by key, arrays are appended to, anything else is replaced.
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

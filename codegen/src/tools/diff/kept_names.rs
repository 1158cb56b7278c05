//! Renamed operations and models, and the settings that keep their old names.

use super::messages;
use super::renames::Renames;
use super::subjects::{Client, accessor};
use super::{Statement, Weight};
use crate::diagnostics::Place;
use crate::ir::{Api, Shape};
use crate::text::Foreign;

/// Returns a statement for each item that has another name.
pub(super) fn renamed(old: &Api, new: &Api, renames: &Renames<'_>) -> Vec<Statement> {
    let mut found = Vec::new();
    for (before, after) in &renames.operations {
        let call = |api: &Api, operation: &crate::ir::Operation| {
            messages::call(accessor(api, operation.group).as_deref(), &operation.name)
        };
        let (was, is) = (call(old, before), call(new, after));
        let (marker, new_marker) = (before.marker.rust(), after.marker.rust());
        let what = match (was == is, marker == new_marker) {
            (true, true) => continue,
            (true, false) => format!("the type `operations::{marker}` is now called `{new_marker}`"),
            (false, _) => format!("`{was}` is now called `{is}`"),
        };
        // The key that names the operation, or its group.
        let place = |operation: &crate::ir::Operation| match before.name.rust() == after.name.rust() {
            true => operation.origin.key("tags").index(0),
            false => operation.origin.key("operationId"),
        };
        let statement = Statement::renamed(&format!("operations::{new_marker}"), what);
        found.push(statement.at(place(before), place(after)));
    }
    for (before, after) in &renames.models {
        let (Some(before), Some(after)) = (old.model(*before), new.model(*after)) else { continue };
        if before.name.rust() != after.name.rust() {
            let kind = match before.shape {
                Shape::Record(_) | Shape::Wrapper(_) => "struct",
                Shape::Union(_) | Shape::Enum(_) => "enum",
                Shape::Alias(_) => "alias",
            };
            let what = format!("{kind} `{}` is now called `{}`", before.name.rust(), after.name.rust());
            let path = format!("models::{}", after.name.rust());
            let is_alias = |model: &crate::ir::Model| {
                model.name.rust() == before.name.rust()
                    && matches!(model.shape, Shape::Alias(crate::ir::Type::Model(_)))
            };
            if new.models.iter().any(is_alias) {
                let what = format!("{what}; the old name is an alias");
                found.push(Statement { is_rename: true, ..Statement::new(Weight::Additive, &path, what) });
            } else {
                found.push(Statement::renamed(&path, what));
            }
        }
    }
    for (before, after) in renames.members() {
        let last = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
        let is_field = last(after).starts_with(|first: char| !first.is_uppercase());
        let kind = if is_field { "field" } else { "variant" };
        let what = format!("{kind} `{}` is now called `{}`", messages::short(before), last(after));
        found.push(Statement::renamed(after, what));
    }
    found
}

/// Returns the line of `[names]` that keeps the old name of an item.
pub(super) fn of(path: &str, new: &Client<'_>, renames: &Renames<'_>) -> Option<String> {
    // The settings name places of the entry file only.
    let line = |place: &Place, name: &str| {
        let pointer = Foreign::new(place.pointer.as_str()).toml();
        let is_entry = place.file == new.source.entry().file;
        is_entry.then(|| format!("{pointer} = {}", Foreign::new(name).toml()))
    };
    let operation = renames.operations.iter().find(|(before, after)| {
        let is_subject = path.strip_prefix("operations::") == Some(after.marker.rust());
        is_subject && before.name.wire() != after.name.wire() && before.marker.rust() != after.marker.rust()
    });
    if let Some((before, after)) = operation {
        return line(&after.origin, before.name.wire());
    }
    let name = path.strip_prefix("models::")?;
    let old = renames.old_name(name)?;
    let model = new.api.models.iter().find(|model| model.name.rust() == name)?;
    // The name of an input follows from the name of its model.
    if model.is_input { None } else { line(&model.origin, old) }
}

//! The `Debug` output of models: their JSON, without values that may be secret.

use std::fmt;

use super::value::write_lines;
use super::{Encode, Writer};
use crate::secret;

/// Shows a model: the last segment of its type's path, then its JSON, on several lines for `{:#?}`.
///
/// Hides fields that the description marks as passwords or `writeOnly`, values of keys that mark secrets, and
/// users, passwords and queries of URLs, which may contain a signature. Also hides them within strings that
/// are JSON.
///
/// # Errors
/// Fails if the formatter fails.
pub fn debug<T: Encode>(value: &T, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let path = std::any::type_name::<T>();
    formatter.write_str(path.rsplit("::").next().unwrap_or(path))?;
    formatter.write_str(" ")?;
    show(&text(value), formatter)
}

/// Shows a variant of a union: its name, then the value's JSON in parentheses, as [`debug`] shows it.
///
/// # Errors
/// Fails if the formatter fails.
pub fn debug_variant<T: Encode>(value: &T, name: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_str(name)?;
    formatter.write_str("(")?;
    show(&text(value), formatter)?;
    formatter.write_str(")")
}

fn text<T: Encode>(value: &T) -> String {
    let mut writer = Writer::for_people();
    value.encode(&mut writer);
    writer.into_text()
}

/// Writes the JSON without secrets. Not generic, so it is compiled once.
fn show(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Ok(mut tree) = super::from_str(text) else { return formatter.write_str(secret::HIDDEN) };
    secret::hide_value(&mut tree);
    if formatter.alternate() {
        write_lines(&tree, 0, formatter)
    } else {
        formatter.write_str(&super::to_string(&tree))
    }
}

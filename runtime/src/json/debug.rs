//! How models show themselves to people: as they travel, with what may be a secret left out.

use std::fmt;

use super::value::write_lines;
use super::{Encode, Writer};
use crate::secret;

/// Shows a model: the last word of its type, then its JSON, on several lines for `{:#?}`.
///
/// Leaves out fields that the description marks as passwords or `writeOnly`, values of keys that are named like secrets,
/// and the users, passwords and queries of URLs, which may hold a signature; also within texts that hold JSON.
///
/// # Errors
/// Those of the formatter.
pub fn debug<T: Encode>(value: &T, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut writer = Writer::for_people();
    value.encode(&mut writer);
    let path = std::any::type_name::<T>();
    formatter.write_str(path.rsplit("::").next().unwrap_or(path))?;
    formatter.write_str(" ")?;
    show(&writer.into_text(), formatter)
}

/// Not generic, so it is compiled once.
fn show(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Ok(mut tree) = super::from_str(text) else { return formatter.write_str(secret::HIDDEN) };
    secret::hide_value(&mut tree);
    if formatter.alternate() {
        write_lines(&tree, 0, formatter)
    } else {
        formatter.write_str(&super::to_string(&tree))
    }
}

//! `settings`: prints the page of all settings, or their JSON Schema.

use crate::arguments::Settings;
use crate::{Outcome, terminal};

const PAGE: &str = include_str!("../settings.md");

/// The JSON Schema of a settings file, which `new` also writes into a crate.
pub(crate) const SCHEMA: &str = include_str!("../settings.schema.json");

pub(crate) fn run(options: &Settings) -> Outcome {
    if options.schema {
        terminal::data(SCHEMA);
    } else {
        terminal::page(PAGE);
    }
    Ok(true)
}

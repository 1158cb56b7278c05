//! One problem of a description: its place, its text and its fix.

use std::fmt;

use serde_json::Value;

use super::{Code, Fix, Place, Position, Severity};
use crate::text::{LONGEST, LONGEST_HELP, message};

/// One thing to say about a description: what, where, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub code: Code,
    /// The node that it is about; none where there is no description yet.
    pub place: Option<Place>,
    /// Line and column, once [`Source::locate`](crate::Source::locate) has looked them up.
    pub position: Option<Position>,
    /// What is the matter, in one line.
    pub what: String,
    /// What to do about it, in one line; empty where there is nothing to do.
    pub help: String,
    /// An overlay action that fixes it, as a JSON object, once [`Source::locate`](crate::Source::locate) has been asked; none where
    /// there is no such action or people must decide.
    pub overlay_action: Option<Box<Value>>,
    pub(crate) fix: Option<Box<Fix>>,
}

impl Finding {
    pub(super) fn new(severity: Severity, code: Code, place: Option<Place>, what: impl Into<String>) -> Self {
        let what = message(what.into(), LONGEST);
        Self {
            severity,
            code,
            place,
            position: None,
            what,
            help: String::new(),
            overlay_action: None,
            fix: None,
        }
    }

    /// A finding that stops generation.
    pub fn error(code: Code, place: impl Into<Option<Place>>, what: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place.into(), what)
    }

    /// A finding that does not.
    pub fn warning(code: Code, place: impl Into<Option<Place>>, what: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place.into(), what)
    }

    /// A finding for the record.
    pub fn note(code: Code, place: impl Into<Option<Place>>, what: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place.into(), what)
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = message(help.into(), LONGEST_HELP);
        self
    }

    /// Adds the change that fixes it.
    #[must_use]
    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(Box::new(fix));
        self
    }

    /// Says the position at once, for faults of files that have no nodes.
    #[must_use]
    pub fn at_position(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }
}

/// One line: `file:line:column: what — what to do [code]`.
impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.position {
            write!(formatter, "{position}: ")?;
        }
        formatter.write_str(&self.what)?;
        if !self.help.is_empty() {
            write!(formatter, " — {}", self.help)?;
        }
        write!(formatter, " [{}]", self.code)
    }
}

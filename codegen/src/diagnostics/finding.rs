//! One problem of a description: its place, its text and its fix.

use std::fmt;

use serde_json::Value;

use super::{Code, Fix, Place, Position, Severity};
use crate::text::{LONGEST, LONGEST_HELP, message};

/// One problem of a description, with its place and a fix.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The severity.
    pub severity: Severity,
    /// The kind of the problem.
    pub code: Code,
    /// The node with the problem, or `None` if there is no description yet.
    pub place: Option<Place>,
    /// The line and column, after [`Source::locate`](crate::Source::locate) has set them.
    pub position: Option<Position>,
    /// The problem, in one line.
    pub what: String,
    /// The fix, in one line; empty if no fix is needed.
    pub help: String,
    /// An overlay action that fixes the problem, as a JSON object, after
    /// [`Source::locate`](crate::Source::locate) has set it. `None` if there is no such action or a person
    /// must decide.
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

    /// Creates a finding that stops generation.
    pub fn error(code: Code, place: impl Into<Option<Place>>, what: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, place.into(), what)
    }

    /// Creates a finding that does not stop generation.
    pub fn warning(code: Code, place: impl Into<Option<Place>>, what: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, place.into(), what)
    }

    /// Creates a finding that requires no action.
    pub fn note(code: Code, place: impl Into<Option<Place>>, what: impl Into<String>) -> Self {
        Self::new(Severity::Note, code, place.into(), what)
    }

    /// Adds the text of the fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = message(help.into(), LONGEST_HELP);
        self
    }

    /// Adds the change that fixes the problem.
    #[must_use]
    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(Box::new(fix));
        self
    }

    /// Sets the position directly, for files that could not be parsed into nodes.
    #[must_use]
    pub fn at_position(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }
}

/// Formats the finding in one line: `file:line:column: problem — fix [code]`.
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

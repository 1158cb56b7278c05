//! Everything wrong or noteworthy about a description, gathered and rendered.

use std::collections::{HashMap, HashSet};
use std::fmt;

use indexmap::IndexMap;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::mend::Mend;
use crate::settings::Settings;
use crate::source::{Place, Position, Source};
use crate::text::{LONGEST, LONGEST_HELP, message};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is generated while it stands.
    Error,
    /// Something is generated that may not be what was meant.
    Warning,
    /// Worth knowing; nothing to do.
    Note,
}

impl Severity {
    /// Its word, as `error`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($variant:ident = $text:literal : $meaning:literal,)*) => {
        /// What kind of finding it is: a stable word to search for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// Every kind there is.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            const WORDS: &[&str] = &[$($text,)*];

            /// What it means, in one sentence.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// The word itself, as `dangling-reference`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

codes! {
    UnreadableFile = "unreadable-file": "A file that does not exist or cannot be read.",
    Syntax = "syntax": "A file that is neither JSON nor YAML.",
    NumberRange = "number-range": "A number that a double cannot represent.",
    Limit = "limit": "A description that exceeds a limit of size or depth.",
    Settings = "settings": "An unknown key or value in a settings file.",
    Overlay = "overlay": "An invalid overlay document.",
    OverlayTarget = "overlay-target": "An overlay action whose target matches nothing.",
    OverlayStale = "overlay-stale": "An overlay action that changes nothing.",
    Shape = "shape": "A node that does not have the form that OpenAPI requires.",
    UnknownKey = "unknown-key": "A key that OpenAPI does not define; it is ignored.",
    Version = "version": "An unsupported version of OpenAPI.",
    DanglingReference = "dangling-reference": "A `$ref` without a target.",
    CyclicReference = "cyclic-reference": "A chain of `$ref`s that leads back to itself.",
    Excluded = "excluded": "A node that the settings exclude from the client.",
    Unsupported = "unsupported": "A valid construct that is not generated.",
    Contradiction = "contradiction": "Parts of a schema that no value can satisfy together.",
    Indistinct = "indistinct": "A variant of a union whose values are all decoded as another variant.",
    NameClash = "name-clash": "Two Rust names that would be the same, or a name that generated code reserves.",
    PathTemplate = "path-template": "A path that OpenAPI does not allow, or that is not sent completely.",
    PathVariable = "path-variable": "A path variable without a parameter, or a path parameter without a variable.",
    DuplicateParameter = "duplicate-parameter": "Two parameters of an operation with the same name and location.",
    DuplicateOperation = "duplicate-operation": "Two operations with the same operationId.",
    UnknownSecurityScheme = "unknown-security-scheme": "A security requirement that names an undefined scheme.",
    Output = "output": "A generated file that cannot be written, or would overwrite a file that was not generated.",
    Internal = "internal": "A fault of the generator.",
}

/// From its word, as a key of the settings is.
impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let known = Self::ALL.iter().find(|code| code.as_str() == word);
        known.copied().ok_or_else(|| D::Error::unknown_variant(&word, Self::WORDS))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// One thing to say about a description: what, where, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// What kind it is.
    pub code: Code,
    /// The node that it is about; none where there is no description yet.
    pub place: Option<Place>,
    /// Line and column, once [`Report::locate`] has looked them up.
    pub position: Option<Position>,
    /// What is the matter, in one line.
    pub what: String,
    /// What to do about it, in one line; empty where there is nothing to do.
    pub help: String,
    /// An overlay action that mends it, as a JSON object, once [`Report::locate`] has been asked; none where
    /// there is no such action or people must decide.
    pub overlay_action: Option<Box<Value>>,
    mend: Option<Box<Mend>>,
}

impl Finding {
    fn new(severity: Severity, code: Code, place: Option<Place>, what: impl Into<String>) -> Self {
        let what = message(what.into(), LONGEST);
        Self {
            severity,
            code,
            place,
            position: None,
            what,
            help: String::new(),
            overlay_action: None,
            mend: None,
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

    /// Adds the change that mends it.
    #[must_use]
    pub(crate) fn mend(mut self, mend: Mend) -> Self {
        self.mend = Some(Box::new(mend));
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

/// Findings in the order they were made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    findings: Vec<Finding>,
    /// Boxed because a report is the error of many functions.
    index: Box<Index>,
    is_lenient: bool,
    severities: IndexMap<Code, Severity>,
}

/// An index of the findings.
#[derive(Debug, Clone, Default, PartialEq)]
struct Index {
    /// The indices of findings by place and text. A linear search would be slow, with thousands of findings at one place.
    by_place: HashMap<(Option<Place>, String), Vec<usize>>,
    /// The findings that represent several places, by code and text.
    alike: HashMap<(Code, String), Alike>,
}

/// The index of a finding, and all places that it represents.
type Alike = (usize, HashSet<Option<Place>>);

impl Report {
    /// A report of one finding.
    pub fn of(finding: Finding) -> Self {
        let mut report = Self::default();
        report.push(finding);
        report
    }

    /// A report that weighs findings as the settings say.
    pub(crate) fn by(settings: &Settings) -> Self {
        let (is_lenient, severities) = (settings.lenient, settings.severities.clone());
        Self { is_lenient, severities, ..Self::default() }
    }

    /// Adds a finding, as heavy as the settings say; an error stays one. The same thing said twice is kept
    /// once: a part that is used in two places is looked at twice.
    pub fn push(&mut self, mut finding: Finding) {
        if finding.severity != Severity::Error
            && let Some(severity) = self.severities.get(&finding.code)
        {
            finding.severity = *severity;
        }
        let known = self.index.by_place.entry((finding.place.clone(), finding.what.clone())).or_default();
        let is_same = |other: &Finding| match finding.place {
            Some(_) => *other == finding,
            // Without a place, the finding is about a whole file, and every reference to the file would repeat it.
            None => {
                (other.severity, other.code, &other.position)
                    == (finding.severity, finding.code, &finding.position)
            }
        };
        if !known.iter().filter_map(|index| self.findings.get(*index)).any(is_same) {
            known.push(self.findings.len());
            self.findings.push(finding);
        }
    }

    /// Adds a finding that many nodes may cause. Findings with the same code and text become one, at the first place, with a
    /// count.
    pub(crate) fn push_alike(&mut self, finding: Finding) {
        let key = (finding.code, finding.what.clone());
        let Some((index, places)) = self.index.alike.get_mut(&key) else {
            let (index, place) = (self.findings.len(), finding.place.clone());
            self.push(finding);
            self.index.alike.insert(key, (index, HashSet::from([place])));
            return;
        };
        if !places.insert(finding.place) {
            return;
        }
        let others = places.len() - 1;
        if let Some(known) = self.findings.get_mut(*index) {
            known.what = format!(
                "{} (here and at {others} other {})",
                key.1,
                if others == 1 { "place" } else { "places" }
            );
        }
    }

    /// Whether a kind of error that can be survived does not stop generation.
    pub(crate) fn survives(&self, code: Code) -> bool {
        match self.severities.get(&code) {
            Some(severity) => *severity != Severity::Error,
            None => self.is_lenient,
        }
    }

    /// Adds an error that the settings make a warning where they are `lenient`, or lenient of its kind: the
    /// caller goes on with the nearest sound choice.
    pub(crate) fn survivable(&mut self, mut finding: Finding) {
        if self.survives(finding.code) {
            finding.severity = Severity::Warning;
        }
        self.push(finding);
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Self) {
        for finding in other.findings {
            self.push(finding);
        }
    }

    /// The findings, in the order they were made.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the findings without repetitions, each with the number of its repetitions. A repetition has the same severity,
    /// code and text, apart from the text between backticks. Errors are never repetitions, because each needs a fix.
    pub fn distinct(&self) -> Vec<(&Finding, usize)> {
        let mut distinct: IndexMap<(&str, Code, String), (&Finding, usize)> = IndexMap::new();
        for (index, finding) in self.findings.iter().enumerate() {
            let text = match finding.severity {
                Severity::Error => index.to_string(),
                _ => finding.what.split('`').step_by(2).collect::<Vec<_>>().join("`"),
            };
            let known = distinct.entry((finding.severity.as_str(), finding.code, text));
            known.and_modify(|(_, count)| *count += 1).or_insert((finding, 0));
        }
        distinct.into_values().collect()
    }

    /// Whether anything in it stops generation.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Says the places of findings otherwise, where nodes were moved before the findings were made.
    pub(crate) fn moved(mut self, written: impl Fn(&Place) -> Place) -> Self {
        self.index.by_place.clear();
        for mut finding in std::mem::take(&mut self.findings) {
            finding.place = finding.place.map(|place| written(&place));
            self.push(finding);
        }
        self
    }

    /// Looks up line and column of every finding that has a place, and how an overlay mends it.
    #[must_use]
    pub fn locate(mut self, source: &Source) -> Self {
        let unknown = |finding: &&mut Finding| finding.position.is_none() && finding.place.is_some();
        let places: Vec<Place> =
            self.findings.iter_mut().filter(unknown).filter_map(|finding| finding.place.clone()).collect();
        let positions = source.positions(&places.iter().collect::<Vec<_>>());
        for (finding, position) in self.findings.iter_mut().filter(unknown).zip(positions) {
            finding.position = position;
        }
        for finding in &mut self.findings {
            let action = finding.mend.as_ref().and_then(|mend| mend.overlay_action(source));
            finding.overlay_action = action.map(Box::new);
        }
        self
    }

    /// Stops between two stages: everything that one stage finds is said before the next begins.
    ///
    /// # Errors
    /// The report itself, when it holds an error.
    pub(crate) fn stop_if_errors(&mut self) -> Result<(), Self> {
        if self.has_errors() { Err(std::mem::take(self)) } else { Ok(()) }
    }
}

/// A line a finding, errors first, each with its severity.
impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            for finding in self.findings.iter().filter(|finding| finding.severity == severity) {
                writeln!(formatter, "{}: {finding}", severity.as_str())?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

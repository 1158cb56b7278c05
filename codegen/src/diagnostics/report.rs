//! Collections of findings.

use std::collections::{HashMap, HashSet};
use std::fmt;

use indexmap::IndexMap;

use super::{Code, Finding, Fix, Place, Pointer, Severity};

/// Findings in the order in which they were made.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    findings: Vec<Finding>,
    /// Boxed because a report is the error of many functions.
    index: Box<Index>,
    policy: Policy,
    progress: Box<Progress>,
}

/// What the stages have done after an error that they survive.
#[derive(Debug, Clone, Default, PartialEq)]
struct Progress {
    /// Whether an error stops the stages.
    is_fatal: bool,
    /// Whether a stage before the current one has found an error.
    has_failed: bool,
    /// The nodes that were changed, so that the stages could continue.
    changed: HashSet<Place>,
    /// The nodes around them.
    around: HashSet<Place>,
}

/// The severities of findings according to the settings.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Policy {
    /// Whether an error that generation can survive is a warning.
    pub(crate) is_lenient: bool,
    /// The severities of codes. They never apply to an error that generation cannot survive.
    pub(crate) severities: IndexMap<Code, Severity>,
}

/// An index of the findings.
#[derive(Debug, Clone, Default, PartialEq)]
struct Index {
    /// The indices of findings by place and text. A linear search would be slow, with thousands of findings
    /// at one place.
    by_place: HashMap<(Option<Place>, String), Vec<usize>>,
    /// The findings that represent several places, by code and text.
    alike: HashMap<(Code, String), Alike>,
}

/// The index of a finding, and all places that it represents.
type Alike = (usize, HashSet<Option<Place>>);

impl Report {
    /// Creates a report of one finding.
    pub fn of(finding: Finding) -> Self {
        let mut report = Self::default();
        report.push(finding);
        report
    }

    /// Creates an empty report with a policy for severities.
    pub(crate) fn with_policy(policy: Policy) -> Self {
        Self { policy, ..Self::default() }
    }

    /// Adds a finding with the severity from the settings; an error stays an error. Equal findings are stored
    /// once, because a part that is used in two places is checked twice.
    pub fn push(&mut self, finding: Finding) {
        self.progress.is_fatal |= finding.severity == Severity::Error;
        self.insert(finding);
    }

    fn insert(&mut self, mut finding: Finding) {
        if self.is_consequence(&finding) {
            return;
        }
        if finding.severity != Severity::Error
            && let Some(severity) = self.policy.severities.get(&finding.code)
        {
            finding.severity = *severity;
        }
        let known = self.index.by_place.entry((finding.place.clone(), finding.what.clone())).or_default();
        let is_same = |other: &Finding| match finding.place {
            Some(_) => *other == finding,
            // Without a place, the finding is about a whole file, and every reference to the file would
            // repeat it.
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

    /// Adds a finding that many nodes may cause. Findings with the same code and text become one, at the
    /// first place, with a count.
    pub(crate) fn push_alike(&mut self, finding: Finding) {
        let key = (finding.code, finding.what.clone());
        let Some((index, places)) = self.index.alike.get_mut(&key) else {
            let (index, place) = (self.findings.len(), finding.place.clone());
            self.push(finding);
            if self.findings.len() > index {
                self.index.alike.insert(key, (index, HashSet::from([place])));
            }
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

    /// Returns whether survivable errors with this code do not stop generation.
    pub(crate) fn survives(&self, code: Code) -> bool {
        match self.policy.severities.get(&code) {
            Some(severity) => *severity != Severity::Error,
            None => self.policy.is_lenient,
        }
    }

    /// Returns whether a finding may be only a consequence of a change that replaced an invalid node: it is
    /// within that node, or about one of the two nodes around it, such as the operation of a parameter.
    fn is_consequence(&self, finding: &Finding) -> bool {
        let Some(place) = finding.place.as_ref().filter(|_| self.progress.has_failed) else { return false };
        let mut nodes = std::iter::successors(Some(place.pointer.clone()), Pointer::parent);
        self.progress.around.contains(place)
            || !self.progress.changed.is_empty()
                && nodes.any(|pointer| self.progress.changed.contains(&place.at(pointer)))
    }

    /// Remembers a change that replaces an invalid node, after an error about it. Without an element, the others
    /// of its list have other indices.
    pub(crate) fn changed(&mut self, fix: &Fix) {
        let place = fix.place();
        let is_index = place.pointer.steps().last().is_some_and(|step| step.parse::<usize>().is_ok());
        let list = place.pointer.parent().filter(|_| is_index && matches!(fix, Fix::Remove(_)));
        let changed = list.map_or_else(|| place.clone(), |list| place.at(list));
        let around = std::iter::successors(changed.pointer.parent(), Pointer::parent).take(2);
        self.progress.around.extend(around.map(|pointer| place.at(pointer)));
        self.progress.changed.insert(changed);
    }

    /// Adds an error that generation can survive: a warning if the settings are `lenient`, or lower the
    /// severity of its code. The caller continues with the nearest sound choice.
    pub(crate) fn survivable(&mut self, mut finding: Finding) {
        if self.survives(finding.code) {
            finding.severity = Severity::Warning;
        }
        self.insert(finding);
    }

    /// Adds all findings of another report.
    pub fn extend(&mut self, other: Self) {
        for finding in other.findings {
            self.push(finding);
        }
    }

    /// Returns the findings, in the order in which they were made.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Returns the findings without repetitions; the text of each has the number of its repetitions. A
    /// repetition has the same severity, code and text, apart from the text between backticks. An error is only
    /// a repetition if it is about a target that other references lack too: any other error needs its own fix.
    pub fn summary(&self) -> Vec<Finding> {
        let kinds = self.kinds().into_iter().map(|(finding, others)| {
            let mut finding = finding.clone();
            if others > 0 {
                finding.what +=
                    &format!(" (and {others} more of this kind; run `openapi-client check` to see them)");
            }
            finding
        });
        kinds.collect()
    }

    /// Returns the first finding of each kind, with the number of the others.
    fn kinds(&self) -> Vec<(&Finding, usize)> {
        let mut kinds: IndexMap<(&str, Code, String), (&Finding, usize)> = IndexMap::new();
        for (index, finding) in self.findings.iter().enumerate() {
            let text = match finding.severity {
                Severity::Error if finding.code == Code::DanglingReference => finding.what.clone(),
                Severity::Error => index.to_string(),
                _ => finding.what.split('`').step_by(2).collect::<Vec<_>>().join("`"),
            };
            let known = kinds.entry((finding.severity.as_str(), finding.code, text));
            known.and_modify(|(_, count)| *count += 1).or_insert((finding, 0));
        }
        kinds.into_values().collect()
    }

    /// Returns whether a finding stops generation.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Replaces the places of findings about nodes that were moved before the findings were made, and their fixes
    /// by those of the description as it is written, if there are any.
    pub(crate) fn moved(
        mut self,
        written: impl Fn(&Place) -> Place,
        fix: impl Fn(Fix) -> Option<Fix>,
    ) -> Self {
        self.index.by_place.clear();
        self.progress = Box::default();
        for mut finding in std::mem::take(&mut self.findings) {
            finding.place = finding.place.map(|place| written(&place));
            finding.fix = finding.fix.and_then(|written| fix(*written)).map(Box::new);
            self.insert(finding);
        }
        self
    }

    /// Returns the findings, so that their positions can be set.
    pub(crate) fn findings_mut(&mut self) -> &mut [Finding] {
        &mut self.findings
    }

    /// Ends a stage. After errors that generation can survive, the next stages run only to report their
    /// errors too.
    ///
    /// # Errors
    /// Fails with the report itself if it contains an error that the next stage cannot survive.
    pub(crate) fn stop_if_fatal(&mut self) -> Result<(), Self> {
        self.progress.has_failed |= self.has_errors();
        if self.progress.is_fatal { self.stop_if_errors() } else { Ok(()) }
    }

    /// Stops generation if there are errors.
    ///
    /// # Errors
    /// Fails with the report itself if it contains an error.
    pub(crate) fn stop_if_errors(&mut self) -> Result<(), Self> {
        if self.has_errors() { Err(std::mem::take(self)) } else { Ok(()) }
    }
}

/// Formats each finding on one line with its severity, errors first.
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

//! Follows `$ref`s to their targets.

use std::collections::{HashMap, HashSet};

use super::{Source, percent_decoded};
use crate::diagnostics::{Code, Finding, Place, Pointer};

/// Returns the target of a reference, such as `#/components/schemas/image` in the same file or
/// `models/image.yml#/a` in another.
///
/// # Errors
/// Fails if the target does not exist or is in a file that was not read.
pub(crate) fn resolve(source: &Source, from: &Place, reference: &str) -> Result<Place, Finding> {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let file = if path.is_empty() { Some(from.file) } else { source.file_named(from.file, path) };
    if let Some(fault) = file.and_then(|file| source.fault(file)) {
        return Err(fault.clone());
    }
    // Try both forms: many authors do not encode a `%` in a name as `%25`.
    let pointers = [Pointer::parse(&percent_decoded(fragment)), Pointer::parse(fragment)];
    let targets = file.map(|file| pointers.map(|pointer| Place { file, pointer }));
    match targets.into_iter().flatten().find(|target| source.value(target).is_some()) {
        Some(target) if target == source.entry() => {
            let what = format!("`{reference}` refers to the whole description");
            let help = "refer to a part of it, such as `#/components/schemas/…`";
            Err(Finding::error(Code::DanglingReference, from.key("$ref"), what).help(help))
        }
        Some(target) => Ok(target),
        None => {
            let refusal = source.refusal(from.file, path).filter(|_| !path.is_empty());
            let (what, help) = match refusal {
                // The same for all references to the file, because one change allows all of them.
                Some(refusal) => (format!("`{path}` cannot be read: {refusal}"), refusal.help.clone()),
                None if reference.starts_with("http://") || reference.starts_with("https://") => {
                    let help = "download the file below the description's folder, and refer to it by a relative path";
                    (format!("`{reference}` is a URL, which is not fetched"), help.into())
                }
                None => {
                    let help = "correct the reference, or add its target";
                    (format!("`{reference}` has no target"), help.into())
                }
            };
            Err(Finding::error(Code::DanglingReference, from.key("$ref"), what).help(help))
        }
    }
}

/// Follows references from a place until the node is not a reference, and returns its place.
///
/// # Errors
/// Fails if a reference has no target, or if the references form a cycle.
pub(crate) fn landed(source: &Source, from: &Place) -> Result<Place, Finding> {
    Targets::default().of(source, from)
}

/// A cache of the ends of reference chains, so that each reference of a chain is followed once.
#[derive(Debug, Default)]
pub(crate) struct Targets(HashMap<Place, Target>);

/// The end of a chain of references.
#[derive(Debug, Clone)]
enum Target {
    At(Place),
    /// A reference without a target.
    Nowhere(Box<Finding>),
    /// A cycle.
    Circle,
}

impl Targets {
    /// Does the same as [`landed`].
    ///
    /// # Errors
    /// Fails as [`landed`] does.
    pub(crate) fn of(&mut self, source: &Source, from: &Place) -> Result<Place, Finding> {
        let mut place = from.clone();
        let mut followed = HashSet::new();
        let end = loop {
            if let Some(end) = self.0.get(&place) {
                break end.clone();
            }
            let Some(reference) = reference_at(source, &place) else { break Target::At(place) };
            let target = match resolve(source, &place, reference) {
                Ok(target) => target,
                Err(finding) => {
                    followed.insert(place);
                    break Target::Nowhere(Box::new(finding));
                }
            };
            if !followed.insert(place) {
                break Target::Circle;
            }
            place = target;
        };
        // Most references lead directly to a definition, and there are many of them, so only longer chains
        // are cached.
        if followed.len() > 1 {
            self.0.extend(followed.into_iter().map(|place| (place, end.clone())));
        }
        match end {
            Target::At(place) => Ok(place),
            Target::Nowhere(finding) => Err(*finding),
            Target::Circle => {
                let first = reference_at(source, from).unwrap_or_default();
                let what = format!("`{first}` leads back to itself");
                Err(Finding::error(Code::CyclicReference, from.key("$ref"), what)
                    .help("break the cycle: one of its references must name a definition"))
            }
        }
    }
}

fn reference_at<'s>(source: &'s Source, place: &Place) -> Option<&'s str> {
    source.value(place)?.get("$ref")?.as_str()
}

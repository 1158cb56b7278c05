//! Proposed pagination rules. `new` writes them into the settings, and the maintainer decides.
//!
//! A rule is proposed only if the description supports it: by an extension that states it, or by names, types
//! and texts that agree.

mod conventions;
mod extensions;
mod meaning;
mod written;

use std::collections::HashSet;

use crate::diagnostics::Place;
use crate::ir::{Api, Operation};
use crate::lower::paging::fit::fit;
use crate::lower::paging::spelled;
use crate::settings::{PagedBy, PagingRule};
use crate::source::Source;

/// A proposed pagination rule.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Proposal {
    /// The proposed rule.
    pub rule: PagingRule,
    /// The number of operations that it applies to.
    pub operations: usize,
    /// The extension that states it, such as `x-ms-pageable`; `None` if names and types suggest it.
    pub extension: Option<&'static str>,
}

/// A rule for one operation.
struct Stated {
    rule: PagingRule,
    extension: Option<&'static str>,
}

/// Returns the rules for operations that have none, in the order in which they must be listed.
pub(crate) fn proposals(api: &Api, source: &Source) -> Vec<Proposal> {
    let unpaged: Vec<&Operation> =
        api.operations.iter().filter(|operation| operation.paging.is_none()).collect();
    let mut found: Vec<(Proposal, Vec<&Operation>)> = Vec::new();
    for operation in &unpaged {
        let Some(Stated { rule, extension }) = stated(api, source, operation) else { continue };
        match found.iter_mut().find(|(known, _)| is_same(&known.rule, &rule)) {
            Some((known, operations)) => {
                known.rule.size = known.rule.size.take().or(rule.size);
                known.extension = known.extension.filter(|known| Some(*known) == extension);
                operations.push(operation);
            }
            None => found.push((Proposal { rule, operations: 0, extension }, vec![operation])),
        }
    }
    // A rule that needs more of a response comes before one that also fits responses with less. The rule for
    // most operations comes last, so that it need not list them.
    found.sort_by_key(|(proposal, operations)| {
        let PagingRule { by, next, more, total, items, .. } = &proposal.rule;
        let needs = [next, more, total, items].into_iter().flatten().count();
        (std::cmp::Reverse(needs + usize::from(*by == PagedBy::Header)), operations.len())
    });
    let mut claimed: HashSet<&Place> = HashSet::new();
    for (proposal, operations) in &mut found {
        proposal.operations = operations.len();
        let own: HashSet<&Place> = operations.iter().map(|operation| &operation.origin).collect();
        // A rule must not apply to an operation that merely has the same names.
        let is_other = |operation: &&Operation| {
            !own.contains(&operation.origin)
                && !claimed.contains(&operation.origin)
                && fit(api, operation, 0, &proposal.rule).is_ok()
        };
        if unpaged.iter().copied().any(|operation| is_other(&operation)) {
            proposal.rule.operations = operations.iter().map(|operation| spelled(operation)).collect();
        }
        claimed.extend(own);
    }
    found.into_iter().map(|(proposal, _)| proposal).collect()
}

/// Returns whether two rules differ at most in the parameter for the size of a page, which one of them lacks.
fn is_same(one: &PagingRule, other: &PagingRule) -> bool {
    let is_size = one.size.is_none() || other.size.is_none() || one.size == other.size;
    is_size && PagingRule { size: None, ..one.clone() } == PagingRule { size: None, ..other.clone() }
}

/// Returns the rule that an extension of an operation states, or else the one that names suggest.
fn stated(api: &Api, source: &Source, operation: &Operation) -> Option<Stated> {
    let context = Context { api, source, operation };
    let (mut rule, extension) = match extensions::rule(&context) {
        // The author has decided, also for a method that this generator cannot express.
        Some((extension, rule)) => (rule?, Some(extension)),
        None => (conventions::rule(&context)?, None),
    };
    let tried = |rule: &PagingRule| fit(api, operation, 0, rule).ok();
    // The rules for lists that differ only in the name of their list are one.
    let without = PagingRule { items: None, ..rule.clone() };
    let (paging, other) = (tried(&rule)?, tried(&without));
    if other.is_some_and(|other| other.list == paging.list) {
        rule = without;
    }
    rule.size = rule.size.filter(|_| paging.takes_size);
    Some(Stated { rule, extension })
}

/// An operation, and what is known about it.
struct Context<'a> {
    api: &'a Api,
    source: &'a Source,
    operation: &'a Operation,
}

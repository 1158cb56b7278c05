//! Pagination of operations, by the rules of the settings.

pub(crate) mod fit;
pub(crate) mod found;

use std::collections::HashMap;

use crate::diagnostics::{Place, Report};
use crate::ir::{Api, Operation};
use crate::resolve;
use crate::settings::{PagedBy, PagingRule, Settings};
use fit::{Misfit, fit, query_parameter};

/// The table of the settings.
const TABLE: &str = "[[paging]]";

/// Gives each operation the first rule that fits it. Reports each rule that fits none, because it is wrong or
/// outdated.
pub(super) fn find(api: &mut Api, linked: &[resolve::Operation], settings: &Settings, report: &mut Report) {
    let listed: HashMap<&Place, &[usize]> =
        linked.iter().map(|operation| (&operation.place, operation.paging_rules.as_slice())).collect();
    let mut uses: Vec<Use> = settings.paging.iter().map(|_| Use::default()).collect();
    for index in 0..api.operations.len() {
        let Some(operation) = api.operations.get(index) else { continue };
        let numbers = listed.get(&operation.origin).copied().unwrap_or_default();
        let mut found = None;
        for number in numbers {
            let Some((rule, tried)) = settings.paging.get(*number).zip(uses.get_mut(*number)) else {
                continue;
            };
            match fit(api, operation, *number, rule) {
                Ok(paging) => {
                    tried.has_size |= paging.takes_size;
                    tried.fits += 1;
                    if found.is_none() {
                        tried.applies = true;
                        found = Some(paging);
                    }
                }
                Err(misfit) => tried.misfits.push((index, misfit)),
            }
        }
        if let Some(operation) = api.operations.get_mut(index) {
            operation.paging = found;
        }
    }
    for (number, (rule, tried)) in settings.paging.iter().zip(&uses).enumerate() {
        let check = Check { api, settings, number, rule, report: &mut *report };
        check.run(tried);
    }
}

/// What became of a rule.
#[derive(Default)]
struct Use {
    /// The number of operations that it fits.
    fits: usize,
    /// Whether it is the first rule that fits an operation.
    applies: bool,
    /// Whether any of these operations has the parameter for the size of a page.
    has_size: bool,
    /// The operations that it does not fit, by their indices.
    misfits: Vec<(usize, Misfit)>,
}

/// Reports what is wrong with a rule.
struct Check<'a> {
    api: &'a Api,
    settings: &'a Settings,
    number: usize,
    rule: &'a PagingRule,
    report: &'a mut Report,
}

impl Check<'_> {
    fn run(mut self, tried: &Use) {
        let rule = self.rule;
        let by_body = matches!(rule.by, PagedBy::Cursor | PagedBy::Link);
        if by_body && rule.next.is_none() {
            let what = format!("by = \"{}\" needs `next`", rule.by.as_str());
            return self.fault("by", what, "add the JSON pointer to the cursor or link in the response");
        }
        if !by_body && rule.next.is_some() {
            self.without_effect("next", "with `by = \"cursor\"` or `by = \"link\"`");
        }
        if rule.by != PagedBy::Number && rule.first.is_some() {
            self.without_effect("first", "with `by = \"number\"`");
        }
        if rule.at_a_time.is_some() && rule.size.is_none() {
            self.without_effect("at_a_time", "beside `size`");
        }
        if let Some(size) = rule.size.as_ref().filter(|_| tried.fits > 0 && !tried.has_size) {
            let what = format!("no operation that the rule matches has a number `{size}` in its query");
            self.fault("size", what, "correct the name, or remove the line");
        }
        if !rule.operations.is_empty() {
            // Operations that do not exist have been reported.
            for (index, misfit) in &tried.misfits {
                let Some(operation) = self.api.operations.get(*index) else { continue };
                let what = format!("`{}` {}", spelled(operation), misfit.what);
                self.fault(misfit.key, what, "correct the rule, or remove the operation from `operations`");
            }
        } else if tried.fits == 0 {
            self.matches_none(tried);
        }
        if tried.fits > 0 && !tried.applies {
            let what = "earlier rules apply to every operation that the rule matches".to_owned();
            self.fault("", what, "move it before them, or remove it");
        }
    }

    fn matches_none(&mut self, tried: &Use) {
        // Of equally near operations, the first.
        let nearest = tried.misfits.iter().rev().max_by_key(|(_, misfit)| misfit.nearness);
        let nearest = nearest.and_then(|(index, misfit)| Some((self.api.operations.get(*index)?, misfit)));
        let what = format!("the rule with the parameter `{}` matches no operation", self.rule.parameter);
        match nearest.filter(|(_, misfit)| misfit.nearness > 0) {
            Some((operation, misfit)) => {
                let what = format!("{what}: `{}` {}", spelled(operation), misfit.what);
                let help = match misfit.key {
                    "by" if self.rule.by == PagedBy::Header => {
                        "name the operations in `operations`".to_owned()
                    }
                    "by" => {
                        "use `by = \"cursor\"` with `next`, or declare the parameter as an integer".to_owned()
                    }
                    "items" => "set `items` to the JSON pointer of the list".to_owned(),
                    key => format!("correct `{key}`, or remove the rule"),
                };
                self.fault(misfit.key, what, &help);
            }
            None => {
                let queries = self.api.operations.iter().flat_map(|operation| {
                    let all = operation.parameters.iter().map(|parameter| parameter.name.wire());
                    all.filter(|name| query_parameter(operation, name).is_some())
                });
                let help = crate::diagnostics::suggest::suggestion(&self.rule.parameter, queries);
                let help = help.unwrap_or_else(|| "correct `parameter`, or remove the rule".to_owned());
                self.fault("parameter", format!("{what}: no query has the parameter"), &help);
            }
        }
    }

    fn without_effect(&mut self, key: &str, when: &str) {
        self.fault(key, format!("`{key}` has an effect only {when}"), "remove the line");
    }

    fn fault(&mut self, key: &str, what: String, help: &str) {
        let finding = self.settings.finding_in(TABLE, self.number, key, format!("{TABLE} {what}"));
        self.report.survivable(finding.help(help));
    }
}

/// Returns the method and path of an operation, as settings name it.
pub(crate) fn spelled(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

//! Settings for operations and formats of the description: formats, idempotence, pagination and names.

use super::bounds::is_whole_format;
use super::{Linked, Operation};
use crate::diagnostics::Report;
use crate::diagnostics::suggest::suggestion;
use crate::naming::reserved;
use crate::openapi::grammar::rules::is_token;
use crate::select::{self, unmatched};
use crate::settings::{RetryRules, Settings};

/// Applies the settings to formats and operations. A setting for one that does not exist is an error, because
/// it is misspelled or outdated.
pub(crate) fn adjust(linked: &mut Linked, settings: &Settings, report: &mut Report) {
    let retry = [("retry.idempotent", &settings.retry.idempotent), ("retry.once", &settings.retry.once)];
    let paging = settings.paging.iter().map(|rule| ("paging.operations", &rule.operations));
    for (key, listed) in retry.into_iter().chain(paging) {
        let known: Vec<String> = linked.operations.iter().flat_map(names).collect();
        for name in listed.iter().filter(|name| !known.contains(name)) {
            report.survivable(unmatched(key, name, "there is no such operation", &known, settings));
        }
    }
    formats(linked, settings, report);
    headers(settings, report);
    if settings.untyped_is_any {
        super::untyped::unions(linked);
    }
    for operation in &mut linked.operations {
        operation.is_idempotent = settings.retry.of(operation);
        let names = names(operation);
        let rules = settings.paging.iter().enumerate();
        operation.paging_rules = rules
            .filter(|(_, rule)| {
                rule.operations.is_empty() || rule.operations.iter().any(|name| names.contains(name))
            })
            .map(|(number, _)| number)
            .collect();
        if let Some(name) = settings.name_of(&operation.place) {
            operation.id = Some(name.to_owned());
        }
    }
}

fn names(operation: &Operation) -> Vec<String> {
    select::names(operation.id.as_ref(), &operation.method, &operation.path)
}

impl RetryRules {
    /// Returns whether an operation is idempotent according to the settings, or `None` if they do not list
    /// it.
    fn of(&self, operation: &Operation) -> Option<bool> {
        let names = names(operation);
        let lists = |list: &[String]| list.iter().any(|name| names.contains(name));
        if lists(&self.once) { Some(false) } else { lists(&self.idempotent).then_some(true) }
    }
}

/// Replaces each format by the one in the settings.
fn formats(linked: &mut Linked, settings: &Settings, report: &mut Report) {
    for (from, to) in &settings.formats {
        let mut known: Vec<String> =
            linked.schemas.iter().filter_map(|schema| schema.format.clone()).collect();
        known.sort_unstable();
        known.dedup();
        if to.contains("::") && syn::parse_str::<syn::Type>(to).is_err() {
            let finding = settings.finding(to, format!("[formats] `{to}` is not the path of a type"));
            report.survivable(finding.help("write it as in Rust: `uuid::Uuid`"));
        } else if let Some((module, _)) =
            to.split_once("::").filter(|(first, _)| reserved::MODULES.contains(first))
        {
            let what = format!("[formats] `{to}`: generated code has a module `{module}` of its own");
            report.survivable(
                settings.finding(to, what).help(format!("write `::{to}` for the type of a crate")),
            );
        } else if !(to.contains("::") || to == PLAIN || is_typed(to)) {
            let what =
                format!("[formats] `{to}` is neither a format with a type of its own nor a path of a type");
            let help = suggestion(to, TYPED.iter().copied().chain([PLAIN]));
            let help = help.unwrap_or_else(|| format!("write one of `{PLAIN}`, `{}`", TYPED.join("`, `")));
            report.survivable(settings.finding_in("[formats]", 0, from, what).help(help));
        } else if known.contains(from) {
            let schemas = linked.schemas.iter_mut().filter(|_| !to.contains("::"));
            for schema in schemas.filter(|schema| schema.format.as_ref() == Some(from)) {
                schema.format = (to != PLAIN).then(|| to.clone());
            }
        } else {
            report.survivable(unmatched("formats", from, "no schema has this format", &known, settings));
        }
    }
}

/// The formats that decide the type of a string, or hide its value.
const TYPED: &[&str] = &["date-time", "date", "byte", "binary", "password"];

fn is_typed(format: &str) -> bool {
    TYPED.contains(&format) || is_whole_format(format)
}

/// Reports headers of the settings that no request or response can have (RFC 9110, section 5.1). Descriptions
/// seldom declare these headers, so that they need not be declared.
fn headers(settings: &Settings, report: &mut Report) {
    let limits = &settings.rate_limit;
    let headers = [
        ("", "idempotency_key", &settings.idempotency_key),
        ("[errors]", "request_id_header", &settings.errors.request_id_header),
        ("[rate_limit]", "limit", &limits.limit),
        ("[rate_limit]", "remaining", &limits.remaining),
        ("[rate_limit]", "reset", &limits.reset),
    ];
    for (table, key, name) in headers {
        if let Some(name) = name.as_ref().filter(|name| !is_token(name)) {
            let what = format!("{key} = `{name}` is not the name of a header (RFC 9110, section 5.1)");
            let finding = match table {
                "" => settings.finding(key, what),
                table => settings.finding_in(table, 0, key, format!("{table} {what}")),
            };
            report.survivable(finding.help("correct the name"));
        }
    }
}

/// The value in the settings for no format.
const PLAIN: &str = "plain";

//! Checks of schemas and operations for what no client needs, but no author means: limits that exclude each
//! other, and patterns that are not regular expressions.

use serde_json::{Map, Value};

use crate::diagnostics::{Code, Finding, Fix, Place, Report};
use crate::openapi::grammar::Object;

/// Reports what an object cannot mean. The generated client is the same in any case.
pub(super) fn check(object: Object, fields: &Map<String, Value>, place: &Place, report: &mut Report) {
    match object {
        Object::Schema => schema(fields, place, report),
        Object::Parameter => parameter(fields, place, report),
        Object::Responses
            if !fields.keys().any(|status| !status.starts_with("x-")) && !fields.contains_key(ABSENT) =>
        {
            let what = "`responses` is empty: it must have at least one response";
            report.push_alike(Finding::warning(Code::Shape, place.clone(), what).help("describe a response"));
        }
        _ => {}
    }
}

/// Marks `responses` that a description of 3.1 does not need to have.
pub(super) const ABSENT: &str = "x-absent";

/// The lower and the upper limits of values.
const LIMITS: &[(&str, &str)] = &[
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

fn schema(fields: &Map<String, Value>, place: &Place, report: &mut Report) {
    for (lower, upper) in LIMITS {
        let limit = |key: &str| fields.get(key).and_then(Value::as_f64);
        if let (Some(least), Some(most)) = (limit(lower), limit(upper))
            && least > most
        {
            let what = format!("`{lower}` is larger than `{upper}`: no value is valid");
            let finding = Finding::warning(Code::Contradiction, place.key(lower), what);
            report.push_alike(finding.help("correct one of them"));
        }
    }
    if fields.get("enum").and_then(Value::as_array).is_some_and(Vec::is_empty) {
        let what = "`enum` is empty: no value is valid";
        let finding = Finding::warning(Code::Contradiction, place.key("enum"), what);
        report
            .push_alike(finding.help("add the values, or remove `enum`").fix(Fix::Remove(place.key("enum"))));
    }
    if let Some(problem) = fields.get("pattern").and_then(Value::as_str).and_then(problem_of) {
        let what = format!("`pattern` is not a regular expression: {problem}");
        report.push_alike(Finding::warning(Code::Shape, place.key("pattern"), what).help("correct it"));
    }
}

fn parameter(fields: &Map<String, Value>, place: &Place, report: &mut Report) {
    if fields.get("in").and_then(Value::as_str) == Some("path")
        && fields.get("required") != Some(&Value::Bool(true))
    {
        let place = if fields.contains_key("required") { place.key("required") } else { place.clone() };
        let fix = match fields.get("required") {
            Some(_) => Fix::Replace(place.clone(), Value::Bool(true)),
            None => Fix::Insert(place.clone(), "required", Value::Bool(true)),
        };
        let what = "a parameter in a path must have `required: true`; it is required anyway";
        report.push_alike(Finding::warning(Code::Shape, place, what).help("add `required: true`").fix(fix));
    }
}

/// Returns what is wrong with a pattern in every dialect of regular expressions.
fn problem_of(pattern: &str) -> Option<&'static str> {
    let mut open = 0_usize;
    let mut is_in_class = false;
    let mut at_start = true;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        let was_start = std::mem::replace(&mut at_start, false);
        match character {
            '\\' if characters.next().is_none() => return Some("it ends with a backslash"),
            '\\' => {}
            ']' if is_in_class => is_in_class = false,
            _ if is_in_class => {}
            '[' => {
                is_in_class = true;
                // In some dialects, a bracket at the beginning of a class belongs to it.
                let rest = characters.as_str();
                let class = rest.strip_prefix('^').unwrap_or(rest);
                if class.starts_with(']') && class.get(1..).is_some_and(|rest| rest.contains(']')) {
                    characters = class.get(1..).unwrap_or_default().chars();
                }
            }
            '(' => {
                open += 1;
                at_start = !characters.as_str().starts_with('?');
            }
            ')' => match open.checked_sub(1) {
                Some(fewer) => open = fewer,
                None => return Some("a `)` has no `(`"),
            },
            '|' => at_start = true,
            '*' | '+' | '?' if was_start => return Some("a repetition has nothing to repeat"),
            _ => {}
        }
    }
    match (is_in_class, open) {
        (true, _) => Some("a `[` has no `]`"),
        (false, 0) => None,
        (false, _) => Some("a `(` has no `)`"),
    }
}

#[cfg(test)]
mod tests {
    use super::problem_of;

    #[test]
    fn only_patterns_that_no_dialect_reads_are_problems() {
        for pattern in [
            "",
            "^[a-z]+$",
            "^(?:a|b)*$",
            "(?i)^a",
            "(?<year>\\d{4})",
            "(?=.*[A-Z])x",
            "[]a]",
            "[^]a]",
            "[]",
            "[^]*",
            "\\[",
            "[\\]]",
            "[(]",
            "a{,3}",
            "(|a)",
            "^*",
            "a]",
            "a}",
        ] {
            assert_eq!(problem_of(pattern), None, "{pattern}");
        }
        for pattern in ["[", "[a-z", "(a", "a)", "*a", "+", "(*a)", "a|?", "a\\", "[a\\]"] {
            assert!(problem_of(pattern).is_some(), "{pattern}");
        }
    }
}

//! The coverage as an HTML page without external resources: no scripts, fonts or images.

use openapi_client_codegen::coverage::Counts;
use openapi_client_codegen::ir::{Model, Shape};
use openapi_client_codegen::text::Foreign;
use openapi_client_codegen::{Code, Finding, Severity};

use super::{LocatedCoverage, Row};
use crate::excerpt::Files;

/// The number of types in the list of the largest types.
const BIGGEST: usize = 12;
/// The largest number of findings that are shown with their source.
const SHOWN: usize = 200;

/// The start of the page, which marks it as generated.
pub(super) const HEADER: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
     <meta name=\"generator\" content=\"openapi-client coverage\">\n";

/// Returns the report.
pub(super) fn page(report: &LocatedCoverage) -> String {
    let api = &report.generated.api;
    let title = if api.title.is_empty() { "API" } else { &api.title };
    let counts = report.coverage.counts();
    let figures = [
        (counts.generated, "generated", "generated"),
        (counts.ignored, "ignored", "ignored"),
        (counts.unsupported, "unsupported", "unsupported"),
        (api.operations.len(), "operations", ""),
        (api.models.len(), "types", ""),
        (report.files, "files", ""),
    ];
    let figures: String = figures
        .iter()
        .map(|(count, word, class)| {
            format!("<div class=\"figure {class}\"><b>{}</b><span>{word}</span></div>", grouped(*count))
        })
        .collect();
    format!(
        "{HEADER}<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Coverage of {title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <header><p>Coverage</p><h1>{title}</h1>{}<div class=\"figures\">{figures}</div></header>\n<main>\n\
         {}{}{}{}{}</main>\n\
         <footer>By openapi-client {}. Every node is generated, ignored for a reason, or unsupported.</footer>\n\
         </body>\n</html>\n",
        include_str!("style.css"),
        bar(counts),
        kinds(report),
        missing(report),
        tags(report),
        biggest(&api.models),
        findings(report.generated.report.findings()),
        env!("CARGO_PKG_VERSION"),
        title = escaped(title),
    )
}

/// Returns a bar with the shares of the counts. Its label has the counts as text, for screen readers.
fn bar(counts: Counts) -> String {
    let all = (counts.generated + counts.ignored + counts.unsupported).max(1);
    let part = |count: usize, class: &str| {
        let share = count as f64 * 100.0 / all as f64;
        if count == 0 {
            String::new()
        } else {
            format!("<i class=\"{class}\" style=\"width:{share:.2}%\"></i>")
        }
    };
    format!(
        "<div class=\"bar\" role=\"img\" aria-label=\"{} generated, {} ignored, {} unsupported\">{}{}{}</div>",
        counts.generated,
        counts.ignored,
        counts.unsupported,
        part(counts.generated, "generated"),
        part(counts.ignored, "ignored"),
        part(counts.unsupported, "unsupported")
    )
}

fn numbers(counts: Counts) -> String {
    let cell = |count: usize, class: &str| {
        let class = if count == 0 { "none" } else { class };
        format!("<td class=\"number {class}\">{}</td>", grouped(count))
    };
    format!(
        "{}{}{}",
        cell(counts.generated, "generated"),
        cell(counts.ignored, "ignored"),
        cell(counts.unsupported, "unsupported")
    )
}

const COUNTED: &str = "<th class=\"number\">generated</th><th class=\"number\">ignored</th>\
                       <th class=\"number\">unsupported</th>";

fn tags(report: &LocatedCoverage) -> String {
    let rows: String = report
        .by_tag()
        .into_iter()
        .map(|(tag, operations, counts)| {
            format!(
                "<tr><td>{}</td><td class=\"number\">{operations}</td><td class=\"wide\">{}</td>{}</tr>\n",
                escaped(&tag),
                bar(counts),
                numbers(counts)
            )
        })
        .collect();
    section(
        "By tag",
        "The nodes within the operations of a tag: parameters, bodies, responses and headers.",
        &format!(
            "<table><tr><th>tag</th><th class=\"number\">operations</th><th class=\"wide\"></th>{COUNTED}</tr>\n{rows}</table>"
        ),
    )
}

fn kinds(report: &LocatedCoverage) -> String {
    let rows: String = report
        .by_kind()
        .into_iter()
        .map(|(kind, counts)| {
            format!("<tr><td>{kind}</td><td class=\"wide\">{}</td>{}</tr>\n", bar(counts), numbers(counts))
        })
        .collect();
    section(
        "By kind",
        "",
        &format!("<table><tr><th>node</th><th class=\"wide\"></th>{COUNTED}</tr>\n{rows}</table>"),
    )
}

/// Returns the number of parts of a model, and the name for them.
fn size(model: &Model) -> (usize, &'static str) {
    match &model.shape {
        Shape::Record(record) => (record.fields.len(), "fields"),
        Shape::Union(choice) => (choice.variants.len(), "variants"),
        Shape::Enum(words) => (words.known.len(), "values"),
        Shape::Alias(_) | Shape::Wrapper(_) => (1, "type"),
    }
}

fn biggest(models: &[Model]) -> String {
    let mut models: Vec<&Model> = models.iter().collect();
    models.sort_by_key(|model| std::cmp::Reverse(size(model).0));
    let most = models.first().map_or(1, |model| size(model).0).max(1);
    let rows: String = models
        .iter()
        .take(BIGGEST)
        .map(|model| {
            let (count, word) = size(model);
            let share = count as f64 * 100.0 / most as f64;
            format!(
                "<tr><td><code>{}</code></td><td class=\"wide\"><div class=\"bar plain\"><i class=\"size\" \
                 style=\"width:{share:.1}%\"></i></div></td><td class=\"number\">{count} {word}</td></tr>\n",
                escaped(model.name.rust())
            )
        })
        .collect();
    section("Largest types", "", &format!("<table>{rows}</table>"))
}

fn missing(report: &LocatedCoverage) -> String {
    let group = |title: &str, class: &str, unsupported: bool| {
        let reasons = report.reasons(unsupported);
        let items: String = reasons.iter().map(|(why, entries)| reason(why, class, entries)).collect();
        if items.is_empty() { String::new() } else { format!("<h3>{title}</h3>{items}") }
    };
    let groups = group("Unsupported", "unsupported", true) + &group("Ignored", "ignored", false);
    let groups = if groups.is_empty() { "<p>Every node is generated.</p>".to_owned() } else { groups };
    section("Nodes that are not generated", "", &groups)
}

fn reason(why: &str, class: &str, entries: &[Row<'_>]) -> String {
    let rows: String = entries
        .iter()
        .map(|(entry, position)| {
            let place = position.map_or_else(|| entry.place.pointer.to_string(), ToString::to_string);
            format!(
                "<tr><td>{}</td><td>{}</td><td class=\"place\">{}</td></tr>\n",
                entry.kind,
                escaped(&entry.name),
                escaped(&place)
            )
        })
        .collect();
    format!(
        "<details><summary><span class=\"count {class}\">{}</span> {}</summary><table>{rows}</table></details>\n",
        grouped(entries.len()),
        prose(why)
    )
}

fn findings(findings: &[Finding]) -> String {
    let told = |finding: &&Finding| finding.code != Code::Excluded;
    let mut sorted: Vec<&Finding> = findings.iter().filter(told).collect();
    sorted.sort_by_key(|finding| finding.severity);
    if sorted.is_empty() {
        return section("Diagnostics", "", "<p>No problems found.</p>");
    }
    let mut files = Files::default();
    let items: String = sorted.iter().take(SHOWN).map(|finding| one(finding, &mut files)).collect();
    let left = sorted.len().saturating_sub(SHOWN);
    let more = if left > 0 {
        format!("<p>And {} more. <code>openapi-client check</code> shows all of them.</p>", grouped(left))
    } else {
        String::new()
    };
    section("Diagnostics", "", &format!("{items}{more}"))
}

fn one(finding: &Finding, files: &mut Files) -> String {
    let class = match finding.severity {
        Severity::Error | Severity::Warning => "unsupported",
        Severity::Note => "ignored",
    };
    let place = finding.position.as_ref().map(ToString::to_string).unwrap_or_default();
    let source = finding.position.as_ref().and_then(|position| files.excerpt(position)).map(|excerpt| {
        let (before, fault, after) = excerpt.parts();
        format!("<pre>{}<mark>{}</mark>{}</pre>", escaped(before), escaped(fault), escaped(after))
    });
    let help =
        if finding.help.is_empty() { String::new() } else { format!("<p>{}</p>", prose(&finding.help)) };
    format!(
        "<details><summary><span class=\"count {class}\">{}</span> {} <span class=\"place\">{}</span></summary>{}{help}\
         </details>\n",
        finding.code,
        prose(&finding.what),
        escaped(&place),
        source.unwrap_or_default()
    )
}

fn section(title: &str, lead: &str, body: &str) -> String {
    let lead = if lead.is_empty() { String::new() } else { format!("<p class=\"lead\">{lead}</p>") };
    format!("<section><h2>{title}</h2>{lead}{body}</section>\n")
}

/// Formats a number with narrow spaces between groups of three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// Returns a message of the program as HTML; text between backticks is code.
fn prose(text: &str) -> String {
    let parts = escaped(text);
    let parts: Vec<&str> = parts.split('`').collect();
    // An odd number of backticks: one of them has no partner, so none marks code.
    if parts.len().is_multiple_of(2) {
        return escaped(text);
    }
    let shown = |(index, part): (usize, &&str)| match index % 2 {
        0 => (*part).to_owned(),
        _ => format!("<code>{part}</code>"),
    };
    parts.iter().enumerate().map(shown).collect()
}

fn escaped(text: &str) -> String {
    Foreign::new(text).html()
}

//! Findings as JSON, SARIF 2.1.0 and workflow commands of GitHub Actions.

use openapi_client_codegen::text::{Foreign, visible_json};
use openapi_client_codegen::{Code, Finding, Severity};
use serde_json::{Value, json};

/// Formats all findings as one JSON object.
pub(crate) fn json(findings: &[Finding]) -> String {
    let findings: Vec<Value> = findings.iter().map(finding).collect();
    lines(&json!({ "findings": findings }))
}

fn finding(finding: &Finding) -> Value {
    let position = finding.position.as_ref();
    json!({
        "severity": finding.severity.as_str(),
        "code": finding.code.as_str(),
        "file": position.map(|position| &position.file),
        "line": position.map(|position| position.line),
        "column": position.map(|position| position.column),
        "pointer": finding.place.as_ref().map(|place| place.pointer.as_str()),
        "message": finding.what,
        "help": finding.help,
        "overlay_action": finding.overlay_action,
    })
}

/// Formats all findings in the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).
pub(crate) fn sarif(findings: &[Finding]) -> String {
    let mut codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| json!({ "id": code.as_str(), "shortDescription": { "text": code.meaning() } }))
        .collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    lines(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "openapi-client",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            // Our columns count characters; the default of SARIF is UTF-16 code units.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn result(finding: &Finding) -> Value {
    let locations: Vec<Value> = finding
        .position
        .iter()
        .map(|position| {
            json!({ "physicalLocation": {
                "artifactLocation": { "uri": position.file },
                "region": { "startLine": position.line, "startColumn": position.column },
            } })
        })
        .collect();
    json!({
        "ruleId": finding.code.as_str(),
        "level": finding.severity.as_str(),
        "message": { "text": sentence(finding) },
        "locations": locations,
    })
}

/// Formats findings as `::error file=…,line=…,col=…,title=…::…` (GitHub Actions, "Workflow commands").
pub(crate) fn github(findings: &[Finding]) -> String {
    let command = |finding: &Finding| {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let place = finding.position.as_ref().map(|position| {
            format!("file={},line={},col={},", property(&position.file), position.line, position.column)
        });
        let title = property(finding.code.as_str());
        format!("::{level} {}title={title}::{}\n", place.unwrap_or_default(), data(&sentence(finding)))
    };
    findings.iter().map(command).collect()
}

fn sentence(finding: &Finding) -> String {
    if finding.help.is_empty() {
        finding.what.clone()
    } else {
        format!("{} — {}", finding.what, finding.help)
    }
}

fn data(text: &str) -> String {
    // `line` has escaped the line breaks.
    Foreign::new(text).line().replace('%', "%25")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Formats JSON with indentation.
pub(crate) fn lines(value: &Value) -> String {
    visible_json(&format!("{value:#}\n"))
}

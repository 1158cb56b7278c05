//! Cases of retries, paging, errors, paths and credentials against a scripted server.

mod assertion;
mod case;
mod stage;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use openapi_client_codegen::{PagedBy, PagingRule, Settings};
use serde::Serialize;
use serde_json::Value;

use self::assertion::{Judgement, judge};
use self::case::{Case, plan};
use self::stage::Stage;
use super::driver::{Call, Module, run as drive};
use crate::{Result, print};

const NOT_PROCESSED: &str = "a server that refuses a request for its rate (RFC 6585, section 4) has not processed it: it may be retried";
const SAFE: &str = "a safe request may be retried after any error of the server (RFC 9110, section 9.2.2)";
const MALFORMED: &str =
    "a header that violates RFC 8288 is an error; otherwise a list would end early without an error";

/// Cases that are not run, by name, with the reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("POST with 429 is not retried", NOT_PROCESSED),
    ("GET 500 is not retried", SAFE),
    ("A closing bracket before the opening bracket does not hide the next link", MALFORMED),
    ("A Link header with no extractable URL reports no further pages", MALFORMED),
];

#[derive(Debug, Serialize)]
struct Verdict {
    file: String,
    name: String,
    verdict: &'static str,
    /// The reasons why it failed or was left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<String>,
    /// Assertions that were left out, with their reasons.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_asserted: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Report {
    passed: usize,
    failed: usize,
    left_out: usize,
    cases: Vec<Verdict>,
}

/// A case with its server and its planned call.
struct Run {
    stage: Stage,
    call: Call,
}

/// Runs the cases of a folder with `openapi.json` and `tests/*.json`. Returns whether all pass.
pub(crate) fn run(dir: &Path, report: Option<&Path>) -> Result<bool> {
    let cases = read(&dir.join("tests"))?;
    let module = module(&dir.join("openapi.json"), &cases)?;
    let runs: Vec<std::result::Result<Run, String>> =
        cases.iter().map(|(_, case)| begin(&module, case)).collect();
    let calls: Vec<Call> = runs.iter().flatten().map(|run| run.call.clone()).collect();
    let answers = drive("behaviour", std::slice::from_ref(&module), &calls)?;
    let mut answers = answers.into_iter();
    let mut verdicts = Vec::new();
    for ((file, case), run) in cases.iter().zip(&runs) {
        let judgement = match run {
            Err(why) => Judgement::left_out(why),
            Ok(run) => match answers.next() {
                Some(Ok(answer)) => judge(case, &answer, &run.stage.requests()),
                Some(Err(why)) => Judgement::failed(&why),
                None => Judgement::failed("the driver ended before it"),
            },
        };
        verdicts.push(verdict(file, case, judgement));
    }
    finish(verdicts, report)
}

/// Returns every case, with the name of its file.
fn read(folder: &Path) -> Result<Vec<(String, Case)>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let of_file: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        cases.extend(of_file.into_iter().map(|case| (file.clone(), case)));
    }
    Ok(cases)
}

/// Generates a client of the operations that the cases call. Idempotent operations come from the
/// description's extensions, and lists are paged by the `Link` header.
fn module(description: &Path, cases: &[(String, Case)]) -> Result<Module> {
    let value: Value = serde_json::from_str(&std::fs::read_to_string(description)?)?;
    let wanted: BTreeSet<&str> = cases.iter().map(|(_, case)| case.operation.as_str()).collect();
    let mut settings = Settings::new(description, "behaviour");
    let paths = value.get("paths").and_then(Value::as_object).into_iter().flat_map(|paths| paths.values());
    for operation in paths.filter_map(Value::as_object).flat_map(|path| path.values()) {
        let id = operation.get("operationId").and_then(Value::as_str);
        let Some(id) = id.filter(|id| wanted.contains(id)) else { continue };
        settings.include.operations.push(id.to_owned());
        if operation.get("x-basecamp-idempotent").is_some() {
            settings.retry.idempotent.push(id.to_owned());
        }
    }
    // These settings are not in the description; a maintainer would add them.
    settings.errors.message = Some("/error".to_owned());
    settings.errors.request_id_header = Some("X-Request-Id".to_owned());
    settings.paging.push(PagingRule::new(PagedBy::Header, "page"));
    Ok(Module::with_settings(settings)?)
}

fn begin(module: &Module, case: &Case) -> std::result::Result<Run, String> {
    if let Some((_, why)) = LEFT_OUT.iter().find(|(name, _)| *name == case.name) {
        return Err((*why).to_owned());
    }
    let (host, mut call) = plan(module, case)?;
    let stage = Stage::open(host, case.answers.clone()).map_err(|error| error.to_string())?;
    if call.base_url.is_empty() {
        call.base_url = stage.base_url();
    }
    Ok(Run { stage, call })
}

fn verdict(file: &str, case: &Case, judgement: Judgement) -> Verdict {
    let verdict = match &judgement {
        Judgement { left_out: true, .. } => "left out",
        Judgement { failures, .. } if failures.is_empty() => "passed",
        _ => "failed",
    };
    Verdict {
        file: file.to_owned(),
        name: case.name.clone(),
        verdict,
        why: judgement.failures,
        not_asserted: judgement.not_asserted,
    }
}

fn finish(cases: Vec<Verdict>, report: Option<&Path>) -> Result<bool> {
    for case in &cases {
        if case.verdict != "passed" {
            print(&format!("{}: {}: {}: {}", case.verdict, case.file, case.name, case.why.join("; ")));
        }
    }
    let mut reasons: Vec<&String> = cases.iter().flat_map(|case| &case.not_asserted).collect();
    reasons.sort();
    for same in reasons.chunk_by(|one, other| one == other) {
        print(&format!("not asserted, {} times: {}", same.len(), same.first().map_or("", |reason| reason)));
    }
    let count = |word: &str| cases.iter().filter(|case| case.verdict == word).count();
    let report_of =
        Report { passed: count("passed"), failed: count("failed"), left_out: count("left out"), cases };
    print(&format!(
        "{} cases pass, {} fail, {} are left out with a reason",
        report_of.passed, report_of.failed, report_of.left_out
    ));
    if let Some(path) = report {
        std::fs::write(path, serde_json::to_string_pretty(&report_of)?)?;
    }
    Ok(report_of.failed == 0)
}

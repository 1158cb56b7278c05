//! The scenarios of TypeSpec's Spector: checks that the server expects each request, and that each response
//! is decoded.

mod plan;
mod vectors;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use self::plan::call;
use self::vectors::{Body, Vector, Vectors, Wanted};
use super::description::Description;
use super::driver::{Answer, Call, Module, header, run as drive};
use super::equal::{Null, same};
use crate::{Result, print};

/// The options of a run.
pub(crate) struct Options {
    pub(crate) dir: PathBuf,
    pub(crate) openapi: String,
    pub(crate) server: String,
    pub(crate) at_least: Option<usize>,
    pub(crate) report: Option<PathBuf>,
}

#[derive(Debug, Serialize)]
struct Report {
    openapi: String,
    passed: usize,
    total: usize,
    lenient: Vec<String>,
    scenarios: Vec<Verdict>,
}

#[derive(Debug, Serialize)]
struct Verdict {
    scenario: String,
    verdict: &'static str,
    why: String,
}

/// A description in addition to those of the suite, for reading the server's verdicts.
const COVERAGE: &str = r#"
openapi: 3.0.3
info: {title: Coverage, version: "1"}
paths:
  /.coverage:
    get:
      operationId: coverage
      responses: {"200": {description: Verdicts., content: {application/json: {schema: {}}}}}
"#;

/// Runs the suite. Returns whether all scenarios that must pass do.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let vectors = std::fs::read_to_string(options.dir.join("vectors.json"))?;
    let vectors: Vectors = serde_json::from_str(&vectors)?;
    let (modules, unreadable) = modules(options, &vectors)?;
    let calls_of = |vector: &Vector| -> Vec<std::result::Result<Call, (&'static str, String)>> {
        vector.calls.iter().map(|wanted| call(options, &modules, &unreadable, wanted)).collect()
    };
    let planned: Vec<_> = vectors.vectors.iter().map(calls_of).collect();
    let mut calls: Vec<Call> =
        planned.iter().flatten().filter_map(|planned| planned.as_ref().ok().cloned()).collect();
    let coverage = Call {
        module: "api_coverage".to_owned(),
        method: "GET".to_owned(),
        path: "/.coverage".to_owned(),
        base_url: options.server.clone(),
        ..Call::default()
    };
    calls.push(coverage);
    let name = format!("spector-{}", options.openapi.replace('.', "-"));
    let answers = drive(&name, &modules, &calls)?;
    let coverage = answers.last().and_then(|answer| answer.as_ref().ok()).map(|answer| &answer.value);
    let coverage: BTreeMap<String, String> = coverage.map(verdicts).unwrap_or_default();
    let mut answers = answers.iter();
    let mut scenarios = Vec::new();
    for (vector, planned) in vectors.vectors.iter().zip(&planned) {
        let mut outcome: std::result::Result<(), (&'static str, String)> = Ok(());
        for (wanted, planned) in vector.calls.iter().zip(planned) {
            let judged = match planned {
                Err(why) => Err(why.clone()),
                Ok(_) => match answers.next() {
                    Some(Ok(answer)) => judge(options, &modules, wanted, answer),
                    Some(Err(why)) => Err(("failed", why.clone())),
                    None => Err(("failed", "the driver ended before this call".to_owned())),
                },
            };
            outcome = outcome.and(judged);
        }
        let seen = coverage.get(&vector.scenario).map_or("not known", String::as_str);
        if outcome.is_ok() && seen != "pass" {
            outcome = Err(("failed", format!("the server reports: {seen}")));
        }
        let is_outside = vector.calls.iter().any(|wanted| wanted.outside_schema.is_some());
        let (verdict, why) = match outcome {
            Ok(()) => ("passed", String::new()),
            Err(("failed", why)) if is_outside => ("outside-schema", why),
            Err(other) => other,
        };
        scenarios.push(Verdict { scenario: vector.scenario.clone(), verdict, why });
    }
    finish(options, &modules, scenarios)
}

fn finish(options: &Options, modules: &[Module], scenarios: Vec<Verdict>) -> Result<bool> {
    for verdict in scenarios.iter().filter(|verdict| verdict.verdict != "passed") {
        print(&format!("{}: {}: {}", verdict.verdict, verdict.scenario, verdict.why));
    }
    let count = |word: &str| scenarios.iter().filter(|verdict| verdict.verdict == word).count();
    let lenient = modules.iter().filter(|module| module.lenient).map(|module| module.name.clone()).collect();
    let report = Report {
        openapi: options.openapi.clone(),
        passed: count("passed"),
        total: scenarios.len(),
        lenient,
        scenarios,
    };
    print(&format!(
        "{} of {} scenarios pass; read leniently: {:?}",
        report.passed, report.total, report.lenient
    ));
    if let Some(path) = &options.report {
        std::fs::write(path, serde_json::to_string_pretty(&report)?)?;
    }
    let cannot = report
        .scenarios
        .iter()
        .filter(|verdict| matches!(verdict.verdict, "inexpressible" | "outside-schema"));
    Ok(report.passed >= options.at_least.unwrap_or(report.total - cannot.count()))
}

/// Returns every client, and the errors of descriptions without a client.
fn modules(options: &Options, vectors: &Vectors) -> Result<(Vec<Module>, BTreeMap<String, String>)> {
    let mut files: Vec<&String> = Vec::new();
    let calls = vectors.vectors.iter().flat_map(|vector| &vector.calls);
    for location in calls.filter_map(|call| call.openapi.get(&options.openapi)) {
        if !files.contains(&&location.file) {
            files.push(&location.file);
        }
    }
    let folder = std::env::current_dir()?.join("target/conformance");
    std::fs::create_dir_all(&folder)?;
    let coverage = folder.join("coverage.yaml");
    std::fs::write(&coverage, COVERAGE)?;
    let mut modules = vec![Module::new(&coverage)?];
    let mut unreadable = BTreeMap::new();
    for file in files {
        match Module::new(&options.dir.join("openapi").join(&options.openapi).join(file)) {
            Ok(module) => modules.push(module),
            Err(why) => drop(unreadable.insert(file.clone(), why)),
        }
    }
    Ok((modules, unreadable))
}

/// Returns whether the result equals the value that was sent.
fn judge(
    options: &Options,
    modules: &[Module],
    wanted: &Wanted,
    answer: &Answer,
) -> std::result::Result<(), (&'static str, String)> {
    let location = wanted.openapi.get(&options.openapi);
    let module = location.map(|location| super::driver::module_name(Path::new(&location.file)));
    let module = modules.iter().find(|known| Some(&known.name) == module.as_ref());
    if let (Some(module), Some(location), Some(body)) = (module, location, &wanted.response.body)
        && body.is_xml()
    {
        let described = Description::of(module);
        let content = described.response(
            &location.path,
            &wanted.request.method,
            wanted.response.status,
            body.essence(),
        );
        let value = described
            .xml(content.get("schema"), &body.text().unwrap_or_default())
            .map_err(|why| ("inexpressible", why))?;
        return judge_value(wanted, answer, Some(&value)).map_err(|why| ("failed", why));
    }
    let value = wanted.response.body.as_ref().map(|body| expected(body, answer));
    judge_value(wanted, answer, value.as_ref()).map_err(|why| ("failed", why))
}

/// Returns the value of a response: the items of a stream, unless the client returns the stream as one text.
fn expected(body: &Body, answer: &Answer) -> Value {
    match body.items() {
        Some(items) if !answer.value.is_string() => items,
        Some(_) => body.text().map(Value::from).unwrap_or_default(),
        None => body.value(),
    }
}

/// Compares status, headers and value with the vector.
fn judge_value(wanted: &Wanted, answer: &Answer, value: Option<&Value>) -> std::result::Result<(), String> {
    let status = answer.status.ok_or_else(|| answer.error.clone().unwrap_or_default())?;
    if status != wanted.response.status {
        let body = answer.body.chars().take(300).collect::<String>();
        return Err(format!("status {status} instead of {}: {body}", wanted.response.status));
    }
    if let Some(error) = answer.error.as_ref().filter(|_| status < 400) {
        return Err(error.clone());
    }
    for (name, value) in &wanted.response.headers {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let got = header(&answer.headers, name);
        if got != Some(text.as_str()) {
            return Err(format!("the header {name} is {got:?} instead of {text:?}"));
        }
    }
    let Some(value) = value else { return Ok(()) };
    // A reconnect adds events to those of the first response.
    let mut got = answer.value.clone();
    let is_stream = wanted.response.body.as_ref().is_some_and(Body::is_stream);
    let is_resumed = wanted.is_resumed && is_stream;
    if let (true, Some(got), Some(first)) = (is_resumed, got.as_array_mut(), value.as_array()) {
        if got.len() <= first.len() {
            return Err(format!("no event after the reconnect: {}", answer.value));
        }
        got.truncate(first.len());
    }
    if !same(value, &got, Null::Folded) {
        return Err(format!("decoded {} instead of {value}", answer.value).chars().take(600).collect());
    }
    Ok(())
}

/// Returns the server's verdict for each scenario.
fn verdicts(coverage: &Value) -> BTreeMap<String, String> {
    let results = coverage.as_array().into_iter().flatten().filter_map(|part| part.get("results"));
    let verdicts = results.filter_map(Value::as_object).flatten();
    verdicts.map(|(name, verdict)| (name.clone(), verdict.as_str().unwrap_or_default().to_owned())).collect()
}

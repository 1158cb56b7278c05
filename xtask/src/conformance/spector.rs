//! The scenarios of TypeSpec's Spector: is each request what the server expects, and each answer what it sent?

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use openapi_client_codegen::listing::{ListedOperation, Listing};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::driver::{Answer, Call, Module, run as drive};
use super::equal::{Null, same};
use crate::{Result, say};

/// How the suite is run.
pub(crate) struct Options {
    pub(crate) dir: PathBuf,
    pub(crate) openapi: String,
    pub(crate) server: String,
    pub(crate) at_least: Option<usize>,
    pub(crate) report: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(Debug, Deserialize)]
struct Vector {
    scenario: String,
    calls: Vec<Wanted>,
}

#[derive(Debug, Deserialize)]
struct Wanted {
    #[serde(default)]
    openapi: BTreeMap<String, Location>,
    args: Option<Arguments>,
    #[serde(default)]
    why: Vec<String>,
    request: Request,
    response: Response,
    #[serde(rename = "outsideSchema")]
    outside_schema: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Location {
    file: String,
    path: String,
}

#[derive(Debug, Deserialize)]
struct Arguments {
    #[serde(default)]
    path: BTreeMap<String, Value>,
    #[serde(default)]
    query: BTreeMap<String, Value>,
    #[serde(default)]
    header: BTreeMap<String, Value>,
    #[serde(default)]
    cookie: BTreeMap<String, Value>,
    body: Option<Value>,
    auth: Option<Value>,
    server: Option<Value>,
}

#[derive(Debug, Deserialize)]
struct Request {
    method: String,
    body: Option<Body>,
}

#[derive(Debug, Deserialize)]
struct Response {
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    body: Option<Body>,
}

#[derive(Debug, Deserialize)]
struct Body {
    #[serde(rename = "contentType")]
    media: Option<String>,
    json: Option<Value>,
    text: Option<String>,
    base64: Option<String>,
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

/// A description that is generated beside those of the suite, to read the server's verdicts.
const COVERAGE: &str = r#"
openapi: 3.0.3
info: {title: Coverage, version: "1"}
paths:
  /.coverage:
    get:
      operationId: coverage
      responses: {"200": {description: Verdicts., content: {application/json: {schema: {}}}}}
"#;

/// Runs the suite; true when what must pass does.
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
                    Some(Ok(answer)) => judge(wanted, answer).map_err(|why| ("failed", why)),
                    Some(Err(why)) => Err(("failed", why.clone())),
                    None => Err(("failed", "the driver ended before it".to_owned())),
                },
            };
            outcome = outcome.and(judged);
        }
        let seen = coverage.get(&vector.scenario).map_or("not known", String::as_str);
        if outcome.is_ok() && seen != "pass" {
            outcome = Err(("failed", format!("the server says: {seen}")));
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
        say(&format!("{}: {}: {}", verdict.verdict, verdict.scenario, verdict.why));
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
    say(&format!(
        "{} of {} scenarios pass; mended to be read: {:?}",
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

/// Every client, and what is wrong with those descriptions that have none.
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

fn call(
    options: &Options,
    modules: &[Module],
    unreadable: &BTreeMap<String, String>,
    wanted: &Wanted,
) -> std::result::Result<Call, (&'static str, String)> {
    let inexpressible = || ("inexpressible", wanted.why.join("; "));
    let arguments = wanted.args.as_ref().ok_or_else(inexpressible)?;
    let location = wanted.openapi.get(&options.openapi).ok_or_else(inexpressible)?;
    if let Some(why) = unreadable.get(&location.file) {
        return Err(("failed", format!("the description cannot be generated: {why}")));
    }
    let name = super::driver::module_name(Path::new(&location.file));
    let module = modules.iter().find(|module| module.name == name).ok_or_else(inexpressible)?;
    let mut given = Vec::new();
    for (place, values) in [
        ("path", &arguments.path),
        ("query", &arguments.query),
        ("header", &arguments.header),
        ("cookie", &arguments.cookie),
    ] {
        // What answer is asked for is no parameter (OpenAPI 3.0.4, section 4.7.12.1).
        let values = values.iter().filter(|(name, _)| place != "header" || !is_negotiation(name));
        given.extend(values.map(|(name, value)| (place.to_owned(), name.clone(), value.clone())));
    }
    let media = wanted.request.body.as_ref().and_then(|body| body.media.clone());
    let body = arguments.body.as_ref().map(|value| match (value, &wanted.request.body) {
        // Bytes are not written twice into the vectors.
        (Value::String(text), Some(body)) if text == "see request.body" => (media, body.value()),
        (value, _) => (media, value.clone()),
    });
    let operation = module.listing.operations.iter().find(|operation| operation.path == location.path);
    Ok(Call {
        module: name,
        method: wanted.request.method.clone(),
        path: location.path.clone(),
        arguments: given,
        body,
        base_url: base_url(options, &module.listing, arguments.server.as_ref()),
        credentials: operation
            .zip(arguments.auth.as_ref())
            .map(|(operation, auth)| credentials(&module.listing, operation, auth))
            .unwrap_or_default(),
        accept: arguments
            .header
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("accept"))
            .and_then(|(_, media)| media.as_str().map(str::to_owned))
            .or_else(|| wanted.response.body.as_ref().and_then(|body| body.media.clone())),
        headers: Vec::new(),
    })
}

/// Headers that say which media types travel: the bodies say them.
fn is_negotiation(name: &str) -> bool {
    name.eq_ignore_ascii_case("accept") || name.eq_ignore_ascii_case("content-type")
}

impl Body {
    /// The parts of a body that comes in parts: the data of events, or the values of lines.
    fn parts(&self) -> Option<Value> {
        let media = self.media.as_deref()?;
        let text = self.text.as_deref()?;
        if media.starts_with("text/event-stream") {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let data = |event: &str| {
                let lines: Vec<&str> = event.lines().filter_map(|line| line.strip_prefix("data:")).collect();
                let lines = lines.into_iter().map(|line| line.strip_prefix(' ').unwrap_or(line));
                lines.collect::<Vec<_>>().join("\n")
            };
            // What does not end with an empty line is no event.
            let events = text.rsplit_once("\n\n").map(|(whole, _)| whole)?;
            let events =
                events.split("\n\n").filter(|event| event.lines().any(|line| line.starts_with("data")));
            return Some(events.map(|event| Value::from(data(event))).collect());
        }
        let is_lines = media.ends_with("jsonl") || media.ends_with("ndjson");
        is_lines.then(|| text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).collect())
    }

    /// As the driver takes it: bytes are a list of numbers.
    fn value(&self) -> Value {
        match (&self.json, &self.base64, &self.text) {
            (Some(json), _, _) => json.clone(),
            (_, Some(base64), _) => BASE64_STANDARD.decode(base64).map(Value::from).unwrap_or_default(),
            (_, _, Some(text)) => Value::from(text.as_str()),
            _ => Value::Null,
        }
    }
}

/// The server's origin, with the path that the description's own server has.
fn base_url(options: &Options, listing: &Listing, server: Option<&Value>) -> String {
    let origin = options.server.trim_end_matches('/');
    let described = listing.base_url.as_deref().unwrap_or_default();
    let path = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest.find('/').map_or("", |at| &rest[at..]));
        rest.trim_end_matches('/').to_owned()
    };
    match (server, listing.servers.first()) {
        (Some(Value::String(url)), _) => format!("{origin}{}", path(url)),
        (Some(Value::Object(given)), Some(server)) => {
            let url = server.variables.iter().fold(server.url.clone(), |url, variable| {
                let value = given.get(&variable.wire).and_then(Value::as_str).unwrap_or(&variable.default);
                url.replace(&format!("{{{}}}", variable.wire), value)
            });
            format!("{origin}{}", path(&url))
        }
        _ => format!("{origin}{}", path(described)),
    }
}

/// Methods of the builder for the credentials of a vector: a text for the operation's first scheme, or values by
/// the name or kind of a scheme.
fn credentials(listing: &Listing, operation: &ListedOperation, auth: &Value) -> String {
    let mut text = String::new();
    let needed = operation.security.iter().flatten();
    for scheme in needed.filter_map(|name| listing.schemes.iter().find(|scheme| scheme.name == *name)) {
        let by_kind =
            if matches!(scheme.kind, "header" | "query" | "cookie") { "apiKey" } else { scheme.kind };
        let given = auth.get(&scheme.name).or_else(|| auth.get(by_kind)).unwrap_or(auth);
        let part = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| given.get(key)).unwrap_or(given);
            found.as_str().map(str::to_owned)
        };
        let call = match scheme.kind {
            "bearer" => part(&["token", "value"]).map(|token| format!(".token({token:?})")),
            "basic" => part(&["username", "user"])
                .zip(part(&["password"]))
                .map(|(user, password)| format!(".basic({user:?}, {password:?})")),
            _ => part(&["key", "value"]).map(|key| format!(".api_key({:?}, {key:?})", scheme.name)),
        };
        text.extend(call);
    }
    text
}

/// Whether what came back is what was sent.
fn judge(wanted: &Wanted, answer: &Answer) -> std::result::Result<(), String> {
    let status = answer.status.ok_or_else(|| answer.error.clone().unwrap_or_default())?;
    if status != wanted.response.status {
        let said = answer.body.chars().take(300).collect::<String>();
        return Err(format!("status {status} instead of {}: {said}", wanted.response.status));
    }
    if let Some(error) = answer.error.as_ref().filter(|_| status < 400) {
        return Err(error.clone());
    }
    for (name, value) in &wanted.response.headers {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let got = answer.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        if got.is_none_or(|(_, got)| *got != text) {
            return Err(format!(
                "the header {name} came as {:?} instead of {text:?}",
                got.map(|(_, got)| got)
            ));
        }
    }
    if let Some(body) = &wanted.response.body {
        let value = body.parts().unwrap_or_else(|| body.value());
        if !same(&value, &answer.value, Null::Folded) {
            return Err(format!("decoded {} instead of {value}", answer.value).chars().take(600).collect());
        }
    }
    Ok(())
}

/// What the server says of each scenario.
fn verdicts(coverage: &Value) -> BTreeMap<String, String> {
    let results = coverage.as_array().into_iter().flatten().filter_map(|part| part.get("results"));
    let verdicts = results.filter_map(Value::as_object).flatten();
    verdicts.map(|(name, verdict)| (name.clone(), verdict.as_str().unwrap_or_default().to_owned())).collect()
}

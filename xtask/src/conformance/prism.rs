//! Sends every operation to a mock that validates requests: each must be accepted, and each response decoded.

use std::path::Path;

use openapi_client_codegen::ir::{BodyForm, Location, Operation, Parameter, SchemeKind};
use openapi_client_codegen::{Place, Source, open};
use serde::Serialize;
use serde_json::Value;

use super::driver::{Answer, Call, Module, run as drive};
use crate::invent::{Inventor, Standard, Way};
use crate::roundtrip::invented::{landed, request_schema};
use crate::{Result, print};

/// The number of attempts with other values: an example of a description may be invalid, and a mock may
/// interpret a schema more strictly than it is.
const ROUNDS: u64 = 3;

#[derive(Debug, Default, Serialize)]
struct Report {
    operations: Counts,
    statuses: Counts,
    /// The calls that passed only with another value.
    anew: Vec<Failure>,
    failures: Vec<Failure>,
}

#[derive(Debug, Default, Serialize)]
struct Counts {
    passed: usize,
    total: usize,
}

#[derive(Debug, Serialize)]
struct Failure {
    operation: String,
    /// The requested status; `None` if only the request is checked.
    status: Option<String>,
    why: String,
}

/// An argument: examples from the description, and the definition by which values are validated.
struct Wanted {
    examples: Vec<Value>,
    definition: Option<usize>,
}

impl Failure {
    fn is_of(&self, other: &Self) -> bool {
        (&self.operation, &self.status) == (&other.operation, &other.status)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let status = self.status.as_deref().unwrap_or("request");
        let why: String = self.why.chars().take(400).collect();
        write!(formatter, "{} {status}: {why}", self.operation)
    }
}

/// A call of an operation, and the requested status of the mock's response.
struct Planned {
    operation: usize,
    status: Option<String>,
}

impl Planned {
    /// Returns the call with the header `Prefer`: the mock responds first with an example of the description,
    /// then with a generated value.
    fn preferring(&self, call: &Call, round: u64) -> Call {
        let mut call = call.clone();
        if let Some(status) = &self.status {
            // For a range or `default`, any status in it.
            let status = status.replace("XX", "99").replace("default", "500");
            let dynamic = if round > 0 { ", dynamic=true" } else { "" };
            call.headers.push(("prefer".to_owned(), format!("code={status}{dynamic}")));
        }
        call
    }
}

/// A call, or the reason why there is none.
type Made = std::result::Result<Call, String>;

/// Sends the calls. Returns whether every request is accepted and every response is decoded.
pub(crate) fn run(description: &Path, server: &str, report: Option<&Path>) -> Result<bool> {
    let module = Module::new(description)?;
    if module.lenient {
        print("the description has errors, and is read leniently");
    }
    let source = open(&module.settings)?;
    let api = &module.api;
    let mut standard = Standard::new(&source);
    let wanted: Vec<_> =
        api.operations.iter().map(|operation| wanted(&source, operation, &mut standard)).collect();
    let mut inventor = Inventor::new(standard)?;
    let mut outcome = Report::default();
    let mut pending: Vec<Planned> = Vec::new();
    for (index, operation) in api.operations.iter().enumerate() {
        let statuses = operation.outcome.responses.iter().map(|response| Some(response.status.clone()));
        pending
            .extend(std::iter::once(None).chain(statuses).map(|status| Planned { operation: index, status }));
    }
    outcome.operations.total = api.operations.len();
    outcome.statuses.total = pending.len() - api.operations.len();
    for round in 0..ROUNDS {
        let mut makers: Vec<Option<Made>> = api.operations.iter().map(|_| None).collect();
        let mut calls = Vec::new();
        let mut refused = Vec::new();
        for planned in std::mem::take(&mut pending) {
            let parts = (
                api.operations.get(planned.operation),
                wanted.get(planned.operation),
                makers.get_mut(planned.operation),
            );
            let (Some(operation), Some(wanted), Some(maker)) = parts else { continue };
            let make = || call(&module, operation, wanted, (&mut inventor, round), server);
            match maker.get_or_insert_with(make).clone() {
                Ok(call) => calls.push((planned, call)),
                Err(why) => refused.push((planned, why)),
            }
        }
        let sent: Vec<Call> = calls.iter().map(|(planned, call)| planned.preferring(call, round)).collect();
        let answers = drive("prism", std::slice::from_ref(&module), &sent)?;
        let judged = calls.into_iter().zip(answers).map(|((planned, _), answer)| {
            let operation = api.operations.get(planned.operation).ok_or("the operation does not exist");
            let judged = operation.map_err(str::to_owned).and_then(|operation| {
                answer.and_then(|answer| judge(operation, planned.status.as_deref(), &answer))
            });
            (planned, judged)
        });
        let refused = refused.into_iter().map(|(planned, why)| (planned, Err(why)));
        for (planned, judged) in judged.chain(refused) {
            let counts =
                if planned.status.is_none() { &mut outcome.operations } else { &mut outcome.statuses };
            let Err(why) = judged else {
                counts.passed += 1;
                continue;
            };
            let operation = api.operations.get(planned.operation);
            let operation = operation.map(|operation| format!("{} {}", operation.method, operation.path));
            let failure =
                Failure { operation: operation.unwrap_or_default(), status: planned.status.clone(), why };
            if round + 1 < ROUNDS {
                outcome.anew.push(failure)
            } else {
                outcome.failures.push(failure)
            }
            pending.push(planned);
        }
    }
    // Calls that failed with all values did not pass.
    outcome.anew.retain(|once| !outcome.failures.iter().any(|last| last.is_of(once)));
    for once in &outcome.anew {
        print(&format!("passes with another value: {once}"));
    }
    for failure in outcome.failures.iter().take(60) {
        print(&failure.to_string());
    }
    let (operations, statuses) = (&outcome.operations, &outcome.statuses);
    print(&format!(
        "{} of {} operations are accepted, {} of {} statuses decode",
        operations.passed, operations.total, statuses.passed, statuses.total
    ));
    if let Some(path) = report {
        std::fs::write(path, serde_json::to_string_pretty(&outcome)?)?;
    }
    Ok(outcome.failures.is_empty())
}

/// Returns the arguments of an operation: its parameters, then its body.
fn wanted(source: &Source, operation: &Operation, standard: &mut Standard<'_>) -> Vec<Wanted> {
    let mut want = |examples: Vec<Value>, schema: Option<Place>| {
        let schema = schema.filter(|place| source.value(place).is_some());
        let mut examples = examples;
        if let Some(place) = &schema {
            let node = landed(source, place.clone());
            examples.extend(
                ["example", "default"].iter().filter_map(|key| source.value(&node.key(key)).cloned()),
            );
        }
        Wanted { examples, definition: schema.map(|place| standard.schema(&place, Way::Request)) }
    };
    let mut wanted = Vec::new();
    for parameter in &operation.parameters {
        let place = &parameter.origin;
        let content = source.value(&place.key("content")).and_then(Value::as_object);
        let media = content.and_then(|content| content.keys().next());
        let schema = media.map_or(place.key("schema"), |media| place.key("content").key(media).key("schema"));
        wanted.push(want(parameter.example.clone().into_iter().collect(), Some(schema)));
    }
    if let Some(body) = operation.body() {
        let media = landed(source, operation.origin.key("requestBody")).key("content").key(&body.media);
        let mut examples: Vec<Value> = source.value(&media.key("example")).cloned().into_iter().collect();
        let named = source.value(&media.key("examples")).and_then(Value::as_object);
        for name in named.into_iter().flat_map(|named| named.keys()) {
            let example = landed(source, media.key("examples").key(name));
            examples.extend(source.value(&example.key("value")).cloned());
        }
        wanted.push(want(examples, request_schema(source, operation, &body.media)));
    }
    wanted
}

fn call(
    module: &Module,
    operation: &Operation,
    wanted: &[Wanted],
    (inventor, round): (&mut Inventor, u64),
    server: &str,
) -> Made {
    let mut call = Call {
        module: module.name.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
        base_url: server.to_owned(),
        builder: ".retry(runtime::Retry::never())".to_owned(),
        ..Call::default()
    };
    for scheme in operation.security.first().into_iter().flatten() {
        let kind = module.api.schemes.iter().find(|known| known.name == *scheme).map(|known| &known.kind);
        call.builder.push_str(&match kind {
            Some(SchemeKind::Bearer) => ".token(\"token\")".to_owned(),
            Some(SchemeKind::Basic) => ".basic(\"user\", \"password\")".to_owned(),
            _ => format!(".api_key({scheme:?}, \"key\")"),
        });
    }
    for (parameter, wanted) in operation.parameters.iter().zip(wanted) {
        if parameter.constant.is_some() {
            continue;
        }
        let is_sendable = |value: &Value| sendable(parameter, value);
        let value = match value((inventor, round), wanted, &is_sendable) {
            Err(_) if !parameter.required => continue,
            value => value.map_err(|why| format!("no value for `{}`: {why}", parameter.name.wire()))?,
        };
        let place = match parameter.place {
            Location::Path => "path",
            Location::Query => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        // Optional arguments are sent if the description has an example.
        if parameter.required || !wanted.examples.is_empty() {
            call.arguments.push((place.to_owned(), parameter.name.wire().to_owned(), value));
        }
    }
    if let (Some(body), Some(wanted)) = (operation.body(), wanted.get(operation.parameters.len())) {
        let value = match body.form {
            BodyForm::Bytes => Value::from(b"bytes".to_vec()),
            BodyForm::Text => Value::from("text"),
            _ => value((inventor, round), wanted, &|_| true)
                .map_err(|why| format!("no value for the body: {why}"))?,
        };
        call.body = Some((Some(body.media.clone()), value));
    }
    Ok(call)
}

/// Returns a valid value: an example of the description, or a generated one.
fn value(
    (inventor, round): (&mut Inventor, u64),
    wanted: &Wanted,
    is_sendable: &dyn Fn(&Value) -> bool,
) -> std::result::Result<Value, String> {
    let Some(definition) = wanted.definition else { return Ok(Value::from("text")) };
    for example in wanted.examples.iter().filter(|_| round == 0) {
        if inventor.is_valid(definition, example) && is_sendable(example) {
            return Ok(example.clone());
        }
    }
    let mut why = "nothing that can be sent is valid".to_owned();
    for seed in round * 64..(round + 1) * 64 {
        match inventor.invent(definition, seed) {
            Ok(value) if is_sendable(&value) => return Ok(value),
            Ok(_) => {}
            Err(gap) => why = gap.to_string(),
        }
    }
    Err(why)
}

/// Returns whether a value can be sent: path segments are not empty, headers have only visible characters,
/// and an empty list is not sent.
fn sendable(parameter: &Parameter, value: &Value) -> bool {
    let text = match value {
        Value::Null => return false,
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            return !items.is_empty() && items.iter().all(|item| sendable(parameter, item));
        }
        other => other.to_string(),
    };
    let is_plain = text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    match parameter.place {
        Location::Path => {
            is_plain
                && !text.is_empty()
                && !text.contains(['/', ',', ' ', '%'])
                && !text.chars().all(|c| c == '.')
        }
        Location::Query => is_plain && !text.is_empty(),
        Location::Header | Location::Cookie => is_plain && !text.is_empty() && text.trim() == text,
    }
}

fn judge(operation: &Operation, status: Option<&str>, answer: &Answer) -> std::result::Result<(), String> {
    let error = || answer.error.clone().unwrap_or_default();
    let got = answer.status.ok_or_else(error)?;
    let Some(status) = status else {
        return if (400..500).contains(&got) {
            Err(format!("refused with {got}: {}", answer.body))
        } else {
            Ok(())
        };
    };
    let is_asked = match status {
        "default" => true,
        range if range.ends_with("XX") => range.starts_with(&(got / 100).to_string()),
        exact => got.to_string() == exact,
    };
    if !is_asked {
        return Err(format!("{got} instead: {}", answer.body));
    }
    let declared = operation.outcome.responses.iter().find(|response| response.status == status);
    let has_body = declared.is_some_and(|response| response.body.is_some());
    match &answer.error {
        Some(error) if got < 300 || has_body => Err(format!("{error}: {}", answer.body)),
        _ => Ok(()),
    }
}

//! Checks the assertions of a case against the requests that the server received and the result of the
//! client.

use serde_json::Value;

use super::case::{Assertion, Case};
use super::stage::Request;
use crate::conformance::driver::{Answer, Failure, header};

/// The result of a case.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) left_out: bool,
    /// The failed assertions, or the reason why the case was left out.
    pub(super) failures: Vec<String>,
    /// Assertions about guarantees of one vendor's client.
    pub(super) not_asserted: Vec<String>,
}

impl Judgement {
    pub(super) fn left_out(why: &str) -> Self {
        Self { left_out: true, failures: vec![why.to_owned()], not_asserted: Vec::new() }
    }

    pub(super) fn failed(why: &str) -> Self {
        Self { failures: vec![why.to_owned()], ..Self::default() }
    }
}

/// An assertion that does not hold, or that this client does not have to fulfil.
enum Miss {
    Failed(String),
    NotAsserted(&'static str),
}

type Held = Result<(), Miss>;

/// Checks the assertions of a case.
pub(super) fn judge(case: &Case, answer: &Answer, requests: &[Request]) -> Judgement {
    let mut judgement = Judgement::default();
    let mut held = 0;
    for assertion in &case.assertions {
        match holds(case, assertion, answer, requests) {
            Ok(()) => held += 1,
            Err(Miss::Failed(why)) => judgement.failures.push(format!("{}: {why}", assertion.kind)),
            Err(Miss::NotAsserted(why)) => judgement.not_asserted.push(format!("{}: {why}", assertion.kind)),
        }
    }
    // Independently of the assertions, the first request must have the case's method.
    let first = requests.first().map(|request| request.method.as_str());
    if let (Some(first), Some(method)) = (first, &case.method)
        && first != method
        && !case.assertions.iter().any(|assertion| assertion.kind == "requestMethod")
    {
        judgement.failures.push(format!("{first} was sent instead of {method}"));
    }
    if held == 0 && judgement.failures.is_empty() {
        judgement.left_out = true;
        judgement.failures = std::mem::take(&mut judgement.not_asserted);
    }
    judgement
}

fn holds(case: &Case, assertion: &Assertion, answer: &Answer, requests: &[Request]) -> Held {
    let expected = assertion.expected.as_ref().unwrap_or(&Value::Null);
    let path = assertion.path.as_deref().unwrap_or_default();
    match assertion.kind.as_str() {
        "requestCount" => equal(&Value::from(requests.len()), expected),
        "noError" => no_error(case, answer),
        "errorRaised" => check(answer.error.is_some(), || "the call succeeded".to_owned()),
        "statusCode" | "responseStatus" => equal(&answer.status.map_or(Value::Null, Value::from), expected),
        "errorCode" | "errorType" => code(answer, expected.as_str().unwrap_or_default()),
        "errorField" => field(answer, path, expected),
        "errorMessage" => message(case, answer, expected.as_str().unwrap_or_default()),
        "responseBody" => body(answer, path, expected),
        "responseMeta" => meta(answer, path, expected),
        "delayBetweenRequests" => delay(case, assertion, requests),
        "urlOrigin" => Err(Miss::NotAsserted(
            "only the page's number is read out of a link, so that no link leads to another origin",
        )),
        _ => of_request(assertion, requests),
    }
}

/// Assertions on one request.
fn of_request(assertion: &Assertion, requests: &[Request]) -> Held {
    let index = assertion.index.unwrap_or(0);
    let index = if index < 0 { requests.len() as i64 + index } else { index };
    let request = usize::try_from(index).ok().and_then(|index| requests.get(index));
    let request = request.ok_or_else(|| Miss::Failed(format!("no request {index}")))?;
    let expected = assertion.expected.as_ref().unwrap_or(&Value::Null);
    let name = assertion.path.as_deref().unwrap_or_default();
    let sent = || serde_json::from_slice::<Value>(&request.body).unwrap_or_default();
    match assertion.kind.as_str() {
        "headerPresent" => {
            check(request.header(name).is_some_and(|value| !value.is_empty()), || format!("no {name}"))
        }
        "headerAbsent" => check(request.header(name).is_none(), || format!("{name} was sent")),
        "headerInjected" | "headerValue" => {
            let value = request.header(name).unwrap_or_default();
            equal(&Value::from(value), expected)
        }
        "requestMethod" => equal(&Value::from(request.method.as_str()), expected),
        "requestPath" => {
            let path = request.target.split('?').next().unwrap_or_default();
            let expected = expected.as_str().unwrap_or_default();
            // The links of the suite do not have the account's path, but the client requests pages below it.
            let is_same = path == expected || path.strip_prefix("/999") == Some(expected);
            check(is_same, || format!("{path} instead of {expected}"))
        }
        "requestBody" => equal(&at(&sent(), name), expected),
        "requestBodyAbsent" => check(at(&sent(), name).is_null(), || format!("{name} was sent")),
        "requestScheme" => equal(&Value::from("http"), expected),
        other => Err(Miss::Failed(format!("the assertion `{other}` is unknown"))),
    }
}

fn check(holds: bool, why: impl FnOnce() -> String) -> Held {
    if holds { Ok(()) } else { Err(Miss::Failed(why())) }
}

fn equal(got: &Value, expected: &Value) -> Held {
    check(got == expected, || format!("{got} instead of {expected}"))
}

/// Returns the value at a dotted path, or null if there is none.
fn at(value: &Value, path: &str) -> Value {
    let found = path.split('.').try_fold(value, |value, key| value.get(key));
    found.cloned().unwrap_or_default()
}

fn no_error(case: &Case, answer: &Answer) -> Held {
    let last = case.answers.last().and_then(|answer| answer.body.as_ref());
    match &answer.error {
        None => Ok(()),
        Some(_) if kind(answer) == "Decode" && last.is_some_and(|body| body.get("projects").is_some()) => {
            Err(Miss::NotAsserted("the body is an envelope that the description does not have"))
        }
        Some(error) => Err(Miss::Failed(error.clone())),
    }
}

fn kind(answer: &Answer) -> &str {
    answer.failure.as_ref().map_or("", |failure| failure.kind.as_str())
}

/// Compares the vendor's error code with the properties of the error.
fn code(answer: &Answer, expected: &str) -> Held {
    let status = answer.status.unwrap_or_default();
    let asked = |ask: fn(&Failure) -> bool| answer.failure.as_ref().is_some_and(ask);
    let holds = match expected {
        "auth_required" => asked(|failure| failure.is_unauthorized),
        "not_found" => asked(|failure| failure.is_not_found),
        "rate_limit" => asked(|failure| failure.is_rate_limited),
        "forbidden" => status == 403,
        "validation" => matches!(status, 400 | 422),
        "api_error" => status >= 500,
        "network" => matches!(kind(answer), "Transport" | "Connect"),
        "usage" => matches!(kind(answer), "Configuration" | "Request"),
        other => return Err(Miss::Failed(format!("the code `{other}` is unknown"))),
    };
    check(holds, || format!("status {status}, kind {}: {:?}", kind(answer), answer.error))
}

fn field(answer: &Answer, path: &str, expected: &Value) -> Held {
    match path {
        "httpStatus" => equal(&answer.status.map_or(Value::Null, Value::from), expected),
        "requestId" => {
            let id = answer.failure.as_ref().and_then(|failure| failure.request_id.clone());
            equal(&id.map_or(Value::Null, Value::from), expected)
        }
        "retryable" => {
            Err(Miss::NotAsserted("errors have no such flag; the requests show which ones are retried"))
        }
        other => Err(Miss::Failed(format!("the field `{other}` is unknown"))),
    }
}

/// Compares the message if the body has it as a text. Messages composed of several fields are specific to the
/// vendor.
fn message(case: &Case, answer: &Answer, expected: &str) -> Held {
    let body = case.answers.last().and_then(|answer| answer.body.as_ref());
    let is_plain = body.and_then(Value::as_object).is_some_and(|body| {
        body.get("errors").is_none()
            && ["error", "message"].iter().any(|key| body.get(*key).is_some_and(|value| value == expected))
    });
    if !is_plain {
        return Err(Miss::NotAsserted(
            "a message that is put together from the errors of fields is the vendor's own",
        ));
    }
    let got = answer.failure.as_ref().and_then(|failure| failure.message.clone());
    equal(&got.map_or(Value::Null, Value::from), &Value::from(expected))
}

/// Compares a value of the decoded body, or a count of the items of a list.
fn body(answer: &Answer, path: &str, expected: &Value) -> Held {
    let items = answer.value.as_array();
    match (path, items) {
        ("project_count", Some(items)) => equal(&Value::from(items.len()), expected),
        ("last_project_id", Some(items)) => {
            let last = items.last().and_then(|item| item.get("id")).cloned().unwrap_or_default();
            equal(&last, expected)
        }
        ("project_count", None) => {
            Err(Miss::NotAsserted("the body is an envelope that the description does not have"))
        }
        _ => equal(&at(&answer.value, path), expected),
    }
}

fn meta(answer: &Answer, path: &str, expected: &Value) -> Held {
    if path != "totalCount" {
        return Err(Miss::NotAsserted("only the vendor's envelope shows that a limit has truncated a list"));
    }
    match header(&answer.raw_headers, "x-total-count") {
        Some(text) => equal(&text.parse::<u64>().map_or(Value::Null, Value::from), expected),
        None => Err(Miss::NotAsserted("a missing count is zero only in the vendor's client")),
    }
}

/// Compares delays that the server asked for. Other delays are the client's choice.
fn delay(case: &Case, assertion: &Assertion, requests: &[Request]) -> Held {
    let least = assertion.min.unwrap_or_default() / 1000.0;
    let hint = case.answers.first().and_then(|answer| answer.header("retry-after")?.parse::<f64>().ok());
    if hint.is_none_or(|hint| hint < least) {
        return Err(Miss::NotAsserted("the delay without `Retry-After` is the client's choice"));
    }
    let gaps: Vec<f64> = requests
        .iter()
        .zip(requests.iter().skip(1))
        .map(|(one, next)| next.at.duration_since(one.at).as_secs_f64())
        .collect();
    let wanted: Vec<f64> = match assertion.index {
        None => gaps,
        Some(index) => {
            usize::try_from(index).ok().and_then(|index| gaps.get(index).copied()).into_iter().collect()
        }
    };
    check(!wanted.is_empty() && wanted.iter().all(|gap| *gap >= least), || {
        format!("{wanted:?} s between requests instead of {least}")
    })
}

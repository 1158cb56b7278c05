//! A case of a file, and its call of the generated client.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::conformance::driver::{Call, Module, Reading};

/// The account in every path of the suite's own expectations.
const ACCOUNT: &str = "999";
/// The token that the suite expects.
const TOKEN: &str = "conformance-test-token";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Case {
    pub(super) name: String,
    /// The operation's identifier in the description.
    pub(super) operation: String,
    pub(super) method: Option<String>,
    #[serde(default)]
    path_params: Map<String, Value>,
    #[serde(default)]
    query_params: Map<String, Value>,
    request_body: Option<Value>,
    #[serde(default, rename = "mockResponses")]
    pub(super) answers: Vec<Scripted>,
    #[serde(default)]
    pub(super) assertions: Vec<Assertion>,
    #[serde(default, rename = "configOverrides")]
    pub(super) options: Options,
}

/// A response of the script, or a connection that is closed without one.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Scripted {
    pub(super) status: Option<u16>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Option<Value>,
    /// In milliseconds.
    #[serde(default)]
    pub(super) delay: u64,
}

impl Scripted {
    /// Returns the value of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Assertion {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) expected: Option<Value>,
    pub(super) min: Option<f64>,
    pub(super) path: Option<String>,
    pub(super) index: Option<i64>,
}

/// Options of the client.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Options {
    base_url: Option<String>,
    pub(super) max_pages: Option<usize>,
    max_items: Option<usize>,
    page: Option<u32>,
    /// The number of attempts; zero means one.
    max_retries: Option<u32>,
}

/// Plans the call. Returns the host of the server, and the call, whose base URL is empty unless the case sets
/// it.
///
/// # Errors
/// Fails with the reason if the case cannot be run.
pub(super) fn plan(module: &Module, case: &Case) -> Result<(&'static str, Call), String> {
    let operation = module.listing.operations.iter().find(|operation| operation.id == case.operation);
    let operation = operation.ok_or_else(|| {
        format!(
            "`{}` is a helper of the vendor's client, not an operation of the description",
            case.operation
        )
    })?;
    if case.options.max_pages.is_some() {
        return Err(
            "a limit of pages is an option of the vendor's client; a program stops reading when it wants"
                .to_owned(),
        );
    }
    let mut arguments = vec![("path".to_owned(), "accountId".to_owned(), Value::from(ACCOUNT))];
    let given = |place: &str, values: &Map<String, Value>| -> Vec<(String, String, Value)> {
        values.iter().map(|(name, value)| (place.to_owned(), name.clone(), value.clone())).collect()
    };
    arguments.extend(given("path", &case.path_params));
    arguments.extend(given("query", &case.query_params));
    if let Some(page) = case.options.page {
        arguments.push(("query".to_owned(), "page".to_owned(), Value::from(page)));
    }
    let (host, base_url) = match case.options.base_url.as_deref() {
        None => ("127.0.0.1", String::new()),
        Some(url) if url.starts_with("http://[::1]") => ("::1", String::new()),
        // The script is empty: the client refuses the URL, or the case fails.
        Some(url) if case.answers.is_empty() => ("127.0.0.1", url.to_owned()),
        Some(url) => return Err(format!("{url} can be reached only by another transport")),
    };
    let mut builder = format!(".token({TOKEN:?})");
    if let Some(attempts) = case.options.max_retries {
        builder.push_str(&format!(".retry(runtime::Retry::new().attempts({}))", attempts.max(1)));
    }
    let call = Call {
        module: module.name.clone(),
        method: operation.method.clone(),
        path: operation.path.clone(),
        arguments,
        body: case.request_body.clone().map(|body| (None, body)),
        base_url,
        builder,
        reading: reading(case),
        ..Call::default()
    };
    Ok((host, call))
}

/// Reads items if the script has a second page, unless the case asks for one page.
fn reading(case: &Case) -> Reading {
    let first = case.answers.first().and_then(|answer| answer.header("link"));
    let is_paged = case.answers.len() > 1 && first.is_some() && case.options.page.is_none();
    if is_paged { Reading::Items(case.options.max_items) } else { Reading::Whole }
}

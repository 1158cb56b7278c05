//! Compares the encoding of parameters with vectors of other tools.

use std::path::Path;

use openapi_client_runtime::codegen::{Api, Meta, Parameter, RequestParts, Style};
use openapi_client_runtime::{Client, ClientBuilder};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Result, print};

#[derive(Debug, Deserialize)]
struct Vectors {
    vectors: Vec<Vector>,
}

#[derive(Debug, Deserialize)]
struct Vector {
    params: Vec<Written>,
    /// All correct results; the order of an object's keys does not matter.
    expect: Vec<String>,
    #[serde(rename = "olderTexts")]
    older: Option<Older>,
}

#[derive(Debug, Deserialize)]
struct Written {
    name: String,
    #[serde(rename = "in")]
    place: String,
    style: String,
    explode: bool,
    #[serde(default)]
    value: Value,
    #[serde(default)]
    absent: bool,
}

/// The result in an older version of the specification.
#[derive(Debug, Deserialize)]
struct Older {
    expect: String,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    passed: usize,
    total: usize,
    failures: Vec<Value>,
}

/// Runs the vectors. Returns whether all results are correct.
pub(crate) fn run(vectors: &Path, report: Option<&Path>) -> Result<bool> {
    let vectors: Vectors = serde_json::from_str(&std::fs::read_to_string(vectors)?)?;
    let api = Api::new("xtask");
    let client: Client = ClientBuilder::new(api).base_url("http://localhost").build()?;
    let mut outcome = Report { total: vectors.vectors.len(), ..Report::default() };
    for vector in &vectors.vectors {
        let got = written(&client, &vector.params)?;
        let older = vector.older.as_ref().map(|older| &older.expect);
        if vector.expect.iter().chain(older).any(|right| *right == got) {
            outcome.passed += 1;
        } else {
            let failure = serde_json::json!({"params": format!("{:?}", vector.params), "got": got, "expect": vector.expect});
            print(&failure.to_string());
            outcome.failures.push(failure);
        }
    }
    print(&format!("{} of {} are correct", outcome.passed, outcome.total));
    if let Some(path) = report {
        std::fs::write(path, serde_json::to_string_pretty(&outcome)?)?;
    }
    Ok(outcome.passed == outcome.total)
}

/// Returns the encoded parameters of a request.
fn written(client: &Client, parameters: &[Written]) -> Result<String> {
    let place = parameters.first().map(|parameter| parameter.place.as_str()).unwrap_or_default();
    // A letter before the variable, so that an empty value leaves a segment.
    let variables: String = parameters
        .iter()
        .filter(|p| p.place == "path")
        .map(|parameter| format!("{{{}}}", parameter.name))
        .collect();
    let path: &'static str = format!("/x{variables}").leak();
    let meta = Meta::new("vector", "GET", path);
    let mut parts = RequestParts::new(meta);
    for parameter in parameters.iter().filter(|parameter| !parameter.absent) {
        // The runtime requires names with a static lifetime, as in generated code.
        let name: &'static str = parameter.name.clone().leak();
        let described = match parameter.place.as_str() {
            "path" => Parameter::path(name),
            "query" => Parameter::query(name),
            "header" => Parameter::header(name),
            "cookie" => Parameter::cookie(name),
            other => return Err(format!("`{other}` is not a location of a parameter").into()),
        };
        let style = match parameter.style.as_str() {
            "simple" => Style::Simple,
            "label" => Style::Label,
            "matrix" => Style::Matrix,
            "form" => Style::Form,
            "spaceDelimited" => Style::Space,
            "pipeDelimited" => Style::Pipe,
            "deepObject" => Style::DeepObject,
            other => return Err(format!("`{other}` is not a style of a parameter").into()),
        };
        parts.parameter(described.style(style).explode(parameter.explode), &parameter.value);
    }
    let request = client.build(&parts)?;
    let header = |name: &str| {
        let value = request.headers().get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_owned()
    };
    Ok(match place {
        "path" => request.uri().path().strip_prefix("/x").unwrap_or_default().to_owned(),
        "query" => request.uri().query().map(|query| format!("?{query}")).unwrap_or_default(),
        "cookie" => header("cookie"),
        _ => header(&parameters.first().map(|parameter| parameter.name.clone()).unwrap_or_default()),
    })
}

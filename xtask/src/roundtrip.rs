//! Values that a schema allows must decode and encode back: shown on values that others wrote.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use openapi_client_codegen::ir::{Api, Type};
use openapi_client_codegen::{Settings, generate, open, rust_type};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conformance::equal::same;
use crate::{Result, say};

/// Values by the name of a component schema, or by operation.
#[derive(Debug, Deserialize)]
struct Instances {
    #[serde(default)]
    groups: Vec<Group>,
    #[serde(default)]
    examples: Vec<Example>,
}

#[derive(Debug, Deserialize)]
struct Group {
    name: String,
    valid: Vec<Value>,
}

#[derive(Debug, Deserialize)]
struct Example {
    method: String,
    path: String,
    #[serde(rename = "in")]
    place: String,
    #[serde(default)]
    status: Option<String>,
    value: Value,
}

/// What the driver reads: a type by its number, and a value.
#[derive(Debug, Serialize)]
struct Case {
    ty: usize,
    place: String,
    value: Value,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    passed: usize,
    total: usize,
    failures: Vec<Value>,
}

/// Runs the values; true when all come back.
pub(crate) fn run(
    description: &Path,
    instances: &Path,
    at_least: Option<usize>,
    report: Option<&Path>,
) -> Result<bool> {
    let mut settings = Settings::new(description, "roundtrip");
    settings.lenient = true;
    settings.keep_unknown = true;
    let generated = generate(&open(&settings)?, &settings)?;
    let instances: Instances = serde_json::from_str(&std::fs::read_to_string(instances)?)?;
    let mut types: Vec<String> = Vec::new();
    let mut cases = Vec::new();
    let mut unknown = Vec::new();
    let mut add = |place: String, ty: Option<String>, value: &Value| match ty {
        Some(ty) => {
            let known = types.iter().position(|known| *known == ty);
            let index = known.unwrap_or_else(|| {
                types.push(ty);
                types.len() - 1
            });
            cases.push(Case { ty: index, place, value: value.clone() });
        }
        None => unknown
            .push(serde_json::json!({"where": place, "value": value, "why": "there is no type for it"})),
    };
    for group in &instances.groups {
        let ty = component(&generated.api, &group.name);
        group.valid.iter().for_each(|value| add(group.name.clone(), ty.clone(), value));
    }
    for example in &instances.examples {
        let ty = body(&generated.api, example).map(|ty| rust_type(&generated.api, ty));
        let status = example.status.as_deref().unwrap_or_default();
        add(format!("{} {} {} {status}", example.method, example.path, example.place), ty, &example.value);
    }
    let folder = driver(&types)?;
    generated.output.write_to(&folder.join("src"))?;
    std::fs::write(folder.join("cases.json"), serde_json::to_string(&cases)?)?;
    let output = Command::new("cargo")
        .args(["run", "-q", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .arg(folder.join("cases.json"))
        .stderr(std::process::Stdio::inherit())
        .output()?;
    let answers: Vec<std::result::Result<Value, String>> = serde_json::from_slice(&output.stdout)?;
    let mut outcome = Report { total: cases.len() + unknown.len(), failures: unknown, ..Report::default() };
    for (case, answer) in cases.iter().zip(answers) {
        match answer {
            Ok(got) if same(&case.value, &got) => outcome.passed += 1,
            Ok(got) => outcome.failures.push(
                serde_json::json!({"where": case.place, "value": case.value, "got": got, "why": "another value came back"}),
            ),
            Err(why) => {
                outcome.failures.push(serde_json::json!({"where": case.place, "value": case.value, "why": why}));
            }
        }
    }
    for failure in outcome.failures.iter().take(40) {
        say(&failure.to_string().chars().take(400).collect::<String>());
    }
    say(&format!("{} of {} come back", outcome.passed, outcome.total));
    if let Some(path) = report {
        std::fs::write(path, serde_json::to_string_pretty(&outcome)?)?;
    }
    Ok(outcome.passed >= at_least.unwrap_or(outcome.total))
}

fn component(api: &Api, name: &str) -> Option<String> {
    let mut models = api.models_with_ids();
    let (id, _) = models.find(|(_, model)| model.is_component && model.name.wire() == name)?;
    Some(rust_type(api, &Type::Model(id)))
}

fn body<'a>(api: &'a Api, example: &Example) -> Option<&'a Type> {
    let same =
        |method: &str, path: &str| method.eq_ignore_ascii_case(&example.method) && path == example.path;
    let operation = api.operations.iter().find(|operation| same(&operation.method, &operation.path))?;
    if example.place == "request" {
        return operation.body().map(|body| &body.ty);
    }
    let status = example.status.as_deref().unwrap_or("default");
    operation.outcome.responses.iter().find(|response| response.status == status)?.body.as_ref()
}

/// A program that decodes and encodes each case.
fn driver(types: &[String]) -> Result<PathBuf> {
    let folder = std::env::current_dir()?.join("target/roundtrip");
    std::fs::create_dir_all(folder.join("src"))?;
    let runtime = std::env::current_dir()?.join("runtime");
    std::fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"roundtrip\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
             openapi-client-runtime = {{ path = {runtime:?}, default-features = false }}\nserde = \"1\"\n\
             serde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n"
        ),
    )?;
    let mut table = String::new();
    for ty in types {
        writeln!(table, "    again::<{ty}>,")?;
    }
    let program = MAIN.replace("TABLE", &table);
    std::fs::write(folder.join("src/main.rs"), program)?;
    Ok(folder)
}

const MAIN: &str = r#"//! Decodes and encodes every case.
#![recursion_limit = "1024"]
#![allow(dead_code, reason = "only what is decoded is used")]
mod models {
    include!("models.rs");
    mod wire {
        include!("wire.rs");
    }
}
use openapi_client_runtime as runtime;
use runtime::json::{Decode, Encode};

fn again<T: Decode + Encode>(text: &str) -> Result<String, String> {
    let value: T = runtime::json::from_str(text).map_err(|fault| format!("{fault} at {}", fault.path(text)))?;
    Ok(runtime::json::to_string(&value))
}

const TYPES: &[fn(&str) -> Result<String, String>] = &[
TABLE];

fn main() {
    let path = std::env::args().nth(1).expect("a file of cases");
    let cases: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(path).expect("cases")).expect("JSON");
    let answers: Vec<Result<serde_json::Value, String>> = cases
        .iter()
        .map(|case| {
            let ty = case["ty"].as_u64().expect("a number") as usize;
            let text = TYPES[ty](&case["value"].to_string())?;
            serde_json::from_str(&text).map_err(|error| format!("{error}: {text}"))
        })
        .collect();
    println!("{}", serde_json::to_string(&answers).expect("JSON"));
}
"#;

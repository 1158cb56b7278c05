//! Values that a schema allows must decode and encode back: shown on values that others wrote, and on made up ones.

mod driver;
pub(crate) mod invented;

use std::path::{Path, PathBuf};

use driver::{Driver, Types};
use openapi_client_codegen::ir::{Api, Type};
use openapi_client_codegen::{Settings, generate, open, rust_type};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conformance::equal::{Null, same};
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

#[derive(Debug, Default, Serialize)]
struct Report {
    passed: usize,
    total: usize,
    failures: Vec<Value>,
}

/// What to make up, and for which descriptions.
pub(crate) struct Invention {
    /// A description, or the folder of a corpus.
    pub(crate) path: PathBuf,
    pub(crate) only: Vec<String>,
    /// How many values for each schema.
    pub(crate) count: u64,
    /// Fresh where there is none.
    pub(crate) seed: Option<u64>,
    pub(crate) report: Option<PathBuf>,
}

/// Makes values up and sends them there and back; true when all come back.
pub(crate) fn invent(invention: &Invention) -> Result<bool> {
    let seed = invention.seed.unwrap_or_else(|| rand::random::<u32>().into());
    let mut outcomes = Vec::new();
    for (name, mut settings) in crate::corpus::descriptions(&invention.path, &invention.only)? {
        by_the_letter(&mut settings);
        match invented::run(&name, &settings, invention.count, seed) {
            Ok(outcome) => {
                invented::summary(&outcome);
                outcomes.push(outcome);
            }
            Err(error) => {
                say(&format!("{name}: {error}"));
                let failures = vec![serde_json::json!({"why": error.to_string()})];
                outcomes.push(invented::Outcome { name, seed, failures, ..Default::default() });
            }
        }
    }
    if let Some(path) = &invention.report {
        std::fs::write(path, serde_json::to_string_pretty(&outcomes)?)?;
    }
    Ok(outcomes.iter().all(|outcome| outcome.failures.is_empty()))
}

/// Takes schemas by the letter of JSON Schema: other keys than they describe may come, and other values where they do not
/// say that they mean objects.
fn by_the_letter(settings: &mut Settings) {
    settings.keep_unknown = true;
    settings.untyped_is_any = true;
}

/// Runs the values; true when all come back.
pub(crate) fn run(description: &Path, instances: &Path, report: Option<&Path>) -> Result<bool> {
    let mut settings = Settings::new(description, "roundtrip");
    settings.lenient = true;
    by_the_letter(&mut settings);
    let generated = generate(&open(&settings)?, &settings)?;
    let instances: Instances = serde_json::from_str(&std::fs::read_to_string(instances)?)?;
    let mut types = Types::default();
    let mut cases: Vec<(String, usize, &Value)> = Vec::new();
    let mut unknown = Vec::new();
    let mut add = |place: String, ty: Option<String>, value| match ty {
        Some(ty) => cases.push((place, types.number(ty), value)),
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
    let driver = Driver::build(&generated.output, &types)?;
    let answers = driver.run(cases.iter().map(|(_, ty, value)| (*ty, *value)))?;
    let mut outcome = Report { total: cases.len() + unknown.len(), failures: unknown, ..Report::default() };
    for ((place, _, value), answer) in cases.into_iter().zip(answers) {
        match answer {
            Ok(got) if same(value, &got, Null::Folded) => outcome.passed += 1,
            Ok(got) => outcome.failures.push(
                serde_json::json!({"where": place, "value": value, "got": got, "why": "another value came back"}),
            ),
            Err(why) => {
                outcome.failures.push(serde_json::json!({"where": place, "value": value, "why": why}));
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
    Ok(outcome.passed == outcome.total)
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

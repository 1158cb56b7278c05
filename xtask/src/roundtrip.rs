//! Checks that valid values are decoded and encoded to equal values, with values of other projects and
//! generated ones.

mod decisions;
mod declared;
mod directions;
mod driver;
pub(crate) mod invented;

use std::path::{Path, PathBuf};

use decisions::Decisions;
use declared::Declared;
pub(crate) use driver::Types;
use driver::{Driver, Returned};
pub(crate) use invented::roots;
use openapi_client_codegen::ir::{Api, Type};
use openapi_client_codegen::{Settings, generate, open, rust_type};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conformance::equal::{Null, same};
use crate::{Result, print};

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
    /// The variant of each value, as `Debug` shows it.
    #[serde(default)]
    variants: Vec<Option<String>>,
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
    /// The number of dropped keys that no schema declares.
    undeclared: usize,
    /// The values that the types exclude by decision.
    excluded: Vec<Value>,
    failures: Vec<Value>,
}

/// The settings for descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Strict JSON Schema: undeclared keys are preserved, and schemas without a type allow any value.
    ByTheLetter,
    /// The default settings: undeclared keys are dropped, and counted.
    AsShipped,
}

/// The options for generated values.
pub(crate) struct Invention {
    /// A description, or the folder of a corpus.
    pub(crate) path: PathBuf,
    pub(crate) only: Vec<String>,
    /// The number of values for each schema.
    pub(crate) count: u64,
    /// The seed; a random one if absent.
    pub(crate) seed: Option<u64>,
    pub(crate) mode: Mode,
    pub(crate) report: Option<PathBuf>,
}

/// Generates values, then decodes and encodes them. Returns whether all results equal the values.
pub(crate) fn invent(invention: &Invention) -> Result<bool> {
    let seed = invention.seed.unwrap_or_else(|| rand::random::<u32>().into());
    let mut outcomes = Vec::new();
    for (name, mut settings) in crate::corpus::descriptions(&invention.path, &invention.only)? {
        invention.mode.apply(&mut settings);
        let search = invented::Search { second: None, sent_null: Null::Kept };
        match invented::run(&name, &settings, invention.mode, invention.count, seed, search) {
            Ok(outcome) => {
                invented::summary(&outcome);
                outcomes.push(outcome);
            }
            Err(error) => {
                print(&format!("{name}: {error}"));
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

impl Mode {
    fn apply(self, settings: &mut Settings) {
        settings.lenient = self == Self::ByTheLetter;
        settings.keep_unknown = self == Self::ByTheLetter;
        settings.untyped_is_any = self == Self::ByTheLetter;
    }
}

/// Runs the values. Returns whether all pass.
pub(crate) fn run(description: &Path, instances: &Path, mode: Mode, report: Option<&Path>) -> Result<bool> {
    let mut settings = Settings::new(description, "roundtrip");
    mode.apply(&mut settings);
    let source = open(&settings)?;
    let generated = generate(&source, &settings)?;
    let document = || source.value(&source.entry()).cloned().unwrap_or_default();
    let (declared, in_requests) = (Declared::new(document()), Declared::for_requests(document()));
    let mut decisions = Decisions::of(&source, &generated.api)?;
    let instances: Instances = serde_json::from_str(&std::fs::read_to_string(instances)?)?;
    let mut types = Types::default();
    let mut outcome = Report::default();
    let mut cases: Vec<Case> = Vec::new();
    let mut add = |case: Case, ty: Option<String>| match ty {
        Some(ty) => cases.push(Case { ty: types.number(ty), ..case }),
        None => outcome.failures.push(case.failure(None, "no type is generated for it")),
    };
    for group in instances.groups {
        let ty = component(&generated.api, &group.name);
        let variants = group.variants.into_iter().chain(std::iter::repeat(None));
        for (sent, variant) in group.valid.into_iter().zip(variants) {
            let expected = match mode {
                Mode::ByTheLetter => sent.clone(),
                Mode::AsShipped => declared.of_component(&group.name, &sent, &mut outcome.undeclared),
            };
            // A type does not include the null of its schema: where the schema is used, the type is an
            // `Option`.
            let ty = ty.clone().map(|ty| if sent.is_null() { format!("Option<{ty}>") } else { ty });
            let root = format!("schema {}", group.name);
            add(Case { place: group.name.clone(), root, ty: 0, sent, expected, variant }, ty);
        }
    }
    for example in instances.examples {
        let ty = body(&generated.api, &example).map(|ty| rust_type(&generated.api, ty));
        let status = example.status.as_deref().unwrap_or_default();
        let place = format!("{} {} {} {status}", example.method, example.path, example.place);
        let sent = example.value;
        let expected =
            match (mode, declared.schema_of_body(&example.method, &example.path, &example.place, status)) {
                (Mode::AsShipped, Some(schema)) => {
                    let declared = if example.place == "request" { &in_requests } else { &declared };
                    declared.part(schema, &sent, &mut outcome.undeclared)
                }
                _ => sent.clone(),
            };
        let part = if example.place == "request" { "request" } else { status };
        let root = format!("{} {} {part}", example.method.to_uppercase(), example.path);
        add(Case { place, root, ty: 0, sent, expected, variant: None }, ty);
    }
    outcome.total = cases.len() + outcome.failures.len();
    let driver = Driver::build(&generated.output, &types)?;
    let answers = driver.run(cases.iter().map(|case| (case.ty, &case.sent)))?;
    for (case, answer) in cases.iter().zip(answers) {
        match answer {
            // A client may preserve keys that no schema declares.
            Ok(got) if ![&case.expected, &case.sent].iter().any(|it| same(it, &got.value, Null::Folded)) => {
                outcome.failures.push(case.failure(Some(&got), "the result differs"));
            }
            Ok(got) if case.variant.as_ref().is_some_and(|variant| *variant != got.variant) => {
                outcome.failures.push(case.failure(Some(&got), "the result is a different variant"));
            }
            Ok(_) => outcome.passed += 1,
            Err(why) if mode == Mode::AsShipped && decisions.exclude(&case.root, &case.sent) => {
                outcome.excluded.push(case.failure(None, &why));
            }
            Err(why) => outcome.failures.push(case.failure(None, &why)),
        }
    }
    for failure in outcome.failures.iter().take(40) {
        print(&failure.to_string().chars().take(400).collect::<String>());
    }
    let dropped = match outcome.undeclared {
        0 => String::new(),
        count => format!(", {count} undeclared keys dropped"),
    };
    let excluded = match outcome.excluded.len() {
        0 => String::new(),
        count => format!(", {count} are excluded by decisions (ARCHITECTURE.md)"),
    };
    print(&format!("{} of {} pass{dropped}{excluded}", outcome.passed, outcome.total));
    if let Some(path) = report {
        std::fs::write(path, serde_json::to_string_pretty(&outcome)?)?;
    }
    Ok(outcome.failures.is_empty())
}

/// A value to decode and encode again.
#[derive(Debug)]
struct Case {
    place: String,
    /// The name of its schema among the roots of generated values.
    root: String,
    ty: usize,
    sent: Value,
    /// The expected result.
    expected: Value,
    variant: Option<String>,
}

impl Case {
    fn failure(&self, got: Option<&Returned>, why: &str) -> Value {
        let mut failure = serde_json::json!({"where": self.place, "value": self.sent, "why": why});
        if let (Some(got), Some(fields)) = (got, failure.as_object_mut()) {
            fields.insert("got".to_owned(), got.value.clone());
            fields.insert("variant".to_owned(), got.variant.clone().into());
        }
        failure
    }
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

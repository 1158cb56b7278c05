//! The law of requests: a request arrives as it was meant, by the validators of other projects.

mod body;
mod decisions;
mod hoist;
mod judge;
mod meant;
mod operation;
mod recorder;
mod schema;
mod validators;
mod values;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::{Duration, Instant};

use openapi_client_codegen::{Code, Finding, Pointer, Report, Settings, Severity, generate, open};
use serde_json::{Map, Value, json};

use self::judge::{Figures, copied, short};
use self::meant::Meant;
use self::operation::Operation;
use self::recorder::{Recorded, Recorder};
use self::schema::Form;
use self::validators::{Input, Installed, Sent, Validator};
use super::{Dialect, Fault, Law, Options, Outcome};
use crate::conformance::driver::{Call, FilePart, Module, run as drive};
use crate::{Result, print};

/// The number of operations of a description.
const OPERATIONS: usize = 25;
/// The number of descriptions that are compiled at once.
const BATCH: usize = 8;

/// A description with its operations.
struct Described {
    number: u64,
    dialect: Dialect,
    operations: Vec<Operation>,
    /// The warnings and notes of the generator.
    report: Report,
}

/// The figures of a run.
#[derive(Default)]
struct Tally {
    tried: u64,
    /// The operations that the generator refused, by the code of the finding.
    refused: BTreeMap<String, u64>,
    /// The operations that the client cannot send as meant, by the finding.
    dropped: BTreeMap<String, u64>,
    /// The operations without a required value that can be sent.
    without_value: u64,
    validators: BTreeMap<&'static str, Figures>,
    faults: Vec<Fault>,
}

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let mut tally = Tally::default();
    let mut skipped: BTreeMap<String, String> = BTreeMap::new();
    let mut installed = Vec::new();
    for validator in Validator::ALL {
        match validator.install() {
            Ok(one) => installed.push(one),
            Err(why) => {
                print(&format!(
                    "requests: {} is skipped, because it cannot be installed: {why}",
                    validator.name()
                ));
                skipped.insert(validator.name().to_owned(), why);
            }
        }
    }
    let is_read = |dialect: Dialect| Validator::ALL.iter().any(|validator| validator.reads(dialect));
    if options.dialects().iter().any(|dialect| !is_read(*dialect)) {
        print("requests: descriptions of OpenAPI 2.0 are skipped, because no validator reads them");
        skipped.insert("OpenAPI 2.0".to_owned(), "no validator reads it".to_owned());
    }
    let recorder = Recorder::open()?;
    let started = Instant::now();
    let numbers: Vec<(u64, Dialect)> =
        options.descriptions().filter(|(_, dialect)| is_read(*dialect)).collect();
    for batch in numbers.chunks(BATCH) {
        let minutes = options.minutes.map(|minutes| Duration::from_secs_f64(minutes * 60.0));
        if installed.is_empty() || minutes.is_some_and(|minutes| started.elapsed() > minutes) {
            break;
        }
        tally.batch(options, batch, &installed, &recorder)?;
        print(&format!("requests: {} operations, {} faults", tally.tried, tally.faults.len()));
    }
    std::fs::create_dir_all(&options.faults)?;
    for (index, fault) in tally.faults.iter().enumerate() {
        let path = options.faults.join(format!("requests-{}-{index}.json", fault.number));
        std::fs::write(path, serde_json::to_string_pretty(fault)?)?;
    }
    let figures = json!({
        "validators": tally.validators,
        "skipped": skipped,
        "refused": tally.refused,
        "dropped": tally.dropped,
        "without_value": tally.without_value,
    });
    Ok(Outcome { law: "requests", seed: options.seed, tried: tally.tried, figures, faults: tally.faults })
}

impl Described {
    fn random(options: &Options, number: u64, dialect: Dialect) -> Self {
        let mut rng = options.numbers(Law::Requests, number);
        let operations =
            (0..OPERATIONS).map(|index| Operation::random(&mut rng, dialect, &format!("d{number}o{index}")));
        Self { number, dialect, operations: operations.collect(), report: Report::default() }
    }

    fn description(&self) -> Value {
        description(self.dialect, &self.operations, |_| true)
    }
}

/// Returns a description of operations, with the values that are kept.
fn description(dialect: Dialect, operations: &[Operation], keep: impl Fn(&Meant) -> bool) -> Value {
    let paths = operations
        .iter()
        .map(|operation| (operation.path.clone(), json!({operation.method: operation.node(&keep)})));
    with_schemes(dialect, operations.iter(), paths.collect())
}

fn with_schemes<'o>(
    dialect: Dialect,
    operations: impl Iterator<Item = &'o Operation>,
    paths: Map<String, Value>,
) -> Value {
    let schemes: Map<String, Value> = operations
        .flat_map(|operation| &operation.security)
        .map(|scheme| (scheme.name.clone(), scheme.node.clone()))
        .collect();
    let mut description = dialect.description(&json!({}), &Value::Object(paths));
    if let Some(components) = description.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("securitySchemes".to_owned(), Value::Object(schemes));
    }
    description
}

impl Tally {
    fn batch(
        &mut self,
        options: &Options,
        batch: &[(u64, Dialect)],
        installed: &[Installed],
        recorder: &Recorder,
    ) -> Result<()> {
        let folder = std::env::current_dir()?.join("target/explore/requests");
        std::fs::create_dir_all(&folder)?;
        let mut modules = Vec::new();
        let mut described = Vec::new();
        let mut calls: Vec<Call> = Vec::new();
        // The description and the operation of each call.
        let mut called: Vec<(usize, usize)> = Vec::new();
        for (number, dialect) in batch {
            let mut one = Described::random(options, *number, *dialect);
            self.tried += one.operations.len() as u64;
            let path = folder.join(format!("d{number}.json"));
            if !self.generates(options, &mut one, &path)? {
                continue;
            }
            let module = match Module::new(&path) {
                Ok(module) => module,
                Err(why) => {
                    self.fault(&one, &one.operations, format!("the generator refuses it: {why}"));
                    continue;
                }
            };
            let mut rng = options.numbers(Law::Requests, !*number);
            let lacking = values::fill(&one.description(), &folder, &mut one.operations, &mut rng)?;
            self.without_value += lacking.len() as u64;
            for (index, operation) in
                one.operations.iter().enumerate().filter(|(index, _)| !lacking.contains(index))
            {
                calls.push(call(operation, &module, &recorder.base_url()));
                called.push((described.len(), index));
            }
            modules.push(module);
            described.push(one);
        }
        recorder.take();
        let answers = drive("explore-requests", &modules, &calls)?;
        let mut recorded: HashMap<String, Recorded> = HashMap::new();
        for request in recorder.take() {
            recorded.insert(request.first_segment().to_owned(), request);
        }
        let mut sent: Vec<(usize, usize, Recorded)> = Vec::new();
        for ((description, index), answer) in called.into_iter().zip(answers) {
            let Some((one, operation)) =
                described.get(description).and_then(|one| Some((one, one.operations.get(index)?)))
            else {
                continue;
            };
            let first = operation.path.trim_start_matches('/').split('/').next().unwrap_or_default();
            let why = match answer {
                Ok(answer) => answer.error,
                Err(why) => Some(why),
            };
            match (why, recorded.remove(first)) {
                (None, Some(request)) => sent.push((description, index, request)),
                (why, _) => {
                    // What the client does not support has a finding.
                    let is_known = |finding: &&Finding| finding.code == Code::Unsupported;
                    if let Some(finding) = findings(&one.report, operation).find(is_known) {
                        *self.dropped.entry(finding.what.clone()).or_default() += 1;
                        continue;
                    }
                    let why = why.unwrap_or_else(|| "no request arrived".to_owned());
                    let why = format!("not sent: {why}; {}", arguments(operation));
                    self.fault(one, std::slice::from_ref(operation), why);
                }
            }
        }
        for validator in installed {
            self.validate(validator, &described, &sent)?;
        }
        Ok(())
    }

    /// Writes a description without the operations that the generator refuses with a finding at their place.
    fn generates(&mut self, options: &Options, one: &mut Described, path: &Path) -> Result<bool> {
        loop {
            let mut description = one.description();
            hoist::hoist(&mut options.numbers(Law::Requests, one.number ^ 1 << 32), &mut description);
            std::fs::write(path, serde_json::to_string_pretty(&description)?)?;
            let settings = Settings::new(path, "explored");
            let report = match open(&settings).and_then(|source| generate(&source, &settings)) {
                Ok(generated) => {
                    one.report = generated.report;
                    return Ok(true);
                }
                Err(report) => report,
            };
            let before = one.operations.len();
            let is_error = |finding: &&Finding| finding.severity == Severity::Error;
            let refused = |operation: &Operation| findings(&report, operation).find(is_error);
            for operation in &one.operations {
                if let Some(finding) = refused(operation) {
                    *self.refused.entry(finding.code.to_string()).or_default() += 1;
                }
            }
            let operations = std::mem::take(&mut one.operations);
            one.operations =
                operations.into_iter().filter(|operation| refused(operation).is_none()).collect();
            if one.operations.len() == before {
                self.fault(
                    one,
                    &one.operations,
                    format!("refused without a finding at an operation: {report}"),
                );
                return Ok(false);
            }
        }
    }

    fn validate(
        &mut self,
        installed: &Installed,
        described: &[Described],
        sent: &[(usize, usize, Recorded)],
    ) -> Result<()> {
        let validator = installed.validator;
        let readable =
            |description: usize| described.get(description).filter(|one| validator.reads(one.dialect));
        let descriptions = described.iter().map(|one| {
            with_schemes(one.dialect, one.operations.iter(), copied(validator, one.operations.iter()))
        });
        let readable_sent: Vec<_> =
            sent.iter().filter(|(description, ..)| readable(*description).is_some()).collect();
        let requests = readable_sent
            .iter()
            .map(|(description, _, request)| Sent { description: *description, request: request.clone() });
        let input = Input { descriptions: descriptions.collect(), requests: requests.collect() };
        let decoded = installed.read(&input)?;
        for ((description, index, request), decoded) in readable_sent.into_iter().zip(decoded) {
            let Some(one) = readable(*description) else { continue };
            let Some(operation) = one.operations.get(*index) else { continue };
            let figures = self.validators.entry(validator.name()).or_default();
            let differences = figures.judge(validator, operation, &decoded);
            if !differences.is_empty() {
                let why = format!("{}: {}; {}", validator.name(), differences.join("; "), short(request));
                self.fault(one, std::slice::from_ref(operation), why);
            }
        }
        Ok(())
    }

    fn fault(&mut self, one: &Described, operations: &[Operation], why: String) {
        print(&format!("  {} {why}", one.number).chars().take(900).collect::<String>());
        let description = description(one.dialect, operations, |_| true);
        self.faults.push(Fault { number: one.number, dialect: one.dialect, why, description });
    }
}

/// Returns the findings at an operation.
fn findings<'r>(report: &'r Report, operation: &Operation) -> impl Iterator<Item = &'r Finding> + use<'r> {
    let place = Pointer::root().key("paths").key(&operation.path);
    let is_within =
        move |finding: &&Finding| finding.place.as_ref().is_some_and(|found| found.pointer.is_within(&place));
    report.findings().iter().filter(is_within)
}

/// Returns the call with the arguments that are meant.
fn call(operation: &Operation, module: &Module, base_url: &str) -> Call {
    let mut call = Call {
        module: module.name.clone(),
        method: operation.method.to_owned(),
        path: operation.path.clone(),
        base_url: base_url.to_owned(),
        builder: ".retry(runtime::Retry::never())".to_owned(),
        ..Call::default()
    };
    for scheme in &operation.security {
        call.builder.push_str(&scheme.builder);
    }
    let listed = operation.parameters.iter().filter_map(|parameter| {
        Some((parameter.place.name().to_owned(), parameter.name.clone(), parameter.value.clone()?))
    });
    call.arguments = listed.collect();
    let Some(body) = &operation.body else { return call };
    let mut value = body.value.clone();
    if !body.parts.is_empty() {
        let mut fields = Map::new();
        for part in &body.parts {
            match (&part.value, part.form) {
                (Some(value), Form::File) => call.files.extend(files(&part.name, value)),
                (Some(value), _) => drop(fields.insert(part.name.clone(), value.clone())),
                (None, _) => {}
            }
        }
        value = Some(Value::Object(fields));
    }
    call.body = value.map(|value| (Some(body.media.to_owned()), value));
    call
}

/// Returns the files of a part: its value is bytes, or a list of them.
fn files(part: &str, value: &Value) -> Vec<FilePart> {
    let bytes = |value: &Value| serde_json::from_value::<Vec<u8>>(value.clone()).ok();
    let contents: Vec<Vec<u8>> = match bytes(value) {
        Some(one) => vec![one],
        None => value.as_array().into_iter().flatten().filter_map(bytes).collect(),
    };
    let file = |content| FilePart {
        part: part.to_owned(),
        name: Some("a file.bin".to_owned()),
        media: None,
        content,
    };
    contents.into_iter().map(file).collect()
}

fn arguments(operation: &Operation) -> String {
    let values =
        operation.parameters.iter().map(|parameter| format!("{:?}={:?}", parameter.name, parameter.value));
    values.collect::<Vec<_>>().join(", ")
}

//! One program that sends calls by generated clients, with a module for each description and a function for
//! each call.
//!
//! The code of each call is generated from the API listing; none is written by hand.

mod case;
mod program;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use openapi_client_codegen::ir::Api;
use openapi_client_codegen::listing::Listing;
use openapi_client_codegen::{Generated, Output, Settings, generate, listing, open};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Result;
use case::function;
use program::{manifest, program};

/// A client of one description.
pub(crate) struct Module {
    /// The name of its module in the program.
    pub(crate) name: String,
    /// The API listing of the client.
    pub(crate) listing: Listing,
    /// Whether the description is generated leniently, because it has errors.
    pub(crate) lenient: bool,
    /// The settings.
    pub(crate) settings: Settings,
    /// The generated client.
    pub(crate) api: Api,
    output: Output,
}

impl Module {
    /// Generates a client: strictly or, if the description has errors, leniently.
    ///
    /// # Errors
    /// Fails with the findings if both fail.
    pub(crate) fn new(description: &Path) -> std::result::Result<Self, String> {
        Self::with_settings(Settings::new(description, "conformance"))
    }

    /// Generates a client by settings: strictly or, if the description has errors, leniently.
    ///
    /// # Errors
    /// Fails with the findings if both fail.
    pub(crate) fn with_settings(mut settings: Settings) -> std::result::Result<Self, String> {
        let source = open(&settings).map_err(|report| report.to_string())?;
        let (generated, lenient) = match generate(&source, &settings) {
            Ok(generated) => (generated, false),
            Err(_) => {
                settings.lenient = true;
                (generate(&source, &settings).map_err(|report| report.to_string())?, true)
            }
        };
        let Generated { api, output, .. } = generated;
        Ok(Self {
            name: module_name(&settings.description),
            listing: listing(&api),
            lenient,
            settings,
            api,
            output,
        })
    }
}

/// Returns the name of a description's module.
pub(crate) fn module_name(description: &Path) -> String {
    let stem = description.file_stem().unwrap_or_default().to_string_lossy();
    let words = stem.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
    format!("api_{}", words.collect::<String>())
}

/// A call with its arguments: JSON values by place and name.
#[derive(Debug, Default, Clone)]
pub(crate) struct Call {
    /// The module.
    pub(crate) module: String,
    /// The operation.
    pub(crate) method: String,
    /// The path template.
    pub(crate) path: String,
    /// The arguments: place (`path`, `query`, `header`, `cookie`), name and value.
    pub(crate) arguments: Vec<(String, String, Value)>,
    /// The body: the selected media type, and the value; bytes are a list of numbers.
    pub(crate) body: Option<(Option<String>, Value)>,
    /// The client's base URL.
    pub(crate) base_url: String,
    /// Calls of the client's builder as Rust code: credentials and other options.
    pub(crate) builder: String,
    /// The files of a multipart body; the value of the body has the other parts.
    pub(crate) files: Vec<FilePart>,
    /// The way to read the response.
    pub(crate) reading: Reading,
    /// The requested media type of the response.
    pub(crate) accept: Option<String>,
    /// Headers in addition to those of the description.
    pub(crate) headers: Vec<(String, String)>,
}

/// A file within a multipart body.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FilePart {
    /// The name of the part.
    #[serde(skip)]
    pub(crate) part: String,
    /// The name of the file.
    pub(crate) name: Option<String>,
    /// The media type, if the program sets it.
    pub(crate) media: Option<String>,
    /// The content.
    pub(crate) content: Vec<u8>,
}

/// Returns the value of a header. The case of its name does not matter.
pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

/// The way to read a response.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// To its end.
    #[default]
    Whole,
    /// Until this number of events is received, with one reconnect.
    Reconnecting(usize),
    /// All items of a paginated list, or the first ones.
    Items(Option<usize>),
}

/// The result of a call.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct Answer {
    /// `None` if there is no response.
    pub(crate) status: Option<u16>,
    /// The decoded value, encoded again; bytes are a list of numbers.
    #[serde(default)]
    pub(crate) value: Value,
    /// The declared headers of the response, as their types print them.
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
    /// The error, if there is no decoded value.
    #[serde(default)]
    pub(crate) error: Option<String>,
    /// The start of the body.
    #[serde(default)]
    pub(crate) body: String,
    /// The properties of the error.
    #[serde(default)]
    pub(crate) failure: Option<Failure>,
    /// Every header of the response.
    #[serde(default)]
    pub(crate) raw_headers: Vec<(String, String)>,
}

/// The properties of an error.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(crate) struct Failure {
    /// The name of its `ErrorKind`.
    pub(crate) kind: String,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) is_unauthorized: bool,
    pub(crate) is_not_found: bool,
    pub(crate) is_rate_limited: bool,
}

/// Builds the program and sends every call. Returns the results in the order of the calls.
///
/// If a module does not compile, only its own calls fail.
pub(crate) fn run(
    name: &str,
    modules: &[Module],
    calls: &[Call],
) -> Result<Vec<std::result::Result<Answer, String>>> {
    let folder = std::env::current_dir()?.join("target/conformance").join(name);
    // All suites share the compiled dependencies.
    let target = std::env::current_dir()?.join("target/conformance/target");
    std::fs::create_dir_all(folder.join("src"))?;
    manifest(&folder, name)?;
    let mut written = Vec::new();
    let mut inputs: Vec<(usize, Vec<String>)> = Vec::new();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for call in calls {
        let module = modules.iter().find(|module| module.name == call.module).ok_or("a call of no module")?;
        let mut function = function(module, call);
        if let Ok(function) = &mut function {
            // Calls that differ only in their values share a function.
            let next = numbers.len();
            function.number = *numbers.entry(format!("{} {}", module.name, function.text)).or_insert(next);
        }
        inputs.push(
            function
                .as_ref()
                .map_or((usize::MAX, Vec::new()), |function| (function.number, function.inputs.clone())),
        );
        written.push(function);
    }
    std::fs::write(folder.join("inputs.json"), serde_json::to_string(&inputs)?)?;
    let mut broken: BTreeMap<String, String> = BTreeMap::new();
    loop {
        program(&folder, modules, calls, &written, &broken)?;
        let output = Command::new("cargo")
            .args(["build", "-q", "--message-format=short", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&target)
            .output()?;
        if output.status.success() {
            break;
        }
        // Ignore warnings: the cases are generated code.
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        let errors: Vec<&str> =
            messages.lines().filter(|line| line.starts_with("error") || line.contains(": error")).collect();
        let before = broken.len();
        for module in modules {
            let place = format!("src/{}/", module.name);
            let error = errors.iter().find(|line| line.contains(&place));
            if let Some(error) = error.filter(|_| !broken.contains_key(&module.name)) {
                broken.insert(module.name.clone(), (*error).to_owned());
            }
        }
        if broken.len() == before {
            return Err(format!("the driver does not compile:\n{}", errors.join("\n")).into());
        }
    }
    let output = Command::new(target.join("debug").join(name))
        .arg(folder.join("inputs.json"))
        .stderr(std::process::Stdio::inherit())
        .output()?;
    let mut answers: Vec<Option<Answer>> = calls.iter().map(|_| None).collect();
    for line in String::from_utf8(output.stdout)?.lines() {
        let (index, answer): (usize, Answer) = serde_json::from_str(line)?;
        if let Some(place) = answers.get_mut(index) {
            *place = Some(answer);
        }
    }
    let answers = answers.into_iter().zip(written).zip(calls).map(|((answer, function), call)| {
        match (answer, function) {
            (_, Err(why)) => Err(why),
            _ if broken.contains_key(&call.module) => {
                let why = broken.get(&call.module).map(String::as_str).unwrap_or_default();
                Err(format!("its client does not compile: {why}"))
            }
            (Some(answer), _) => Ok(answer),
            (None, _) => Err("the driver ended before this call".to_owned()),
        }
    });
    Ok(answers.collect())
}

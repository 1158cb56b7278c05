//! The text of the program: its manifest, a module for each client, and code that prints the results.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::case::Function;
use super::{Call, Module};
use crate::Result;

pub(super) fn manifest(folder: &Path, name: &str) -> Result<()> {
    let runtime: PathBuf = std::env::current_dir()?.join("runtime");
    let text = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[profile.dev]\ndebug = false\n\n\
         [dependencies]\nopenapi-client-runtime = {{ path = {runtime:?}, default-features = false, features = [\"xml\"] }}\nserde = \"1\"\n\
         serde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n\
         tokio = {{ version = \"1\", features = [\"rt\", \"macros\"] }}\n"
    );
    std::fs::write(folder.join("Cargo.toml"), text)?;
    Ok(())
}

pub(super) fn program(
    folder: &Path,
    modules: &[Module],
    calls: &[Call],
    written: &[std::result::Result<Function, String>],
    broken: &BTreeMap<String, String>,
) -> Result<()> {
    let mut tree = String::new();
    let mut table = String::new();
    for module in modules.iter().filter(|module| !broken.contains_key(&module.name)) {
        let sources = folder.join("src").join(&module.name);
        module.output.write_to(&sources)?;
        let mut cases =
            "use super::*;\nuse crate::Answer;\nuse openapi_client_runtime as runtime;\n".to_owned();
        let mut known = BTreeSet::new();
        for (call, function) in calls.iter().zip(written) {
            let Ok(function) = function else { continue };
            if call.module == module.name && known.insert(function.number) {
                let index = function.number;
                cases.push_str(&function.text.replace("case_NUMBER", &format!("case_{index}")));
                writeln!(
                    table,
                    "        {index} => Box::pin({}::cases::case_{index}(inputs)).await,",
                    module.name
                )?;
            }
        }
        write_changed(&sources.join("cases.rs"), &cases)?;
        write_changed(&sources.join("mod.rs"), MODULE)?;
        writeln!(tree, "mod {};", module.name)?;
    }
    let program = MAIN.replace("TREE", &tree).replace("TABLE", &table);
    write_changed(&folder.join("src/main.rs"), &program)
}

/// Writes a file, unless it has the same text; then its modification time stays, and it is not compiled
/// again.
fn write_changed(path: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(path).ok().as_deref() != Some(text) {
        std::fs::write(path, text)?;
    }
    Ok(())
}

const MODULE: &str = "//! A generated client, and calls of it.
pub mod models {
    include!(\"models.rs\");
    mod wire {
        include!(\"wire.rs\");
    }
}
pub mod operations { include!(\"operations.rs\"); }
pub mod resources { include!(\"resources.rs\"); }
pub mod headers { include!(\"headers.rs\"); }
pub mod servers { include!(\"servers.rs\"); }
pub mod client { include!(\"client.rs\"); }
pub mod cases;
";

const MAIN: &str = r#"//! Sends every call, and prints the results.
#![recursion_limit = "1024"]
TREE
#[derive(serde::Serialize)]
pub struct Answer {
    pub status: Option<u16>,
    pub value: serde_json::Value,
    pub headers: Vec<(String, String)>,
    pub error: Option<String>,
    pub body: String,
    pub failure: Option<Failure>,
    pub raw_headers: Vec<(String, String)>,
}

#[derive(serde::Serialize)]
pub struct Failure {
    pub kind: String,
    pub message: Option<String>,
    pub request_id: Option<String>,
    pub is_unauthorized: bool,
    pub is_not_found: bool,
    pub is_rate_limited: bool,
}

#[derive(serde::Deserialize)]
struct FilePart {
    name: Option<String>,
    media: Option<String>,
    content: Vec<u8>,
}

/// The files of one part.
pub fn files(input: &str) -> Result<Vec<openapi_client_runtime::File>, Box<dyn std::error::Error>> {
    let parts: Vec<FilePart> = serde_json::from_str(input)?;
    Ok(parts.into_iter().map(|part| {
        let mut file = openapi_client_runtime::File::new(part.content);
        if let Some(name) = part.name { file = file.name(name); }
        if let Some(media) = part.media { file = file.media(media); }
        file
    }).collect())
}

impl Answer {
    pub fn of(status: u16, body: &[u8]) -> Self {
        let body = String::from_utf8_lossy(body).chars().take(500).collect();
        Self { status: Some(status), value: serde_json::Value::Null, headers: Vec::new(), error: None, body, failure: None, raw_headers: Vec::new() }
    }

    pub fn failed(error: &openapi_client_runtime::Error) -> Self {
        let status = error.status().map(|status| status.as_u16());
        let body = error.raw_body().map(|body| body.to_vec()).unwrap_or_default();
        let failure = Failure {
            kind: format!("{:?}", error.kind()),
            message: error.message(),
            request_id: error.request_id(),
            is_unauthorized: error.is_unauthorized(),
            is_not_found: error.is_not_found(),
            is_rate_limited: error.is_rate_limited(),
        };
        let mut answer = Self { status, error: Some(format!("{error}")), failure: Some(failure), ..Self::of(0, &body) };
        if let Some(headers) = error.headers() { answer.keep(headers); }
        answer
    }

    pub fn keep(&mut self, headers: &openapi_client_runtime::http::HeaderMap) {
        let text = |value: &openapi_client_runtime::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        self.raw_headers = headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    }

    pub fn refused(error: Box<dyn std::error::Error>) -> Self {
        Self { status: None, error: Some(format!("{error}")), ..Self::of(0, b"") }
    }
}

async fn case(index: usize, inputs: &[String]) -> Result<Answer, Box<dyn std::error::Error>> {
    match index {
TABLE        _ => Err("no such case".into()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let path = std::env::args().nth(1).expect("a file of inputs");
    let inputs: Vec<(usize, Vec<String>)> = serde_json::from_str(&std::fs::read_to_string(path).expect("inputs")).expect("JSON");
    for (index, (function, inputs)) in inputs.iter().enumerate() {
        let answer = case(*function, inputs).await.unwrap_or_else(Answer::refused);
        println!("{}", serde_json::to_string(&(index, answer)).expect("JSON"));
    }
}
"#;

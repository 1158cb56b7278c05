//! The validators of other projects, which read recorded requests by a description.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::Dialect;
use super::recorder::Recorded;
use crate::Result;

/// A validator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Validator {
    /// openapi-core, in Python.
    OpenapiCore,
    /// express-openapi-validator, in Node.
    Express,
}

/// The pinned packages.
const PYTHON: &[&str] = &["openapi-core==0.23.1", "Werkzeug==3.1.9"];
const NODE: &[&str] = &["express-openapi-validator@5.6.2", "express@5.3.0", "cookie-parser@1.4.7"];

/// The input of a validator's script.
#[derive(Debug, Serialize)]
pub(super) struct Input {
    pub(super) descriptions: Vec<Value>,
    pub(super) requests: Vec<Sent>,
}

/// A request with the index of its description.
#[derive(Debug, Serialize)]
pub(super) struct Sent {
    pub(super) description: usize,
    #[serde(flatten)]
    pub(super) request: Recorded,
}

/// What a validator has read from a request.
#[derive(Debug, Default, Clone, Deserialize)]
pub(super) struct Decoded {
    pub(super) errors: Vec<String>,
    /// The parameters by place and name; the names of headers are in lower case.
    pub(super) parameters: Value,
    /// The body; bytes are a list of numbers.
    pub(super) body: Value,
    /// The credentials by security scheme.
    pub(super) security: Value,
}

/// A validator that is installed.
pub(super) struct Installed {
    pub(super) validator: Validator,
    program: PathBuf,
    script: PathBuf,
    folder: PathBuf,
}

impl Validator {
    pub(super) const ALL: [Self; 2] = [Self::OpenapiCore, Self::Express];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OpenapiCore => "openapi-core",
            Self::Express => "express-openapi-validator",
        }
    }

    /// Returns whether the validator reads descriptions of this version.
    pub(super) fn reads(self, dialect: Dialect) -> bool {
        match self {
            Self::OpenapiCore => dialect != Dialect::V2_0,
            Self::Express => matches!(dialect, Dialect::V3_0 | Dialect::V3_1),
        }
    }

    /// Installs the validator into a folder, unless it is there.
    ///
    /// # Errors
    /// Fails with the reason if a program or the network is missing.
    pub(super) fn install(self) -> std::result::Result<Installed, String> {
        let text = |error: std::io::Error| error.to_string();
        let folder =
            std::env::current_dir().map_err(text)?.join("target/explore/validators").join(self.name());
        std::fs::create_dir_all(&folder).map_err(text)?;
        let (program, name, content) = match self {
            Self::OpenapiCore => {
                let program = folder.join("venv/bin/python3");
                if !program.exists() {
                    succeed(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")))?;
                }
                succeed(Command::new(&program).args(["-m", "pip", "install", "-q"]).args(PYTHON))?;
                (program, "openapi_core_reader.py", include_str!("openapi_core.py"))
            }
            Self::Express => {
                succeed(
                    Command::new("npm")
                        .args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"])
                        .arg(&folder)
                        .args(NODE),
                )?;
                (PathBuf::from("node"), "express.js", include_str!("express.js"))
            }
        };
        let script = folder.join(name);
        std::fs::write(&script, content).map_err(text)?;
        Ok(Installed { validator: self, program, script, folder })
    }
}

fn succeed(command: &mut Command) -> std::result::Result<(), String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{program}` does not run: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let message = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{program}` failed: {}", message.lines().last().unwrap_or_default()))
}

impl Installed {
    /// Reads all requests.
    pub(super) fn read(&self, input: &Input) -> Result<Vec<Decoded>> {
        let path = self.folder.join("input.json");
        write(&path, input)?;
        let answers = self.folder.join("answers.json");
        let status = Command::new(&self.program)
            .arg(&self.script)
            .args([&path, &answers])
            .current_dir(&self.folder)
            .status()?;
        if !status.success() {
            return Err(format!("{} ended with {status}", self.validator.name()).into());
        }
        Ok(serde_json::from_slice(&std::fs::read(answers)?)?)
    }
}

fn write(path: &Path, input: &Input) -> Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    serde_json::to_writer(&mut file, input)?;
    file.flush()?;
    Ok(())
}

//! A second judge and maker of values: ajv and json-schema-faker, of other projects.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Result, print};

const SCRIPT: &str = include_str!("second.js");
const PACKAGES: [&str; 2] = ["ajv@8.17.1", "json-schema-faker@0.5.8"];

/// The judge, installed, and its figures.
#[derive(Debug)]
pub(crate) struct Second {
    folder: PathBuf,
    judged: u64,
    /// Values that only the first judge accepts.
    disagreed: Vec<Value>,
    made: u64,
    seed: u64,
}

/// The values of one document.
#[derive(Debug, Serialize)]
struct Question<'a> {
    document: &'a Value,
    definitions: &'a [usize],
    cases: Vec<(usize, &'a Value)>,
    seed: u64,
}

#[derive(Debug, Deserialize)]
struct Answer {
    /// Whether each value is valid; `None` if the judge cannot read the schema.
    valid: Vec<Option<bool>>,
    made: Vec<(usize, Value)>,
}

impl Second {
    /// Installs the packages, or returns `None` with a message if npm is absent.
    pub(crate) fn install(folder: &Path) -> Result<Option<Self>> {
        let folder = folder.join("second");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("second.js"), SCRIPT)?;
        if !folder.join("node_modules/ajv").exists()
            || !folder.join("node_modules/json-schema-faker").exists()
        {
            let npm = Command::new("npm")
                .args(["install", "--silent", "--no-save"])
                .args(PACKAGES)
                .current_dir(&folder)
                .output();
            if !npm.is_ok_and(|output| output.status.success()) {
                print("ajv and json-schema-faker cannot be installed by npm: there is no second judge");
                return Ok(None);
            }
        }
        Ok(Some(Self { folder, judged: 0, disagreed: Vec::new(), made: 0, seed: 1 }))
    }

    /// Judges values of definitions, and returns others that this judge has made.
    pub(crate) fn ask(
        &mut self,
        document: &Value,
        definitions: &[usize],
        cases: &[(usize, &Value)],
    ) -> Result<Vec<(usize, Value)>> {
        self.seed += 1;
        let question = Question { document, definitions, cases: cases.to_vec(), seed: self.seed };
        let mut child = Command::new("node")
            .arg("second.js")
            .current_dir(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        if let Some(mut input) = child.stdin.take() {
            input.write_all(&serde_json::to_vec(&question)?)?;
        }
        let output = child.wait_with_output()?;
        let answer: Answer = serde_json::from_slice(&output.stdout)
            .map_err(|error| format!("the second judge failed ({}): {error}", output.status))?;
        for ((definition, value), valid) in cases.iter().zip(&answer.valid) {
            self.judged += u64::from(valid.is_some());
            if *valid == Some(false) {
                let schema = document.pointer(&format!("/$defs/{definition}"));
                self.disagreed.push(json!({"schema": schema, "value": value}));
            }
        }
        self.made += answer.made.len() as u64;
        Ok(answer.made)
    }

    pub(crate) fn report(&self) -> Value {
        let first: Vec<&Value> = self.disagreed.iter().take(10).collect();
        json!({"judged": self.judged, "made": self.made, "disagreed": self.disagreed.len(), "first_disagreed": first})
    }
}

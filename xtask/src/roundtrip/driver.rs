//! A program that decodes and encodes values of a description's types, built once for each description.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use openapi_client_codegen::Output;
use serde_json::Value;

use crate::Result;

/// The program, built.
#[derive(Debug)]
pub(crate) struct Driver {
    folder: PathBuf,
}

/// The types that a program knows, by number.
#[derive(Debug, Default)]
pub(crate) struct Types {
    numbers: HashMap<String, usize>,
    names: Vec<String>,
}

impl Types {
    pub(crate) fn number(&mut self, ty: String) -> usize {
        *self.numbers.entry(ty).or_insert_with_key(|ty| {
            self.names.push(ty.clone());
            self.names.len() - 1
        })
    }

    /// Returns the types in the order of their numbers.
    pub(crate) fn into_names(self) -> Vec<String> {
        self.names
    }
}

/// The result for a value.
#[derive(Debug, Clone)]
pub(crate) struct Returned {
    pub(crate) value: Value,
    /// The start of the `Debug` output: for a union, the name of the variant.
    pub(crate) variant: String,
}

/// The result for a value, or the error.
pub(crate) type Answer = std::result::Result<Returned, String>;

impl Driver {
    pub(crate) fn build(output: &Output, types: &Types) -> Result<Self> {
        let folder = std::env::current_dir()?.join("target/roundtrip");
        std::fs::create_dir_all(folder.join("src"))?;
        let runtime = std::env::current_dir()?.join("runtime");
        std::fs::write(
            folder.join("Cargo.toml"),
            format!(
                "[package]\nname = \"roundtrip\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
                 [dependencies]\nopenapi-client-runtime = {{ path = {runtime:?}, default-features = false, features = [\"xml\"] }}\n\
                 serde = \"1\"\nserde_json = {{ version = \"1\", features = [\"preserve_order\"] }}\n\n\
                 [profile.dev]\ndebug = false\n"
            ),
        )?;
        let mut table = String::new();
        for ty in &types.names {
            writeln!(table, "    again::<{ty}>,")?;
        }
        std::fs::write(folder.join("src/main.rs"), MAIN.replace("TABLE", &table))?;
        output.write_to(&folder.join("src"))?;
        let built = Command::new("cargo")
            .args(["build", "-q", "--manifest-path"])
            .arg(folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", folder.join("target"))
            .env("RUSTFLAGS", "--cap-lints=allow")
            .output()?;
        if built.status.success() {
            Ok(Self { folder })
        } else {
            Err(format!("the generated code does not compile:\n{}", String::from_utf8_lossy(&built.stderr))
                .into())
        }
    }

    /// Decodes each text by its type, and encodes it again.
    pub(crate) fn run<'c>(&self, cases: impl Iterator<Item = (usize, &'c Value)>) -> Result<Vec<Answer>> {
        // Values are texts, so that only the code under test converts numbers.
        let cases: Vec<(usize, String)> = cases.map(|(ty, value)| (ty, value.to_string())).collect();
        let path = self.folder.join("cases.json");
        std::fs::write(&path, serde_json::to_string(&cases)?)?;
        let output = Command::new(self.folder.join("target/debug/roundtrip"))
            .arg(path)
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err(format!("the program of the values ended with {}", output.status).into());
        }
        let answers: Vec<std::result::Result<(String, String), String>> =
            serde_json::from_slice(&output.stdout)?;
        let read = |(text, variant): (String, String)| match serde_json::from_str(&text) {
            Ok(value) => Ok(Returned { value, variant }),
            Err(error) => Err(format!("{error}: {text}")),
        };
        Ok(answers.into_iter().map(|answer| answer.and_then(read)).collect())
    }
}

const MAIN: &str = r#"//! Decodes and encodes every case.
#![recursion_limit = "1024"]
#![allow(dead_code, reason = "only decoded types are used")]
mod models {
    include!("models.rs");
    mod wire {
        include!("wire.rs");
    }
}
use openapi_client_runtime as runtime;
use runtime::codegen::json::{self, Decode, Encode};

/// The encoded text and the start of the `Debug` output.
type Returned = Result<(String, String), String>;

fn again<T: Decode + Encode + std::fmt::Debug>(text: &str) -> Returned {
    let value: T = json::from_str(text).map_err(|fault| format!("{fault} at {}", fault.path(text)))?;
    let shown = format!("{value:?}");
    let variant = shown.split(['(', ' ', '{']).next().unwrap_or_default();
    Ok((json::to_string(&value), variant.to_owned()))
}

const TYPES: &[fn(&str) -> Returned] = &[
TABLE];

fn main() {
    let path = std::env::args().nth(1).expect("a file of cases");
    let cases: Vec<(usize, String)> =
        serde_json::from_str(&std::fs::read_to_string(path).expect("cases")).expect("JSON");
    let answers: Vec<Returned> = cases.iter().map(|(ty, text)| TYPES[*ty](text)).collect();
    println!("{}", serde_json::to_string(&answers).expect("JSON"));
}
"#;

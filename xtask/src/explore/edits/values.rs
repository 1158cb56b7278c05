//! Values of the old schemas, decoded and encoded by the old client and by the new one.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::{Command, Stdio};

use openapi_client_codegen::{Generated, Output, Source};
use serde_json::Value;

use super::compiler::Compiler;
use crate::Result;
use crate::invent::{Inventor, Standard};
use crate::roundtrip::{Types, roots};

/// The number of values of each schema.
const COUNT: u64 = 6;

/// Two clients, and values for the old one.
pub(super) struct Subject<'a> {
    pub(super) number: u64,
    /// The number of the description.
    pub(super) description: u64,
    pub(super) old: &'a Output,
    pub(super) new: &'a Output,
    pub(super) cases: &'a Cases,
}

/// Values of the schemas of a description.
#[derive(Default)]
pub(super) struct Cases {
    types: Vec<String>,
    /// The values, each with the number of its type and the name of its schema.
    values: Vec<(usize, String, Value)>,
}

/// The way in which the clients differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    /// A value is encoded as another one, or is no longer decoded.
    Value,
    /// A value is another variant of a union or enum.
    Variant,
}

/// The value or the error, and the start of the `Debug` output.
type Answer = std::result::Result<(String, String), String>;

impl Cases {
    pub(super) fn new(source: &Source, generated: &Generated, seed: u64) -> Result<Self> {
        let mut types = Types::default();
        let mut standard = Standard::new(source);
        let roots = roots(source, &generated.api, &mut types, &mut standard);
        let mut inventor = Inventor::new(standard)?;
        let mut cases = Self::default();
        for root in &roots {
            for turn in 0..COUNT {
                // Some schemas have no values that can be found.
                if let Ok(value) = inventor.invent(root.definition, seed ^ turn.rotate_left(32)) {
                    cases.values.push((root.ty, root.place.clone(), value));
                }
            }
        }
        cases.types = types.into_names();
        Ok(cases)
    }
}

/// Returns the differences between the clients of each subject, by its number.
pub(super) fn differences(
    compiler: &Compiler,
    subjects: &[Subject<'_>],
) -> Result<Vec<(u64, Difference, String)>> {
    let folder = compiler.folder.join("values");
    let (mut clients, mut table) = (BTreeMap::new(), String::new());
    let mut cases: Vec<(usize, usize, String)> = Vec::new();
    for (index, subject) in subjects.iter().enumerate() {
        let names = [format!("m{}old", subject.description), format!("m{}new", subject.number)];
        clients.extend(names.iter().cloned().zip([subject.old, subject.new]));
        writeln!(table, "&[")?;
        for ty in &subject.cases.types {
            let [old, new] =
                names.each_ref().map(|name| ty.replace("models::", &format!("{name}::models::")));
            writeln!(table, "[again::<{old}>, again::<{new}>],")?;
        }
        writeln!(table, "],")?;
        cases.extend(subject.cases.values.iter().map(|(ty, _, value)| (index, *ty, value.to_string())));
    }
    let mut tree = String::new();
    for (name, output) in clients {
        output.write_to(&folder.join("src").join(&name))?;
        std::fs::write(folder.join("src").join(&name).join("mod.rs"), MODELS)?;
        writeln!(tree, "mod {name};")?;
    }
    std::fs::write(folder.join("src/main.rs"), MAIN.replace("TREE", &tree).replace("TABLE", &table))?;
    let path = folder.join("cases.json");
    std::fs::write(&path, serde_json::to_string(&cases)?)?;
    let output = Command::new("cargo")
        .args(["run", "--quiet", "--package", "values", "--target-dir"])
        .arg(compiler.folder.join("../built"))
        .arg("--manifest-path")
        .arg(compiler.folder.join("Cargo.toml"))
        .arg("--")
        .arg(path)
        .env("RUSTFLAGS", "--cap-lints=allow")
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!("the program of the values ended with {}", output.status).into());
    }
    let answers: Vec<(Answer, Answer)> = serde_json::from_slice(&output.stdout)?;
    let names = subjects.iter().flat_map(|subject| {
        subject.cases.values.iter().map(|(_, schema, value)| (subject.number, schema, value))
    });
    let found = names.zip(answers).filter_map(|((number, schema, value), (old, new))| {
        let (difference, why) = difference(&old, &new)?;
        Some((number, difference, format!("{schema}: {value} {why}")))
    });
    Ok(found.collect())
}

fn difference(old: &Answer, new: &Answer) -> Option<(Difference, String)> {
    match (old, new) {
        (Err(_), _) => None,
        (Ok(_), Err(why)) => Some((Difference::Value, format!("is no longer decoded: {why}"))),
        (Ok((old, was)), Ok((new, is))) => {
            let json = |text: &str| serde_json::from_str::<Value>(text).ok();
            if json(old) != json(new) {
                return Some((Difference::Value, format!("is encoded as {new}, was {old}")));
            }
            (was != is).then(|| (Difference::Variant, format!("is `{is}`, was `{was}`")))
        }
    }
}

const MODELS: &str = "\
pub mod models {
    include!(\"models.rs\");
    mod wire {
        include!(\"wire.rs\");
    }
}
";

const MAIN: &str = r#"//! Decodes and encodes every case by both clients.
#![recursion_limit = "1024"]
#![allow(dead_code, reason = "only decoded types are used")]
TREE
use openapi_client_runtime as runtime;
use runtime::codegen::json::{self, Decode, Encode};

type Returned = Result<(String, String), String>;

fn again<T: Decode + Encode + std::fmt::Debug>(text: &str) -> Returned {
    let value: T = json::from_str(text).map_err(|fault| format!("{fault} at {}", fault.path(text)))?;
    let shown = format!("{value:?}");
    // An option shows the name of what it holds second.
    let shown = shown.strip_prefix("Some(").unwrap_or(&shown);
    let variant = shown.split(['(', ' ', '{']).next().unwrap_or_default();
    let variant = if variant.starts_with(char::is_alphabetic) { variant } else { "" };
    Ok((json::to_string(&value), variant.to_owned()))
}

const PAIRS: &[&[[fn(&str) -> Returned; 2]]] = &[
TABLE];

fn main() {
    let path = std::env::args().nth(1).expect("a file of cases");
    let cases: Vec<(usize, usize, String)> =
        serde_json::from_str(&std::fs::read_to_string(path).expect("cases")).expect("JSON");
    let answers: Vec<[Returned; 2]> =
        cases.iter().map(|(pair, ty, text)| PAIRS[*pair][*ty].map(|again| again(text))).collect();
    println!("{}", serde_json::to_string(&answers).expect("JSON"));
}
"#;

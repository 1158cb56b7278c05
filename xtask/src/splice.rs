//! Creates mutants with nodes of other descriptions.

use std::collections::BTreeMap;

use openapi_client_codegen::{Source, open};
use serde_json::Value;

use crate::{Result, corpus};
use support::mutation::{Numbers, nodes};

/// The largest size of a description, in bytes. Small descriptions give many mutants per second.
const LARGEST: u64 = 1_000_000;

/// A node, by its description, file and place among the nodes of the file.
type Donor = (usize, usize, usize);

struct Host {
    name: String,
    source: Source,
    /// The places of the nodes, by file.
    nodes: Vec<Vec<String>>,
    /// The targets of references.
    targets: Vec<String>,
}

/// Descriptions with the places of their nodes, read only once.
pub(crate) struct Splicer {
    hosts: Vec<Host>,
    /// The nodes by the kind of their place.
    donors: BTreeMap<String, Vec<Donor>>,
    seed: u64,
}

impl Splicer {
    /// Reads the descriptions of a corpus that are small enough.
    pub(crate) fn open(path: &std::path::Path, only: &[String], seed: u64) -> Result<Self> {
        let mut hosts = Vec::new();
        for (name, settings) in corpus::descriptions(path, only)? {
            let Ok(source) = open(&settings) else { continue };
            let size: u64 = source.texts().map(|text| text.len() as u64).sum();
            if size > LARGEST {
                continue;
            }
            let values = || source.roots().map(|root| source.value(&root).cloned().unwrap_or_default());
            let nodes: Vec<Vec<String>> = values().map(|value| nodes(&value)).collect();
            let mut targets = Vec::new();
            values().for_each(|value| references(&value, &mut targets));
            targets.sort();
            targets.dedup();
            hosts.push(Host { name, source, nodes, targets });
        }
        if hosts.is_empty() {
            return Err("no description is small enough".into());
        }
        let mut donors: BTreeMap<String, Vec<Donor>> = BTreeMap::new();
        for (host, description) in hosts.iter().enumerate() {
            for (file, nodes) in description.nodes.iter().enumerate() {
                for (node, pointer) in nodes.iter().enumerate() {
                    donors.entry(kind(pointer)).or_default().push((host, file, node));
                }
            }
        }
        Ok(Self { hosts, donors, seed })
    }

    /// Returns a mutant, and the changes to it.
    pub(crate) fn mutant(&self, number: u64) -> (Source, String) {
        let mut numbers = Numbers(self.seed.wrapping_mul(1_000_003).wrapping_add(number));
        // Similar seeds start with similar numbers.
        (0..4).for_each(|_| {
            numbers.below(2);
        });
        let Some(host) = self.hosts.get(numbers.below(self.hosts.len())) else {
            return (Source::default(), String::new());
        };
        let mut mutant = host.source.clone();
        let mut done = vec![host.name.clone()];
        for _ in 0..=numbers.below(4) {
            let file = numbers.below(host.nodes.len());
            let (Some(root), Some(nodes)) = (mutant.roots().nth(file), host.nodes.get(file)) else {
                continue;
            };
            let Some(pointer) = nodes.get(numbers.below(nodes.len())) else { continue };
            let Some((from, mut node)) = self.donor(pointer, &mut numbers) else { continue };
            if numbers.below(2) == 0 {
                redirect(&mut node, &host.targets, &mut numbers);
            }
            mutant.change(&root, |document| {
                if let Some(place) = document.pointer_mut(pointer) {
                    *place = node;
                }
            });
            done.push(format!("{from} in place of {pointer}"));
        }
        (mutant, done.join(", "))
    }

    /// Returns a node from a place of the same kind; sometimes any other.
    fn donor(&self, pointer: &str, numbers: &mut Numbers) -> Option<(String, Value)> {
        let alike = self.donors.get(&kind(pointer)).filter(|_| numbers.below(4) > 0);
        let (host, file, node) = match alike {
            Some(donors) => *donors.get(numbers.below(donors.len()))?,
            None => {
                let host = numbers.below(self.hosts.len());
                let file = numbers.below(self.hosts.get(host)?.nodes.len());
                (host, file, numbers.below(self.hosts.get(host)?.nodes.get(file)?.len()))
            }
        };
        let host = self.hosts.get(host)?;
        let pointer = host.nodes.get(file)?.get(node)?;
        let root = host.source.roots().nth(file)?;
        let value = host.source.value(&root)?.pointer(pointer)?.clone();
        Some((format!("{}#{pointer}", host.name), value))
    }
}

/// Returns the kind of a place: its key, or the key of its parent if the description chooses the key.
fn kind(pointer: &str) -> String {
    let mut steps = pointer.rsplit('/');
    let (last, before) = (steps.next().unwrap_or_default(), steps.next().unwrap_or_default());
    let names = [
        "properties",
        "schemas",
        "responses",
        "paths",
        "parameters",
        "content",
        "examples",
        "headers",
        "definitions",
    ];
    let is_index = last.bytes().all(|byte| byte.is_ascii_digit());
    if names.contains(&before) || is_index { format!("{before}/*") } else { last.to_owned() }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// Replaces the targets of references by targets that the new description has.
fn redirect(value: &mut Value, targets: &[String], numbers: &mut Numbers) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get_mut("$ref")
                && let Some(target) = targets.get(numbers.below(targets.len()))
            {
                *reference = Value::from(target.clone());
            }
            fields.values_mut().for_each(|value| redirect(value, targets, numbers));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| redirect(value, targets, numbers)),
        _ => {}
    }
}

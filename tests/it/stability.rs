//! A neighbour that comes or goes changes nothing else: names and types stay as they were.

use std::collections::BTreeSet;

use openapi_client_codegen::{Settings, Source, generate};
use serde_json::{Value, json};

use super::cases;

/// What users of a client name: the public parts of its modules, with what they are made of.
fn items(document: &Value) -> BTreeSet<String> {
    let settings = Settings::new("openapi.json", "fixture");
    let source = Source::from_text("openapi.json", &document.to_string()).unwrap();
    let generated = generate(&source, &settings).unwrap_or_else(|report| panic!("{report}"));
    let modules = generated.output.modules.iter();
    let named = modules.filter(|module| matches!(module.name(), "models" | "resources" | "operations"));
    // Blank lines separate fields and variants too.
    let texts: Vec<String> = named.map(|module| module.text.replace(",\n\n    ", ",\n    ")).collect();
    let items = texts.iter().flat_map(|text| text.split("\n\n")).filter(|item| item.contains("pub "));
    items
        .map(|item| {
            let code = item.lines().filter(|line| !line.trim_start().starts_with("///"));
            code.collect::<Vec<_>>().join("\n")
        })
        .collect()
}

/// Whether an item is in others, or is of a type that is an alias there: a name for the same.
fn remains(item: &str, others: &BTreeSet<String>) -> bool {
    others.contains(item)
        || others.iter().any(|other| other.contains(&format!("pub type {} =", type_name(item))))
}

fn documents() -> Vec<(String, Value)> {
    let mut paths: Vec<_> =
        cases::folders("fixtures").iter().map(|folder| folder.join("openapi.yaml")).collect();
    paths.push("spec/images.yaml".into());
    let mut documents = Vec::new();
    for path in paths {
        let source = Source::open(&path).unwrap();
        let document = source.value(&source.entry()).unwrap().clone();
        // What is generated from one text alone, without warnings that stand in the way.
        let alone = Source::from_text("openapi.json", &document.to_string());
        if alone.and_then(|source| generate(&source, &Settings::new("openapi.json", "fixture"))).is_ok() {
            documents.push((path.display().to_string(), document));
        }
    }
    assert!(documents.len() > 15, "most fixtures stand alone");
    documents
}

#[test]
fn a_new_schema_renames_nothing() {
    for (name, document) in documents() {
        let before = items(&document);
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
            continue;
        };
        // First, in the middle and last; like the others, and with a part like one of theirs.
        for index in [0, schemas.len() / 2, schemas.len()] {
            let mut document = document.clone();
            let mut schemas: Vec<(String, Value)> = schemas.clone().into_iter().collect();
            let like = schemas.first().map(|(_, schema)| schema.clone()).unwrap_or_else(|| json!({}));
            let new = json!({"type": "object", "properties": {"part": like, "size": {"type": "integer"}}});
            schemas.insert(index, ("brand_new_neighbour".to_owned(), new));
            document["components"]["schemas"] = Value::Object(schemas.into_iter().collect());
            let after = items(&document);
            for item in &before {
                assert!(remains(item, &after), "{name}: a schema at {index} changes\n{item}");
            }
        }
    }
}

#[test]
fn a_schema_that_nothing_uses_can_go() {
    let mut gone = 0;
    for (name, document) in documents() {
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
            continue;
        };
        let text = document.to_string();
        let before = items(&document);
        for (key, schema) in schemas {
            // What a reference or a discriminator names, or leads into, is used; what inherits is a kind of another.
            let ways = [format!("/{key}\""), format!("/{key}/"), format!(":\"{key}\"")];
            let is_named = ways.iter().any(|way| text.contains(way));
            if is_named || schema.get("allOf").is_some() {
                continue;
            }
            let mut document = document.clone();
            document["components"]["schemas"].as_object_mut().unwrap().remove(key);
            let after = items(&document);
            gone += 1;
            for item in &after {
                assert!(remains(item, &before), "{name}: without {key}, this is new\n{item}");
            }
        }
    }
    assert!(gone > 10, "{gone} schemas were taken away");
}

/// The type that an item is, or is of.
fn type_name(item: &str) -> String {
    let words = ["pub struct ", "pub enum ", "pub type ", "impl "];
    let found = words.iter().find_map(|word| item.split_once(word));
    let name = found.map_or("", |(_, rest)| rest);
    name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

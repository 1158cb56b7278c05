//! Tests that adding or removing a schema does not change the names and types of others.

use std::collections::BTreeSet;

use openapi_client_codegen::{Settings, Source, generate};
use serde_json::{Value, json};

use super::cases;

/// Returns the public items of a client's modules, without documentation.
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

/// Returns whether an item is among others, or its type is an alias there.
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
        // Only descriptions that consist of one file and have no errors.
        let alone = Source::from_text("openapi.json", &document.to_string());
        if alone.and_then(|source| generate(&source, &Settings::new("openapi.json", "fixture"))).is_ok() {
            documents.push((path.display().to_string(), document));
        }
    }
    assert!(documents.len() > 15, "most fixtures are one file");
    documents
}

#[test]
fn a_new_schema_does_not_rename_others() {
    for (name, document) in documents() {
        let before = items(&document);
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
            continue;
        };
        // The new schema is first, in the middle or last, and contains a part that is equal to one of the
        // others.
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
fn removing_an_unused_schema_does_not_change_others() {
    let mut gone = 0;
    for (name, document) in documents() {
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
            continue;
        };
        let text = document.to_string();
        let before = items(&document);
        for (key, schema) in schemas {
            // A schema is used if a reference or a discriminator names it or a node within it. A schema that
            // inherits from another may be a variant.
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
    assert!(gone > 10, "{gone} schemas were removed");
}

#[test]
fn a_new_operation_does_not_rename_others() {
    for (name, document) in documents() {
        let before = items(&document);
        let Some(paths) = document.pointer("/paths").and_then(Value::as_object) else { continue };
        // Without operations, it is unknown which models are sent.
        for index in [0, paths.len()].into_iter().filter(|_| !paths.is_empty()) {
            for tags in [json!([]), json!(["Brand new"])] {
                let mut document = document.clone();
                let mut paths: Vec<(String, Value)> = paths.clone().into_iter().collect();
                let responses = json!({"204": {"description": "Done."}});
                let new = json!({"operationId": "brand_new", "tags": tags, "responses": responses});
                paths.insert(index, ("/brand/neighbour".to_owned(), json!({"get": new})));
                document["paths"] = Value::Object(paths.into_iter().collect());
                let after = items(&document);
                for item in &before {
                    assert!(remains(item, &after), "{name}: an operation at {index} changes\n{item}");
                }
            }
        }
    }
}

/// Returns the name of the type that an item defines or implements.
fn type_name(item: &str) -> String {
    let words = ["pub struct ", "pub enum ", "pub type ", "impl "];
    let found = words.iter().find_map(|word| item.split_once(word));
    let name = found.map_or("", |(_, rest)| rest);
    name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

//! Tests that adding or removing a schema does not change the names and types of others.

use std::collections::BTreeSet;

use openapi_client_codegen::{Settings, Source, generate};
use serde_json::{Value, json};

use super::cases;

/// Returns the public items of a client's modules, without documentation.
fn items(document: &Value, separate_types: bool) -> BTreeSet<String> {
    let mut settings = Settings::new("openapi.json", "fixture");
    settings.separate_types = separate_types;
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

/// Returns whether an item is among others; or whether its type is an alias there, which equal inline schemas
/// may become unless their types are separate.
fn remains(item: &str, others: &BTreeSet<String>, separate_types: bool) -> bool {
    let is_alias = |other: &String| other.contains(&format!("pub type {} =", type_name(item)));
    others.contains(item) || !separate_types && others.iter().any(is_alias)
}

/// Returns the name of the type that an item defines or implements.
fn type_name(item: &str) -> String {
    let words = ["pub struct ", "pub enum ", "pub type ", "impl "];
    let found = words.iter().find_map(|word| item.split_once(word));
    let name = found.map_or("", |(_, rest)| rest);
    name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
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

/// Returns the documents twice: equal inline schemas are one type, and separate ones.
fn every() -> impl Iterator<Item = (String, Value, bool)> {
    let documents = documents().into_iter();
    documents
        .flat_map(|(name, document)| [false, true].map(|separate| (name.clone(), document.clone(), separate)))
}

/// Reverses what has no order: paths, components, and the properties of every schema.
fn reversed(document: &Value) -> Value {
    fn reverse(value: &mut Value) {
        if let Value::Object(map) = value {
            *map = std::mem::take(map).into_iter().rev().collect();
        }
    }
    let mut document = document.clone();
    document.get_mut("paths").into_iter().for_each(reverse);
    let components = document.get_mut("components").and_then(Value::as_object_mut);
    components.into_iter().flat_map(serde_json::Map::values_mut).for_each(reverse);
    let mut pending = vec![&mut document];
    while let Some(value) = pending.pop() {
        match value {
            Value::Object(map) => {
                map.get_mut("properties").into_iter().for_each(reverse);
                // The values of an enum have no order either, unless an extension names them in the same order.
                let has_names = map.keys().any(|key| key.starts_with("x-"));
                if let Some(Value::Array(values)) = map.get_mut("enum").filter(|_| !has_names) {
                    values.reverse();
                }
                pending.extend(map.values_mut());
            }
            Value::Array(list) => pending.extend(list),
            _ => {}
        }
    }
    document
}

/// Returns the names of the types with their kinds, of their fields and known values, and of the operations.
fn names(document: &Value) -> BTreeSet<String> {
    let mut settings = Settings::new("openapi.json", "fixture");
    settings.lenient = true;
    settings.separate_types = true;
    let source = Source::from_text("openapi.json", &document.to_string()).unwrap();
    let generated = generate(&source, &settings).unwrap_or_else(|report| panic!("{report}"));
    let listing = serde_json::to_value(openapi_client_codegen::listing(&generated.api)).unwrap();
    let list = |key: &str| listing[key].as_array().unwrap().clone();
    let models = list("models").into_iter().flat_map(|model| {
        let members = ["fields", "variants"].iter().filter_map(|key| model[*key].as_array()).flatten();
        let members = members.filter(|member| member.get("wire").is_some());
        let named = |member: &Value| format!("{} {} {}", model["rust"], member["name"], member["wire"]);
        let members: Vec<String> = members.map(named).collect();
        std::iter::once(format!("{} {}", model["kind"], model["rust"])).chain(members)
    });
    models.chain(list("operations").into_iter().map(|operation| operation["rust"].to_string())).collect()
}

/// The fixtures whose names still depend on the order, with the reasons.
const ORDERED: &[(&str, &str)] = &[
    ("references-into", "a reference leads to a part of an operation, which the first use names"),
    ("recursive-unions", "the first alias of a cycle becomes a type"),
];

#[test]
fn the_order_of_paths_schemas_and_properties_changes_no_name() {
    let mut faults = Vec::new();
    for (name, document) in documents() {
        if ORDERED.iter().any(|(fixture, _)| name.contains(&format!("fixtures/{fixture}/"))) {
            continue;
        }
        let (before, after) = (names(&document), names(&reversed(&document)));
        faults.extend(before.symmetric_difference(&after).map(|changed| format!("{name}: {changed}")));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Schemas with equal content that nothing links are different types, so that one can change without the
/// other.
#[test]
fn a_value_added_to_one_enum_changes_no_other() {
    let document = |cat: Value, dog: Value| {
        let get = |schema: &str| {
            let schema = json!({"$ref": format!("#/components/schemas/{schema}")});
            let content = json!({"application/json": {"schema": schema}});
            json!({"get": {"operationId": format!("get{schema}"), "responses": {"200": {"description": "x", "content": content}}}})
        };
        let with = |colours| json!({"type": "object", "properties": {"colour": {"type": "string", "enum": colours}}});
        json!({"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "paths": {"/cats": get("Cat"), "/dogs": get("Dog")},
            "components": {"schemas": {"Cat": with(cat), "Dog": with(dog)}}})
    };
    let same = names(&document(json!(["black", "white"]), json!(["black", "white"])));
    assert!(
        same.contains(r#""words" "models::CatColour""#) && same.contains(r#""words" "models::DogColour""#)
    );
    for (cat, dog, added) in [
        (json!(["black", "white", "red"]), json!(["black", "white"]), r#""models::CatColour" "Red" "red""#),
        (json!(["black", "white"]), json!(["black", "white", "red"]), r#""models::DogColour" "Red" "red""#),
    ] {
        let after = names(&document(cat, dog));
        assert!(after.is_superset(&same));
        assert_eq!(after.difference(&same).collect::<Vec<_>>(), [added]);
    }
}

#[test]
fn a_new_schema_does_not_rename_others() {
    for (name, document, separate) in every() {
        let before = items(&document, separate);
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
            let after = items(&document, separate);
            for item in &before {
                assert!(remains(item, &after, separate), "{name}: a schema at {index} changes\n{item}");
            }
        }
    }
}

#[test]
fn removing_an_unused_schema_does_not_change_others() {
    let mut gone = 0;
    for (name, document, separate) in every() {
        let Some(schemas) = document.pointer("/components/schemas").and_then(Value::as_object) else {
            continue;
        };
        let text = document.to_string();
        let before = items(&document, separate);
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
            let after = items(&document, separate);
            gone += 1;
            for item in &after {
                assert!(remains(item, &before, separate), "{name}: without {key}, this is new\n{item}");
            }
        }
    }
    assert!(gone > 10, "{gone} schemas were removed");
}

#[test]
fn a_new_operation_does_not_rename_others() {
    for (name, document, separate) in every() {
        let before = items(&document, separate);
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
                let after = items(&document, separate);
                for item in &before {
                    assert!(
                        remains(item, &after, separate),
                        "{name}: an operation at {index} changes\n{item}"
                    );
                }
            }
        }
    }
}

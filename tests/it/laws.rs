//! The laws of composition: the order of parts, an alias between them and a part that is listed twice change
//! no type.

use std::collections::HashMap;

use openapi_client_codegen::listing::{ListedModel, Listing};
use openapi_client_codegen::{Settings, Source, generate, listing};
use serde_json::{Value, json};

/// Returns schemas of every type, each with a name. They do not include `null`: in an `allOf`, authors use it
/// to make the other parts nullable, which is not an intersection.
fn parts() -> Vec<(&'static str, Value)> {
    let component = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    vec![
        ("anything", json!({})),
        ("boolean", json!({"type": "boolean"})),
        ("integer", json!({"type": "integer"})),
        ("string", json!({"type": "string"})),
        ("date", json!({"type": "string", "format": "date"})),
        ("words", json!({"type": "string", "enum": ["a", "b"]})),
        ("other words", json!({"enum": ["b", "c"]})),
        ("a constant", json!({"const": "b"})),
        ("string or null", json!({"type": ["string", "null"]})),
        ("string or integer", json!({"type": ["string", "integer"]})),
        ("strings", json!({"type": "array", "items": {"type": "string"}})),
        (
            "a pair",
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}),
        ),
        ("a map", json!({"type": "object", "additionalProperties": {"type": "integer"}})),
        ("an object", json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}})),
        ("another object", json!({"properties": {"a": {"enum": ["x"]}, "b": {"type": "integer"}}})),
        ("a component", component("Thing")),
        ("a union", component("Either")),
        ("nullable component", json!({"anyOf": [component("Thing"), {"type": "null"}]})),
    ]
}

/// Describes the types of schemas, with a cache.
#[derive(Default)]
struct Meanings(HashMap<String, Option<String>>);

impl Meanings {
    fn of(&mut self, schema: &Value) -> Option<String> {
        self.0.entry(schema.to_string()).or_insert_with(|| meaning(schema)).clone()
    }
}

/// Describes the type of a schema without names, documentation and order; `None` if it is refused.
fn meaning(schema: &Value) -> Option<String> {
    let tagged = |kind: &str, key: &str| {
        json!({"type": "object", "required": ["kind"],
            "properties": {"kind": {"const": kind}, key: {"type": "string"}}})
    };
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Laws", "version": "1"},
        "paths": {},
        "components": {"schemas": {
            "Thing": {"type": "object", "properties": {"t": {"type": "string"}}},
            "Either": {"oneOf": [tagged("one", "o"), tagged("two", "w")]},
            "Subject": {"type": "object", "required": ["subject"], "properties": {"subject": schema}},
        }},
    });
    let source = Source::from_text("openapi.json", &document.to_string()).unwrap();
    let generated = generate(&source, &Settings::new("openapi.json", "fixture")).ok()?;
    let listing = listing(&generated.api);
    let subject = listing.models.iter().find(|model| model.schema == "Subject").unwrap();
    Some(model_meaning(&listing, subject, 0))
}

fn model_meaning(listing: &Listing, model: &ListedModel, depth: usize) -> String {
    let of = |ty: &Option<String>| ty.as_ref().map(|ty| type_meaning(listing, ty, depth)).unwrap_or_default();
    if model.kind == "alias" {
        return of(&model.ty);
    }
    let fields = model.fields.iter().map(|field| {
        format!("{} {} {}", field.wire, field.presence, type_meaning(listing, &field.ty, depth))
    });
    let variants = model.variants.iter().map(|variant| {
        let wire = variant.wire.clone().unwrap_or_default();
        format!("{wire} {:?} {}", variant.tags, of(&variant.ty))
    });
    let mut parts: Vec<String> = fields.chain(variants).collect();
    parts.sort();
    format!("{}({}; {}; {})", model.kind, parts.join(", "), of(&model.rest), of(&model.ty))
}

/// Replaces each name of a model in a type by its meaning.
fn type_meaning(listing: &Listing, ty: &str, depth: usize) -> String {
    let Some((before, after)) = ty.split_once("models::").filter(|_| depth < 6) else { return ty.to_owned() };
    let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    let (name, rest) = after.split_at(end);
    let model = listing.models.iter().find(|model| model.rust == format!("models::{name}")).unwrap();
    format!("{before}{}{}", model_meaning(listing, model, depth + 1), type_meaning(listing, rest, depth))
}

/// Asserts that schemas mean the same for each pair of parts.
fn assert_law(meanings: &mut Meanings, keyword: &str, other: impl Fn(&Value, &Value) -> Value) {
    let parts = parts();
    let mut broken = Vec::new();
    for (one_name, one) in &parts {
        for (two_name, two) in &parts {
            let first = meanings.of(&json!({keyword: [one, two]}));
            let second = meanings.of(&other(one, two));
            if first != second {
                let shown = |it: Option<String>| it.unwrap_or_else(|| "refused".to_owned());
                broken.push(format!("{one_name} and {two_name}:\n  {}\n  {}", shown(first), shown(second)));
            }
        }
    }
    assert!(broken.is_empty(), "{} of {}:\n{}", broken.len(), parts.len().pow(2), broken.join("\n"));
}

#[test]
fn the_order_and_the_number_of_parts_change_nothing() {
    let mut meanings = Meanings::default();
    for keyword in ["allOf", "anyOf"] {
        assert_law(&mut meanings, keyword, |one, two| json!({keyword: [two, one]}));
        assert_law(&mut meanings, keyword, |one, two| json!({keyword: [one, two, one]}));
    }
}

#[test]
fn an_intersection_within_another_changes_nothing() {
    let mut meanings = Meanings::default();
    assert_law(&mut meanings, "allOf", |one, two| json!({"allOf": [{"allOf": [one]}, {"allOf": [two]}]}));
    // An alias of a union with a description becomes a separate union.
    let alias = |one: &Value, two: &Value| match one == two {
        true => json!({"allOf": [one, two]}),
        false => json!({"allOf": [{"description": "An alias.", "allOf": [one]}, two]}),
    };
    assert_law(&mut meanings, "allOf", alias);
}

//! The keywords of schemas, by version of OpenAPI, with random values.

use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use super::Dialect::{self, V2_0, V3_0, V3_1, V3_2};
use super::schemas::Maker;

/// A keyword, or a value of `type`.
pub(crate) struct Keyword {
    /// The name; for a value of `type`, it follows a colon.
    pub(crate) name: &'static str,
    /// The versions of OpenAPI that define it.
    dialects: &'static [Dialect],
    /// Adds the keyword, and those that it needs, to a schema.
    add: fn(&mut Maker<'_>, &mut Map<String, Value>),
}

impl Keyword {
    pub(crate) fn is_in(&self, dialect: Dialect) -> bool {
        self.dialects.contains(&dialect)
    }

    pub(crate) fn add(&self, maker: &mut Maker<'_>, schema: &mut Map<String, Value>) {
        (self.add)(maker, schema);
    }
}

const ALL: &[Dialect] = &[V2_0, V3_0, V3_1, V3_2];
const FROM_3_0: &[Dialect] = &[V3_0, V3_1, V3_2];
const FROM_3_1: &[Dialect] = &[V3_1, V3_2];

macro_rules! keywords {
    ($($name:literal, $dialects:expr, $value:expr;)*) => {
        /// All keywords.
        pub(crate) const KEYWORDS: &[Keyword] = &[
            Keyword { name: "type:string", dialects: ALL, add: |_, schema| set(schema, "type", json!("string")) },
            Keyword { name: "type:integer", dialects: ALL, add: |_, schema| set(schema, "type", json!("integer")) },
            Keyword { name: "type:number", dialects: ALL, add: |_, schema| set(schema, "type", json!("number")) },
            Keyword { name: "type:boolean", dialects: ALL, add: |_, schema| set(schema, "type", json!("boolean")) },
            Keyword { name: "type:object", dialects: ALL, add: |_, schema| set(schema, "type", json!("object")) },
            Keyword { name: "type:array", dialects: ALL, add: |maker, schema| {
                set(schema, "type", json!("array"));
                // `items` is required beside it, until 3.0 (OpenAPI 3.0.4, section 4.7.24).
                if !maker.dialect.is_json_schema() {
                    let items = maker.within("item", Maker::schema);
                    schema.entry("items").or_insert(items);
                }
            } },
            Keyword { name: "type:null", dialects: FROM_3_1, add: |_, schema| set(schema, "type", json!("null")) },
            Keyword { name: "type:list", dialects: FROM_3_1, add: |maker, schema| {
                let kinds = ["string", "integer", "number", "boolean", "object", "array", "null"];
                let count = maker.rng.random_range(1..4);
                set(schema, "type", json!(kinds.sample(&mut maker.rng, count).collect::<Vec<_>>()));
            } },
            Keyword { name: "nullable", dialects: &[V3_0], add: |maker, schema| {
                // It has no effect without `type` (OpenAPI 3.0.4, section 4.7.24).
                if !schema.contains_key("type") {
                    set(schema, "type", maker.word_of(&["string", "integer", "object", "boolean"]));
                }
                set(schema, "nullable", json!(true));
            } },
            Keyword { name: "exclusiveMinimum", dialects: ALL, add: |maker, schema| exclusive(maker, schema, "exclusiveMinimum", "minimum") },
            Keyword { name: "exclusiveMaximum", dialects: ALL, add: |maker, schema| exclusive(maker, schema, "exclusiveMaximum", "maximum") },
            Keyword { name: "then", dialects: FROM_3_1, add: |maker, schema| {
                let (condition, then) = (maker.condition(), maker.within("branch", Maker::schema));
                schema.entry("if").or_insert(condition);
                set(schema, "then", then);
            } },
            Keyword { name: "else", dialects: FROM_3_1, add: |maker, schema| {
                let (condition, otherwise) = (maker.condition(), maker.within("branch", Maker::schema));
                schema.entry("if").or_insert(condition);
                set(schema, "else", otherwise);
            } },
            Keyword { name: "minContains", dialects: FROM_3_1, add: |maker, schema| {
                let contained = maker.within("item", Maker::schema);
                schema.entry("contains").or_insert(contained);
                set(schema, "minContains", maker.count());
            } },
            Keyword { name: "maxContains", dialects: FROM_3_1, add: |maker, schema| {
                let contained = maker.within("item", Maker::schema);
                schema.entry("contains").or_insert(contained);
                set(schema, "maxContains", json!(maker.rng.random_range(1..4)));
            } },
            Keyword { name: "contentSchema", dialects: FROM_3_1, add: |maker, schema| {
                set(schema, "type", json!("string"));
                set(schema, "contentMediaType", json!("application/json"));
                let content = maker.within("inline", Maker::schema);
                set(schema, "contentSchema", content);
            } },
            $(Keyword { name: $name, dialects: $dialects, add: |maker, schema| {
                let make: fn(&mut Maker<'_>) -> Value = $value;
                let value = make(maker);
                set(schema, $name, value);
            } },)*
        ];
    };
}

keywords! {
    "title", ALL, |maker| maker.word_of(&["Thing", "a title", "Größe", "A* [b](c)"]);
    "description", ALL, |maker| maker.word_of(&["Text.", "Two\n\nparagraphs", "`code` <b> \\ */", "[x]: y"]);
    "default", ALL, |maker| maker.literal(0);
    "example", ALL, |maker| maker.literal(0);
    "examples", FROM_3_1, |maker| json!([maker.literal(0), maker.literal(1)]);
    "deprecated", FROM_3_0, |_| json!(true);
    "readOnly", ALL, |_| json!(true);
    "writeOnly", FROM_3_0, |_| json!(true);
    "x-nullable", &[V2_0], |_| json!(true);
    "externalDocs", ALL, |_| json!({"url": "https://example.com/", "description": "more"});
    "xml", ALL, |maker| maker.word_of(&["a", "b"]).as_str().map_or(json!({}), |name| json!({"name": name}));
    "$comment", FROM_3_1, |_| json!("a comment");
    "$defs", FROM_3_1, |maker| json!({"inner": maker.within("inline", Maker::schema)});
    "enum", ALL, |maker| maker.listed();
    "const", FROM_3_1, |maker| maker.literal(0);
    "format", ALL, |maker| maker.word_of(&[
        "date-time", "date", "uuid", "byte", "binary", "int32", "int64", "uint64", "int8", "float", "double", "password",
        "email", "uri", "ipv4", "duration", "decimal", "x-own",
    ]);
    "multipleOf", ALL, |maker| maker.number_of(&[json!(1), json!(2), json!(0.5), json!(0.01), json!(10)]);
    "minimum", ALL, |maker| maker.number_of(&[json!(0), json!(-1), json!(1), json!(0.5), json!(-128), json!(-9223372036854775808i64)]);
    "maximum", ALL, |maker| maker.number_of(&[json!(1), json!(10), json!(255), json!(99.5), json!(u64::MAX), json!(1e300)]);
    "minLength", ALL, |maker| maker.count();
    "maxLength", ALL, |maker| maker.number_of(&[json!(1), json!(2), json!(5), json!(100)]);
    "pattern", ALL, |maker| maker.word_of(&["^a", "[0-9]+", "^[a-z]{2,5}$", "a|b", "^(?!x)", "\\d\\w?"]);
    "minItems", ALL, |maker| maker.count();
    "maxItems", ALL, |maker| maker.number_of(&[json!(1), json!(2), json!(5)]);
    "uniqueItems", ALL, |_| json!(true);
    "minProperties", ALL, |maker| maker.count();
    "maxProperties", ALL, |maker| maker.number_of(&[json!(1), json!(2), json!(5)]);
    "items", ALL, |maker| maker.within("item", Maker::schema);
    "prefixItems", FROM_3_1, |maker| maker.list("item");
    "contains", FROM_3_1, |maker| maker.within("item", Maker::schema);
    "unevaluatedItems", FROM_3_1, |maker| maker.closed("item");
    "properties", ALL, |maker| maker.properties();
    "required", ALL, |maker| maker.required();
    "additionalProperties", ALL, |maker| maker.closed("map");
    "patternProperties", FROM_3_1, |maker| json!({"^x-": maker.within("map", Maker::schema)});
    "propertyNames", FROM_3_1, |maker| maker.word_of(&["^a", "^[a-z]", "."]).as_str().map_or(json!({}), |pattern| json!({"pattern": pattern}));
    "unevaluatedProperties", FROM_3_1, |maker| maker.closed("map");
    "dependentRequired", FROM_3_1, |maker| {
        let (one, other) = (maker.key(), maker.key());
        json!({one: [other]})
    };
    "dependentSchemas", FROM_3_1, |maker| {
        let key = maker.key();
        json!({key: maker.within("branch", Maker::schema)})
    };
    "allOf", ALL, |maker| maker.list("branch");
    "anyOf", FROM_3_0, |maker| maker.list("branch");
    "oneOf", FROM_3_0, |maker| maker.list("branch");
    "not", FROM_3_0, |maker| maker.within("branch", Maker::scalar);
    "contentMediaType", FROM_3_1, |maker| maker.word_of(&["application/json", "image/png", "text/plain"]);
    "contentEncoding", FROM_3_1, |maker| maker.word_of(&["base64", "base64url", "quoted-printable"]);
    "$ref", ALL, |maker| maker.reference();
}

/// Keywords of the grammar that random schemas do not have by themselves, with the reason.
#[cfg(test)]
const ELSEWHERE: &[(&str, &str)] = &[
    ("type", "each of its values is an entry"),
    ("discriminator", "a family of classes has it, because its property must be in every branch"),
    ("definitions", "it is `$defs` of older drafts, and no keyword of OpenAPI"),
];

fn set(schema: &mut Map<String, Value>, key: &str, value: Value) {
    schema.insert(key.to_owned(), value);
}

/// Adds an exclusive bound: a flag beside the bound until 3.0, a number since 3.1.
fn exclusive(maker: &mut Maker<'_>, schema: &mut Map<String, Value>, key: &str, bound: &str) {
    let limit = if bound == "minimum" { json!(-5) } else { json!(50) };
    if maker.dialect.is_json_schema() {
        set(schema, key, limit);
    } else {
        schema.entry(bound).or_insert(limit);
        set(schema, key, json!(true));
    }
}

/// Returns the keywords of a schema, with the value of `type` after a colon.
pub(crate) fn of_schema(schema: &Map<String, Value>) -> Vec<String> {
    let mut names: Vec<String> =
        schema.keys().filter(|key| *key != "type" && *key != "if").cloned().collect();
    match schema.get("type") {
        Some(Value::String(kind)) => names.push(format!("type:{kind}")),
        Some(Value::Array(_)) => names.push("type:list".to_owned()),
        _ => {}
    }
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use openapi_client_codegen::grammar_view::{Object, ValueType};

    use super::{ELSEWHERE, KEYWORDS};

    #[test]
    fn every_keyword_of_the_grammar_is_tried() {
        let ValueType::Object { object, .. } = schema_object() else { panic!("a schema is an object") };
        for (key, _) in object.keys() {
            let is_tried = KEYWORDS.iter().any(|keyword| keyword.name == key);
            let is_elsewhere = ELSEWHERE.iter().any(|(name, _)| *name == key);
            assert!(is_tried != is_elsewhere, "{key}");
        }
    }

    fn schema_object() -> ValueType {
        let components = Object::DOCUMENT.keys().find(|(key, _)| *key == "components").map(|(_, ty)| ty);
        let Some(ValueType::Object { object, .. }) = components else { panic!("components are an object") };
        let schemas = object.keys().find(|(key, _)| *key == "schemas").map(|(_, ty)| ty);
        let Some(ValueType::Map(schema)) = schemas else { panic!("schemas are a map") };
        *schema
    }
}

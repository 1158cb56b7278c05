//! Schemas of Swagger 2.0, and the parameters, headers and items that have the keys of schemas.

use serde_json::{Map, Value, json};

use super::{Kind, Rewriter};
use crate::diagnostics::Place;

/// The keys of a parameter, header or item that are a schema's in 3.0.
pub(super) const KEYS: &[&str] = &[
    "type",
    "format",
    "items",
    "enum",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "multipleOf",
];

/// The keys under which a schema holds others by name.
const MAPS: [&str; 2] = ["properties", "patternProperties"];

/// The keys under which a schema holds another, or a list of them: `items` is a list for tuples (JSON Schema
/// draft 4).
const HOLDERS: [&str; 6] = ["allOf", "anyOf", "oneOf", "items", "additionalProperties", "not"];

impl Rewriter<'_> {
    /// Rewrites a schema and the schemas within it, but no data: `example`, `default`, `enum` and extensions.
    pub(super) fn schema(&mut self, node: &mut Value, place: &Place) {
        self.refers(Kind::Schema, node, place);
        let Value::Object(fields) = node else { return };
        scalar(fields);
        if let Some(Value::Object(mapping)) =
            fields.get_mut("discriminator").and_then(|it| it.get_mut("mapping"))
        {
            for (value, target) in mapping {
                let mut node = json!({"$ref": target});
                self.refers(Kind::Schema, &mut node, &place.key("discriminator").key("mapping").key(value));
                *target = node.get("$ref").cloned().unwrap_or_default();
            }
        }
        for key in MAPS {
            if let Some(Value::Object(schemas)) = fields.get_mut(key) {
                let place = place.key(key);
                schemas.iter_mut().for_each(|(name, schema)| self.schema(schema, &place.key(name)));
            }
        }
        for key in HOLDERS {
            let place = place.key(key);
            match fields.get_mut(key) {
                Some(Value::Array(schemas)) => schemas.iter_mut().enumerate().for_each(|(index, schema)| {
                    self.schema(schema, &place.index(index));
                }),
                Some(schema) => self.schema(schema, &place),
                None => {}
            }
        }
    }
}

/// Rewrites the keys of one schema that 2.0 writes differently.
fn scalar(fields: &mut Map<String, Value>) {
    if let Some(Value::String(property)) = fields.get("discriminator") {
        let discriminator = json!({"propertyName": property});
        fields.insert("discriminator".to_owned(), discriminator);
    }
    if fields.get("x-nullable") == Some(&Value::Bool(true)) {
        fields.insert("nullable".to_owned(), Value::Bool(true));
    }
    if fields.get("type") == Some(&json!("file")) {
        fields.insert("type".to_owned(), Value::from("string"));
        fields.insert("format".to_owned(), Value::from("binary"));
    }
}

/// Returns the schema of a parameter or header, without the description, which belongs to the parameter.
pub(super) fn of(node: &Value) -> Map<String, Value> {
    let mut schema = Map::new();
    for key in KEYS.iter().chain(&["x-nullable"]) {
        if let Some(value) = node.get(*key) {
            schema.insert((*key).to_owned(), value.clone());
        }
    }
    let mut within = schema.get_mut("items");
    while let Some(Value::Object(items)) = within {
        items.shift_remove("collectionFormat");
        scalar(items);
        within = items.get_mut("items");
    }
    scalar(&mut schema);
    schema
}

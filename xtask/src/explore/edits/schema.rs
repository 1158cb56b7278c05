//! Random schemas.

use serde_json::{Map, Value, json};

use super::numbers::Numbers;
use crate::explore::Dialect;

pub(super) const PROPERTIES: [&str; 16] = [
    "name",
    "size",
    "state",
    "owner",
    "created_at",
    "tags",
    "notes",
    "price",
    "active",
    "parent",
    "kind",
    "settings",
    "code",
    "type",
    "homePage",
    "items",
];
pub(super) const VALUES: [&str; 7] = ["new", "active", "on-hold", "closed", "lost", "1st", "N/A"];

/// A maker of schemas that refer to the components.
pub(super) struct Schemas {
    pub(super) numbers: Numbers,
    pub(super) dialect: Dialect,
    /// The names of the components. The first half are objects.
    pub(super) names: Vec<&'static str>,
}

impl Schemas {
    /// Returns the components with these names.
    pub(super) fn components(&mut self, names: &[&'static str]) -> Value {
        self.names = names.to_vec();
        let objects = names.len().div_ceil(2);
        let mut components = Map::new();
        for (index, name) in names.iter().enumerate() {
            let schema = if index < objects { self.object(0, false) } else { self.component() };
            components.insert((*name).to_owned(), schema);
        }
        Value::Object(components)
    }

    fn to(&self, name: &str) -> Value {
        json!({"$ref": format!("{}{name}", self.dialect.schemas())})
    }

    /// Returns a reference to any component.
    pub(super) fn reference(&mut self) -> Value {
        let name = self.numbers.pick(&self.names).copied().unwrap_or_default();
        self.to(name)
    }

    /// Returns a reference to an object.
    fn object_reference(&mut self) -> Value {
        let name = self.numbers.below(self.names.len().div_ceil(2));
        self.to(self.names.get(name).copied().unwrap_or_default())
    }

    fn component(&mut self) -> Value {
        match self.numbers.below(8) {
            0 | 1 => self.words(),
            2 | 3 => self.union(),
            4 => json!({"allOf": [self.object_reference(), self.object(1, false)]}),
            5 => json!({"type": "object", "additionalProperties": self.scalar()}),
            6 => json!({"type": "array", "items": self.object_reference()}),
            _ => self.scalar(),
        }
    }

    fn words(&mut self) -> Value {
        let count = self.numbers.between(1, 4);
        json!({"type": "string", "enum": self.numbers.words(&VALUES, count)})
    }

    fn union(&mut self) -> Value {
        let objects = self.names.len().div_ceil(2);
        let count = self.numbers.between(2, 3).min(objects);
        let names = self.names.get(..objects).unwrap_or_default().to_vec();
        let mut branches: Vec<Value> =
            self.numbers.words(&names, count).into_iter().map(|name| self.to(name)).collect();
        if self.numbers.chance(40) || branches.len() < 2 {
            branches.push(json!({"type": "string"}));
        }
        if self.numbers.chance(20) {
            branches.push(json!({"type": "integer"}));
        }
        json!({"oneOf": branches})
    }

    /// Returns an object, whose properties are scalars if it `is_flat`.
    pub(super) fn object(&mut self, depth: usize, is_flat: bool) -> Value {
        let count = self.numbers.between(1, 5);
        let names = self.numbers.words(&PROPERTIES, count);
        let mut object = json!({"type": "object"});
        if self.numbers.chance(30) {
            set(&mut object, "description", json!("An object of the API."));
        }
        let required: Vec<&str> = names.iter().copied().filter(|_| self.numbers.chance(45)).collect();
        if !required.is_empty() {
            set(&mut object, "required", json!(required));
        }
        let mut properties = Map::new();
        for name in names {
            let mut schema = if is_flat { self.scalar() } else { self.property(depth) };
            if schema.get("$ref").is_none() && self.numbers.chance(12) {
                let key = self.numbers.word(&["readOnly", "writeOnly", "deprecated"]);
                set(&mut schema, key, json!(true));
            }
            properties.insert(name.to_owned(), schema);
        }
        set(&mut object, "properties", Value::Object(properties));
        match self.numbers.below(10) {
            0 => set(&mut object, "additionalProperties", json!(false)),
            1 if !is_flat => set(&mut object, "additionalProperties", json!(true)),
            2 if !is_flat => set(&mut object, "additionalProperties", json!({"type": "string"})),
            _ => {}
        }
        object
    }

    /// Returns the schema of a property.
    pub(super) fn property(&mut self, depth: usize) -> Value {
        let schema = match self.numbers.below(14) {
            0 | 1 => return self.reference(),
            2 => self.words(),
            3 => json!({"type": "array", "items": self.scalar()}),
            4 => json!({"type": "array", "items": self.reference()}),
            5 if depth < 2 => self.object(depth + 1, false),
            6 if depth < 2 => json!({"type": "array", "items": self.object(depth + 1, false)}),
            7 => json!({"type": "object", "additionalProperties": self.scalar()}),
            8 => return json!({}),
            _ => self.scalar(),
        };
        if self.numbers.chance(20) { nullable(schema, self.dialect) } else { schema }
    }

    pub(super) fn scalar(&mut self) -> Value {
        let mut schema = match self.numbers.below(12) {
            0 => json!({"type": "string", "format": "date-time"}),
            1 => json!({"type": "string", "format": "date"}),
            2 => json!({"type": "string", "format": "uuid"}),
            3 => json!({"type": "string", "format": "byte"}),
            4 => json!({"type": "integer", "format": "int32"}),
            5 => json!({"type": "integer"}),
            6 => json!({"type": "number"}),
            7 => json!({"type": "boolean"}),
            8 => json!({"type": "string", "default": "none"}),
            _ => json!({"type": "string"}),
        };
        if self.numbers.chance(15) {
            set(&mut schema, "description", json!("A value of the API."));
        }
        schema
    }
}

/// Returns the schema, which also allows null.
pub(super) fn nullable(mut schema: Value, dialect: Dialect) -> Value {
    if !dialect.is_json_schema() {
        set(&mut schema, "nullable", json!(true));
    } else if let Some(ty) = schema.get("type").and_then(Value::as_str).map(str::to_owned) {
        set(&mut schema, "type", json!([ty, "null"]));
        if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
            values.push(Value::Null);
        }
    }
    schema
}

/// Sets a member of an object.
pub(super) fn set(node: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = node {
        fields.insert(key.to_owned(), value);
    }
}

//! Random schemas.

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use super::Dialect;
use super::coverage::Target;
use super::keywords::KEYWORDS;

/// The largest depth of inline schemas.
const DEPTH: usize = 4;

const KEYS: &[&str] = &["a", "b", "kind", "name", "created_at", "x-y", "type", "self", "größe", "A", "x-own"];

/// The smallest parts of names, with a placeholder for the number of the description.
const COMPONENTS: [&str; 3] = ["A", "B", "C"];

/// A maker of the component schemas of one description.
pub(crate) struct Maker<'a> {
    pub(crate) rng: &'a mut StdRng,
    pub(crate) dialect: Dialect,
    /// The number of the description, which is a part of all names.
    number: u64,
    depth: usize,
    /// The place of the schema being made.
    place: &'static str,
    /// Pairs of keywords to write at their places.
    targets: Vec<Target>,
}

/// Component schemas, and the paths that use them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub(crate) schemas: Map<String, Value>,
    pub(crate) paths: Map<String, Value>,
}

impl Group {
    /// Returns random schemas that contain pairs of keywords at their places.
    pub(crate) fn of(rng: &mut StdRng, dialect: Dialect, number: u64, targets: Vec<Target>) -> Self {
        let mut maker = Maker { rng, dialect, number, depth: 0, place: "component", targets };
        let mut schemas = Map::new();
        for name in COMPONENTS {
            maker.place = "component";
            let schema = maker.schema();
            schemas.insert(format!("{name}{number}"), schema);
        }
        if dialect != Dialect::V2_0 && maker.chance(0.15) {
            maker.family(&mut schemas);
        }
        let mut paths = Map::new();
        let path = maker.path_item();
        paths.insert(format!("/p{number}"), path);
        Self { schemas, paths }
    }

    /// Returns the schemas and paths of a description.
    pub(crate) fn in_description(description: &Value) -> Self {
        let schemas = description.pointer("/components/schemas").or_else(|| description.get("definitions"));
        let fields = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
        Self { schemas: fields(schemas), paths: fields(description.get("paths")) }
    }

    pub(crate) fn description(&self, dialect: Dialect) -> Value {
        dialect.description(&Value::Object(self.schemas.clone()), &Value::Object(self.paths.clone()))
    }
}

impl Maker<'_> {
    fn chance(&mut self, probability: f64) -> bool {
        self.rng.random_bool(probability)
    }

    pub(crate) fn word_of(&mut self, words: &[&str]) -> Value {
        words.choose(self.rng).copied().unwrap_or_default().into()
    }

    pub(crate) fn number_of(&mut self, numbers: &[Value]) -> Value {
        numbers.choose(self.rng).cloned().unwrap_or_default()
    }

    pub(crate) fn count(&mut self) -> Value {
        json!(self.rng.random_range(0..3))
    }

    pub(crate) fn key(&mut self) -> String {
        KEYS.choose(self.rng).copied().unwrap_or("a").to_owned()
    }

    /// Makes a schema at a place within the schema being made.
    pub(crate) fn within(&mut self, place: &'static str, make: fn(&mut Self) -> Value) -> Value {
        let outer = std::mem::replace(&mut self.place, place);
        self.depth += 1;
        let made = make(self);
        self.depth -= 1;
        self.place = outer;
        made
    }

    /// Returns a schema of any kind. It has the pairs of keywords that are still to be written at its place.
    pub(crate) fn schema(&mut self) -> Value {
        let place = self.place;
        if let Some(index) = self.targets.iter().position(|target| target.place == place) {
            let target = self.targets.swap_remove(index);
            let mut schema = Map::new();
            for index in [target.one, target.other] {
                if let Some(keyword) = KEYWORDS.get(index) {
                    keyword.add(self, &mut schema);
                }
            }
            if self.chance(0.3) {
                self.decorate(&mut schema);
            }
            return Value::Object(schema);
        }
        let roll =
            if self.depth >= DEPTH { self.rng.random_range(0..40) } else { self.rng.random_range(0..100) };
        match roll {
            0..22 => self.scalar(),
            22..30 => self.enumeration(),
            30..40 => json!({"$ref": self.reference()}),
            40..58 => self.object(),
            58..68 => self.array(),
            68..74 => json!({"type": "object", "additionalProperties": self.closed("map")}),
            74..80 => json!({"allOf": self.list("branch")}),
            80..90 if self.dialect != Dialect::V2_0 => {
                let keyword = if self.chance(0.5) { "oneOf" } else { "anyOf" };
                json!({keyword: self.list("branch")})
            }
            80..92 => json!({}),
            92..94 if self.dialect.is_json_schema() => json!(true),
            _ => {
                let mut schema = Map::new();
                self.decorate(&mut schema);
                self.decorate(&mut schema);
                Value::Object(schema)
            }
        }
    }

    /// Adds one or two keywords from the whole table.
    fn decorate(&mut self, schema: &mut Map<String, Value>) {
        for _ in 0..self.rng.random_range(1..3) {
            let known: Vec<_> = KEYWORDS.iter().filter(|keyword| keyword.is_in(self.dialect)).collect();
            if let Some(keyword) = known.choose(self.rng) {
                keyword.add(self, schema);
            }
        }
    }

    /// Sometimes adds keywords.
    fn varied(&mut self, schema: Value) -> Value {
        match schema {
            Value::Object(mut fields) if self.chance(0.25) && self.depth < DEPTH => {
                self.decorate(&mut fields);
                Value::Object(fields)
            }
            other => other,
        }
    }

    pub(crate) fn scalar(&mut self) -> Value {
        let kind = self.word_of(&["string", "string", "integer", "number", "boolean"]);
        let mut schema = Map::from_iter([("type".to_owned(), kind.clone())]);
        if self.chance(0.3) {
            let formats: &[&str] = match kind.as_str() {
                Some("string") => &["date-time", "date", "uuid", "byte", "password", "email", "uri"],
                Some("integer") => &["int32", "int64", "uint64", "int8"],
                _ => &["double", "float", "x-own"],
            };
            schema.insert("format".to_owned(), self.word_of(formats));
        }
        let is_nullable = self.chance(0.2);
        match self.dialect {
            Dialect::V3_0 if is_nullable => drop(schema.insert("nullable".to_owned(), json!(true))),
            Dialect::V3_1 | Dialect::V3_2 if is_nullable => {
                schema.insert("type".to_owned(), json!([kind, "null"]));
            }
            _ => {}
        }
        self.varied(Value::Object(schema))
    }

    fn enumeration(&mut self) -> Value {
        let values = self.listed();
        let is_text = values.as_array().is_some_and(|values| values.iter().all(Value::is_string));
        if is_text && self.chance(0.7) {
            json!({"type": "string", "enum": values})
        } else {
            json!({"enum": values})
        }
    }

    /// Returns the values of an `enum`, without repetition.
    pub(crate) fn listed(&mut self) -> Value {
        let texts = ["a", "b", "A", "a b", "", "1", "null", "é", "self", "-1", "a-b", "a_b"].map(Value::from);
        let others =
            [json!(0), json!(1), json!(-1), json!(true), json!(false), json!(1.5), json!(null), json!("1")];
        let count = self.rng.random_range(1..5);
        let pool: &[Value] = match self.rng.random_range(0..4) {
            0 => &others[..3],
            1 => &others,
            _ => &texts,
        };
        Value::Array(pool.sample(self.rng, count).cloned().collect())
    }

    /// Returns a value that has no connection to the schema.
    pub(crate) fn literal(&mut self, depth: usize) -> Value {
        let simple = [
            json!("a"),
            json!(""),
            json!(1),
            json!(-0.5),
            json!(true),
            json!(null),
            json!(false),
            json!("b c"),
        ];
        match self.rng.random_range(0..12) {
            0 if depth < 2 => json!([self.literal(depth + 1)]),
            1 if depth < 2 => {
                let key = self.key();
                json!({key: self.literal(depth + 1)})
            }
            _ => self.number_of(&simple),
        }
    }

    pub(crate) fn reference(&mut self) -> Value {
        let name = COMPONENTS.choose(self.rng).copied().unwrap_or("A");
        format!("{}{name}{}", self.dialect.schemas(), self.number).into()
    }

    pub(crate) fn properties(&mut self) -> Value {
        let mut properties = Map::new();
        for _ in 0..self.rng.random_range(1..4) {
            let schema = self.within("property", Self::schema);
            properties.insert(self.key(), schema);
        }
        Value::Object(properties)
    }

    pub(crate) fn required(&mut self) -> Value {
        let count = self.rng.random_range(1..3);
        json!(KEYS.sample(self.rng, count).collect::<Vec<_>>())
    }

    fn object(&mut self) -> Value {
        let properties = self.properties();
        let mut schema = Map::new();
        if self.chance(0.85) {
            schema.insert("type".to_owned(), json!("object"));
        }
        let keys: Vec<&String> = properties.as_object().into_iter().flat_map(Map::keys).collect();
        let required: Vec<&&String> = keys.iter().filter(|_| self.rng.random_bool(0.4)).collect();
        if !required.is_empty() {
            schema.insert("required".to_owned(), json!(required));
        }
        schema.insert("properties".to_owned(), properties);
        if self.chance(0.2) {
            let closed = self.closed("map");
            schema.insert("additionalProperties".to_owned(), closed);
        }
        self.varied(Value::Object(schema))
    }

    fn array(&mut self) -> Value {
        let items = self.within("item", Self::schema);
        let mut schema = json!({"type": "array", "items": items});
        if self.dialect.is_json_schema() && self.chance(0.2) {
            let prefix = self.list("item");
            if let Some(fields) = schema.as_object_mut() {
                fields.insert("prefixItems".to_owned(), prefix);
            }
        }
        self.varied(schema)
    }

    /// Returns schemas that are parts of the same schema.
    pub(crate) fn list(&mut self, place: &'static str) -> Value {
        (0..self.rng.random_range(1..4)).map(|_| self.within(place, Self::schema)).collect()
    }

    /// Returns `true`, `false` or a schema.
    pub(crate) fn closed(&mut self, place: &'static str) -> Value {
        match self.rng.random_range(0..5) {
            0 => json!(true),
            1 => json!(false),
            _ => self.within(place, Self::schema),
        }
    }

    /// Returns a condition on one key.
    pub(crate) fn condition(&mut self) -> Value {
        let key = self.key();
        json!({"type": "object", "required": [key], "properties": {key: {"const": self.literal(1)}}})
    }

    /// Adds classes that a discriminator distinguishes.
    fn family(&mut self, schemas: &mut Map<String, Value>) {
        let number = self.number;
        let base = format!("Base{number}");
        let names = ["Cat", "Dog"].map(|name| format!("{name}{number}"));
        let to = |name: &str| json!({"$ref": format!("{}{name}", self.dialect.schemas())});
        let tag = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}});
        let by_inheritance = self.rng.random_bool(0.4);
        let is_mapped = self.rng.random_bool(0.5);
        let mut discriminator = json!({"propertyName": "kind"});
        if is_mapped && let Some(fields) = discriminator.as_object_mut() {
            let mapping = names.iter().zip(["cat", "dog"]).map(|(name, word)| {
                (word.to_owned(), Value::from(format!("{}{name}", self.dialect.schemas())))
            });
            fields.insert("mapping".to_owned(), mapping.collect::<Map<_, _>>().into());
        }
        let branches = json!([to(&names[0]), to(&names[1])]);
        let base_schema = if by_inheritance {
            let mut schema = tag.clone();
            if let Some(fields) = schema.as_object_mut() {
                fields.insert("discriminator".to_owned(), discriminator);
            }
            schema
        } else {
            json!({"oneOf": branches, "discriminator": discriminator})
        };
        let reference = to(&base);
        schemas.insert(base, base_schema);
        for (name, word) in names.into_iter().zip(["cat", "dog"]) {
            let own = self.properties();
            let word = if is_mapped { word.to_owned() } else { name.clone() };
            let tag =
                json!({"required": ["kind"], "properties": {"kind": {"type": "string", "enum": [word]}}});
            let mut class = json!({"type": "object", "properties": own});
            if let Some(properties) = class.get_mut("properties").and_then(Value::as_object_mut) {
                properties.remove("kind");
            }
            let first = if by_inheritance { reference.clone() } else { json!({}) };
            schemas.insert(name, json!({"allOf": [first, tag, class]}));
        }
    }

    /// Returns an operation that uses schemas outside the components.
    fn path_item(&mut self) -> Value {
        let mut at = |place: &'static str| self.within(place, Self::schema);
        let (body, parameter, header, part) = (at("body"), at("parameter"), at("header"), at("part"));
        let inline = at("inline");
        let description = json!("A response");
        if self.dialect == Dialect::V2_0 {
            return json!({"post": {
                "parameters": [{"name": "body", "in": "body", "schema": body}],
                "responses": {"200": {"description": description, "schema": inline}},
            }});
        }
        let parameters = json!([
            {"name": "q", "in": "query", "schema": parameter},
            {"name": "X-Q", "in": "header", "schema": header},
        ]);
        let part_type = self.word_of(&["multipart/form-data", "application/x-www-form-urlencoded"]);
        let part_type = part_type.as_str().unwrap_or_default().to_owned();
        json!({
            "post": {
                "parameters": parameters,
                "requestBody": {"content": {"application/json": {"schema": body}}},
                "responses": {"200": {
                    "description": description,
                    "headers": {"X-H": {"schema": header}},
                    "content": {"application/json": {"schema": inline}},
                }},
            },
            "put": {
                "requestBody": {"content": {part_type: {"schema": {"type": "object", "properties": {"part": part}}}}},
                "responses": {"204": {"description": description}},
            },
        })
    }
}

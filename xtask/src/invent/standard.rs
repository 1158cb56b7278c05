//! Converts the schemas of a description, of any version of OpenAPI, to one document of JSON Schema 2020-12.
//!
//! The conversion is independent of the generator. It follows JSON Schema and OpenAPI, with exceptions in
//! which authors mean something else (ARCHITECTURE.md). A schema with properties and without a type is valid
//! only for objects, one with items only for lists, and one with only `nullable` only for null. The objects
//! of an `anyOf` are one struct.

use std::collections::HashMap;

use openapi_client_codegen::{Place, Source};
use serde_json::{Map, Value, json};

use super::direction::Way;
use super::implied::{implied, one_struct};
use super::scalar::{is_of_integers, limits, narrow};
use super::text;

/// The role of a schema with a discriminator: it stands for all schemas that inherit from it, except where
/// one of them refers to it as its base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Role {
    Whole,
    Part,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    place: Place,
    way: Way,
    role: Role,
}

/// The keyword with the reason why no value of a schema can be generated.
pub(super) const GAP: &str = "x-gap";

/// The document under construction.
pub(crate) struct Standard<'a> {
    pub(super) source: &'a Source,
    numbers: HashMap<Key, usize>,
    definitions: Vec<Value>,
    pending: Vec<(usize, Key)>,
    /// Components that inherit from another one: the base, the component and its name.
    kinds: Vec<(Place, Place, String)>,
    /// Whether integers without limits or a format are of 64 bits, as clients read them.
    is_narrow: bool,
}

/// Keywords that are copied if their values have the right type.
const NUMBERS: [&str; 2] = ["minimum", "maximum"];
const COUNTS: [&str; 8] = [
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "minContains",
    "maxContains",
];
const PARTS: [&str; 10] = [
    "items",
    "additionalProperties",
    "not",
    "contains",
    "propertyNames",
    "if",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
];
const LISTS: [&str; 3] = ["anyOf", "oneOf", "prefixItems"];
/// Keywords by which a value is validated as soon as it is generated.
pub(super) const CHECKED: [&str; 8] = [
    "oneOf",
    "not",
    "if",
    "contains",
    "unevaluatedItems",
    "unevaluatedProperties",
    "dependentRequired",
    "dependentSchemas",
];

impl<'a> Standard<'a> {
    pub(crate) fn new(source: &'a Source) -> Self {
        let mut standard = Self {
            source,
            numbers: HashMap::new(),
            definitions: Vec::new(),
            pending: Vec::new(),
            kinds: Vec::new(),
            is_narrow: false,
        };
        let root = source.entry();
        for schemas in [root.key("components").key("schemas"), root.key("definitions")] {
            standard.find_kinds(&schemas);
        }
        standard
    }

    /// Creates a document whose integers without limits or a format are of 64 bits.
    pub(crate) fn narrow(source: &'a Source) -> Self {
        Self { is_narrow: true, ..Self::new(source) }
    }

    fn find_kinds(&mut self, schemas: &Place) {
        for (name, node) in self.source.value(schemas).and_then(Value::as_object).into_iter().flatten() {
            let kind = schemas.key(name);
            for index in 0..node.get("allOf").and_then(Value::as_array).map_or(0, Vec::len) {
                if let Some(base) = self.referred(&kind.key("allOf").index(index)) {
                    self.kinds.push((base, kind.clone(), name.clone()));
                }
            }
        }
    }

    /// Returns the number of the definition for the schema at a place.
    pub(crate) fn schema(&mut self, place: &Place, way: Way) -> usize {
        let number = self.number(Key { place: place.clone(), way, role: Role::Whole });
        while let Some((number, key)) = self.pending.pop() {
            let converted = match self.source.value(&key.place) {
                Some(node) => self.convert(node, &key),
                None => gap("a reference has no target"),
            };
            if let Some(slot) = self.definitions.get_mut(number) {
                *slot = converted;
            }
        }
        number
    }

    /// Returns all requested schemas as definitions.
    pub(crate) fn into_definitions(self) -> Vec<Value> {
        self.definitions
    }

    fn number(&mut self, key: Key) -> usize {
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.define(Value::Null);
        self.numbers.insert(key.clone(), number);
        self.pending.push((number, key));
        number
    }

    fn define(&mut self, schema: Value) -> usize {
        self.definitions.push(schema);
        self.definitions.len() - 1
    }

    pub(super) fn referred(&self, place: &Place) -> Option<Place> {
        let reference = self.source.value(place)?.get("$ref")?.as_str()?;
        self.source.resolve(place, reference)
    }

    /// Returns whether a file uses JSON Schema 2020-12, as OpenAPI does since 3.1. A file without a version
    /// has the version of the entry file.
    fn is_newer(&self, place: &Place) -> bool {
        let version = |place: &Place| {
            let root = self.source.value(&place.at(Default::default()))?;
            root.get("openapi").or_else(|| root.get("swagger")).map(Value::to_string)
        };
        let version = version(place).or_else(|| version(&self.source.entry())).unwrap_or_default();
        version.starts_with("\"3.1") || version.starts_with("\"3.2")
    }

    fn part(&mut self, node: &Value, key: &Key, place: Place, role: Role) -> Value {
        self.convert(node, &Key { place, way: key.way, role })
    }

    fn convert(&mut self, node: &Value, key: &Key) -> Value {
        let Value::Object(fields) = node else {
            return Value::Bool(node != &Value::Bool(false));
        };
        let mut schema = Map::new();
        if let Some(Value::String(reference)) = fields.get("$ref") {
            let Some(place) = self.source.resolve(&key.place, reference) else {
                return gap(&format!("`{reference}` has no target"));
            };
            let number = self.number(Key { place, ..key.clone() });
            schema.insert("$ref".to_owned(), to(number));
            if !self.is_newer(&key.place) {
                return Value::Object(schema);
            }
        }
        if fields.contains_key("$dynamicRef") || fields.contains_key("$recursiveRef") {
            return gap("dynamic references are unsupported");
        }
        self.values(fields, key, &mut schema);
        self.parts(fields, key, &mut schema);
        self.members(fields, key, &mut schema);
        self.branches(fields, key, &mut schema);
        if CHECKED.iter().any(|keyword| schema.contains_key(*keyword)) {
            let number = self.define(Value::Object(schema));
            return json!({"$ref": to(number)});
        }
        Value::Object(schema)
    }

    /// Converts the keywords about the value itself.
    fn values(&self, fields: &Map<String, Value>, key: &Key, schema: &mut Map<String, Value>) {
        let flag = |key: &str| fields.get(key) == Some(&Value::Bool(true));
        let mut kinds: Vec<&str> = match fields.get("type") {
            Some(Value::String(kind)) => vec![kind.as_str()],
            Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if kinds.is_empty() {
            kinds.extend(implied(self, fields, &key.place));
        }
        let is_nullable = !self.is_newer(&key.place) && (flag("nullable") || flag("x-nullable"));
        if is_nullable && fields.len() == 1 {
            kinds.push("null");
        }
        if is_nullable && !kinds.is_empty() && !kinds.contains(&"null") {
            kinds.push("null");
        }
        kinds.sort_unstable();
        kinds.dedup();
        if kinds.contains(&"file") {
            schema.insert(GAP.to_owned(), Value::from("a file is not JSON"));
        } else if !kinds.is_empty() {
            schema.insert("type".to_owned(), json!(kinds));
        }
        if let Some(Value::Array(values)) = fields.get("enum").filter(|values| *values != &json!([])) {
            let mut distinct: Vec<&Value> = Vec::new();
            values.iter().for_each(|value| {
                if !distinct.contains(&value) {
                    distinct.push(value);
                }
            });
            schema.insert("enum".to_owned(), json!(distinct));
        }
        if let Some(value) = fields.get("const").filter(|_| self.is_newer(&key.place)) {
            schema.insert("enum".to_owned(), json!([value]));
        }
        for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            match (fields.get(bound), fields.get(exclusive)) {
                (Some(limit), Some(Value::Bool(true))) if limit.is_number() => {
                    schema.insert(exclusive.to_owned(), limit.clone());
                }
                (_, Some(limit)) if limit.is_number() => {
                    schema.insert(exclusive.to_owned(), limit.clone());
                }
                _ => {}
            }
        }
        let is_multiple = fields.get("multipleOf").and_then(Value::as_f64).is_some_and(|step| step > 0.0);
        for keyword in NUMBERS.into_iter().chain(is_multiple.then_some("multipleOf")) {
            if let Some(limit) = fields.get(keyword).filter(|limit| limit.is_number()) {
                schema.entry(keyword.to_owned()).or_insert_with(|| limit.clone());
            }
        }
        for keyword in COUNTS {
            if let Some(count) = fields.get(keyword).filter(|count| count.is_u64()) {
                schema.insert(keyword.to_owned(), count.clone());
            }
        }
        if flag("uniqueItems") {
            schema.insert("uniqueItems".to_owned(), Value::Bool(true));
        }
        if let Some(format) = fields.get("format").filter(|format| format.is_string()) {
            schema.insert("format".to_owned(), format.clone());
        }
        // A number whose format is one of integers is an integer with its limits.
        let is_number = kinds.contains(&"integer") || kinds.contains(&"number");
        let format = schema.get("format").and_then(Value::as_str).filter(|_| is_number);
        let format = format.map(str::to_owned);
        if format.as_deref().is_some_and(is_of_integers) {
            kinds.iter_mut().filter(|kind| **kind == "number").for_each(|kind| *kind = "integer");
            kinds.dedup();
            schema.insert("type".to_owned(), json!(kinds));
        }
        if let Some((least, most)) = format.as_deref().and_then(limits) {
            let own = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
            let (lowest, highest) = (own("minimum"), own("maximum"));
            if lowest.is_none_or(|lowest| lowest < least as f64) {
                schema.insert("minimum".to_owned(), json!(i64::try_from(least).unwrap_or(i64::MIN)));
            }
            if highest.is_none_or(|highest| highest > most as f64) {
                schema.insert("maximum".to_owned(), json!(u64::try_from(most).unwrap_or(u64::MAX)));
            }
        }
        if self.is_narrow && kinds == ["integer"] {
            narrow(schema);
        }
        if let Some(pattern) = fields.get("pattern").and_then(Value::as_str) {
            match text::standard(pattern) {
                Some(pattern) => schema.insert("pattern".to_owned(), Value::from(pattern)),
                None => schema.insert(GAP.to_owned(), Value::from("no string is generated for its pattern")),
            };
        }
        if let Some(needed) = fields.get("dependentRequired").filter(|needed| needed.is_object()) {
            schema.insert("dependentRequired".to_owned(), needed.clone());
        }
    }

    /// Converts the schemas within the schema.
    fn parts(&mut self, fields: &Map<String, Value>, key: &Key, schema: &mut Map<String, Value>) {
        for keyword in PARTS {
            match fields.get(keyword) {
                Some(node @ (Value::Object(_) | Value::Bool(_))) => {
                    let part = self.part(node, key, key.place.key(keyword), Role::Whole);
                    schema.insert(keyword.to_owned(), part);
                }
                // A tuple, as written before 2020-12.
                Some(Value::Array(nodes)) if keyword == "items" => {
                    let at = key.place.key(keyword);
                    let parts = self.list(nodes, key, &at, Role::Whole);
                    schema.insert("prefixItems".to_owned(), parts);
                }
                _ => {}
            }
        }
        if let Some(Value::Object(nodes)) = fields.get("dependentSchemas") {
            let at = key.place.key("dependentSchemas");
            let parts = nodes
                .iter()
                .map(|(name, node)| (name.clone(), self.part(node, key, at.key(name), Role::Whole)));
            schema.insert("dependentSchemas".to_owned(), Value::Object(parts.collect()));
        }
        for keyword in LISTS {
            if let Some(Value::Array(nodes)) = fields.get(keyword).filter(|nodes| *nodes != &json!([])) {
                let mut parts = self.list(nodes, key, &key.place.key(keyword), Role::Whole);
                if keyword == "anyOf" {
                    one_struct(self, nodes, &key.place.key(keyword), &mut parts);
                }
                schema.insert(keyword.to_owned(), parts);
            }
        }
        if let Some(Value::Array(nodes)) = fields.get("allOf").filter(|nodes| *nodes != &json!([])) {
            let parts = self.list(nodes, key, &key.place.key("allOf"), Role::Part);
            schema.insert("allOf".to_owned(), parts);
        }
    }

    fn list(&mut self, nodes: &[Value], key: &Key, at: &Place, role: Role) -> Value {
        let parts = nodes.iter().enumerate().map(|(index, node)| self.part(node, key, at.index(index), role));
        Value::Array(parts.collect())
    }

    /// Converts the properties, except those that only the other side sets.
    fn members(&mut self, fields: &Map<String, Value>, key: &Key, schema: &mut Map<String, Value>) {
        let mut one_sided = Vec::new();
        for keyword in ["properties", "patternProperties"] {
            // Some descriptions have a reference instead of the properties.
            let (written, source) = (key.place.key(keyword), self.source);
            let (at, nodes) = match self.referred(&written) {
                Some(target) => (target.clone(), source.value(&target)),
                None => (written, fields.get(keyword)),
            };
            let Some(Value::Object(nodes)) = nodes else { continue };
            let mut members = Map::new();
            for (name, node) in nodes {
                let place = at.key(name);
                if self.is_of_the_other_side(&place, key.way) {
                    one_sided.push(name);
                    continue;
                }
                let name = if keyword == "properties" { Some(name.clone()) } else { text::standard(name) };
                let part = self.part(node, key, place, Role::Whole);
                members.extend(name.map(|name| (name, part)));
            }
            // The types of patterns apply to every key (ARCHITECTURE.md, "The meaning of a schema").
            if keyword == "patternProperties"
                && self.is_narrow
                && !members.is_empty()
                && !schema.contains_key("additionalProperties")
            {
                let every: Vec<&Value> = members.values().collect();
                schema.insert("additionalProperties".to_owned(), json!({"anyOf": every}));
            }
            schema.insert(keyword.to_owned(), Value::Object(members));
        }
        if let Some(Value::Array(required)) = fields.get("required") {
            let required = required.iter().filter_map(Value::as_str);
            let mut needed: Vec<&str> =
                required.filter(|name| !one_sided.iter().any(|o| o == name)).collect();
            needed.sort_unstable();
            needed.dedup();
            schema.insert("required".to_owned(), json!(needed));
        }
    }

    /// Adds the discriminator value to each branch.
    fn branches(&mut self, fields: &Map<String, Value>, key: &Key, schema: &mut Map<String, Value>) {
        let Some(discriminator) = fields.get("discriminator") else { return };
        // In Swagger 2.0, the discriminator is only the name of the property.
        let property = discriminator.get("propertyName").unwrap_or(discriminator);
        let Some(property) = property.as_str() else { return };
        let mapping = discriminator.get("mapping").and_then(Value::as_object);
        let tags = |standard: &Self, target: &Place| -> Vec<String> {
            let is_target = |reference: &str| {
                let named = [target.at(Default::default()).key("components").key("schemas").key(reference)];
                standard.source.resolve(&key.place, reference).as_ref() == Some(target)
                    || named.contains(target)
            };
            let mapped = mapping.into_iter().flatten();
            let mapped = mapped.filter(|(_, reference)| reference.as_str().is_some_and(is_target));
            let tags: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
            let name = || target.pointer.steps().last().into_iter().collect();
            if tags.is_empty() { name() } else { tags }
        };
        for keyword in ["oneOf", "anyOf"] {
            let Some(Value::Array(branches)) = schema.get(keyword).cloned() else { continue };
            let mut told_apart: Vec<Value> = Vec::new();
            for (index, branch) in branches.into_iter().enumerate() {
                let target = self.referred(&key.place.key(keyword).index(index));
                let tags = target.map(|target| (tags(self, &target), target));
                let branch = match tags.filter(|(tags, target)| self.may_have(target, property, tags)) {
                    Some((tags, _)) => tagged(branch, property, &tags),
                    None => branch,
                };
                if !told_apart.contains(&branch) {
                    told_apart.push(branch);
                }
            }
            schema.insert(keyword.to_owned(), Value::Array(told_apart));
            return;
        }
        let kinds: Vec<_> = self.kinds.iter().filter(|(base, _, _)| *base == key.place).cloned().collect();
        if key.role == Role::Part {
            return;
        }
        let mut told_apart = Vec::new();
        for (base, kind, _) in kinds {
            let tags = tags(self, &kind);
            if self.may_have(&base, property, &tags) && self.may_have(&kind, property, &tags) {
                let number = self.number(Key { place: kind, way: key.way, role: Role::Whole });
                told_apart.push(tagged(json!({"$ref": to(number)}), property, &tags));
            }
        }
        if !told_apart.is_empty() {
            schema.insert("oneOf".to_owned(), Value::Array(told_apart));
        }
    }

    /// Returns whether the branch accepts one of the discriminator values. If it declares other values for
    /// the property, those take precedence.
    fn may_have(&self, branch: &Place, property: &str, tags: &[String]) -> bool {
        let Some(node) = self.source.value(branch) else { return false };
        let parts = node.get("allOf").and_then(Value::as_array).map_or(0, Vec::len);
        let parts = (0..parts).map(|index| branch.key("allOf").index(index));
        let parts = parts.map(|part| self.referred(&part).unwrap_or(part));
        std::iter::once(branch.clone()).chain(parts).all(|place| {
            let at = place.key("properties").key(property);
            let at = self.referred(&at).unwrap_or(at);
            let Some(node) = self.source.value(&at) else { return true };
            match (node.get("enum"), node.get("const")) {
                (Some(Value::Array(listed)), _) => tags.iter().any(|tag| listed.contains(&json!(tag))),
                (_, Some(only)) => tags.iter().any(|tag| only == tag),
                _ => true,
            }
        })
    }
}

fn gap(why: &str) -> Value {
    json!({ GAP: why })
}

fn to(number: usize) -> Value {
    Value::from(format!("#/$defs/{number}"))
}

fn tagged(branch: Value, property: &str, tags: &[String]) -> Value {
    json!({"allOf": [branch, {"type": ["object"], "required": [property], "properties": {property: {"enum": tags}}}]})
}

//! Removes undeclared keys from a value, as a client does by default.

use std::collections::HashSet;

use regex::Regex;
use serde_json::{Map, Value};

/// Keywords whose subschemas apply to the same value: one schema, or a list.
const ALSO: &[&str] = &["allOf", "anyOf", "oneOf", "then", "else", "if"];

/// The schema of any value.
static ANYTHING: Value = Value::Bool(true);

/// A document whose schemas declare keys. References within it are followed.
pub(crate) struct Declared {
    root: Value,
    is_for_requests: bool,
}

impl Declared {
    pub(crate) fn new(root: Value) -> Self {
        Self { root, is_for_requests: false }
    }

    /// Creates one that also removes `readOnly` properties, which requests do not have.
    pub(crate) fn for_requests(root: Value) -> Self {
        Self { root, is_for_requests: true }
    }

    /// Returns the value without the keys that a component does not declare, and adds their number to
    /// `dropped`.
    pub(crate) fn of_component(&self, name: &str, value: &Value, dropped: &mut usize) -> Value {
        let places = ["/components/schemas", "/definitions"];
        let schema = places.iter().find_map(|place| self.root.pointer(place)?.get(name));
        self.kept(schema.into_iter().collect(), HashSet::new(), value, dropped)
    }

    /// Returns the value without the keys that the schema at a pointer does not declare.
    pub(crate) fn at(&self, pointer: &str, value: &Value) -> Value {
        self.kept(self.root.pointer(pointer).into_iter().collect(), HashSet::new(), value, &mut 0)
    }

    /// Returns the value without the keys that a schema of the document does not declare.
    pub(crate) fn part(&self, schema: &Value, value: &Value, dropped: &mut usize) -> Value {
        self.kept(vec![schema], HashSet::new(), value, dropped)
    }

    /// Returns the schema of a JSON body, `place` being `request` or `response`.
    pub(crate) fn schema_of_body(
        &self,
        method: &str,
        path: &str,
        place: &str,
        status: &str,
    ) -> Option<&Value> {
        let operation = self.root.get("paths")?.get(path)?.get(method.to_lowercase())?;
        let body = match place {
            "request" => operation.get("requestBody")?,
            _ => operation.get("responses")?.get(status)?,
        };
        let content = self.target(body).get("content")?.as_object()?;
        content.iter().find(|(media, _)| media.contains("json"))?.1.get("schema")
    }

    /// Returns the target of a reference, or the node itself.
    fn target<'a>(&'a self, node: &'a Value) -> &'a Value {
        let reference = node.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        reference.and_then(|pointer| self.root.pointer(pointer)).unwrap_or(node)
    }

    /// Returns the value with only the keys that at least one of the schemas declares. The `optional` ones
    /// need not apply.
    fn kept(
        &self,
        schemas: Vec<&Value>,
        mut optional: HashSet<*const Value>,
        value: &Value,
        dropped: &mut usize,
    ) -> Value {
        let schemas = self.expanded(schemas, &mut optional);
        let is_optional = |schema: &Value| optional.contains(&std::ptr::from_ref(schema));
        match value {
            Value::Array(items) => {
                let kept = items.iter().enumerate().map(|(index, item)| {
                    let of = schemas.iter().map(|schema| (is_optional(schema), element(schema, index)));
                    let (of, optional) = told_apart(of);
                    self.kept(of, optional, item, dropped)
                });
                Value::Array(kept.collect())
            }
            Value::Object(fields) => {
                let is_map = !schemas.iter().any(|schema| names_keys(schema));
                let mut kept = Map::new();
                for (key, field) in fields {
                    // A branch or condition need not apply, so only its named keys count beside those of others.
                    let applies = |schema: &Value| is_map || !is_optional(schema);
                    // The types of patterns do not apply to a key with its own type.
                    let is_named = schemas.iter().any(|schema| named(schema, key).is_some());
                    let declaring = schemas.iter().flat_map(|schema| {
                        let found = match applies(schema) {
                            true if is_named => [own(schema, key), others(schema, key)].concat(),
                            true => [property(schema, key), others(schema, key)].concat(),
                            false => named(schema, key).into_iter().collect(),
                        };
                        found.into_iter().map(|found| (is_optional(schema), Some(found)))
                    });
                    let (of, optional) = told_apart(declaring);
                    if self.is_for_requests && self.is_read_only(&of) {
                        continue;
                    }
                    if of.is_empty() && !is_map {
                        *dropped += 1;
                    } else {
                        kept.insert(key.clone(), self.kept(of, optional, field, dropped));
                    }
                }
                Value::Object(kept)
            }
            _ => value.clone(),
        }
    }

    fn is_read_only(&self, schemas: &[&Value]) -> bool {
        let all = self.expanded(schemas.to_vec(), &mut HashSet::new());
        all.iter().any(|schema| schema.get("readOnly") == Some(&Value::Bool(true)))
    }

    /// Returns the schemas and their direct and indirect parts, and adds those that need not apply to `optional`.
    fn expanded<'a>(
        &'a self,
        schemas: Vec<&'a Value>,
        optional: &mut HashSet<*const Value>,
    ) -> Vec<&'a Value> {
        let mut seen: HashSet<*const Value> = HashSet::new();
        let mut waiting = schemas;
        let mut found = Vec::new();
        while let Some(schema) = waiting.pop() {
            if !seen.insert(std::ptr::from_ref(schema)) {
                continue;
            }
            found.push(schema);
            let first = waiting.len();
            let target = schema.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
            waiting.extend(target.and_then(|pointer| self.root.pointer(pointer)));
            let is_optional = optional.contains(&std::ptr::from_ref(schema));
            for (keyword, beside) in ALSO.iter().filter_map(|keyword| Some((*keyword, schema.get(*keyword)?)))
            {
                let before = waiting.len();
                match beside {
                    Value::Array(all) => waiting.extend(all),
                    one => waiting.push(one),
                }
                let found = waiting.iter().skip(before).filter(|_| keyword != "allOf");
                optional.extend(found.map(|schema| std::ptr::from_ref::<Value>(schema)));
            }
            let dependent = schema.get("dependentSchemas").and_then(Value::as_object);
            for part in dependent.into_iter().flat_map(Map::values) {
                optional.insert(std::ptr::from_ref(part));
                waiting.push(part);
            }
            if is_optional {
                optional.extend(waiting.iter().skip(first).map(|schema| std::ptr::from_ref::<Value>(schema)));
            }
            // A value of a base may be a value of any schema in the mapping.
            let mapping = schema.pointer("/discriminator/mapping").and_then(Value::as_object);
            let targets = mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str);
            waiting.extend(targets.filter_map(|target| self.root.pointer(target.strip_prefix('#')?)));
        }
        found
    }
}

/// Returns the schemas, and those that only optional schemas lead to.
fn told_apart<'a>(
    found: impl Iterator<Item = (bool, Option<&'a Value>)>,
) -> (Vec<&'a Value>, HashSet<*const Value>) {
    let (mut all, mut optional, mut certain) = (Vec::new(), HashSet::new(), HashSet::new());
    for (is_optional, schema) in found {
        let Some(schema) = schema else { continue };
        all.push(schema);
        if is_optional { &mut optional } else { &mut certain }.insert(std::ptr::from_ref(schema));
    }
    optional.retain(|schema| !certain.contains(schema));
    (all, optional)
}

/// Returns the schema of an element.
fn element(schema: &Value, index: usize) -> Option<&Value> {
    let prefix = schema.get("prefixItems").and_then(|items| items.get(index));
    prefix.or_else(|| schema.get("items")).or_else(|| schema.get("unevaluatedItems"))
}

/// Returns the schema of a key among the properties.
fn named<'a>(schema: &'a Value, key: &str) -> Option<&'a Value> {
    schema.get("properties").and_then(|all| all.get(key))
}

/// Returns the schemas of the value of a key, except those of patterns.
fn own<'a>(schema: &'a Value, key: &str) -> Vec<&'a Value> {
    // A discriminator declares its property, even if the branches do not.
    let tag = schema.pointer("/discriminator/propertyName").and_then(Value::as_str);
    named(schema, key).into_iter().chain(tag.filter(|tag| *tag == key).map(|_| &ANYTHING)).collect()
}

/// Returns the schemas of the value of a key.
fn property<'a>(schema: &'a Value, key: &str) -> Vec<&'a Value> {
    let mut found = own(schema, key);
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    let matching = patterns
        .into_iter()
        .flatten()
        .filter(|(pattern, _)| Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(key)));
    found.extend(matching.map(|(_, schema)| schema));
    found
}

/// Returns the schemas of the values of other keys than those that a schema names.
fn others<'a>(schema: &'a Value, key: &str) -> Vec<&'a Value> {
    if !property(schema, key).is_empty() {
        return Vec::new();
    }
    // `true` and `{}` do not declare keys.
    let others =
        ["additionalProperties", "unevaluatedProperties"].iter().filter_map(|keyword| schema.get(*keyword));
    others.filter(|others| others.as_object().is_some_and(|fields| !fields.is_empty())).collect()
}

/// Returns whether a schema names keys. If no schema does, the object is a map or any value, which preserves
/// all keys.
fn names_keys(schema: &Value) -> bool {
    ["properties", "patternProperties"].iter().any(|keyword| schema.get(*keyword).is_some())
}

//! Generates valid values of schemas, reproducibly by a seed.

mod direction;
mod implied;
mod object;
mod scalar;
mod shrink;
mod standard;
mod text;

use std::collections::HashMap;

use boon::{Compiler, SchemaIndex, Schemas};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use scalar::{MOST_EXACT, counts};
use serde_json::{Map, Value, json};

pub(crate) use direction::Way;
pub(crate) use shrink::smaller;
pub(crate) use standard::Standard;

use crate::Result;

/// The depth beyond which values have only required parts.
const DEPTH: usize = 5;
/// The largest depth of values with their required parts.
const DEEPEST: usize = 40;
/// The largest number of inner values that are generated for one value.
const STEPS: usize = 20_000;
/// The number of attempts to generate a value, because some are not valid.
const ATTEMPTS: usize = 12;

/// The reason why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Gap {
    /// The schema has a construct for which no value can be generated.
    Unknown(String),
    /// Parts of the schema contradict each other, as far as the generator has found.
    Contradiction(&'static str),
    /// No value was found within the limit of steps.
    TooLarge,
}

impl std::fmt::Display for Gap {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown(why) => formatter.write_str(why),
            Self::Contradiction(why) => formatter.write_str(why),
            Self::TooLarge => formatter.write_str("the value is too large"),
        }
    }
}

type Invented<T> = std::result::Result<T, Gap>;

/// A generator of values for the definitions of a document.
pub(crate) struct Inventor {
    definitions: Vec<Value>,
    /// The depth of the smallest value of each definition.
    heights: Vec<usize>,
    compiler: Compiler,
    schemas: Schemas,
    compiled: HashMap<usize, Invented<SchemaIndex>>,
    rng: StdRng,
    steps: usize,
}

const DOCUMENT: &str = "http://localhost/document.json";

fn document(definitions: &[Value]) -> Value {
    let named = definitions.iter().enumerate().map(|(number, schema)| (number.to_string(), schema.clone()));
    json!({ "$defs": named.collect::<Map<_, _>>() })
}

impl Inventor {
    pub(crate) fn new(standard: Standard<'_>) -> Result<Self> {
        let definitions = standard.into_definitions();
        let mut compiler = Compiler::new();
        compiler.add_resource(DOCUMENT, document(&definitions)).map_err(|error| error.to_string())?;
        Ok(Self {
            heights: heights(&definitions),
            definitions,
            compiler,
            schemas: Schemas::new(),
            compiled: HashMap::new(),
            rng: StdRng::seed_from_u64(0),
            steps: 0,
        })
    }

    /// Returns the definitions as one JSON Schema document, by number below `$defs`.
    pub(crate) fn document(&self) -> Value {
        document(&self.definitions)
    }

    /// Returns a value of a definition. It depends only on the seed, not on earlier values.
    pub(crate) fn invent(&mut self, definition: usize, seed: u64) -> Invented<Value> {
        self.rng = StdRng::seed_from_u64(seed);
        let goal = [json!({"$ref": format!("#/$defs/{definition}")})];
        self.compiled(definition)?;
        let mut gap = Gap::TooLarge;
        for _ in 0..ATTEMPTS {
            self.steps = 0;
            match self.value(&goal, 0) {
                Ok(value) if self.is_valid(definition, &value) => return Ok(value),
                Ok(_) => gap = Gap::Contradiction("the generated value is not valid"),
                Err(Gap::TooLarge) => return Err(Gap::TooLarge),
                Err(other) => gap = other,
            }
        }
        Err(gap)
    }

    /// Returns whether a value is valid by a definition. No value is valid by a schema that cannot be read.
    pub(crate) fn is_valid(&mut self, definition: usize, value: &Value) -> bool {
        self.compiled(definition).is_ok_and(|index| self.schemas.validate(value, index).is_ok())
    }

    fn compiled(&mut self, definition: usize) -> Invented<SchemaIndex> {
        if let Some(known) = self.compiled.get(&definition) {
            return known.clone();
        }
        let location = format!("{DOCUMENT}#/$defs/{definition}");
        let compiled = self.compiler.compile(&location, &mut self.schemas);
        let compiled = compiled.map_err(|error| Gap::Unknown(format!("the schema is invalid: {error}")));
        self.compiled.insert(definition, compiled.clone());
        compiled
    }

    /// Returns a value that is valid by all of the schemas.
    fn value(&mut self, goal: &[Value], depth: usize) -> Invented<Value> {
        let mut gap = Gap::TooLarge;
        for _ in 0..ATTEMPTS {
            self.steps += 1;
            if self.steps > STEPS || depth > DEEPEST {
                return Err(Gap::TooLarge);
            }
            let mut flat = Flat::default();
            let flattened = goal.iter().try_for_each(|schema| self.flatten(schema, &mut flat, depth));
            match flattened.and_then(|()| self.made(&flat.parts, depth)) {
                Ok(value) => {
                    if flat.checks.iter().all(|check| self.is_valid(*check, &value)) {
                        return Ok(value);
                    }
                    gap = Gap::Contradiction("the generated value is not valid");
                }
                Err(other) => gap = other,
            }
            if !flat.has_choices && flat.checks.is_empty() {
                break;
            }
        }
        Err(gap)
    }

    /// Collects the parts of a schema: follows references, adds the parts of each `allOf`, and selects one
    /// branch of each `anyOf` and `oneOf`.
    fn flatten(&mut self, schema: &Value, flat: &mut Flat, depth: usize) -> Invented<()> {
        let fields = match schema {
            Value::Object(fields) => fields,
            Value::Bool(false) => return Err(Gap::Contradiction("no value is valid")),
            _ => return Ok(()),
        };
        if let Some(why) = fields.get(standard::GAP).and_then(Value::as_str) {
            return Err(Gap::Unknown(why.to_owned()));
        }
        if let Some(number) = fields.get("$ref").and_then(definition_of) {
            if flat.followed.contains(&number) {
                return Err(Gap::Contradiction("the schema is a part of itself"));
            }
            let Some(target) = self.definitions.get(number).cloned() else { return Ok(()) };
            if standard::CHECKED.iter().any(|keyword| target.get(keyword).is_some()) {
                flat.checks.push(number);
            }
            flat.followed.push(number);
            self.flatten(&target, flat, depth)?;
            flat.followed.pop();
        }
        let parts = fields.get("allOf").and_then(Value::as_array);
        for part in parts.into_iter().flatten() {
            self.flatten(part, flat, depth)?;
        }
        for keyword in ["oneOf", "anyOf"] {
            if let Some(branches) = fields.get(keyword).and_then(Value::as_array) {
                flat.has_choices = true;
                let branch = self.branch(branches, depth).cloned().unwrap_or(Value::Bool(false));
                self.flatten(&branch, flat, depth)?;
            }
        }
        flat.parts.push(fields.clone());
        Ok(())
    }

    /// Returns any branch or, if the value is already deep, one of the branches with the smallest depth.
    fn branch<'v>(&mut self, branches: &'v [Value], depth: usize) -> Option<&'v Value> {
        if depth < DEPTH {
            return branches.choose(&mut self.rng);
        }
        let height = |branch: &&Value| height(branch, &self.heights);
        let least = branches.iter().map(|branch| height(&branch)).min()?;
        let soonest: Vec<&Value> = branches.iter().filter(|branch| height(branch) == least).collect();
        soonest.choose(&mut self.rng).copied()
    }

    fn made(&mut self, parts: &[Map<String, Value>], depth: usize) -> Invented<Value> {
        let kinds = kinds(parts);
        let mut lists = parts.iter().filter_map(|part| part.get("enum")?.as_array());
        if let Some(first) = lists.next() {
            let others: Vec<_> = lists.collect();
            let allowed = |value: &&Value| {
                others.iter().all(|list| list.contains(value)) && kinds.iter().any(|kind| is_of(value, kind))
            };
            let allowed: Vec<&Value> = first.iter().filter(allowed).collect();
            let value = allowed.choose(&mut self.rng).copied();
            return value.cloned().ok_or(Gap::Contradiction("no enum value is in all parts"));
        }
        let is_number = kinds.contains(&"number");
        let mut order: Vec<&str> = kinds;
        order.shuffle(&mut self.rng);
        // Null tests little, and a deep value should end with a leaf.
        let is_null_last = self.rng.random_bool(0.7);
        order.sort_by_key(|kind| match *kind {
            "null" => usize::from(is_null_last),
            "object" | "array" if depth >= DEPTH => 1,
            _ => 0,
        });
        let mut gap = Gap::Contradiction("no type is valid in all parts");
        for kind in order {
            let made = match kind {
                "null" => Ok(Value::Null),
                "boolean" => Ok(Value::Bool(self.rng.random())),
                // An integer that is also a number is decoded as a double.
                "integer" => self.integer(parts, if is_number { MOST_EXACT } else { i128::from(i64::MAX) }),
                "number" => self.number(parts),
                "string" => self.string(parts),
                "array" => self.array(parts, depth),
                _ => self.object(parts, depth),
            };
            match made {
                Ok(value) => return Ok(value),
                Err(other) => gap = other,
            }
        }
        Err(gap)
    }

    fn array(&mut self, parts: &[Map<String, Value>], depth: usize) -> Invented<Value> {
        let least = counts(parts, "minItems").max().unwrap_or(0);
        let most = counts(parts, "maxItems").min().unwrap_or(usize::MAX);
        let more = if depth >= DEPTH { 0 } else { self.rng.random_range(0..=3) };
        let length = most.min(least.saturating_add(more));
        let is_unique = parts.iter().any(|part| part.contains_key("uniqueItems"));
        let mut items: Vec<Value> = Vec::new();
        let mut tries = 0;
        while items.len() < length && tries < length.saturating_add(20) {
            tries += 1;
            let goal: Vec<Value> = parts.iter().filter_map(|part| item(part, items.len())).cloned().collect();
            match self.value(&goal, depth + 1) {
                Ok(value) if is_unique && items.contains(&value) => {}
                Ok(value) => items.push(value),
                Err(Gap::TooLarge) => return Err(Gap::TooLarge),
                Err(_) if items.len() >= least => break,
                Err(gap) => return Err(gap),
            }
        }
        if items.len() < least {
            Err(Gap::Contradiction("no valid list was found"))
        } else {
            Ok(Value::Array(items))
        }
    }
}

/// The parts of a schema for which a value is generated.
#[derive(Default)]
struct Flat {
    parts: Vec<Map<String, Value>>,
    /// The definitions by which the value must be validated.
    checks: Vec<usize>,
    /// The definitions whose references are being followed.
    followed: Vec<usize>,
    has_choices: bool,
}

/// Returns the schema of an element.
fn item(part: &Map<String, Value>, index: usize) -> Option<&Value> {
    let prefix = part.get("prefixItems").and_then(Value::as_array);
    prefix.and_then(|prefix| prefix.get(index)).or_else(|| part.get("items"))
}

const KINDS: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

/// Returns the types that are valid in every part. Every integer is a number.
fn kinds(parts: &[Map<String, Value>]) -> Vec<&'static str> {
    let lists: Vec<&Vec<Value>> = parts.iter().filter_map(|part| part.get("type")?.as_array()).collect();
    let allows = |list: &[Value], kind: &str| {
        list.iter().any(|listed| listed == kind || kind == "integer" && listed == "number")
    };
    KINDS.into_iter().filter(|kind| lists.iter().all(|list| allows(list, kind))).collect()
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}

fn definition_of(reference: &Value) -> Option<usize> {
    reference.as_str()?.strip_prefix("#/$defs/")?.parse().ok()
}

/// Returns the depth of the smallest value of each definition, computed as a fixed point.
fn heights(definitions: &[Value]) -> Vec<usize> {
    let mut heights = vec![usize::MAX; definitions.len()];
    loop {
        let next: Vec<usize> = definitions.iter().map(|schema| height(schema, &heights)).collect();
        if next == heights {
            return heights;
        }
        heights = next;
    }
}

fn height(schema: &Value, heights: &[usize]) -> usize {
    let Value::Object(fields) = schema else { return 0 };
    let of = |schema: &Value| height(schema, heights);
    let listed = |keyword: &str| fields.get(keyword).and_then(Value::as_array);
    let all = listed("allOf").into_iter().flatten().map(of);
    let referred = fields.get("$ref").and_then(definition_of).and_then(|number| heights.get(number).copied());
    let branches = ["oneOf", "anyOf"].into_iter().filter_map(|keyword| listed(keyword)?.iter().map(of).min());
    let is_optional = listed("type").is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"));
    let required = listed("required").into_iter().flatten().filter_map(Value::as_str);
    let required = required
        .filter_map(|name| fields.get("properties")?.get(name))
        .map(|node| of(node).saturating_add(1));
    let has_items = fields.get("minItems").and_then(Value::as_u64).is_some_and(|least| least > 0);
    let items = fields.get("items").filter(|_| has_items).map(|items| of(items).saturating_add(1));
    let own = if is_optional { 0 } else { required.chain(items).max().unwrap_or(0) };
    all.chain(referred).chain(branches).chain([own]).max().unwrap_or(0)
}

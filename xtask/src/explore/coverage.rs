//! Coverage: the pairs of keywords that were written in one schema, by place and version of OpenAPI.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value, json};

use super::Dialect;
use super::keywords::{self, KEYWORDS};
use super::schemas::Group;

/// The places of schemas.
pub(crate) const PLACES: [&str; 10] =
    ["component", "inline", "property", "item", "map", "branch", "parameter", "header", "body", "part"];

/// Pairs of keywords that cannot be in one schema: both are values of `type`.
fn is_possible(one: &str, other: &str) -> bool {
    !(one.starts_with("type:") && other.starts_with("type:"))
}

/// Returns whether schemas can be at a place. In 2.0, parameters, headers and parts are not schemas.
fn has_schemas(dialect: Dialect, place: &str) -> bool {
    dialect != Dialect::V2_0 || !["parameter", "header", "part"].contains(&place)
}

/// Two keywords, by their index, and a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub(crate) one: usize,
    pub(crate) other: usize,
    pub(crate) place: &'static str,
}

/// Returns all targets of a version of OpenAPI.
pub(crate) fn targets(dialect: Dialect) -> Vec<Target> {
    let known: Vec<(usize, &str)> = KEYWORDS
        .iter()
        .enumerate()
        .filter(|(_, keyword)| keyword.is_in(dialect))
        .map(|(index, keyword)| (index, keyword.name))
        .collect();
    let mut targets = Vec::new();
    for place in PLACES.into_iter().filter(|place| has_schemas(dialect, place)) {
        for (at, (one, first)) in known.iter().enumerate() {
            let rest = known.iter().skip(at + 1).filter(|(_, second)| is_possible(first, second));
            targets.extend(rest.map(|(other, _)| Target { one: *one, other: *other, place }));
        }
    }
    targets
}

/// The pairs that were written, and how often each keyword was.
#[derive(Debug, Default)]
pub(crate) struct Coverage {
    pairs: HashSet<(Dialect, &'static str, String, String)>,
    keywords: BTreeMap<Dialect, BTreeMap<String, u64>>,
}

impl Coverage {
    /// Counts the keywords of a description.
    pub(crate) fn add(&mut self, dialect: Dialect, group: &Group) {
        for schema in group.schemas.values() {
            self.schema(dialect, "component", schema);
        }
        for path in group.paths.values() {
            self.operations(dialect, path);
        }
    }

    fn operations(&mut self, dialect: Dialect, item: &Value) {
        let mut places = vec![
            ("inline", "/post/responses/200/schema".to_owned()),
            ("inline", "/post/responses/200/content/application~1json/schema".to_owned()),
            ("body", "/post/requestBody/content/application~1json/schema".to_owned()),
            ("parameter", "/post/parameters/0/schema".to_owned()),
            ("header", "/post/parameters/1/schema".to_owned()),
            ("header", "/post/responses/200/headers/X-H/schema".to_owned()),
        ];
        if dialect == Dialect::V2_0 {
            places.push(("body", "/post/parameters/0/schema".to_owned()));
            places.retain(|(place, _)| *place != "parameter");
        }
        let parts = item.pointer("/put/requestBody/content").and_then(Value::as_object);
        for media in parts.into_iter().flat_map(Map::values) {
            if let Some(part) = media.pointer("/schema/properties/part") {
                self.schema(dialect, "part", part);
            }
        }
        for (place, pointer) in places {
            if let Some(schema) = item.pointer(&pointer) {
                self.schema(dialect, place, schema);
            }
        }
    }

    fn schema(&mut self, dialect: Dialect, place: &'static str, schema: &Value) {
        let Value::Object(fields) = schema else { return };
        let names = keywords::of_schema(fields);
        let counts = self.keywords.entry(dialect).or_default();
        for name in &names {
            *counts.entry(name.clone()).or_default() += 1;
        }
        for (index, one) in names.iter().enumerate() {
            for other in names.iter().skip(index + 1) {
                self.pairs.insert((dialect, place, one.clone(), other.clone()));
            }
        }
        for (key, value) in fields {
            let place = match key.as_str() {
                "items" | "contains" | "unevaluatedItems" | "prefixItems" => "item",
                "properties" => "property",
                "additionalProperties" | "patternProperties" | "unevaluatedProperties" => "map",
                "allOf" | "anyOf" | "oneOf" | "not" | "then" | "else" | "dependentSchemas" => "branch",
                "$defs" | "contentSchema" => "inline",
                _ => continue,
            };
            match (key.as_str(), value) {
                ("properties" | "patternProperties" | "dependentSchemas" | "$defs", Value::Object(parts)) => {
                    parts.values().for_each(|part| self.schema(dialect, place, part));
                }
                (_, Value::Array(parts)) => parts.iter().for_each(|part| self.schema(dialect, place, part)),
                (_, part) => self.schema(dialect, place, part),
            }
        }
    }

    /// Returns the coverage in percent, and the pairs that were never written.
    pub(crate) fn report(&self, dialects: &[Dialect]) -> Value {
        let (mut all, mut tried) = (0_u64, 0_u64);
        let mut missing: Vec<String> = Vec::new();
        for dialect in dialects {
            for target in targets(*dialect) {
                let name = |index: usize| KEYWORDS.get(index).map_or("", |keyword| keyword.name).to_owned();
                let (one, other) = (name(target.one), name(target.other));
                let (one, other) = if one < other { (one, other) } else { (other, one) };
                all += 1;
                let words = format!("{one} and {other}, {}, {dialect:?}", target.place);
                if self.pairs.contains(&(*dialect, target.place, one, other)) {
                    tried += 1;
                } else {
                    missing.push(words);
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "a percentage")]
        let percent = 100.0 * tried as f64 / all.max(1) as f64;
        let by_dialect: Map<String, Value> = self
            .keywords
            .iter()
            .filter_map(|(dialect, counts)| Some((json!(dialect).as_str()?.to_owned(), json!(counts))))
            .collect();
        json!({
            "pairs": all,
            "pairs_tried": tried,
            "percent": (percent * 10.0).round() / 10.0,
            "missing": missing.len(),
            "first_missing": missing.iter().take(50).collect::<Vec<_>>(),
            "tried_by_keyword": by_dialect,
        })
    }
}

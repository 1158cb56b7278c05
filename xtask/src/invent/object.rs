//! Objects: required properties, some optional ones, and undeclared keys.

use rand::RngExt;
use rand::seq::IndexedRandom;
use serde_json::{Map, Value, json};

use super::scalar::counts;
use super::{DEPTH, Gap, Invented, Inventor, text};

impl Inventor {
    pub(super) fn object(&mut self, parts: &[Map<String, Value>], depth: usize) -> Invented<Value> {
        let mut made = Map::new();
        let required: Vec<&str> = parts
            .iter()
            .filter_map(|part| part.get("required")?.as_array())
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        // All optional properties, none, or some.
        let share =
            if depth >= DEPTH { 0.0 } else { *[0.0, 0.5, 0.5, 1.0].choose(&mut self.rng).unwrap_or(&0.5) };
        let described =
            parts.iter().filter_map(|part| part.get("properties")?.as_object()).flat_map(Map::keys);
        let mut names: Vec<&str> = described.map(String::as_str).collect();
        names.extend(&required);
        for name in names {
            if made.contains_key(name) {
                continue;
            }
            let is_required = required.contains(&name);
            if !is_required && !self.rng.random_bool(share) {
                continue;
            }
            let value = match goal(parts, name) {
                Some(goal) => self.value(&goal, depth + 1),
                None => Err(Gap::Contradiction("a key is required and forbidden")),
            };
            match value {
                Ok(value) => drop(made.insert(name.to_owned(), value)),
                Err(Gap::TooLarge) => return Err(Gap::TooLarge),
                Err(gap) if is_required => return Err(gap),
                Err(_) => {}
            }
        }
        self.more_keys(parts, &mut made, depth)?;
        let most = counts(parts, "maxProperties").min().unwrap_or(usize::MAX);
        let optional: Vec<String> =
            made.keys().filter(|key| !required.contains(&key.as_str())).cloned().collect();
        for key in optional {
            if made.len() > most {
                made.shift_remove(&key);
            }
        }
        Ok(Value::Object(made))
    }

    /// Adds keys of a map, or undeclared keys, as a later version of the server may send them.
    fn more_keys(
        &mut self,
        parts: &[Map<String, Value>],
        made: &mut Map<String, Value>,
        depth: usize,
    ) -> Invented<()> {
        let least = counts(parts, "minProperties").max().unwrap_or(0);
        let is_map = parts.iter().any(|part| {
            part.contains_key("patternProperties")
                || part.get("additionalProperties").is_some_and(|rest| *rest != Value::Bool(false))
        });
        let more = match (is_map, depth >= DEPTH) {
            (_, true) => 0,
            (true, false) => self.rng.random_range(0..=2),
            (false, false) => usize::from(self.rng.random_bool(0.1)),
        };
        let wanted = least.max(made.len().saturating_add(more));
        let mut tries = 0;
        while made.len() < wanted && tries < wanted.saturating_add(10) {
            tries += 1;
            let Some(key) = self.key(parts, depth)? else { return Ok(()) };
            if made.contains_key(&key) {
                continue;
            }
            let Some(goal) = goal(parts, &key) else { continue };
            match self.value(&goal, depth + 1) {
                Ok(value) => drop(made.insert(key, value)),
                Err(Gap::TooLarge) => return Err(Gap::TooLarge),
                Err(_) => {}
            }
        }
        Ok(())
    }

    fn key(&mut self, parts: &[Map<String, Value>], depth: usize) -> Invented<Option<String>> {
        let names: Vec<Value> = parts.iter().filter_map(|part| part.get("propertyNames").cloned()).collect();
        if !names.is_empty() {
            let goal = [names, vec![json!({"type": ["string"]})]].concat();
            return Ok(self.value(&goal, depth + 1)?.as_str().map(str::to_owned));
        }
        let patterns =
            parts.iter().filter_map(|part| part.get("patternProperties")?.as_object()).flat_map(Map::keys);
        let patterns: Vec<&String> = patterns.collect();
        Ok(match patterns.choose(&mut self.rng) {
            Some(pattern) => text::of_pattern(&mut self.rng, pattern, 0, usize::MAX),
            None => Some(text::key(&mut self.rng)),
        })
    }
}

/// Returns the schemas of all parts for the value of a key; `None` if a part forbids the key.
fn goal(parts: &[Map<String, Value>], key: &str) -> Option<Vec<Value>> {
    let mut goal = Vec::new();
    for part in parts {
        let own = part.get("properties").and_then(|properties| properties.get(key));
        let patterns = part.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
        let matching = patterns.filter(|(pattern, _)| text::matches(pattern, key)).map(|(_, schema)| schema);
        let schemas: Vec<&Value> = own.into_iter().chain(matching).collect();
        match part.get("additionalProperties") {
            Some(Value::Bool(false)) if schemas.is_empty() => return None,
            Some(rest) if schemas.is_empty() => goal.push(rest.clone()),
            _ => goal.extend(schemas.into_iter().cloned()),
        }
    }
    Some(goal)
}

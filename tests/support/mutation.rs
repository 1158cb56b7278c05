//! Random mutations of descriptions: a node is deleted, renamed, duplicated, or gets another type or value.

use serde_json::{Map, Value, json};

/// A small random number generator (Knuth's MMIX constants), with the same numbers on every machine.
pub struct Numbers(pub u64);

impl Numbers {
    /// Returns a number below `limit`, or zero if `limit` is zero.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit.max(1)
    }
}

/// Returns the nodes of a document, by JSON pointer.
pub fn nodes(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    gather(document, String::new(), &mut found);
    found
}

fn gather(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                gather(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| gather(value, format!("{at}/{index}"), found));
        }
        _ => {}
    }
    if !at.is_empty() {
        found.push(at);
    }
}

/// Changes one node of a document whose nodes are `nodes`, or were before other changes. Returns a
/// description of the change.
pub fn mutate(document: &mut Value, nodes: &[String], numbers: &mut Numbers) -> String {
    let pointer = chosen(document, nodes, numbers);
    let other = nodes.get(numbers.below(nodes.len())).and_then(|other| document.pointer(other)).cloned();
    let other = other.unwrap_or_default();
    let what = numbers.below(5);
    let Some((parent, key)) = pointer.rsplit_once('/') else { return "nothing".to_owned() };
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(fields)) => match what {
            0 => drop(fields.shift_remove(&key)),
            1 => drop(fields.insert(key, retyped(numbers))),
            2 => {
                let value = fields.shift_remove(&key).unwrap_or_default();
                fields.insert(format!("{key}-renamed"), value);
            }
            3 => {
                let value = fields.get(&key).cloned().unwrap_or_default();
                fields.insert(key.to_uppercase(), value);
            }
            _ => drop(fields.insert(key, other)),
        },
        Some(Value::Array(items)) => {
            let index = key.parse().unwrap_or(usize::MAX);
            match what {
                0 if index < items.len() => drop(items.remove(index)),
                2 | 3 => items.extend(items.get(index).cloned()),
                _ => {
                    if let Some(item) = items.get_mut(index) {
                        *item = if what == 1 { retyped(numbers) } else { other };
                    }
                }
            }
        }
        _ => return format!("nothing at {pointer}"),
    }
    let done = ["deleted", "retyped", "renamed", "doubled", "replaced"];
    format!("{} {pointer}", done.get(what).copied().unwrap_or_default())
}

/// Returns any node or, every other time, the end of a random walk from the root. Most nodes are leaves, and
/// a walk finds those with many nodes below them.
fn chosen(document: &Value, nodes: &[String], numbers: &mut Numbers) -> String {
    if numbers.below(2) == 0 {
        return nodes.get(numbers.below(nodes.len())).cloned().unwrap_or_default();
    }
    let (mut node, mut pointer) = (document, String::new());
    loop {
        let next = match node {
            Value::Object(fields) => fields
                .iter()
                .nth(numbers.below(fields.len()))
                .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value)),
            Value::Array(items) => {
                let index = numbers.below(items.len());
                items.get(index).map(|value| (index.to_string(), value))
            }
            _ => None,
        };
        let Some((step, value)) = next else { return pointer };
        pointer = format!("{pointer}/{step}");
        node = value;
        if numbers.below(5) == 0 {
            return pointer;
        }
    }
}

fn retyped(numbers: &mut Numbers) -> Value {
    let values = [
        Value::Null,
        json!(true),
        json!(-1.5),
        json!(1e300),
        json!(""),
        json!("text\u{0}\r\n`[x](y)"),
        json!([]),
        json!([{}]),
        Value::Object(Map::new()),
        json!({"$ref": "#"}),
        json!({"$ref": "#/components/schemas/nowhere"}),
        json!({"allOf": [{"$ref": "#/components/schemas/image"}, {"type": "string"}]}),
        json!({"oneOf": [{}, {}, {"type": "array"}]}),
        json!({"type": ["string", "null", "object"]}),
        json!({"type": "object", "discriminator": {"propertyName": "kind"}, "oneOf": [{"type": "integer"}]}),
        json!({"enum": [1, null, "", "self", {"a": []}]}),
    ];
    let index = numbers.below(values.len());
    values.get(index).cloned().unwrap_or_default()
}

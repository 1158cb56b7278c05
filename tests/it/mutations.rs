//! Descriptions that are broken at random: the generator never panics, and says where what it refuses stands.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use openapi_client_codegen::{Settings, Source, generate};
use serde_json::{Map, Value, json};

use super::cases;

/// How many mutants each description has.
const MUTANTS: u64 = 25;

/// A small generator of numbers (Knuth's MMIX constants): the same mutants on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

/// Every node of a value, by JSON pointer.
fn nodes(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                nodes(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, value)| nodes(value, format!("{at}/{index}"), found));
        }
        _ => {}
    }
    if !at.is_empty() {
        found.push(at);
    }
}

/// Deletes, retypes, renames or duplicates one node.
fn mutate(document: &mut Value, numbers: &mut Numbers) -> String {
    let mut all = Vec::new();
    nodes(document, String::new(), &mut all);
    let pointer = all[numbers.below(all.len())].clone();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    let other = document.pointer(&all[numbers.below(all.len())]).cloned().unwrap();
    let what = numbers.below(5);
    match document.pointer_mut(parent).unwrap() {
        Value::Object(fields) => match what {
            0 => drop(fields.shift_remove(&key)),
            1 => drop(fields.insert(key, retyped(numbers))),
            2 => {
                let value = fields.shift_remove(&key).unwrap();
                fields.insert(format!("{key}-renamed"), value);
            }
            3 => {
                let value = fields[&key].clone();
                fields.insert(key.to_uppercase(), value);
            }
            _ => drop(fields.insert(key, other)),
        },
        Value::Array(items) => {
            let index: usize = key.parse().unwrap();
            match what {
                0 => drop(items.remove(index)),
                1 => items[index] = retyped(numbers),
                2 | 3 => items.push(items[index].clone()),
                _ => items[index] = other,
            }
        }
        _ => unreachable!("only objects and lists have nodes below them"),
    }
    format!("{what} at {pointer}")
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
    ];
    values[numbers.below(values.len())].clone()
}

#[test]
fn nothing_that_is_broken_panics() {
    let mut descriptions: Vec<PathBuf> =
        cases::folders("fixtures").into_iter().map(|folder| folder.join("openapi.yaml")).collect();
    descriptions.push("spec/images.yaml".into());
    let (mut generated, mut refused) = (0, 0);
    for path in descriptions {
        let source = Source::open(&path).unwrap();
        let whole: Value = source.value(&source.entry()).unwrap().clone();
        for seed in 0..MUTANTS {
            let mut numbers = Numbers(seed);
            let mut document = whole.clone();
            let done: Vec<String> =
                (0..=numbers.below(3)).map(|_| mutate(&mut document, &mut numbers)).collect();
            let text = serde_json::to_string_pretty(&document).unwrap();
            for lenient in [false, true] {
                let mut settings = Settings::new("openapi.json", "mutant");
                settings.lenient = lenient;
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    Source::from_text("openapi.json", &text).and_then(|source| generate(&source, &settings))
                }));
                let name = format!("{} seed {seed} lenient {lenient}: {done:?}", path.display());
                let report = match outcome.unwrap_or_else(|_| panic!("{name} panics")) {
                    Ok(outcome) => {
                        generated += 1;
                        outcome.report
                    }
                    Err(report) => {
                        refused += 1;
                        assert!(report.has_errors(), "{name} fails without a word");
                        report
                    }
                };
                for finding in report.findings() {
                    assert!(finding.position.is_some(), "{name}: {finding} has no place");
                }
            }
        }
    }
    // Mutants of which all, or none, are refused would show nothing.
    assert!(generated > 100 && refused > 100, "{generated} generated, {refused} refused");
}

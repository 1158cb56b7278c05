//! Reduces a failing value to a smaller one that still fails.

use serde_json::{Map, Value, json};

/// Returns values that are one step smaller, the largest steps first.
pub(crate) fn smaller(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Bool(true) => found.push(json!(false)),
        Value::Number(number) => {
            let simple = [json!(0), json!(1), json!(-1), json!(0.5)];
            let magnitude = number.as_f64().unwrap_or_default().abs();
            let is_smaller = |n: &Value| n.as_f64().is_some_and(|n| n.abs() < magnitude);
            found.extend(simple.into_iter().filter(is_smaller));
        }
        Value::String(text) => {
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
            let shorter = [String::new(), "a".to_owned(), half, plain];
            found.extend(shorter.into_iter().filter(|s| s.len() < text.len()).map(Value::String));
        }
        Value::Array(items) => {
            if items.len() > 1 {
                found.push(Value::Array(items.iter().take(items.len() / 2).cloned().collect()));
            }
            for index in 0..items.len() {
                found.push(Value::Array(without(items, index)));
            }
            for (index, item) in items.iter().enumerate() {
                found.extend(smaller(item).into_iter().map(|item| {
                    Value::Array(
                        items
                            .iter()
                            .enumerate()
                            .map(|(at, old)| if at == index { &item } else { old })
                            .cloned()
                            .collect(),
                    )
                }));
            }
        }
        Value::Object(fields) => {
            for key in fields.keys() {
                let rest: Map<String, Value> = fields
                    .iter()
                    .filter(|(other, _)| *other != key)
                    .map(|(k, v)| (k.clone(), v.clone()))
                    .collect();
                found.push(Value::Object(rest));
            }
            for (key, part) in fields {
                found.extend(smaller(part).into_iter().map(|part| {
                    let mut fields = fields.clone();
                    fields.insert(key.clone(), part);
                    Value::Object(fields)
                }));
            }
        }
    }
    found
}

fn without(items: &[Value], index: usize) -> Vec<Value> {
    items.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, item)| item.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::smaller;
    use serde_json::json;

    #[test]
    fn steps_down_end() {
        let mut value = json!({"a": [1, {"b": "text"}, true], "c": 7.5});
        let mut steps = 0;
        while let Some(next) = smaller(&value).into_iter().next() {
            value = next;
            steps += 1;
            assert!(steps < 50, "{value}");
        }
        assert_eq!(value, json!({}));
    }

    #[test]
    fn a_part_alone_gets_smaller() {
        assert!(smaller(&json!({"a": [1, 2]})).contains(&json!({"a": [2]})));
        assert!(smaller(&json!(["text"])).contains(&json!([""])));
    }
}

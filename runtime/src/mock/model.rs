//! Models for tests, from only the fields that a test needs.

use crate::Map;
use crate::Value;
use crate::codec::json::{self, Decode, Step};
use crate::error::BodyFault;

/// Creates a model with the fields in `fields`, and minimal values for the other required fields: empty
/// strings and lists, zero, `false`. Its type can be any type that an operation returns, or a type within it.
///
/// ```
/// # use openapi_client_runtime::{Value, mock};
/// # fn main() -> Result<(), openapi_client_runtime::BodyFault> {
/// let numbers: Vec<i64> = mock::model(&serde_json::json!([1, null]))?;
/// assert_eq!(numbers, [1, 0]);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Fails if a value has the wrong type, or if `fields` has a key that the type does not have: a test with a
/// misspelled key would check nothing.
pub fn model<T: Decode>(fields: &Value) -> Result<T, BodyFault> {
    let mut value = fields.clone();
    // The positions of values that `fields` does not have.
    let mut added = Vec::new();
    loop {
        let text = value.to_string();
        let fault = match json::from_str_strictly(&text) {
            Ok(model) => return Ok(model),
            Err(fault) => fault,
        };
        let steps = fault.steps(&text);
        let is_mended = at(&mut value, &steps).is_some_and(|wrong| {
            let may_change = wrong.is_null() || added.contains(&steps);
            complete(wrong, fault.missing(), may_change)
        });
        if !is_mended {
            return Err(BodyFault::new(&fault, &text));
        }
        added.push(steps);
    }
}

fn at<'a>(value: &'a mut Value, steps: &[Step]) -> Option<&'a mut Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    })
}

/// Adds a missing key without a value, or replaces an added value that was rejected with the next minimal
/// one. Returns whether it changed anything.
fn complete(wrong: &mut Value, missing: Option<&str>, may_change: bool) -> bool {
    if let (Some(key), Some(entries)) = (missing, wrong.as_object_mut()) {
        return entries.insert(key.to_owned(), Value::Null).is_none();
    }
    *wrong = match wrong {
        _ if !may_change => return false,
        Value::Null => "".into(),
        Value::String(text) if text.is_empty() => 0.into(),
        Value::Number(number) if number.as_u64() == Some(0) => false.into(),
        Value::Bool(false) => Value::Array(Vec::new()),
        Value::Array(elements) if elements.is_empty() => Value::Object(Map::new().into_iter().collect()),
        _ => return false,
    };
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codec::json::{Fault, Reader};

    #[derive(Debug, PartialEq)]
    struct Droplet {
        id: u64,
        tags: Vec<String>,
        image: Option<Box<Droplet>>,
        limits: crate::Map<bool>,
    }

    impl Decode for Droplet {
        fn decode(reader: &mut Reader<'_>) -> Result<Self, Fault> {
            let (id, tags, image, limits) = reader.record(&["id", "tags", "image", "limits"])?;
            Ok(Self { id, tags, image, limits })
        }
    }

    #[test]
    fn missing_values_are_added_and_given_values_are_preserved() {
        let least = Droplet { id: 0, tags: Vec::new(), image: None, limits: crate::Map::new() };
        assert_eq!(model::<Droplet>(&Value::Null).unwrap(), least);
        let fields = json!({"image": {"id": 7}, "tags": ["a", null], "limits": {"x": null}});
        let model_of: Droplet = model(&fields).unwrap();
        assert_eq!((model_of.image.unwrap().id, model_of.tags), (7, vec!["a".to_owned(), String::new()]));
        assert_eq!(model_of.limits.get("x"), Some(&false));
        let error = model::<Droplet>(&json!({"image": {"id": "seven"}})).unwrap_err();
        assert_eq!(error.to_string(), "expected a number, found a string at $.image.id");
        let error = model::<Droplet>(&json!({"id": 1, "image": {"idd": 7}})).unwrap_err();
        assert_eq!(error.to_string(), "the type has no such key at $.image.idd");
        assert!(
            model::<Droplet>(&json!({"id": -1})).is_err() && model::<Droplet>(&json!({"id": ""})).is_err()
        );
        assert_eq!(model::<Vec<Value>>(&json!({"a": 1})).unwrap_err().path, "$");
    }
}

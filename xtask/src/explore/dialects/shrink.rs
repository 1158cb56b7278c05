//! Reduces an API while the clients of two versions still differ.

use serde_json::Value;

use super::model::Model;
use super::{Client, Difference, REFERENCE};

/// The number of smaller APIs to try.
const TRIES: usize = 600;

/// Removes parts of an API while the same kind of difference stays.
pub(super) fn shrink(mut model: Model, mut found: Difference) -> (Model, Difference) {
    let mut tries = 0;
    'next: while let Ok(value) = serde_json::to_value(&model) {
        for smaller in smaller(&value) {
            if tries == TRIES {
                break;
            }
            // Not every part can be removed.
            let Ok(smaller) = serde_json::from_value::<Model>(smaller) else { continue };
            if smaller == model || smaller.is_plain != model.is_plain {
                continue;
            }
            tries += 1;
            let same = |other: &Difference| other.is_refusal == found.is_refusal;
            if let Some(other) = differing(&smaller, &found).filter(same) {
                (model, found) = (smaller, other);
                continue 'next;
            }
        }
        break;
    }
    (model, found)
}

fn differing(model: &Model, found: &Difference) -> Option<Difference> {
    let (own, other) = (Client::of(model, REFERENCE)?, Client::of(model, found.dialect)?);
    own.difference(&other)
}

/// Returns values with one part less, those without large parts first.
fn smaller(value: &Value) -> Vec<Value> {
    let mut places = Vec::new();
    collect(value, &mut Vec::new(), &mut places);
    places.sort_by_key(|(size, _)| std::cmp::Reverse(*size));
    let without = places.iter().map(|(_, place)| {
        let mut value = value.clone();
        remove(&mut value, place);
        value
    });
    // A schema in place of one that contains it.
    let raised = places.iter().filter_map(|(_, place)| {
        let schema = at(value, place).filter(|node| node.get("kind").is_some())?;
        let around =
            (1..place.len()).rev().map(|length| place.iter().take(length).cloned().collect::<Vec<_>>());
        let mut around =
            around.filter(|around| at(value, around).is_some_and(|node| node.get("kind").is_some()));
        let around = around.next()?;
        let mut value = value.clone();
        *at_mut(&mut value, &around)? = schema.clone();
        Some(value)
    });
    without.chain(raised).collect()
}

/// Collects the places of all parts, with their sizes.
fn collect(value: &Value, place: &mut Vec<String>, found: &mut Vec<(usize, Vec<String>)>) -> usize {
    let mut size = 1;
    let mut each = |key: String, part: &Value, found: &mut Vec<(usize, Vec<String>)>| {
        place.push(key);
        let within = collect(part, place, found);
        // What is at its smallest is not a step.
        if !matches!(part, Value::Null | Value::Bool(false)) {
            found.push((within, place.clone()));
        }
        place.pop();
        size += within;
    };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, part)| each(key.clone(), part, found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, part)| each(index.to_string(), part, found));
        }
        _ => {}
    }
    size
}

fn remove(value: &mut Value, place: &[String]) {
    let Some((last, around)) = place.split_last() else { return };
    match at_mut(value, around) {
        Some(Value::Object(fields)) => drop(fields.shift_remove(last)),
        Some(Value::Array(items)) => {
            if let Some(index) = last.parse().ok().filter(|index: &usize| *index < items.len()) {
                items.remove(index);
            }
        }
        _ => {}
    }
}

fn at<'a>(value: &'a Value, place: &[String]) -> Option<&'a Value> {
    place.iter().try_fold(value, |value, key| match value {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        value => value.get(key),
    })
}

fn at_mut<'a>(value: &'a mut Value, place: &[String]) -> Option<&'a mut Value> {
    place.iter().try_fold(value, |value, key| match value {
        Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
        value => value.get_mut(key),
    })
}

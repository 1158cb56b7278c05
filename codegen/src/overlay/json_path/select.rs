//! The nodes that a path selects.

use std::cmp::Ordering;
use std::collections::HashSet;

use serde_json::Value;

use super::{Condition, Operand, Operator, Query, Segment, Selector};
use crate::pointer::Pointer;

/// A node and where it is.
type Node<'v> = (Pointer, &'v Value);

/// Returns the nodes that a path selects, in the order of RFC 9535; one that is selected twice is there twice.
#[cfg(any(test, feature = "tools"))]
pub(in super::super) fn select(query: &Query, root: &Value) -> Vec<Pointer> {
    nodes(query, root, root).into_iter().map(|(pointer, _)| pointer).collect()
}

/// Returns the same nodes, each once. Segments such as `[*, *]` give every node several times, and so multiply: what they
/// repeat is dropped from one segment to the next.
pub(in super::super) fn select_once(query: &Query, root: &Value) -> Vec<Pointer> {
    let nodes = selected(query, root, root, |found| {
        let mut seen = HashSet::new();
        found.retain(|(pointer, _)| seen.insert(pointer.clone()));
    });
    nodes.into_iter().map(|(pointer, _)| pointer).collect()
}

/// The nodes of a query; pointers are from where it begins.
fn nodes<'v>(query: &Query, root: &'v Value, current: &'v Value) -> Vec<Node<'v>> {
    selected(query, root, current, |_| {})
}

/// The nodes of a query, where each segment's are changed before the next segment looks at them.
fn selected<'v>(
    query: &Query,
    root: &'v Value,
    current: &'v Value,
    change: impl Fn(&mut Vec<Node<'v>>),
) -> Vec<Node<'v>> {
    let mut found = vec![(Pointer::root(), if query.is_relative { current } else { root })];
    for segment in &query.segments {
        let mut next = Vec::new();
        for node in found {
            match segment {
                Segment::Child(selectors) => choose(selectors, &node, root, &mut next),
                Segment::Descendant(selectors) => {
                    // A stack of our own: a document may be deeper than the thread's stack.
                    let mut pending = vec![node];
                    while let Some(node) = pending.pop() {
                        choose(selectors, &node, root, &mut next);
                        pending.extend(children(&node).into_iter().rev());
                    }
                }
            }
        }
        change(&mut next);
        found = next;
    }
    found
}

fn choose<'v>(selectors: &[Selector], node: &Node<'v>, root: &'v Value, chosen: &mut Vec<Node<'v>>) {
    let (pointer, value) = node;
    for selector in selectors {
        match selector {
            Selector::Name(name) => {
                let found = value.as_object().and_then(|fields| fields.get(name));
                chosen.extend(found.map(|value| (pointer.key(name), value)));
            }
            Selector::Wildcard => chosen.extend(children(node)),
            Selector::Index(index) => chosen.extend(element(node, *index)),
            Selector::Slice { start, end, step } => slice(node, *start, *end, *step, chosen),
            Selector::Filter(condition) => {
                chosen.extend(children(node).into_iter().filter(|(_, child)| holds(condition, root, child)));
            }
        }
    }
}

fn children<'v>((pointer, value): &Node<'v>) -> Vec<Node<'v>> {
    match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (pointer.key(key), value)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (pointer.index(index), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The element at an index, which counts from the end where it is negative.
fn element<'v>((pointer, value): &Node<'v>, index: i64) -> Option<Node<'v>> {
    let items = value.as_array()?;
    let length = i64::try_from(items.len()).ok()?;
    let index = usize::try_from(if index < 0 { length.checked_add(index)? } else { index }).ok()?;
    items.get(index).map(|value| (pointer.index(index), value))
}

/// Section 2.3.4.2.2.
fn slice<'v>(node: &Node<'v>, start: Option<i64>, end: Option<i64>, step: i64, chosen: &mut Vec<Node<'v>>) {
    let Some(length) = node.1.as_array().and_then(|items| i64::try_from(items.len()).ok()) else { return };
    let normal = |index: i64| if index < 0 { length.saturating_add(index) } else { index };
    match step.cmp(&0) {
        Ordering::Equal => {}
        Ordering::Greater => {
            let mut index = normal(start.unwrap_or(0)).clamp(0, length);
            let upper = normal(end.unwrap_or(length)).clamp(0, length);
            while index < upper {
                chosen.extend(element(node, index));
                index = index.saturating_add(step);
            }
        }
        Ordering::Less => {
            let mut index = normal(start.unwrap_or(length - 1)).clamp(-1, length - 1);
            let lower = end.map_or(-1, normal).clamp(-1, length - 1);
            while index > lower {
                chosen.extend(element(node, index));
                index = index.saturating_add(step);
            }
        }
    }
}

fn holds(condition: &Condition, root: &Value, current: &Value) -> bool {
    match condition {
        Condition::Any(parts) => parts.iter().any(|part| holds(part, root, current)),
        Condition::All(parts) => parts.iter().all(|part| holds(part, root, current)),
        Condition::Not(inner) => !holds(inner, root, current),
        Condition::Exists(query) => !nodes(query, root, current).is_empty(),
        Condition::Compare(left, operator, right) => compare(
            value_of(left, root, current).as_ref(),
            *operator,
            value_of(right, root, current).as_ref(),
        ),
    }
}

/// What an operand stands for; nothing where a query finds none.
fn value_of(operand: &Operand, root: &Value, current: &Value) -> Option<Value> {
    let only = |query: &Query| match nodes(query, root, current).as_slice() {
        [(_, value)] => Some((*value).clone()),
        _ => None,
    };
    match operand {
        Operand::Literal(value) => Some(value.clone()),
        Operand::Query(query) | Operand::Value(query) => only(query),
        Operand::Count(query) => Some(Value::from(nodes(query, root, current).len())),
        Operand::Length(inner) => match value_of(inner, root, current)? {
            Value::String(text) => Some(Value::from(text.chars().count())),
            Value::Array(items) => Some(Value::from(items.len())),
            Value::Object(fields) => Some(Value::from(fields.len())),
            _ => None,
        },
    }
}

/// Section 2.3.5.2.2: nothing equals nothing, and only numbers and texts have an order.
fn compare(left: Option<&Value>, operator: Operator, right: Option<&Value>) -> bool {
    let is_equal = || match (left, right) {
        (Some(left), Some(right)) => is_same(left, right),
        (None, None) => true,
        _ => false,
    };
    let order = || match (left?, right?) {
        (Value::Number(left), Value::Number(right)) => left.as_f64()?.partial_cmp(&right.as_f64()?),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => None,
    };
    match operator {
        Operator::Equal => is_equal(),
        Operator::NotEqual => !is_equal(),
        Operator::Less => order() == Some(Ordering::Less),
        Operator::Greater => order() == Some(Ordering::Greater),
        Operator::LessOrEqual => is_equal() || order() == Some(Ordering::Less),
        Operator::GreaterOrEqual => is_equal() || order() == Some(Ordering::Greater),
    }
}

/// Whether two values are the same; `1` and `1.0` are.
fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| is_same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| is_same(left, right)))
        }
        _ => left == right,
    }
}

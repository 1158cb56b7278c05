//! Evaluates paths.

use std::cell::Cell;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;

use serde_json::Value;

use super::{Condition, Operand, Operator, Query, Segment, Selector};
use crate::diagnostics::Pointer;

/// A node with its pointer. Within filters, which do not use pointers, all nodes have the pointer of the
/// root.
type Node<'v> = (Pointer, &'v Value);

/// Whether the evaluation computes the pointers of nodes.
#[derive(Clone, Copy, PartialEq)]
enum Places {
    Kept,
    Dropped,
}

impl Places {
    fn key(self, pointer: &Pointer, key: &str) -> Pointer {
        if self == Self::Kept { pointer.key(key) } else { pointer.clone() }
    }

    fn index(self, pointer: &Pointer, index: usize) -> Pointer {
        if self == Self::Kept { pointer.index(index) } else { pointer.clone() }
    }
}

/// The largest number of nodes that the evaluation of one path may visit. `$..*` visits each node of a
/// document twice; selectors such as `[*, *]` and descendants of descendants multiply the number.
const MOST_NODES: usize = 10_000_000;

/// A path that selects or tests more nodes than [`MOST_NODES`].
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct TooManyNodes;

impl fmt::Display for TooManyNodes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the path visits more than {MOST_NODES} nodes")
    }
}

/// Returns the nodes that a path selects, in the order of RFC 9535, with duplicates.
///
/// # Errors
/// Fails if the path visits too many nodes.
#[cfg(any(test, feature = "tools"))]
pub(in super::super) fn select(query: &Query, root: &Value) -> Result<Vec<Pointer>, TooManyNodes> {
    Evaluation { root, left: Cell::new(MOST_NODES) }.run(query, |_| {})
}

/// Returns the nodes that a path selects, without duplicates: each segment removes them before the next one.
///
/// # Errors
/// Fails if the path visits too many nodes.
pub(in super::super) fn select_once(query: &Query, root: &Value) -> Result<Vec<Pointer>, TooManyNodes> {
    select_once_within(query, root, MOST_NODES)
}

pub(super) fn select_once_within(
    query: &Query,
    root: &Value,
    most: usize,
) -> Result<Vec<Pointer>, TooManyNodes> {
    Evaluation { root, left: Cell::new(most) }.run(query, |found| {
        let mut seen = HashSet::new();
        found.retain(|(pointer, _)| seen.insert(pointer.clone()));
    })
}

/// The evaluation of one path, with the queries in its filters.
struct Evaluation<'v> {
    root: &'v Value,
    /// How many more nodes may be visited. At zero, queries find no more nodes.
    left: Cell<usize>,
}

impl<'v> Evaluation<'v> {
    fn run(&self, query: &Query, change: impl Fn(&mut Vec<Node<'v>>)) -> Result<Vec<Pointer>, TooManyNodes> {
        let nodes = self.selected(query, self.root, Places::Kept, change);
        if self.left.get() == 0 {
            return Err(TooManyNodes);
        }
        Ok(nodes.into_iter().map(|(pointer, _)| pointer).collect())
    }

    /// Subtracts visited nodes from the limit, and returns whether more may be visited.
    fn spend(&self, nodes: usize) -> bool {
        self.left.set(self.left.get().saturating_sub(nodes));
        self.left.get() > 0
    }

    /// Evaluates a query in a filter.
    fn nodes(&self, query: &Query, current: &'v Value) -> Vec<Node<'v>> {
        self.selected(query, current, Places::Dropped, |_| {})
    }

    /// Evaluates a query, and applies `change` to the nodes of each segment before the next one.
    fn selected(
        &self,
        query: &Query,
        current: &'v Value,
        places: Places,
        change: impl Fn(&mut Vec<Node<'v>>),
    ) -> Vec<Node<'v>> {
        let mut found = vec![(Pointer::root(), if query.is_relative { current } else { self.root })];
        for segment in &query.segments {
            let mut next = Vec::new();
            for node in found {
                match segment {
                    Segment::Child(selectors) => self.choose(selectors, &node, places, &mut next),
                    Segment::Descendant(selectors) => {
                        // An explicit stack: recursion on a deep document could overflow the thread's stack.
                        let mut pending = vec![node];
                        while let Some(node) = pending.pop().filter(|_| self.spend(1)) {
                            self.choose(selectors, &node, places, &mut next);
                            pending.extend(children(&node, places).into_iter().rev());
                        }
                    }
                }
            }
            change(&mut next);
            found = next;
        }
        found
    }

    fn choose(&self, selectors: &[Selector], node: &Node<'v>, places: Places, chosen: &mut Vec<Node<'v>>) {
        let (pointer, value) = node;
        for selector in selectors {
            let before = chosen.len();
            match selector {
                Selector::Name(name) => {
                    let found = value.as_object().and_then(|fields| fields.get(name));
                    chosen.extend(found.map(|value| (places.key(pointer, name), value)));
                }
                Selector::Wildcard => chosen.extend(children(node, places)),
                Selector::Index(index) => chosen.extend(element(node, *index, places)),
                Selector::Slice { start, end, step } => slice(node, (*start, *end, *step), places, chosen),
                Selector::Filter(condition) => {
                    let matching = children(node, places).into_iter();
                    chosen.extend(matching.filter(|(_, child)| self.holds(condition, child)));
                }
            }
            if !self.spend(1 + chosen.len() - before) {
                return;
            }
        }
    }

    fn holds(&self, condition: &Condition, current: &'v Value) -> bool {
        match condition {
            _ if !self.spend(1) => false,
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, current)),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, current)),
            Condition::Not(inner) => !self.holds(inner, current),
            Condition::Exists(query) => !self.nodes(query, current).is_empty(),
            Condition::Compare(left, operator, right) => compare(
                self.value_of(left, current).as_ref(),
                *operator,
                self.value_of(right, current).as_ref(),
            ),
        }
    }

    /// Returns the value of an operand, or `None` if its query finds no node.
    fn value_of(&self, operand: &Operand, current: &'v Value) -> Option<Value> {
        let only = |query: &Query| match self.nodes(query, current).as_slice() {
            [(_, value)] => Some((*value).clone()),
            _ => None,
        };
        match operand {
            Operand::Literal(value) => Some(value.clone()),
            Operand::Query(query) | Operand::Value(query) => only(query),
            Operand::Count(query) => Some(Value::from(self.nodes(query, current).len())),
            Operand::Length(inner) => match self.value_of(inner, current)? {
                Value::String(text) => Some(Value::from(text.chars().count())),
                Value::Array(items) => Some(Value::from(items.len())),
                Value::Object(fields) => Some(Value::from(fields.len())),
                _ => None,
            },
        }
    }
}

fn children<'v>((pointer, value): &Node<'v>, places: Places) -> Vec<Node<'v>> {
    match value {
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (places.key(pointer, key), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (places.index(pointer, index), value)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the element at an index. A negative index counts from the end.
fn element<'v>((pointer, value): &Node<'v>, index: i64, places: Places) -> Option<Node<'v>> {
    let items = value.as_array()?;
    let length = i64::try_from(items.len()).ok()?;
    let index = usize::try_from(if index < 0 { length.checked_add(index)? } else { index }).ok()?;
    items.get(index).map(|value| (places.index(pointer, index), value))
}

/// Returns the elements of a slice (section 2.3.4.2.2).
fn slice<'v>(
    node: &Node<'v>,
    (start, end, step): (Option<i64>, Option<i64>, i64),
    places: Places,
    chosen: &mut Vec<Node<'v>>,
) {
    let Some(length) = node.1.as_array().and_then(|items| i64::try_from(items.len()).ok()) else { return };
    let normal = |index: i64| if index < 0 { length.saturating_add(index) } else { index };
    match step.cmp(&0) {
        Ordering::Equal => {}
        Ordering::Greater => {
            let mut index = normal(start.unwrap_or(0)).clamp(0, length);
            let upper = normal(end.unwrap_or(length)).clamp(0, length);
            while index < upper {
                chosen.extend(element(node, index, places));
                index = index.saturating_add(step);
            }
        }
        Ordering::Less => {
            let mut index = normal(start.unwrap_or(length - 1)).clamp(-1, length - 1);
            let lower = end.map_or(-1, normal).clamp(-1, length - 1);
            while index > lower {
                chosen.extend(element(node, index, places));
                index = index.saturating_add(step);
            }
        }
    }
}

/// Compares two values (section 2.3.5.2.2): two absent values are equal, and only numbers and texts have an
/// order.
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

/// Returns whether two values are equal. `1` equals `1.0`.
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

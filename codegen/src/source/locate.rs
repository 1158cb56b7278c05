//! Finds the line and column of a pointer by reading the text again, because only reports need them.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::fmt;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Format;
use super::yaml_lines::YamlLines;
use crate::diagnostics::Pointer;

/// The number of a pointer, and its remaining steps.
pub(super) type Query<'a> = (usize, &'a [String]);

/// Returns the lines and columns of pointers, or of their nearest written ancestors. Reads each part of the
/// text once for all pointers that lead through it.
pub(super) fn locate(text: &str, format: Format, pointers: &[&Pointer]) -> Vec<(usize, usize)> {
    let steps: Vec<Vec<String>> = pointers.iter().map(|pointer| pointer.steps().collect()).collect();
    let wanted: Vec<Query<'_>> = steps.iter().map(Vec::as_slice).enumerate().collect();
    match format {
        Format::Json => {
            let whole = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
            let mut found = vec![0; pointers.len()];
            walk_json(text, whole, &wanted, &mut found);
            let lines = Lines::of(text);
            found.into_iter().map(|offset| lines.position(offset)).collect()
        }
        Format::Yaml => {
            let mut found = vec![None; pointers.len()];
            let lines = YamlLines::of(text);
            lines.locate(&wanted, &mut found);
            let found = found.into_iter().zip(steps);
            found.map(|(found, steps)| found.unwrap_or_else(|| slowly(text, &steps, &lines.budget))).collect()
        }
    }
}

/// Walks through JSON as raw slices, whose addresses give their offsets in the text.
pub(super) fn walk_json(text: &str, node: &str, wanted: &[Query<'_>], found: &mut [usize]) {
    let offset = (node.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    for (index, _) in wanted {
        // A deeper node overwrites this offset.
        if let Some(slot) = found.get_mut(*index) {
            *slot = offset;
        }
    }
    let deeper = by_step(wanted);
    if deeper.is_empty() {
        return;
    }
    let mut step_into = |step: &str, child: &str| {
        if let Some(through) = deeper.get(step) {
            walk_json(text, child, through, found);
        }
    };
    if node.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(node).unwrap_or_default();
        items.iter().enumerate().for_each(|(index, item)| step_into(&index.to_string(), item.get()));
    } else if node.starts_with('{') {
        let fields: IndexMap<Cow<'_, str>, &RawValue> = serde_json::from_str(node).unwrap_or_default();
        fields.iter().for_each(|(key, value)| step_into(key, value.get()));
    }
}

/// Groups pointers by their next step.
pub(super) fn by_step<'a>(wanted: &[Query<'a>]) -> HashMap<&'a str, Vec<Query<'a>>> {
    let mut groups: HashMap<&str, Vec<Query<'a>>> = HashMap::new();
    for (index, steps) in wanted {
        if let Some((step, rest)) = steps.split_first() {
            groups.entry(step).or_default().push((*index, rest));
        }
    }
    groups
}

/// The offsets of the lines of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// Whether each byte is a character, so that the characters of a long line need not be counted.
    is_ascii: bool,
}

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect(), is_ascii: text.is_ascii() }
    }

    pub(super) fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        if self.is_ascii {
            return (line, offset - start + 1);
        }
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, before.trim_start_matches('\u{feff}').chars().count() + 1)
    }
}

/// The largest number of bytes that serde_yaml may read to find positions, which takes about one second.
pub(super) const SLOW_BYTES: usize = 32 << 20;

/// Returns a position found by serde_yaml, which supports every form of text but reads the whole text for
/// each pointer. Returns the beginning of the text when the budget is used up.
pub(super) fn slowly(text: &str, steps: &[String], budget: &Cell<usize>) -> (usize, usize) {
    let mut wanted = Some(steps);
    while let Some(steps) = wanted {
        let Some(left) = budget.get().checked_sub(text.len() + 1) else { break };
        budget.set(left);
        if let Some(found) = locate_yaml(text, steps) {
            return found;
        }
        wanted = steps.split_last().map(|(_, before)| before);
    }
    (1, 1)
}

/// Walks to a node with a seed that fails there on purpose, because serde_yaml gives only the positions of
/// errors.
fn locate_yaml(text: &str, steps: &[String]) -> Option<(usize, usize)> {
    let reached = Cell::new(false);
    let failure = Descent { steps, reached: &reached }.deserialize(serde_yaml::Deserializer::from_str(text));
    let location = failure.err()?.location()?;
    reached.get().then(|| (location.line(), location.column()))
}

struct Descent<'a> {
    steps: &'a [String],
    reached: &'a Cell<bool>,
}

impl Descent<'_> {
    fn arrive<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.steps.is_empty() {
            self.reached.set(true);
            return Err(E::custom("here"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Descent<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Descent<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a node")
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.arrive()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<(), E> {
        self.arrive()
    }

    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<(), E> {
        self.arrive()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.arrive()
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.arrive()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.arrive()
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.arrive()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<(), A::Error> {
        self.arrive()?;
        let (step, rest) = self.steps.split_first().ok_or_else(|| A::Error::custom("no step"))?;
        let wanted: usize = step.parse().map_err(A::Error::custom)?;
        for _ in 0..wanted {
            sequence.next_element::<IgnoredAny>()?;
        }
        let inner = Descent { steps: rest, reached: self.reached };
        if sequence.next_element_seed(inner)?.is_some() {
            while sequence.next_element::<IgnoredAny>()?.is_some() {}
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.arrive()?;
        let (step, rest) = self.steps.split_first().ok_or_else(|| A::Error::custom("no step"))?;
        while let Some(key) = map.next_key::<String>()? {
            if key == *step {
                map.next_value_seed(Descent { steps: rest, reached: self.reached })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

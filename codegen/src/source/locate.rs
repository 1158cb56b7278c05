//! Pointer → line and column, found by reading the text again: only a report needs it.

use std::cell::Cell;
use std::fmt;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::Format;
use crate::pointer::Pointer;

/// Where a node is written. Line and column count from one, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The file, as it was named.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The column, from one.
    pub column: usize,
}

/// Line and column of a pointer, or of its nearest ancestor that is written.
pub(super) fn locate(text: &str, format: Format, pointer: &Pointer) -> (usize, usize) {
    let mut wanted = Some(pointer.clone());
    while let Some(pointer) = wanted {
        let found = match format {
            Format::Json => locate_json(text, &pointer),
            Format::Yaml => locate_yaml(text, &pointer),
        };
        if let Some(found) = found {
            return found;
        }
        wanted = pointer.parent();
    }
    (1, 1)
}

/// Goes down by raw slices; a slice knows where in the text it begins.
fn locate_json(text: &str, pointer: &Pointer) -> Option<(usize, usize)> {
    let whole = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
    let mut rest = whole;
    for step in pointer.steps() {
        rest = if rest.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(rest).ok()?;
            items.get(step.parse::<usize>().ok()?)?.get()
        } else {
            let fields: IndexMap<String, &RawValue> = serde_json::from_str(rest).ok()?;
            fields.get(&step)?.get()
        };
    }
    let offset = (rest.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let before = text.get(..offset)?;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    Some((line, before.get(line_start..)?.trim_start_matches('\u{feff}').chars().count() + 1))
}

/// Goes down by a seed that fails on purpose at the wanted node: serde_yaml says the place of a failure,
/// and of nothing else.
fn locate_yaml(text: &str, pointer: &Pointer) -> Option<(usize, usize)> {
    let steps: Vec<String> = pointer.steps().collect();
    let reached = Cell::new(false);
    let failure =
        Descent { steps: &steps, reached: &reached }.deserialize(serde_yaml::Deserializer::from_str(text));
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

//! The selection of a union's variant by the features of a value.

use std::borrow::Cow;

use super::reader::{Kind, Reader};
use super::{Decode, Fault};

/// The features of a type's values.
#[derive(Debug, Clone, Copy)]
pub struct Test {
    /// The JSON types of its values; empty if it may be any.
    pub kinds: &'static [Kind],
    /// Whether its numbers are integers.
    pub whole: bool,
    /// The strings that it lists.
    pub words: &'static [&'static str],
    /// The required keys.
    pub required: &'static [&'static str],
    /// The known keys.
    pub known: &'static [&'static str],
    /// Keys that can only have certain values, each as the text of a [`tag`](Reader::tag).
    pub constants: &'static [(&'static str, &'static [&'static str])],
}

impl<'de> Reader<'de> {
    /// Returns the indices of the types that the next value may have, the most likely first. Does not consume
    /// the value.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn candidates(&mut self, tests: &'static [Test]) -> Result<Vec<usize>, Fault> {
        let kind = self.kind()?;
        let mut ahead = self.clone();
        let mut keys: Vec<(Cow<'de, str>, Option<Cow<'de, str>>)> = Vec::new();
        let mut single = None;
        match kind {
            Kind::Object => {
                let mut object = ahead.object(&[])?;
                while object.next(&mut ahead)?.is_some() {
                    let key = object.take_unknown();
                    let text = ahead.clone().scalar()?;
                    ahead.skip()?;
                    keys.push((key, text));
                }
            }
            Kind::String => single = Some(ahead.string()?),
            Kind::Number => single = Some(Cow::Borrowed(ahead.number()?)),
            _ => {}
        }
        let scores = tests.iter().enumerate();
        let mut scores: Vec<(i64, usize)> = scores
            .filter_map(|(index, test)| Some((test.score(kind, single.as_deref(), &keys)?, index)))
            .collect();
        // The higher score first; of equal ones, the first in the description.
        scores.sort_by_key(|(score, index)| (-score, *index));
        Ok(scores.into_iter().map(|(_, index)| index).collect())
    }

    /// The text of the scalar at a key of the next value, which stays: of a string, a boolean, or a number. A whole
    /// number has one text, however it is written.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn tag(&mut self, key: &str) -> Result<Option<Cow<'de, str>>, Fault> {
        let mut ahead = self.clone();
        if ahead.kind()? != Kind::Object {
            return Ok(None);
        }
        let mut object = ahead.object(&[])?;
        while object.next(&mut ahead)?.is_some() {
            if object.unknown() == key {
                return ahead.scalar();
            }
            ahead.skip()?;
        }
        Ok(None)
    }

    /// The text of the next value, unless it is null, a list or an object.
    fn scalar(&mut self) -> Result<Option<Cow<'de, str>>, Fault> {
        Ok(match self.kind()? {
            Kind::String => Some(self.string()?),
            Kind::Boolean => Some(Cow::Borrowed(if self.boolean()? { "true" } else { "false" })),
            Kind::Number => Some(whole(self.number()?)),
            Kind::Null | Kind::Array | Kind::Object => None,
        })
    }

    /// Reads a value if it is of the type; otherwise it stays.
    pub fn attempt<T: Decode>(&mut self) -> Option<T> {
        let before = self.clone();
        #[cfg(feature = "test-util")]
        let noted = super::strict::count();
        let value = T::decode(self);
        if value.is_err() {
            *self = before;
            #[cfg(feature = "test-util")]
            super::strict::forget_after(noted);
        }
        value.ok()
    }
}

/// A number, without the fraction and exponent of a whole one.
fn whole(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains(['.', 'e', 'E']);
    let number =
        text.parse::<f64>().ok().filter(|number| !is_plain && number.fract() == 0.0 && number.abs() < 1e15);
    number.map_or(Cow::Borrowed(text), |number| Cow::Owned(format!("{number:.0}")))
}

impl Test {
    /// Returns how well a value fits a type; `None` if it cannot be one.
    fn score(
        &self,
        kind: Kind,
        single: Option<&str>,
        keys: &[(Cow<'_, str>, Option<Cow<'_, str>>)],
    ) -> Option<i64> {
        if self.kinds.is_empty() {
            return Some(0);
        }
        if !self.kinds.contains(&kind) {
            return None;
        }
        let score = match (kind, single) {
            (Kind::String, Some(text)) => i64::from(self.words.contains(&text)) * 2,
            (Kind::Number, Some(text)) if self.whole => {
                if text.contains(['.', 'e', 'E']) {
                    -1
                } else {
                    1
                }
            }
            (Kind::Object, _) => {
                let is_there = |wanted: &&&str| keys.iter().any(|(key, _)| key == **wanted);
                if self.required.iter().any(|wanted| !is_there(&wanted)) {
                    return None;
                }
                let mut constants = 0;
                for (name, allowed) in self.constants {
                    if let Some((_, value)) = keys.iter().find(|(key, _)| key == name) {
                        if !value.as_deref().is_some_and(|value| allowed.contains(&value)) {
                            return None;
                        }
                        constants += 1;
                    }
                }
                let known = self.known.iter().filter(is_there).count();
                let unknown = keys.len().saturating_sub(known);
                let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX / 1_000);
                constants * 100 + count(known) * 2 + count(self.required.len()) - count(unknown)
            }
            _ => 0,
        };
        Some(1 + score)
    }
}

//! The selection of a union's variant by the features of a value.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::Fault;
use super::reader::{Kind, Reader};
use super::text_form::TextForm;
use super::whole::digits;

/// The features of a type's values.
#[derive(Debug, Clone, Copy)]
pub struct Pattern {
    /// The JSON types of the type's values; empty if any JSON type is possible.
    pub kinds: &'static [Kind],
    /// Whether the type's numbers are integers.
    pub whole: bool,
    /// The strings that the type lists, or the digits of the integers that it lists.
    pub words: &'static [&'static str],
    /// The form of the type's strings, unless they may have any form.
    pub text: Option<TextForm>,
    /// The required keys.
    pub required: &'static [&'static str],
    /// The known keys.
    pub known: &'static [&'static str],
    /// Keys that can only have certain values, each as the text of a [`tag`](Reader::tag), or as `null`.
    pub constants: &'static [(&'static str, &'static [&'static str])],
    /// Paths of keys to values that can only have certain values, as [`constants`](Self::constants).
    pub inner: &'static [(&'static [&'static str], &'static [&'static str])],
    /// The JSON types of the values of other keys, which the type preserves; `Some(&[])` if they may be any,
    /// and `None` if other keys are skipped.
    pub others: Option<&'static [Kind]>,
    /// Whether the type is a map: all keys are other keys, so their values must be of those JSON types.
    pub map: bool,
    /// The features of the elements of its lists; `None` if the elements do not matter.
    pub list: Option<&'static ListPattern>,
    /// The features of its variants, if it is a union; one of them must fit.
    pub one_of: &'static [Pattern],
}

/// The features of a type's lists.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ListPattern {
    /// The first elements. An element that lists a single word can only have that value.
    pub first: &'static [Pattern],
    /// The number of first elements that are required.
    pub required: usize,
    /// The elements after the first ones; `None` if the list has no more elements.
    pub rest: Option<&'static Pattern>,
}

/// The features of a value that are visible without decoding it.
struct Preview<'de> {
    kind: Kind,
    /// The string or the number.
    single: Option<Cow<'de, str>>,
    keys: Vec<Key<'de>>,
}

/// A key of an object.
struct Key<'de> {
    name: Cow<'de, str>,
    kind: Kind,
    /// The text of its value, if that is a scalar.
    text: Option<Cow<'de, str>>,
    /// The position of its value.
    value: Reader<'de>,
}

/// The score of a value that the type's enum does not list, or that does not have the form of its strings.
/// Any other type that accepts the value is more likely.
const UNLISTED: i64 = -1_000_000;

/// How well a value fits a type, by what is visible without decoding it. The higher, the more likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    /// The keys and values that the type knows, less those that it does not.
    pub(super) features: i64,
    /// The number of the type's required keys. They only decide between types that are otherwise equally
    /// likely.
    required: i64,
}

impl Score {
    const fn of(features: i64) -> Self {
        Self { features, required: 0 }
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            features: self.features.saturating_add(other.features),
            required: self.required.saturating_add(other.required),
        }
    }
}

impl<'de> Reader<'de> {
    /// Returns the indices of the types that the next value may have, the most likely first. Does not consume
    /// the value.
    ///
    /// # Errors
    /// Fails if the text is not JSON.
    pub fn candidates(&mut self, patterns: &'static [Pattern]) -> Result<Vec<usize>, Fault> {
        Ok(self.scored(patterns)?.into_iter().map(|(_, index)| index).collect())
    }

    /// Returns the types that the next value may have, each with how well it fits and its index, the most
    /// likely first. Does not consume the value.
    pub(super) fn scored(&self, patterns: &'static [Pattern]) -> Result<Vec<(Score, usize)>, Fault> {
        let seen = self.clone().look()?;
        let mut scores: Vec<Option<Score>> = patterns.iter().map(|pattern| pattern.score(&seen)).collect();
        if seen.kind == Kind::Array && patterns.iter().any(|pattern| pattern.list.is_some()) {
            self.clone().score_lists(patterns, &mut scores)?;
        }
        let scores = scores.into_iter().enumerate();
        let mut scores: Vec<(Score, usize)> =
            scores.filter_map(|(index, score)| Some((score?, index))).collect();
        // Higher scores come first; equal scores keep the order of the description.
        scores.sort_by_key(|(score, index)| (Reverse(*score), *index));
        Ok(scores)
    }

    /// Previews the next value, but not the elements of a list.
    fn look(mut self) -> Result<Preview<'de>, Fault> {
        let mut seen = Preview { kind: self.kind()?, single: None, keys: Vec::new() };
        match seen.kind {
            Kind::Object => {
                let mut object = self.object(&[])?;
                while object.next(&mut self)?.is_some() {
                    let (name, kind) = (object.take_unknown(), self.kind()?);
                    let (text, value) = (self.clone().scalar()?, self.clone());
                    self.skip()?;
                    seen.keys.push(Key { name, kind, text, value });
                }
            }
            Kind::String => seen.single = Some(self.string()?),
            Kind::Number => seen.single = Some(Cow::Borrowed(self.number()?)),
            Kind::Null | Kind::Boolean | Kind::Array => {}
        }
        Ok(seen)
    }

    /// Adds the scores of the elements of the next value, a list, to the types that have a pattern for their
    /// lists.
    fn score_lists(
        mut self,
        patterns: &'static [Pattern],
        scores: &mut [Option<Score>],
    ) -> Result<(), Fault> {
        let mut elements = self.array()?;
        let mut count = 0;
        while elements.next(&mut self)? {
            let seen = self.clone().look()?;
            self.skip()?;
            for (pattern, score) in patterns.iter().zip(&mut *scores) {
                if let (Some(list), Some(sum)) = (pattern.list, *score) {
                    *score = list.score(count, &seen).map(|element| sum.plus(element));
                }
            }
            count += 1;
        }
        for (pattern, score) in patterns.iter().zip(scores) {
            if pattern.list.is_some_and(|list| count < list.required) {
                *score = None;
            }
        }
        Ok(())
    }

    /// Returns the text of the scalar at a key of the next value: a string, a boolean or a number. Does not
    /// consume the value. A whole number below 1e15 has the same text in every notation.
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

    /// Returns the text of the next value; `None` if it is null, a list or an object.
    fn scalar(&mut self) -> Result<Option<Cow<'de, str>>, Fault> {
        Ok(match self.kind()? {
            Kind::String => Some(self.string()?),
            Kind::Boolean => Some(Cow::Borrowed(if self.boolean()? { "true" } else { "false" })),
            Kind::Number => Some(whole(self.number()?)),
            Kind::Null | Kind::Array | Kind::Object => None,
        })
    }

    /// Returns the text of the scalar at a path of keys within the next value.
    fn scalar_at(&self, path: &[&str]) -> Option<Cow<'de, str>> {
        let mut ahead = self.clone();
        let Some((key, rest)) = path.split_first() else { return ahead.scalar().ok()? };
        if ahead.kind().ok()? != Kind::Object {
            return None;
        }
        let mut object = ahead.object(&[]).ok()?;
        while object.next(&mut ahead).ok()?.is_some() {
            if object.unknown() == *key {
                return ahead.scalar_at(rest);
            }
            ahead.skip().ok()?;
        }
        None
    }
}

/// Returns the text of a number. A whole number below 1e15 has neither fraction nor exponent in it.
fn whole(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains(['.', 'e', 'E']);
    let number =
        text.parse::<f64>().ok().filter(|number| !is_plain && number.fract() == 0.0 && number.abs() < 1e15);
    number.map_or(Cow::Borrowed(text), |number| Cow::Owned(format!("{number:.0}")))
}

impl Pattern {
    /// The features of a type that may have any value.
    pub const ANY: Self = Self {
        kinds: &[],
        whole: false,
        words: &[],
        text: None,
        required: &[],
        known: &[],
        constants: &[],
        inner: &[],
        others: None,
        map: false,
        list: None,
        one_of: &[],
    };

    /// Returns how well a value fits the type; `None` if the value cannot be of the type.
    fn score(&self, seen: &Preview<'_>) -> Option<Score> {
        if !self.one_of.is_empty() {
            return self.one_of.iter().filter_map(|pattern| pattern.score(seen)).max();
        }
        if self.kinds.is_empty() {
            return Some(Score::of(0));
        }
        if !self.kinds.contains(&seen.kind) {
            return None;
        }
        match (seen.kind, seen.single.as_deref()) {
            (Kind::String, Some(text)) => Some(Score::of(self.score_of_text(text))),
            (Kind::Number, Some(text)) if self.whole => {
                let digits = digits(text)?;
                // A number with a fraction or an exponent is more likely to be of type `number` than of type
                // `integer`.
                let unlisted = if text.contains(['.', 'e', 'E']) { 0 } else { 2 };
                Some(Score::of(self.score_of_word(&digits).unwrap_or(unlisted)))
            }
            (Kind::Object, _) => self.score_of_keys(&seen.keys),
            _ => Some(Score::of(1)),
        }
    }

    /// Returns the score of a string.
    fn score_of_text(&self, text: &str) -> i64 {
        match (self.score_of_word(text), self.text) {
            (Some(score), _) => score,
            (None, Some(form)) => {
                // An enum is more likely to get a new value than a format another form.
                if form.matches(text) { 2 } else { UNLISTED - 1 }
            }
            (None, None) => 1,
        }
    }

    /// Returns the score of a string, or of the digits of an integer; `None` if the type lists no values.
    fn score_of_word(&self, text: &str) -> Option<i64> {
        let is_listed = || self.words.contains(&text);
        (!self.words.is_empty()).then(|| if is_listed() { 3 } else { UNLISTED })
    }

    fn score_of_keys(&self, keys: &[Key<'_>]) -> Option<Score> {
        if self.required.iter().any(|wanted| !keys.iter().any(|key| key.name == **wanted)) {
            return None;
        }
        let required = i64::try_from(self.required.len()).unwrap_or(i64::from(i32::MAX));
        let (mut constants, mut known, mut skipped) = (0, 0, 0);
        for key in keys {
            if let Some((_, allowed)) = self.constants.iter().find(|(name, _)| key.name == *name) {
                let null = (key.kind == Kind::Null).then_some("null");
                if !key.text.as_deref().or(null).is_some_and(|text| allowed.contains(&text)) {
                    return None;
                }
                constants += 100;
            }
            for (path, allowed) in self.inner {
                let Some((_, rest)) = path.split_first().filter(|(first, _)| key.name == **first) else {
                    continue;
                };
                match key.value.scalar_at(rest) {
                    Some(text) if allowed.contains(&&*text) => constants += 100,
                    Some(_) => return None,
                    None => {}
                }
            }
            if self.known.contains(&&*key.name) {
                known += 2;
            } else if self.others.is_some_and(|kinds| kinds.is_empty() || kinds.contains(&key.kind)) {
                known += 1;
            } else if self.map {
                return None;
            } else {
                skipped += 1;
            }
        }
        // A type that would skip every key is less likely than one that preserves any value.
        Some(if known == 0 && skipped > 0 {
            Score::of(-skipped)
        } else {
            Score { features: 1 + constants + known - skipped, required }
        })
    }
}

impl ListPattern {
    /// Creates the pattern of lists: their first elements, the number of these that are required, and the
    /// elements after them.
    pub const fn new(first: &'static [Pattern], required: usize, rest: Option<&'static Pattern>) -> Self {
        Self { first, required, rest }
    }

    /// Returns how well an element fits; `None` if the list cannot contain it.
    fn score(&self, index: usize, seen: &Preview<'_>) -> Option<Score> {
        match self.first.get(index) {
            Some(pattern) => {
                let score = pattern.score(seen)?;
                let is_constant = pattern.words.len() == 1;
                // A match at a fixed position is more specific than one among the other elements.
                (score.features != UNLISTED || !is_constant).then_some(score.plus(Score::of(1)))
            }
            None => self.rest?.score(seen),
        }
    }
}

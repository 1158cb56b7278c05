//! Random choices.

use rand::RngExt;
use rand::rngs::StdRng;

/// The random numbers of a description or an edit.
pub(super) struct Numbers(pub(super) StdRng);

impl Numbers {
    /// Returns a number below a limit, or zero if the limit is zero.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { self.0.random_range(0..limit) }
    }

    pub(super) fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most + 1 - least)
    }

    /// Returns true in `percent` of all cases.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }

    pub(super) fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.pick(words).copied().unwrap_or_default()
    }

    /// Returns some of the words, each once, in a random order.
    pub(super) fn words(&mut self, words: &[&'static str], count: usize) -> Vec<&'static str> {
        let mut left = words.to_vec();
        let count = count.min(left.len());
        (0..count).map(|_| left.swap_remove(self.below(left.len()))).collect()
    }
}

//! The size of an example.

use std::cell::Cell;

use crate::ir::ModelId;

/// The largest depth of an example, in levels. Nobody reads more than eight.
const DEEPEST: usize = 8;

/// The largest number of models in an example, approximately. Without a limit, types that require many values
/// of each other would multiply.
const MOST: usize = 500;

/// The number of values that an example may still add.
pub(super) struct Budget(Cell<usize>);

impl Default for Budget {
    fn default() -> Self {
        Self(Cell::new(MOST))
    }
}

/// The place of a value in an example.
#[derive(Clone, Copy)]
pub(super) struct Extent<'c> {
    depth: usize,
    budget: &'c Budget,
    /// The innermost model that contains the value, and the place of that model.
    within: Option<(ModelId, &'c Extent<'c>)>,
}

impl<'c> Extent<'c> {
    /// Returns the place of a whole example.
    pub(super) fn new(budget: &'c Budget) -> Self {
        Self { depth: 0, budget, within: None }
    }

    /// Returns the place of a value within a model.
    pub(super) fn within(&'c self, model: ModelId) -> Self {
        self.budget.0.set(self.budget.0.get().saturating_sub(1));
        Self { depth: self.depth + 1, budget: self.budget, within: Some((model, self)) }
    }

    /// Returns whether an example should have no model here: it would contain itself, or be too large.
    pub(super) fn excludes(&self, model: ModelId) -> bool {
        let outer = std::iter::successors(self.within, |(_, extent)| extent.within);
        self.depth > DEEPEST || self.budget.0.get() == 0 || outer.into_iter().any(|(outer, _)| outer == model)
    }
}

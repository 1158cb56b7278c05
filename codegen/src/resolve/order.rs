//! The order in which references lead to schemas if each is followed at once. Names are assigned in that
//! order.

use std::collections::HashMap;

use super::SchemaId;
use crate::diagnostics::Place;

/// The references and parts of every schema, in the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Whether the description has several files. If not, nothing is recorded, because all schemas have
    /// names.
    is_split: bool,
    steps: HashMap<Option<SchemaId>, Vec<Step>>,
    /// The schema that is being read.
    within: Option<SchemaId>,
}

/// A schema that another one refers to or contains.
#[derive(Debug)]
struct Step {
    id: SchemaId,
    /// Its place, if a reference leads there.
    target: Option<Place>,
}

impl Order {
    pub(super) fn new(is_split: bool) -> Self {
        Self { is_split, ..Self::default() }
    }

    /// Records that the schema that is being read leads to another one.
    pub(super) fn leads_to(&mut self, id: SchemaId, target: Option<&Place>) {
        if self.is_split {
            self.steps.entry(self.within).or_default().push(Step { id, target: target.cloned() });
        }
    }

    /// Begins to read a schema. The returned value is for [`Self::leave`].
    pub(super) fn enter(&mut self, id: SchemaId) -> Option<SchemaId> {
        self.within.replace(id)
    }

    /// Continues with the schema that was read before.
    pub(super) fn leave(&mut self, before: Option<SchemaId>) {
        self.within = before;
    }

    /// Returns the targets of references since the last call, each after those that it refers to itself.
    pub(super) fn taken(&mut self) -> Vec<(SchemaId, Place)> {
        let mut found = Vec::new();
        let first = self.steps.remove(&None).unwrap_or_default();
        let mut stack = vec![(first.into_iter(), None)];
        while let Some((steps, own)) = stack.last_mut() {
            match steps.next() {
                Some(Step { id, target }) => {
                    let further = self.steps.remove(&Some(id)).unwrap_or_default();
                    stack.push((further.into_iter(), target.map(|target| (id, target))));
                }
                None => {
                    found.extend(own.take());
                    stack.pop();
                }
            }
        }
        found
    }
}

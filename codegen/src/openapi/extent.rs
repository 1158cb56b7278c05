//! Limits on the depth of a description and the length of its pointers, checked before any stage walks
//! through it: every node that a stage stores has its pointer, and every level uses the stack.

use serde_json::Value;

use crate::diagnostics::{Code, Finding, Place, Pointer, Report};
use crate::settings::Limits;
use crate::source::Source;

/// The largest depth of a description. The parsers allow 128 levels, but overlays insert values into each
/// other.
const LEVELS: usize = 256;

/// Reports nodes that are nested too deep or whose pointers are too long. Does not visit the nodes below
/// them.
pub(crate) fn check(source: &Source, limits: Limits, report: &mut Report) {
    for root in source.roots() {
        let Some(value) = source.value(&root) else { continue };
        let mut walk = Walk { limits, steps: Vec::new(), place: &root, report };
        walk.node(value, 0);
    }
}

struct Walk<'a> {
    limits: Limits,
    /// The steps from the root to the current node.
    steps: Vec<Step<'a>>,
    place: &'a Place,
    report: &'a mut Report,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Walk<'a> {
    fn node(&mut self, value: &'a Value, length: usize) {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    self.step(Step::Key(key), value, length + key.len() + 1);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.step(Step::Index(index), value, length + 2);
                }
            }
            _ => {}
        }
    }

    fn step(&mut self, step: Step<'a>, value: &'a Value, length: usize) {
        if length > self.limits.pointer {
            let what = format!("the pointer to a node below is longer than {} bytes", self.limits.pointer);
            self.report(what, "use shorter names, or set `limits.pointer`");
        } else if self.steps.len() >= LEVELS {
            let what = format!("the description is nested deeper than {LEVELS} levels here");
            self.report(what, "move some of its parts to components");
        } else {
            self.steps.push(step);
            self.node(value, length);
            self.steps.pop();
        }
    }

    fn report(&mut self, what: String, help: &str) {
        let pointer = self.steps.iter().fold(Pointer::root(), |pointer, step| match step {
            Step::Key(key) => pointer.key(key),
            Step::Index(index) => pointer.index(*index),
        });
        self.report.push(Finding::error(Code::Limit, self.place.at(pointer), what).help(help));
    }
}

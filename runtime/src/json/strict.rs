//! Reading for tests: a key that a record does not know is a fault, where otherwise it is passed over.

use std::cell::RefCell;

use super::{Decode, Fault};

thread_local! {
    /// Where in the text values were passed over, while somebody asks. Reading never waits, so one list a thread is enough.
    static PASSED_OVER: RefCell<Option<Vec<usize>>> = const { RefCell::new(None) };
}

/// Reads a whole text, as [`from_str`](super::from_str) does, and refuses keys that no record knows.
pub(crate) fn from_str<T: Decode>(text: &str) -> Result<T, Fault> {
    PASSED_OVER.set(Some(Vec::new()));
    let outcome = super::from_str(text);
    let passed_over = PASSED_OVER.take().unwrap_or_default();
    match passed_over.first() {
        Some(at) if outcome.is_ok() => Err(Fault::new(*at, "the type has no such key")),
        _ => outcome,
    }
}

/// Notes where the value of an unknown key is.
pub(super) fn note(at: usize) {
    PASSED_OVER.with_borrow_mut(|noted| noted.as_mut().into_iter().for_each(|noted| noted.push(at)));
}

/// How much has been noted.
pub(super) fn count() -> usize {
    PASSED_OVER.with_borrow(|noted| noted.as_ref().map_or(0, Vec::len))
}

/// Forgets what was noted after that, for what was tried there was not read in the end.
pub(super) fn forget_after(count: usize) {
    PASSED_OVER.with_borrow_mut(|noted| noted.as_mut().into_iter().for_each(|noted| noted.truncate(count)));
}

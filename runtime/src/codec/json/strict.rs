//! Strict decoding for tests: an unknown key, which is otherwise skipped, is an error.

use std::cell::RefCell;

use super::{Decode, Fault};

thread_local! {
    /// The positions of skipped values, while a test collects them. Reading is synchronous, so one list for
    /// each thread suffices.
    static PASSED_OVER: RefCell<Option<Vec<usize>>> = const { RefCell::new(None) };
}

/// Decodes a complete text like [`from_str`](super::from_str), but fails if it contains an unknown key.
pub(crate) fn from_str<T: Decode>(text: &str) -> Result<T, Fault> {
    PASSED_OVER.set(Some(Vec::new()));
    let outcome = super::from_str(text);
    let passed_over = PASSED_OVER.take().unwrap_or_default();
    match passed_over.first() {
        Some(at) if outcome.is_ok() => Err(Fault::new(*at, "the type has no such key")),
        _ => outcome,
    }
}

/// Records the position of an unknown key's value.
pub(super) fn note(at: usize) {
    PASSED_OVER.with_borrow_mut(|noted| noted.as_mut().into_iter().for_each(|noted| noted.push(at)));
}

/// Returns how many positions are recorded.
pub(super) fn count() -> usize {
    PASSED_OVER.with_borrow(|noted| noted.as_ref().map_or(0, Vec::len))
}

/// Discards all but the first `count` positions, because the attempt that recorded the others failed.
pub(super) fn forget_after(count: usize) {
    PASSED_OVER.with_borrow_mut(|noted| noted.as_mut().into_iter().for_each(|noted| noted.truncate(count)));
}

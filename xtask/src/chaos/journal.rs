//! The server's record of each call, and the violations of invariants.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::calls::Outcome;
use super::fault::Fault;

/// The time in which a client must notice bytes on an idle connection.
const NOTICE: Duration = Duration::from_millis(100);

/// The record of a call.
#[derive(Debug, Clone, Copy, Default)]
struct Call {
    attempts: u64,
    processed: u64,
    is_write: bool,
    last: Option<Fault>,
    /// The time at which the server sent an unsolicited response on the connection of the call.
    crossed: Option<Instant>,
}

#[derive(Debug, Default)]
struct State {
    calls: HashMap<u64, Call>,
    faults: BTreeMap<String, u64>,
    violations: Vec<String>,
    /// Calls that got the response of another call: number, begin and response.
    foreign: Vec<(u64, Instant, String)>,
    processed: u64,
    doubled: u64,
}

/// The records of all calls.
#[derive(Debug, Default)]
pub(super) struct Journal(Mutex<State>);

impl Journal {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an attempt. Returns the number of attempts before it.
    pub(super) fn arrived(&self, number: u64, is_write: bool) -> u64 {
        let mut state = self.lock();
        let call = state.calls.entry(number).or_default();
        call.is_write = is_write;
        call.attempts += 1;
        let (before, last) = (call.attempts - 1, call.last);
        if let Some(last) = last.filter(|last| is_write && !last.may_be_repeated()) {
            state.violations.push(format!("the write {number} was repeated after {last:?}"));
        }
        before
    }

    /// Records the fault of an attempt, before the client can see it.
    pub(super) fn decided(&self, number: u64, fault: Fault) {
        let mut state = self.lock();
        *state.faults.entry(fault.name()).or_default() += 1;
        let call = state.calls.entry(number).or_default();
        call.last = Some(fault);
        if !(call.is_write && fault.is_processed()) {
            return;
        }
        call.processed += 1;
        let times = call.processed;
        state.processed += 1;
        if times > 1 {
            state.doubled += 1;
            state.violations.push(format!("the write {number} was processed {times} times"));
        }
    }

    /// Records that a call came by a connection on which the server had sent an unsolicited response.
    pub(super) fn crossed(&self, number: u64, sent: Instant) {
        let mut state = self.lock();
        state.calls.entry(number).or_default().crossed = Some(sent);
        *state.faults.entry("request that crossed an unsolicited response".to_owned()).or_default() += 1;
    }

    /// Counts a fault of a connection.
    pub(super) fn connection(&self, what: &str) {
        *self.lock().faults.entry(what.to_owned()).or_default() += 1;
    }

    /// Returns the violations that the outcome of a call shows.
    pub(super) fn judge(&self, number: u64, begin: Instant, outcome: &Outcome) -> Vec<String> {
        let call = self.lock().calls.get(&number).copied().unwrap_or_default();
        match outcome {
            // Whether the request crossed the response is known once the server has read it.
            Outcome::Foreign(what) => {
                self.lock().foreign.push((number, begin, what.clone()));
                Vec::new()
            }
            Outcome::Failed { kind, outcome_unknown, text } => {
                let mut violations = Vec::new();
                let denies = call.is_write && call.processed > 0 && !outcome_unknown && kind != "Decode";
                if denies {
                    violations
                        .push(format!("the write {number} was processed, and its error denies that: {text}"));
                }
                if kind == "Decode" && call.last.is_some_and(Fault::is_good) {
                    violations.push(format!(
                        "call {number} got a good response ({:?}), and failed: {text}",
                        call.last
                    ));
                }
                violations
            }
            Outcome::Right => Vec::new(),
        }
    }

    /// Removes a call that has ended. A request of it that is still in transit counts as a new one.
    pub(super) fn forget(&self, number: u64) {
        let mut state = self.lock();
        // Writes stay, because the server may still process one a second time.
        let is_foreign = state.foreign.iter().any(|(foreign, ..)| *foreign == number);
        if !is_foreign && state.calls.get(&number).is_some_and(|call| !call.is_write) {
            state.calls.remove(&number);
        }
    }

    pub(super) fn violation(&self, what: String) {
        self.lock().violations.push(what);
    }

    /// Returns all violations, once all calls have ended.
    pub(super) fn violations(&self) -> Vec<String> {
        let state = self.lock();
        let foreign = state.foreign.iter().filter_map(|(number, begin, what)| {
            let crossed = state.calls.get(number).and_then(|call| call.crossed);
            let waited = crossed.map(|sent| begin.saturating_duration_since(sent));
            // No client can recognize an unsolicited response that arrives while it sends its request.
            waited.is_none_or(|waited| waited > NOTICE).then(|| {
                format!("call {number} got the response of another, {what}, which had come {waited:?} before")
            })
        });
        foreign.chain(state.violations.iter().cloned()).collect()
    }

    pub(super) fn faults(&self) -> BTreeMap<String, u64> {
        self.lock().faults.clone()
    }

    pub(super) fn processed(&self) -> u64 {
        self.lock().processed
    }

    pub(super) fn doubled(&self) -> u64 {
        self.lock().doubled
    }
}

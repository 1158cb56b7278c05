//! What the server saw of each call, and what must not have happened.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::calls::Outcome;
use super::fault::Fault;

/// How long a client may take to see bytes on a connection that lies idle.
const NOTICE: Duration = Duration::from_millis(100);

/// What the server knows of a call that has not ended.
#[derive(Debug, Clone, Copy, Default)]
struct Call {
    attempts: u64,
    carried_out: u64,
    is_write: bool,
    last: Option<Fault>,
    /// When the response that nobody asked for was sent on the connection that it came by.
    crossed: Option<Instant>,
}

#[derive(Debug, Default)]
struct State {
    calls: HashMap<u64, Call>,
    faults: BTreeMap<String, u64>,
    violations: Vec<String>,
    /// Calls that got the response of another, with what it was.
    foreign: Vec<(u64, Instant, String)>,
    carried_out: u64,
    doubled: u64,
}

/// The server's books.
#[derive(Debug, Default)]
pub(super) struct Books(Mutex<State>);

impl Books {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an attempt, and returns how many there were before.
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

    /// Keeps what becomes of an attempt, before the client can know it.
    pub(super) fn decided(&self, number: u64, fault: Fault) {
        let mut state = self.lock();
        *state.faults.entry(fault.name()).or_default() += 1;
        let call = state.calls.entry(number).or_default();
        call.last = Some(fault);
        if !(call.is_write && fault.carries_out()) {
            return;
        }
        call.carried_out += 1;
        let times = call.carried_out;
        state.carried_out += 1;
        if times > 1 {
            state.doubled += 1;
            state.violations.push(format!("the write {number} was carried out {times} times"));
        }
    }

    /// Keeps that a call came by a connection on which a response that nobody asked for had been sent.
    pub(super) fn crossed(&self, number: u64, sent: Instant) {
        let mut state = self.lock();
        state.calls.entry(number).or_default().crossed = Some(sent);
        *state.faults.entry("request that crossed an unasked response".to_owned()).or_default() += 1;
    }

    /// Counts a fault of a connection.
    pub(super) fn connection(&self, what: &str) {
        *self.lock().faults.entry(what.to_owned()).or_default() += 1;
    }

    /// What must not have happened, by the outcome of a call.
    pub(super) fn judge(&self, number: u64, begin: Instant, outcome: &Outcome) -> Vec<String> {
        let call = self.lock().calls.get(&number).copied().unwrap_or_default();
        match outcome {
            // The server may not have read the request yet that tells whether it crossed the response.
            Outcome::Foreign(what) => {
                self.lock().foreign.push((number, begin, what.clone()));
                Vec::new()
            }
            Outcome::Failed { kind, outcome_unknown, text } => {
                let mut violations = Vec::new();
                let denies = call.is_write && call.carried_out > 0 && !outcome_unknown && kind != "Decode";
                if denies {
                    violations
                        .push(format!("the write {number} was carried out, and its error denies it: {text}"));
                }
                if kind == "Decode" && call.last.is_some_and(Fault::is_good) {
                    violations.push(format!(
                        "call {number} was answered well ({:?}), and failed: {text}",
                        call.last
                    ));
                }
                violations
            }
            Outcome::Right => Vec::new(),
        }
    }

    /// Forgets a call that has ended. A request of it that is still on its way is counted as a new one.
    pub(super) fn forget(&self, number: u64) {
        let mut state = self.lock();
        // Writes stay: one may yet be carried out a second time.
        let is_foreign = state.foreign.iter().any(|(foreign, ..)| *foreign == number);
        if !is_foreign && state.calls.get(&number).is_some_and(|call| !call.is_write) {
            state.calls.remove(&number);
        }
    }

    pub(super) fn violation(&self, what: String) {
        self.lock().violations.push(what);
    }

    /// Everything that must not have happened, once all calls have ended.
    pub(super) fn violations(&self) -> Vec<String> {
        let state = self.lock();
        let foreign = state.foreign.iter().filter_map(|(number, begin, what)| {
            let crossed = state.calls.get(number).and_then(|call| call.crossed);
            let waited = crossed.map(|sent| begin.saturating_duration_since(sent));
            // Of a response that comes while a request goes out, no client can tell that it is none of its own.
            waited.is_none_or(|waited| waited > NOTICE).then(|| {
                format!("call {number} got the response of another, {what}, which had come {waited:?} before")
            })
        });
        foreign.chain(state.violations.iter().cloned()).collect()
    }

    pub(super) fn faults(&self) -> BTreeMap<String, u64> {
        self.lock().faults.clone()
    }

    pub(super) fn carried_out(&self) -> u64 {
        self.lock().carried_out
    }

    pub(super) fn doubled(&self) -> u64 {
        self.lock().doubled
    }
}

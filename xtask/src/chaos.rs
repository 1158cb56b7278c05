//! Calls of the Images client against a faulty server, with invariants that are checked on both sides.

mod calls;
mod fault;
mod http1;
mod http2;
mod journal;
mod server;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use self::calls::{Caller, Outcome};
use self::journal::Journal;
use self::server::Server;
use crate::measure::resident_mb;
use crate::{Result, print};

/// The deadline of every call.
const DEADLINE: Duration = Duration::from_secs(3);
/// How far beyond its deadline a call may end on a busy machine.
const MARGIN: Duration = Duration::from_secs(2);
/// The longest time in which no call ends.
const STANDSTILL: Duration = Duration::from_secs(30);
/// The growth of memory from a quarter of the run to its end that is allowed: a fraction, and MiB in
/// addition.
const GROWTH: (f64, f64) = (0.2, 24.0);
const TASKS: u64 = 32;
const THREADS: u64 = 8;

/// The options of a run.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) calls: u64,
    pub(crate) seed: u64,
    pub(crate) blocking: bool,
    pub(crate) minutes: Option<f64>,
    /// The faults to leave out, by their names in the table.
    pub(crate) leave_out: Vec<String>,
}

/// The outcomes of the calls of one worker.
#[derive(Debug, Default)]
struct Counts {
    outcomes: BTreeMap<String, u64>,
    longest: Duration,
}

/// The state that all workers share.
struct Run {
    caller: Caller,
    journal: Arc<Journal>,
    next: AtomicU64,
    done: AtomicU64,
    calls: u64,
    until: Option<Instant>,
}

/// Sends the calls. Returns whether every invariant held.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let server = Server::start(options.seed, options.leave_out.clone())?;
    let journal = Arc::clone(&server.journal);
    let minutes = options.minutes.map(|minutes| Duration::from_secs_f64(minutes * 60.0));
    let run = Arc::new(Run {
        caller: Caller::new(&server, options.seed, DEADLINE)?,
        journal: Arc::clone(&journal),
        next: AtomicU64::new(0),
        done: AtomicU64::new(0),
        calls: options.calls,
        until: minutes.map(|minutes| Instant::now() + minutes),
    });
    let start = Instant::now();
    let workers = if options.blocking { blocking(&run) } else { asynchronous(&run)? };
    let (counts, memory) = watch(&run, workers, &journal)?;
    table(&run, &counts, start.elapsed(), memory);
    // The server reads requests that are still in transit.
    thread::sleep(Duration::from_millis(500));
    let violations = journal.violations();
    for violation in violations.iter().take(40) {
        print(&format!("violation: {violation}"));
    }
    print(&format!("{} violations", violations.len()));
    Ok(violations.is_empty())
}

/// A thread that sends calls until all are sent.
type Worker = thread::JoinHandle<Counts>;

fn blocking(run: &Arc<Run>) -> Vec<Worker> {
    let worker = |_| {
        let run = Arc::clone(run);
        thread::spawn(move || {
            let mut counts = Counts::default();
            while let Some(number) = run.take() {
                let begin = Instant::now();
                let outcome = run.caller.block(number);
                run.record(number, begin, outcome, &mut counts);
                thread::sleep(pause(number, THREADS).unwrap_or(Duration::from_millis(number % 4)));
            }
            counts
        })
    };
    (0..THREADS).map(worker).collect()
}

fn asynchronous(run: &Arc<Run>) -> Result<Vec<Worker>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let run = Arc::clone(run);
    Ok(vec![thread::spawn(move || {
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let run = Arc::clone(&run);
                runtime.spawn(async move {
                    let mut counts = Counts::default();
                    while let Some(number) = run.take() {
                        let begin = Instant::now();
                        let outcome = run.caller.call(number).await;
                        run.record(number, begin, outcome, &mut counts);
                        if let Some(pause) = pause(number, TASKS) {
                            tokio::time::sleep(pause).await;
                        }
                    }
                    counts
                })
            })
            .collect();
        let mut all = Counts::default();
        for task in tasks {
            match runtime.block_on(task) {
                Ok(counts) => all.add(counts),
                Err(_) => run.journal.violation("a task panicked".to_owned()),
            }
        }
        all
    })])
}

/// All workers pause at about the same time, so that connections become idle and their faults show.
fn pause(number: u64, workers: u64) -> Option<Duration> {
    (number % (workers * 24) < workers).then_some(Duration::from_millis(150))
}

impl Run {
    /// Returns the number of the next call.
    fn take(&self) -> Option<u64> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let is_late = self.until.is_some_and(|until| Instant::now() > until);
        (number < self.calls && !is_late).then_some(number)
    }

    fn record(&self, number: u64, begin: Instant, outcome: Outcome, counts: &mut Counts) {
        let took = begin.elapsed();
        self.done.fetch_add(1, Ordering::Relaxed);
        counts.longest = counts.longest.max(took);
        if took > DEADLINE + MARGIN {
            self.journal.violation(format!("call {number} took {took:?}, its deadline is {DEADLINE:?}"));
        }
        if let Outcome::Failed { .. } | Outcome::Foreign(_) = &outcome {
            for violation in self.journal.judge(number, begin, &outcome) {
                self.journal.violation(violation);
            }
        }
        *counts.outcomes.entry(outcome.name()).or_default() += 1;
        self.journal.forget(number);
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        for (name, count) in other.outcomes {
            *self.outcomes.entry(name).or_default() += count;
        }
        self.longest = self.longest.max(other.longest);
    }
}

/// The memory of the process in MiB, at a quarter of the run and at its end.
type Memory = Option<(f64, f64)>;

/// Waits for the workers.
///
/// # Errors
/// Fails if no call ends for [`STANDSTILL`].
fn watch(run: &Run, workers: Vec<Worker>, journal: &Journal) -> Result<(Counts, Memory)> {
    let (mut last, mut moved) = (0, Instant::now());
    let (mut quarter, begin) = (None, Instant::now());
    while !workers.iter().all(Worker::is_finished) {
        thread::sleep(Duration::from_millis(50));
        let done = run.done.load(Ordering::Relaxed);
        if done != last {
            (last, moved) = (done, Instant::now());
        }
        if moved.elapsed() > STANDSTILL {
            return Err(format!("no call has ended for {STANDSTILL:?}, after {done} calls").into());
        }
        let is_quarter = done * 4 >= run.calls
            || run
                .until
                .is_some_and(|until| begin.elapsed() * 3 > until.saturating_duration_since(Instant::now()));
        if is_quarter && quarter.is_none() {
            quarter = resident_mb();
        }
    }
    let mut counts = Counts::default();
    for worker in workers {
        match worker.join() {
            Ok(of_worker) => counts.add(of_worker),
            Err(_) => journal.violation("a thread panicked".to_owned()),
        }
    }
    let memory = quarter.zip(resident_mb());
    if let Some((quarter, end)) = memory.filter(|(quarter, end)| *end > quarter * (1.0 + GROWTH.0) + GROWTH.1)
    {
        journal.violation(format!("{quarter:.0} MiB at a quarter of the run became {end:.0} MiB"));
    }
    Ok((counts, memory))
}

fn table(run: &Run, counts: &Counts, took: Duration, memory: Memory) {
    let done = run.done.load(Ordering::Relaxed);
    print(&format!(
        "{done} calls in {:.1} s, the longest {:.2} s",
        took.as_secs_f64(),
        counts.longest.as_secs_f64()
    ));
    print("\n| what the server did | times |\n|---|---|");
    for (name, count) in run.journal.faults() {
        print(&format!("| {name} | {count} |"));
    }
    print("\n| what the client returned | times |\n|---|---|");
    for (name, count) in &counts.outcomes {
        print(&format!("| {name} | {count} |"));
    }
    if let Some((quarter, end)) = memory {
        print(&format!("\n{quarter:.1} MiB at a quarter of the run, {end:.1} MiB at its end"));
    }
    print(&format!(
        "the server processed {} writes, {} of them more than once",
        run.journal.processed(),
        run.journal.doubled()
    ));
}

//! Work grows with the description: for every shape that a description may have any number of, twice as much text takes
//! about twice the work.
//!
//! Work is counted and not timed: the bytes that are allocated. What is written counts by that too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod description;
mod shapes;

use std::alloc::System;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use openapi_client_codegen::{Settings, Source, generate_once};
use shapes::{SHAPES, Shape};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static ALONE: Mutex<()> = Mutex::new(());

/// What generating from a description took.
struct Work {
    text: usize,
    allocated: usize,
    written: usize,
    is_refused: bool,
    time: Duration,
}

impl Work {
    fn of(shape: &Shape, size: usize) -> Self {
        // Whatever is allocated meanwhile is counted.
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let text = (shape.make)(size).to_string();
        let (region, start) = (Region::new(ALLOCATOR), Instant::now());
        let source = Source::from_text("shape.json", &text);
        let mut settings = Settings::new("shape.json", "shape");
        // What is refused is to be refused soon: tests are not optimised.
        settings.limits.composed_properties = 50_000;
        let generated = source.and_then(|source| generate_once(source, &settings));
        let (allocated, time) = (region.change().bytes_allocated, start.elapsed());
        let written = match &generated {
            Ok(generated) => generated.output.rooms.iter().map(|room| room.text.len()).sum(),
            Err(report) => {
                // Where there is nothing to point at, nobody can mend it.
                let is_placed = report.findings().iter().all(|finding| finding.position.is_some());
                assert!(is_placed, "{} is refused without a place: {report}", shape.name);
                report.to_string().len()
            }
        };
        Self { text: text.len(), allocated, written, is_refused: generated.is_err(), time }
    }

    /// How many times as much work this is, for each time that the text is as long.
    fn growth_from(&self, smaller: &Self) -> f64 {
        ratio(self.allocated, smaller.allocated) / ratio(self.text, smaller.text)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio of sizes")]
fn ratio(one: usize, other: usize) -> f64 {
    one as f64 / other as f64
}

/// Each doubling of the text doubles the work, but for what tables and texts take that grow by doubling themselves.
#[test]
fn work_grows_with_the_description() {
    const MOST: f64 = 1.4;
    let grown = SHAPES.iter().filter(|shape| !shape.is_square).map(|shape| {
        let growth = Work::of(shape, 2 * shape.size).growth_from(&Work::of(shape, shape.size));
        (shape.name, growth)
    });
    let faults: Vec<_> = grown.filter(|(_, growth)| *growth > MOST).collect();
    assert!(faults.is_empty(), "the work grows faster than the description: {faults:?}");
}

/// What each of many schemas says of each other has a limit.
#[test]
fn what_grows_with_the_square_is_limited() {
    for shape in SHAPES.iter().filter(|shape| shape.is_square) {
        let (one, two) = (Work::of(shape, shape.size), Work::of(shape, 2 * shape.size));
        assert!(two.growth_from(&one) < 3.0, "{} grows by {}", shape.name, two.growth_from(&one));
        let large = Work::of(shape, 40 * shape.size);
        assert!(large.is_refused, "{} has no limit", shape.name);
    }
}

/// Nothing overflows the stack, which is that of a program's first thread.
#[test]
fn chains_of_any_length_take_no_stack() {
    let long =
        ["aliases", "aliases by allOf", "items of items", "maps of maps", "not chain", "content of content"];
    let longer = ["long allOf chain with properties", "long anyOf chain with properties", "oneOf diamonds"];
    for shape in SHAPES.iter().filter(|shape| long.contains(&shape.name) || longer.contains(&shape.name)) {
        let size = if longer.contains(&shape.name) { 2000 } else { 10_000 };
        assert!(Work::of(shape, size).text > size);
    }
}

/// Prints what each shape takes. `GROWTH` chooses those whose name has it, and `TIMES` makes them larger.
#[test]
#[ignore = "figures for people to read"]
#[expect(clippy::print_stderr, reason = "as it says")]
fn figures() {
    let wanted = std::env::var("GROWTH").unwrap_or_default();
    let times: usize = std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    for shape in SHAPES.iter().filter(|shape| shape.name.contains(&wanted)) {
        let [one, two] = [1, 2].map(|factor| Work::of(shape, shape.size * times * factor));
        eprintln!(
            "{:45} {:>6} {:>8} kB × {:<5.2} {:>6} kB written {:>6} ms × {:<5.2} {}",
            shape.name,
            shape.size * times * 2,
            two.allocated / 1000,
            two.growth_from(&one),
            two.written / 1000,
            two.time.as_millis(),
            two.time.as_secs_f64() / one.time.as_secs_f64(),
            if two.is_refused { "refused" } else { "" },
        );
    }
}

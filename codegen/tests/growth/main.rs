//! Work grows with the description: for every shape that a description may have any number of, twice as much
//! text takes about twice the work.
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
use std::fmt;
use std::sync::{Mutex, PoisonError};

use openapi_client_codegen::{Settings, Source, generate_once};
use shapes::{SHAPES, Shape};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

static ALONE: Mutex<()> = Mutex::new(());

/// What it takes to generate from a description, in bytes.
struct Work {
    text: usize,
    allocated: usize,
    written: usize,
    is_refused: bool,
}

impl Work {
    fn of(shape: &Shape, size: usize) -> Self {
        // Whatever is allocated meanwhile is counted.
        let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let text = (shape.make)(size).to_string();
        let region = Region::new(ALLOCATOR);
        let source = Source::from_text("shape.json", &text);
        let mut settings = Settings::new("shape.json", "shape");
        // The default takes a minute to reach in a test, which is not optimized.
        settings.limits.composed_properties = 20_000;
        let generated = source.and_then(|source| generate_once(source, &settings));
        let allocated = region.change().bytes_allocated;
        let written = match &generated {
            Ok(generated) => generated.output.modules.iter().map(|module| module.text.len()).sum(),
            Err(report) => {
                // Nobody can fix a problem without a position.
                let is_placed = report.findings().iter().all(|finding| finding.position.is_some());
                assert!(is_placed, "{} is refused without a position: {report}", shape.name);
                report.to_string().len()
            }
        };
        Self { text: text.len(), allocated, written, is_refused: generated.is_err() }
    }
}

impl fmt::Display for Work {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, allocated, written, .. } = self;
        write!(formatter, "{allocated} bytes allocated, {written} written for {text} of text")?;
        formatter.write_str(if self.is_refused { " (refused)" } else { "" })
    }
}

/// The work for a shape at its size and at twice that.
struct Growth {
    shape: &'static Shape,
    one: Work,
    two: Work,
}

impl Growth {
    fn of(shape: &'static Shape) -> Self {
        Self { shape, one: Work::of(shape, shape.size), two: Work::of(shape, 2 * shape.size) }
    }

    /// By how much the work grows more than the text does.
    fn excess(&self) -> f64 {
        ratio(self.two.allocated, self.one.allocated) / ratio(self.two.text, self.one.text)
    }

    /// Tables and texts that grow by doubling allocate a little more than they hold.
    fn is_too_much(&self) -> bool {
        self.excess() > if self.shape.is_square { 3.0 } else { 1.4 }
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { shape: Shape { name, size, .. }, one, two } = self;
        let excess = self.excess();
        write!(
            formatter,
            "{name}: {excess:.2} times the text's growth; at {size}: {one}; at twice that: {two}"
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "a ratio of sizes")]
fn ratio(one: usize, other: usize) -> f64 {
    one as f64 / other as f64
}

/// Twice as much text takes twice the work or, where the meaning grows with the square, four times the work
/// up to a limit.
#[test]
fn the_work_is_proportional_to_the_description() {
    let faults: Vec<String> =
        SHAPES.iter().map(Growth::of).filter(Growth::is_too_much).map(|growth| growth.to_string()).collect();
    assert!(faults.is_empty(), "the work grows faster than the description:\n{}", faults.join("\n"));
    // Only now: a walk that fails above would not end here.
    for shape in SHAPES.iter().filter(|shape| shape.is_square) {
        let large = Work::of(shape, LARGE);
        assert!(large.is_refused, "{} has no limit: {large}", shape.name);
    }
}

/// A size at which every shape that grows with the square exceeds a limit.
const LARGE: usize = 1000;

/// Nothing overflows the stack, which is that of a program's first thread.
#[test]
fn the_length_of_chains_does_not_use_the_stack() {
    const LONG: usize = 5000;
    for name in [
        "aliases",
        "aliases by allOf",
        "items of items",
        "maps of maps",
        "not chain",
        "content of content",
        "allOf chain with properties",
        "anyOf chain with properties",
        "oneOf diamonds",
    ] {
        let shape = SHAPES.iter().find(|shape| shape.name == name).expect("a shape of the table");
        assert!(Work::of(shape, LONG).text > LONG, "{name}");
    }
}

//! A clean build of a program, with the client that its build script generates, and written by hand.

use super::{Bench, Figure, Goal, argument};
use crate::Result;

pub(super) fn measure(bench: &Bench) -> Result<()> {
    let (ours, by_hand) = (built(bench, "with-client")?, built(bench, "hand-written")?);
    let figure = Figure::new("clean build of a program", "CPU s", ours).beside("by hand", by_hand);
    bench.take(figure.goal(Goal::Times(1.25)))
}

fn built(bench: &Bench, package: &str) -> Result<f64> {
    let target = bench.scratch.join("clean");
    if target.exists() {
        std::fs::remove_dir_all(&target)?;
    }
    let target = argument(&target);
    // As crates from a registry are built: not incrementally.
    let command = [
        "env",
        "CARGO_INCREMENTAL=0",
        "cargo",
        "build",
        "--quiet",
        "--package",
        package,
        "--target-dir",
        &*target,
    ];
    Ok(bench.run("clean", &command)?.cpu_s)
}

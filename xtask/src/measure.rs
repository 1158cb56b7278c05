//! The cost of a command: wall and CPU seconds, and the memory of its largest process.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{Usage, UsageWho, getrusage};
use serde::{Deserialize, Serialize};

use crate::Result;

/// The cost of a command.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub(crate) struct Cost {
    pub(crate) wall_s: f64,
    pub(crate) cpu_s: f64,
    pub(crate) peak_mb: f64,
    pub(crate) succeeded: bool,
}

/// Runs a command in a separate process, so that its cost is measured alone. Its output is written to `log`.
pub(crate) fn run(command: &[String], log: &Path) -> Result<Cost> {
    let report = log.with_extension("cost");
    let output = std::fs::File::create(log)?;
    // An earlier report must not count as the result of this command.
    if report.exists() {
        std::fs::remove_file(&report)?;
    }
    let status = Command::new(std::env::current_exe()?)
        .arg("measure")
        .arg(&report)
        .args(command)
        .stdin(Stdio::null())
        .stdout(output.try_clone()?)
        .stderr(output)
        .status()?;
    if !status.success() {
        return Err(format!("{}: {status}", log.display()).into());
    }
    Ok(serde_json::from_str(&std::fs::read_to_string(report)?)?)
}

/// Runs a command and writes its cost, in the separate process.
pub(crate) fn child(report: &Path, command: &[String]) -> Result<bool> {
    let (program, arguments) = command.split_first().ok_or("no command")?;
    let start = Instant::now();
    let succeeded = Command::new(program).args(arguments).status()?.success();
    let wall_s = start.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cost = Cost {
        wall_s,
        cpu_s: cpu_seconds(&usage),
        // In KiB on Linux.
        peak_mb: f64::from(u32::try_from(usage.max_rss()).unwrap_or(u32::MAX)) / 1024.0,
        succeeded,
    };
    std::fs::write(report, serde_json::to_string(&cost)?)?;
    Ok(true)
}

fn cpu_seconds(usage: &Usage) -> f64 {
    let seconds = |time: nix::sys::time::TimeVal| -> f64 {
        let (seconds, micros) = (time.tv_sec(), time.tv_usec());
        std::time::Duration::new(
            u64::try_from(seconds).unwrap_or(0),
            u32::try_from(micros * 1_000).unwrap_or(0),
        )
        .as_secs_f64()
    };
    seconds(usage.user_time()) + seconds(usage.system_time())
}

/// Measures the cost of this process from some point on.
pub(crate) struct Own {
    cpu_s: f64,
    memory_mb: f64,
}

impl Own {
    /// Begins to measure, and lets Linux reset the peak of the memory.
    pub(crate) fn now() -> Self {
        // On other systems, the peak is that of the whole process.
        drop(std::fs::write("/proc/self/clear_refs", "5"));
        Self { cpu_s: own_cpu_seconds(), memory_mb: resident_mb().unwrap_or(0.0) }
    }

    /// Returns the seconds of CPU time since then, and the megabytes by which the peak was above the memory
    /// then.
    pub(crate) fn since(&self) -> (f64, f64) {
        (own_cpu_seconds() - self.cpu_s, status_mb("VmHWM:").unwrap_or(0.0) - self.memory_mb)
    }
}

fn own_cpu_seconds() -> f64 {
    getrusage(UsageWho::RUSAGE_SELF).map_or(0.0, |usage| cpu_seconds(&usage))
}

/// Returns the resident memory of this process in megabytes, on Linux.
pub(crate) fn resident_mb() -> Option<f64> {
    status_mb("VmRSS:")
}

/// Returns a figure of Linux about this process, in megabytes.
fn status_mb(key: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    line.trim().strip_suffix(" kB")?.parse::<f64>().ok().map(|kib| kib / 1024.0)
}

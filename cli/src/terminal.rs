//! What goes to the terminal: results to the standard output, remarks to the standard error; colour where
//! somebody looks at it.

use std::io::Write as _;
use std::time::Duration;

use anstream::ColorChoice;
use clap::ValueEnum;
use indicatif::ProgressBar;

/// Styles, which are taken off where nobody looks.
pub(crate) const BOLD: &str = "\u{1b}[1m";
pub(crate) const DIM: &str = "\u{1b}[2m";
pub(crate) const RED: &str = "\u{1b}[1;31m";
pub(crate) const GREEN: &str = "\u{1b}[1;32m";
pub(crate) const PLAIN: &str = "\u{1b}[0m";

/// When to colour.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Also in a file or pipe.
    Always,
    /// Never.
    Never,
}

/// Settles it for the whole program.
pub(crate) fn colour(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

/// What was asked for. A reader that has had enough, as `head`, is no failure.
pub(crate) fn say(text: &str) {
    drop(anstream::stdout().write_all(text.as_bytes()));
}

/// What there is to say about it.
pub(crate) fn remark(text: &str) {
    drop(anstream::stderr().write_all(text.as_bytes()));
}

/// Something that moves while work goes on. Nothing is shown where nobody looks.
pub(crate) fn progress(what: String) -> ProgressBar {
    let progress = ProgressBar::new_spinner().with_message(what);
    progress.enable_steady_tick(Duration::from_millis(120));
    progress
}

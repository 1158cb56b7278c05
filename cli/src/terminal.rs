//! Output: results to standard output, remarks to standard error; colours only on a terminal.

use std::borrow::Cow;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use anstream::ColorChoice;
use clap::ValueEnum;
use indicatif::ProgressBar;
use openapi_client_codegen::text::Foreign;

/// Styles, which are removed if the output is not a terminal.
pub(crate) const BOLD: &str = "\u{1b}[1m";
pub(crate) const DIM: &str = "\u{1b}[2m";
pub(crate) const RED: &str = "\u{1b}[1;31m";
pub(crate) const GREEN: &str = "\u{1b}[1;32m";
pub(crate) const PLAIN: &str = "\u{1b}[0m";

/// When to use colours.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Also in a file or pipe.
    Always,
    /// Never.
    Never,
}

/// Sets the use of colours for the whole program.
pub(crate) fn colour(color: Color) {
    match color {
        Color::Auto => ColorChoice::Auto,
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
    .write_global();
}

/// Writes a result to standard output. A closed pipe, as by `head`, is not an error.
pub(crate) fn print(text: &str) {
    drop(anstream::stdout().write_all(shown(text).as_bytes()));
}

/// Writes a remark to standard error.
pub(crate) fn remark(text: &str) {
    drop(anstream::stderr().write_all(shown(text).as_bytes()));
}

/// Writes a page of Markdown to standard output, with its headings in bold.
pub(crate) fn page(text: &str) {
    let mut is_code = false;
    let mut styled = String::with_capacity(text.len());
    for line in text.lines() {
        is_code ^= line.starts_with("```");
        match line.starts_with('#') && !is_code {
            true => styled.push_str(&format!("{BOLD}{line}{PLAIN}\n")),
            false => styled.push_str(&format!("{line}\n")),
        }
    }
    print(&styled);
}

/// Writes a result for programs: unchanged, unless the standard output is a terminal.
pub(crate) fn data(text: &str) {
    let mut out = std::io::stdout();
    let text = if out.is_terminal() { Cow::Owned(lines(text)) } else { Cow::Borrowed(text) };
    drop(out.write_all(text.as_bytes()));
}

/// Returns the text with every control character escaped, except line feeds.
pub(crate) fn lines(text: &str) -> String {
    text.split('\n').map(|line| Foreign::new(line).line()).collect::<Vec<_>>().join("\n")
}

/// Returns a path on one line, with control characters escaped.
pub(crate) fn path(path: &Path) -> String {
    Foreign::new(&path.display().to_string()).line()
}

/// Returns the text with its styles (ECMA-48, section 8.3.117) and every other control character escaped.
/// Foreign text has no styles, because it has come through [`Foreign::line`].
fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, style, after)) = next_style(rest) {
        shown.push_str(&lines(before));
        shown.push_str(style);
        rest = after;
    }
    shown + &lines(rest)
}

/// Splits a text at its first style.
fn next_style(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices("\u{1b}[").find_map(|(at, introducer)| {
        let (before, rest) = text.split_at_checked(at)?;
        let parameters = rest.strip_prefix(introducer)?;
        let after =
            parameters.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').strip_prefix('m')?;
        let style = rest.get(..rest.len() - after.len())?;
        Some((before, style, after))
    })
}

/// Shows a spinner with a message, if standard error is a terminal.
pub(crate) fn progress(what: String) -> ProgressBar {
    let progress = ProgressBar::new_spinner().with_message(Foreign::new(&what).line());
    progress.enable_steady_tick(Duration::from_millis(120));
    progress
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_only_styles() {
        let text = format!("{RED}a{PLAIN}\n\u{1b}[2J\u{1b}]0;b\u{7}c\r\u{9b}31m\u{202e}\u{1b}[m\u{1b}[1");
        let safe =
            "\u{1b}[1;31ma\u{1b}[0m\n\\u{1b}[2J\\u{1b}]0;b\\u{7}c\\r\\u{9b}31m\\u{202e}\u{1b}[m\\u{1b}[1";
        assert_eq!(shown(&text), safe);
    }
}

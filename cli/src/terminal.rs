//! What goes to the terminal: results to the standard output, remarks to the standard error; colour where
//! somebody looks at it, and nothing else that a terminal would obey.

use std::borrow::Cow;
use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use anstream::ColorChoice;
use clap::ValueEnum;
use indicatif::ProgressBar;
use openapi_client_codegen::text::{Foreign, is_hidden};

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
    drop(anstream::stdout().write_all(shown(text).as_bytes()));
}

/// What there is to say about it.
pub(crate) fn remark(text: &str) {
    drop(anstream::stderr().write_all(shown(text).as_bytes()));
}

/// What was asked for and is read by programs: every byte of it, unless somebody looks.
pub(crate) fn data(text: &str) {
    let mut out = std::io::stdout();
    let text = if out.is_terminal() { Cow::Owned(lines(text)) } else { Cow::Borrowed(text) };
    drop(out.write_all(text.as_bytes()));
}

/// Several lines in which nothing is obeyed.
pub(crate) fn lines(text: &str) -> String {
    text.split('\n').map(|line| Foreign::new(line).line()).collect::<Vec<_>>().join("\n")
}

/// A path on one line.
pub(crate) fn path(path: &Path) -> String {
    Foreign::new(&path.display().to_string()).line()
}

/// A text with its styles (ECMA-48, section 8.3.117) and no other sequence or character that a terminal would obey. What
/// others wrote has no styles: it has come through [`Foreign::line`].
fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| is_hidden(character) && character != '\n') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|character| is_hidden(character) && character != '\n') {
        let (before, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        shown.push_str(before);
        let length = style_length(after).unwrap_or(0);
        if length > 0 {
            shown.push_str(after.get(..length).unwrap_or_default());
            rest = after.get(length..).unwrap_or_default();
        } else if let Some(character) = after.chars().next() {
            shown.push_str(&Foreign::new(character.encode_utf8(&mut [0; 4])).line());
            rest = after.get(character.len_utf8()..).unwrap_or_default();
        }
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// How long the style is that a text begins with.
fn style_length(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    let end = parameters.find(|character: char| !character.is_ascii_digit() && character != ';')?;
    parameters.get(end..)?.starts_with('m').then_some(end + 3)
}

/// Something that moves while work goes on. Nothing is shown where nobody looks.
pub(crate) fn progress(what: String) -> ProgressBar {
    let progress = ProgressBar::new_spinner().with_message(Foreign::new(&what).line());
    progress.enable_steady_tick(Duration::from_millis(120));
    progress
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_styles_alone() {
        let text = format!("{RED}a{PLAIN}\n\u{1b}[2J\u{1b}]0;b\u{7}c\r\u{9b}31m\u{202e}\u{1b}[m\u{1b}[1");
        let safe =
            "\u{1b}[1;31ma\u{1b}[0m\n\\u{1b}[2J\\u{1b}]0;b\\u{7}c\\r\\u{9b}31m\\u{202e}\u{1b}[m\\u{1b}[1";
        assert_eq!(shown(&text), safe);
    }
}

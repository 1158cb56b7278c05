//! The lines of a settings file, for findings about its keys and values.

use super::Settings;
use crate::diagnostics::{Code, Finding, Position};

impl Settings {
    /// Creates an error about a word of the settings, with its line.
    pub(crate) fn finding(&self, word: &str, what: impl Into<String>) -> Finding {
        self.at_line(what, |text| quoted_line(text, word).or_else(|| line_of(text, word)))
    }

    /// Creates an error about a key of a table, such as `[errors]`, or of an element of an array of tables,
    /// such as the second `[[paging]]`. It has the line of the table if the key is not there.
    pub(crate) fn finding_in(
        &self,
        table: &str,
        index: usize,
        key: &str,
        what: impl Into<String>,
    ) -> Finding {
        self.at_line(what, |text| {
            let lines = || text.lines().map(str::trim).enumerate();
            let mut headers = lines().filter(|(_, line)| line.starts_with(table));
            let Some((header, _)) = headers.nth(index) else {
                let name = table.trim_matches(['[', ']']);
                // A key with dots, or an inline table.
                return line_of(text, &format!("{name}.{key}")).or_else(|| line_of(text, name));
            };
            let within = lines().skip(header + 1).take_while(|(_, line)| !line.starts_with('['));
            let mut found = within.filter(|(_, line)| !key.is_empty() && is_key(line, key));
            Some(found.next().map_or(header, |(line, _)| line) + 1)
        })
    }

    fn at_line(&self, what: impl Into<String>, line: impl Fn(&str) -> Option<usize>) -> Finding {
        let finding = Finding::error(Code::Settings, None, what);
        let Some((path, text)) = &self.file else { return finding };
        match line(text) {
            Some(line) => {
                let file = crate::source::display_path(path);
                finding.at_position(Position { file, line, column: 1 })
            }
            None => finding,
        }
    }
}

/// Returns the line that contains a word in quotes.
pub(super) fn quoted_line(text: &str, word: &str) -> Option<usize> {
    let quoted = [format!("\"{word}\""), format!("'{word}'")];
    let is_quoted = |line: &str| quoted.iter().any(|quoted| line.contains(quoted.as_str()));
    text.lines().position(is_quoted).map(|index| index + 1)
}

/// Returns the line that begins with a key.
pub(super) fn line_of(text: &str, word: &str) -> Option<usize> {
    let begins = |line: &str| line.trim_start().trim_start_matches('"').starts_with(word);
    text.lines().position(begins).map(|index| index + 1)
}

/// Returns whether a line sets a key.
fn is_key(line: &str, key: &str) -> bool {
    let name = line.split('=').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    name == key
}

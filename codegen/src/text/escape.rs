//! Escapes for code spans, single lines, HTML and JSON.

use serde_json::Value;

/// Returns whether a character is invisible or changes the display of other characters: control characters,
/// line separators, and characters that change the direction of text, which rustc rejects in comments and
/// strings.
pub fn is_hidden(character: char) -> bool {
    let is_mark =
        |character| matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}');
    character.is_control() || is_turning(character) || is_mark(character)
}

/// Returns whether a character changes the direction of text (Unicode Standard Annex #9, section 2), so that
/// rustc rejects it.
pub(super) fn is_turning(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns the text on one line, with hidden characters as Rust escapes.
pub(super) fn line(text: &str) -> String {
    if !text.contains(is_hidden) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            // `escape_debug` does not escape some of them.
            match character {
                '\n' | '\r' | '\t' => shown.extend(character.escape_default()),
                _ => shown.extend(character.escape_unicode()),
            }
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Returns a code span (CommonMark 0.31, section 6.1) with more backticks around it than within it.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    span(&line(text))
}

/// Returns a code span for a single line.
pub(super) fn span(line: &str) -> String {
    let ticks = "`".repeat(longest_run(line, '`') + 1);
    // CommonMark removes a blank at both ends.
    let is_blank = line.chars().all(|character| character == ' ');
    let is_padded = line.starts_with(['`', ' ']) || line.ends_with(['`', ' ']);
    // Pad the text if it contains a backtick, which is easier to read.
    let padding = if (is_padded && !is_blank) || ticks.len() > 1 { " " } else { "" };
    format!("{ticks}{padding}{line}{padding}{ticks}")
}

/// Returns the length of the longest run of a character.
pub(super) fn longest_run(text: &str, wanted: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

pub(super) fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\n' => html.push('\n'),
            character if is_hidden(character) => html.extend(character.escape_unicode()),
            character => html.push(character),
        }
    }
    html
}

/// Returns a quoted string for JSON. TOML 1.0 ("String") and YAML 1.2 (section 5.7) have the same escapes,
/// but require one for U+007F too.
pub(super) fn json(text: &str) -> String {
    visible_json(&Value::from(text).to_string())
}

/// Escapes hidden characters within the strings of JSON. Between strings, only line breaks can be hidden.
pub(super) fn visible_json(json: &str) -> String {
    let is_escaped = |character: char| is_hidden(character) && character != '\n';
    if !json.contains(is_escaped) {
        return json.to_owned();
    }
    let mut visible = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_escaped(character) {
            // All of them are in the Basic Multilingual Plane.
            visible.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            visible.push(character);
        }
    }
    visible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_can_be_shown_as_code() {
        for (written, shown) in [
            ("a[b]", "`a[b]`"),
            ("", "`\"\"`"),
            ("a\nb", "`a\\nb`"),
            ("a`b", "`` a`b ``"),
            ("``", "``` `` ```"),
            ("a```", "```` a``` ````"),
            (" a ", "`  a  `"),
            ("  ", "`  `"),
            ("a\u{1b}\u{202e}b", "`a\\u{1b}\\u{202e}b`"),
        ] {
            assert_eq!(code(written), shown);
        }
    }

    #[test]
    fn invisible_characters_are_escaped_in_every_format() {
        let text = "a\"<\u{7f}\u{2066}\n";
        assert_eq!(line(text), "a\"<\\u{7f}\\u{2066}\\n");
        assert_eq!(html(text), "a&quot;&lt;\\u{7f}\\u{2066}\n");
        assert_eq!(json(text), "\"a\\\"<\\u007f\\u2066\\n\"");
        assert_eq!(serde_json::from_str::<String>(&json(text)).unwrap(), text);
    }
}

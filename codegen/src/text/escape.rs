//! Escapes for places where text is text: code spans, lines, HTML and JSON.

use serde_json::Value;

/// Whether a character is not seen where it stands, or changes how others are: control characters, separators of lines,
/// and what turns the direction of a text, which rustc refuses in comments and strings.
pub fn is_hidden(character: char) -> bool {
    let is_mark =
        |character| matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}');
    character.is_control() || is_turning(character) || is_mark(character)
}

/// Whether it turns the direction of a text (Unicode Standard Annex #9, section 2) so that rustc refuses it.
pub(super) fn is_turning(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line in which what is hidden is written as Rust writes it.
pub(super) fn line(text: &str) -> String {
    if !text.contains(is_hidden) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_hidden(character) {
            // `escape_debug` leaves some of them as they are.
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

/// A code span (CommonMark 0.31, section 6.1) with more backticks around it than there are within.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    span(&line(text))
}

/// A code span of a line.
pub(super) fn span(line: &str) -> String {
    let ticks = "`".repeat(longest_run(line, '`') + 1);
    // A blank at both ends is taken off again.
    let is_blank = line.chars().all(|character| character == ' ');
    let is_padded = line.starts_with(['`', ' ']) || line.ends_with(['`', ' ']);
    // Padded wherever a backtick stands within, which is easier to read.
    let padding = if (is_padded && !is_blank) || ticks.len() > 1 { " " } else { "" };
    format!("{ticks}{padding}{line}{padding}{ticks}")
}

/// How often a character stands in a row, where it does most.
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

/// A string for JSON. TOML 1.0 ("String") and YAML 1.2 (section 5.7) know the same escapes, and want one for U+007F too.
pub(super) fn json(text: &str) -> String {
    visible_json(&Value::from(text).to_string())
}

/// JSON in which what is hidden within strings is escaped. Between them there are line breaks alone.
pub(super) fn visible_json(json: &str) -> String {
    let is_escaped = |character: char| is_hidden(character) && character != '\n';
    if !json.contains(is_escaped) {
        return json.to_owned();
    }
    let mut visible = String::with_capacity(json.len() + 16);
    for character in json.chars() {
        if is_escaped(character) {
            // All of them are in the first plane.
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
    fn whatever_is_written_can_be_shown_as_code() {
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
    fn what_is_hidden_is_escaped_as_each_form_does() {
        let text = "a\"<\u{7f}\u{2066}\n";
        assert_eq!(line(text), "a\"<\\u{7f}\\u{2066}\\n");
        assert_eq!(html(text), "a&quot;&lt;\\u{7f}\\u{2066}\n");
        assert_eq!(json(text), "\"a\\\"<\\u007f\\u2066\\n\"");
        assert_eq!(serde_json::from_str::<String>(&json(text)).unwrap(), text);
    }
}
